import { monthNumberAt, type SmallNumber, smallNumberAt } from '../numbers/small-numbers.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import { type DateFigures, dateFiguresAt } from './date-figures.ts'
import { feastAt } from './feasts.ts'
import { type NearMonth, nearMonthAt } from './near-months.ts'
import { fullYear, isMeasured, yearBehind } from './said-years.ts'
import { type When, whenAt } from './when.ts'

/** A date as it was said: only the day is sure to be there. */
export interface Said {
  day: number
  month?: number
  /** Months from this one, where that was said in place of its number (ngày 20 tháng trước). */
  shift?: number
  /** Whether the next month may as well be June: thang sau. */
  isJuneToo?: true
  year?: number
  /** Years from this one, where it was said so (năm ngoái): of the moon's, if the month is. */
  yearShift?: number
  /** `open`: the moon's or the sun's. */
  calendar?: 'lunar' | 'solar' | 'open'
  /** Whether the leap month was said (tháng 6 nhuận). */
  leap?: true
  /** Whether the month is counted from the Tết that ends it: the year said is the Tết's. */
  isBeforeTet?: true
  /** Where it lies, if that was said (vừa rồi, tới, này). */
  when?: When
  to: number
}

const dayWords = phraseLexicon('ngày, hôm, bữa, ngày hôm')
const firstTen = phraseLexicon('mùng, mồng, ngày mùng, ngày mồng, hôm mùng, hôm mồng')
const fullMoon = phraseLexicon('rằm, ngày rằm, hôm rằm')
const monthWords = phraseLexicon('tháng, thg')
const lunarMonths = compileLexicon<number>([
  ['giêng', 1],
  ['chạp', 12],
  ['tháng giêng', 1],
  ['tháng chạp', 12],
])
const calendars = compileLexicon<'lunar' | 'solar'>([
  ...['âm', 'âm lịch', 'âl', 'al', 'lịch âm', '(âm)', '(âm lịch)', '(âl)', '(al)'].map((word): [string, 'lunar'] => [
    word,
    'lunar',
  ]),
  ...['dương', 'dương lịch', 'dl', 'lịch dương', 'tây', 'lịch tây', '(dương)', '(dương lịch)', '(dl)'].map(
    (word): [string, 'solar'] => [word, 'solar'],
  ),
])
const calendarsBefore = compileLexicon<'lunar' | 'solar'>([
  ['âm lịch', 'lunar'],
  ['lịch âm', 'lunar'],
  ['dương lịch', 'solar'],
  ['lịch dương', 'solar'],
])
const leapWords = phraseLexicon('nhuận, (nhuận)')
/** Reads a date by its number at token `at`; `isOpened` where a word before it (từ, đến) shows that a date is meant. */
export function saidAt(scan: Scan, at: number, isOpened: boolean): Said | null {
  const calendar = matchAt(calendarsBefore, scan.tokens, at)
  const start = calendar?.to ?? at
  const said = dayAt(scan, start, isOpened || calendar !== null)
  if (said === null) return null
  const [which] = calendar?.values ?? []
  const known = which === undefined ? said : { ...said, calendar: which }
  // "hôm 18 sau đó", "ngày 20 trước mưa" say nothing of which month.
  const isLoose = ['sau', 'truoc', 'trc'].includes(scan.tokens[known.to]?.fold ?? '')
  const when = known.year === undefined && !isLoose ? whenAt(scan, known.to) : null
  return when === null ? known : { ...known, when: when.when, to: when.to }
}

function dayAt(scan: Scan, at: number, isOpened: boolean): Said | null {
  const feast = feastAt(scan, at)
  if (feast !== null) return withYear(scan, feast)
  const moon = matchAt(fullMoon, scan.tokens, at)
  // rau ram without accents is a herb.
  const isMoon = moon !== null && scan.tokens[at - 1]?.fold !== 'rau'
  if (isMoon) return withTail(scan, { day: 15, calendar: 'lunar', to: moon.to })
  const early = matchAt(firstTen, scan.tokens, at)
  if (early !== null) return earlyAt(scan, early.to)
  const named = matchAt(dayWords, scan.tokens, at)
  const start = named?.to ?? at
  const isNamed = named !== null && !isCounted(scan, at)
  const figures = dateFiguresAt(scan, start)
  if (figures !== null) return inFigures(scan, start, figures, isNamed || isOpened)
  return spelledAt(scan, start, isNamed) ?? monthFirstAt(scan, at)
}

