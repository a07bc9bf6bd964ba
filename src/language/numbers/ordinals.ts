import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'

/** Words behind which a figure is a name and no amount: `lớp 9`, `xóm 5`, `loại 2`. */
const named = phraseLexicon('lớp, khóa, đợt, xóm, thôn, khu, loại, hạng, quốc lộ, đường, trang')
/** Without their accents these are other words: bán, to, thu, so. */
const namedAccented = phraseLexicon('số, thứ, tổ, đội, bản')

/** Whether the small figure at token `at` only names something. `số 5` on a bill may be its number: only what it is beside tells. */
export function isOrdinal(scan: Scan, at: number): boolean {
  if (!/^\d{1,2}$/.test(scan.tokens[at]?.fold ?? '')) return false
  const ends = (from: number) =>
    (matchAt(named, scan.tokens, from) ?? matchAt(namedAccented, scan.tokens, from, true))?.to === at
  return ends(at - 1) || ends(at - 2)
}

/** What harvests are numbered by; behind some of these a figure with a unit is an amount (`ruộng 2 sào`). */
export const numbered = phraseLexicon('đợt, lần, ruộng, thửa, đám, nương, vườn, lô, lứa, vụ, chuyến, mẻ, lượt')

/** Whether the small figure at token `at` tells one round or plot from the others, if it is no amount: `lần 1`, `ruộng 2`. */
export const isRoundNumber = (scan: Scan, at: number): boolean =>
  /^\d$/.test(scan.tokens[at]?.fold ?? '') && matchAt(numbered, scan.tokens, at - 1)?.to === at
