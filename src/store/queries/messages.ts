import { and, asc, desc, eq, gt, gte, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { claims, messages } from '../schema/messages.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, limited, prepared, text } from './prepared.ts'

const claim = prepared((db) =>
  db
    .select({ at: claims.at })
    .from(claims)
    .where(and(eq(claims.channel, text('channel')), eq(claims.externalId, text('externalId'))))
    .prepare(),
)

/** Whether this provider message had its effect before. False is no promise: the commit's own claim decides. */
export const isClaimed = async (db: Db, channel: string, externalId: string): Promise<boolean> =>
  (await claim(db).get({ channel, externalId })) !== undefined

const claimed = prepared((db) =>
  db
    .select({ at: claims.at })
    .from(claims)
    .where(and(eq(claims.channel, text('channel')), gte(claims.at, integer('since'))))
    .prepare(),
)

/** When claims under one name were made, from an instant on (epoch ms). */
export const claimTimes = async (db: Db, channel: string, since: number): Promise<number[]> =>
  claimed(db)
    .all({ channel, since })
    .map(({ at }) => at)

const origin = prepared((db) =>
  db
    .select({
      channel: messages.channel,
      line: messages.line,
      sentAt: messages.sentAt,
      receivedAt: messages.receivedAt,
    })
    .from(messages)
    .where(eq(messages.id, text('id')))
    .prepare(),
)

/** By what a message came; when it was sent, by the provider's word, and when it came to us (epoch ms). */
export const messageOrigin = async (
  db: Db,
  id: string,
): Promise<Pick<Row<'messages'>, 'channel' | 'line' | 'sentAt' | 'receivedAt'> | undefined> => origin(db).get({ id })

// Written out, not bound: only so does the engine use the index over waiting rows alone.
const isWaiting = sql`${messages.status} = 'waiting'`

/** A person's order: the provider's send time where it gives one, else ours. */
const order = sql`coalesce(${messages.sentAt}, ${messages.receivedAt})`

const waiting = prepared((db) =>
  db
    .select()
    .from(messages)
    .where(and(isWaiting, eq(messages.urnId, text('urnId'))))
    .orderBy(order, asc(messages.id))
    .prepare(),
)

/** What waits of one URN, in its order. */
export const waitingOf = async (db: Db, urnId: string): Promise<Row<'messages'>[]> => waiting(db).all({ urnId })

const heads = prepared((db) => {
  const earlier = alias(messages, 'earlier')
  const isHead = sql`not exists (select 1 from ${messages} as "earlier" where ${earlier.status} = 'waiting'
    and ${earlier.urnId} = ${messages.urnId}
    and (coalesce(${earlier.sentAt}, ${earlier.receivedAt}), ${earlier.id}) < (${order}, ${messages.id}))`
  const isDue = sql`(${messages.nextTryAt} is null or ${messages.nextTryAt} <= ${integer('now')})`
  return db
    .select()
    .from(messages)
    .where(and(isWaiting, isDue, isHead))
    .orderBy(order, limited(asc(messages.id), integer('limit')))
    .prepare()
})

/** The first waiting message of each URN, where its next try is due (epoch ms): no later one of that URN may be taken before it. */
export const dueMessages = async (db: Db, now: number, limit: number): Promise<Row<'messages'>[]> =>
  heads(db).all({ now, limit })

const counted = prepared((db) =>
  db.select({ waiting: sql<number>`count(*)` }).from(messages).where(isWaiting).prepare(),
)

export const countWaiting = async (db: Db): Promise<number> => (await counted(db).get())?.waiting ?? 0

const recent = prepared((db) =>
  db
    .select()
    .from(messages)
    .where(eq(messages.urnId, text('urnId')))
    .orderBy(limited(desc(messages.id), integer('limit')))
    .prepare(),
)

/** Newest first. */
export const recentMessages = async (db: Db, urnId: string, limit: number): Promise<Row<'messages'>[]> =>
  recent(db).all({ urnId, limit })

const times = prepared((db) =>
  db
    .select({ sentAt: messages.sentAt, receivedAt: messages.receivedAt })
    .from(messages)
    .where(eq(messages.urnId, text('urnId')))
    .orderBy(limited(desc(messages.id), integer('limit')))
    .prepare(),
)

/** When the last texts of a URN were sent, by the provider's word where it gives one, and came in (epoch ms); newest first. */
export const inboundTimes = async (
  db: Db,
  urnId: string,
  limit: number,
): Promise<{ sentAt: number | null; receivedAt: number }[]> => times(db).all({ urnId, limit })

const nth = prepared((db) =>
  db
    .select({ at: messages.receivedAt })
    .from(messages)
    .where(eq(messages.urnId, text('urnId')))
    .orderBy(sql`${messages.id} desc limit 1 offset ${integer('skipped')}`)
    .prepare(),
)

/** When the nth newest text of a URN came in (epoch ms), from 1; null: there are fewer. */
export const nthInboundAt = async (db: Db, urnId: string, number: number): Promise<number | null> =>
  (await nth(db).get({ urnId, skipped: number - 1 }))?.at ?? null

const since = prepared((db) =>
  db
    .select({ count: sql<number>`count(*)` })
    .from(messages)
    .where(and(eq(messages.urnId, text('urnId')), gt(messages.receivedAt, integer('since'))))
    .prepare(),
)

/** How many texts of a URN came in after an instant (epoch ms). */
export const inboundSince = async (db: Db, urnId: string, after: number): Promise<number> =>
  (await since(db).get({ urnId, since: after }))?.count ?? 0
