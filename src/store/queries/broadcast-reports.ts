import { and, asc, desc, eq, gt, isNotNull, sql } from 'drizzle-orm'
import { outbox } from '../schema/outbox.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, prepared, text } from './prepared.ts'

/** What became of the messages of one broadcast. */

/** What several messages to one person by several ways are counted by: they are one. */
const onePerson = sql`coalesce(${outbox.personId}, ${outbox.rungOf}, ${outbox.id})`

/** People of a broadcast whose message stands so. */
export interface Standings {
  status: Row<'outbox'>['status']
  channel: string | null
  code: string | null
  people: number
}

/** How much a status tells of what a person got: of several ways the best counts. */
const told = sql`case ${outbox.status} when 'read' then 9 when 'delivered' then 8 when 'sent' then 7 when 'wired' then 6
  when 'uncertain' then 5 when 'queued' then 4 when 'errored' then 4 when 'failed' then 3 when 'stopped' then 2 else 1 end`

const standings = prepared((db) => {
  const ranked = db
    .select({
      status: outbox.status,
      channel: outbox.channel,
      code: outbox.code,
      rank: sql<number>`row_number() over (partition by ${onePerson} order by ${told} desc, ${outbox.id} desc)`.as(
        'rank',
      ),
    })
    .from(outbox)
    .where(eq(outbox.broadcastId, text('broadcastId')))
    .as('ranked')
  return db
    .select({ status: ranked.status, channel: ranked.channel, code: ranked.code, people: sql<number>`count(*)` })
    .from(ranked)
    .where(sql`${ranked.rank} = 1`)
    .groupBy(ranked.status, ranked.channel, ranked.code)
    .orderBy(desc(sql`count(*)`))
    .prepare()
})

/** The people of a broadcast who have a message, each counted once, by how it stands. */
export const standingsOf = async (db: Db, broadcastId: string): Promise<Standings[]> =>
  standings(db).all({ broadcastId })

/** What a channel was given of a broadcast, by every way there was. */
export interface Given {
  channel: string
  /** Messages that the provider took: as many as it has of them. */
  taken: number
  parts: number
  /** In đồng, of those whose cost is known; null: of none. */
  vnd: number | null
  /** When the first and the last left (epoch ms). */
  firstAt: number | null
  lastAt: number | null
}

const given = prepared((db) =>
  db
    .select({
      channel: sql<string>`${outbox.channel}`,
      taken: sql<number>`sum(case when ${outbox.externalId} is null then 0 else 1 end)`,
      parts: sql<number>`coalesce(sum(case when ${outbox.externalId} is null then 0 else ${outbox.parts} end), 0)`,
      vnd: sql<number | null>`sum(${outbox.costVnd})`,
      firstAt: sql<number | null>`min(${outbox.leftAt})`,
      lastAt: sql<number | null>`max(${outbox.leftAt})`,
    })
    .from(outbox)
    .where(and(eq(outbox.broadcastId, text('broadcastId')), isNotNull(outbox.channel)))
    .groupBy(outbox.channel)
    .orderBy(asc(outbox.channel))
    .prepare(),
)

export const givenOf = async (db: Db, broadcastId: string): Promise<Given[]> => given(db).all({ broadcastId })

const left = prepared((db) =>
  db
    .select({ count: sql<number>`count(*)` })
    .from(outbox)
    .where(and(eq(outbox.broadcastId, text('broadcastId')), gt(outbox.leftAt, integer('since'))))
    .prepare(),
)

/** How many of its messages left since an instant (epoch ms). */
export const leftSince = async (db: Db, broadcastId: string, since: number): Promise<number> =>
  (await left(db).get({ broadcastId, since }))?.count ?? 0

const unknown = prepared((db) =>
  db
    .select({ id: outbox.id, channel: outbox.channel, leftAt: outbox.leftAt })
    .from(outbox)
    .where(and(eq(outbox.broadcastId, text('broadcastId')), eq(outbox.status, 'uncertain')))
    .orderBy(asc(outbox.id))
    .prepare(),
)

/** Messages of which nobody can tell whether they left, oldest first. */
export const uncertainOf = async (
  db: Db,
  broadcastId: string,
): Promise<{ id: string; channel: string | null; leftAt: number | null }[]> => unknown(db).all({ broadcastId })
