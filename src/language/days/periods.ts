import { smallNumberAt } from '../numbers/small-numbers.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import type { Day } from '../types.ts'
import { unitAt } from '../units/units.ts'
import { addDays, daysInMonth, fromDay, toDay, weekdayOf } from './calendar.ts'
import { dateFiguresAt } from './date-figures.ts'
import { fromLunar, toLunar } from './lunar.ts'
import { chosenDays, lunarMonthFrom, monthFrom, possibleDays } from './near-days.ts'
import { type Said, saidMonthAt } from './said-dates.ts'
import { isMeasured, relativeYearAt, yearAt, yearBehind } from './said-years.ts'
import { seasonAt } from './seasons.ts'
import { whenAt } from './when.ts'

/** Days from one to another, both included. */
export interface Period {
  from: Day
  to: Day
}
/** All that a named period may be, and the index of the token after it. */
export interface Periods {
  periods: [Period, ...Period[]]
  to: number
}

/** Weeks from this one. They begin on Monday. */
const weeks = compileLexicon<number>([
  ['tuần này', 0],
  ['tuần nay', 0],
  ['tuần trước', -1],
  ['tuần trc', -1],
  ['tuần rồi', -1],
  ['tuần vừa rồi', -1],
  ['tuần vừa qua', -1],
  ['tuần qua', -1],
  ['tuần trước nữa', -2],
  ['tuần sau', 1],
  ['tuần tới', 1],
  ['tuần sau nữa', 2],
])
type Part = 'start' | 'middle' | 'end' | 'first-half' | 'last-half'
const parts = compileLexicon<Part>([
  ['đầu', 'start'],
  ['thượng tuần', 'start'],
  ['giữa', 'middle'],
  ['trung tuần', 'middle'],
  ['cuối', 'end'],
  ['hạ tuần', 'end'],
  ['nửa đầu', 'first-half'],
  ['nửa cuối', 'last-half'],
  ['nửa sau', 'last-half'],
])
const weekends = phraseLexicon('cuối tuần')
const monthWords = phraseLexicon('tháng, thg')
const quarterWords = phraseLexicon('quý, quí, quý thứ')
/** Quarters from this one. */
const nearQuarters = compileLexicon<number>(
  ['quý', 'quí'].flatMap((word): [string, number][] => [
    [`${word} này`, 0],
    [`${word} trước`, -1],
    [`${word} rồi`, -1],
    [`${word} vừa rồi`, -1],
    [`${word} vừa qua`, -1],
    [`${word} sau`, 1],
    [`${word} tới`, 1],
  ]),
)
const quarters = new Map([
  ['i', 1],
  ['ii', 2],
  ['iii', 3],
  ['iv', 4],
])

/** Which week is named at a token (`tuần sau`), in weeks from this one, and the index of the token after it. */
export function weekShiftAt(scan: Scan, at: number): { shift: number; to: number } | null {
  const match = matchAt(weeks, scan.tokens, at)
  if (match === null) return null
  const [shift] = match.values
  // "tuan truoc nua sao": the half of a sào behind a week, not one week more.
  const isHalf = scan.tokens[match.to - 1]?.key === 'nua' && unitAt(scan, match.to) !== null
  return isHalf ? { shift: shift - Math.sign(shift), to: match.to - 1 } : { shift, to: match.to }
}

/** Reads a season, a week, a month or a part of one, a quarter or a year: `vụ mùa năm ngoái`, `tuần trước`, `cuối tuần`, `giữa tháng 10`, `tháng giêng`, `02-03/2000`, `quý II/2021`, `năm 2025`. */
export function periodAt(scan: Scan, at: number): Periods | null {
  return (
    seasonAt(scan, at) ??
    weekendAt(scan, at) ??
    weekAt(scan, at) ??
    monthsAt(scan, at) ??
    monthAt(scan, at) ??
    quarterAt(scan, at) ??
    wholeYearAt(scan, at)
  )
}

function weekAt(scan: Scan, at: number): Periods | null {
  const week = weekShiftAt(scan, at)
  if (week === null || isCounted(scan, at)) return null
  const monday = mondayFrom(scan, week.shift)
  return one({ from: monday, to: addDays(monday, 6) }, week.to)
}

/** Saturday and Sunday. */
function weekendAt(scan: Scan, at: number): Periods | null {
  const match = matchAt(weekends, scan.tokens, at)
  if (match === null) return null
  const week = matchAt(weeks, scan.tokens, match.to - 1)
  const saturdays = [-1, 0, 1].map((shift) => addDays(mondayFrom(scan, shift), 5))
  const { day: today } = scan.context.now
  const isPast = scan.context.tense === 'past'
  const near = isPast
    ? saturdays.findLast((saturday) => saturday <= today)
    : saturdays.find((saturday) => addDays(saturday, 1) >= today)
  const saturday = week === null ? near : addDays(mondayFrom(scan, week.values[0]), 5)
  return saturday === undefined ? null : one({ from: saturday, to: addDays(saturday, 1) }, week?.to ?? match.to)
}

