import { addDays, instantOf, localTime } from '../conversation/calendar.ts'
import { FIRST_MINUTE, LAST_MINUTE } from '../conversation/law-hours.ts'
import { SPREAD_MINUTES } from './limits.ts'

const MINUTE_MS = 60_000

/** Whether the law lets us write unasked at this instant. */
export function isAllowedHour(at: number): boolean {
  const { minutes } = localTime(at)
  return minutes >= FIRST_MINUTE && minutes < LAST_MINUTE
}

/** The first instant from `at` on at which the law lets us write unasked. */
export function nextAllowed(at: number): number {
  const { day, minutes } = localTime(at)
  if (minutes < FIRST_MINUTE) return instantOf(day, FIRST_MINUTE)
  return minutes < LAST_MINUTE ? at : instantOf(addDays(day, 1), FIRST_MINUTE)
}

/** A steady share of the spread for one address: all that waits for it keeps its order. */
export function spreadMs(urnId: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < urnId.length; i++) hash = Math.imul(hash ^ urnId.charCodeAt(i), 0x01000193) >>> 0
  return (hash % SPREAD_MINUTES) * MINUTE_MS
}
