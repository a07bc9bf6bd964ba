import type { Scan } from '../text/scan.ts'

/** What figures with marks between them say of a day or a range of days. Nothing is checked but the form and that day and month can be. */
export type DateFigures = { to: number } & (
  | { type: 'day'; day: number; month: number; year?: string; mark: string }
  | { type: 'days'; first: number; last: number; month: number; year?: string }
  | { type: 'month'; month: number; year: string; mark: string }
  | { type: 'months'; first: number; last: number; year: string }
  /** The form of a date with a day or month that no calendar has. */
  | { type: 'impossible'; mark: string }
)

/** The figures and marks that stand together from one token on. */
interface Run {
  text: string
  /** The end of each token in `text`. */
  ends: number[]
}

const marks = '/-–.\\'
const longestRun = 9

/** Figures in one run, blanks beside the marks kept as one. */
function runAt(scan: Scan, at: number): Run {
  let text = ''
  const ends: number[] = []
  for (let index = at; index < at + longestRun; index++) {
    const token = scan.tokens[index]
    if (token === undefined || (token.kind !== 'figure' && !marks.includes(token.fold))) break
    // "ngày 16. 4 bao": a full stop ends what was told.
    if (token.fold === '.' && scan.tokens[index + 1]?.glued !== true) break
    text += (index > at && !token.glued ? ' ' : '') + token.fold.replace('–', '-').replace('\\', '/')
    ends.push(text.length)
  }
  return { text, ends }
}

const end = '(?!\\d)'
const iso = new RegExp(`^(?<year>(?:19|20)\\d\\d)(?<mark>[/.-])(?<month>\\d\\d?)\\k<mark>(?<day>\\d\\d?)${end}`)
const whole = new RegExp(
  `^(?<day>\\d\\d?) ?(?<mark>[/.-]) ?(?<month>\\d\\d?)(?: ?\\k<mark> ?(?<year>\\d{4}|\\d\\d)|[/.-](?<other>(?:19|20)\\d\\d))${end}`,
)
const range = new RegExp(
  `^(?<day>\\d\\d?) ?- ?(?<last>\\d\\d?)[/.](?<month>\\d\\d?)(?:[/.-](?<year>\\d{4}|\\d\\d))?${end}`,
)
const months = new RegExp(`^(?<month>\\d\\d?)-(?<last>\\d\\d?)[/.](?<year>(?:19|20)\\d\\d)${end}`)
const monthYear = new RegExp(`^(?<month>\\d\\d?)(?<mark>[/.-])(?<year>(?:19|20)\\d\\d)${end}`)
const dayMonth = new RegExp(`^(?<day>\\d\\d?) ?(?<mark>[/.-]) ?(?<month>\\d\\d?)${end}`)
const compact = /^(?<day>\d\d)(?<month>\d\d)(?<year>20\d\d)$/
const spaced = /^(?<day>\d\d?) (?<month>\d\d?) (?<year>20\d\d)$/

/** The longest date in figures that begins at a token, by its form: `20/11`, `20-11-2026`, `2026-11-20`, `27-28/02/2000`, `16-17.12`, `02/2000`, `02-03/2000`. */
export function dateFiguresAt(scan: Scan, at: number): DateFigures | null {
  // Most words are none: they cost this one look.
  if (scan.tokens[at]?.kind !== 'figure') return null
  const run = runAt(scan, at)
  for (const form of [months, monthYear, iso, whole, range, compact, spaced, dayMonth]) {
    const match = form.exec(run.text)
    if (match === null) continue
    const to = run.ends.indexOf(match[0].length)
    if (to < 0 || (form === dayMonth && (isMore(run.text, match[0].length) || isMonthBehind(scan, at + to + 1))))
      continue
    const found = figuresOf(form, match.groups ?? {}, at + to + 1)
    // "20-11/2026" has the form of months, but can only be a day.
    if (found.type === 'impossible' && form === months) continue
    return found
  }
  return null
}

/** `1-2 tháng 12` is two days. */
function isMonthBehind(scan: Scan, at: number): boolean {
  return ['thang', 'thg'].includes(scan.tokens[at]?.fold ?? '')
}

/** Whether a day and month go on as part of something longer. */
function isMore(text: string, length: number): boolean {
  const mark = /[/.-]/.exec(text)?.[0] ?? ''
  const rest = text.slice(length)
  return mark === '-' ? /^ ?[/.-] ?\d/.test(rest) : /^[/.]\d/.test(rest)
}

function figuresOf(form: RegExp, groups: Record<string, string | undefined>, to: number): DateFigures {
  const { mark = '' } = groups
  const [day, last, month] = [groups.day, groups.last, groups.month].map(Number)
  const year = groups.year ?? groups.other
  const isMonth = (value = 0): boolean => value >= 1 && value <= 12
  const isDay = (value = 0): boolean => value >= 1 && value <= 31
  const impossible: DateFigures = { type: 'impossible', mark, to }
  if (!isMonth(month) || month === undefined) return impossible
  if (form === monthYear && year !== undefined) return { type: 'month', month, year, mark, to }
  if (form === months && year !== undefined && last !== undefined)
    return isMonth(last) && month < last ? { type: 'months', first: month, last, year, to } : impossible
  if (!isDay(day) || day === undefined) return impossible
  const dated = year === undefined ? {} : { year }
  if (form !== range || last === undefined) return { type: 'day', day, month, ...dated, mark, to }
  return isDay(last) && day < last ? { type: 'days', first: day, last, month, ...dated, to } : impossible
}
