import { type Counted, knownOnceKeys, memberCountPage } from '../../store/queries/audience.ts'
import { countTold, loadBroadcast, type Phones } from '../../store/queries/broadcasts.ts'
import { hadStopped } from '../../store/queries/members.ts'
import type { Db } from '../../store/store.ts'
import { type Broadcast, hasRest, OVER, onceKey, REST, TOLD } from './audience.ts'

/** Members of a cooperative, and why those who get nothing don't. */
export interface MemberCounts {
  members: number
  reached: number
  notAgreed: number
  stopped: number
  noPhone: number
}

/** How many a broadcast goes to, if it is confirmed now. */
export interface Audience {
  /** Of its cooperative; of a correction all of these are its phones. */
  members: MemberCounts
  phones: Phones[]
}

/** Members counted between two turns of the event loop: a few ms, so that others are answered meanwhile. */
const PAGE = 1000
const others = () => new Promise((resolve) => setTimeout(resolve))

export async function countAudience(db: Db, broadcast: Broadcast, now: number): Promise<Audience> {
  const counted = await countBehind(db, { ...broadcast, confirmedAt: now }, null)
  if (broadcast.corrects === null) return counted
  const told = phoneCount(counted.phones)
  return { ...counted, members: { ...NOBODY, members: told, reached: told } }
}

export const phoneCount = (phones: readonly Phones[]): number => phones.reduce((sum, { count }) => sum + count, 0)

const NOBODY: MemberCounts = { members: 0, reached: 0, notAgreed: 0, stopped: 0, noPhone: 0 }

async function countBehind(db: Db, broadcast: Broadcast, cursor: string | null): Promise<Audience> {
  const none = { members: NOBODY, phones: [] }
  if (cursor === OVER) return none
  if (broadcast.corrects === null) return countMembers(db, broadcast, cursor)
  const corrected = await loadBroadcast(db, broadcast.corrects)
  if (!corrected) return none
  if (cursor?.startsWith(REST)) return countBehind(db, corrected, cursor.slice(REST.length) || null)
  const told = await countTold(db, corrected.id, cursor?.slice(TOLD.length) ?? '')
  const rest = hasRest(corrected) ? await countBehind(db, corrected, corrected.cursor) : none
  return { members: NOBODY, phones: [...told, ...rest.phones].filter(({ count }) => count > 0) }
}

async function countMembers(db: Db, broadcast: Broadcast, cursor: string | null): Promise<Audience> {
  const { cooperativeId, confirmedAt } = broadcast
  const at = confirmedAt ?? Number.MAX_SAFE_INTEGER
  const members = { ...NOBODY }
  const known = new Set<string>()
  const phones = new Map<string, Phones>()
  for (let after = cursor ?? ''; ; ) {
    const page = await memberCountPage(db, { cooperativeId, after, at, limit: PAGE })
    const sent = cursor === null ? new Set() : await sentTo(db, broadcast, page)
    for (const member of page) {
      const standing = standingOf(member, at)
      members.members += 1
      members[standing] += 1
      const { urn, locale } = member
      if (standing !== 'reached' || urn === null || known.has(urn.id) || sent.has(onceKey(broadcast, urn.id))) continue
      known.add(urn.id)
      const kind = `${urn.scheme} ${locale}`
      const { count } = phones.get(kind) ?? { count: 0 }
      phones.set(kind, { scheme: urn.scheme, locale, count: count + 1 })
    }
    const last = page.at(-1)
    if (page.length < PAGE || last === undefined) return { members, phones: [...phones.values()] }
    after = last.id
    await others()
  }
}

function standingOf({ consent, urn }: Counted, at: number): Exclude<keyof MemberCounts, 'members'> {
  if (consent !== 'agreed') return 'notAgreed'
  if (urn === null) return 'noPhone'
  return hadStopped(urn, at) ? 'stopped' : 'reached'
}

/** Which of them have a message of it already. */
const sentTo = (db: Db, broadcast: Broadcast, page: readonly Counted[]): Promise<Set<string>> =>
  knownOnceKeys(
    db,
    page.flatMap(({ urn }) => (urn === null ? [] : [onceKey(broadcast, urn.id)])),
  )
