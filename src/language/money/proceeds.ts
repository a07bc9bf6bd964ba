import { usualVnd } from '../names/usual-prices.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan, type Span } from '../text/scan.ts'
import { isHeadName } from '../units/units.ts'
import { isBehindPriceWord } from './sums.ts'

const costs = phraseLexicon(
  `thuê, thuê máy, thuê xe, thuê người, thuê gặt, thuê cày, thuê công, tiền giống, tiền phân, tiền xe, tiền công, tiền máy, tiền thuốc, tiền cày, tiền gặt, tiền chở,
  tiền dầu, tiền xăng, tiền nước, tiền điện, tiền thuê, trả công, công gặt, công cày, chi phí, phí, vốn`,
)
/** Without their accents these are other words. */
const accentedCosts = phraseLexicon('mất, tốn, chi')

/** So many tokens before a sum tell what it was paid for. */
const COST_REACH_TOKENS = 5

/** `thuê máy hết 500k`, `tiền giống 200k`: what was paid for the work, and no price of the crop. */
function isCost(scan: Scan, from: number): boolean {
  for (let start = from - 1; start >= Math.max(0, from - COST_REACH_TOKENS); start--) {
    let at = (matchAt(costs, scan.tokens, start) ?? matchAt(accentedCosts, scan.tokens, start, true))?.to ?? null
    while (at !== null && at < from)
      at = skipFiller(scan, at) ?? matchAt(accentedCosts, scan.tokens, at, true)?.to ?? null
    if (at === from) return true
  }
  return false
}

/**
 * Leaves out a sum that is all the money there was: `bán 5 bao lúa được 2 triệu`. Beside an amount, without giá before it and more than a kilogram of that crop
 * could cost, it is no price; nor is what was paid for the work.
 */
export function withoutProceeds(scan: Scan, spans: readonly Span[]): readonly Span[] {
  if (!spans.some(({ type }) => type === 'money')) return spans
  const isAmountTold = spans.some(({ type }) => type === 'mass' || type === 'count' || type === 'volume')
  const priced = isAmountTold ? spans.filter(({ type, from }) => type !== 'money' || !isCost(scan, from)) : spans
  const keys = new Set(spans.flatMap((span) => (span.type === 'crop' ? span.readings.map(({ crop }) => crop) : [])))
  const crop = scan.context.crops.get([...keys][0] ?? '')
  const most = crop?.soldBy === 'mass' ? (usualVnd(crop)?.[1] ?? null) : null
  // Asked for a price, what sacks or pieces of it brought is none either.
  const isPrice = isExpected(scan, 'money') && !spans.some(isPacked)
  if (!isAmountTold || keys.size !== 1 || most === null || isPrice) return priced
  const isProceeds = (span: Span) =>
    span.type === 'money' &&
    span.readings.every(({ vnd, per }) => per === undefined && vnd > most) &&
    !isBehindPriceWord(scan, span.from)
  return priced.filter((span) => !isProceeds(span))
}

const isPacked = (span: Span): boolean => span.type === 'count' && !isHeadName(span.readings[0].unit)
