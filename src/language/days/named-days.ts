import { numeralAt } from '../numbers/numerals.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import type { Day } from '../types.ts'
import { unitAt } from '../units/units.ts'
import { addDays, daysInMonth, toDay, weekdayOf } from './calendar.ts'
import { partOfDayAt } from './clock.ts'
import type { Mention } from './mentions.ts'
import { monthFrom, resolve } from './near-days.ts'
import { isOpeningToday } from './opening-today.ts'
import { mondayFrom, type Periods, weekShiftAt } from './periods.ts'
import { isMeasured } from './said-years.ts'
import { type When, whenAt } from './when.ts'

/** Days from today. */
const relative = compileLexicon<number>([
  ...['hôm nay', 'hôm lay', 'hnay', 'h.nay', 'hum nay', 'bữa nay', 'ngày hôm nay'].map((word): [string, number] => [
    word,
    0,
  ]),
  ...['hôm qua', 'hqua', 'h.qua', 'hum qua', 'hôm wa', 'hum wa', 'bữa qua', 'ngày hôm qua'].map(
    (word): [string, number] => [word, -1],
  ),
  ...['hôm kia', 'hkia', 'hum kia', 'bữa kia', 'ngày hôm kia'].map((word): [string, number] => [word, -2]),
  ...['ngày mai', 'ng mai', 'hôm mai', 'bữa mai', 'ngày hôm mai'].map((word): [string, number] => [word, 1]),
  ...['ngày kia', 'ngày mốt'].map((word): [string, number] => [word, 2]),
  ['hôm kia kia', -3],
  ['bữa kia kia', -3],
  ['ngày kia kia', 3],
])
/** One day beyond kia; only with its accent. */
const farther = compileLexicon<number>([
  ['hôm kìa', -3],
  ['ngày kìa', 3],
])
const monthBehind = new Set(['thang', 'thg', '/'])
/** Some day soon, or a while ago: no day. */
const vague = compileLexicon(
  ['mai mốt', 'mai kia', 'nay mai', 'hôm nọ', 'hôm trước', 'bữa trước', 'hôm rồi', 'ngày nay'].map((word) => [
    word,
    true,
  ]),
)
/** One word is enough behind a part of the day (chiều qua, sáng mai) or an hour; kia lies two days off, behind or ahead. */
const short = compileLexicon<number | 'kia'>([
  ['nay', 0],
  ['này', 0],
  ['qua', -1],
  ['mai', 1],
  ['mốt', 2],
  ['kia', 'kia'],
])
/** By itself only where a day was asked for, or as the end of a range. */
const alone = compileLexicon<number | 'kia'>([
  ['nay', 0],
  ['mai', 1],
  ['mốt', 2],
  ['kia', 'kia'],
])
/** Between two days that may be meant: `mai hoặc kia`. */
const orWords = new Set(['hoac', 'hay', 'va'])
const weekdayNames = 'hai ba tư năm sáu bảy'.split(' ')
const weekdays = compileLexicon<number>([
  ...weekdayNames.flatMap((name, index): [string, number][] =>
    ['thứ', 'hôm thứ', 'ngày thứ', 'bữa thứ'].flatMap((opening): [string, number][] => [
      [`${opening} ${name}`, index + 1],
      [`${opening} ${index + 2}`, index + 1],
    ]),
  ),
  ['thứ bẩy', 6],
  ['hôm thứ bẩy', 6],
  ...['chủ nhật', 'chúa nhật', 'cn', 'hôm chủ nhật', 'ngày chủ nhật', 'hôm cn'].map((word): [string, number] => [
    word,
    7,
  ]),
])