/** The Monday of the week so many weeks from this one. */
export function mondayFrom(scan: Scan, shift: number): Day {
  const { day: today } = scan.context.now
  return addDays(today, 1 - weekdayOf(today) + 7 * shift)
}

/** `02-03/2000`, `tháng 2-3/2000`, `tháng 9-10`, `tháng 9-10 năm ngoái`. */
function monthsAt(scan: Scan, at: number): Periods | null {
  const bare = bareMonthsAt(scan, at)
  if (bare !== null) return bare
  const figures = dateFiguresAt(scan, matchAt(monthWords, scan.tokens, at)?.to ?? at)
  if (figures?.type !== 'months') return null
  const year = Number(figures.year)
  return one({ from: monthOf(year, figures.first).from, to: monthOf(year, figures.last).to }, figures.to)
}

/** Two months without a year, `tháng 9 và 10` too: behind, the last of them that are begun. */
function bareMonthsAt(scan: Scan, at: number): Periods | null {
  const start = matchAt(monthWords, scan.tokens, at)?.to
  if (start === undefined || !['-', '–', 'va'].includes(scan.tokens[start + 1]?.fold ?? '')) return null
  const [first, last] = [smallNumberAt(scan, start, 1, 12), smallNumberAt(scan, start + 2, 1, 12)]
  const behind = scan.tokens[start + 3]
  const isMore = behind?.kind === 'mark' && behind.glued && scan.tokens[start + 4]?.glued === true
  if (first === null || last === null || first.value >= last.value || isMore || isMeasured(scan, start + 3)) return null
  const said = yearBehind(scan, start + 3)
  const now = fromDay(scan.context.now.day)
  const near = scan.context.tense === 'past' ? Number(first.value > now.month) * -1 : Number(last.value < now.month)
  const year = said?.year ?? now.year + near
  return one({ from: monthOf(year, first.value).from, to: monthOf(year, last.value).to }, said?.to ?? start + 3)
}

function monthAt(scan: Scan, at: number): Periods | null {
  const part = matchAt(parts, scan.tokens, at)
  const start = part?.to ?? at
  const said = isCounted(scan, start) ? null : saidMonthAt(scan, start)
  if (said === null) return part === null ? null : plainMonthAt(scan, start, part.values[0])
  return monthOfSaid(scan, said, part?.values[0])
}

/** Reads a month by its number, though what stands before it may be a number of months as well (`hai thang 9`: hái tháng 9). */
export function numberedMonthAt(scan: Scan, at: number): Periods | null {
  const said = saidMonthAt(scan, at)
  return said?.month === undefined ? null : monthOfSaid(scan, said)
}

function monthOfSaid(scan: Scan, said: Said, part?: Part): Periods | null {
  const months = said.calendar === 'lunar' ? lunarMonths : solarMonths
  const [period, ...others] = readingsOfMonth(said).flatMap((one) => months(scan, one, part))
  const when = said.year === undefined && said.shift === undefined ? whenAt(scan, said.to) : null
  return period === undefined ? null : { periods: [period, ...others], to: when?.to ?? said.to }
}

/** The next month, and June where that may be meant as well. */
function readingsOfMonth({ isJuneToo, ...said }: Said): Said[] {
  const { shift: _shift, ...june } = said
  return isJuneToo === true ? [{ ...june, month: 6 }, said] : [said]
}

/** `giữa tháng`: of this month. */
function plainMonthAt(scan: Scan, at: number, part: Part): Periods | null {
  const word = matchAt(monthWords, scan.tokens, at)
  if (word === null || smallNumberAt(scan, word.to, 0, 59) !== null) return null
  const { year, month } = fromDay(scan.context.now.day)
  return one(monthOf(year, month, part), word.to)
}

function solarMonths(scan: Scan, { month, year, shift, to }: Said, part?: Part): Period[] {
  const { day: today } = scan.context.now
  if (month === undefined) {
    const near = monthFrom(today, shift ?? 0)
    return [monthOf(near.year, near.month, part)]
  }
  if (year !== undefined) return [monthOf(year, month, part)]
  const now = fromDay(today)
  const when = whenAt(scan, to)?.when
  const isPast = when === 'past' || (when === undefined && scan.context.tense === 'past')
  const isNow = month === now.month && when !== 'past' && when !== 'future'
  const behind = month < now.month || isNow ? now.year : now.year - 1
  const ahead = month > now.month || isNow ? now.year : now.year + 1
  return [monthOf(isPast ? behind : ahead, month, part)]
}

