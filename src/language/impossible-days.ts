import { skipFiller } from './fillers.ts'
import { halfWidth } from './half-width.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { monthNumberAt, wholeNumberAt } from './said-dates.ts'
import type { Scan } from './scan.ts'
import { unitAt } from './units.ts'

const dayWords = compileLexicon<'day'>([
  ['ngày', 'day'],
  ['hôm', 'day'],
  ['mùng', 'day'],
  ['mồng', 'day'],
  ['ngày mùng', 'day'],
  ['ngày mồng', 'day'],
])
const monthWords = compileLexicon<'month'>([['tháng', 'month']])

/**
 * The index behind what has the form of a date where no such day was found (`31/11`, `ngày 32`, `29/2`, `20 tháng 13`), or null. To be asked only where
 * {@link numberedDayAt} finds nothing: the form alone is not looked into.
 */
export function impossibleDayAt(scan: Scan, at: number): number | null {
  const named = matchAt(dayWords, scan.tokens, at)
  const start = named?.to ?? at
  return (
    dottedEnd(scan, start, named !== null) ?? spelledEnd(scan, start) ?? (named === null ? null : dayEnd(scan, start))
  )
}

/** `31/11`, `31/11/2026`, `31-11-2026`, `2026-11-31`; with a dash and no year only where a day is meant. */
function dottedEnd(scan: Scan, at: number, isNamed: boolean): number | null {
  const said = /^\s*(\d+)([/-])(\d+)(?:\2(\d+))?(?![\d./-])/.exec(halfWidth(scan.text.slice(scan.tokens[at]?.start)))
  if (said === null || scan.tokens[at]?.kind !== 'figure' || scan.tokens[at - 1]?.fold === '/') return null
  const [, first = '', mark, second = '', third] = said
  const lengths = [first, second, third ?? ''].map((part) => part.length).join()
  const isDate = ['1,1', '1,2', '2,1', '2,2', '4,2'].some((form) => lengths.startsWith(form))
  const isMeant = isNamed || scan.context.expect?.[0] === 'date'
  if (!isDate || (third === undefined && (first.length === 4 || (mark === '-' && !isMeant)))) return null
  return third === undefined ? at + 3 : at + 5
}

/** `31 tháng 11`, `20 tháng 13 năm 2026`, `ba mươi tháng hai`. */
function spelledEnd(scan: Scan, at: number): number | null {
  const day = wholeNumberAt(scan, at, 99)
  const word = day === null ? null : matchAt(monthWords, scan.tokens, day.to)
  if (word === null) return null
  const month = wholeNumberAt(scan, word.to, 99) ?? monthNumberAt(scan, word.to)
  if (month === null) return null
  const year = scan.tokens[month.to]?.fold === 'nam' ? month.to + 1 : month.to
  return /^\d{4}$/.test(scan.tokens[year]?.fold ?? '') ? year + 1 : month.to
}

/** `ngày 32` where no unit follows: `ngày 40 cân` is how much a day. */
function dayEnd(scan: Scan, at: number): number | null {
  const day = wholeNumberAt(scan, at, 99)
  if (day === null || unitAt(scan, day.to) !== null) return null
  const next = scan.tokens[day.to]
  return next === undefined || next.kind === 'mark' || skipFiller(scan, day.to) !== null ? day.to : null
}
