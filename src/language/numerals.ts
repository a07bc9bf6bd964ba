import { type Amount, distinct, plus, range, tidy, times } from './amounts.ts'
import { figureAt } from './figures.ts'
import { numberWordAt, scaleLetterAt } from './number-words.ts'
import type { Scan } from './scan.ts'

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

/** The part of a number up to its last scale. */
interface Head {
  amounts: [Amount, ...Amount[]]
  to: number
  /** Whether its figures were typed in digits. */
  inDigits?: boolean
}

interface Group {
  amounts: [Amount, ...Amount[]]
  to: number
  kind: 'digit' | 'pair' | 'tens' | 'hundreds' | 'figure'
  text?: string
  doubtfulMark?: boolean
}

/** How a figure stands behind a scale or a unit: as its next decimal places, as a figure of its own, or either. */
export type Standing = 'tail' | 'own' | 'either'
export interface NumeralOptions {
  wantsMoney: boolean
  /** How the figure at a token stands, judged by what follows it. */
  standing(at: number): Standing
}

/**
 * Reads the number that begins at token `at`: `350`, `1.500`, `ba trăm rưỡi`, `2 triệu tám`, `1tr25`, `hai mươi lăm nghìn`. A lone digit behind a
 * scale is its next decimal place (hai triệu tám = 2.8 million). Where speech allows two readings both are given.
 */
export function numeralAt(scan: Scan, at: number, options: NumeralOptions): Numeral | null {
  const group = groupAt(scan, at)
  if (group === null) return implicitAt(scan, at, options)
  const withPoint = decimalAt(scan, group)
  const scaled = scalesAt(scan, withPoint.to, group.kind === 'figure', options.wantsMoney)
  if (scaled === null) {
    const half = numberWordAt(scan, withPoint.to)?.type === 'half' && withPoint.kind !== 'hundreds'
    const amounts = half ? mapAmounts(withPoint.amounts, (amount) => plus(amount, 0.5)) : withPoint.amounts
    const to = half ? withPoint.to + 1 : withPoint.to
    const doubtfulMark = group.doubtfulMark === true
    return { amounts, to, scale: 1, bare: amounts[0].value, slang: false, implicit: false, doubtfulMark }
  }
  const head = mapAmounts(withPoint.amounts, (amount) => times(amount, scaled.scale))
  const tail = tailAt(scan, { amounts: head, to: scaled.to, inDigits: group.kind === 'figure' }, scaled.scale, options)
  const isBare = tail.to === scaled.to
  return {
    amounts: distinct(tail.amounts),
    to: tail.to,
    scale: scaled.scale,
    bare: isBare ? withPoint.amounts[0].value : undefined,
    slang: scaled.slang,
    implicit: false,
    doubtfulMark: false,
  }
}

/** `trăm hai`, `nghìn mốt`, `triệu rưỡi`, `chục`: one of the scale. */
function implicitAt(scan: Scan, at: number, options: NumeralOptions): Numeral | null {
  const word = numberWordAt(scan, at)
  if (word?.type === 'nearly-five') {
    const scaled = scalesAt(scan, at + 1, false, false)
    const scale = scaled?.scale ?? 1
    const amounts: [Amount] = [{ value: 5 * scale, about: true }]
    return {
      amounts,
      to: scaled?.to ?? at + 1,
      scale,
      bare: undefined,
      slang: false,
      implicit: false,
      doubtfulMark: false,
    }
  }
  const value = word?.type === 'hundred' ? 100 : word?.type === 'scale' ? word.value : null
  if (value === null) return null
  const more = scalesAt(scan, at + 1, false, false)
  const scale = value * (more?.scale ?? 1)
  const head = { amounts: [{ value: scale }] as [Amount], to: more?.to ?? at + 1 }
  const tail =
    value === 100 && more === null ? hundredsTail(scan, head.to, [{ value: 100 }]) : tailAt(scan, head, scale, options)
  const amounts = distinct(tail.amounts)
  return { amounts, to: tail.to, scale, bare: undefined, slang: false, implicit: true, doubtfulMark: false }
}

