import { monthNumberAt, type SmallNumber, smallNumberAt } from '../numbers/small-numbers.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { dateFiguresAt } from './date-figures.ts'
import { isMeasured } from './said-years.ts'

const dayWords = phraseLexicon('ngày, hôm, mùng, mồng, ngày mùng, ngày mồng')
const monthWords = phraseLexicon('tháng, thg')

/**
 * The index behind what has the form of a date where no such day was found (`31/11`, `ngày 32`, `29/2`, `20 tháng 13`, `32-33/12`), or null. To be asked only
 * where nothing else is found: the form alone is not looked into.
 */
export function impossibleDayAt(scan: Scan, at: number): number | null {
  const named = matchAt(dayWords, scan.tokens, at)
  const start = named?.to ?? at
  const isMeant = named !== null || scan.context.expect?.[0] === 'date'
  return figuresEnd(scan, start, isMeant) ?? spelledEnd(scan, start) ?? (named === null ? null : dayEnd(scan, start))
}

/** `31/11`, `31-11-2026`, `2026-11-31`; with a dash or a point and no year only where a day is meant. */
function figuresEnd(scan: Scan, at: number, isMeant: boolean): number | null {
  const figures = dateFiguresAt(scan, at)
  if (figures === null) return null
  if (figures.type === 'days' || figures.type === 'months') return figures.to
  const hasYear = figures.type === 'day' && figures.year !== undefined
  return isMeant || hasYear || figures.mark === '/' ? figures.to : null
}

/** `31 tháng 11`, `20 tháng 13 năm 2026`, `ba mươi tháng hai`. */
function spelledEnd(scan: Scan, at: number): number | null {
  const day = anyNumberAt(scan, at)
  const word = day === null ? null : matchAt(monthWords, scan.tokens, day.to)
  if (word === null) return null
  const month = anyNumberAt(scan, word.to) ?? monthNumberAt(scan, word.to)
  if (month === null) return null
  const year = scan.tokens[month.to]?.fold === 'nam' ? month.to + 1 : month.to
  return /^\d{4}$/.test(scan.tokens[year]?.fold ?? '') ? year + 1 : month.to
}

/** `ngày 32` where no unit follows: `ngày 40 cân` is how much a day. */
function dayEnd(scan: Scan, at: number): number | null {
  const day = anyNumberAt(scan, at)
  if (day === null || isMeasured(scan, day.to)) return null
  const next = scan.tokens[day.to]
  return next === undefined || next.kind === 'mark' || skipFiller(scan, day.to) !== null ? day.to : null
}

function anyNumberAt(scan: Scan, at: number): SmallNumber | null {
  return smallNumberAt(scan, at, 0, 99)
}