/** `mùng 3`, `mồng 5 tháng 5`: of the moon; with a month people say it of the solar calendar too (mùng 8 tháng 3), and with a year mostly. */
function earlyAt(scan: Scan, at: number): Said | null {
  const day = smallNumberAt(scan, at, 1, 10)
  if (day === null) return null
  const tet = tetAt(scan, day.value, day.to)
  if (tet !== null) return tet
  const said = withTail(scan, { day: day.value, to: day.to })
  if (said.to === day.to && isMeasured(scan, day.to)) return null
  if (said.calendar !== undefined) return said
  if (said.year !== undefined) return { ...said, calendar: 'solar' }
  return { ...said, calendar: said.month === undefined && said.shift === undefined ? 'lunar' : 'open' }
}

/** `mùng 2 tết`, `28 tết năm ngoái`: from the twentieth on the last days of the twelfth month. */
function tetAt(scan: Scan, day: number, at: number): Said | null {
  const tet = matchAt(tets, scan.tokens, at)
  if (tet === null) return null
  const said: Said = { day, month: day > 20 ? 12 : 1, calendar: 'lunar', to: tet.to }
  return withYear(scan, day > 20 ? { ...said, isBeforeTet: true } : said)
}
const tets = phraseLexicon('tết, tết nguyên đán, tết âm lịch')

function inFigures(scan: Scan, at: number, found: DateFigures, isNamed: boolean): Said | null {
  if (found.type !== 'day') return null
  const { day, month, year, mark } = found
  const isMeant = isNamed || (isExpected(scan, 'date') && !isPriced(scan, at))
  if (year === undefined && mark !== '/' && !isMeant && !(mark === '-' && day > 12)) return null
  // "ngày 5-7 kg" is so much a day.
  if (mark === '-' && year === undefined && isMeasured(scan, found.to)) return null
  const said: Said = { day, month, to: found.to, ...(year !== undefined && { year: fullYear(scan, year) }) }
  const mayBeShare = year === undefined && mark === '/' && day < month && month <= MOST_PARTS && !isNamed
  if (mayBeShare && matchAt(shares, scan.tokens, found.to) !== null) return null
  if (said.year !== undefined && (said.year < 1900 || said.year >= 2200)) return null
  return withTail(scan, said)
}

/** Words before which 2/3 is a share. */
const shares = phraseLexicon('diện tích, số, ruộng, vườn, nương, đất, sản lượng, vụ, trong, trồng, của, phần')
/** Nobody tells a share of smaller parts. */
const MOST_PARTS = 10

/** `ngày 20`, `ngày 20 tháng 11 năm 2026`, `hai mươi tháng mười một`, `ngày 15 âm`. */
function spelledAt(scan: Scan, at: number, isNamed: boolean): Said | null {
  const day = smallNumberAt(scan, at, 1, 31)
  // "tháng 9 tháng 10" is two months.
  if (day === null || matchAt(monthWords, scan.tokens, at - 1)?.to === at) return null
  const tet = day.value > 20 ? tetAt(scan, day.value, day.to) : null
  if (tet !== null) return tet
  const said = withTail(scan, { day: day.value, to: day.to })
  // "3 tháng 2 lần" is so often in three months.
  if (said.month !== undefined) return !isNamed && said.year === undefined && isMeasured(scan, said.to) ? null : said
  // "2 tháng trước" is two months ago, and "ngày 2 tháng trước" a day.
  if (said.shift !== undefined) return isNamed || day.value > 12 ? said : null
  // "ngày 20 tháng 13" is not the 20th of this month.
  if (matchAt(monthWords, scan.tokens, day.to) !== null) return null
  if (said.calendar !== undefined && (isNamed || isExpected(scan, 'date'))) return said
  // "ngày ba" is said of no day of the month, and "ngày 3 lần", "ngày 40 cân" is so often or so much a day.
  // "25 tới", "15 vừa rồi" by themselves answer the question for a day.
  const isAnswer = at === 0 && isExpected(scan, 'date') && !day.spelled && whenAt(scan, day.to) !== null
  if (isAnswer) return said
  if (!isNamed || (day.spelled && day.value < 10) || scan.tokens[at - 1]?.fold === 'bua') return null
  return isMeasured(scan, day.to) ? null : said
}