/** One or more scales in a row: `nghìn`, `nghìn tỷ`, `chục triệu`. */
function scalesAt(
  scan: Scan,
  at: number,
  afterFigure: boolean,
  wantsMoney: boolean,
): { scale: number; to: number; slang: boolean } | null {
  let scale = 1
  let to = at
  let slang = false
  for (;;) {
    const word = numberWordAt(scan, to)
    const letter = afterFigure || wantsMoney ? scaleLetterAt(scan, to, wantsMoney) : null
    if (word?.type === 'scale' && (to === at || word.value >= 1e3)) scale *= word.value
    else if (letter !== null && to === at) {
      scale *= letter
      slang = true
    } else break
    to += 1
  }
  return to === at ? null : { scale, to, slang }
}

/** What follows a scale: smaller scales, `lẻ`, `rưỡi`, or a tail cut short. */
function tailAt(scan: Scan, head: Head, scale: number, options: NumeralOptions): Head {
  const word = numberWordAt(scan, head.to)
  if (word?.type === 'half') return { amounts: mapAmounts(head.amounts, (a) => plus(a, scale / 2)), to: head.to + 1 }
  if (scale < 100) return head
  const zero = word?.type === 'zero' ? literalTail(scan, head, scale, options) : null
  if (zero !== null) return zero
  const isLiteral = word?.type === 'and'
  const group = groupAt(scan, isLiteral ? head.to + 1 : head.to)
  if (group === null) return head
  const next = scalesAt(scan, group.to, group.kind === 'figure', false)
  if (next !== null) {
    if (next.scale >= scale) return head
    const added = next.scale * group.amounts[0].value
    const amounts = mapAmounts(head.amounts, (amount) => plus(amount, added))
    return tailAt(scan, { ...head, amounts, to: next.to }, next.scale, options)
  }
  if (isLiteral) return { amounts: mapAmounts(head.amounts, (a) => plus(a, group.amounts[0].value)), to: group.to }
  // Behind words the unit that follows belongs to the whole: nghìn hai cân is 1,200 cân. Behind digits it may be another's.
  const standing = group.kind === 'figure' || head.inDigits ? options.standing(group.to - 1) : 'tail'
  if (standing === 'own') return head
  const additions = tailValues(group, scale)
  if (additions === null) return head
  const amounts = additions.flatMap((value) => head.amounts.map((amount) => plus(amount, value)))
  const [first, ...others] = amounts
  if (first === undefined) return head
  return { amounts: [first, ...others, ...(standing === 'either' ? head.amounts : [])], to: group.to }
}

/** `không trăm linh năm`, `không nghìn hai trăm`: zeros said aloud, after which nothing is cut short. */
function literalTail(scan: Scan, head: Head, scale: number, options: NumeralOptions): Head | null {
  const following = numberWordAt(scan, head.to + 1)
  if (following?.type === 'scale') return tailAt(scan, { ...head, to: head.to + 2 }, Math.min(scale, 1e3), options)
  if (following?.type !== 'hundred') return null
  const at = head.to + 2
  const group = groupAt(scan, numberWordAt(scan, at)?.type === 'and' ? at + 1 : at)
  if (group === null) return { amounts: head.amounts, to: at }
  const next = scalesAt(scan, group.to, false, false)
  const added = group.amounts[0].value * (next?.scale ?? 1)
  const amounts = mapAmounts(head.amounts, (amount) => plus(amount, added))
  return next === null ? { amounts, to: group.to } : tailAt(scan, { amounts, to: next.to }, next.scale, options)
}

/** What a number cut short adds behind a scale. */
function tailValues(group: Group, scale: number): [number, ...number[]] | null {
  const value = group.amounts[0].value
  const literal = value
  switch (group.kind) {
    case 'digit':
      return [(scale / 10) * value]
    case 'figure': {
      const digits = group.text ?? ''
      if (!/^\d{1,3}$/.test(digits)) return null
      const next = (scale / 10 ** digits.length) * Number(digits)
      // 1tr50: a million and a half would be 1tr5, so it may well be 1,050,000.
      return digits.length === 2 && digits.endsWith('0') ? [next, (scale / 1000) * Number(digits)] : [next]
    }
    case 'pair': {
      const pair = group.amounts.at(-1)?.value ?? value
      return scale === 1000 ? [(scale / 100) * pair, pair] : [(scale / 100) * pair, (scale / 1000) * pair]
    }
    case 'tens':
    case 'hundreds':
      return scale <= 1e4 ? [literal] : [(scale / 1000) * value, literal]
  }
}

