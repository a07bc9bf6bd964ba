import type { FactRule } from '../explain-rules.ts'
import { cropAt } from '../names/crops.ts'
import { usualVnd } from '../names/usual-prices.ts'
import { type Amount, plus } from '../numbers/amounts.ts'
import { figureAt } from '../numbers/figures.ts'
import { fractionSign } from '../numbers/fractions.ts'
import { groupAt, tensAt } from '../numbers/number-groups.ts'
import { numberPhraseAt } from '../numbers/number-phrase.ts'
import { mayBeNumber, numberWordAt } from '../numbers/number-words.ts'
import { hasUnit, standingOf } from '../numbers/standing.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { factor, type Unit, unitAt } from '../units/units.ts'
import { slippedUnitAt } from './unit-slips.ts'

/** An amount of one measure, in its base unit. */
export interface Measured {
  unit: Unit
  /** Amounts in the base unit of the measure. */
  amounts: [Amount, ...Amount[]]
  to: number
  /** What gave it. */
  rule: FactRule
}

interface Tail {
  additions: [number, ...number[]]
  to: number
}

/** What a half, a figure or number words right behind a unit add, in that unit. `[0]` where nothing follows. */
export function tailOf(scan: Scan, unit: Unit, at: number): Tail {
  const none: Tail = { additions: [0], to: at }
  const type = numberWordAt(scan, at)?.type
  if (type === 'half') return { additions: [0.5], to: at + 1 }
  const sign = fractionSign(scan, at)
  if (sign !== null) return { additions: [sign], to: at + 1 }
  const token = scan.tokens[at]
  if (unit.type === 'count' || token === undefined) return none
  if (type === 'and') return oddKilos(scan, unit, at) ?? none
  const { digits, to } = digitsAt(scan, at)
  if (mayBePrice(scan, at, digits)) return none
  const standing = standingBehind(scan, at, to)
  // "0,5 ha hai mươi bay yen": what may be the rest of the number says that it is another's.
  if (standing === 'own' || mayBeNumber(scan, to) || slippedUnitAt(scan, to) !== null) return none
  const values = tailValues(unit, digits, token.glued)
  if (values === null) return none
  // `3ta5` is typed in one go; behind a blank the figure may be what VNI left of tạ.
  const isTone =
    token.glued && scan.tokens[at - 1]?.glued !== true && vniTone(scan.tokens[at - 1]?.fold ?? '', unit) === digits
  const [first, ...others] = values
  return { additions: [first, ...others, ...(standing === 'either' || isTone ? [0] : [])], to }
}

/** Figures as they were typed, or as number words would be: `hai`, `hai mươi lăm`, `hai lăm`, `ba trăm rưỡi`. */
function digitsAt(scan: Scan, at: number): { digits: string; to: number } {
  const token = scan.tokens[at]
  const tens = tensAt(scan, at)
  if (tens !== null) return { digits: String(tens.value), to: tens.to }
  const isHundreds = numberWordAt(scan, at + 1)?.type === 'hundred'
  if (token?.kind === 'figure' && !isHundreds) return { digits: token.fold, to: at + 1 }
  const word = numberWordAt(scan, at)
  const group = groupAt(scan, at)
  if (group === null && word?.type === 'digit') return { digits: String(word.value), to: at + 1 }
  const value = group?.amounts.at(-1)?.value
  const isTail = group !== null && value !== undefined && group.isRange !== true
  return isTail ? { digits: String(value), to: group.to } : { digits: '', to: at + 1 }
}

/** `gừng 3 tạ 15` as the answer to a price: the figure behind a blank may be it, its thousands left out, where the crop is sold for so much. */
function mayBePrice(scan: Scan, at: number, digits: string): boolean {
  const token = scan.tokens[at]
  if (scan.context.expect?.[0] !== 'money' || token?.kind !== 'figure' || token.glued || unitAt(scan, at + 1) !== null)
    return false
  const crop = scan.context.crops.get(scan.crop ?? '')
  const bounds = crop === undefined ? null : usualVnd(crop)
  const vnd = Number(digits) * THOUSAND
  return bounds !== null && vnd >= bounds[0] && vnd <= bounds[1]
}
const THOUSAND = 1e3

