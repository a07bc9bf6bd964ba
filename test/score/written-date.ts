import { TODAY } from './case.ts'

/** A reading of a date. */
export type Dated = { date: string } | { from: string; to: string }

const N = String.raw`\d{1,2}`
const MONTHS = ['một', 'hai', 'ba', 'tư', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười', 'mười một', 'mười hai']
const MONTH = String.raw`tháng (?<month>${N}|mười hai|mười một|${MONTHS.slice(0, 10).join('|')})(?!\p{L})`
const edge = (source: string) => new RegExp(String.raw`(?<![\p{L}\d.,/-])(?:${source})(?![\p{L}\d])`, 'uy')

/** The ways a written side tells days, the longest first. Unlike a reader of texts they are few and exact. */
const PATTERNS: readonly RegExp[] = [
  `(?<day>${N})-(?<lastDay>${N})[/.](?<month>${N})[/.](?<year>\\d{4})`,
  `(?<day>${N})(?<mark>[/.-])(?<month>${N})\\k<mark>(?<year>\\d{4})`,
  `(?<month>${N})-(?<lastMonth>${N})[/.](?<year>\\d{4})`,
  `(?:tháng )?(?<month>${N})[/.-](?<year>\\d{4})`,
  `quý (?<quarter>\\d{1,2}|I{1,3}|IV)[/.-](?<year>\\d{4})`,
  `(?<day>${N})-(?<lastDay>${N})[/.](?<month>${N})`,
  `(?<day>${N})[/.-](?<month>${N})`,
  `(?:ngày )?(?<day>${N}) ${MONTH}(?: năm (?<year>\\d+))?`,
  `ngày (?<day>${N}) (?<thisMonth>tháng này)`,
  `${MONTH}(?: (?:năm )?(?<year>\\d{3,4})| (?<thisYear>năm nay))?`,
].map(edge)

/** All days, months and quarters of a written text, as read today about the past; what is no day of the calendar is left out. */
export function writtenDates(text: string): Dated[] {
  const found: Dated[] = []
  let at = 0
  while (at < text.length) {
    const match = matchAt(text, at)
    const dated = match === null ? null : datedOf(match.groups ?? {})
    if (dated !== null) found.push(dated)
    at += match?.[0].length ?? 1
  }
  return found
}

function matchAt(text: string, at: number): RegExpExecArray | null {
  for (const pattern of PATTERNS) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match !== null) return match
  }
  return null
}

type Parts = Readonly<Record<string, string | undefined>>

function datedOf({ day, lastDay, month, lastMonth, year, quarter, thisMonth, thisYear }: Parts): Dated | null {
  const [yearNow = 0, monthNow = 0] = TODAY.split('-').map(Number)
  if (quarter !== undefined) return quarterOf(quarter, Number(year))
  const first = thisMonth === undefined ? monthOf(month) : monthNow
  const said =
    thisYear !== undefined || thisMonth !== undefined ? yearNow : year === undefined ? undefined : Number(year)
  return day === undefined
    ? monthsOf(first, lastMonth === undefined ? first : Number(lastMonth), said)
    : daysOf(Number(day), Number(lastDay ?? day), first, said)
}

/** From the first day of a month to the last of another; without a year the last such month that has begun. */
export function monthsOf(first: number, last: number, year?: number): Dated | null {
  if (first < 1 || last < first || last > 12) return null
  const [yearNow = 0] = TODAY.split('-').map(Number)
  const of = year ?? (iso(yearNow, first, 1) <= TODAY ? yearNow : yearNow - 1)
  return { from: iso(of, first, 1), to: iso(of, last, new Date(Date.UTC(of, last, 0)).getUTCDate()) }
}

/** A day or some of one month; without a year the last ones that are not ahead. Null for no day of the calendar. */
export function daysOf(first: number, last: number, month: number, year?: number): Dated | null {
  const [yearNow = 0] = TODAY.split('-').map(Number)
  const of = year ?? (iso(yearNow, month, last) <= TODAY ? yearNow : yearNow - 1)
  const [from, to] = [iso(of, month, first), iso(of, month, last)]
  if (![from, to].every(isDay) || to < from) return null
  return first === last ? { date: from } : { from, to }
}

function quarterOf(said: string, year: number): Dated | null {
  const quarter = ['', 'I', 'II', 'III', 'IV'].indexOf(said)
  const number = quarter > 0 ? quarter : Number(said)
  return number < 1 || number > 4 ? null : monthsOf(number * 3 - 2, number * 3, year)
}

const monthOf = (said = ''): number => (/\d/.test(said) ? Number(said) : MONTHS.indexOf(said) + 1)

const iso = (year: number, month: number, day: number): string =>
  [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join('-')

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}
