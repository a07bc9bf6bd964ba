import type { FactRule } from '../explain-rules.ts'
import { cropAt } from '../names/crops.ts'
import { type Amount, distinct, product, times, vagueness } from '../numbers/amounts.ts'
import { looksLikeNumber } from '../numbers/number-words.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import type { Vague } from '../types.ts'
import { factor, unitAt } from '../units/units.ts'
import { countReadings, massReadings, volumeReadings } from './quantity-readings.ts'

/** An amount that may be harvested. */
export type Harvest = Extract<Span, { type: 'mass' | 'count' | 'volume' }>
type Area = Extract<Span, { type: 'area' }>

/**
 * Reads an amount beside one of land (`2 tạ một sào`, `sào được 2 tạ`) as what each gave, where more land is told: the whole may be that amount or so many of it, to
 * be asked about. Behind a unit of land with no number it is never the whole, and left unread where no land is told. One of two amounts or two crops may be either's.
 */
export function joinYields(scan: Scan, spans: readonly Span[]): readonly Span[] {
  const harvests = spans.filter(isHarvest)
  const [harvest, other] = harvests
  const crops = new Set(spans.flatMap((span) => (span.type === 'crop' ? [span.readings[0].crop] : [])))
  if (harvest === undefined || other !== undefined || crops.size > 1 || isSettled(harvest)) return spans
  const areas = spans.filter((span) => span.type === 'area')
  const one = areas.find((area) => isOne(scan, area) && isBeside(scan, area, harvest))
  const bare = one === undefined ? bareUnitBefore(scan, spans, harvest) : null
  const oneM2 = one?.readings[0].m2 ?? bare?.m2
  if (oneM2 === undefined) return spans
  const wholes = areas.filter((area) => area !== one)
  if (wholes.length === 0) return bare?.isSure ? spans.filter((span) => span !== harvest) : spans
  const several = wholes
    .slice(0, MOST_AREAS)
    .map(({ readings: [{ m2, ...vague }] }) => times({ value: m2, ...vague }, 1 / oneM2))
  const joined = manyOrWhole(harvest, several)
  return spans.map((span) => (span === harvest ? joined : span))
}

/** Of more land than this nobody can choose. */
const MOST_AREAS = 4

/** Whether a span is an amount that may be harvested. */
export const isHarvest = (span: Span): span is Harvest =>
  span.type === 'mass' || span.type === 'count' || span.type === 'volume'

/** Whether it was told for each of them, and is no question any more. */
export const isSettled = ({ rule }: Harvest): boolean => rule === 'yield-or-whole' || rule === 'rounds'

const ones = phraseLexicon('một, 1')

/** `một sào`, `1 ha`, and nothing more. */
function isOne(scan: Scan, { from, to }: Area): boolean {
  // "2 tạ trên 1 sào": trên is no more than, as well as on.
  const start = (matchAt(ones, scan.tokens, from) ?? matchAt(ones, scan.tokens, from + 1))?.to
  return start !== undefined && unitAt(scan, start)?.to === to
}

/** `2 tạ một sào`, `1 sào ngô được 2 tạ`: only fillers and crops between. */
function isBeside(scan: Scan, area: Area, harvest: Harvest): boolean {
  return area.to <= harvest.from ? leads(scan, area.to, harvest.from) : leads(scan, harvest.to, area.from)
}

const yielding = phraseLexicon(
  'được, cho, thu, ra, gặt, cắt, ăn, đạt, bán, bán được, bình quân, trung bình, tính ra, :, =, /, (',
)

/** Whether nothing but what leads from a unit to what it gave stands between two tokens. */
export function leads(scan: Scan, from: number, to: number): boolean {
  let at: number | null = from
  while (at !== null && at < to)
    at = matchAt(yielding, scan.tokens, at)?.to ?? skipFiller(scan, at) ?? cropAt(scan, at)?.span.to ?? null
  return at === to
}

/** Without its accent sào is sao, how and why: `làm sao được`, `tại sao`. */
const questions = new Set('lam vi tai the ra co bao khong van ngoi rau'.split(' '))

/** So many tokens before an amount land is looked for. */
const REACH_TOKENS = 12

/** The unit of land that stands before an amount with no number (`sào được 2 tạ`), or null. Without its accent it may be another word (sao, màu): only a sao behind a crop is sure. */
function bareUnitBefore(scan: Scan, spans: readonly Span[], harvest: Harvest): { m2: number; isSure: boolean } | null {
  for (let at = harvest.from - 1; at >= Math.max(0, harvest.from - REACH_TOKENS); at--) {
    const within = spans.find(({ from, to }) => from <= at && at < to)
    if (within?.type === 'crop') continue
    if (within !== undefined) return null
    const unit = scan.tokens[at]?.kind === 'word' ? unitAt(scan, at) : null
    const [land] = unit?.units ?? []
    if (unit === null || land?.type !== 'area' || !leads(scan, unit.to, harvest.from)) continue
    const before = scan.tokens[at - 1]
    // "40 tạ/ha sản lượng 80 tấn": the land is of another amount.
    if (before?.fold === '/' || unitAt(scan, at - 1)?.units[0].type === 'mass') return null
    const isAccented = scan.tokens[at]?.accented === true
    const isHow = !isAccented && questions.has(before?.fold ?? '')
    const isSao = scan.tokens[at]?.fold === 'sao' && spans.some(({ type, to }) => type === 'crop' && to === at)
    return isHow || looksLikeNumber(before) ? null : { m2: factor(land), isSure: isAccented || isSao }
  }
  return null
}

/** So many of an amount, and then as it was said: which of them is the whole is to be asked. */
export function manyOrWhole(harvest: Harvest, manies: readonly Amount[], rule: FactRule = 'yield-or-whole'): Span {
  return manyOf(harvest, [...manies, { value: 1 }], rule)
}

/** So many of an amount, by each of the numbers. */
export function manyOf(harvest: Harvest, manies: readonly Amount[], rule: FactRule): Span {
  const wholes = (said: readonly [Amount, ...Amount[]]): [Amount, ...Amount[]] => {
    const [first = said[0], ...others] = manies.flatMap((many) => said.map((each) => product(each, many)))
    return distinct([first, ...others])
  }
  switch (harvest.type) {
    case 'mass':
      return { ...harvest, readings: massReadings(wholes(amountsOf(harvest.readings, ({ kg }) => kg))), rule }
    case 'volume':
      return { ...harvest, readings: volumeReadings(wholes(amountsOf(harvest.readings, ({ l }) => l))), rule }
    case 'count': {
      const [{ unit }] = harvest.readings
      return {
        ...harvest,
        readings: countReadings(wholes(amountsOf(harvest.readings, ({ count }) => count)), unit),
        rule,
      }
    }
  }
}

function amountsOf<R extends Vague>(
  [first, ...others]: readonly [R, ...R[]],
  toValue: (reading: R) => number,
): [Amount, ...Amount[]] {
  const toAmount = (reading: R): Amount => ({ value: toValue(reading), ...vagueness(reading) })
  return [toAmount(first), ...others.map(toAmount)]
}
