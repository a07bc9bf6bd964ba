import type { Token } from './tokens.ts'

/** A figure in digits: its possible values, the likeliest in Vietnamese writing first, and the index of the token after it. */
export interface Figure {
  values: [number] | [grouped: number, decimal: number]
  to: number
}

const groups = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/
const leadingZero = /^0\d/

/**
 * Reads digits under both habits of grouping: Vietnamese writes `1.234.567,5` (CLDR `vi`), phones and old ledgers `1,234,567.5`.
 * One mark before exactly three digits may be either: both are given. Blanks may group too (`10 000`). A figure with a leading zero is
 * a number only after a decimal mark (`0,8`).
 */
export function figureAt(tokens: readonly Token[], at: number): Figure | null {
  const token = tokens[at]
  if (token?.kind !== 'figure') return null
  const values = figureValues(token.fold)
  if (values === null) return null
  if (!/^\d{1,3}$/.test(token.fold) || token.fold === '0') return { values, to: at + 1 }
  let to = at + 1
  let digits = token.fold
  for (let next = tokens[to]; next?.kind === 'figure' && !next.glued && /^\d{3}$/.test(next.fold); next = tokens[to]) {
    digits += next.fold
    to += 1
  }
  return { values: [Number(digits)], to }
}

function figureValues(text: string): Figure['values'] | null {
  if (/^\d+$/.test(text)) return leadingZero.test(text) && text.length > 2 ? null : [Number(text)]
  if (/^[.,]\d+$/.test(text)) return [Number(`0.${text.slice(1)}`)]
  const grouping = groups.exec(text)
  if (grouping !== null && !text.startsWith('0')) {
    const grouped = Number(text.replaceAll(/[.,]/gu, ''))
    const isOneMark = text.length <= 7
    return isOneMark ? [grouped, Number(text.replace(',', '.'))] : [grouped]
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
