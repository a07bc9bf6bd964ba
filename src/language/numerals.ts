import { type Amount, distinct, mapAmounts, plus, sum, times } from './amounts.ts'
import { decimalsAt, type Group, groupAt, hundredsTail } from './number-groups.ts'
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

/**
 * How a figure stands behind a scale or a unit: as its next decimal places, as a figure of its own, or either. `split`: a weight follows it, which may be the
 * whole number's (`1 nghìn 2 kg`) or its own.
 */
export type Standing = 'tail' | 'own' | 'either' | 'split'
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
  const withPoint = withDecimals(scan, group)
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
  const whole = withDecimals(scan, tail)
  return {
    amounts: distinct(whole.amounts),
    to: whole.to,
    scale: scaled.scale,
    bare: isBare ? withPoint.amounts[0].value : undefined,
    slang: scaled.slang,
    implicit: false,
    doubtfulMark: false,
  }
}

function withDecimals<T extends Head>(scan: Scan, head: T): T {
  const decimals = decimalsAt(scan, head.to)
  if (decimals === null) return head
  return { ...head, amounts: mapAmounts(head.amounts, (amount) => plus(amount, decimals.value)), to: decimals.to }
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
  // "van" without accents is vẫn, văn, ván far more often.
  if (value === null || (value === 1e4 && scan.tokens[at]?.accented === false)) return null
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
  // "20 nghìn một chục" is a price for ten.
  if (next?.scale === 10) return head
  if (next !== null) {
    if (next.scale >= scale) return next.scale === 1e9 ? billions(scan, head, group, next.to, options) : head
    const added = times(lastOf(group), next.scale)
    const amounts = mapAmounts(head.amounts, (amount) => sum(amount, added))
    return tailAt(scan, { ...head, amounts, to: next.to }, next.scale, options)
  }
  if (isLiteral) return { amounts: mapAmounts(head.amounts, (a) => sum(a, lastOf(group))), to: group.to }
  // Behind words the unit that follows belongs to the whole: nghìn hai cân is 1,200 cân. Behind digits it may be another's.
  const standing = group.kind === 'figure' || head.inDigits ? options.standing(group.to - 1) : 'tail'
  if (standing === 'split') return splitTail(head, group, scale)
  if (standing === 'own') return head
  const additions = tailValues(group, scale)
  if (additions === null) return head
  const amounts = additions.flatMap((value) => head.amounts.map((amount) => plus(amount, value)))
  const [first, ...others] = amounts
  if (first === undefined) return head
  return { amounts: [first, ...others, ...(standing === 'either' ? head.amounts : [])], to: group.to }
}

/** `1 nghìn 2 kg`: 1,200 kg, or a price of 1,000 and then 2 kg. From ten thousand on it is a price. */
function splitTail(head: Head, group: Group, scale: number): Head {
  const [tail] = tailValues(group, scale) ?? []
  if (scale !== 1e3 || head.amounts[0].value >= 1e4 || tail === undefined) return head
  return { ...head, amounts: [plus(head.amounts[0], tail), group.amounts[0]], to: group.to }
}

/** `một nghìn hai trăm tỷ`: all that came before counts billions. */
function billions(scan: Scan, head: Head, group: Group, to: number, options: NumeralOptions): Head {
  const amounts = mapAmounts(head.amounts, (amount) => times(sum(amount, lastOf(group)), 1e9))
  return tailAt(scan, { ...head, amounts, to }, 1e9, options)
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
  const added = times(lastOf(group), next?.scale ?? 1)
  const amounts = mapAmounts(head.amounts, (amount) => sum(amount, added))
  return next === null ? { amounts, to: group.to } : tailAt(scan, { amounts, to: next.to }, next.scale, options)
}

/** A group inside a number: two digits in a row are tens and units there (năm sáu nghìn behind a million is 56,000). */
function lastOf(group: Group): Amount {
  return group.amounts.at(-1) ?? group.amounts[0]
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
