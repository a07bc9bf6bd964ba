import { isExpected, type Scan, type Span } from '../text/scan.ts'
import type { CropSpan } from './crops.ts'

/** The prices found in a text: where each ends, where the first ends and where the last begins. */
export interface Prices {
  ends: ReadonlySet<number>
  firstEnd: number
  lastStart: number
}

/** The prices among what was found. */
export function pricesAmong(spans: readonly Span[]): Prices {
  const ends = new Set<number>()
  let [firstEnd, lastStart] = [Number.POSITIVE_INFINITY, -1]
  for (const { type, from, to } of spans) {
    if (type !== 'money') continue
    ends.add(to)
    firstEnd = Math.min(firstEnd, to)
    lastStart = Math.max(lastStart, from)
  }
  return { ends, firstEnd, lastStart }
}

/** Everyday words that tell of a price themselves: hỏi 15k, trả 15k, bỏ ra, để lại, bê, do, mất. */
const pricedVerbs = new Set('hoi tra bo de be do mat'.split(' '))

/**
 * Whether an everyday word right before a price is a crop by its place: it opens what is said (`nghe 8k/kg`), and its price is for a kilogram, one of several
 * (`gung 14k san 2k`), or asked for with the crop.
 */
export function isPriceListed(scan: Scan, { span, meant }: CropSpan, price: Span, prices: Prices): boolean {
  if (price.type !== 'money' || span.to !== price.from || meant.some((word) => pricedVerbs.has(word))) return false
  const before = scan.tokens[span.from - 1]
  const isOpening = before === undefined || before.kind === 'mark' || prices.ends.has(span.from)
  const isAsked = isExpected(scan, 'crop') && isExpected(scan, 'money')
  const isOneOfSeveral = isAsked || prices.firstEnd <= span.from || prices.lastStart >= price.to
  return isOpening && (isOneOfSeveral || price.readings.every(({ per }) => per === 'kg'))
}
