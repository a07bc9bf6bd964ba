import { type Standings, standingsOf } from '../../store/queries/broadcast-reports.ts'
import type { Db } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'

type Status = Row<'outbox'>['status']

const SENT: readonly Status[] = ['wired', 'sent', 'delivered', 'read']
const ARRIVED: readonly Status[] = ['delivered', 'read']
const WAITING: readonly Status[] = ['queued', 'errored']
const DROPPED: readonly Status[] = ['stopped', 'expired', 'cancelled', 'superseded']

/** How far a broadcast has come, in people: each counted once, whichever way reached them. */
export interface Report {
  /** Everyone it was for. */
  people: number
  /** A provider took it. */
  sent: number
  /** Of these a receipt says that it arrived. */
  arrived: number
  /** Not sent yet, not even prepared included. */
  waiting: number
  failed: number
  /** It may have left; nobody can tell. */
  uncertain: number
  /** Not sent, and not to be: they stopped, it was taken back, it is too late. */
  dropped: number
  standings: Standings[]
}

export async function reportOf(db: Db, broadcast: Row<'broadcasts'>): Promise<Report> {
  const standings = await standingsOf(db, broadcast.id)
  const count = (...statuses: readonly Status[]) =>
    standings.reduce((sum, { status, people }) => sum + (statuses.includes(status) ? people : 0), 0)
  const written = standings.reduce((sum, { people }) => sum + people, 0)
  const isEnded = isTakenBack(broadcast.status)
  // Who was erased, or shares a phone since, is no longer looked for once all are prepared.
  const unwritten = broadcast.status === 'sent' ? 0 : Math.max(0, (broadcast.audience ?? 0) - written)
  const open = count(...WAITING)
  return {
    people: written + unwritten,
    sent: count(...SENT),
    arrived: count(...ARRIVED),
    waiting: isEnded ? 0 : open + unwritten,
    failed: count('failed'),
    uncertain: count('uncertain'),
    dropped: count(...DROPPED) + (isEnded ? open + unwritten : 0),
    standings: isEnded ? takenBack(standings) : standings,
  }
}

/** What waits of one that was stopped or corrected does not go, whether or not the sweep has been there: it stands as the sweep will leave it. */
function takenBack(standings: readonly Standings[]): Standings[] {
  const ended = standings.map((each) =>
    WAITING.includes(each.status) ? { ...each, status: 'cancelled' as const } : each,
  )
  const groups = Map.groupBy(ended, ({ status, channel, code }) => JSON.stringify([status, channel, code]))
  return [...groups.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, people: others.reduce((sum, { people }) => sum + people, first.people) }] : [],
  )
}

/** Whether what waits of a broadcast that stands so is not to go any more. */
export const isTakenBack = (status: Row<'broadcasts'>['status'] | null): boolean =>
  status === 'stopped' || status === 'cancelled'

/** Whether nothing of it is left to be sent. */
export const isOver = ({ waiting }: Pick<Report, 'waiting'>): boolean => waiting === 0
