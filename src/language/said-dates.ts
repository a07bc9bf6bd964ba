import { fromDay } from './calendar.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { numberWordAt } from './number-words.ts'
import { numeralAt } from './numerals.ts'
import { isExpected, type Scan } from './scan.ts'
import type { Day } from './types.ts'

/** A date as it was said: only the day is sure to be there. */
export interface Said {
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
/** Years from this one. */
const relativeYears = compileLexicon<number>([
  ['năm nay', 0],
  ['năm ngoái', -1],
  ['năm trước', -1],
  ['năm sau', 1],
  ['sang năm', 1],
])
/** Months from this one. */
const relativeMonths = compileLexicon<number>([
  ['tháng này', 0],
  ['tháng trước', -1],
  ['tháng rồi', -1],
  ['tháng vừa rồi', -1],
  ['tháng sau', 1],
  ['tháng tới', 1],
])
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
  ['(âm)', 'lunar'],
  ['(âm lịch)', 'lunar'],
  ['(dương)', 'solar'],
  ['(dương lịch)', 'solar'],
])
/** Reads a date by its number at token `at`; `isOpened` where a word before it (từ, đến) shows that a date is meant. */
export function saidAt(scan: Scan, at: number, isOpened: boolean): Said | null {
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
  const iso = isoAt(scan, at)
  if (iso !== null) return iso
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

/** `2026-11-20`. */
function isoAt(scan: Scan, at: number): Said | null {
  const [year, first, month, second, day] = scan.tokens.slice(at, at + 5)
  if (year === undefined || month === undefined || day === undefined) return null
  if (!/^(?:19|20)\d\d$/.test(year.fold) || first?.fold !== '-' || second?.fold !== '-') return null
  if (!/^\d\d$/.test(month.fold) || !/^\d\d$/.test(day.fold)) return null
  return checked({ day: Number(day.fold), month: Number(month.fold), year: Number(year.fold), to: at + 5 })
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
  // "ngày 20 tháng 13" is not the 20th of this month.
  const month = said.month === undefined ? matchAt(monthWords, scan.tokens, said.to) : null
  if (month !== null && wholeNumberAt(scan, month.to, 99) !== null) return null
  if (said.month === undefined && !isNamed) return null
  if (said.month === undefined && isNamed && scan.tokens[at - 1]?.fold === 'bua') return null
  return checked(withCalendar(scan, said))
}

function withMonth(scan: Scan, said: Said): Said {
  const tet = matchAt(lunarMonths, scan.tokens, said.to)
  if (tet !== null && scan.tokens[said.to]?.fold === 'tet') {
    // The twenty-third to the thirtieth "of Tết" are the last days of the twelfth month.
    return { ...said, month: said.day > 20 ? 12 : 1, calendar: 'lunar', to: tet.to }
  }
  const near = matchAt(relativeMonths, scan.tokens, said.to)
  if (near !== null) {
    const { year, month } = monthFrom(scan.context.now.day, near.values[0])
    return { ...said, year, month, to: near.to }
  }
  const word = matchAt(monthWords, scan.tokens, said.to)
  if (word !== null) {
    const month = monthNumberAt(scan, word.to)
    return month === null ? said : withYear(scan, { ...said, ...month })
  }
  const slash = scan.tokens[said.to]?.fold === '/' ? wholeNumberAt(scan, said.to + 1, 12) : null
  return slash === null ? said : withYear(scan, { ...said, month: slash.value, to: slash.to })
}

/** The number of a month in digits or words, `giêng` and `chạp` with their calendar. */
export function monthNumberAt(scan: Scan, at: number): { month: number; to: number; calendar?: 'lunar' } | null {
  const lunar = matchAt(lunarMonths, scan.tokens, at)
  if (lunar !== null && scan.tokens[at]?.fold !== 'tet')
    return { month: lunar.values[0], to: lunar.to, calendar: 'lunar' }
  const four = matchAt(fourth, scan.tokens, at)
  if (four !== null) return { month: 4, to: four.to }
  const number = wholeNumberAt(scan, at, 12)
  return number === null || number.value < 1 ? null : { month: number.value, to: number.to }
}

function withYear(scan: Scan, said: Said): Said {
  const relative = matchAt(relativeYears, scan.tokens, said.to)
  if (relative !== null)
    return { ...said, year: fromDay(scan.context.now.day).year + relative.values[0], to: relative.to }
  const word = matchAt(yearWords, scan.tokens, said.to)
  const slash = '/,'.includes(scan.tokens[said.to]?.fold ?? ' ') ? said.to + 1 : null
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

/** A whole number of one or two digits, in digits or words, from 1 to `most`. */
export function wholeNumberAt(scan: Scan, at: number, most: number): { value: number; to: number } | null {
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

/** A month with its year and calendar where they are said: `tháng 9`, `tháng chín năm ngoái`, `tháng 9 âm`, `09/2026`. */
export function saidMonthAt(scan: Scan, at: number): Said | null {
  const word = matchAt(monthWords, scan.tokens, at)
  if (word === null) {
    const isWhole = scan.tokens[at + 1]?.fold === '/' && scan.tokens[at - 1]?.fold !== '/'
    const month = isWhole ? wholeNumberAt(scan, at, 12) : null
    const dated = month === null ? null : withYear(scan, { day: 1, month: month.value, to: month.to })
    return dated?.year === undefined ? null : dated
  }
  const month = monthNumberAt(scan, word.to)
  return month === null ? null : withCalendar(scan, withYear(scan, { day: 1, ...month }))
}

/** The month so many months from a day's own. */
export function monthFrom(day: Day, shift: number): { year: number; month: number } {
  const { year, month } = fromDay(day)
  const index = year * 12 + month - 1 + shift
  return { year: Math.floor(index / 12), month: (index % 12) + 1 }
}
