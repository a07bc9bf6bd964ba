import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'

/** Words of address and of reporting, behind which what is told begins. */
const beginnings = phraseLexicon('bc, báo, cáo, dạ, đã, ạ, à, em, cháu, tôi, mình, và, thì')
/** Of the report itself and not of the harvest: `nay em xin bao`. */
const reporting = new Set('bao xin gui nhan khai ke hoi'.split(' '))
/** So many words at most stand between them. */
const REPORTING_REACH = 4

/** `nay thu 2 ta ngo`: at the head of what is told nay is today; behind another word it may be này (`vu ngo nay`) or part of năm nay, dạo này. */
export function isOpeningToday(scan: Scan, at: number): boolean {
  if (scan.tokens[at]?.key !== 'nay') return false
  let start = at
  while (matchAt(beginnings, scan.tokens, start - 1) !== null) start--
  const before = scan.tokens[start - 1]
  if (before !== undefined && before.kind !== 'mark') return false
  if (isStock(scan, at + 1)) return false
  const behind = scan.tokens.slice(at + 1, at + 1 + REPORTING_REACH)
  return !behind.some(({ fold }, index) => reporting.has(fold) && behind[index - 1]?.kind !== 'figure')
}

const owners = phraseLexicon('nhà, nhà em, nhà tôi, nhà mình, nhà cháu, em, tôi, mình, cháu, thì, vẫn')
const left = phraseLexicon('còn, chỉ còn, còn lại')

/** `nay còn 3 tạ ngô chưa bán`, `nay nhà còn 5 bao`: what is left today was not brought in today. */
function isStock(scan: Scan, from: number): boolean {
  let at = from
  for (let owner = matchAt(owners, scan.tokens, at); owner !== null; owner = matchAt(owners, scan.tokens, at))
    at = owner.to
  return matchAt(left, scan.tokens, at) !== null
}
