import { addDays, fromDay, toDay } from './calendar.ts'
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
  const ends = resolve(scan, second)
  const begins = resolve(scan, { ...second, day: first.day, ...(first.month && { month: first.month }) })
  return joined(begins[0], ends[0], second.to)
}

/** `20-22/11`: the first day borrows the month of the second. */
function sharedRangeAt(scan: Scan, at: number): Days | null {
  const start = matchAt(dayWords, scan.tokens, at)?.to ?? at
  const low = wholeNumberAt(scan, start, 31)
  const sign = low === null ? null : matchAt(until, scan.tokens, low.to)
  const second = sign === null ? null : saidAt(scan, sign.to, true)
  if (low === null || second?.month === undefined || second.day <= low.value) return null
  return joined(resolve(scan, { ...second, day: low.value })[0], resolve(scan, second)[0], second.to)
}

function joined(begin: DateReading | undefined, end: DateReading | undefined, to: number): Days | null {
  if (begin === undefined || end === undefined || !('date' in begin) || !('date' in end)) return null
  return begin.date < end.date ? { days: [{ from: begin.date, to: end.date }], to } : null
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
  const [first] = lunarDays(scan, said)
  if (first === undefined) return null
  const { year, month, leap } = toLunar(first)
  const last = fromLunar({ year, month, leap, day: 30 }) ?? fromLunar({ year, month, leap, day: 29 })
  return last === null ? null : { days: [{ from: first, to: last }], to: said.to }
}

/** The days a said date may be, its missing parts filled by the tense: the nearest such day behind or ahead, today included. */
function resolve(scan: Scan, said: Said): DateReading[] {
  switch (said.calendar) {
    case 'lunar':
      return lunarDays(scan, said).map((date) => ({ date }))
    case 'open':
      return [...lunarDays(scan, said), ...solarDays(scan, said)].map((date) => ({ date }))
    default:
      return solarDays(scan, said).map((date) => ({ date }))
  }
}

function solarDays(scan: Scan, { day, month, year }: Said): Day[] {
  const { day: today } = scan.context.now
  if (month !== undefined && year !== undefined) return present([toDay({ year, month, day })])
  const now = fromDay(today)
  const candidates: (Day | null)[] =
    month === undefined
      ? Array.from({ length: 25 }, (_, index) => {
          const count = now.year * 12 + now.month - 1 + index - 12
          return toDay({ year: Math.floor(count / 12), month: (count % 12) + 1, day })
        })
      : Array.from({ length: 17 }, (_, index) => toDay({ year: now.year + index - 8, month, day }))
  return nearest(scan, present(candidates))
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
  return nearest(scan, candidates)
}

function present(days: readonly (Day | null)[]): Day[] {
  return days.filter((day) => day !== null)
}

function nearest(scan: Scan, days: readonly Day[]): Day[] {
  const { day: today } = scan.context.now
  const sorted = days.toSorted()
  const found =
    scan.context.tense === 'past' ? sorted.findLast((day) => day <= today) : sorted.find((day) => day >= today)
  return found === undefined ? [] : [found]
}