/** Several number words in a row are no other word by chance. */
function standingBehind(scan: Scan, at: number, to: number) {
  const standing = standingOf(scan, to - 1)
  return standing === 'own' && to - at > 1 && !hasUnit(scan, to - 1) ? 'tail' : standing
}

/** `3 tạ lẻ 5`: behind lẻ nothing is cut short. */
function oddKilos(scan: Scan, unit: Unit, at: number): Tail | null {
  const group = groupAt(scan, at + 1)
  const value = group?.amounts[0].value ?? 0
  if (group === null || unit.name !== 'tạ' || value >= 100 || hasUnit(scan, group.to - 1)) return null
  return isOddWord(scan, at) ? { additions: [value / 100], to: group.to } : null
}

/** A `le` without its accent is lê, a pear. */
function isOddWord(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  return token !== undefined && (token.accented || token.fold === 'linh')
}

/**
 * The next decimal places behind a unit: `3 tạ 2` 3.2, `2 tấn 350` 2.35. Two digits behind tấn may also be kilograms, and behind sào a digit may be
 * thước (15 to the sào). Behind a blank, so many digits as a small unit has no places for are another figure (`50kg 110`).
 */
function tailValues(unit: Unit, digits: string, isGlued: boolean): [number, ...number[]] | null {
  if (!/^\d{1,3}$/.test(digits)) return null
  const value = Number(digits)
  if (unit.name === 'sào') return digits.length === 1 && value > 0 ? [value / 10, value / 15] : null
  if (unit.name === 'thước') return null
  const decimal = value / 10 ** digits.length
  const places = unit.type === 'mass' && unit.kg >= 10 ? Math.log10(unit.kg) : isGlued ? 3 : unit.name === 'ha' ? 2 : 1
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

const joiners = phraseLexicon('và, với, cộng, thêm, +')

const short = phraseLexicon('kém, thiếu')

/** `3 cân 2 lạng`, `1 tạ 8 kg`, `2 sào 5 thước`, `3 tạ và 20 cân`, `2 tạ kém 5 cân`: smaller units of the same measure are added. */
export function withSmaller(scan: Scan, measured: Measured): Measured {
  const joiner = matchAt(joiners, scan.tokens, measured.to)
  const isOdd = numberWordAt(scan, measured.to)?.type === 'and'
  const less = matchAt(short, scan.tokens, measured.to)
  const start = joiner?.to ?? less?.to ?? (isOdd ? measured.to + 1 : measured.to)
  const more = smallerAt(scan, measured.unit, start)
  // Behind và there may be another crop: 3 tạ ngô is one thing, và 20 cân lạc another.
  if (more === null || (joiner !== null && cropAt(scan, more.to) !== null)) return measured
  const [first, ...others] = measured.amounts
  const add = (amount: Amount) => plus(amount, less === null ? more.value : -more.value)
  return withSmaller(scan, {
    unit: more.unit,
    amounts: [add(first), ...others.map(add)],
    to: more.to,
    rule: 'compound-amount',
  })
}

function smallerAt(scan: Scan, whole: Unit, at: number): { value: number; unit: Unit; to: number } | null {
  if (whole.type === 'count') return null
  const typed = figureAt(scan.tokens, at)
  const figure = typed !== null && unitAt(scan, typed.to) !== null ? typed : null
  const phrase = figure === null ? numberPhraseAt(scan, at) : null
  const value = figure?.values[0] ?? phrase?.amounts[0].value
  const end = figure?.to ?? phrase?.to
  if (value === undefined || end === undefined) return null
  const found = unitAt(scan, end)
  const unit = found?.units[0]
  if (found === null || unit === undefined || unit.type !== whole.type) return null
  if (factor(unit) >= factor(whole) || value * factor(unit) >= factor(whole)) return null
  const tail = tailOf(scan, unit, found.to)
  const isPlain = tail.additions.length === 1
  return { value: (value + (isPlain ? tail.additions[0] : 0)) * factor(unit), unit, to: isPlain ? tail.to : found.to }
}
