import { addDays, instantOf, localTime } from './calendar.ts'

/**
 * Minutes of the day in Vietnam from which and before which the law lets us write unasked: 07:00 to 22:00
 * (Decree 91/2020/ND-CP).
 */
export const FIRST_MINUTE = 7 * 60
export const LAST_MINUTE = 22 * 60

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
