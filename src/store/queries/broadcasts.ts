import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { broadcasts, outbox } from '../schema/outbox.ts'
import { people, urns } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import type { Phones } from './audience.ts'
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
  const rungs = await db
    .select({ id: outbox.rungOf, personId: outbox.personId, urnId: outbox.urnId })
    .from(outbox)
    .where(
      and(
        inArray(
          outbox.rungOf,
          first.map(({ id }) => id),
        ),
        isTold,
      ),
    )
    .orderBy(asc(outbox.id))
  // The last way that it went.
  const ways = new Map([...first.filter((row) => row.isTold), ...rungs].map((row) => [row.id, row]))
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
const idsOf = (ways: Map<unknown, Way>, of: keyof Way): string[] => [
  ...new Set([...ways.values()].flatMap((way) => way[of] ?? [])),
]
const byIdOf = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))

const toldCounts = prepared((db) => {
  const last = db
    .select({ id: sql<string>`max(case when ${isTold} then ${outbox.id} end)`.as('last_id') })
    .from(outbox)
    .where(eq(outbox.broadcastId, text('broadcastId')))
    .groupBy(sql`coalesce(${outbox.rungOf}, ${outbox.id})`)
    .having(sql`coalesce(${outbox.rungOf}, ${outbox.id}) > ${text('after')}`)
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
