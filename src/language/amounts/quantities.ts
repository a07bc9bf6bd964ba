import { cropAt } from '../names/crops.ts'
import { range } from '../numbers/amounts.ts'
import { skipVagueEnd } from '../numbers/approximations.ts'
import { numberPhraseAt, skipRangeSign } from '../numbers/number-phrase.ts'
import { isMinus } from '../numbers/numbers.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span, Unread } from '../text/scan.ts'
import { factor, unitAt } from '../units/units.ts'
import { bareKilos } from './bare-kilos.ts'
import { bareQuantityAt } from './bare-quantities.ts'
import { containerListAt } from './container-lists.ts'
import { nameAt } from './container-names.ts'
import { countSpan } from './counts.ts'
import { skipDeduction } from './deductions.ts'
import { madeVague, measuredAt } from './measured.ts'
import { areaReadings, massReadings, volumeReadings } from './quantity-readings.ts'
import { perWhat } from './rates.ts'
import type { Measured } from './unit-tails.ts'

/**
 * Reads a weight, an area, a volume or a count at token `at`: `3 tạ rưỡi`, `1 tấn 2`, `2 sào 5 thước`, `nửa tạ`, `3/4 tấn`, `5 bao mỗi bao 50 cân`. An amount
 * below nothing is left unread.
 */
export function quantityAt(scan: Scan, at: number): Span | Unread | null {
  const off = skipDeduction(scan, at)
  if (off !== null) return deductedAt(scan, at, off)
  const alone = crossRange(scan, at) ?? measuredAt(scan, at)
  const list = listAt(scan, at, alone)
  if (list !== null) return list
  if (alone === null) return bareQuantityAt(scan, at) ?? weightOfOneAt(scan, at)
  if (at === 1 && isMinus(scan, 0)) return { type: 'unread', from: 0, to: alone.to, rule: 'below-nothing' }
  const whole = measuredRange(scan, alone) ?? openRange(scan, alone) ?? alone
  const end = skipVagueEnd(scan, whole.to)
  const measured = end === null ? whole : madeVague(whole, end)
  const rate = rateEnd(scan, at, measured)
  if (rate !== null) return { type: 'unread', from: at, to: rate, rule: 'rate' }
  if (isSeed(scan, at, measured)) return null
  const { unit, amounts, to, rule } = measured
  switch (unit.type) {
    case 'mass':
      return { type: 'mass', readings: massReadings(amounts), from: at, to, rule }
    case 'area':
      return { type: 'area', readings: areaReadings(amounts), from: at, to, rule }
    case 'volume':
      return { type: 'volume', readings: volumeReadings(amounts), from: at, to, rule }
    case 'count':
      return countSpan(scan, at, measured, unit)
  }
}

/** `2 bao 40 cân 1 bao 30 cân`, `bao 42 bao 45 bao 38 cân`: what all of them weigh. Between two crops it is not plain of which each is. */
function listAt(scan: Scan, at: number, alone: Measured | null): Span | null {
  const unit = alone?.unit ?? unitAt(scan, at)?.units[0]
  if (unit?.type !== 'count' || unit.container !== true) return null
  const list = containerListAt(scan, at)
  if (list === null || (scan.crop === undefined && cropAt(scan, list.to) !== null)) return null
  return { type: 'mass', readings: massReadings(list.amounts), from: at, to: list.to, rule: 'container-list' }
}

/** `trừ bì 5 kg`: the weight with the word before it, by which it is known as no weight of its own. */
function deductedAt(scan: Scan, at: number, start: number): Span | null {
  const less = measuredAt(scan, start)
  return less?.unit.type === 'mass'
    ? { type: 'mass', readings: massReadings(less.amounts), from: at, to: less.to, rule: 'deduction' }
    : null
}

const land = new Set(['nuong', 'ruong', 'dat', 'thua', 'bai'])
const seeds = phraseLexicon('giống')

/** `nương 5 cân giống`: a plot named by the seed sown there, no amount. */
function isSeed(scan: Scan, at: number, { unit, to }: Measured): boolean {
  return unit.type === 'mass' && land.has(scan.tokens[at - 1]?.fold ?? '') && matchAt(seeds, scan.tokens, to) !== null
}

/** The 50 of `5 bao ngô mỗi bao 50`. */
function weightOfOneAt(scan: Scan, at: number): Span | null {
  const name = scan.tokens[at - 2]?.fold === 'moi' ? unitAt(scan, at - 1)?.units[0] : undefined
  if (name?.type !== 'count' || name.container !== true) return null
  const weight = bareKilos(scan, at)
  return weight && { type: 'mass', readings: massReadings(weight.amounts), from: at, to: weight.to, rule: weight.rule }
}

const perWords = compileLexicon<'per'>([
  ['/', 'per'],
  ['mỗi', 'per'],
  ['một', 'per'],
  ['trên', 'per'],
])

