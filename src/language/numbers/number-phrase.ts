import { begins, compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { rememberedAt } from '../text/remember.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import { type Amount, distinct, mapAmounts, range, times } from './amounts.ts'
import { mayBeApproximation, skipApproximation, skipSome, skipVagueEnd } from './approximations.ts'
import type { NumeralOptions } from './number-tails.ts'
import { isBehindDigit, isToldDigit, numberWordAt } from './number-words.ts'
import { type Numeral, numeralAt } from './numerals.ts'
import { isRoundNumber } from './ordinals.ts'
import { standingOf } from './standing.ts'

/** A number with all that belongs to it: `khoảng 3`, `từ 3 đến 4`, `15-16k`, `hơn hai chục`. */
export interface NumberPhrase extends Numeral {
  from: number
  /** The plain figures, before `khoảng` or `trên` made them vague: "trên 2 sào" says where, not how much. */
  plain: Numeral['amounts']
}

const ranges = compileLexicon<'to'>([
  ['-', 'to'],
  ['–', 'to'],
  ['->', 'to'],
  ['→', 'to'],
  ['~', 'to'],
  ['đến', 'to'],
  ['tới', 'to'],
  ['cho đến', 'to'],
])
const alternatives = compileLexicon<'or'>([
  ['hoặc', 'or'],
  ['hay', 'or'],
  ['hoặc là', 'or'],
  ['hay là', 'or'],
])
const from = phraseLexicon('từ')
/**
 * Reads the number phrase at token `at`. `hasUnit` lets `5 7` and `3, 4` be ranges, which they are only before a unit.
 */
export const numberPhraseAt = rememberedAt(readPhrase)

function readPhrase(scan: Scan, at: number): NumberPhrase | null {
  if (!mayBeginPhrase(scan, at) || isUncountable(scan, at)) return null
  const vague = skipApproximation(scan, at)
  const opened = vague ?? at
  const start = matchAt(from, scan.tokens, opened)?.to ?? opened
  const options = optionsFor(scan)
  const first = startsNumber(scan, start) ? numeralAt(scan, start, options) : null
  if (first === null) return null
  const isOpened = start > at
  const said =
    rangeAt(scan, start, first, options) ?? (isOpened ? moneyRangeAt(scan, start, first, options) : null) ?? first
  const numeral = orAbout(scan, start, said, options)
  const end = skipVagueEnd(scan, numeral.to) ?? skipSome(scan, numeral.to)
  const isAbout = vague !== null || end !== null
  const amounts = isAbout ? mapAmounts(numeral.amounts, (amount) => ({ ...amount, about: true })) : numeral.amounts
  return { ...numeral, amounts, plain: numeral.amounts, from: at, to: end ?? numeral.to }
}

/** `tam ba ta` without accents is tám ba, eighty-three, or tầm ba, about three: both, but where nothing else than a number is asked for. */
function orAbout(scan: Scan, at: number, said: Numeral, options: NumeralOptions): Numeral {
  const isTam = scan.tokens[at]?.key === 'tam' && numberWordAt(scan, at + 1)?.type === 'digit'
  const other = isTam && scan.context.expect?.[0] !== 'number' ? numeralAt(scan, at + 1, options) : null
  if (other === null || other.to !== said.to) return said
  const about = mapAmounts(other.amounts, (amount) => ({ ...amount, about: true }))
  const [first, ...others] = said.amounts
  return { ...said, amounts: distinct([first, ...others, ...about]) }
}

/** Most words begin no number, and need no closer look. */
function mayBeginPhrase(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  if (token === undefined || token.kind === 'figure') return token !== undefined
  return numberWordAt(scan, at) !== null || mayBeApproximation(token) || begins(from, token)
}

const someWords = compileLexicon<'some'>([
  ['mấy', 'some'],
  ['vài', 'some'],
])

/** `mấy chục` says no number, and `10 x 20` is for the whole a product. */
function isUncountable(scan: Scan, at: number): boolean {
  const [before, next] = [scan.tokens[at - 1], scan.tokens[at + 1]]
  if (before !== undefined && matchAt(someWords, scan.tokens, at - 1) !== null) return true
  const isProduct = before !== undefined && timesSigns.has(before.fold) && isFigure(scan, at - 2)
  return isProduct || (next !== undefined && timesSigns.has(next.fold) && isFigure(scan, at) && isFigure(scan, at + 2))
}
const timesSigns = new Set(['x', '×', '*', '^'])

function isFigure(scan: Scan, at: number): boolean {
  return scan.tokens[at]?.kind === 'figure'
}

/** A figure right behind a letter (`gia1`, `vh6`) begins no number unless letters follow it as well (`ngo3ta`), nor does a digit of many told in words. */
function startsNumber(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  if (token?.kind === 'word' && (isToldDigit(scan, at) || isBehindDigit(scan, at))) return false
  if (token?.kind !== 'figure' || !token.glued || scan.tokens[at - 1]?.kind !== 'word') return true
  const next = scan.tokens[at + 1]
  return next?.kind === 'word' && next.glued
}

function rangeAt(scan: Scan, at: number, first: Numeral, options: NumeralOptions): Numeral | null {
  const or = matchAt(alternatives, scan.tokens, first.to)
  if (or !== null) return eitherOf(first, startsNumber(scan, or.to) ? numeralAt(scan, or.to, options) : null)
  const separator = matchAt(ranges, scan.tokens, first.to)
  const second = separator === null ? null : numeralAt(scan, separator.to, options)
  if (second !== null && !second.implicit && !isDateLike(scan, second.to)) return joinRange(first, second)
  return looseRangeAt(scan, at, first, options)
}

/** `3 hoặc 4 tạ`: one or the other, to be asked. */
function eitherOf(first: Numeral, second: Numeral | null): Numeral | null {
  if (second === null || second.implicit) return null
  const shared = first.scale === 1 && second.bare !== undefined ? second.scale : 1
  const [one, other] = [times(first.amounts[0], shared), second.amounts[0]]
  const isPlain = [...first.amounts, ...second.amounts].length === 2 && one.min === undefined && other.min === undefined
  // "3 hoặc 4 tạ" is between the two; "3 hoặc 30" is one of them.
  if (isPlain && one.value < other.value && other.value <= one.value * 2)
    return { ...second, amounts: [range(one.value, other.value)], doubtfulMark: false }
  const amounts: Numeral['amounts'] = [one, ...first.amounts.slice(1), ...second.amounts]
  return { ...second, amounts: distinct(amounts), doubtfulMark: false }
}

function joinRange(first: Numeral, second: Numeral): Numeral | null {
  const high = second.amounts[0].value
  const low = first.amounts[0].value * sharedScale(first, second)
  return low < high ? { ...second, amounts: [range(low, high)], doubtfulMark: false } : null
}

/** So far the ends of a range lie apart at most: beyond it the lower one shares more of the upper one's scale. */
const MOST_ENDS_APART = 10

/**
 * By how much the lower end of a range is meant, of which only the upper has its scale: `15-16k5` thousands, `500-1tr` one scale lower, `15-16.500` thousands left
 * out, `2-300` hundreds.
 */
function sharedScale(first: Numeral, second: Numeral): number {
  const [low, high] = [first.amounts[0].value, second.amounts[0].value]
  if (first.scale !== 1) return 1
  const isNear = (by: number) => low * by < high && high <= low * by * MOST_ENDS_APART
  const scales = second.scale > 1 ? [second.scale, second.scale / 1e3] : [1, 1e3, 100]
  const shared = scales.find((by) => by >= 1 && isNear(by) && (by !== 100 || low < 10))
  return shared ?? (low * second.scale < high ? second.scale : 1)
}

/** So many times the lower end the upper one is at most, where nothing stands between them. */
const MOST_APART = 4

const dayWords = new Set(['ngay', 'hom', 'mung', 'mong'])

/** `5 7 tạ` is five to seven; `3, 4 tạ` three to four, or 3.4; `mười mười hai nghìn` ten to twelve thousand. Only small figures right before a unit. */
function looseRangeAt(scan: Scan, at: number, first: Numeral, options: NumeralOptions): Numeral | null {
  // "ngày 9, 23 bao"; "đợt 1 3 tạ"
  if (dayWords.has(scan.tokens[at - 1]?.fold ?? '') || isRoundNumber(scan, at)) return null
  const hasComma = scan.tokens[first.to]?.fold === ','
  const next = hasComma ? first.to + 1 : first.to
  const token = scan.tokens[next]
  if (token === undefined || token.glued || first.scale !== 1 || token.kind !== scan.tokens[at]?.kind) return null
  if (isFigure(scan, at) ? first.to !== at + 1 : hasComma || first.amounts[0].value < 10) return null
  const second = numeralAt(scan, next, options)
  const [low, high] = [first.amounts[0].value, second?.bare ?? 0]
  if (
    second === null ||
    low >= high ||
    high > 99 ||
    high > low * MOST_APART ||
    !Number.isInteger(low) ||
    !Number.isInteger(high)
  )
    return null
  if (isFigure(scan, at) && second.to !== next + 1) return null
  if (isFigure(scan, at) && second.scale === 1 && unitAt(scan, second.to) === null) return null
  const decimal = Number(`${low}.${high}`)
  const between = times(range(low, high), second.scale)
  return { ...second, amounts: hasComma ? [between, { value: decimal }] : [between] }
}

/** From so much on two figures of a price are no digit and its decimals, and so far apart at most. */
const LEAST_PRICE = 10
const MOST_PRICE_APART = 5

/** `tầm 15 16k`: behind a word that opens it two figures of thousands are a range. */
function moneyRangeAt(scan: Scan, at: number, first: Numeral, options: NumeralOptions): Numeral | null {
  const token = scan.tokens[first.to]
  if (first.to !== at + 1 || !isFigure(scan, at) || !isFigure(scan, first.to) || token?.glued) return null
  const second = numeralAt(scan, first.to, options)
  const [low, high] = [first.amounts[0].value, second?.bare ?? 0]
  const isNear = low >= LEAST_PRICE && high > low && high - low <= MOST_PRICE_APART
  if (second === null || !isNear || second.scale !== 1e3 || second.to !== first.to + 2) return null
  return { ...second, amounts: [times(range(low, high), second.scale)] }
}

/** The index behind a sign or word that opens the upper end of a range (`-`, `đến`), or null. */
export function skipRangeSign(scan: Scan, at: number): number | null {
  return matchAt(ranges, scan.tokens, at)?.to ?? null
}

function isDateLike(scan: Scan, at: number): boolean {
  const next = scan.tokens[at]
  return next?.fold === '/' && isFigure(scan, at + 1)
}

function optionsFor(scan: Scan): NumeralOptions {
  return { wantsMoney: isExpected(scan, 'money'), standing: (at) => standingOf(scan, at, true) }
}

/** The amounts times a factor, equal ones once. */
export function scaled(amounts: readonly [Amount, ...Amount[]], by: number): [Amount, ...Amount[]] {
  const [first, ...others] = amounts
  return distinct([times(first, by), ...others.map((amount) => times(amount, by))])
}
