import type { Day, LocalTime } from '../language/types.ts'

/** Vietnam's clock: UTC+7 all year, since 1975. */
const OFFSET_MS = 7 * 60 * 60 * 1000
const MINUTE_MS = 60_000

/** The day and minute a farmer's clock shows at an instant. */
export function localTime(at: number): LocalTime {
  const local = new Date(at + OFFSET_MS)
  return { day: local.toISOString().slice(0, 10), minutes: local.getUTCHours() * 60 + local.getUTCMinutes() }
}

export const dayOf = (at: number): Day => localTime(at).day

/** The instant of a day and minute in Vietnam. */
export const instantOf = (day: Day, minutes = 0): number =>
  Date.parse(`${day}T00:00:00Z`) - OFFSET_MS + minutes * MINUTE_MS

/** The day so many days later (or earlier, below zero). */
export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