/** Reads a day by its distance from today: `hôm kia`, `sáng mai`, `chiều qua`. A mere `mai` only behind an hour or where a day was asked for. */
export function distanceAt(scan: Scan, at: number, isOpened: boolean): Mention | null {
  const part = partOfDayAt(scan, at)
  const start = part?.to ?? at
  if (matchAt(vague, scan.tokens, start) !== null || isSpell(scan, at)) return null
  const beyond = matchAt(farther, scan.tokens, start)
  const isBeyond = beyond !== null && scan.tokens[beyond.to - 1]?.accented === true
  const far = isBeyond ? beyond : matchAt(relative, scan.tokens, start)
  const word = far ?? shortAt(scan, at, start, isOpened)
  if (word === null) return null
  const [value] = word.values
  const shift = value === 'kia' ? (scan.context.tense === 'past' ? -2 : 2) : value
  const day = addDays(scan.context.now.day, shift)
  // "ngay mot" without accents is the first of a month too.
  const isFirst = far !== null && scan.tokens[word.to - 1]?.key === 'mot'
  // "ngay mot thang tu" is the first of April, and no day after tomorrow.
  if (isFirst && monthBehind.has(scan.tokens[word.to]?.fold ?? '')) return null
  const days = isFirst ? [day, ...resolve(scan, { day: 1, to: word.to })] : [day]
  return { days, near: () => days.toSorted(), to: word.to, by: 'distance', ...partOf(scan, part, shift) }
}

/** `3 hôm nay`, `hai hôm nay`, `mấy bữa nay`: these days. */
function isSpell(scan: Scan, at: number): boolean {
  if (!['hom', 'bua', 'ngay'].includes(scan.tokens[at]?.fold ?? '')) return false
  const before = scan.tokens[at - 1]
  // "3 tạ 2 hôm qua": the figure is part of the amount before it.
  const isTail = unitAt(scan, at - 2) !== null
  const isFew = before?.kind === 'figure' && !before.glued && !isTail && /^(?:\d|10)$/.test(before.fold)
  // "ba hom qua" is as well what father did; "thứ ba hôm nay" a Tuesday.
  const isWeekday = scan.tokens[at - 2]?.fold === 'thu' && scan.tokens[at - 2]?.accented === true
  const isLasting = scan.tokens[at + 1]?.fold === 'nay' && !isWeekday && unitAt(scan, at - 2) === null
  const isCounted = isLasting && matchAt(fewWords, scan.tokens, at - 1) !== null
  return isFew || isCounted
}
const fewWords = phraseLexicon('mấy, vài, dăm, hai, ba, bốn, năm, sáu, bảy, tám, chín, mười, nhiều')

/** "toi mai" without accents is tối mai or tôi mai, but nobody says tôi nay. */
function partOf(
  scan: Scan,
  part: ReturnType<typeof partOfDayAt>,
  shift: number,
): Pick<Mention, 'part' | 'isPartDoubtful'> {
  if (part === null) return {}
  const isDoubtful = scan.tokens[part.to - 1]?.key === 'toi' && shift !== 0
  return { part: part.part, ...(isDoubtful && { isPartDoubtful: true }) }
}

function shortAt(scan: Scan, at: number, start: number, isOpened: boolean) {
  if (start === at && !isOpened) {
    const isBeside = orWords.has(scan.tokens[at - 1]?.fold ?? '')
    const isAsked = isExpected(scan, 'date') && (scan.tokens[at - 1]?.kind !== 'word' || isBeside)
    if (!isAsked && isOpeningToday(scan, at)) return { values: [0] as const, to: at + 1 }
    // An unaccented "mot" is one.
    return isAsked && scan.tokens[at]?.key !== 'mot' ? matchAt(alone, scan.tokens, at) : null
  }
  const word = matchAt(short, scan.tokens, start)
  if (word === null) return null
  // "toi qua" without accents is as well tôi qua, I come over.
  const isTellingOver = start > at && scan.tokens[start - 1]?.key === 'toi' && word.values[0] === -1
  const isEnd = scan.tokens[word.to] === undefined || scan.tokens[word.to]?.kind !== 'word'
  if (isTellingOver && !(isExpected(scan, 'date') && isEnd)) return null
  // "8h qua nhà" is to come over at eight.
  const isBare = start === at && partOfDayAt(scan, at - 1) === null
  return isBare && word.values[0] === -1 ? null : word
}

