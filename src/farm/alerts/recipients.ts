import { broadcastOutbox, loadBroadcast } from '../../store/queries/broadcasts.ts'
import { type Member, memberById, membersOf } from '../../store/queries/members.ts'
import type { Db } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'
import { isReachable, type Reachable } from '../trainings/audience.ts'

/** Who gets a broadcast, and why the others don't. */
export interface Audience {
  members: number
  reached: Reachable[]
  notAgreed: number
  stopped: number
  noPhone: number
}

/** The members of a cooperative. */
export async function audienceOf(db: Db, cooperativeId: string): Promise<Audience> {
  const members = await membersOf(db, cooperativeId)
  const left = members.filter((member) => !isReachable(member))
  const isAgreed = ({ person }: Member) => person.consent === 'agreed'
  return {
    members: members.length,
    reached: members.filter(isReachable),
    notAgreed: left.filter((member) => !isAgreed(member)).length,
    stopped: left.filter((member) => isAgreed(member) && member.urn !== null).length,
    noPhone: left.filter((member) => isAgreed(member) && member.urn === null).length,
  }
}

/** One of those who share a phone: who gets the message for all. */
export function onePerPhone(people: readonly Reachable[]): Reachable[] {
  const phones = new Map<string, Reachable>()
  for (const each of people) if (!phones.has(each.urn.id)) phones.set(each.urn.id, each)
  return [...phones.values()]
}

/**
 * Who a message of the corrected broadcast went to, or may have: all but those stopped, failed, expired or cancelled. One not yet sent is
 * cancelled by its correction, and belongs to them.
 */
const isCorrectable = ({ status, reason }: Row<'outbox'>): boolean =>
  ['queued', 'errored', 'wired', 'sent', 'delivered', 'read', 'uncertain'].includes(status) ||
  (status === 'cancelled' && reason === 'corrected')

/** Everyone a broadcast goes to, one a phone, in a steady order: of a cooperative, or exactly those of the broadcast it corrects. */
export async function recipientsOf(db: Db, broadcast: Row<'broadcasts'>): Promise<Reachable[]> {
  if (broadcast.corrects === null) return membersAt(db, broadcast)
  const rows = await broadcastOutbox(db, broadcast.corrects)
  const found = await Promise.all(
    rows.filter(isCorrectable).map(({ personId }) => (personId === null ? undefined : memberById(db, personId))),
  )
  const told = found.filter((member) => member !== undefined).filter(isReachable)
  const corrected = await loadBroadcast(db, broadcast.corrects)
  if (!corrected || corrected.status === 'sent') return told
  // Its correction stops it before everyone has a row: those left out are its people too.
  const known = new Set(rows.map(({ urnId }) => urnId))
  return [...told, ...(await membersAt(db, corrected)).filter(({ urn }) => !known.has(urn.id))]
}

/** Who joined after it was confirmed was not counted in its price. */
async function membersAt(db: Db, { cooperativeId, confirmedAt }: Row<'broadcasts'>): Promise<Reachable[]> {
  const { reached } = await audienceOf(db, cooperativeId)
  return onePerPhone(reached.filter(({ person }) => confirmedAt === null || person.createdAt <= confirmedAt))
}
