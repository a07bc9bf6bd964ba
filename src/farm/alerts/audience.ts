import { consentsOfChanged, knownOnceKeys, memberPage } from '../../store/queries/audience.ts'
import { loadBroadcast, toldByKeys, toldPage } from '../../store/queries/broadcasts.ts'
import { hadStopped, type Member, memberById } from '../../store/queries/members.ts'
import type { Db } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'
import type { Reachable } from '../trainings/audience.ts'

/**
 * Whom a broadcast goes to, as it stood when it was confirmed: the members of its cooperative who had agreed and not stopped; of a correction exactly those whom
 * the corrected one reached, or may have, and whom it had still before it. Who stops or withdraws afterwards is left to the guard; who joins afterwards is not in it.
 */

export type Broadcast = Pick<Row<'broadcasts'>, 'id' | 'cooperativeId' | 'corrects' | 'confirmedAt'>

/** The cursor of a broadcast whose audience has been gone through. */
export const OVER = 'over'
/** Cursors of a correction: behind a message of the corrected broadcast; then behind that one's own cursor, where it had not come to its end. */
export const TOLD = 'told:'
export const REST = 'rest:'

export interface Slice {
  /** One of those who share a phone, without those who have this broadcast already. */
  people: Reachable[]
  /** Where the next slice goes on; OVER: there is none. */
  cursor: string
}

/** The next of a broadcast's audience, reading no more than `limit` of it. */
export async function nextSlice(db: Db, broadcast: Broadcast, cursor: string | null, limit: number): Promise<Slice> {
  const { people, cursor: next } = await readOn(db, broadcast, cursor, limit)
  const phones = new Map<string, Reachable>()
  for (const each of people) if (!phones.has(each.urn.id)) phones.set(each.urn.id, each)
  const known = await knownOnceKeys(
    db,
    [...phones.keys()].map((urnId) => onceKey(broadcast, urnId)),
  )
  return { people: [...phones.values()].filter(({ urn }) => !known.has(onceKey(broadcast, urn.id))), cursor: next }
}

/** No phone gets a broadcast twice. */
export const onceKey = ({ id }: Pick<Broadcast, 'id'>, urnId: string): string => `${id}:${urnId}`

async function readOn(db: Db, broadcast: Broadcast, cursor: string | null, limit: number): Promise<Slice> {
  if (cursor === OVER) return { people: [], cursor }
  if (broadcast.corrects === null) return readMembers(db, broadcast, cursor, limit)
  const corrected = await loadBroadcast(db, broadcast.corrects)
  if (!corrected) return { people: [], cursor: OVER }
  if (cursor?.startsWith(REST)) return readRest(db, corrected, cursor.slice(REST.length), limit)
  const page = { broadcastId: corrected.id, after: cursor?.slice(TOLD.length) ?? '', limit }
  const rows = await toldPage(db, page)
  const told = rows.flatMap((row) => row.told ?? [])
  const people = await reachableAt(db, told, broadcast.confirmedAt)
  if (rows.length === limit) return { people, cursor: TOLD + rows.at(-1)?.id }
  if (!hasRest(corrected)) return { people, cursor: OVER }
  const rest = await readRest(db, corrected, corrected.cursor ?? '', limit - rows.length)
  return { people: [...people, ...rest.people], cursor: rest.cursor }
}

/** Its correction ends it before everyone has a message: those left out are its people too. Once it was stopped they are not. */
export const hasRest = ({ status, cursor }: Row<'broadcasts'>): boolean => status !== 'stopped' && cursor !== OVER

async function readRest(db: Db, corrected: Row<'broadcasts'>, cursor: string, limit: number): Promise<Slice> {
  const rest = await readOn(db, corrected, cursor === '' ? null : cursor, limit)
  return rest.cursor === OVER ? rest : { people: rest.people, cursor: REST + rest.cursor }
}

async function readMembers(db: Db, broadcast: Broadcast, cursor: string | null, limit: number): Promise<Slice> {
  const { cooperativeId, confirmedAt } = broadcast
  const at = confirmedAt ?? Number.MAX_SAFE_INTEGER
  const members = await memberPage(db, { cooperativeId, after: cursor ?? '', at, limit })
  const last = members.length < limit ? OVER : (members.at(-1)?.person.id ?? OVER)
  return { people: await reachableAt(db, members, confirmedAt), cursor: last }
}

/** Those who had agreed and not stopped by an instant (epoch ms; null: now), whatever they said since. */
async function reachableAt(db: Db, members: readonly Member[], instant: number | null): Promise<Reachable[]> {
  const at = instant ?? Number.MAX_SAFE_INTEGER
  const ids = members.map(({ person }) => person.id)
  const entries = Map.groupBy(await consentsOfChanged(db, ids, at), ({ personId }) => personId)
  const consentOf = (person: Row<'people'>): string => {
    const theirs = entries
      .get(person.id)
      ?.filter(({ kind }) => kind === 'asked' || kind === 'agreed' || kind === 'refused')
    if (!theirs?.some((entry) => entry.at > at)) return person.consent
    return theirs.findLast((entry) => entry.at <= at)?.kind ?? 'none'
  }
  return members.filter(
    (member): member is Reachable =>
      member.urn !== null && !hadStopped(member.urn, at) && consentOf(member.person) === 'agreed',
  )
}

/** Which of these people a broadcast that is confirmed now goes to. */
export async function whoHears(
  db: Db,
  broadcast: Broadcast & { confirmedAt: number },
  people: readonly { personId: string; urnId: string }[],
): Promise<Set<string>> {
  const corrected = broadcast.corrects === null ? undefined : await loadBroadcast(db, broadcast.corrects)
  const told = corrected
    ? await toldByKeys(
        db,
        people.map(({ urnId }) => onceKey(corrected, urnId)),
      )
    : new Set<string>()
  if (corrected && !hasRest(corrected)) return told
  const members = await Promise.all(people.map(({ personId }) => memberById(db, personId)))
  const theirs = members.filter((member) => member?.person.cooperativeId === broadcast.cooperativeId)
  const reached = await reachableAt(
    db,
    theirs.filter((member) => member !== undefined),
    broadcast.confirmedAt,
  )
  return new Set([...told, ...reached.map(({ person }) => person.id)])
}
