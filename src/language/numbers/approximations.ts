import { skipFiller } from '../text/fillers.ts'
import { begins, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import type { Token } from '../text/tokens.ts'
import { unitAt } from '../units/units.ts'

/** Words before a number that make it about so much (C: HeidelTime's Vietnamese resources for most; the rest is common speech). */
const before =
  phraseLexicon(`khoảng, khoảng chừng, khoảng độ, chừng, chừng độ, tầm, tầm khoảng, cỡ, cỡ chừng, ước, ước chừng, ước khoảng, ước tính, ước lượng, áng chừng, quãng,
  độ, độ chừng, xấp xỉ, ngót, ngót nghét, gần, suýt soát, chưa đến, chưa tới, hơn, trên, trên dưới, hơn kém, ít nhất, tối thiểu, dưới,
  tối đa, nhiều nhất, ~, ≈`)
/** Unaccented these are other words far more often: `do` is đó, đỗ, do; `co` is có. */
const onlyAccented = new Set(['do', 'co', 'tam', 'quang'])

/** Whether words that make a number vague may begin with a token. */
export const mayBeApproximation = (token: Token): boolean => begins(before, token)

/** The index behind the words before a number that make it vague (`khoảng`, `hơn`, `khoảng hơn`), or null. */
export function skipApproximation(scan: Scan, at: number): number | null {
  const first = approximationAt(scan, at)
  return first === null ? null : (approximationAt(scan, first) ?? first)
}

function approximationAt(scan: Scan, at: number): number | null {
  const token = scan.tokens[at]
  const match = matchAt(before, scan.tokens, at)
  if (match === null || token === undefined) return null
  // Behind another word it is ngọt, sweet: ngô ngọt.
  if (token.key === 'ngot' && at > 0 && skipFiller(scan, at - 1) === null) return null
  const isTam = token.fold === 'tam' && scan.tokens[at + 1]?.kind === 'figure'
  return !token.accented && onlyAccented.has(token.fold) && match.to === at + 1 && !isTam ? null : match.to
}

/** Words behind a number or its unit: `3 tạ hơn`, `30 trở lên`. */
const behind = phraseLexicon('hơn, có lẻ, có dư, gì đó, trở lên, trở xuống, đổ lại, là cùng')
/** Without accents these are may (lucky), máy, and lê (pear). */
const behindAccented = phraseLexicon('mấy, lẻ')
const little = phraseLexicon('tí, tý, chút, một tí, một chút, tí chút, xíu, tẹo, 1 tí, 1 chút')
const polite = new Set(['a', 'nhe', 'nha', 'day', 'thoi', 'roi', 'em', 'chau'])

/**
 * The index behind what makes a quantity vague after it (`3 tạ hơn`, `3 tạ mấy`, `hơn 3 tạ tí`), or null. Nothing may be compared with it:
 * `3 tạ hơn năm ngoái` is three tạ more.
 */
export function skipVagueEnd(scan: Scan, at: number): number | null {
  const match = matchAt(behind, scan.tokens, at) ?? matchAt(behindAccented, scan.tokens, at, true)
  const to = matchAt(little, scan.tokens, match?.to ?? at)?.to ?? match?.to
  if (to === undefined) return null
  const next = scan.tokens[to]
  return next === undefined || next.kind === 'mark' || polite.has(next.fold) ? to : null
}

const some = phraseLexicon('mấy')

/** The index behind a mấy between a number and its unit (`hai chục mấy con`), or null. */
export function skipSome(scan: Scan, at: number): number | null {
  const match = matchAt(some, scan.tokens, at)
  return match !== null && (match.exact || unitAt(scan, match.to) !== null) ? match.to : null
}
