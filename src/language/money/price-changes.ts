import type { Amount } from '../numbers/amounts.ts'
import { type Lexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { isLikely, likelyVnd } from './price-bounds.ts'

/** Words right before a sum by which a price rose or fell, or is higher than another. */
const changes = phraseLexicon(
  `tăng, tăng giá, tăng thêm, tăng được, giảm, giảm giá, giảm bớt, giảm mất, lên giá, lên thêm, xuống giá, hạ giá, bớt, thêm, mất giá, rớt giá, sụt, chênh, chênh nhau,
  rẻ hơn, đắt hơn, cao hơn, thấp hơn, hơn giá`,
)
/** Words before either what a price rose by or what it rose to. */
const ways = phraseLexicon('lên, xuống')
/** With one of these before them they say what it rose or fell to. */
const toForms = phraseLexicon('tăng lên, giảm xuống, hạ xuống, sụt xuống, rớt xuống')

/**
 * Whether the sum at token `at` only tells by how much a price changed: `tăng 2k`, `bớt 500`. `len 2k` is so unless the crop may cost that much; what a price rose to
 * is a price (`tăng lên 20k`).
 */
export function isPriceChange(scan: Scan, at: number, [amount]: readonly [Amount, ...Amount[]]): boolean {
  // The hơn of "rẻ hơn 2k" is read with its sum, as about so much.
  const end = scan.tokens[at]?.fold === 'hon' ? at + 1 : at
  const endsHere = (words: Lexicon<unknown>): boolean =>
    [1, 2].some((back) => matchAt(words, scan.tokens, end - back)?.to === end)
  if (endsHere(toForms)) return false
  if (endsHere(changes)) return true
  const bounds = likelyVnd(scan)
  return endsHere(ways) && (bounds === null || !isLikely(amount, bounds))
}