function lunarMonths(scan: Scan, said: Said, part?: Part): Period[] {
  const { now, tense } = scan.context
  // Ahead, the month that runs is still to come with its last days.
  const firstOrLast = { ...said, day: tense === 'future' ? 29 : 1 }
  const found =
    said.shift === undefined
      ? chosenDays(scan, possibleDays(scan, firstOrLast), firstOrLast, false).map(toLunar)
      : [lunarMonthFrom(now.day, said.shift)]
  return found.flatMap(({ year, month, leap }) => {
    const [first, thirtieth] = [1, 30].map((day) => fromLunar({ year, month, leap, day }))
    if (first === undefined || first === null) return []
    const [begin, end] = daysOf(thirtieth === null ? 29 : 30, part)
    return [{ from: addDays(first, begin - 1), to: addDays(first, end - 1) }]
  })
}

/** A month of the solar calendar, or a part of it: its first ten days, its second ten, the rest, or a half. */
function monthOf(year: number, month: number, part?: Part): Period {
  const [first, last] = daysOf(daysInMonth(year, month), part)
  return { from: toDay({ year, month, day: first }) ?? '', to: toDay({ year, month, day: last }) ?? '' }
}

function daysOf(length: number, part: Part | undefined): [number, number] {
  switch (part) {
    case undefined:
      return [1, length]
    case 'start':
      return [1, 10]
    case 'middle':
      return [11, 20]
    case 'end':
      return [21, length]
    case 'first-half':
      return [1, 15]
    case 'last-half':
      return [16, length]
  }
}

/** `quý 2/2021`, `quý II năm ngoái`, `quý này`. */
function quarterAt(scan: Scan, at: number): Periods | null {
  const word = matchAt(quarterWords, scan.tokens, at)
  const token = word === null ? undefined : scan.tokens[word.to]
  if (word === null || token === undefined) return null
  const near = nearQuarter(scan, at)
  if (near !== null) return near
  const figures = dateFiguresAt(scan, word.to)
  const number =
    figures?.type === 'month' ? figures.month : (quarters.get(token.fold) ?? smallNumberAt(scan, word.to, 1, 4)?.value)
  if (number === undefined || number > 4 || (figures === null && isMeasured(scan, word.to + 1))) return null
  const end = figures?.type === 'month' ? figures.to : word.to + 1
  const dash = ['-', '.'].includes(scan.tokens[end]?.fold ?? '') ? end + 1 : end
  const year = figures?.type === 'month' ? { year: Number(figures.year), to: end } : yearBehind(scan, dash)
  const now = fromDay(scan.context.now.day)
  const current = Math.ceil(now.month / 3)
  const shift = scan.context.tense === 'past' ? (number > current ? -1 : 0) : number < current ? 1 : 0
  return one(quarterOf(year?.year ?? now.year + shift, number), year?.to ?? end)
}

/** `quý này`, `quý trước`, `quý sau`. */
function nearQuarter(scan: Scan, at: number): Periods | null {
  const match = matchAt(nearQuarters, scan.tokens, at)
  // "duong qui sau" is đương quy, the crop.
  if (match === null || scan.tokens[at - 1]?.fold === 'duong') return null
  const now = fromDay(scan.context.now.day)
  const index = now.year * 4 + Math.ceil(now.month / 3) - 1 + match.values[0]
  return one(quarterOf(Math.floor(index / 4), (index % 4) + 1), match.to)
}

function quarterOf(year: number, number: number): Period {
  return { from: monthOf(year, number * 3 - 2).from, to: monthOf(year, number * 3).to }
}

/** `năm 2023`, `năm một chín tám tư`, only where a date was asked for: beside other words it is the year of a crop or a law. */
function wholeYearAt(scan: Scan, at: number): Periods | null {
  if (!isExpected(scan, 'date') || relativeYearAt(scan, at) !== null) return null
  const isOpening =
    at === 0 || scan.tokens[at - 1]?.kind === 'mark' || ['trong', 'vao'].includes(scan.tokens[at - 1]?.fold ?? '')
  const said = isOpening ? yearAt(scan, at) : null
  if (said === null || isMeasured(scan, said.to)) return null
  return one({ from: monthOf(said.year, 1).from, to: monthOf(said.year, 12).to }, said.to)
}

const countWords = new Set('nua may vai dam moi hang ca nhieu'.split(' '))

/** Whether a count stands before this token: "2 tuần trước" is not last week. */
function isCounted(scan: Scan, at: number): boolean {
  const before = scan.tokens[at - 1]
  if (countWords.has(before?.fold ?? '')) return true
  return before?.kind === 'figure' ? !before.glued : smallNumberAt(scan, at - 1, 1, 59)?.spelled === true
}

function one(period: Period, to: number): Periods {
  return { periods: [period], to }
}
