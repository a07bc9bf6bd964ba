import { addDays, daysInMonth, toDay, weekdayOf } from './calendar.ts'
import { skipPartOfDay } from './clock.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { numberWordAt } from './number-words.ts'
import { numeralAt } from './numerals.ts'
import { monthFrom } from './said-dates.ts'
import { isExpected, type Scan } from './scan.ts'
import type { DateReading, Day } from './types.ts'

/** Days found in a text, without a time: all that may be meant. */
export interface Days {
  days: [DateReading, ...DateReading[]]
  to: number
  /** Whether only the day of the week was said. */
  isWeekday?: true
}

/** Days from today. */
const relative = compileLexicon<number>([
  ['hôm nay', 0],
  ['hnay', 0],
  ['h.nay', 0],
  ['bữa nay', 0],
  ['ngày hôm nay', 0],
  ['hôm qua', -1],
  ['hqua', -1],
  ['ngày hôm qua', -1],
  ['bữa qua', -1],
  ['hôm kia', -2],
  ['hkia', -2],
  ['bữa kia', -2],
  ['ngày mai', 1],
  ['hôm mai', 1],
  ['ngày kia', 2],
  ['ngày mốt', 2],
  ['mai mốt', 2],
])
/** Behind a part of the day one word is enough: chiều qua, sáng mai, tối nay. */
const behindPart = compileLexicon<number>([
  ['nay', 0],
  ['qua', -1],
  ['mai', 1],
  ['kia', 2],
])
const alone = compileLexicon<number>([
  ['nay', 0],
  ['mai', 1],
  ['kia', 2],
])
const weekdays = compileLexicon<number>([
  ['thứ hai', 1],
  ['thứ ba', 2],
  ['thứ tư', 3],
  ['thứ năm', 4],
  ['thứ sáu', 5],
  ['thứ bảy', 6],
  ['thứ bẩy', 6],
  ['chủ nhật', 7],
  ['chúa nhật', 7],
  ['cn', 7],
  ['thứ 2', 1],
  ['thứ 3', 2],
  ['thứ 4', 3],
  ['thứ 5', 4],
  ['thứ 6', 5],
  ['thứ 7', 6],
])
/** Weeks from this one. */
const weeks = compileLexicon<number>([
  ['tuần này', 0],
  ['tuần trước', -1],
  ['tuần rồi', -1],
  ['tuần vừa rồi', -1],
  ['tuần qua', -1],
  ['tuần sau', 1],
  ['tuần tới', 1],
])
const justPast = compileLexicon<'past'>([
  ['vừa rồi', 'past'],
  ['vừa qua', 'past'],
])
const parts = compileLexicon<'start' | 'middle' | 'end'>([
  ['đầu', 'start'],
  ['giữa', 'middle'],
  ['cuối', 'end'],
])
const months = compileLexicon<number>([
  ['tháng này', 0],
  ['tháng trước', -1],
  ['tháng rồi', -1],
  ['tháng vừa rồi', -1],
  ['tháng sau', 1],
  ['tháng tới', 1],
])
const spans = compileLexicon<'day' | 'week' | 'month'>([
  ['ngày', 'day'],
  ['hôm', 'day'],
  ['tuần', 'week'],
  ['tháng', 'month'],
])
const ago = compileLexicon<-1 | 1>([
  ['trước', -1],
  ['rồi', -1],
  ['nữa', 1],
  ['tới', 1],
])
const since = compileLexicon<'since'>([['cách đây', 'since']])
/** Reads a day said without its date: `hôm kia`, `thứ 5 tuần sau`, `giữa tháng`, `3 ngày trước`; a mere `mai` only behind an hour or where a day was asked for. */
export function namedDayAt(scan: Scan, at: number, behindClock: boolean): Days | null {
  return (
    relativeAt(scan, at, behindClock) ??
    weekdayAt(scan, at, behindClock) ??
    weekAt(scan, at) ??
    monthAt(scan, at) ??
    agoAt(scan, at)
  )
}

function relativeAt(scan: Scan, at: number, behindClock: boolean): Days | null {
  const today = scan.context.now.day
  const named = matchAt(relative, scan.tokens, at)
  if (named !== null) return one(addDays(today, named.values[0]), named.to)
  const part = skipPartOfDay(scan, at)
  if (part > at) {
    const far = matchAt(relative, scan.tokens, part) ?? matchAt(behindPart, scan.tokens, part)
    // "toi qua" without accents is as well tôi qua, I come over.
    if (scan.tokens[part - 1]?.key === 'toi' && far?.values[0] === -1) return null
    return far === null ? null : one(addDays(today, far.values[0]), far.to)
  }
  const short = matchAt(alone, scan.tokens, at)
  // "năm nay", "vụ này": behind a word it may be another's.
  const isOwn = behindClock || (isExpected(scan, 'date') && scan.tokens[at - 1]?.kind !== 'word')
  return short !== null && isOwn ? one(addDays(today, short.values[0]), short.to) : null
}

