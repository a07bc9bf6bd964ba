import { compileLexicon, type Lexicon, matchAt } from './lexicon.ts'
import type { Scan } from './scan.ts'

/** Words that carry nothing between the facts of a report, with or without their accents. */
const loose =
  phrases(`ạ, dạ, nhé, thì, là, được, đc, dc, có, cũng, đã, vừa, xong, rồi, thu, thu được, thu hoạch, thu hoạch được, gặt, gặt được, bẻ, bẻ được, đào được, dỡ được,
  ở, tại, trên, cho, với, và, của, nhà, nhà em, nhà mình, nhà tôi, nhà cháu, em, tôi, mình, cháu, chúng tôi, gia đình, bà con, báo cáo, giá,
  khoảng, khoảng chừng, hơn, gần, tổng, tổng cộng, tất cả, hết, diện tích, sản lượng, số lượng, năng suất, ngày, hôm, vụ này, năm nay, bán giá,
  lúc, vào, anh, chị, ơi, chào, xin chào, cán bộ, ruộng, nương, mất mùa, được mùa,
  xuống còn, giảm còn, giảm xuống, tăng lên, lên đến, lên tới, chỉ còn`)
/** The same, but without accents they are other words: vàng, nhỏ, bao, con, lá. */
const accented = phrases('vâng, nhổ, hái, báo, chừng, tầm, cỡ, ước, còn, lại, này, mới, đạt, đất, thửa, thôi, nha, nhá')
/** Questions are never filler. */
const questions = phrases('bao nhiêu, bao giờ, bao lâu, là gì, được không, có phải, có không, thế nào, ở đâu, cho hỏi')

const fillers = compileLexicon<boolean>([
  ...loose.map((phrase) => [phrase, true] as const),
  ...questions.map((phrase) => [phrase, false] as const),
])
const accentedFillers = compileLexicon<boolean>(accented.map((phrase) => [phrase, true] as const))

function phrases(list: string): string[] {
  return list.split(',').map((phrase) => phrase.trim())
}

/** The index behind the filler at token `at`, or null where the word carries something. */
export function skipFiller(scan: Pick<Scan, 'tokens'>, at: number): number | null {
  const match = matchAt(fillers, scan.tokens, at) ?? matchAt(accentedFillers, scan.tokens, at, true)
  return match?.values[0] === true ? match.to : null
}

/** No phrase that is looked for before a place has more words, the fillers between counted. */
const BEFORE_REACH = 6

/** Where a phrase begins that ends at token `at`, nothing but fillers between; null: none does. `strict`: only with its accents. */
export function phraseBefore(
  scan: Pick<Scan, 'tokens'>,
  lexicon: Lexicon<unknown>,
  at: number,
  strict = false,
): number | null {
  for (let start = at - 1; start >= Math.max(0, at - BEFORE_REACH); start--) {
    let to = matchAt(lexicon, scan.tokens, start, strict)?.to ?? null
    while (to !== null && to < at) to = skipFiller(scan, to)
    if (to === at) return start
  }
  return null
}