/** `5 tạ/sào`, `30 kg mỗi ngày`, `2 tạ sào`: how much for one of something, never a quantity of its own. The index behind it, or null. */
function rateEnd(scan: Scan, at: number, measured: Measured): number | null {
  if (isYield(scan, at, measured)) return measured.to
  const bare = bareLandEnd(scan, measured)
  const per = matchAt(perWords, scan.tokens, measured.to)
  if (per === null) return bare
  const next = scan.tokens[per.to]
  const { unit } = measured
  if (isOneCounted(scan, unit.type, per.to)) return null
  const one = unitAt(scan, per.to)
  // "3 sào mỗi sào 2 tạ", "3 tạ mỗi tạ 1tr5": what is told for one of them stands behind.
  const isOfItself = unit.type !== 'count' && one?.units[0].type === unit.type
  if (isOfItself && scan.tokens[measured.to]?.fold !== '/') return null
  const end = one?.to ?? matchAt(perWhat, scan.tokens, per.to)?.to ?? null
  const said = scan.tokens[measured.to]?.fold
  if (said === 'mot') return matchAt(perWhat, scan.tokens, per.to)?.to ?? null
  if (said === 'tren') return one?.units[0].type === 'area' ? one.to : null
  if (!per.exact && end === null) return null
  const isContainer = unit.type === 'count' && unit.container === true && one?.units[0].type !== 'area'
  const isOfOne = isContainer || (unit.type === 'count' && nameAt(scan, per.to, unit.name) !== null)
  return next?.kind === 'word' && !isOfOne ? (end ?? per.to + 1) : null
}

const endingLand = new Set(['sao', 'ha'])

/** `2 tạ sào`: behind a weight a unit of land with no number of its own. Without accents `sao` asks why as well, but at the end. */
function bareLandEnd(scan: Scan, { unit, to }: Measured): number | null {
  const token = scan.tokens[to]
  const land = unit.type === 'mass' && token?.kind === 'word' ? unitAt(scan, to) : null
  if (land?.units[0].type !== 'area') return null
  const next = scan.tokens[land.to]
  const isLast = endingLand.has(token?.key ?? '') && (next === undefined || next.kind === 'mark')
  return token?.accented || isLast ? land.to : null
}

const yields = phraseLexicon('năng suất, năng suất được, năng suất là')

/** `năng suất 2 tạ 1 sào`: so much from one of land. */
function isYield(scan: Scan, at: number, { unit, to }: Measured): boolean {
  if (unit.type !== 'mass' || ![2, 3].some((back) => matchAt(yields, scan.tokens, at - back)?.to === at)) return false
  return scan.tokens[to]?.fold === '1' && unitAt(scan, to + 1)?.units[0].type === 'area'
}

/** `90kg/con`, `50 cân/bao`: with the number of them beside it, it makes a weight. */
function isOneCounted(scan: Scan, type: Measured['unit']['type'], at: number): boolean {
  const one = unitAt(scan, at)?.units[0]
  return (
    (type === 'mass' || type === 'volume') && one?.type === 'count' && (one.container === true || one.name === 'con')
  )
}

const fromWords = phraseLexicon('từ')

/** `từ 80 đến 1 tạ`, `2 đến 2 tạ 5`: the lower end has no unit, and is of the upper one's where that is less, else of the base unit. */
function crossRange(scan: Scan, at: number): Measured | null {
  const start = matchAt(fromWords, scan.tokens, at)?.to ?? at
  const low = scan.tokens[start]?.kind === 'figure' ? numberPhraseAt(scan, start) : null
  if (low === null || low.amounts.length > 1 || low.scale > 1 || low.amounts[0].min !== undefined) return null
  const sign = skipRangeSign(scan, low.to)
  const high = sign === null ? null : measuredAt(scan, sign)
  if (high === null || high.amounts.length > 1 || (high.unit.type !== 'mass' && high.unit.type !== 'area')) return null
  const [{ value: said }, { value: most }] = [low.amounts[0], high.amounts[0]]
  const least = [said * factor(high.unit), said].find((value) => value < most)
  return least === undefined ? null : { ...high, amounts: [range(least, most)], rule: 'amount-range' }
}

/** `từ 3 tạ đến 5`: the upper end has no unit, and nothing stands behind it. */
function openRange(scan: Scan, low: Measured): Measured | null {
  const sign = skipRangeSign(scan, low.to)
  const high = sign === null || low.amounts.length > 1 ? null : numberPhraseAt(scan, sign)
  const next = high === null ? undefined : scan.tokens[high.to]
  if (high === null || high.amounts.length > 1 || high.scale > 1 || (next !== undefined && next.kind !== 'mark'))
    return null
  if (next !== undefined && '/-:%'.includes(next.fold)) return null
  const [least, most] = [low.amounts[0].value, high.amounts[0].value * factor(low.unit)]
  return least < most ? { ...low, amounts: [range(least, most)], to: high.to, rule: 'amount-range' } : null
}

/** `3 tạ đến 4 tạ`, `3kg-6kg`. */
function measuredRange(scan: Scan, low: Measured): Measured | null {
  const start = skipRangeSign(scan, low.to)
  const high = start === null ? null : measuredAt(scan, start)
  if (high === null || high.unit.type !== low.unit.type) return null
  if (high.unit.type === 'count' && high.unit.name !== low.unit.name) return null
  if (low.amounts.length !== high.amounts.length) return null
  // Two readings of the unit (1 t - 2 t) are two ranges.
  const ranges = low.amounts.map((amount, index) => range(amount.value, high.amounts[index]?.value ?? amount.value))
  const [first, ...others] = ranges
  const isRising = ranges.every(({ min = 0, max = 0 }) => min < max)
  if (first === undefined || !isRising) return null
  const joined: Measured = { ...high, amounts: [first, ...others], rule: 'amount-range' }
  const isAbout = low.amounts[0].about || high.amounts[0].about
  return isAbout ? madeVague(joined, joined.to) : joined
}
