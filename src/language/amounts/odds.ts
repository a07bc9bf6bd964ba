import type { FactRule } from '../explain-rules.ts'
import type { CropSpan } from '../names/crops.ts'
import { type Amount, distinct, plus, vagueness } from '../numbers/amounts.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan, type Span } from '../text/scan.ts'
import { isContainerName, isContainerWord, unitAt } from '../units/units.ts'
import { measuredAt } from './measured.ts'
import { massReadings } from './quantity-readings.ts'

const odds = phraseLexicon('lẻ, linh, dư, thừa, lẻ thêm, lẻ ra')
/** Masses that so many containers came to: nothing but full ones. */
const filled = new Set<FactRule>(['container-weight', 'container-household', 'container-list'])

/**
 * Adds what is left over beside full containers: `3 bao mỗi bao 50 cân lẻ 15 cân`. Where nobody said what one holds, the odd weight is not the harvest: asked for
 * a weight alone there is none.
 */
export function joinOdds(scan: Scan, spans: readonly Span[]): { spans: Span[]; used: Span[] } {
  const kept: Span[] = []
  const used: Span[] = []
  for (const span of spans) {
    const index =
      span.type === 'mass' && isOdd(scan, span.from) ? kept.findLastIndex(({ type }) => type !== 'crop') : -1
    const full = kept[index]
    if (span.type === 'mass' && full?.type === 'mass' && filled.has(full.rule)) {
      const [first, ...others] = full.readings.map(
        (reading): Amount => plus({ value: reading.kg, ...vagueness(reading) }, span.readings[0].kg),
      )
      if (first !== undefined) kept[index] = { ...full, readings: massReadings(distinct([first, ...others])) }
      used.push(span)
    } else if (full?.type !== 'count' || !isContainerName(full.readings[0].unit) || !isWeightAsked(scan))
      kept.push(span)
  }
  return { spans: kept, used }
}

const isWeightAsked = (scan: Scan): boolean => isExpected(scan, 'mass') && !isExpected(scan, 'count')

/** Whether a word for what is left over stands before a weight. */
function isOdd(scan: Scan, from: number): boolean {
  return [1, 2, 3].some((back) => {
    const start = matchAt(odds, scan.tokens, from - back)?.to
    return start !== undefined && (start === from || skipFiller(scan, start) === from)
  })
}

/** What grain is filled into; fruit goes into baskets and boxes too. */
const grainContainers = new Set(['bao', 'ganh', 'bung', 'tai'])

/** The crops of a text without the pear of `1 bao le 20 can`: an unaccented le between grain's sacks, or those of another crop, and a weight is lẻ. */
export function withoutOddPears(scan: Scan, crops: CropSpan[]): CropSpan[] {
  const isLe = ({ span: { from, to } }: CropSpan) => to === from + 1 && scan.tokens[from]?.key === 'le'
  if (!crops.some(isLe)) return crops
  const starts = new Map(crops.map(({ span }) => [span.to, span.from]))
  const firstOther = crops.find((crop) => !isLe(crop))?.span.to ?? scan.tokens.length
  const firstSack = scan.tokens.findIndex(({ fold }) => isContainerWord(fold))
  return crops.filter((crop) => {
    const { from, to } = crop.span
    if (!isLe(crop) || measuredAt(scan, to)?.unit.type !== 'mass') return true
    const behind = (starts.get(from) ?? from) - 1
    if (unitAt(scan, behind)?.units[0].type === 'mass') return firstSack < 0 || firstSack > behind
    const word = scan.tokens[behind]?.fold ?? ''
    return !(firstOther <= from ? isContainerWord(word) : grainContainers.has(word))
  })
}
