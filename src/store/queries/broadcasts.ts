import { and, asc, count, desc, eq, gt, gte, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import { broadcasts, outbox } from '../schema/outbox.ts'
import { people, urns } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { type Counted, countedUrn } from './audience.ts'
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

const preparing = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(
      and(
        inArray(broadcasts.status, ['sending', 'paused']),
        or(isNull(broadcasts.cursor), ne(broadcasts.cursor, text('over'))),
      ),
    )
    .orderBy(asc(broadcasts.id))
    .prepare(),
)

/** Those not yet put into the outbox as a whole, paused ones too, oldest first. `over`: the cursor of one that is. */
export const preparingBroadcasts = async (db: Db, over: string): Promise<Row<'broadcasts'>[]> =>
  preparing(db).all({ over })

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

/** A page of a broadcast's messages: behind `after` (''; then the last id), in the order they were made. */
export interface ToldPage {
  broadcastId: string
  after: string
  limit: number
}

/** The first message to each person, with the last way by which it went, or may have; null: by none. */
async function waysOf(db: Db, { broadcastId, after, limit }: ToldPage): Promise<{ id: string; way: Way | null }[]> {
  const first = await page(db).all({ broadcastId, after, limit })
  const ids = first.map(({ id }) => id)
  const all = [...first, ...(await rungsOf(db, ids))]
  const ways = new Map<string, Way>(all.filter((row) => row.isTold).map((row) => [row.id, row]))
  return ids.map((id) => ({ id, way: ways.get(id) ?? null }))
}

/** The next messages of a broadcast, each with who got it or may have; null: nobody, or they are erased. */
export async function toldPage(db: Db, page: ToldPage): Promise<{ id: string; told: Told | null }[]> {
  const rows = await waysOf(db, page)
  const persons = await db
    .select()
    .from(people)
    .where(and(inArray(people.id, idsOf(rows, 'personId')), isNull(people.erasedAt)))
  const addresses = await db
    .select()
    .from(urns)
    .where(inArray(urns.id, idsOf(rows, 'urnId')))
  const [personById, urnById] = [byIdOf(persons), byIdOf(addresses)]
  return rows.map(({ id, way }) => {
    const person = personById.get(way?.personId ?? '')
    const urn = urnById.get(way?.urnId ?? '')
    return { id, told: person && urn ? { person, urn } : null }
  })
}

/** The same with no more of them than it takes to count them. */
export async function toldCountPage(db: Db, page: ToldPage): Promise<{ id: string; told: Counted | null }[]> {
  const rows = await waysOf(db, page)
  const persons = await db
    .select({ id: people.id, locale: people.locale, consent: people.consent })
    .from(people)
    .where(and(inArray(people.id, idsOf(rows, 'personId')), isNull(people.erasedAt)))
  const addresses = await db
    .select(countedUrn)
    .from(urns)
    .where(inArray(urns.id, idsOf(rows, 'urnId')))
  const [personById, urnById] = [byIdOf(persons), byIdOf(addresses)]
  return rows.map(({ id, way }) => {
    const person = personById.get(way?.personId ?? '')
    if (person === undefined) return { id, told: null }
    const urn = urnById.get(way?.urnId ?? '') ?? null
    return { id, told: { id: person.id, locale: person.locale, isAgreed: person.consent === 'agreed', urn } }
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
const idsOf = (rows: readonly { way: Way | null }[], of: keyof Way): string[] => [
  ...new Set(rows.flatMap(({ way }) => way?.[of] ?? [])),
]
const byIdOf = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]))

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

const correcting = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(
      and(eq(broadcasts.corrects, text('id')), inArray(broadcasts.status, ['sending', 'paused', 'sent', 'stopped'])),
    )
    .orderBy(asc(broadcasts.id))
    .limit(1)
    .prepare(),
)

/** The broadcast that corrected this one, sent wholly or in part; undefined: none did. */
export const correctionOf = async (db: Db, id: string): Promise<Row<'broadcasts'> | undefined> =>
  correcting(db).get({ id })

const since = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(
      and(
        gt(broadcasts.confirmedAt, integer('since')),
        inArray(broadcasts.status, ['prepared', 'sending', 'paused', 'sent']),
      ),
    )
    .prepare(),
)

/** Those confirmed since an instant (epoch ms) that were not ended before they were sent. */
export const confirmedSince = async (db: Db, from: number): Promise<Row<'broadcasts'>[]> =>
  since(db).all({ since: from })

// The instant leads to the index of open rows alone: those that were sent are many.
const openRows = prepared((db) =>
  db
    .select({ count: count() })
    .from(outbox)
    .where(and(eq(outbox.broadcastId, text('broadcastId')), isOpen, gte(outbox.dueAt, 0)))
    .prepare(),
)

/** How many messages of a broadcast are not yet sent. */
export const openOfBroadcast = async (db: Db, broadcastId: string): Promise<number> =>
  openRows(db).get({ broadcastId })?.count ?? 0

const toUrn = prepared((db) =>
  db
    .select({ personId: outbox.personId })
    .from(outbox)
    .where(sql`${outbox.onceKey} = ${text('broadcastId')} || ':' || ${text('urnId')}`)
    .prepare(),
)

/** To whom a broadcast was written at this phone; undefined: nobody. */
export const heardAt = async (
  db: Db,
  broadcastId: string,
  urnId: string,
): Promise<{ personId: string | null } | undefined> => toUrn(db).get({ broadcastId, urnId })