/** `tháng 4 ngày 10`, `tháng sau ngày 5`. */
function monthFirstAt(scan: Scan, at: number): Said | null {
  const near = nearMonthAt(scan, at, true)
  if (near !== null) return dayOfNearMonth(scan, near)
  const word = matchAt(monthWords, scan.tokens, at)
  const month = word === null ? null : monthNumberAt(scan, word.to)
  const named = month === null ? null : matchAt(dayWords, scan.tokens, month.to)
  const day = named === null ? null : smallNumberAt(scan, named.to, 1, 31)
  if (month === null || day === null || matchAt(monthWords, scan.tokens, day.to) !== null) return null
  return isMeasured(scan, day.to) ? null : withTail(scan, { day: day.value, month: month.value, to: day.to })
}

/** `tháng sau ngày 5`, `tháng này hôm 20`. */
function dayOfNearMonth(scan: Scan, near: NearMonth): Said | null {
  const named = matchAt(dayWords, scan.tokens, near.to)
  const day = named === null ? null : smallNumberAt(scan, named.to, 1, 31)
  return day === null || isMeasured(scan, day.to) ? null : withYear(scan, { ...near, day: day.value, to: day.to })
}

const eachWords = new Set(['moi', 'mot', 'hang', 'may', 'vai', 'nhieu', 'so', 'ca'])

const priceWords = new Set('gia so ban mua duoc dc con hon gan'.split(' '))

/** Whether the word before makes a figure a price or an amount: `giá 15-16`. */
export function isPriced(scan: Scan, at: number): boolean {
  return priceWords.has(scan.tokens[at - 1]?.fold ?? '')
}

/** Whether the word for a day counts days: `3 ngày 20 kg`, `mỗi ngày 5 cân`. */
function isCounted(scan: Scan, at: number): boolean {
  const before = scan.tokens[at - 1]
  if (before === undefined || before.kind === 'mark') return false
  // "3 tạ 2 ngày 20": the figure is part of the amount before it.
  if (before.kind === 'figure' && unitAt(scan, at - 2) !== null) return false
  const isMinute = before.glued || ['gio', 'h', 'g', 'kem'].includes(scan.tokens[at - 2]?.fold ?? '')
  return (/^\d{1,2}$/.test(before.fold) && !isMinute) || eachWords.has(before.fold)
}

/** What stands behind a day: its month, year and calendar, in any order people say them. */
function withTail(scan: Scan, said: Said): Said {
  const known = withYear(scan, withMonth(scan, said))
  // "15 âm tháng 9" has its calendar before the month.
  const isOpen = known.to > said.to && known.month === undefined && known.shift === undefined
  return isOpen ? withYear(scan, withMonth(scan, known)) : known
}

function withMonth(scan: Scan, said: Said): Said {
  if (said.month !== undefined) return said
  const near = nearMonthAt(scan, said.to, true)
  if (near !== null) return { ...said, ...near }
  const lunar = matchAt(lunarMonths, scan.tokens, said.to)
  if (lunar !== null) return { ...said, month: lunar.values[0], calendar: 'lunar', to: lunar.to }
  const slash = scan.tokens[said.to]?.fold === '/' ? said.to + 1 : said.to
  const word = matchAt(monthWords, scan.tokens, slash)
  const month = word === null ? shortMonthAt(scan, said.to) : monthNumberAt(scan, word.to)
  return month === null ? said : { ...said, month: month.value, to: month.to }
}

