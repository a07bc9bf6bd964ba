import type { FactRule } from '../explain-rules.ts'
import type { CropSpan } from '../names/crops.ts'
import { type Amount, distinct, plus, vagueness } from '../numbers/amounts.ts'
import { numberPhraseAt } from '../numbers/number-phrase.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan, type Span } from '../text/scan.ts'
import { isContainerName, isContainerWord } from '../units/units.ts'
import { containerListAt } from './container-lists.ts'
import { measuredAt } from './measured.ts'
import { massReadings } from './quantity-readings.ts'

const odds = phraseLexicon('lẻ, linh, dư, thừa, lẻ thêm')
/** Retail, bán lẻ, is no odd weight. */
const trading = phraseLexicon('bán, mua, ăn')
/** Masses that so many containers came to: nothing but full ones. */
const filled = new Set<FactRule>(['container-weight', 'container-household', 'container-list'])

/**
 * Adds what is left over beside full containers: `3 bao mỗi bao 50 cân lẻ 15 cân`. Without its accent the word may be another (du: đủ, thua: less than), and no full sack is odd:
 * then it is asked whether it comes on top. Where nobody said what one holds, the odd weight is not the harvest: asked for a weight alone there is none.
 */
export function joinOdds(scan: Scan, spans: readonly Span[]): { spans: Span[]; used: Span[] } {
  const kept: Span[] = []
  const used: Span[] = []
  for (const span of spans) {
    const odd = span.type === 'mass' ? oddWordBefore(scan, span.from) : null
    const index = odd === null ? -1 : kept.findLastIndex(({ type }) => type !== 'crop')
    const full = kept[index]
    if (span.type === 'mass' && full?.type === 'mass' && filled.has(full.rule)) {
      const isSmall = span.readings[0].kg < heldInOne(scan, full)
      const isSure = isSmall && odd?.isSure === true
      // "du 6 ta" is đủ: what there was in all, and no odd weight.
      if (!isSmall && !odd?.isSure) kept.push(span)
      else {
        kept[index] = withOdd(full, span.readings[0].kg, isSure)
        used.push(span)
      }
    } else if (!(odd !== null && isOddOfUnknown(scan, span, full))) kept.push(span)
  }
  return { spans: kept, used }
}

type Mass = Extract<Span, { type: 'mass' }>

/** What containers came to, with an odd weight on top of it; where that is not sure, without it too. */
function withOdd(full: Mass, oddKg: number, isSure: boolean): Mass {
  const said = full.readings.map((reading): Amount => ({ value: reading.kg, ...vagueness(reading) }))
  const [first, ...others] = [...said.map((amount) => plus(amount, oddKg)), ...(isSure ? [] : said)]
  return first === undefined
    ? full
    : { ...full, readings: massReadings(distinct([first, ...others])), rule: 'container-odd' }
}

/** What one of several containers holds, in kg, by what they came to. */
function heldInOne(scan: Scan, full: Mass): number {
  const counted = containerListAt(scan, full.from)?.count ?? measuredAt(scan, full.from)?.amounts[0].value ?? 1
  return full.readings[0].kg / counted
}

/** Whether an odd weight stands beside containers of which nobody said what they hold, or that could not be read (`10 bao 50 lẻ 20 kg`). */
function isOddOfUnknown(scan: Scan, { from }: Span, full: Span | undefined): boolean {
  const isTorn = [2, 3, 4].some(
    (back) => scan.tokens[from - back]?.kind === 'figure' && matchAt(odds, scan.tokens, from - back + 1) !== null,
  )
  if (isTorn) return true
  if (full?.type === 'count' && isContainerName(full.readings[0].unit)) return isWeightAsked(scan)
  return full === undefined && scan.tokens.slice(0, from).some(({ fold }) => isContainerWord(fold))
}

const isWeightAsked = (scan: Scan): boolean => isExpected(scan, 'mass') && !isExpected(scan, 'count')

/** The word for what is left over that stands before a weight, and whether its accents make it sure; null: none. */
function oddWordBefore(scan: Scan, from: number): { isSure: boolean } | null {
  for (const back of [1, 2, 3]) {
    const match = matchAt(odds, scan.tokens, from - back)
    if (match === null || (match.to !== from && skipFiller(scan, match.to) !== from)) continue
    return matchAt(trading, scan.tokens, from - back - 1) === null ? { isSure: match.exact } : null
  }
  return null
}

/** What grain is filled into; fruit goes into baskets and boxes too. */
const grainContainers = new Set(['bao', 'ganh', 'bung', 'tai'])

/**
 * The crops of a text without the pear of `1 bao le 20 can` and of `ban le 5kg 20k`: an unaccented le before an amount is lẻ behind a sack of grain, behind any container of another crop, and
 * behind what was sold or bought for so much.
 */
export function withoutOddPears(scan: Scan, crops: CropSpan[]): CropSpan[] {
  const isLe = ({ span: { from, to } }: CropSpan) => to === from + 1 && scan.tokens[from]?.key === 'le'
  if (!crops.some(isLe)) return crops
  const firstOther = crops.find((crop) => !isLe(crop))?.span.to ?? scan.tokens.length
  return crops.filter((crop) => !isLe(crop) || !isOddHere(scan, crop.span, firstOther))
}

/** @param firstOther where the first crop that is no le ends */
function isOddHere(scan: Scan, { from, to }: CropSpan['span'], firstOther: number): boolean {
  const measured = measuredAt(scan, to)
  const unit = measured?.unit
  if (unit?.type !== 'mass' && !(unit?.type === 'count' && unit.container)) return false
  const before = scan.tokens[from - 1]
  // "ban le 5kg 20k" is a price by retail as often as one of pears.
  if (matchAt(trading, scan.tokens, from - 1) !== null)
    return (numberPhraseAt(scan, measured?.to ?? to)?.scale ?? 1) > 1
  const isOther = firstOther <= from
  const isGrain = scan.tokens.slice(0, from).some(({ fold }) => grainContainers.has(fold))
  return isGrain ? isOther || before?.kind !== 'mark' : isOther && isContainerWord(before?.fold ?? '')
}
