import { smallNumberAt } from '../numbers/small-numbers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import type { Day } from '../types.ts'
import { addDays } from './calendar.ts'
import { dateFiguresAt } from './date-figures.ts'
import type { Mention } from './mentions.ts'
import { possibleDays, resolve } from './near-days.ts'
import type { Period, Periods } from './periods.ts'
import type { Said } from './said-dates.ts'
import { fullYear, isMeasured } from './said-years.ts'

const dayWords = phraseLexicon('ngày, hôm, mùng, mồng, ngày mùng')
const until = phraseLexicon('-, –, đến, tới, đến hết, cho đến, đến tận, ->, =>, →, ~')

/** The index behind a word or mark that joins two days to a range, or null. */
export function skipUntil(scan: Scan, at: number): number | null {
  return matchAt(until, scan.tokens, at)?.to ?? null
}

/** How long a range of days may be: with its year unsaid, `25/12 - 5/1` is eleven days. */
const longestRangeDays = 200

function isNear(from: Day, to: Day): boolean {
  return from < to && to < addDays(from, longestRangeDays)
}

/** The ranges two days may make. Behind, the first day is the nearest such day, ahead the last; the other end is the next one to it. */
export function rangesOf(scan: Scan, first: Mention, last: Mention): Period[] {
  const { day: today } = scan.context.now
  const [begins, ends] = [first.near(), last.near()]
  const beginOf = (to: Day): Day | undefined => begins.findLast((from) => isNear(from, to))
  if (first.by === 'weekday' && last.by === 'weekday') return weekdayRange(scan, begins, ends)
  // "28 đến 2/12": the month of the second says that of the first.
  const isAnchored = first.said?.month === undefined && last.said?.month !== undefined && first.by === 'date'
  if (isAnchored && first.said !== undefined) {
    return last.days.flatMap((to) => {
      const from = beginOf(to)
      return from === undefined ? [] : [{ from, to }]
    })
  }
  if (scan.context.tense === 'past' || !ends.some((day) => day >= today)) {
    return first.days.flatMap((from) => {
      const to = ends.find((day) => isNear(from, day))
      return to === undefined ? [] : [{ from, to }]
    })
  }
  const to = ends.find((day) => day >= today && beginOf(day) !== undefined)
  const from = to === undefined ? undefined : beginOf(to)
  return to === undefined || from === undefined ? [] : [{ from, to }]
}

/** `thứ 2 đến thứ 6`: the last days that are over, or the next that are not begun. */
function weekdayRange(scan: Scan, begins: readonly Day[], ends: readonly Day[]): Period[] {
  const { now, tense } = scan.context
  const ranges = begins.flatMap((from) => {
    const to = ends.find((day) => from < day && day < addDays(from, 7))
    return to === undefined ? [] : [{ from, to }]
  })
  const isSaid = begins.length === 1 || ends.length === 1
  const chosen = isSaid
    ? ranges[0]
    : tense === 'past'
      ? ranges.findLast(({ to }) => to <= now.day)
      : ranges.find(({ from }) => from >= now.day)
  return chosen === undefined ? [] : [chosen]
}

/** What the first day of `từ mùng 5 đến mùng 8 tháng 11 âm` borrows from the second. */
export function borrowing(first: Said, last: Said): Said {
  const isEarlierMonth = last.month !== undefined && first.day > last.day && first.month === undefined
  if (isEarlierMonth) return { ...first, ...(last.calendar !== undefined && { calendar: last.calendar }) }
  const { month = last.month, calendar = last.calendar, shift = last.shift } = first
  const isYearShared = first.year === undefined && last.year !== undefined && (month ?? 0) <= (last.month ?? 0)
  return {
    ...first,
    ...(month !== undefined && { month }),
    ...(shift !== undefined && month === undefined && { shift }),
    ...(calendar !== undefined && (first.month === undefined || first.calendar === 'open') && { calendar }),
    ...(isYearShared && last.year !== undefined && { year: last.year }),
    ...(last.leap && { leap: last.leap }),
  }
}

/** A said date as a day of its own. */
export function mentionOf(scan: Scan, said: Said): Mention {
  return { days: resolve(scan, said), near: () => possibleDays(scan, said), to: said.to, by: 'date', said }
}

/** `27-28/02/2000`, `16-17.12`, `ngày 20-25`: two days of one month, and `5-7` where it is a date or two days. */
export function daysInFiguresAt(scan: Scan, at: number, isOpened: boolean): Periods | null {
  const named = matchAt(dayWords, scan.tokens, at)
  const figures = dateFiguresAt(scan, named?.to ?? at)
  if (figures?.type !== 'days') return null
  const isMeant =
    figures.year !== undefined || named !== null || isOpened || isExpected(scan, 'date') || figures.last > 12
  const dated = figures.year === undefined ? {} : { year: fullYear(scan, figures.year) }
  const [first, last] = [figures.first, figures.last].map((day) =>
    mentionOf(scan, { day, month: figures.month, to: figures.to, ...dated }),
  )
  if (!isMeant || first === undefined || last === undefined || first.days.length === 0) return null
  return periodsOf(rangesOf(scan, first, last), figures.to)
}

/** `20 đến 25/11`, `từ 24 đến 26 tháng 11`, `ngày 20-25`, `20/11 đến 25`: one of two days has no month of its own. */
export function bareDayAt(scan: Scan, at: number): Said | null {
  const named = matchAt(dayWords, scan.tokens, at)
  const isFirstTen = named !== null && ['mung', 'mong'].includes(scan.tokens[named.to - 1]?.fold ?? '')
  const day = smallNumberAt(scan, named?.to ?? at, 1, 31)
  if (day === null || isMeasured(scan, day.to) || (named === null && day.spelled && day.value < 10)) return null
  return { day: day.value, to: day.to, ...(isFirstTen && { calendar: 'lunar' as const }) }
}

/** `25,26/11`: either day. */
export function listedDaysAt(scan: Scan, at: number): Mention | null {
  const [, low, high] = /^(\d\d?),(\d\d?)$/.exec(scan.tokens[at]?.fold ?? '') ?? []
  const month = scan.tokens[at + 1]?.fold === '/' ? smallNumberAt(scan, at + 2, 1, 12) : null
  const [first, last] = [Number(low), Number(high)]
  if (low === undefined || month === null || first < 1 || first >= last || last > 31) return null
  const mentions = [first, last].map((day) => mentionOf(scan, { day, month: month.value, to: month.to }))
  const days = mentions.flatMap((mention) => mention.days)
  return { days, near: () => days.toSorted(), to: month.to, by: 'date' }
}

/** Periods found, or null where there are none. */
export function periodsOf(periods: readonly Period[], to: number): Periods | null {
  const [one, ...others] = periods
  return one === undefined ? null : { periods: [one, ...others], to }
}
