import type { Expectation, LeftOut, Line } from './case.ts'
import type { Dated } from './written-date.ts'
import { type Decimal, writtenNumbers } from './written-number.ts'

/** A rule for a kind that is not scored. */
export const leftOut = (out: string): LeftOut => ({ out })

/** Reads the written side by a parser: the `text` of tests that speak it, the `expected` of inverse tests that write it. */
export function writtenIn(side: 'text' | 'expected', parse: (written: string) => Expectation | LeftOut) {
  return (line: Line): Expectation | LeftOut => {
    const written = line[side]
    return typeof written === 'string' ? parse(written) : { out: 'no written side' }
  }
}

/** A number is what the corpus states beside the line, or the one number of the written side where that has no number word left. */
export function numberOf(side: 'text' | 'expected', decimal: Decimal) {
  return (line: Line): Expectation | LeftOut => {
    if (typeof line.value === 'number') return { as: 'number', value: { number: line.value } }
    const written = line[side]
    if (typeof written !== 'string' || NUMBER_WORD.test(written))
      return { out: 'the number is left in words: no one value' }
    const [number, ...others] = writtenNumbers(written, decimal)
    return number === undefined || others.length > 0 ? { out: 'not one number' } : { as: 'number', value: { number } }
  }
}

const NUMBER_WORD = /(?<!\p{L})(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|chấm|phẩy)(?!\p{L})/u

/** Days of a text as an expectation: none is null, several are asked about. */
export function dateReading(found: readonly Dated[]): Expectation {
  const [first = null, ...others] = found
  return { as: 'date', value: others.length === 0 ? first : { ask: found } }
}
