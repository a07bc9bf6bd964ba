import { phraseBefore } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span, Unread } from '../text/scan.ts'

type DaySpan = Extract<Span, { type: 'date' }>

const amounts = new Set<Span['type']>(['mass', 'count', 'volume'])

/**
 * Leaves out what has the form of a day and is not the day of what is told: a part (`hỏng 1/3`), one of two days of which the other is not read (`ngày 20, 21`), the
 * day of a sale, a meeting, of sowing or of rain beside a harvest. It stays left over.
 * @param spans what was read in the text
 * @param used what was used up besides
 * @param isReport whether crops are looked for beside days: a day alone is one, whatever was done on it
 */
export function withoutOtherDays(
  scan: Scan,
  spans: readonly Span[],
  used: readonly (Span | Unread)[],
  isReport: boolean,
): readonly Span[] {
  const isOther = (span: Span) =>
    span.type === 'date' &&
    (isPart(scan, span) || isOneOfTwo(scan, span, [...spans, ...used]) || (isReport && isOfDeed(scan, span, spans)))
  return spans.some(isOther) ? spans.filter((span) => !isOther(span)) : spans
}

const parted = phraseLexicon(
  `bán, bán được, hỏng, mất, được, đc, dc, thu được, gặt được, bẻ được, đào được, còn, chỉ còn, chết, cháy, thối, rụng, ăn, bằng, chỉ bằng, hết, đạt, chỉ, giảm, mất hết, cho,
  để, để lại, giữ, chia, bớt, lấy`,
)

/** `hỏng 1/3`, `gặt được 2/3 rồi`, `bằng 2/3 năm ngoái`: behind a word of a part, figures that can be one are no day. */
function isPart(scan: Scan, { from }: DaySpan): boolean {
  const [top, slash, bottom, next] = scan.tokens.slice(from, from + 4)
  if (top?.kind !== 'figure' || slash?.fold !== '/' || bottom?.kind !== 'figure' || next?.fold === '/') return false
  const [above, below] = [Number(top.fold), Number(bottom.fold)]
  return above > 0 && above < below && below <= MOST_PARTS && phraseBefore(scan, parted, from) !== null
}
/** Parts smaller than a tenth are told by nobody. */
const MOST_PARTS = 10

const ands = phraseLexicon('và, với, rồi')

/** `ngày 20, 21 ngô 3 tạ`: a figure behind the day that may be another, and is read as nothing. */
function isOneOfTwo(scan: Scan, { from, to }: DaySpan, read: readonly (Span | Unread)[]): boolean {
  const at = scan.tokens[to]?.fold === ',' ? to + 1 : (matchAt(ands, scan.tokens, to)?.to ?? null)
  const figure = at === null ? undefined : scan.tokens[at]
  if (at === null || scan.tokens[to - 1]?.kind !== 'figure' || figure?.kind !== 'figure') return false
  if (!/^\d{1,2}$/.test(figure.fold) || Number(figure.fold) < 1 || Number(figure.fold) > 31) return false
  return from < at && !read.some((span) => span.from <= at && at < span.to)
}

const sold = phraseLexicon('bán, mua')
const done = phraseLexicon('họp, tập huấn, cấy, gieo, phun, bón')
/** Without their accents these are in and mùa. */
const doneAccented = phraseLexicon('trồng, mưa')
const meeting = phraseLexicon('họp, tập huấn, đi họp, đi tập huấn')
const doneBehind = phraseLexicon('trời, mưa, nắng, bão, lũ')

/** Whether a day beside a harvest stands by a deed of its own: `ngô 3 tạ bán hôm qua`, `cấy 20/6, gặt 5 tạ lúa`, `…, hôm qua trời mưa`, `…, tháng 12 bán`. */
function isOfDeed(scan: Scan, { from, to }: DaySpan, spans: readonly Span[]): boolean {
  const told = spans.filter(({ type }) => amounts.has(type))
  if (told.length === 0 || scan.context.tense === 'future' || !spans.some(({ type }) => type === 'crop')) return false
  if (phraseBefore(scan, done, from) !== null || phraseBefore(scan, doneAccented, from, true) !== null) return true
  const isPriced = spans.some(({ type }) => type === 'money')
  const sale = isPriced ? null : phraseBefore(scan, sold, from)
  const isClosed = [',', '.', ';'].includes(scan.tokens[to]?.fold ?? '')
  if (sale !== null && (isClosed || told.some((span) => span.to <= sale))) return true
  if (matchAt(meeting, scan.tokens, to) !== null) return true
  if (told.some((span) => to <= span.from)) return false
  const behind = isPriced ? null : matchAt(sold, scan.tokens, to)
  const end = behind && scan.tokens[behind.to]
  return (
    (behind !== null && (end === undefined || end?.kind === 'mark')) || matchAt(doneBehind, scan.tokens, to) !== null
  )
}
