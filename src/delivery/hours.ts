import { SPREAD_MINUTES } from './limits.ts'

const MINUTE_MS = 60_000

/** A steady share of the spread for one address: all that waits for it keeps its order. */
export function spreadMs(urnId: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < urnId.length; i++) hash = Math.imul(hash ^ urnId.charCodeAt(i), 0x01000193) >>> 0
  return (hash % SPREAD_MINUTES) * MINUTE_MS
}
