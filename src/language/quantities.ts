import { type Amount, distinct, plus, range, tidy, times } from './amounts.ts'
import { bareQuantityAt } from './bare-quantities.ts'
import { containerWeights, eachOf, nameAt } from './containers.ts'
import { isAnimal, isAnimalAt } from './crops.ts'
import { skipDeduction } from './deductions.ts'
import { figureAt } from './figures.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { type NumberPhrase, numberPhraseAt, scaled, skipRangeSign } from './number-phrase.ts'
import { numberWordAt } from './number-words.ts'
import { areaReadings, type Counts, countReadings, massReadings, volumeReadings } from './quantity-readings.ts'
import { isExpected, type Scan, type Span } from './scan.ts'
import { standingOf } from './standing.ts'
import { factor, type Unit, unitAt } from './units.ts'

/** An amount of one measure, in its base unit. */
interface Measured {
  unit: Unit
  /** Amounts in the base unit of the measure. */
  amounts: [Amount, ...Amount[]]
  to: number
}

const halves = compileLexicon<'half'>([
  ['nửa', 'half'],
  ['một nửa', 'half'],
  ['1/2', 'half'],
])

/**
 * Reads a weight, an area, a volume or a count at token `at`: `3 tạ rưỡi`, `1 tấn 2`, `2 sào 5 thước`, `nửa tạ`, `3/4 tấn`, `5 bao mỗi bao 50 cân`.
 */
export function quantityAt(scan: Scan, at: number): Span | null {
  const off = skipDeduction(scan, at)
  if (off !== null) return deductedAt(scan, at, off)
  const alone = measuredAt(scan, at)
  if (alone === null) return bareQuantityAt(scan, at)
  const measured = measuredRange(scan, alone) ?? alone
  if (isRate(scan, measured)) return null
  const { unit, amounts, to } = measured
  switch (unit.type) {
    case 'mass':
      return { type: 'mass', readings: massReadings(amounts), from: at, to }
    case 'area':
      return { type: 'area', readings: areaReadings(amounts), from: at, to }
    case 'volume':
      return { type: 'volume', readings: volumeReadings(amounts), from: at, to }
    case 'count':
      return countSpan(scan, at, measured, unit)
  }
}

/** `trừ bì 5 kg`: the weight with the word before it, by which it is known as no weight of its own. */
function deductedAt(scan: Scan, at: number, start: number): Span | null {
  const less = measuredAt(scan, start)
  return less?.unit.type === 'mass'
    ? { type: 'mass', readings: massReadings(less.amounts), from: at, to: less.to }
    : null
}

const perWords = compileLexicon<'per'>([
  ['/', 'per'],
  ['mỗi', 'per'],
  ['một ngày', 'per'],
])

/** What mỗi counts by, besides units: behind a "moi" without accents any other word shows mới, just now (`2 sao moi gat`). */
const perWhat = compileLexicon<'one'>(
  'ngày, hôm, tuần, tháng, năm, vụ, mùa, lứa, lần, nhà, hộ, người, khẩu, thửa, đám, vườn, gốc'
    .split(', ')
    .map((word) => [word, 'one'] as const),
)

/** `5 tạ/sào`, `30 kg mỗi ngày`: how much for one of something, never a quantity of its own. */
function isRate(scan: Scan, measured: Measured): boolean {
  const per = matchAt(perWords, scan.tokens, measured.to)
  if (per === null) return false
  const next = scan.tokens[per.to]
  const { unit } = measured
  if (!per.exact && unitAt(scan, per.to) === null && matchAt(perWhat, scan.tokens, per.to) === null) return false
  const isOfOne = unit.type === 'count' && (unit.container === true || nameAt(scan, per.to, unit.name) !== null)
  return next?.kind === 'word' && !isOfOne
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
  return first !== undefined && isRising ? { ...high, amounts: [first, ...others] } : null
}

function measuredAt(scan: Scan, at: number): Measured | null {
  const half = matchAt(halves, scan.tokens, at) ?? fractionAt(scan, at)
  if (half !== null) {
    const value = 'value' in half ? half.value : 0.5
    return withUnit(scan, { amounts: [{ value }], to: half.to })
  }
  const phrase = numberPhraseAt(scan, at)
  if (phrase !== null) return phraseMeasured(scan, at, phrase)
  return unitAloneAt(scan, at)
}

/** `3/4 tấn`, `2/5 tạ`: a true fraction right before a measure. */
function fractionAt(scan: Scan, at: number): { value: number; to: number } | null {
  const [top, slash, bottom] = [scan.tokens[at], scan.tokens[at + 1], scan.tokens[at + 2]]
  if (top?.kind !== 'figure' || slash?.fold !== '/' || bottom?.kind !== 'figure') return null
  const [above, below] = [Number(top.fold), Number(bottom.fold)]
  const unit = unitAt(scan, at + 3)?.units[0]
  if (!(above > 0 && above < below && below <= 10) || unit === undefined || unit.type === 'count') return null
  return { value: tidy(above / below), to: at + 3 }
}

