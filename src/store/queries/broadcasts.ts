import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { broadcasts, outbox } from '../schema/outbox.ts'
import { people, urns } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { isOpen } from './outbox.ts'
import { integer, limited, prepared, text } from './prepared.ts'

const byId = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(eq(broadcasts.id, text('id')))
    .prepare(),
)

export const loadBroadcast = async (db: Db, id: string): Promise<Row<'broadcasts'> | undefined> => byId(db).get({ id })

const sending = prepared((db) =>
  db.select().from(broadcasts).where(eq(broadcasts.status, 'sending')).orderBy(asc(broadcasts.id)).prepare(),
)

/** Those not yet put into the outbox as a whole, oldest first. */
export const sendingBroadcasts = async (db: Db): Promise<Row<'broadcasts'>[]> => sending(db).all()

const ofAuthor = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(
      and(
        eq(broadcasts.authorId, text('authorId')),
        inArray(broadcasts.status, ['sending', 'paused', 'sent', 'stopped', 'cancelled']),
        isNotNull(broadcasts.confirmedAt),
      ),
    )
    .orderBy(desc(broadcasts.confirmedAt), desc(broadcasts.id))
    .limit(1)
    .prepare(),
)

/** The last one this person sent, wholly or in part. */
export const lastBroadcastOf = async (db: Db, authorId: string): Promise<Row<'broadcasts'> | undefined> =>
  ofAuthor(db).get({ authorId })

const rows = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(eq(outbox.broadcastId, text('broadcastId')))
    .orderBy(asc(outbox.id))
    .prepare(),
)

/** Every message of a broadcast, whatever its status. */
export const broadcastOutbox = async (db: Db, broadcastId: string): Promise<Row<'outbox'>[]> =>
  rows(db).all({ broadcastId })

/**
 * What of a broadcast reached someone, or may have, so that its correction goes there too: all but what was stopped, failed, expired or cancelled. What
 * its correction took back before it was sent belongs to it.
 */
const isTold = sql`(${outbox.status} in ('queued', 'errored', 'wired', 'sent', 'delivered', 'read', 'uncertain')
  or (${outbox.status} = 'cancelled' and ${outbox.reason} = 'corrected'))`

/** What several messages to one person by several ways are counted by: they are one. */
const onePerson = sql`coalesce(${outbox.personId}, ${outbox.rungOf}, ${outbox.id})`

const page = prepared((db) =>
  db
    .select({ id: outbox.id, personId: outbox.personId, urnId: outbox.urnId, isTold: sql<number>`${isTold}` })
    .from(outbox)
    .where(and(eq(outbox.broadcastId, text('broadcastId')), gt(outbox.id, text('after')), isNull(outbox.rungOf)))
    .orderBy(limited(asc(outbox.id), integer('limit')))
    .prepare(),
)

/** To whom a message went, or may have, and by which address. */
export interface Told {
  person: Row<'people'>
  urn: Row<'urns'>
}

/** The next messages of a broadcast behind `after` (''; then the last id), each with who got it or may have; null: nobody, or they are erased. */
export async function toldPage(
  db: Db,
  { broadcastId, after, limit }: { broadcastId: string; after: string; limit: number },
): Promise<{ id: string; told: Told | null }[]> {
  const first = await page(db).all({ broadcastId, after, limit })
  const rungs = await rungsOf(
    db,
    first.map(({ id }) => id),
  )
  // The last way that it went.
  const ways = new Map<string, Way>([...first, ...rungs].filter((row) => row.isTold).map((row) => [row.id, row]))
  const persons = await db
    .select()
    .from(people)
    .where(and(inArray(people.id, idsOf(ways, 'personId')), isNull(people.erasedAt)))
  const addresses = await db
    .select()
    .from(urns)
    .where(inArray(urns.id, idsOf(ways, 'urnId')))
  const [personById, urnById] = [byIdOf(persons), byIdOf(addresses)]
  return first.map(({ id }) => {
    const way = ways.get(id)
    const person = personById.get(way?.personId ?? '')
    const urn = urnById.get(way?.urnId ?? '')
    return { id, told: person && urn ? { person, urn } : null }
  })
}

type Way = { personId: string | null; urnId: string }

