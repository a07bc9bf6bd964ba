import { compileLexicon, matchAt } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { yearBehind } from './said-years.ts'

/** Months from this one. */
const relativeMonths = compileLexicon<number>([
  ['tháng này', 0],
  ['tháng nay', 0],
  ['tháng trước', -1],
  ['tháng trc', -1],
  ['tháng rồi', -1],
  ['tháng qua', -1],
  ['tháng vừa rồi', -1],
  ['tháng vừa qua', -1],
  ['tháng trước nữa', -2],
  ['tháng sau', 1],
  ['tháng tới', 1],
  ['tháng sau nữa', 2],
])
/** A month by its distance from this one, or as June: `tháng này`, `tháng trước`, `thang sau`. */
export type NearMonth = { shift: number; isJuneToo?: true; to: number } | { month: number; to: number }

/**
 * `thang sau` with a year is June, sáu typed without its accent or by half. Behind, it may be June or a plan for the next month; ahead it is the next month, and
 * without accents June too where a day is told.
 */
export function nearMonthAt(scan: Scan, at: number, isDayTold: boolean): NearMonth | null {
  const match = matchAt(relativeMonths, scan.tokens, at)
  if (match === null) return null
  const { to } = match
  const isSau = scan.tokens[to - 1]?.key === 'sau'
  if (isSau && yearBehind(scan, to) !== null) return { month: 6, to }
  const isOpen = scan.context.tense === 'past' || (isDayTold && scan.tokens[at]?.accented === false)
  return { shift: match.values[0], to, ...(isSau && isOpen && { isJuneToo: true }) }
}