/** A number below 1,000, in digits or words. */
function groupAt(scan: Scan, at: number): Group | null {
  const token = scan.tokens[at]
  if (token?.kind === 'figure') return figureGroup(scan, at)
  const word = numberWordAt(scan, at)
  switch (word?.type) {
    case 'digit':
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

/** Behind a scale `tư` and `mốt` may stand alone: nghìn tư, triệu mốt. */
function isHundredBefore(scan: Scan, at: number): boolean {
  const before = numberWordAt(scan, at - 1)?.type
  return before === 'scale' || before === 'hundred' || before === 'and'
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
  const amounts: [Amount, ...Amount[]] = other === undefined ? [{ value }] : [{ value }, { value: other }]
  return {
    amounts,
    to: figure.to,
    kind: 'figure',
    ...(token && { text: token.fold }),
    ...(other !== undefined && { doubtfulMark: true }),
  }
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
      return { amounts: [{ value: digit }], to: at + 1, kind: 'digit' }
  }
}

/** Two digits in a row: 25 for hai lăm, 3 to 4 for ba bốn (or 34), and never a string of digits such as a phone number. */
function pairAt(scan: Scan, at: number, first: number, second: number, isCertain: boolean): Group | null {
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
  return { amounts, to: at + 2, kind: 'pair' }
}

/** Tens with the digit that may follow. */
function withUnits(scan: Scan, at: number, tens: number): Group {
  const word = numberWordAt(scan, at)
  const isDigit = word?.type === 'digit' && !startsOwnNumber(scan, at + 1)
  const value = isDigit ? tens + word.value : tens
  return { amounts: [{ value }], to: isDigit ? at + 1 : at, kind: 'tens' }
}

/** Whether the digit before this token opens a number of its own: mười hai trăm is ten, two hundred. */
function startsOwnNumber(scan: Scan, at: number): boolean {
  const type = numberWordAt(scan, at)?.type
  return type === 'hundred' || type === 'tens'
}

/** What follows trăm: linh năm, hai mươi, hai lăm, or one digit that stands for tens (trăm hai = 120). */
function hundredsTail(
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
  if (scan.tokens[at]?.kind === 'figure') return add(0, at)
  const group = groupAt(scan, at)
  if (group === null || group.kind === 'hundreds') return add(0, at)
  const value = group.amounts.at(-1)?.value ?? 0
  return add(group.kind === 'digit' ? value * 10 : value, group.to)
}

/** `hai phẩy năm`, `không phẩy hai lăm`. */
function decimalAt(scan: Scan, group: Group): Group {
  if (numberWordAt(scan, group.to)?.type !== 'point') return group
  let digits = ''
  let to = group.to + 1
  for (let word = numberWordAt(scan, to); word !== null; word = numberWordAt(scan, to)) {
    if (word.type === 'zero') digits += '0'
    else if (word.type === 'digit') digits += String(word.value)
    else if ((word.type === 'tens' || word.type === 'either') && digits !== '' && !hasDigit(scan, to + 1)) digits += '0'
    else if ((word.type === 'tens' || word.type === 'either') && digits !== '') digits += ''
    else if (word.type === 'ten' && digits === '') digits += hasDigit(scan, to + 1) ? '1' : '10'
    else break
    to += 1
  }
  const figure = digits === '' ? scan.tokens[to] : undefined
  if (figure?.kind === 'figure' && /^\d+$/.test(figure.fold)) {
    digits = figure.fold
    to += 1
  }
  if (digits === '') return group
  return { ...group, amounts: mapAmounts(group.amounts, (a) => ({ value: tidy(a.value + Number(`0.${digits}`)) })), to }
}

function mapAmounts(
  amounts: readonly [Amount, ...Amount[]],
  change: (amount: Amount) => Amount,
): [Amount, ...Amount[]] {
  const [first, ...others] = amounts
  return [change(first), ...others.map(change)]
}
