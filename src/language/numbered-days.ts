import { addDays, fromDay, toDay } from './calendar.ts'
import { impossibleDayAt } from './impossible-days.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { fromLunar, toLunar } from './lunar.ts'
import { type Days, monthPart, monthPartAt } from './named-days.ts'
import { type Said, saidAt, saidMonthAt, wholeNumberAt } from './said-dates.ts'
import type { Scan } from './scan.ts'
import type { DateReading, Day } from './types.ts'

const dayWords = compileLexicon<'day'>([
  ['ngày', 'day'],
  ['hôm', 'day'],
])
const until = compileLexicon<'until'>([
  ['-', 'until'],
  ['–', 'until'],
  ['đến', 'until'],
  ['tới', 'until'],
  ['đến ngày', 'until'],
  ['tới ngày', 'until'],
])
const from = compileLexicon<'from'>([
  ['từ', 'from'],
  ['từ ngày', 'from'],
])

/** Reads a day by its number: `20/11`, `ngày 20`, `20-11-2026`, `ngày 5 tháng 10 âm`, `mùng 3`, `rằm tháng bảy`, `20-22/11`, `tháng 11`. */
export function numberedDayAt(scan: Scan, at: number): Days | null {
  const opened = matchAt(from, scan.tokens, at)
  const start = opened?.to ?? at
  const first = saidAt(scan, start, opened !== null)
  const range = first === null ? sharedRangeAt(scan, start) : rangeTo(scan, first)
  if (range !== null) return range
  if (first === null) return wholeMonthAt(scan, at)
  if (isEndImpossible(scan, first)) return null
  return withDays(resolve(scan, first), first.to)
}

function withDays(days: DateReading[], to: number): Days | null {
  const [one, ...others] = days
  return one === undefined ? null : { days: [one, ...others], to }
}

/** `20/11 - 22/11`, `từ 20/11 đến 22/11`. */
function rangeTo(scan: Scan, first: Said): Days | null {
  const sign = matchAt(until, scan.tokens, first.to)
  const second = sign === null ? null : saidAt(scan, sign.to, true)
  if (second === null || second.month === undefined) return null
  const { year, calendar } = second
  const begin = { ...first, month: first.month ?? second.month, ...(calendar && { calendar }) }
  const isYearShared = first.year === undefined && year !== undefined && begin.month <= second.month
  return daysFrom(scan, isYearShared ? { ...begin, year } : begin, second)
}

/** `20/11 đến 31/11`: no day of its own is the first one's either. */
function isEndImpossible(scan: Scan, first: Said): boolean {
  const sign = matchAt(until, scan.tokens, first.to)
  if (sign === null || impossibleDayAt(scan, sign.to) === null) return false
  const last = saidAt(scan, sign.to, true)
  return last === null || resolve(scan, last).length === 0
}

/** `20-22/11`: the first day borrows the month of the second. */
function sharedRangeAt(scan: Scan, at: number): Days | null {
  const start = matchAt(dayWords, scan.tokens, at)?.to ?? at
  const low = wholeNumberAt(scan, start, 31)
  const sign = low === null ? null : matchAt(until, scan.tokens, low.to)
  const second = sign === null ? null : saidAt(scan, sign.to, true)
  if (low === null || second?.month === undefined || second.day <= low.value) return null
  return daysFrom(scan, { ...second, day: low.value }, second)
}

/** How long a range of days may be: with its year unsaid, `25/12 - 5/1` is eleven days. */
const longestRangeDays = 200

/** Ranges of days: behind, the first day is the nearest such day, ahead the last; the other end is the next one to it. */
function daysFrom(scan: Scan, first: Said, last: Said): Days | null {
  const [begins, ends] = [possible(scan, first), possible(scan, last)]
  const isNear = (from: Day, to: Day): boolean => from < to && to < addDays(from, longestRangeDays)
  const isAhead = scan.context.tense === 'future'
  const chosen = isAhead ? likely(scan, ends, last) : likely(scan, begins, first)
  const ranges = chosen.flatMap((day): DateReading[] => {
    const [from, to] = isAhead
      ? [begins.findLast((begin) => isNear(begin, day)), day]
      : [day, ends.find((end) => isNear(day, end))]
    return from === undefined || to === undefined ? [] : [{ from, to }]
  })
  return withDays(ranges, last.to)
}

