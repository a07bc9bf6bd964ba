import type { Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import { type Amount, mapAmounts, plus, sum, times } from './amounts.ts'
import { type Group, groupAt } from './number-groups.ts'
import { numberWordAt, scaleLetterAt } from './number-words.ts'

/** The part of a number up to its last scale. */
export interface Head {
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
/** What a number is read with. */
export interface NumeralOptions {
  wantsMoney: boolean
  /** How the figure at a token stands, judged by what follows it. */
  standing(at: number): Standing
}

/** Beyond this no number is read, and so no more of it is looked at. */
const LARGEST_SCALE = 1e18

/** One or more scales in a row: `nghìn`, `nghìn tỷ`, `chục triệu`. */
export function scalesAt(
  scan: Scan,
  at: number,
  afterFigure: boolean,
  wantsMoney: boolean,
): { scale: number; to: number; slang: boolean } | null {
  let scale = 1
  let to = at
  let slang = false
  while (scale <= LARGEST_SCALE) {
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
export function tailAt(scan: Scan, head: Head, scale: number, options: NumeralOptions): Head {
  if (head.amounts[0].value > LARGEST_SCALE) return head
  const word = numberWordAt(scan, head.to)
  if (word?.type === 'half') return { amounts: mapAmounts(head.amounts, (a) => plus(a, scale / 2)), to: head.to + 1 }
  if (scale < 10) return head
  if (scale === 10) return tensTail(scan, head, options)
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
  const standing = standingOfTail(scan, head, group, options)
  if (standing === 'split') return splitTail(head, group, scale)
  if (standing === 'own') return head
  const additions = tailValues(group, scale)
  if (additions === null) return head
  const amounts = additions.flatMap((value) => head.amounts.map((amount) => plus(amount, value)))
  const [first, ...others] = amounts
  if (first === undefined) return head
  return { amounts: [first, ...others, ...(standing === 'either' ? head.amounts : [])], to: group.to }
}

/** Behind words the unit that follows belongs to the whole: nghìn hai cân is 1,200 cân. Behind digits, or as a price (`mười lăm nghìn một cân`), it may be another's. */
function standingOfTail(scan: Scan, head: Head, group: Group, options: NumeralOptions): Standing {
  if (group.kind === 'digit' && options.wantsMoney && unitAt(scan, group.to) !== null) return 'own'
  // "1 nghìn 5 trăm cân": hundreds behind a thousand said in words are the same number's.
  if (group.kind === 'hundreds' && numberWordAt(scan, head.to - 1)?.type === 'scale') return 'tail'
  const isOne = group.kind === 'digit' && group.amounts[0].value === 1
  const isPriceForOne = isOne && (options.wantsMoney || head.amounts[0].value >= PRICE_VND)
  return group.kind === 'figure' || head.inDigits || isPriceForOne ? options.standing(group.to - 1) : 'tail'
}

/** No household harvests so many kilograms. */
const MOST_KG = 1e4
/** From so many on a number before one of a measure is the price of it (`chín nghìn một cân`): as a weight it would be chín nghìn mốt, or told in tạ. */
const PRICE_VND = 1e3

/** `2 chục 5` is 25. A word behind it is told only from a year (hai chục năm) where it is none. */
function tensTail(scan: Scan, head: Head, options: NumeralOptions): Head {
  const group = groupAt(scan, head.to)
  const value = group?.amounts[0].value ?? 0
  if (group === null || value >= 10 || scalesAt(scan, group.to, false, false) !== null) return head
  if (group.kind !== 'figure' && (group.kind !== 'digit' || value === 5)) return head
  const standing = options.standing(group.to - 1)
  if (standing === 'own' || !Number.isInteger(value)) return head
  const added = mapAmounts(head.amounts, (amount) => plus(amount, value))
  return { ...head, amounts: standing === 'tail' ? added : [...added, ...head.amounts], to: group.to }
}

/** `1 nghìn 2 kg`: 1,200 kg, or a price of 1,000 and then 2 kg. From ten thousand on it is a price. */
function splitTail(head: Head, group: Group, scale: number): Head {
  const [tail] = tailValues(group, scale) ?? []
  if (scale !== 1e3 || head.amounts[0].value >= MOST_KG || tail === undefined) return head
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
