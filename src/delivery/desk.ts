import type { Delivery } from './context.ts'
import type { DispatcherOptions } from './dispatcher.ts'
import { type Health, makeHealth } from './health.ts'
import { type Holds, makeHolds } from './holds.ts'
import { GATHER_MS, LEASE_MS } from './limits.ts'
import type { Pacing } from './pacing.ts'
import { makePauses, type Pauses } from './pauses.ts'
import { makeQuotas, type Quotas } from './quotas.ts'
import { makeRests, type Rests } from './rests.ts'

/** What the work on one row shares with that on all others. */
export interface Desk {
  delivery: Delivery
  holds: Holds
  rests: Rests
  health: Health
  pacing: Pacing
  pauses: Pauses
  quotas: Quotas
  /** How long a lease lasts without being renewed. */
  leaseMs: number
}

/** The desk of one process, whatever tells it which rows to look at. */
export function makeDesk(options: Omit<DispatcherOptions, 'only'>, pacing: Pacing): Desk {
  const { store, clock, leaseMs = LEASE_MS, gatherMs = GATHER_MS } = options
  return {
    delivery: options,
    holds: makeHolds(options, leaseMs, gatherMs),
    rests: makeRests(),
    health: makeHealth(),
    pacing,
    pauses: makePauses(store, clock),
    quotas: makeQuotas(options),
    leaseMs,
  }
}
