import type { Channel, Lookup, OutboundMessage } from '../channels/channel.ts'
import { outboxByExternalId } from '../store/queries/outbox.ts'
import type { Row } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import { LOOK_WAITS_MS, SURE_LOOK } from './limits.ts'
import { type Change, isSentAgain, nextLook } from './outcome.ts'

/** What a look at the provider makes of a message whose outcome was unknown (promise 3). */
export type Looked =
  | { type: 'found'; externalId: string }
  /** Not told yet: `change` sets the next look. */
  | { type: 'wait'; change: Change }
  /** Send it; `possibleDouble`: it may have left before. */
  | { type: 'again'; possibleDouble: boolean }
  /** Stays uncertain. */
  | { type: 'never' }

/** Age of an attempt from which one look is enough. */
const SURE_MS = LOOK_WAITS_MS.slice(0, SURE_LOOK).reduce((sum, waitMs) => sum + waitMs, 0)

/** Waits until a provider's list can be trusted, then decides by class. `ageMs`: least age of the attempt, where known. */
export async function lookFor(
  delivery: Delivery,
  row: Row<'outbox'>,
  channel: Channel | null,
  message: OutboundMessage,
  look: { number: number; ageMs: number },
): Promise<Looked> {
  const now = delivery.clock()
  const lookup = await find(delivery, row, channel, message, now)
  delivery.metrics?.count('mua_delivery_looks_total', { class: row.class, lookup: lookup?.type ?? 'impossible' })
  if (lookup?.type === 'found') return lookup
  const isSure = look.number >= SURE_LOOK || look.ageMs >= SURE_MS
  if (lookup?.type === 'absent' && isSure) return { type: 'again', possibleDouble: row.possibleDouble }
  const next = lookup === null ? null : nextLook(look.number + 1, now)
  if (next !== null) return { type: 'wait', change: next }
  return isSentAgain(row) ? { type: 'again', possibleDouble: true } : { type: 'never' }
}

/** null: this channel gives no way to look. */
async function find(
  { store, log }: Delivery,
  row: Row<'outbox'>,
  channel: Channel | null,
  message: OutboundMessage,
  now: number,
): Promise<Lookup | null> {
  if (channel?.findSent === undefined) return null
  let lookup: Lookup
  try {
    lookup = await channel.findSent(message, row.firstTriedAt ?? now)
  } catch (error) {
    log.error({ outboxId: row.id, error: String(error) }, 'look_threw')
    return { type: 'unknown' }
  }
  if (lookup.type !== 'found') return lookup
  // The same words to the same person may be an earlier message of ours.
  const bearers = await outboxByExternalId(store.db, channel.type, lookup.externalId)
  return bearers.some((other) => other.id !== row.id) ? { type: 'absent' } : lookup
}
