import type { SendResult } from '../channels/channel.ts'
import type { Row } from '../store/writes.ts'
import { BACKOFF_MS, JITTER, LOOK_WAITS_MS, MAX_ATTEMPTS } from './limits.ts'

/** What is written into an outbox row. */
export type Change = Partial<Row<'outbox'>>

/** A row as it was before the attempt, and the attempt's number from 1. */
export interface Attempt {
  row: Row<'outbox'>
  attempt: number
  now: number
  random: () => number
}

/** `reason` of a row whose last attempt has an unknown outcome, with the number of the next look. */
const LOOK = /^look_(\d+)$/

/** Number of the look that is due, from 1; null: nothing is unknown. A lease that ran out says that a worker died on it. */
export function dueLook(row: Pick<Row<'outbox'>, 'reason' | 'leaseUntil'>): number | null {
  const number = LOOK.exec(row.reason ?? '')?.[1]
  if (number !== undefined) return Number(number)
  return row.leaseUntil === null ? null : 1
}

/** Whether the look is due for an attempt that ended in an unknown outcome, not for one that nobody came back from. */
export const isLooking = (row: Pick<Row<'outbox'>, 'reason'>): boolean => LOOK.test(row.reason ?? '')

/** The provider has it. */
export const wired = (externalId: string, now: number): Change => ({
  status: 'wired',
  externalId,
  code: null,
  leaseUntil: null,
  settledAt: now,
})

/** Waits for the next look, or null where it was the last. */
export function nextLook(look: number, now: number): Change | null {
  const waitMs = LOOK_WAITS_MS[look - 1]
  if (waitMs === undefined) return null
  return { status: 'errored', reason: `look_${look}`, dueAt: now + waitMs, leaseUntil: null }
}

/** What tells whether an attempt of a row may have left. */
type Past = Pick<Row<'outbox'>, 'possibleDouble' | 'rungOf' | 'leftAt' | 'externalId'>

/**
 * Whether an attempt of this row may have left before the last one. One that goes another way is a possible double before its first; one that left
 * without the provider's word for it is sent again unmarked where that makes no double.
 */
export const mayHaveLeft = (row: Past): boolean =>
  (row.possibleDouble && (row.rungOf === null || row.leftAt !== null)) ||
  (row.leftAt !== null && row.externalId === null)

/** Ends it; what may have left before stays uncertain, whatever became of the last attempt. */
export function ended(
  row: Past,
  status: 'failed' | 'stopped' | 'expired' | 'cancelled',
  { code, reason }: { code?: string; reason?: string },
  now: number,
): Change {
  const why = { ...(code === undefined ? {} : { code }), ...(reason === undefined ? {} : { reason }) }
  return { status: mayHaveLeft(row) ? 'uncertain' : status, ...why, leaseUntil: null, settledAt: now }
}

/** Wait before the next attempt, ms, chance included. */
function backoffMs(attempt: number, random: () => number): number {
  const base = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length) - 1] ?? BACKOFF_MS[0]
  return Math.round(base * (1 + JITTER * (2 * random() - 1)))
}

/** What a send's result makes of its row. `pause`: what it makes of the channel. */
export interface Outcome {
  change: Change
  pause?: { type: 'slow'; until: number } | { type: 'broken' }
  /** The contact has opted out at the provider. */
  isStop?: true
  /** Another rung may be tried. */
  isClosed?: true
}

/** Pure: the closed list of results, each with its one consequence. */
export function outcomeOf(result: SendResult, { row, attempt, now, random }: Attempt): Outcome {
  const asBefore = { attempts: row.attempts, firstTriedAt: row.firstTriedAt, leaseUntil: null }
  switch (result.type) {
    case 'wired':
      return { change: wired(result.externalId, now) }
    case 'errored': {
      if (attempt >= MAX_ATTEMPTS[row.class]) return { change: ended(row, 'failed', result, now) }
      const next = now + Math.max(backoffMs(attempt, random), result.retryAfterMs ?? 0)
      const dueAt = Math.min(next, row.deadline)
      return { change: { status: 'errored', code: result.code, reason: 'backoff', dueAt, leaseUntil: null } }
    }
    case 'throttled': {
      const until = now + result.retryAfterMs
      const dueAt = Math.min(until, row.deadline)
      return { change: { ...asBefore, reason: 'throttled', dueAt }, pause: { type: 'slow', until } }
    }
    case 'failed':
      if (result.config)
        return { change: { ...asBefore, code: result.code, reason: 'rest' }, pause: { type: 'broken' } }
      return { change: ended(row, 'failed', result, now), isClosed: true }
    case 'contact_stopped':
      return { change: ended(row, 'stopped', { code: result.code, reason: 'stopped' }, now), isStop: true }
    case 'window_closed':
      return { change: ended(row, 'failed', result, now), isClosed: true }
    case 'unknown':
      return { change: { ...nextLook(1, now), code: result.code } }
  }
}

/** What a message is whose outcome no look can tell: sent once more, or left uncertain (promise 3). */
export const isSentAgain = (row: Pick<Row<'outbox'>, 'class' | 'possibleDouble'>): boolean =>
  (row.class === 'reply' || row.class === 'service') && !row.possibleDouble