/** `tháng 11`, `giữa tháng 10`, `tháng 11 năm 2025`: a whole month or a part of it; `tháng 9 âm` whole. */
function wholeMonthAt(scan: Scan, at: number): Days | null {
  const part = monthPartAt(scan, at)
  const said = saidMonthAt(scan, part?.to ?? at)
  if (said?.month === undefined) return null
  if (said.calendar === 'lunar') return part === null ? lunarMonth(scan, said) : null
  const { year: thisYear, month: thisMonth } = fromDay(scan.context.now.day)
  const isPast = scan.context.tense === 'past'
  const shift = isPast ? (said.month > thisMonth ? -1 : 0) : said.month < thisMonth ? 1 : 0
  return { days: [monthPart(said.year ?? thisYear + shift, said.month, part?.part)], to: said.to }
}

function lunarMonth(scan: Scan, said: Said): Days | null {
  const [first] = likely(scan, lunarDays(scan, said), said)
  if (first === undefined) return null
  const { year, month, leap } = toLunar(first)
  const last = fromLunar({ year, month, leap, day: 30 }) ?? fromLunar({ year, month, leap, day: 29 })
  return last === null ? null : { days: [{ from: first, to: last }], to: said.to }
}

/** The days a said date may be, its missing parts filled by the tense. */
function resolve(scan: Scan, said: Said): DateReading[] {
  if (said.calendar !== 'open') return likely(scan, possible(scan, said), said).map((date) => ({ date }))
  const [lunar, solar] = [lunarDays(scan, said), solarDays(scan, said)]
  return [...likely(scan, lunar, said), ...likely(scan, solar, said)].map((date) => ({ date }))
}

/** Every day near today that a said date may be, in order. */
function possible(scan: Scan, said: Said): Day[] {
  const isLunar = said.calendar === 'lunar' || said.calendar === 'open'
  return isLunar ? lunarDays(scan, said) : solarDays(scan, said)
}

function solarDays(scan: Scan, { day, month, year }: Said): Day[] {
  if (month !== undefined && year !== undefined) return present([toDay({ year, month, day })])
  const now = fromDay(scan.context.now.day)
  const candidates: (Day | null)[] =
    month === undefined
      ? Array.from({ length: 25 }, (_, index) => {
          const count = now.year * 12 + now.month - 1 + index - 12
          return toDay({ year: Math.floor(count / 12), month: (count % 12) + 1, day })
        })
      : [-1, 0, 1].map((shift) => toDay({ year: now.year + shift, month, day }))
  return present(candidates)
}

function lunarDays(scan: Scan, { day, month, year }: Said): Day[] {
  const { day: today } = scan.context.now
  const now = toLunar(today)
  if (month !== undefined && year !== undefined) return present([fromLunar({ year, month, day, leap: false })])
  const candidates: Day[] = []
  if (month === undefined) {
    for (let shift = -2; shift <= 2; shift++) {
      const lunar = toLunar(addDays(today, Math.round(shift * 29.53)))
      candidates.push(...present([fromLunar({ ...lunar, day })]))
    }
  } else {
    for (const shift of [-1, 0, 1]) {
      for (const leap of [false, true])
        candidates.push(...present([fromLunar({ year: now.year + shift, month, day, leap })]))
    }
  }
  return candidates.toSorted()
}

function present(days: readonly (Day | null)[]): Day[] {
  return days.filter((day) => day !== null)
}

/** From so many days back on a day of the solar calendar without its year (nine months) may as well be the coming one, a slip for a day just past. */
const longAgoDays = 274
/** Lunar days are named by their feasts, and Tết lies ten months back before the next is talked of. */
const longAgoLunarDays = 300

/**
 * The days meant among possible ones, in order: the nearest behind or ahead as the tense has it, today included; with the coming one where it lies long
 * back. None where it would be more than a year away: the 29th of February is not looked for in leap years.
 */
function likely(scan: Scan, days: readonly Day[], said: Said): Day[] {
  const { day: today } = scan.context.now
  if (said.year !== undefined && said.month !== undefined) return [...days]
  const [behind, ahead] = [days.findLast((day) => day <= today), days.find((day) => day >= today)]
  if (scan.context.tense === 'future') return present([ahead ?? null])
  const longAgo = said.calendar === 'lunar' ? longAgoLunarDays : longAgoDays
  const isLongAgo = said.month !== undefined && behind !== undefined && behind < addDays(today, -longAgo)
  return present([behind ?? null, isLongAgo ? (ahead ?? null) : null])
}
