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
  const isSame =
    last?.does === entry.does && last.reason === entry.reason && last.rung === entry.rung && last.attempts === attempts
  const all = [...(isSame ? kept.slice(0, -1) : kept), entry]
  // The ways that were tried must not be forgotten: they are few.
  return all.filter(({ does }, index) => does === 'climbs' || index >= all.length - MOST_KEPT)
}

/** How a decision of the guard is kept. */
export function entryOf(decision: Decision, at: number): Omit<Decided, 'attempts'> {
  if (decision.type === 'later') return { at, does: 'waits', reason: decision.reason, until: decision.at }
  return { at, does: decision.type === 'send' ? 'sends' : 'ends', reason: decision.reason }
}
