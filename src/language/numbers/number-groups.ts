import { rememberedAt } from '../text/remember.ts'
import type { Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import { type Amount, mapAmounts, plus, range } from './amounts.ts'
import { figureAt } from './figures.ts'
import { numberWordAt } from './number-words.ts'

/** A number below 1,000 (in words) or any figure in digits, with how it was said. */
export interface Group {
  amounts: [Amount, ...Amount[]]
  to: number
  kind: 'digit' | 'pair' | 'tens' | 'hundreds' | 'figure'
  text?: string
  doubtfulMark?: boolean
  /** Whether a pair of digits can only be a range: as one number `bốn` and `năm` would be tư and lăm, and `một hai` mười hai. */
  isRange?: boolean
}

/** A number below 1,000, in digits or words. */
export const groupAt = rememberedAt(findGroup)

function findGroup(scan: Scan, at: number): Group | null {
  const token = scan.tokens[at]
  if (token?.kind === 'figure') return figureGroup(scan, at)
  const word = numberWordAt(scan, at)
  switch (word?.type) {
    case 'digit':
      // một nửa is a half, not one.
      if (scan.tokens[at + 1]?.fold === 'nua') return null
      return word.last === true && !isHundredBefore(scan, at) ? null : afterDigit(scan, at, word.value)
    case 'ten':
    case 'either':
      return withUnits(scan, at + 1, 10)
    case 'twenty':
      return hasDigit(scan, at + 1) ? withUnits(scan, at + 1, 20) : null
    case 'thirty':
      return hasDigit(scan, at + 1) ? withUnits(scan, at + 1, 30) : null
    case 'zero':
      return numberWordAt(scan, at + 1)?.type === 'point'
        ? { amounts: [{ value: 0 }], to: at + 1, kind: 'digit' }
        : null
    default:
      return null
  }
}

/** Behind a scale `tư` and `mốt` may stand alone: nghìn tư, triệu mốt, ba phần tư. */
function isHundredBefore(scan: Scan, at: number): boolean {
  const before = numberWordAt(scan, at - 1)?.type
  return before === 'scale' || before === 'hundred' || before === 'and' || scan.tokens[at - 1]?.fold === 'phan'
}

function hasDigit(scan: Scan, at: number): boolean {
  return numberWordAt(scan, at)?.type === 'digit'
}

function figureGroup(scan: Scan, at: number): Group | null {
  const figure = figureAt(scan.tokens, at)
  if (figure === null) return null
  const [value, other] = figure.values
  const token = scan.tokens[at]
  if (value < 10 && numberWordAt(scan, figure.to)?.type === 'hundred') {
    const tail = hundredsTail(scan, figure.to + 1, [{ value: value * 100 }])
    return { ...tail, kind: 'hundreds' }
  }
  const inWords = value > 1 && value < 10 && Number.isInteger(value) ? tensInWords(scan, figure.to, value) : null
  if (inWords !== null) return inWords
  const amounts: [Amount, ...Amount[]] = other === undefined ? [{ value }] : [{ value }, { value: other }]
  const pair = spacedRange(scan, at, figure.to)
  if (pair !== null) return { amounts: [pair, ...amounts], to: figure.to, kind: 'figure' }
  return {
    amounts,
    to: figure.to,
    kind: 'figure',
    ...(token && { text: token.fold }),
    ...(other !== undefined && { doubtfulMark: true }),
  }
}

/** `3 mươi 5`, `2 muoi`, `2 chục 5 quả`: a figure before a word for tens. */
function tensInWords(scan: Scan, at: number, digit: number): Group | null {
  const type = numberWordAt(scan, at)?.type
  if (type !== 'tens' && type !== 'either') return digitBehindTen(scan, at, digit * 10)
  const token = scan.tokens[at + 1]
  const isFigure = token?.kind === 'figure' && /^[1-9]$/.test(token.fold) && !token.glued
  return isFigure
    ? { amounts: [{ value: digit * 10 + Number(token.fold) }], to: at + 2, kind: 'tens' }
    : withUnits(scan, at + 1, digit * 10)
}

/** `200 300` may be a range as well as two groups of one number; `14 500` is none. */
function spacedRange(scan: Scan, at: number, to: number): Amount | null {
  if (scan.tokens[at + 1]?.fold.startsWith('0')) return null
  const [low, high] = [Number(scan.tokens[at]?.fold), Number(scan.tokens[at + 1]?.fold)]
  return to === at + 2 && low < high && high <= low * 10 ? range(low, high) : null
}

function afterDigit(scan: Scan, at: number, digit: number): Group | null {
  const next = numberWordAt(scan, at + 1)
  switch (next?.type) {
    case 'hundred':
      return { ...hundredsTail(scan, at + 2, [{ value: digit * 100 }]), kind: 'hundreds' }
    case 'tens':
    case 'either':
      return withUnits(scan, at + 2, digit * 10)
    case 'digit':
      return pairAt(scan, at, digit, next.value, next.last === true)
    default:
      return digitBehindTen(scan, at + 1, digit * 10) ?? { amounts: [{ value: digit }], to: at + 1, kind: 'digit' }
  }
}

/** `ba chục hai cân`, `2 chục 5 quả`: tens told by chục with a digit behind. A năm without a unit is a year, and a một with one what a price is for. */
function digitBehindTen(scan: Scan, at: number, tens: number): Group | null {
  if (!isTen(scan, at)) return null
  const [token, word] = [scan.tokens[at + 1], numberWordAt(scan, at + 1)]
  const isYear = word?.type === 'digit' && word.value === 5 && word.last !== true && unitAt(scan, at + 2) === null
  const isWord = word?.type === 'digit' && !isYear && !isOneOf(scan, at + 1) && !startsOwnNumber(scan, at + 2)
  if (isWord) return { amounts: [{ value: tens + word.value }], to: at + 2, kind: 'tens' }
  const isFigure = token?.kind === 'figure' && /^[2-9]$/.test(token.fold) && !token.glued
  return isFigure && unitAt(scan, at + 2) !== null && scan.tokens[at + 2]?.glued !== true
    ? { amounts: [{ value: tens + Number(token.fold) }], to: at + 2, kind: 'tens' }
    : null
}

function isTen(scan: Scan, at: number): boolean {
  const word = numberWordAt(scan, at)
  return word?.type === 'scale' && word.value === 10
}

/** Two digits in a row: 25 for hai lăm, 3 to 4 for ba bốn (or 34), and never a string of digits such as a phone number. */
function pairAt(scan: Scan, at: number, first: number, second: number, isCertain: boolean): Group | null {
  if (isOneOf(scan, at + 1)) return { amounts: [{ value: first }], to: at + 1, kind: 'digit' }
  const after = numberWordAt(scan, at + 2)
  const couldBeRange = second > first && second - first <= 2 && !isCertain
  if (after?.type === 'hundred') {
    if (!couldBeRange) return { amounts: [{ value: first }], to: at + 1, kind: 'digit' }
    return { amounts: [range(first * 100, second * 100)], to: at + 3, kind: 'hundreds' }
  }
  if (after?.type === 'tens' && couldBeRange) {
    return { amounts: [range(first * 10, second * 10)], to: at + 3, kind: 'tens' }
  }
  if (after?.type === 'digit' || after?.type === 'zero') return null
  const number = { value: first * 10 + second }
  const amounts: [Amount, ...Amount[]] = couldBeRange ? [range(first, second), number] : [number]
  return { amounts, to: at + 2, kind: 'pair', isRange: couldBeRange && (first === 1 || second === 4 || second === 5) }
}

/** Tens with the digit that may follow. */
function withUnits(scan: Scan, at: number, tens: number): Group {
  const word = numberWordAt(scan, at)
  const isDigit = word?.type === 'digit' && !startsOwnNumber(scan, at + 1) && !(tens > 10 && isOneOf(scan, at))
  const value = isDigit ? tens + word.value : tens
  return { amounts: [{ value }], to: isDigit ? at + 1 : at, kind: 'tens' }
}

/** `trăm hai một cân`: a một, which in a number would be mốt, with what a price is for behind it. */
function isOneOf(scan: Scan, at: number): boolean {
  const word = numberWordAt(scan, at)
  const isOne = word?.type === 'digit' && word.value === 1 && word.last !== true
  const isSure = scan.tokens[at]?.accented || scan.context.expect?.[0] === 'money'
  return isOne && isSure && unitAt(scan, at + 1) !== null
}

/** Whether the digit before this token opens a number of its own: mười hai trăm is ten, two hundred. */
function startsOwnNumber(scan: Scan, at: number): boolean {
  const type = numberWordAt(scan, at)?.type
  return type === 'hundred' || type === 'tens'
}

/** What follows trăm: linh năm, hai mươi, hai lăm, or one digit that stands for tens (trăm hai = 120). */
export function hundredsTail(
  scan: Scan,
  at: number,
  hundreds: [Amount, ...Amount[]],
): { amounts: [Amount, ...Amount[]]; to: number } {
  const word = numberWordAt(scan, at)
  const add = (more: number, to: number) => ({ amounts: mapAmounts(hundreds, (a) => plus(a, more)), to })
  if (word?.type === 'half') return add(50, at + 1)
  if (word?.type === 'and') {
    const digit = numberWordAt(scan, at + 1)
    if (digit?.type === 'digit') return add(digit.value, at + 2)
    const figure = figureAt(scan.tokens, at + 1)
    return figure === null ? add(0, at) : add(figure.values[0], figure.to)
  }
  const tens = tensAt(scan, at)
  if (tens !== null) return add(tens.value, tens.to)
  const isNextHundred = numberWordAt(scan, at + 1)?.type === 'hundred'
  if (scan.tokens[at]?.kind === 'figure' || isNextHundred) return add(0, at)
  const group = groupAt(scan, at)
  if (group === null || group.kind === 'hundreds') return add(0, at)
  const value = group.amounts.at(-1)?.value ?? 0
  return add(group.kind === 'digit' ? value * 10 : value, group.to)
}

/** `năm chục`, `2 chục`, `hai chục lăm`: tens told by chục inside a number. */
export function tensAt(scan: Scan, at: number): { value: number; to: number } | null {
  const [token, word] = [scan.tokens[at], numberWordAt(scan, at)]
  const isFigure = token?.kind === 'figure' && /^[1-9]$/.test(token.fold)
  const digit = isFigure ? Number(token.fold) : word?.type === 'digit' && !word.last ? word.value : null
  if (digit === null || !isTen(scan, at + 1)) return null
  const more = digitBehindTen(scan, at + 1, digit * 10)
  return more === null ? { value: digit * 10, to: at + 2 } : { value: more.amounts[0].value, to: more.to }
}

/** More digits than this behind a point are no measure. */
const MOST_DECIMALS = 15

/** What stands behind phẩy or chấm, as a fraction of one: `phẩy năm` 0.5, `phẩy hai mươi lăm` 0.25. */
export function decimalsAt(scan: Scan, at: number): { value: number; to: number } | null {
  if (numberWordAt(scan, at)?.type !== 'point') return null
  const figure = scan.tokens[at + 1]
  if (figure?.kind === 'figure') {
    return /^\d+$/.test(figure.fold) ? { value: Number(`0.${figure.fold}`), to: at + 2 } : null
  }
  let digits = ''
  let to = at + 1
  for (let next = decimalDigit(scan, to, true); next !== null; next = decimalDigit(scan, to, digits === '')) {
    if (digits.length > MOST_DECIMALS) return null
    digits += next
    to += 1
  }
  return digits === '' ? null : { value: Number(`0.${digits}`), to }
}

function decimalDigit(scan: Scan, at: number, isFirst: boolean): string | null {
  const word = numberWordAt(scan, at)
  switch (word?.type) {
    case 'zero':
      return '0'
    case 'digit':
      return String(word.value)
    case 'tens':
    case 'either':
      // hai mươi lăm is 25, hai mươi alone 20.
      return isFirst ? null : hasDigit(scan, at + 1) ? '' : '0'
    case 'ten':
      return isFirst ? (hasDigit(scan, at + 1) ? '1' : '10') : null
    default:
      return null
  }
}
