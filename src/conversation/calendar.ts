import type { Day, LocalTime } from '../language/types.ts'

/** Vietnam's clock: UTC+7 all year, since 1975. */
const OFFSET_MS = 7 * 60 * 60 * 1000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Texts of days since 1970: asked for by the thousand, and dear to make. Some hundred days are in use at a time. */
const texts = new Map<number, Day>()
const MOST_TEXTS = 2000

function textOf(days: number): Day {
  const known = texts.get(days)
  if (known !== undefined) return known
  if (texts.size >= MOST_TEXTS) texts.clear()
  const text = new Date(days * DAY_MS).toISOString().slice(0, 10)
  texts.set(days, text)
  return text
}

/** The day and minute a farmer's clock shows at an instant. */
export function localTime(at: number): LocalTime {
  const local = at + OFFSET_MS
  const days = Math.floor(local / DAY_MS)
  return { day: textOf(days), minutes: Math.floor((local - days * DAY_MS) / MINUTE_MS) }
}

export const dayOf = (at: number): Day => localTime(at).day

/** The instant of a day and minute in Vietnam. */
export const instantOf = (day: Day, minutes = 0): number =>
  Date.parse(`${day}T00:00:00Z`) - OFFSET_MS + minutes * MINUTE_MS

/** The day so many days later (or earlier, below zero). */
export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