/** `tạ rưỡi`, `tấn hai`: one of the unit, known by its half or by accents on the tail. */
function unitAloneAt(scan: Scan, at: number): Measured | null {
  const unit = unitAt(scan, at)
  if (unit === null || scan.tokens[at]?.kind !== 'word') return null
  const isTailed = scan.tokens[at]?.accented === true && tailOf(scan, unit.units[0], unit.to).to > unit.to
  if (numberWordAt(scan, unit.to)?.type !== 'half' && !isTailed) return null
  return withUnit(scan, { amounts: [{ value: 1 }], to: at })
}

function phraseMeasured(scan: Scan, at: number, phrase: NumberPhrase): Measured | null {
  const unit = unitAt(scan, phrase.to)?.units[0]
  if (unit === undefined)
    return headsOf(scan, phrase) ?? (isExpected(scan, 'mass') ? thousandOrKilo(scan, phrase) : null)
  if (phrase.slang && !isExpected(scan, unit.type)) return null
  const isPlace = unit.type === 'area' && scan.tokens[at]?.fold === 'tren'
  const amounts = isPlace ? phrase.plain : phrase.amounts
  const isSmall = unit.type === 'count' || factor(unit) <= 1 ? unit.type !== 'volume' : false
  const sure: [Amount, ...Amount[]] = phrase.doubtfulMark && isSmall ? [amounts[0]] : amounts
  return withUnit(scan, { amounts: sure, to: phrase.to })
}

/** `10 gà`: animals are counted without con too. */
function headsOf(scan: Scan, phrase: NumberPhrase): Measured | null {
  if (phrase.slang || phrase.doubtfulMark || phrase.implicit || !isAnimalAt(scan, phrase.to)) return null
  return { unit: { type: 'count', name: 'con' }, amounts: phrase.amounts, to: phrase.to }
}

/** `5k` where a weight was asked for: 5 kg or 5,000. */
function thousandOrKilo(scan: Scan, phrase: NumberPhrase): Measured | null {
  if (!phrase.slang || phrase.scale !== 1000 || phrase.bare === undefined) return null
  if (isExpected(scan, 'money') && scan.context.expect?.[0] !== 'mass') return null
  return {
    unit: { type: 'mass', kg: 1, name: 'kg' },
    amounts: [{ value: phrase.bare }, ...phrase.amounts],
    to: phrase.to,
  }
}

/** The amount with its unit, what is cut short behind it, and smaller units that go with it. */
function withUnit(scan: Scan, head: { amounts: [Amount, ...Amount[]]; to: number }): Measured | null {
  const found = unitAt(scan, head.to)
  if (found === null || scan.tokens[head.to]?.kind === 'mark') return null
  const [unit, ...others] = found.units
  const tailed = tailOf(scan, unit, found.to)
  const measures = [unit, ...others].flatMap((one) => {
    const own = one === unit ? tailed : tailOf(scan, one, found.to)
    return head.amounts.flatMap((amount) =>
      own.additions.map((more) => plus(times(amount, factor(one)), more * factor(one))),
    )
  })
  const [first, ...rest] = measures
  if (first === undefined) return null
  const measured: Measured = { unit, amounts: distinct([first, ...rest]), to: tailed.to }
  return tailed.to === found.to ? withSmaller(scan, measured) : measured
}

/** What a half, a figure or a digit word right behind a unit adds, in that unit. `[0]` where nothing follows. */
function tailOf(scan: Scan, unit: Unit, at: number): { additions: [number, ...number[]]; to: number } {
  const none: { additions: [number]; to: number } = { additions: [0], to: at }
  const word = numberWordAt(scan, at)
  if (word?.type === 'half') return { additions: [0.5], to: at + 1 }
  if (unit.type === 'count') return none
  const token = scan.tokens[at]
  if (token === undefined) return none
  const standing = standingOf(scan, at)
  if (standing === 'own') return none
  const digits = token.kind === 'figure' ? token.fold : word?.type === 'digit' ? String(word.value) : ''
  const values = tailValues(unit, digits)
  if (values === null) return none
  // `3ta5` is typed in one go; behind a blank the figure may be what VNI left of tạ.
  const isTone =
    token.glued && scan.tokens[at - 1]?.glued !== true && vniTone(scan.tokens[at - 1]?.fold ?? '', unit) === digits
  const [first, ...others] = values
  return { additions: [first, ...others, ...(standing === 'either' || isTone ? [0] : [])], to: at + 1 }
}

/**
 * The next decimal places behind a unit: `3 tạ 2` 3.2, `2 tấn 350` 2.35. Two digits behind tấn may also be kilograms, and behind sào a digit may be
 * thước (15 to the sào).
 */
function tailValues(unit: Unit, digits: string): [number, ...number[]] | null {
  if (!/^\d{1,3}$/.test(digits)) return null
  const value = Number(digits)
  if (unit.name === 'sào') return digits.length === 1 && value > 0 ? [value / 10, value / 15] : null
  if (unit.name === 'thước') return null
  const decimal = value / 10 ** digits.length
  const places = unit.type === 'mass' && unit.kg >= 10 ? Math.log10(unit.kg) : digits.length
  if (digits.length > places) return null
  if (unit.name === 'tấn' && digits.length === 2) return [decimal, value / 1000]
  return [decimal]
}

