import { addDays, fromDay, toDay } from './calendar.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { fromLunar, toLunar } from './lunar.ts'
import { type Days, monthPart, monthPartAt } from './named-days.ts'
import { numberWordAt } from './number-words.ts'
import { numeralAt } from './numerals.ts'
import { isExpected, type Scan } from './scan.ts'
import type { DateReading, Day } from './types.ts'

/** A date as it was said: only the day is sure to be there. */
interface Said {
  day: number
  month?: number
  year?: number
  calendar?: 'lunar' | 'solar' | 'open'
  to: number
}

const dayWords = compileLexicon<'day'>([
  ['ngày', 'day'],
  ['hôm', 'day'],
  ['bữa', 'day'],
  ['ngày hôm', 'day'],
])
const firstTen = compileLexicon<'first'>([
  ['mùng', 'first'],
  ['mồng', 'first'],
  ['ngày mùng', 'first'],
  ['ngày mồng', 'first'],
  ['hôm mùng', 'first'],
  ['hôm mồng', 'first'],
])
const fullMoon = compileLexicon<'moon'>([
  ['rằm', 'moon'],
  ['ngày rằm', 'moon'],
  ['hôm rằm', 'moon'],
])
const monthWords = compileLexicon<'month'>([['tháng', 'month']])
const yearWords = compileLexicon<'year'>([['năm', 'year']])
const lunarMonths = compileLexicon<number>([
  ['giêng', 1],
  ['chạp', 12],
  ['tết', 1],
])
const fourth = compileLexicon<number>([['tư', 4]])
const calendars = compileLexicon<'lunar' | 'solar'>([
  ['âm', 'lunar'],
  ['âm lịch', 'lunar'],
  ['âl', 'lunar'],
  ['al', 'lunar'],
  ['lịch âm', 'lunar'],
  ['dương', 'solar'],
  ['dương lịch', 'solar'],
  ['dl', 'solar'],
  ['lịch dương', 'solar'],
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

function saidAt(scan: Scan, at: number, isOpened: boolean): Said | null {
  const moon = matchAt(fullMoon, scan.tokens, at)
  if (moon !== null) return withCalendar(scan, withMonth(scan, { day: 15, calendar: 'lunar', to: moon.to }))
  const early = matchAt(firstTen, scan.tokens, at)
  if (early !== null) {
    const day = wholeNumberAt(scan, early.to, 10)
    if (day === null) return null
    const said = withMonth(scan, { day: day.value, calendar: 'lunar', to: day.to })
    // With a month or a year people say mùng of the solar calendar too (mùng 8 tháng 3).
    const isOpen = said.month !== undefined && said.calendar === 'lunar' && scan.tokens[said.to - 1]?.fold !== 'tet'
    return withCalendar(scan, isOpen ? { ...said, calendar: said.year === undefined ? 'open' : 'solar' } : said)
  }
  const named = matchAt(dayWords, scan.tokens, at)
  return dottedAt(scan, named?.to ?? at, named !== null || isOpened) ?? spelledAt(scan, named?.to ?? at, named !== null)
}

/** `20/11`, `20/11/2026`, `20-11-2026`, `20.11`: the last three only where it is plain that a date is meant. */
function dottedAt(scan: Scan, at: number, isNamed: boolean): Said | null {
  const token = scan.tokens[at]
  if (token?.kind !== 'figure') return null
  const isMeant = isNamed || isExpected(scan, 'date')
  const whole = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?$/.exec(token.fold)
  if (whole !== null) {
    if (!isMeant && whole[3] === undefined) return null
    const said = checked({ day: Number(whole[1]), month: Number(whole[2]), ...yearOf(whole[3]), to: at + 1 })
    return said && withCalendar(scan, said)
  }
  const mark = scan.tokens[at + 1]
  const month = scan.tokens[at + 2]
  if (mark === undefined || month?.kind !== 'figure' || !'/-'.includes(mark.fold) || !/^\d{1,2}$/.test(token.fold))
    return null
  const tail = /^(\d{1,2})(?:\.(\d{4}|\d{2}))?$/.exec(month.fold)
  if (tail === null || !(month.glued && mark.glued) || token.kind !== 'figure') return null
  const second = scan.tokens[at + 3]
  const year = second?.fold === mark.fold && scan.tokens[at + 4]?.kind === 'figure' ? scan.tokens[at + 4] : undefined
  if (year !== undefined && !/^(?:\d{2}|\d{4})$/.test(year.fold)) return null
  if (mark.fold === '-' && year === undefined && !isMeant && Number(token.fold) <= 12) return null
  const to = year === undefined ? at + 3 : at + 5
  const said = checked({ day: Number(token.fold), month: Number(tail[1]), ...yearOf(year?.fold ?? tail[2]), to })
  return said && withCalendar(scan, year === undefined && said.year === undefined ? withYear(scan, said) : said)
}

function yearOf(text: string | undefined): { year?: number } {
  if (text === undefined) return {}
  return { year: text.length === 2 ? 2000 + Number(text) : Number(text) }
}

function checked(said: Said): Said | null {
  const { day, month = 1, year = 2000 } = said
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 && year >= 1900 && year <= 2199 ? said : null
}

/** `ngày 20`, `ngày 20 tháng 11 năm 2026`, `hai mươi tháng mười một`. */
function spelledAt(scan: Scan, at: number, isNamed: boolean): Said | null {
  const day = wholeNumberAt(scan, at, 31)
  if (day === null) return null
  const said = withMonth(scan, { day: day.value, to: day.to })
  if (said.month === undefined && !isNamed) return null
  if (said.month === undefined && isNamed && scan.tokens[at - 1]?.fold === 'bua') return null
  return checked(withCalendar(scan, said))
}

function withMonth(scan: Scan, said: Said): Said {
  const tet = matchAt(lunarMonths, scan.tokens, said.to)
  if (tet !== null && scan.tokens[said.to]?.fold === 'tet') return { ...said, month: 1, calendar: 'lunar', to: tet.to }
  const word = matchAt(monthWords, scan.tokens, said.to)
  if (word !== null) {
    const month = monthNumberAt(scan, word.to)
    return month === null ? said : withYear(scan, { ...said, ...month })
  }
  const slash = scan.tokens[said.to]?.fold === '/' ? wholeNumberAt(scan, said.to + 1, 12) : null
  return slash === null ? said : withYear(scan, { ...said, month: slash.value, to: slash.to })
}

function monthNumberAt(scan: Scan, at: number): { month: number; to: number; calendar?: 'lunar' } | null {
  const lunar = matchAt(lunarMonths, scan.tokens, at)
  if (lunar !== null && scan.tokens[at]?.fold !== 'tet')
    return { month: lunar.values[0], to: lunar.to, calendar: 'lunar' }
  const four = matchAt(fourth, scan.tokens, at)
  if (four !== null) return { month: 4, to: four.to }
  const number = wholeNumberAt(scan, at, 12)
  return number === null || number.value < 1 ? null : { month: number.value, to: number.to }
}

function withYear(scan: Scan, said: Said): Said {
  const word = matchAt(yearWords, scan.tokens, said.to)
  const slash = scan.tokens[said.to]?.fold === '/' ? said.to + 1 : null
  const start = word?.to ?? slash ?? said.to
  const figure = scan.tokens[start]
  const value = figure?.kind === 'figure' && /^(?:19|20)\d\d$/.test(figure.fold) ? Number(figure.fold) : null
  if (value !== null) return { ...said, year: value, to: start + 1 }
  const spelled = word === null ? null : numeralAt(scan, word.to, { wantsMoney: false, standing: () => 'tail' })
  const year = spelled?.amounts[0].value ?? 0
  return spelled !== null && year >= 1900 && year < 2200 ? { ...said, year, to: spelled.to } : said
}

function withCalendar(scan: Scan, said: Said): Said {
  const match = matchAt(calendars, scan.tokens, said.to)
  return match === null ? said : { ...said, calendar: match.values[0], to: match.to }
}

function wholeNumberAt(scan: Scan, at: number, most: number): { value: number; to: number } | null {
  const token = scan.tokens[at]
  if (token?.kind === 'figure') {
    const value = /^\d{1,2}$/.test(token.fold) ? Number(token.fold) : 0
    return value >= 1 && value <= most ? { value, to: at + 1 } : null
  }
  if (numberWordAt(scan, at) === null) return null
  const numeral = numeralAt(scan, at, { wantsMoney: false, standing: () => 'own' })
  const value = numeral?.amounts.at(-1)?.value ?? 0
  if (numeral === null || numeral.implicit || !Number.isInteger(value) || value < 1 || value > most) return null
  return { value, to: numeral.to }
}

/** `tháng 11`, `giữa tháng 10`, `tháng 11 năm 2025`: a whole month or a part of it. */
function wholeMonthAt(scan: Scan, at: number): Days | null {
  const part = monthPartAt(scan, at)
  const word = matchAt(monthWords, scan.tokens, part?.to ?? at)
  const month = word === null ? null : monthNumberAt(scan, word.to)
  if (month === null || month.calendar === 'lunar') return null
  const said = withYear(scan, { day: 1, ...month })
  const { year: thisYear, month: thisMonth } = fromDay(scan.context.now.day)
  const isPast = scan.context.tense === 'past'
  const shift = isPast ? (month.month > thisMonth ? -1 : 0) : month.month < thisMonth ? 1 : 0
  return { days: [monthPart(said.year ?? thisYear + shift, month.month, part?.part)], to: said.to }
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
