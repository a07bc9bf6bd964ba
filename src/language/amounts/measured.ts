import { type Amount, distinct, mapAmounts, plus, times } from '../numbers/amounts.ts'
import { skipApproximation } from '../numbers/approximations.ts'
import { fractionAt } from '../numbers/fractions.ts'
import { type NumberPhrase, numberPhraseAt } from '../numbers/number-phrase.ts'
import { looksLikeNumber, numberWordAt } from '../numbers/number-words.ts'
import { compileLexicon, matchAt } from '../text/lexicon.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import { factor, unitAt, weighs } from '../units/units.ts'
import { piecesOf, setsOf } from './pieces.ts'
import { productAt } from './products.ts'
import { slippedUnitAt } from './unit-slips.ts'
import { type Measured, tailOf, withSmaller } from './unit-tails.ts'

const halves = compileLexicon<'half'>([
  ['nửa', 'half'],
  ['một nửa', 'half'],
  ['1/2', 'half'],
])

/** Reads an amount with its unit at token `at`: `3 tạ rưỡi`, `nửa tạ`, `2/3 sào`, `tạ hai`, `hơn tạ`, `10 gà`, `5x50kg`. */
export function measuredAt(scan: Scan, at: number): Measured | null {
  const product = productAt(scan, at)
  if (product !== null) return product
  const half = matchAt(halves, scan.tokens, at)
  const halved = half && withUnit(scan, { amounts: [{ value: 0.5 }], to: half.to, rule: 'fraction' })
  if (halved !== null) return halved
  const part = fractionAt(scan, at)
  const measure = part && unitAt(scan, part.to)?.units[0].type
  if (part !== null && measure !== 'count')
    return withUnit(scan, { amounts: [{ value: part.value }], to: part.to, rule: 'fraction' })
  const phrase = numberPhraseAt(scan, at)
  return phrase === null ? unitAloneAt(scan, at) : phraseMeasured(scan, at, phrase)
}

/** `tạ rưỡi`, `tấn hai`, `hơn tạ`, `đôi gà`: one of the unit, known by what stands beside it. */
function unitAloneAt(scan: Scan, at: number): Measured | null {
  const vague = skipApproximation(scan, at)
  const start = vague ?? at
  const unit = unitAt(scan, start)
  // "nam sao rưỡi" is more than one and a half, whatever nam is.
  if (unit === null || scan.tokens[start]?.kind !== 'word' || looksLikeNumber(scan.tokens[at - 1])) return null
  const isAccented = scan.tokens[start]?.accented === true
  const set = isAccented ? setsOf(scan, [{ value: 1 }], unit) : null
  if (set !== null) return set
  // "ta hai" is tạ hai where a weight was asked for, and all the answer begins with.
  const isTold = isAccented || (at === 0 && !scan.accented && scan.context.expect?.[0] === 'mass')
  const isTailed = isTold && tailOf(scan, unit.units[0], unit.to).to > unit.to
  const isRough =
    vague !== null && unit.units[0].type !== 'count' && (isAccented || isExpected(scan, unit.units[0].type))
  if (numberWordAt(scan, unit.to)?.type !== 'half' && !isTailed && !isRough) return null
  const one = vague === null ? { value: 1 } : { value: 1, about: true as const }
  return withUnit(scan, { amounts: [one], to: start, rule: 'unit-alone' })
}

function phraseMeasured(scan: Scan, at: number, phrase: NumberPhrase): Measured | null {
  const found = unitAt(scan, phrase.to) ?? slippedUnitAt(scan, phrase.to)
  const unit = found?.units[0]
  if (found === null || unit === undefined)
    return piecesOf(scan, phrase) ?? (isExpected(scan, 'mass') ? thousandOrKilo(scan, phrase) : null)
  if (phrase.slang && !isExpected(scan, unit.type)) return null
  if (unit.type === 'count' && unit.of !== undefined) {
    const set = setsOf(scan, phrase.amounts, found)
    if (set !== null || unit.name === 'tá') return set
  }
  const isPlace = unit.type === 'area' && scan.tokens[at]?.fold === 'tren'
  const amounts = isPlace ? phrase.plain : phrase.amounts
  const isSmall = unit.type === 'count' || factor(unit) <= 1 ? unit.type !== 'volume' : false
  const sure: [Amount, ...Amount[]] = phrase.doubtfulMark && isSmall ? [amounts[0]] : amounts
  return withUnit(scan, { amounts: sure, to: phrase.to, rule: 'number-unit' })
}

/** `5k` where a weight was asked for: 5 kg or 5,000. Beside a weight (`3 ta 15k`) it is its price. */
function thousandOrKilo(scan: Scan, phrase: NumberPhrase): Measured | null {
  if (!phrase.slang || phrase.scale !== 1000 || phrase.bare === undefined || weighs(scan)) return null
  if (isExpected(scan, 'money') && scan.context.expect?.[0] !== 'mass') return null
  return {
    unit: { type: 'mass', kg: 1, name: 'kg' },
    amounts: [{ value: phrase.bare }, ...phrase.amounts],
    to: phrase.to,
    rule: 'thousand-or-kilo',
  }
}

/** The amount with its unit, what is cut short behind it, and smaller units that go with it. */
function withUnit(scan: Scan, head: Omit<Measured, 'unit'>): Measured | null {
  const found = unitAt(scan, head.to) ?? slippedUnitAt(scan, head.to)
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
  const measured: Measured = { unit, amounts: distinct([first, ...rest]), to: tailed.to, rule: head.rule }
  const isHalf = tailed.to === found.to + 1 && numberWordAt(scan, found.to)?.type === 'half'
  if (tailed.to === found.to) return withSmaller(scan, measured)
  if (isHalf) return { ...withSmaller(scan, measured), rule: head.rule === 'number-unit' ? 'cut-short' : head.rule }
  return head.rule === 'number-unit' ? { ...measured, rule: 'cut-short' } : measured
}

/** The amount said to be no exact one. */
export function madeVague(measured: Measured, to: number): Measured {
  return { ...measured, amounts: mapAmounts(measured.amounts, (amount) => ({ ...amount, about: true })), to }
}