/** The digit by which the VNI keyboard writes the tone of a unit: `ta5` is tạ, or tạ and five. */
function vniTone(typed: string, unit: Unit): string | null {
  return vniTones.get(`${typed} ${unit.name}`) ?? null
}
const vniTones = new Map([
  ['ta tạ', '5'],
  ['sao sào', '2'],
  ['can cân', '6'],
  ['lit lít', '1'],
])

/** `3 cân 2 lạng`, `1 tạ 8 kg`, `2 sào 5 thước`: smaller units of the same measure are added. */
function withSmaller(scan: Scan, measured: Measured): Measured {
  const numeral = smallerAt(scan, measured)
  if (numeral === null) return measured
  const amounts = measured.amounts.map((amount) => plus(amount, numeral.value)) as Measured['amounts']
  return withSmaller(scan, { unit: numeral.unit, amounts, to: numeral.to })
}

function smallerAt(scan: Scan, measured: Measured): { value: number; unit: Unit; to: number } | null {
  if (measured.unit.type === 'count') return null
  const figure = figureAt(scan.tokens, measured.to)
  const phrase = figure === null ? numberPhraseAt(scan, measured.to) : null
  const value = figure?.values[0] ?? phrase?.amounts[0].value
  const end = figure?.to ?? phrase?.to
  if (value === undefined || end === undefined) return null
  const found = unitAt(scan, end)
  const unit = found?.units[0]
  if (found === null || unit === undefined || unit.type !== measured.unit.type) return null
  if (factor(unit) >= factor(measured.unit) || value * factor(unit) >= factor(measured.unit)) return null
  const tail = tailOf(scan, unit, found.to)
  const isPlain = tail.additions.length === 1
  return { value: (value + (isPlain ? tail.additions[0] : 0)) * factor(unit), unit, to: isPlain ? tail.to : found.to }
}

const timesSigns = new Set(['x', '×', '*'])

/** A count, or the weight it comes to where the weight of one container is said or known. */
function countSpan(scan: Scan, at: number, measured: Measured, unit: Extract<Unit, { type: 'count' }>): Span {
  const found = containerWeight(scan, measured, unit.name)
  // A weight beside animals is all of theirs, unless it is said to be one's.
  const weighed = unit.container || (found?.isEach && unit.name === 'con') ? found : null
  if (weighed?.type === 'volume')
    return { type: 'volume', readings: volumeReadings(weighed.amounts), from: at, to: weighed.to }
  if (weighed !== null) return { type: 'mass', readings: massReadings(weighed.amounts), from: at, to: weighed.to }
  const known = scan.context.containerKg?.[unit.name]
  if (known !== undefined) {
    return { type: 'mass', readings: massReadings(scaled(measured.amounts, known)), from: at, to: measured.to }
  }
  const [name = unit.name, ...others] = countUnits(scan, measured.to, unit.name)
  const [first, ...more] = countReadings(measured.amounts, name)
  const readings: Counts = [first, ...more, ...others.flatMap((other) => countReadings(measured.amounts, other))]
  return { type: 'count', readings, from: at, to: measured.to }
}

/** `5 bao mỗi bao 50 cân`, `5 bao x 50kg`, `5 bao 50kg/bao`, `6 chai mỗi chai 1 lít`; without such a word 50 kg may be all there is, and both are given. */
function containerWeight(
  scan: Scan,
  measured: Measured,
  name: string,
): { type: 'mass' | 'volume'; amounts: [Amount, ...Amount[]]; to: number; isEach: boolean } | null {
  const sign = scan.tokens[measured.to]
  const opened = sign !== undefined && timesSigns.has(sign.fold) ? measured.to + 1 : eachOf(scan, measured.to, name)
  const start = opened ?? (sign?.fold === ',' ? measured.to + 1 : measured.to)
  if (scan.tokens[start] === undefined) return null
  const phrase = measuredAt(scan, start)
  const type = phrase?.unit.type
  if (phrase === null || (type !== 'mass' && type !== 'volume')) return null
  const closed =
    scan.tokens[phrase.to]?.fold === '/' ? nameAt(scan, phrase.to + 1, name) : eachOf(scan, phrase.to, name)
  const isEach = opened !== null || closed !== null
  const amounts = containerWeights(measured.amounts, phrase.amounts, isEach)
  return { type, amounts, isEach, to: opened === null ? (closed ?? phrase.to) : phrase.to }
}

/** `2 bo` without accents may be two bundles or two head of cattle. */
function countUnits(scan: Scan, to: number, name: string): string[] {
  const token = scan.tokens[to - 1]
  const isPlant = scan.crop !== undefined && !isAnimal(scan.context.crops, scan.crop)
  const isOpen = name === 'bó' && token?.accented === false && !scan.accented && !isPlant
  return isOpen ? ['bó', 'con'] : [name]
}
