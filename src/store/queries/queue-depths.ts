import { asc, gte, isNotNull, sql } from 'drizzle-orm'
import { outbox } from '../schema/outbox.ts'
import type { Db } from '../store.ts'
import type { MessageClass } from '../writes.ts'
import { isOpen } from './outbox.ts'
import { integer, prepared } from './prepared.ts'

/** What of one class is not sent yet. */
export interface Depth {
  class: MessageClass
  /** Due by now, of which some are being sent. */
  due: number
  sending: number
  later: number
  /** When the first of those that are due came due (epoch ms); null: none is. */
  oldestDueAt: number | null
}

/** One row a class that has any. */
export const queueDepths = async (db: Db, now: number): Promise<Depth[]> =>
  db
    .select({
      class: outbox.class,
      due: sql<number>`sum(case when ${outbox.dueAt} <= ${now} then 1 else 0 end)`,
      sending: sql<number>`sum(case when ${outbox.leaseUntil} > ${now} then 1 else 0 end)`,
      later: sql<number>`sum(case when ${outbox.dueAt} > ${now} then 1 else 0 end)`,
      oldestDueAt: sql<number | null>`min(case when ${outbox.dueAt} <= ${now} then ${outbox.dueAt} end)`,
    })
    .from(outbox)
    .where(isOpen)
    .groupBy(outbox.class)

/** What of one class is open. */
type Backlog = Omit<Depth, 'sending'>

const byDue = prepared((db) =>
  db
    .select({
      class: outbox.class,
      due: sql<number>`sum(${outbox.dueAt} <= ${integer('now')})`,
      later: sql<number>`sum(${outbox.dueAt} > ${integer('now')})`,
      oldestDueAt: sql<number | null>`min(case when ${outbox.dueAt} <= ${integer('now')} then ${outbox.dueAt} end)`,
    })
    .from(outbox)
    .where(isOpen)
    .groupBy(outbox.class)
    .prepare(),
)

/** One row a class that has any. Asked every few seconds: 57,000 rows that are due take some 20 ms. */
export const backlog = async (db: Db, now: number): Promise<Backlog[]> => byDue(db).all({ now })

/** What a channel was given of what was written in the last day. */
export interface Rate {
  channel: string
  messages: number
  parts: number
}

/** By channel, since an instant (epoch ms), of the rows with an id from `fromId` on: ids are in order of time. */
export const sentSince = async (db: Db, since: number, fromId: string): Promise<Rate[]> =>
  db
    .select({
      channel: sql<string>`${outbox.channel}`,
      messages: sql<number>`count(*)`,
      parts: sql<number>`sum(coalesce(${outbox.parts}, 1))`,
    })
    .from(outbox)
    .where(sql`${gte(outbox.id, fromId)} and ${isNotNull(outbox.channel)} and ${gte(outbox.firstTriedAt, since)}`)
    .groupBy(outbox.channel)
    .orderBy(asc(outbox.channel))
