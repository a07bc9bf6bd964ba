import { cropAt, isAnimal } from '../names/crops.ts'
import { type Amount, distinct, times } from '../numbers/amounts.ts'
import { numberPhraseAt } from '../numbers/number-phrase.ts'
import { isOrdinal } from '../numbers/ordinals.ts'
import { skipFiller } from '../text/fillers.ts'
import type { Scan, Span } from '../text/scan.ts'
import { areaReadings, countReadings, massReadings, volumeReadings } from './quantity-readings.ts'

/** So many of anything are money. */
const MILLION = 1e6
/** Below this a figure without a unit may count tạ, sào or hectares as well as kilograms or square metres. */
const surelySmallUnit = 100
/** Below this it may count tấn too. */
const neverTonnes = 20

/**
 * A figure without any unit where a quantity was asked for. Small ones are asked about; from a hundred on the base unit is meant. Nought is no quantity: it
 * is how one says that one does not know.
 */
export function bareQuantityAt(scan: Scan, at: number): Span | null {
  const wanted = scan.context.expect?.[0]
  if (wanted !== 'mass' && wanted !== 'area' && wanted !== 'volume' && wanted !== 'count') return null
  const phrase = numberPhraseAt(scan, at)
  // A k or a tr is money's: `5k` as a weight is dealt with where its unit would stand.
  if (phrase === null || phrase.implicit || phrase.slang || phrase.amounts[0].value === 0 || isOrdinal(scan, at))
    return null
  if (phrase.scale >= MILLION) return null
  if (!isAllThereIs(scan, at, phrase.to)) return null
  const { amounts, to } = phrase
  const rule = 'bare-amount'
  const isSmall = amounts[0].value < surelySmallUnit
  switch (wanted) {
    case 'mass':
      return {
        type: 'mass',
        readings: massReadings(inUnits(amounts, massFactors(amounts[0].value))),
        from: at,
        to,
        rule,
      }
    case 'area': {
      const factors = isSmall ? [scan.context.saoM2, 10_000, 1] : [1]
      return { type: 'area', readings: areaReadings(inUnits(amounts, factors)), from: at, to, rule }
    }
    case 'volume':
      return { type: 'volume', readings: volumeReadings(amounts), from: at, to, rule }
    case 'count': {
      const isHeads = scan.crop !== undefined && isAnimal(scan.context.crops, scan.crop)
      return isHeads ? { type: 'count', readings: countReadings(amounts, 'con'), from: at, to, rule } : null
    }
  }
}

function massFactors(value: number): number[] {
  if (value >= surelySmallUnit) return [1]
  return value >= neverTonnes ? [1, 100] : [1, 100, 1000]
}

/** Whether the rest of the text is filler and crops: a figure among other words may be anything. */
function isAllThereIs(scan: Scan, from: number, to: number): boolean {
  for (let at = 0; at < scan.tokens.length; ) {
    if (at === from) at = to
    const token = scan.tokens[at]
    if (token === undefined) break
    const isMark = token.kind === 'mark' && !'/-:%'.includes(token.fold)
    const next = isMark ? at + 1 : (skipFiller(scan, at) ?? cropAt(scan, at)?.span.to ?? null)
    if (next === null || (at < from && next > from)) return false
    at = next
  }
  return true
}

function inUnits(amounts: readonly [Amount, ...Amount[]], factors: readonly number[]): [Amount, ...Amount[]] {
  const [first, ...others] = factors.flatMap((by) => amounts.map((amount) => times(amount, by)))
  return first === undefined ? [...amounts] : distinct([first, ...others])
}