function weekdayAt(scan: Scan, at: number, behindClock: boolean): Days | null {
  const start = skipPartOfDay(scan, at)
  const named = matchAt(weekdays, scan.tokens, start)
  if (named === null) return null
  const { day: today } = scan.context.now
  const [weekday] = named.values
  const week = matchAt(weeks, scan.tokens, named.to)
  // "thu hai" without accents is thu hái, to harvest, as often as Monday.
  const isDoubtful = scan.tokens[start]?.key === 'thu' && scan.tokens[named.to - 1]?.kind === 'word'
  if (isDoubtful && week === null && !behindClock && !isExpected(scan, 'date')) return null
  const monday = addDays(today, 1 - weekdayOf(today))
  if (week !== null) return { ...one(addDays(monday, 7 * week.values[0] + weekday - 1), week.to), isWeekday: true }
  const past = matchAt(justPast, scan.tokens, named.to)
  const isPast = past !== null || scan.context.tense === 'past'
  const to = past?.to ?? named.to
  const ahead = (weekday - weekdayOf(today) + 7) % 7
  const far = addDays(today, isPast ? (ahead === 0 ? -7 : ahead - 7) : ahead === 0 ? 7 : ahead)
  // Said on that very weekday it may be today or a week away.
  const days: Days['days'] = ahead === 0 && past === null ? [{ date: today }, { date: far }] : [{ date: far }]
  return { days, to, isWeekday: true }
}

function weekAt(scan: Scan, at: number): Days | null {
  const match = matchAt(weeks, scan.tokens, at)
  if (match === null || isCounted(scan, at)) return null
  const { day: today } = scan.context.now
  const monday = addDays(today, 1 - weekdayOf(today) + 7 * match.values[0])
  return { days: [{ from: monday, to: addDays(monday, 6) }], to: match.to }
}

function monthAt(scan: Scan, at: number): Days | null {
  const part = matchAt(parts, scan.tokens, at)
  const start = part?.to ?? at
  const named = isCounted(scan, start) ? null : matchAt(months, scan.tokens, start)
  const isPlain = part !== null && named === null && isWord(scan, start, 'thang') && !isNumber(scan, start + 1)
  if (named === null && !isPlain) return null
  const { year, month } = monthFrom(scan.context.now.day, named?.values[0] ?? 0)
  return { days: [monthPart(year, month, part?.values[0])], to: named?.to ?? start + 1 }
}

/** A month, or its first ten days, its second ten, or the rest. */
export function monthPart(year: number, month: number, part?: 'start' | 'middle' | 'end'): { from: Day; to: Day } {
  const last = daysInMonth(year, month)
  const [first, end] =
    part === 'start' ? [1, 10] : part === 'middle' ? [11, 20] : part === 'end' ? [21, last] : [1, last]
  return { from: toDay({ year, month, day: first }) ?? '', to: toDay({ year, month, day: end }) ?? '' }
}

/** Which part of a month is named at a token (`đầu`, `giữa`, `cuối`), and the index of the token after it. */
export function monthPartAt(scan: Scan, at: number): { part: 'start' | 'middle' | 'end'; to: number } | null {
  const match = matchAt(parts, scan.tokens, at)
  return match && { part: match.values[0], to: match.to }
}

/** `3 ngày trước`, `cách đây 2 tuần`, `2 tháng trước`: a day, or the week or month it lies in. */
function agoAt(scan: Scan, at: number): Days | null {
  const opened = matchAt(since, scan.tokens, at)
  const numeral = numeralAt(scan, opened?.to ?? at, { wantsMoney: false, standing: () => 'own' })
  if (numeral === null || numeral.implicit || numeral.amounts.length > 1) return null
  const count = numeral.amounts[0].value
  const span = matchAt(spans, scan.tokens, numeral.to)
  if (span === null || !Number.isInteger(count) || count > 400) return null
  const way = opened === null ? matchAt(ago, scan.tokens, span.to) : null
  if (opened === null && way === null) return null
  const far = (way?.values[0] ?? -1) * count
  return { days: [daysAway(scan.context.now.day, span.values[0], far)], to: way?.to ?? span.to }
}

function daysAway(today: Day, span: 'day' | 'week' | 'month', count: number): DateReading {
  if (span === 'day') return { date: addDays(today, count) }
  if (span === 'week') {
    const monday = addDays(today, 1 - weekdayOf(today) + 7 * count)
    return { from: monday, to: addDays(monday, 6) }
  }
  const { year, month } = monthFrom(today, count)
  return monthPart(year, month)
}

/** Whether a count stands before this token: "2 tuần trước" is not last week. */
function isCounted(scan: Scan, at: number): boolean {
  return scan.tokens[at - 1]?.kind === 'figure' || numberWordAt(scan, at - 1)?.type === 'digit'
}

function one(date: Day, to: number): Days {
  return { days: [{ date }], to }
}
function isWord(scan: Scan, at: number, fold: string): boolean {
  return scan.tokens[at]?.fold === fold
}
function isNumber(scan: Scan, at: number): boolean {
  return (
    scan.tokens[at]?.kind === 'figure' || numeralAt(scan, at, { wantsMoney: false, standing: () => 'own' }) !== null
  )
}
