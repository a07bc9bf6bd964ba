import { type Lexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { remembered } from '../text/remember.ts'
import type { Scan } from '../text/scan.ts'
import { openerBefore } from './crop-signs.ts'

/** What is made of a crop or comes off it, before the crop's name: sold at its own price and measured by its own measure. */
const products = phraseLexicon('rượu, tinh dầu, rơm, gốc rạ, bã, bánh, kẹo, mứt, giấm')
/** More of them, which without their accents are other words as often (cấm, đầu, lời, bớt, trúng, sửa). */
const accentedProducts = phraseLexicon(
  'cám, dầu, lõi, bẹ, bột, tinh bột, trứng, sữa, bún, cháo, xôi, cơm, mỡ, xương, lông, sừng, trấu, tấm, men, rạ, nem, giò, chả, phở',
)
/** The same with their crop: together hardly anything else is written so. */
const unaccentedPairs = phraseLexicon(
  `cám gạo, cám ngô, dầu lạc, dầu hồi, dầu quế, dầu gừng, dầu đỗ, dầu đậu, lõi ngô, bẹ ngô, bột ngô, bột sắn, bột gạo, bột nếp, trứng gà, trứng vịt, sữa bò, sữa dê,
  sữa đậu, nước mía, mật mía, đường mía, lông gà, lông vịt, xương trâu, xương bò, mỡ lợn, vỏ trấu`,
)

/** Whether the crop at tokens `from` to `to` only tells what a product is of: `rượu ngô`, `cám gạo`, `trung ga`, or leaves that are no harvest of it. */
export function isProduct(scan: Scan, from: number, to: number): boolean {
  const isBefore = (words: Lexicon<unknown>, strict: boolean): boolean =>
    [1, 2].some((back) => matchAt(words, scan.tokens, from - back, strict)?.to === from)
  if (isBefore(products, false) || isBefore(accentedProducts, true)) return true
  const isPair = [0, 1].some((back) => {
    const pair = matchAt(unaccentedPairs, scan.tokens, from - back)
    return pair !== null && pair.to > from && pair.to <= to
  })
  return isPair || isLeaf(scan, from)
}

const leaf = phraseLexicon('lá')
/** Words of what ails a plant: then its leaves are told of, and the crop is meant. */
const ailing = new Set(
  'vang heo sau benh dom chay xoan rung ua thoi bi an cuon trang chua phun xit thung ray den'.split(' '),
)

const tellsAilment = remembered(({ tokens }) => tokens.some(({ fold }) => ailing.has(fold)))

/** `lá sắn 3 tạ`, `bán lá dong`: leaves that are sold; an unaccented `la` is one only where là can't stand. */
function isLeaf(scan: Scan, from: number): boolean {
  const at = from - 1
  if (at < 0 || matchAt(leaf, scan.tokens, at) === null || tellsAilment(scan)) return false
  return scan.tokens[at]?.accented === true || at === 0 || openerBefore(scan, at) === 'telling'
}
