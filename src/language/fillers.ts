import { compileLexicon, matchAt } from './lexicon.ts'
import type { Scan } from './scan.ts'

/** Words that carry nothing between the facts of a report. A question word is none. */
const fillers = compileLexicon<'filler'>(
  `ạ, dạ, vâng, nhé, nha, nhá, thì, là, được, đc, dc, có, cũng, đã, vừa, mới, xong, rồi, thu, thu được, thu hoạch, thu hoạch được, gặt, gặt được,
  nhổ, hái, ở, tại, trên, cho, với, và, của, nhà, nhà em, nhà mình, nhà tôi, nhà cháu, em, tôi, mình, cháu, chúng tôi, gia đình, bà con, báo, báo cáo,
  khoảng, khoảng chừng, chừng, tầm, cỡ, hơn, gần, ước, tổng, tổng cộng, tất cả, hết, diện tích, sản lượng, số lượng, năng suất, ngày, hôm, vụ này, năm nay,
  con số, lúc, vào, thôi, cán bộ, anh, chị, ơi, chào, xin chào, giá, bán giá, ruộng, nương, đất, thửa, cân được, đạt, còn, lại, này, tổng là`
    .split(',')
    .map((word) => [word.trim(), 'filler'] as const),
)

/** The index behind the filler at token `at`, or null where the word carries something. */
export function skipFiller(scan: Scan, at: number): number | null {
  return matchAt(fillers, scan.tokens, at)?.to ?? null
}
