import { type Counted, knownOnceKeys, memberCountPage, type Phone } from '../../store/queries/audience.ts'
import { loadBroadcast, toldCountPage } from '../../store/queries/broadcasts.ts'
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

/** Told of each phone that a broadcast goes to, once. */
type Visit = (phone: Phone) => void

/** People counted between two turns of the event loop: a few ms, so that others are answered meanwhile. */
const PAGE = 1000
const others = () => new Promise((resolve) => setTimeout(resolve))

export const NOBODY: MemberCounts = { members: 0, reached: 0, notAgreed: 0, stopped: 0, noPhone: 0 }

/** Goes through everyone a broadcast goes to if it is confirmed now (epoch ms), and counts the members of its cooperative; of a correction all are those it goes to. */
export async function countAudience(db: Db, broadcast: Broadcast, now: number, visit: Visit): Promise<MemberCounts> {
  const known = new Set<string>()
  const once = ({ locale, urn }: Counted & { urn: NonNullable<Counted['urn']> }) => {
    if (known.has(urn.id)) return
    known.add(urn.id)
    visit({ locale, urn })
  }
  const members = await countBehind(db, { ...broadcast, confirmedAt: now }, null, once)
  return broadcast.corrects === null ? members : { ...NOBODY, members: known.size, reached: known.size }
}

type Once = (member: Counted & { urn: NonNullable<Counted['urn']> }) => void

async function countBehind(db: Db, broadcast: Broadcast, cursor: string | null, once: Once): Promise<MemberCounts> {
  if (cursor === OVER) return NOBODY
  if (broadcast.corrects === null) return countMembers(db, broadcast, cursor, once)
  const corrected = await loadBroadcast(db, broadcast.corrects)
  if (!corrected) return NOBODY
  if (cursor?.startsWith(REST)) return countBehind(db, corrected, cursor.slice(REST.length) || null, once)
  await countTold(db, corrected.id, cursor?.slice(TOLD.length) ?? '', once)
  return hasRest(corrected) ? countBehind(db, corrected, corrected.cursor, once) : NOBODY
}

async function countTold(db: Db, broadcastId: string, from: string, once: Once): Promise<void> {
  for (let after = from; ; ) {
    const page = await toldCountPage(db, { broadcastId, after, limit: PAGE })
    for (const { told } of page) if (told && isReached(told, Number.MAX_SAFE_INTEGER)) once(told)
    const last = page.at(-1)
    if (page.length < PAGE || last === undefined) return
    after = last.id
    await others()
  }
}

async function countMembers(db: Db, broadcast: Broadcast, cursor: string | null, once: Once): Promise<MemberCounts> {
  const { cooperativeId, confirmedAt } = broadcast
  const at = confirmedAt ?? Number.MAX_SAFE_INTEGER
  const counts = { ...NOBODY }
  for (let after = cursor ?? ''; ; ) {
    const page = await memberCountPage(db, { cooperativeId, after, at, limit: PAGE })
    const sent = cursor === null ? new Set() : await sentTo(db, broadcast, page)
    for (const member of page) {
      counts.members += 1
      counts[standingOf(member, at)] += 1
      if (isReached(member, at) && !sent.has(onceKey(broadcast, member.urn.id))) once(member)
    }
    const last = page.at(-1)
    if (page.length < PAGE || last === undefined) return counts
    after = last.id
    await others()
  }
}

const isReached = (member: Counted, at: number): member is Counted & { urn: NonNullable<Counted['urn']> } =>
  standingOf(member, at) === 'reached'

function standingOf({ isAgreed, urn }: Counted, at: number): Exclude<keyof MemberCounts, 'members'> {
  if (!isAgreed) return 'notAgreed'
  if (urn === null) return 'noPhone'
  return hadStopped(urn, at) ? 'stopped' : 'reached'
}

/** Which of them have a message of it already. */
const sentTo = (db: Db, broadcast: Broadcast, page: readonly Counted[]): Promise<Set<string>> =>
  knownOnceKeys(
    db,
    page.flatMap(({ urn }) => (urn === null ? [] : [onceKey(broadcast, urn.id)])),
  )
