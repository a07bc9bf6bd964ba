import { remembered } from '../text/remember.ts'
import type { Scan } from '../text/scan.ts'
import type { Token } from '../text/tokens.ts'

/** Every first word, without its accents, of a day, a time or a range as the readers of dates know them: most words of a text begin none, and cost one look. */
const words = new Set(
  `luc vao hoi khoang tam dung tu bat sang buoi rang trua chieu xe toi dem ban khuya am pm
  ngay hom hum bua hnay hqua hkia h ng nay mai mot kia thu t cn chu chua tuan dau giua cuoi thuong trung ha nua thang thg quy qui nam
  mung mong ram tet gio vu quoc noel giang ong dip phien cho lich duong cach
  khong hai ba bon sau bay tam chin muoi ham bam linh le dam o dip`.split(/\s+/),
)
/** What stands behind the first figure of a day or a time. */
const behindFigure = new Set(
  `/ - – — . : \\ , -> => → ~ h g gio den toi t thang thg tet chap gieng am al dl duong tay ( va hoac hay ngay hom bua tuan nay qua vua sap moi truoc trc roi nua ruoi
  gan`.split(/\s+/),
)

/** Words that are numbers, or go with one, as often as they belong to a day: a text with no other word of a day names none, unless one was asked for. */
const numberish = new Set(
  'khong mot hai ba bon tu sau bay tam chin muoi ham bam linh le dam ruoi nua khoang'.split(' '),
)

/** Whether a text has a word, a mark or figures that only stand in days and times. */
const mayNameDay = remembered(({ tokens, context }) => {
  const isTelling = ({ kind, fold }: Token, at: number): boolean => {
    const isBeforeFigure = tokens[at + 1]?.kind === 'figure'
    if (kind === 'figure') return isBeforeFigure || whole.test(fold)
    if (kind === 'mark' && !isBeforeFigure) return false
    return (words.has(fold) || behindFigure.has(fold)) && !numberish.has(fold)
  }
  return context.expect?.includes('date') === true || tokens.some(isTelling)
})

/** Whether a day or a time can begin at a token at all. */
export function mayBeginDate(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  if (!mayNameDay(scan)) return false
  if (token === undefined || token.kind === 'mark') return false
  if (token.kind === 'word') return words.has(token.fold) && (!digits.has(token.fold) || isDateBehind(scan, at + 1))
  if (whole.test(token.fold)) return true
  const next = scan.tokens[at + 1]
  if (next?.fold === '/' && twoDays.test(token.fold)) return true
  return token.fold.length <= 2 && next !== undefined && (next.kind === 'figure' || behindFigure.has(next.fold))
}
/** Words that open a day or a time only as its first number. */
const digits = new Set('hai ba bon chin muoi linh le'.split(' '))
const otherDigits = new Set('mot nam sau bay tam tu lam nham moi'.split(' '))

/** Whether behind number words stands what stands behind the first figure of a day or a time: `ba trăm`, `hai bao` are none. */
function isDateBehind(scan: Scan, from: number): boolean {
  let at = from
  for (let word = scan.tokens[at]; word !== undefined && at < from + MOST_DIGITS; word = scan.tokens[++at]) {
    if (word.kind === 'figure' || behindFigure.has(word.fold)) return true
    if (!digits.has(word.fold) && !otherDigits.has(word.fold)) return false
  }
  return false
}
/** No day and no minute is told in more words: năm mươi lăm. */
const MOST_DIGITS = 4

/** The days of `25,26/11`. */
const twoDays = /^\d\d?,\d\d?$/

/** A figure that may be a date or the beginning of one by itself: 20.11, 20112026, the year of 2026-11-20. */
const whole = /^(?:\d\d?\.\d.*|\d{8}|(?:19|20)\d\d)$/
