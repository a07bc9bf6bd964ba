import type { Token } from '../text/tokens.ts'

/** A figure in digits: its possible values, the likeliest in Vietnamese writing first, and the index of the token after it. */
export interface Figure {
  values: [number] | [grouped: number, decimal: number]
  to: number
}

const groups = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/
const leadingZero = /^0\d/
/** So many digits are always exact in a number; more only where they end in noughts. */
const EXACT_DIGITS = 15
const MOST_DIGITS = 19

/**
 * Reads digits under both habits of grouping: Vietnamese writes `1.234.567,5` (CLDR `vi`), phones and old ledgers `1,234,567.5`.
 * One mark before exactly three digits may be either: both are given. Blanks may group too (`10 000`). A figure with a leading zero is
 * a number only after a decimal mark (`0,8`). Null for digits that no number holds exactly.
 */
export function figureAt(tokens: readonly Token[], at: number): Figure | null {
  const token = tokens[at]
  if (token?.kind !== 'figure' || token.fold.length > MOST_DIGITS * 2) return null
  if (!/^\d{1,3}$/.test(token.fold) || token.fold === '0') {
    const values = figureValues(token.fold)
    return values && { values, to: at + 1 }
  }
  if (leadingZero.test(token.fold) && token.fold.length > 2) return null
  let to = at + 1
  let digits = token.fold
  for (let next = tokens[to]; next?.kind === 'figure' && !next.glued && /^\d{3}$/.test(next.fold); next = tokens[to]) {
    digits += next.fold
    to += 1
    if (digits.length > MOST_DIGITS) return null
  }
  const value = exact(digits)
  return value === null ? null : { values: [value], to }
}

/** The value of digits, or null where a number would hold another one. */
function exact(digits: string): number | null {
  const value = Number(digits)
  const isExact = digits.length <= EXACT_DIGITS || (digits.length <= MOST_DIGITS && BigInt(digits) === BigInt(value))
  return isExact ? value : null
}

function figureValues(text: string): Figure['values'] | null {
  if (/^\d+$/.test(text)) return leadingZero.test(text) && text.length > 2 ? null : single(exact(text))
  if (/^[.,]\d+$/.test(text)) return [Number(`0.${text.slice(1)}`)]
  const grouping = groups.exec(text)
  if (grouping !== null && !text.startsWith('0')) {
    const grouped = exact(text.replaceAll(/[.,]/gu, ''))
    const isOneMark = text.length <= 7
    return isOneMark && grouped !== null ? [grouped, Number(text.replace(',', '.'))] : single(grouped)
  }
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  const whole = text.slice(0, last)
  const mark = text[last]
  if (mark === undefined || leadingZero.test(whole)) return null
  if (/^\d+$/.test(whole)) return [Number(`${whole}.${text.slice(last + 1)}`)]
  const inner = groups.exec(whole)
  if (inner === null || inner[1] === mark) return null
  return [Number(`${whole.replaceAll(/[.,]/gu, '')}.${text.slice(last + 1)}`)]
}

function single(value: number | null): [number] | null {
  return value === null ? null : [value]
}
