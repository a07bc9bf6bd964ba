import type { Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import { type Amount, distinct, mapAmounts, plus, range, times } from './amounts.ts'
import { decimalsAt, type Group, groupAt, hundredsTail, tensAt } from './number-groups.ts'
import { type Head, type NumeralOptions, scalesAt, tailAt } from './number-tails.ts'
import { isBehindDigit, numberWordAt } from './number-words.ts'

/** A number in digits, words or both, without its surroundings. */
export interface Numeral {
  amounts: [Amount, ...Amount[]]
  to: number
  /** The largest scale it was said with (1 where none). */
  scale: number
  /** The number before that scale, where nothing follows it: `15-16k` needs it. */
  bare: number | undefined
  /** Whether the last scale was a letter or nickname. */
  slang: boolean
  /** Whether it began with a scale alone (`chục`, `trăm hai`). */
  implicit: boolean
  /** Whether the digits alone leave open which mark groups: first amount grouped, second decimal. */
  doubtfulMark: boolean
}

/** Above this nothing is counted, and every whole number below it that was typed with few digits is still exact. */
const LARGEST = 1e18

/**
 * Reads the number that begins at token `at`: `350`, `1.500`, `ba trăm rưỡi`, `2 triệu tám`, `1tr25`, `hai mươi lăm nghìn`. A lone digit behind a
 * scale is its next decimal place (hai triệu tám = 2.8 million). Where speech allows two readings both are given. Null beyond 10^18.
 */
export function numeralAt(scan: Scan, at: number, options: NumeralOptions): Numeral | null {
  const group = groupAt(scan, at)
  const numeral = group === null ? implicitAt(scan, at, options) : explicitAt(scan, group, options)
  return numeral?.amounts.every(({ value }) => value <= LARGEST) ? numeral : null
}

function explicitAt(scan: Scan, said: Group, options: NumeralOptions): Numeral {
  const group = withFigureTail(scan, said, options)
  const withPoint = withDecimals(scan, group)
  const scaled = scaleOf(scan, withPoint, group.kind === 'figure', options)
  const isMeasured = scaled !== null || unitAt(scan, withPoint.to) !== null
  const amounts = ownAmounts(withPoint, isMeasured)
  if (scaled === null) {
    const half = numberWordAt(scan, withPoint.to)?.type === 'half' && withPoint.kind !== 'hundreds'
    const whole = half ? mapAmounts(amounts, (amount) => plus(amount, 0.5)) : amounts
    const to = half ? withPoint.to + 1 : withPoint.to
    const doubtfulMark = group.doubtfulMark === true
    return { amounts: whole, to, scale: 1, bare: whole[0].value, slang: false, implicit: false, doubtfulMark }
  }
  const head = mapAmounts(amounts, (amount) => times(amount, scaled.scale))
  const tail = tailAt(scan, { amounts: head, to: scaled.to, inDigits: group.kind === 'figure' }, scaled.scale, options)
  const isBare = tail.to === scaled.to
  const whole = withDecimals(scan, tail)
  return {
    amounts: distinct(whole.amounts),
    to: whole.to,
    scale: scaled.scale,
    bare: isBare ? amounts[0].value : undefined,
    slang: scaled.slang,
    implicit: false,
    doubtfulMark: false,
  }
}

/** The scale behind a group. Of a hundred and more nobody tells tens (chục). */
function scaleOf(scan: Scan, { amounts, to }: Group, isFigure: boolean, options: NumeralOptions) {
  const scaled = scalesAt(scan, to, isFigure, options.wantsMoney)
  return scaled?.scale === 10 && amounts[0].value >= 100 ? null : scaled
}

/** `ba bốn tạ`, `bảy tám nghìn` and `năm sáu chục` are ranges, `ba bốn` alone too: as one number it would be ba tư. */
function ownAmounts(group: Group, isMeasured: boolean): [Amount, ...Amount[]] {
  return group.kind === 'pair' && (group.isRange || isMeasured) ? [group.amounts[0]] : group.amounts
}

/** `2 trăm 5`, `2 trăm 50`: digits behind trăm, one alone for tens. With a unit of its own behind it the one digit may be itself. */
function withFigureTail(scan: Scan, group: Group, options: NumeralOptions): Group {
  const digits = scan.tokens[group.to]
  const isOpen = group.kind === 'hundreds' && numberWordAt(scan, group.to - 1)?.type === 'hundred'
  if (!isOpen || digits?.kind !== 'figure' || !/^\d{1,2}$/.test(digits.fold)) return group
  const tens = tensAt(scan, group.to)
  if (tens !== null) return { ...group, amounts: mapAmounts(group.amounts, (a) => plus(a, tens.value)), to: tens.to }
  const isScaled = scalesAt(scan, group.to + 1, true, false) !== null
  const standing = isScaled ? 'tail' : options.standing(group.to)
  if (standing === 'own') return group
  const value = Number(digits.fold)
  const added = group.amounts.map((amount) => plus(amount, digits.fold.length === 1 ? value * 10 : value))
  const others = standing === 'split' ? group.amounts.map((amount) => plus(amount, value)) : []
  const [first, ...rest] = [...added, ...others, ...(standing === 'either' ? group.amounts : [])]
  return first === undefined ? group : { ...group, amounts: distinct([first, ...rest]), to: group.to + 1 }
}

function withDecimals<T extends Head>(scan: Scan, head: T): T {
  const decimals = decimalsAt(scan, head.to)
  if (decimals === null) return head
  return { ...head, amounts: mapAmounts(head.amounts, (amount) => plus(amount, decimals.value)), to: decimals.to }
}

/** `trăm hai`, `nghìn mốt`, `triệu rưỡi`, `chục`: one of the scale. */
function implicitAt(scan: Scan, at: number, options: NumeralOptions): Numeral | null {
  const before = numberWordAt(scan, at - 1)?.type
  const isInside = before === 'scale' || before === 'hundred' || isBehindDigit(scan, at)
  if (isInside || scan.tokens[at - 1]?.kind === 'figure') return null
  const rough = halfOfAt(scan, at) ?? roughAt(scan, at)
  if (rough !== null) return rough
  const word = numberWordAt(scan, at)
  const value = word?.type === 'hundred' ? 100 : word?.type === 'scale' ? word.value : null
  if (value === null || !isScaleAlone(scan, at, value)) return null
  const more = scalesAt(scan, at + 1, false, false)
  const scale = value * (more?.scale ?? 1)
  const head = { amounts: [{ value: scale }] as [Amount], to: more?.to ?? at + 1 }
  const tail: Head & { scale?: number } =
    value === 100 && more === null ? hundredAt(scan, at + 1, options) : tailAt(scan, head, scale, options)
  const amounts = distinct(tail.amounts)
  return {
    amounts,
    to: tail.to,
    scale: tail.scale ?? scale,
    bare: undefined,
    slang: false,
    implicit: true,
    doubtfulMark: false,
  }
}

/** What stands behind a trăm that opens a number: `trăm hai`, `trăm rưỡi nghìn`. */
function hundredAt(scan: Scan, at: number, options: NumeralOptions): Head & { scale?: number } {
  const hundreds = hundredsTail(scan, at, [{ value: 100 }])
  const scaled = scalesAt(scan, hundreds.to, false, false)
  if (scaled === null) return hundreds
  const amounts = mapAmounts(hundreds.amounts, (amount) => times(amount, scaled.scale))
  return { ...tailAt(scan, { amounts, to: scaled.to }, scaled.scale, options), scale: scaled.scale }
}

/** "van", "ty" and "ti" without accents are vẫn, công ty and xăng ti mét far more often, but `ty ruoi`. */
function isScaleAlone(scan: Scan, at: number, value: number): boolean {
  if (scan.tokens[at]?.accented !== false || (value !== 1e4 && value !== 1e9)) return true
  return numberWordAt(scan, at + 1)?.type === 'half'
}

/** `nửa triệu`, `nửa trăm`. */
function halfOfAt(scan: Scan, at: number): Numeral | null {
  if (numberWordAt(scan, at)?.type !== 'half-of') return null
  const isHundreds = numberWordAt(scan, at + 1)?.type === 'hundred'
  const scaled = scalesAt(scan, isHundreds ? at + 2 : at + 1, false, false)
  if (scaled === null && !isHundreds) return null
  const scale = (isHundreds ? 100 : 1) * (scaled?.scale ?? 1)
  const to = scaled?.to ?? at + 2
  return {
    amounts: [{ value: scale / 2 }],
    to,
    scale,
    bare: undefined,
    slang: false,
    implicit: false,
    doubtfulMark: false,
  }
}

/** `dăm`, `dăm bảy`, `mươi`, `mươi lăm`: about five, five to seven, about ten, ten to fifteen, of a scale or alone. */
function roughAt(scan: Scan, at: number): Numeral | null {
  const type = numberWordAt(scan, at)?.type
  if (type !== 'nearly-five' && type !== 'tens') return null
  const [low, high, to] = type === 'tens' ? tensRange(scan, at) : fivesRange(scan, at)
  const isHundreds = numberWordAt(scan, to)?.type === 'hundred'
  const scaled = scalesAt(scan, isHundreds ? to + 1 : to, false, false)
  const scale = (isHundreds ? 100 : 1) * (scaled?.scale ?? 1)
  const said: Amount = high === low ? { value: low, about: true } : range(low, high)
  const amounts: [Amount] = [times(said, scale)]
  const end = scaled?.to ?? (isHundreds ? to + 1 : to)
  return { amounts, to: end, scale, bare: undefined, slang: false, implicit: false, doubtfulMark: false }
}

function fivesRange(scan: Scan, at: number): [low: number, high: number, to: number] {
  const next = numberWordAt(scan, at + 1)
  if (next?.type === 'ten') return [5, 10, at + 2]
  if (next?.type !== 'digit') return [5, 5, at + 1]
  if (next.value === 3) return [3, 5, at + 2]
  return next.value > 5 ? [5, next.value, at + 2] : [5, 5, at + 1]
}

function tensRange(scan: Scan, at: number): [low: number, high: number, to: number] {
  const next = numberWordAt(scan, at + 1)
  if (next?.type === 'digit' && next.value === 5 && next.last) return [10, 15, at + 2]
  if (next?.type !== 'ten') return [10, 10, at + 1]
  const digit = numberWordAt(scan, at + 2)
  return digit?.type === 'digit' ? [10, 10 + digit.value, at + 3] : [10, 10, at + 1]
}
