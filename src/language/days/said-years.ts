import { numberWordAt } from '../numbers/number-words.ts'
import { numeralAt } from '../numbers/numerals.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import { fromDay } from './calendar.ts'

/** A year, and the index of the token after it. */
export interface SaidYear {
  year: number
  /** Years from this one, where it was said so (năm ngoái). */
  shift?: number
  to: number
}

const yearWords = phraseLexicon('năm')
/** Years from this one. */
const relativeYears = compileLexicon<number>([
  ['năm nay', 0],
  ['năm này', 0],
  ['năm ngoái', -1],
  ['năm trước', -1],
  ['năm trc', -1],
  ['năm rồi', -1],
  ['năm vừa rồi', -1],
  ['năm vừa qua', -1],
  ['năm qua', -1],
  ['năm kia', -2],
  ['năm sau', 1],
  ['năm tới', 1],
  ['sang năm', 1],
])
const fourDigits = /^(?:19|20|21)\d\d$/

/** The year behind a month or a day: `năm 2026`, `/2026`, ` 2026`, `năm ngoái`, `năm hai nghìn mười ba`, `năm hai không hai ba`, `năm 26`. */
export function yearBehind(scan: Scan, at: number): SaidYear | null {
  const relative = relativeYearAt(scan, at)
  if (relative !== null) return relative
  const word = matchAt(yearWords, scan.tokens, at)
  if (word !== null) return namedYearAt(scan, word.to, 100)
  const mark = scan.tokens[at]
  const start = mark?.kind === 'mark' && '/,-.'.includes(mark.fold) ? at + 1 : at
  const figure = scan.tokens[start]
  const isYear = figure?.kind === 'figure' && fourDigits.test(figure.fold) && !isMeasured(scan, start + 1)
  return isYear ? { year: Number(figure.fold), to: start + 1 } : null
}

const countWords = new Set('lan bua buoi cu chuyen nguoi dem nghin ngan trieu k tr d dong vnd ho'.split(' '))

/** Whether what follows a number makes it an amount: `ngày 40 cân`, `ngày 3 lần`, `20/11, 2000 cây`. */
export function isMeasured(scan: Scan, at: number): boolean {
  return unitAt(scan, at) !== null || countWords.has(scan.tokens[at]?.fold ?? '')
}

/** `năm nay`, `năm ngoái`, `sang năm`. */
export function relativeYearAt(scan: Scan, at: number): SaidYear | null {
  const match = matchAt(relativeYears, scan.tokens, at)
  const [shift] = match?.values ?? []
  return match && shift !== undefined ? { year: fromDay(scan.context.now.day).year + shift, shift, to: match.to } : null
}

/** `năm 2023`, `năm hai nghìn không trăm linh chín`: a year by itself, of four digits. */
export function yearAt(scan: Scan, at: number): SaidYear | null {
  const word = matchAt(yearWords, scan.tokens, at)
  return word && namedYearAt(scan, word.to, 1000)
}

/** The year of two digits nearest to now: /26 is 2026 and /99 is 1999. */
export function fullYear(scan: Scan, digits: string): number {
  if (digits.length > 2) return Number(digits)
  const { year: now } = fromDay(scan.context.now.day)
  const year = 100 * Math.floor(now / 100) + Number(digits)
  return year > now + 20 ? year - 100 : year
}

function namedYearAt(scan: Scan, at: number, least: number): SaidYear | null {
  const token = scan.tokens[at]
  if (token?.kind !== 'figure') return spelledYearAt(scan, at, least)
  if (fourDigits.test(token.fold)) return { year: Number(token.fold), to: at + 1 }
  // "năm 26", but not "nam 20 bao", five or twenty sacks.
  const isShort = /^\d\d$/.test(token.fold) && least < 1000 && !isMeasured(scan, at + 1)
  return isShort ? { year: fullYear(scan, token.fold), to: at + 1 } : null
}

function spelledYearAt(scan: Scan, at: number, least: number): SaidYear | null {
  const isYear = (year: number): boolean => Number.isInteger(year) && year >= least && year < 2200
  const read = digitsAt(scan, at)
  if (read !== null && isYear(read.year)) return read
  const numeral = numeralAt(scan, at, { wantsMoney: false, standing: () => 'tail' })
  if (numeral === null || numeral.implicit || isMeasured(scan, numeral.to)) return null
  const years = new Set(numeral.amounts.map((amount) => amount.value).filter(isYear))
  const [year] = years
  return year === undefined || years.size > 1 ? null : { year, to: numeral.to }
}

/** Digit by digit: `một chín tám tư`, `hai không linh chín`, `hai không mười ba`, `hai không hai mươi tư`. */
function digitsAt(scan: Scan, at: number): SaidYear | null {
  let digits = ''
  let to = at
  for (; digits.length < 4; to++) {
    const word = numberWordAt(scan, to)
    const next = numberWordAt(scan, to + 1)
    if (word?.type === 'digit') digits += word.value
    else if (word?.type === 'zero' || word?.type === 'and') digits += '0'
    else if (word?.type === 'ten' || (word?.type === 'either' && digits.length === 2)) {
      digits += next?.type === 'digit' ? '1' : '10'
    } else if (word?.type === 'tens' || word?.type === 'either') digits += next?.type === 'digit' ? '' : '0'
    else return null
  }
  const isOver = numberWordAt(scan, to)?.type !== 'digit'
  return digits.length === 4 && isOver ? { year: Number(digits), to } : null
}