/** `rằm/7`, `mùng 3/9`, `ngày 20 t11`. */
function shortMonthAt(scan: Scan, at: number): SmallNumber | null {
  const slash = scan.tokens[at]?.fold === '/' ? at + 1 : at
  const isShort = scan.tokens[slash]?.fold === 't' && scan.tokens[slash + 1]?.glued === true
  return slash > at || isShort ? smallNumberAt(scan, isShort ? slash + 1 : slash, 1, 12) : null
}

/** Year, calendar and leap mark behind a day or month, in any order. */
function withYear(scan: Scan, said: Said): Said {
  const isDated = said.month !== undefined
  let known = said
  for (let part = 0; part < 3; part++) {
    const calendar = matchAt(calendars, scan.tokens, known.to)
    const leap = isDated ? matchAt(leapWords, scan.tokens, known.to) : null
    const year = isDated && known.year === undefined ? yearBehind(scan, known.to) : null
    if (leap !== null) known = { ...known, leap: true, calendar: 'lunar', to: leap.to }
    else if (calendar !== null && !isTime(scan, known.to) && !isOtherCalendar(known, calendar.values[0]))
      known = { ...known, calendar: calendar.values[0], to: calendar.to }
    else if (year !== null)
      known = { ...known, year: year.year, ...(year.shift !== undefined && { yearShift: year.shift }), to: year.to }
    else break
  }
  return known
}

/** `mùng 5 tháng 9 âm dương quy`: once it was said, the other calendar is not said as well. */
function isOtherCalendar({ calendar }: Said, said: 'lunar' | 'solar'): boolean {
  return (calendar === 'lunar' || calendar === 'solar') && calendar !== said
}

/** An unaccented `al` or `am` before an hour's part is what it is; `am` right behind `8:30` is English. */
function isTime(scan: Scan, at: number): boolean {
  return scan.tokens[at - 2]?.fold === ':'
}

/** A month with its year and calendar where they are said: `tháng 9`, `tháng chín năm ngoái`, `tháng 9 âm`, `tháng giêng`, `tháng 6 nhuận`, `09/2026`. */
export function saidMonthAt(scan: Scan, at: number): Said | null {
  const near = nearMonthAt(scan, at, false)
  if (near !== null) return withYear(scan, { day: 1, ...near })
  const lunar = matchAt(lunarMonths, scan.tokens, at)
  if (lunar !== null && lunar.to > at + 1)
    return withYear(scan, { day: 1, month: lunar.values[0], calendar: 'lunar', to: lunar.to })
  const word = matchAt(monthWords, scan.tokens, at)
  const figures = dateFiguresAt(scan, word?.to ?? shortMonthWord(scan, at) ?? at)
  if (figures?.type === 'month' && (word !== null || figures.mark === '/' || isExpected(scan, 'date'))) {
    return withYear(scan, { day: 1, month: figures.month, year: Number(figures.year), to: figures.to })
  }
  const start = word?.to ?? shortMonthWord(scan, at)
  const month = start === null || isCounted(scan, at) ? null : monthNumberAt(scan, start)
  return month === null || isMeasured(scan, month.to)
    ? null
    : withYear(scan, { day: 1, month: month.value, to: month.to })
}

/** `t11`, `t5/2026`, `đầu t5`: from t2 to t7 a weekday, unless a part of the month or a year shows a month. */
function shortMonthWord(scan: Scan, at: number): number | null {
  const [letter, figure, next] = scan.tokens.slice(at, at + 3)
  if (letter?.fold !== 't' || figure?.kind !== 'figure' || !figure.glued) return null
  const isPart = ['dau', 'giua', 'cuoi'].includes(scan.tokens[at - 1]?.fold ?? '')
  const isDated = next?.fold === '/' || next?.fold === 'nam' || !/^[2-7]$/.test(figure.fold)
  return isPart || isDated ? at + 1 : null
}