/** Reads a day by its weekday: `thứ 5`, `t7`, `cn tuần sau`, `sáng thứ hai tuần trước`, `thứ 5 vừa rồi`, `tuần sau thứ 5`. */
export function weekdayAt(scan: Scan, at: number, isOpened: boolean): Mention | null {
  const part = partOfDayAt(scan, at)
  const start = part?.to ?? at
  const early = weekShiftAt(scan, start)
  const named = weekdayNameAt(scan, early?.to ?? start)
  if (named === null || isMeasured(scan, named.to) || isSpan(scan, start, named.to)) return null
  const week = early ?? weekShiftAt(scan, named.to)
  const to = early === null ? (week?.to ?? named.to) : named.to
  // "thu hai" without accents is thu hái, to harvest, as often as Monday.
  const isOpen = scan.tokens[start]?.key === 'thu' && scan.tokens[named.to - 1]?.kind === 'word'
  const isDoubtful = isOpen && !work.has(scan.tokens[named.to]?.fold ?? '')
  if (isDoubtful && isHarvest(scan, named.to)) return null
  if (isDoubtful && week === null && !isOpened && part === null && !isExpected(scan, 'date')) return null
  const of = {
    by: 'weekday' as const,
    ...(part && { part: part.part }),
    ...(isDoubtful && { isDoubtful: true as const }),
  }
  if (week !== null) {
    const day = addDays(mondayFrom(scan, week.shift), named.weekday - 1)
    return { days: [day], near: () => [day], to, ...of }
  }
  const when = whenAt(scan, named.to)
  return {
    days: nearWeekdays(scan, named.weekday, when?.when),
    near: () =>
      [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map((shift) => addDays(mondayFrom(scan, shift), named.weekday - 1)),
    to: when?.to ?? to,
    ...of,
  }
}

/** What is done on a day: behind one of these (`thu hai thu ngo`) nobody has just said that it was harvested. */
const work = new Set('thu gat nho phun bon hop xit cay gieo'.split(' '))

/** `thu 3 ngày được 5 tạ`: harvested for three days; "thứ 3 ngày 20/11" is a Tuesday. */
function isSpan(scan: Scan, start: number, to: number): boolean {
  const [unit, next] = [scan.tokens[to], scan.tokens[to + 1]]
  return (
    scan.tokens[start]?.key === 'thu' && ['ngay', 'hom', 'buoi'].includes(unit?.fold ?? '') && next?.kind !== 'figure'
  )
}

/** Words behind which an unaccented `thu hai` is Monday and not to harvest. */
const behindMonday = new Set('tuan vua truoc toi sau roi ngay luc nay vao den hang'.split(' '))

/** `thu hai 3 ta`, `thu nam nay`: harvested, this year's harvest. */
function isHarvest(scan: Scan, to: number): boolean {
  const [name, next] = [scan.tokens[to - 1], scan.tokens[to]]
  if (name?.key === 'nam' && ['nay', 'ngoai'].includes(next?.fold ?? '')) return true
  // "thu tu 10 den 15/11" is thu từ, harvested from.
  const isSpan = next?.kind === 'figure' && ['den', 'toi', '-', '–'].includes(scan.tokens[to + 1]?.fold ?? '')
  if (name?.key === 'tu' && isSpan) return true
  return name?.key === 'hai' && next !== undefined && next.kind !== 'mark' && !behindMonday.has(next.fold)
}

/** Said on that very weekday it may be today or a week away. */
function nearWeekdays(scan: Scan, weekday: number, when: When | undefined): Day[] {
  const { day: today } = scan.context.now
  const ahead = (weekday - weekdayOf(today) + 7) % 7
  const isPast = when === undefined || when === 'this' ? scan.context.tense === 'past' : when === 'past'
  if (ahead === 0 && when === 'this') return [today]
  const far = addDays(today, isPast ? ahead - 7 : ahead === 0 ? 7 : ahead)
  return ahead === 0 && when === undefined ? [today, far] : [far]
}

function weekdayNameAt(scan: Scan, at: number): { weekday: number; to: number } | null {
  const match = matchAt(weekdays, scan.tokens, at)
  if (match !== null) return { weekday: match.values[0], to: match.to }
  // "t5/2026" and "t5 năm ngoái" are months.
  const start = ['hom', 'ngay'].includes(scan.tokens[at]?.fold ?? '') ? at + 1 : at
  const [letter, figure, next] = scan.tokens.slice(start, start + 3)
  if (letter?.fold !== 't' || figure?.glued !== true || !/^[2-7]$/.test(figure.fold)) return null
  return next?.fold === '/' || next?.fold === 'nam' ? null : { weekday: Number(figure.fold) - 1, to: start + 2 }
}

const spans = compileLexicon<'day' | 'week' | 'month'>([
  ['ngày', 'day'],
  ['hôm', 'day'],
  ['bữa', 'day'],
  ['tuần', 'week'],
  ['tháng', 'month'],
])
const ago = compileLexicon<-1 | 1>([
  ['trước', -1],
  ['trc', -1],
  ['trước đây', -1],
  ['rồi', -1],
  ['nữa', 1],
  ['tới', 1],
])
const since = phraseLexicon('cách đây, cách nay, cách đây khoảng, cách đây chừng, cách đây tầm, cách đây độ')
/** Words that make it no distance from today: `7 ngày trước khi thu`, `cách ly 7 ngày`, `3 ngày trước tết`. */
const before = new Set('cach ly trong sau u phoi du suot moi mat can'.split(' '))
const after = new Set('khi luc tet thu gat phun bon ram vu do'.split(' '))

/** `3 ngày trước`, `cách đây 2 tuần`, `7 ngày nữa`: so many days, of weeks seven, from today; of months the whole month. `3-4 ngày trước` is a range. */
export function countedAt(scan: Scan, at: number): Mention | Periods | null {
  const opened = matchAt(since, scan.tokens, at)
  const start = opened?.to ?? at
  const numeral = numeralAt(scan, start, { wantsMoney: false, standing: () => 'own' })
  const low = rangeStart(scan, start)
  const last = low === null ? numeral : numeralAt(scan, start + 2, { wantsMoney: false, standing: () => 'own' })
  if (last === null || last.implicit || last.amounts.length > 1 || last.amounts[0].about) return null
  const count = last.amounts[0].value
  const span = matchAt(spans, scan.tokens, last.to)
  if (span === null || !Number.isInteger(count) || count > 400) return null
  const way = opened === null ? matchAt(ago, scan.tokens, span.to) : null
  if (opened === null && (way === null || isElse(scan, at, way.to))) return null
  const [sign, to] = [way?.values[0] ?? -1, way?.to ?? span.to]
  if (low !== null) return rangeAway(scan, span.values[0], [sign * low, sign * count], to)
  return awayFrom(scan, span.values[0], sign * count, to)
}

function isElse(scan: Scan, at: number, to: number): boolean {
  return before.has(scan.tokens[at - 1]?.fold ?? '') || after.has(scan.tokens[to]?.fold ?? '')
}

/** The first figure of `3-4 ngày trước`. */
function rangeStart(scan: Scan, at: number): number | null {
  const [low, dash, high] = scan.tokens.slice(at, at + 3)
  if (low?.kind !== 'figure' || dash?.fold !== '-' || high?.kind !== 'figure') return null
  return /^\d{1,2}$/.test(low.fold) && /^\d{1,2}$/.test(high.fold) ? Number(low.fold) : null
}

function rangeAway(scan: Scan, span: 'day' | 'week' | 'month', counts: [number, number], to: number): Periods | null {
  const [one, other] = counts
    .map((count) => addDays(scan.context.now.day, span === 'week' ? 7 * count : count))
    .toSorted()
  if (span === 'month' || one === undefined || other === undefined || one === other) return null
  return { periods: [{ from: one, to: other }], to }
}

function awayFrom(scan: Scan, span: 'day' | 'week' | 'month', count: number, to: number): Mention | Periods {
  const { day: today } = scan.context.now
  if (span === 'month') {
    const { year, month } = monthFrom(today, count)
    const [from, last] = [1, daysInMonth(year, month)].map((day) => toDay({ year, month, day }) ?? today)
    return { periods: [{ from: from ?? today, to: last ?? today }], to }
  }
  const day = addDays(today, span === 'week' ? 7 * count : count)
  return { days: [day], near: () => [day], to, by: 'distance' }
}
