import type { Decided } from '../store/schema/outbox.ts'
import type { Row } from '../store/writes.ts'
import type { Decision } from './guard.ts'

/** More are not kept: the first ones go. */
const MOST_KEPT = 20

/** A row's decisions with one more; one that only says again what the last one said takes its place. */
export function decided({ decisions, attempts }: Row<'outbox'>, next: Omit<Decided, 'attempts'>): Decided[] {
  const entry: Decided = { ...next, attempts }
  const kept = decisions ?? []
  const last = kept.at(-1)
  const isSame = last?.does === entry.does && last.reason === entry.reason && last.attempts === attempts
  return [...(isSame ? kept.slice(0, -1) : kept), entry].slice(-MOST_KEPT)
}

/** How a decision of the guard is kept. */
export function entryOf(decision: Decision, at: number): Omit<Decided, 'attempts'> {
  if (decision.type === 'later') return { at, does: 'waits', reason: decision.reason, until: decision.at }
  return { at, does: decision.type === 'send' ? 'sends' : 'ends', reason: decision.reason }
}
