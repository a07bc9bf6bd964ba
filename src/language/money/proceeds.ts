import { usualVnd } from '../names/usual-prices.ts'
import { isExpected, type Scan, type Span } from '../text/scan.ts'
import { isHeadName } from '../units/units.ts'
import { isBehindPriceWord } from './sums.ts'

/**
 * Leaves out a sum that is all the money there was: `bán 5 bao lúa được 2 triệu`. Beside an amount, without giá before it and more than a kilogram of that crop
 * could cost, it is no price.
 */
export function withoutProceeds(scan: Scan, spans: readonly Span[]): readonly Span[] {
  if (!spans.some(({ type }) => type === 'money')) return spans
  const isAmountTold = spans.some(({ type }) => type === 'mass' || type === 'count' || type === 'volume')
  const keys = new Set(spans.flatMap((span) => (span.type === 'crop' ? span.readings.map(({ crop }) => crop) : [])))
  const crop = scan.context.crops.get([...keys][0] ?? '')
  const most = crop?.soldBy === 'mass' ? (usualVnd(crop)?.[1] ?? null) : null
  // Asked for a price, what sacks or pieces of it brought is none either.
  const isPrice = isExpected(scan, 'money') && !spans.some(isPacked)
  if (!isAmountTold || keys.size !== 1 || most === null || isPrice) return spans
  const isProceeds = (span: Span) =>
    span.type === 'money' &&
    span.readings.every(({ vnd, per }) => per === undefined && vnd > most) &&
    !isBehindPriceWord(scan, span.from)
  return spans.filter((span) => !isProceeds(span))
}

const isPacked = (span: Span): boolean => span.type === 'count' && !isHeadName(span.readings[0].unit)
