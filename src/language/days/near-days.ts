import type { Scan } from '../text/scan.ts'
import type { Day } from '../types.ts'
import { addDays, fromDay, toDay } from './calendar.ts'
import { fromLunar, toLunar } from './lunar.ts'
import type { Said } from './said-dates.ts'

/** How far a day without its year is looked for. The 29th of February is not looked for in leap years. */
const farthestDays = 366

/** The month so many months from a day's own. */
export function monthFrom(day: Day, shift: number): { year: number; month: number } {
  const { year, month } = fromDay(day)
  const index = year * 12 + month - 1 + shift
  return { year: Math.floor(index / 12), month: (index % 12) + 1 }
}

/** Every day near today that a said date may be, in order; of an open calendar the moon's. */
export function possibleDays(scan: Scan, said: Said): Day[] {
  return said.calendar === 'lunar' || said.calendar === 'open' ? lunarDays(scan, said) : solarDays(scan, said)
}

/** The days a said date may be, its missing parts filled by what was said and by the tense. */
export function resolve(scan: Scan, said: Said): Day[] {
  const { isJuneToo, ...one } = said
  if (isJuneToo) {
    const { shift: _shift, ...june } = one
    return [...resolve(scan, one), ...resolve(scan, { ...june, month: 6 })]
  }
  if (said.calendar !== 'open') return chosenDays(scan, possibleDays(scan, said), said)
  return [
    ...chosenDays(scan, lunarDays(scan, said), { ...said, calendar: 'lunar' }),
    ...chosenDays(scan, solarDays(scan, said), { ...said, calendar: 'solar' }),
  ]
}

function solarDays(scan: Scan, { day, month, year, shift }: Said): Day[] {
  const today = scan.context.now.day
  if (month !== undefined && year !== undefined) return present([toDay({ year, month, day })])
  if (shift !== undefined) return present([toDay({ ...monthFrom(today, shift), day })])
  const now = fromDay(today)
  const shifts = Array.from({ length: month === undefined ? 25 : 3 }, (_, index) => index)
  const candidates = shifts.map((index) =>
    month === undefined
      ? toDay({ ...monthFrom(today, index - 12), day })
      : toDay({ year: now.year + index - 1, month, day }),
  )
  const [first, last] = [addDays(today, -farthestDays), addDays(today, farthestDays)]
  return present(candidates).filter((one) => first <= one && one <= last)
}

function lunarDays(scan: Scan, said: Said): Day[] {
  const { day, month, year, leap } = said
  const { day: today } = scan.context.now
  if (month === undefined) {
    const shifts = said.shift === undefined ? [-2, -1, 0, 1, 2] : [said.shift]
    return present(shifts.map((shift) => fromLunar({ ...lunarMonthFrom(today, shift), day })))
  }
  const ways = leap === undefined ? [false, true] : [true]
  if (year !== undefined) {
    return yearsOf(said, month, year, today).flatMap((one) =>
      present(ways.map((way) => dayOf(said, { year: one, month, day, leap: way }))),
    )
  }
  const now = toLunar(today).year
  // A leap month of the same number comes back after years: only one near now is meant.
  const years = leap === undefined ? [-1, 0, 1] : [-2, -1, 0, 1, 2]
  return present(
    years.flatMap((shift) => ways.map((way) => dayOf(said, { year: now + shift, month, day, leap: way }))),
  ).toSorted()
}

/** The eve of Tết is called its 30th also in the years whose last month has but 29 days. */
function dayOf(said: Said, lunar: Parameters<typeof fromLunar>[0]): Day | null {
  const isEve = said.isBeforeTet === true && lunar.day === 30
  return fromLunar(lunar) ?? (isEve ? fromLunar({ ...lunar, day: 29 }) : null)
}

/** A lunar year's last two months lie in the next solar year: with a year said of them it may be either. Last year's are the last lunar year's. */
function yearsOf({ day, isBeforeTet, yearShift }: Said, month: number, year: number, today: Day): number[] {
  if (isBeforeTet) return [year - 1]
  if (yearShift !== undefined) return [...new Set([toLunar(today).year + yearShift, year])]
  const isLate = [year - 1, year].map((one) => fromLunar({ year: one, month, day, leap: false })?.slice(0, 4))
  return month > 10 && isLate[0] === String(year) && isLate[1] !== String(year) ? [year, year - 1] : [year]
}

/** Year, number and leap mark of the lunar month so many months from a day's own. */
export function lunarMonthFrom(day: Day, shift: number): { year: number; month: number; leap: boolean } {
  // Mid-month days are 29 or 30 apart, so they never miss a month.
  const { day: dayOfMonth } = toLunar(day)
  const { year, month, leap } = toLunar(addDays(day, 15 - dayOfMonth + Math.round(shift * 29.53)))
  return { year, month, leap }
}

function present(days: readonly (Day | null)[]): Day[] {
  return days.filter((day) => day !== null)
}

/** A day that comes again so soon may be meant itself, by a slip or told ahead; a later one is not: then last year's is told. So is one just missed no plan for next year. */
const soonDays = 7

/**
 * The days meant among possible ones: the nearest behind or ahead as was said or as the tense has it, today included; with the coming one where
 * it is but a few days off; of a leap year's two months of one number both.
 * @param isSoonDoubted false for a whole month: nobody names the coming one by a slip
 */
export function chosenDays(scan: Scan, days: readonly Day[], said: Said, isSoonDoubted = true): Day[] {
  const { day: today } = scan.context.now
  if (said.shift !== undefined || (said.year !== undefined && said.month !== undefined)) return [...days]
  const [before, after] = [days.findLast((day) => day < today), days.find((day) => day > today)]
  if (said.when === 'past') return withTwin(days, before, said)
  if (said.when === 'future') return withTwin(days, after, said)
  if (said.when === 'this' && said.month === undefined) return thisMonthsDay(scan, days, said)
  const [behind, ahead] = [days.findLast((day) => day <= today), days.find((day) => day >= today)]
  const isDated = isSoonDoubted && said.month !== undefined
  if (scan.context.tense === 'future') {
    const isMissed = isDated && behind !== undefined && behind !== today && behind >= addDays(today, -soonDays)
    return [...(isMissed ? [behind] : []), ...withTwin(days, ahead, said)]
  }
  const isSoon = isDated && ahead !== undefined && ahead <= addDays(today, soonDays)
  const isDoubted = isSoon && behind !== undefined && behind !== today
  return [...withTwin(days, behind, said), ...(isDoubted ? [ahead] : [])]
}

/** `rằm này`, `ngày 25 này`: the day of this month. */
function thisMonthsDay(scan: Scan, days: readonly Day[], { calendar }: Said): Day[] {
  const { day: today } = scan.context.now
  const monthOf = (day: Day): string =>
    calendar === 'lunar' ? JSON.stringify({ ...toLunar(day), day: 0 }) : day.slice(0, 7)
  return days.filter((day) => monthOf(day) === monthOf(today))
}

/** A day of the month before or behind a leap month of the same number may be the other's too, unless it was said. */
function withTwin(days: readonly Day[], chosen: Day | undefined, said: Said): Day[] {
  if (chosen === undefined) return []
  if (said.calendar === 'solar' || said.calendar === undefined || said.month === undefined || said.leap) return [chosen]
  const { year } = toLunar(chosen)
  return days.filter((day) => toLunar(day).year === year)
}
