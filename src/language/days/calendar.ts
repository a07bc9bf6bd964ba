import type { Day } from '../types.ts'

/** Year, month (1 to 12) and day of the month. */
export interface Civil {
  year: number
  month: number
  day: number
}

/** The day as text, `2026-11-20`; null where the calendar has no such day. */
export function toDay({ year, month, day }: Civil): Day | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** Year, month and day of a day as text. */
export function fromDay(day: Day): Civil {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) }
}

/** How many days a month has (Gregorian). */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The Julian day number of a day (its noon), for counting days. Gregorian calendar. */
export function julianDay({ year, month, day }: Civil): number {
  const early = Math.floor((14 - month) / 12)
  const years = year + 4800 - early
  const months = month + 12 * early - 3
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)
  return day + Math.floor((153 * months + 2) / 5) + 365 * years + leaps - 32_045
}

/** The day with a Julian day number. */
export function fromJulianDay(number: number): Civil {
  const a = number + 32_044
  const b = Math.floor((4 * a + 3) / 146_097)
  const c = a - Math.floor((146_097 * b) / 4)
  const d = Math.floor((4 * c + 3) / 1461)
  const e = c - Math.floor((1461 * d) / 4)
  const m = Math.floor((5 * e + 2) / 153)
  return {
    day: e - Math.floor((153 * m + 2) / 5) + 1,
    month: m + 3 - 12 * Math.floor(m / 10),
    year: 100 * b + d - 4800 + Math.floor(m / 10),
  }
}

/** A day so many days later (or earlier, where negative). */
export function addDays(day: Day, days: number): Day {
  return toDay(fromJulianDay(julianDay(fromDay(day)) + days)) ?? day
}

/** ISO weekday: Monday 1 to Sunday 7. */
export function weekdayOf(day: Day): number {
  return (julianDay(fromDay(day)) % 7) + 1
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
