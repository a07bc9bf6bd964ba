import type { Scan } from '../text/scan.ts'

/** Words of address and of reporting, behind which what is told begins. */
const beginnings = new Set('bc cao bao da a em chau toi minh va thi'.split(' '))
/** Of the report itself and not of the harvest: `nay em xin bao`. */
const reporting = new Set('bao xin gui nhan khai ke hoi'.split(' '))
/** So many words at most stand between them. */
const REPORTING_REACH = 4

/** `nay thu 2 ta ngo`: at the head of what is told nay is today; behind another word it may be này (`vu ngo nay`) or part of năm nay, dạo này. */
export function isOpeningToday(scan: Scan, at: number): boolean {
  if (scan.tokens[at]?.key !== 'nay') return false
  let start = at
  while (beginnings.has(scan.tokens[start - 1]?.fold ?? '')) start--
  const before = scan.tokens[start - 1]
  if (before !== undefined && before.kind !== 'mark') return false
  const behind = scan.tokens.slice(at + 1, at + 1 + REPORTING_REACH)
  return !behind.some(({ fold }, index) => reporting.has(fold) && behind[index - 1]?.kind !== 'figure')
}