/** The messages that went another way in the place of these, or of one that did; `id`: the first of them. In the order they were made. */
async function rungsOf(db: Db, firsts: readonly string[]): Promise<(Way & { id: string; isTold: number })[]> {
  const found: (Way & { id: string; isTold: number })[] = []
  for (let roots = new Map(firsts.map((id) => [id, id])); roots.size > 0; ) {
    const rows = await db
      .select({
        id: outbox.id,
        of: outbox.rungOf,
        personId: outbox.personId,
        urnId: outbox.urnId,
        isTold: sql<number>`${isTold}`,
      })
      .from(outbox)
      .where(inArray(outbox.rungOf, [...roots.keys()]))
      .orderBy(asc(outbox.id))
    const before = roots
    const rootOf = ({ of }: (typeof rows)[number]) => before.get(of ?? '') ?? ''
    found.push(...rows.map((row) => ({ ...row, id: rootOf(row) })))
    roots = new Map(rows.map((row) => [row.id, rootOf(row)]))
  }
  return found
}
const idsOf = (ways: Map<unknown, Way>, of: keyof Way): string[] => [
  ...new Set([...ways.values()].flatMap((way) => way[of] ?? [])),
]
const byIdOf = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))

/** Phones and Zalo users that a message goes to, one each, of one kind. */
export interface Phones {
  scheme: Row<'urns'>['scheme']
  locale: string
  count: number
}

const toldCounts = prepared((db) => {
  const last = db
    .select({ id: sql<string>`max(case when ${isTold} then ${outbox.id} end)`.as('last_id') })
    .from(outbox)
    .where(eq(outbox.broadcastId, text('broadcastId')))
    .groupBy(onePerson)
    .having(sql`min(${outbox.id}) > ${text('after')}`)
    .as('last')
  return db
    .select({ scheme: urns.scheme, locale: people.locale, count: sql<number>`count(distinct ${urns.id})` })
    .from(last)
    .innerJoin(outbox, eq(outbox.id, last.id))
    .innerJoin(people, and(eq(people.id, outbox.personId), eq(people.consent, 'agreed'), isNull(people.erasedAt)))
    .innerJoin(urns, and(eq(urns.id, outbox.urnId), isNull(urns.stoppedAt)))
    .groupBy(urns.scheme, people.locale)
    .prepare()
})

/** How many phones a broadcast reached, or may have, by its messages behind `after`, of those who may be written to now. */
export const countTold = async (db: Db, broadcastId: string, after: string): Promise<Phones[]> =>
  toldCounts(db).all({ broadcastId, after })

/** Which of these people a broadcast reached, or may have, by its messages with these once-only keys. */
export async function toldByKeys(db: Db, keys: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ personId: outbox.personId })
    .from(outbox)
    .where(and(inArray(outbox.onceKey, keys), isTold))
  return new Set(rows.flatMap(({ personId }) => personId ?? []))
}

const untried = prepared((db) =>
  db
    .select({ id: outbox.id, status: outbox.status, fence: outbox.fence })
    .from(outbox)
    .where(and(eq(outbox.broadcastId, text('broadcastId')), isOpen, eq(outbox.attempts, 0), isNull(outbox.leaseUntil)))
    .orderBy(asc(outbox.dueAt), limited(asc(outbox.id), integer('limit')))
    .prepare(),
)

/** Messages of a broadcast that nobody has tried to send yet, and nobody has in hand. */
export const untriedOutbox = async (
  db: Db,
  broadcastId: string,
  limit: number,
): Promise<Pick<Row<'outbox'>, 'id' | 'status' | 'fence'>[]> => untried(db).all({ broadcastId, limit })

const standing = prepared((db) =>
  db
    .select({ status: broadcasts.status })
    .from(broadcasts)
    .where(eq(broadcasts.id, text('id')))
    .prepare(),
)

/** null: there is no such broadcast. */
export const statusOfBroadcast = async (db: Db, id: string): Promise<Row<'broadcasts'>['status'] | null> =>
  (await standing(db).get({ id }))?.status ?? null

const recent = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(isNotNull(broadcasts.confirmedAt))
    .orderBy(desc(broadcasts.confirmedAt), limited(desc(broadcasts.id), integer('limit')))
    .prepare(),
)

/** Those that were confirmed, the newest first. */
export const recentBroadcasts = async (db: Db, limit: number): Promise<Row<'broadcasts'>[]> => recent(db).all({ limit })

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
