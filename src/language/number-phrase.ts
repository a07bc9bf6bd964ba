import { type Amount, distinct, range, times } from './amounts.ts'
import { cropAt, isAnimalAt } from './crops.ts'
import { skipFiller } from './fillers.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { type Numeral, type NumeralOptions, numeralAt, type Standing } from './numerals.ts'
import { isExpected, type Scan } from './scan.ts'
import { unitAt } from './units.ts'

/** A number with all that belongs to it: `khoảng 3`, `từ 3 đến 4`, `15-16k`, `hơn hai chục`. */
export interface NumberPhrase extends Numeral {
  from: number
  /** The plain figures, before `khoảng` or `trên` made them vague: "trên 2 sào" says where, not how much. */
  plain: Numeral['amounts']
}

type Approximation = 'about' | 'over' | 'under'

const approximations = compileLexicon<Approximation>([
  ['khoảng', 'about'],
  ['khoảng chừng', 'about'],
  ['khoảng độ', 'about'],
  ['chừng', 'about'],
  ['tầm', 'about'],
  ['cỡ', 'about'],
  ['ước', 'about'],
  ['ước chừng', 'about'],
  ['ước tính', 'about'],
  ['độ', 'about'],
  ['xấp xỉ', 'about'],
  ['ngót', 'under'],
  ['ngót nghét', 'about'],
  ['gần', 'under'],
  ['chưa đến', 'under'],
  ['chưa tới', 'under'],
  ['hơn', 'over'],
  ['trên', 'over'],
  ['ít nhất', 'over'],
  ['tối thiểu', 'over'],
  ['dưới', 'under'],
  ['tối đa', 'under'],
  ['nhiều nhất', 'under'],
])
const ranges = compileLexicon<'to'>([
  ['-', 'to'],
  ['–', 'to'],
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
const from = compileLexicon<'from'>([['từ', 'from']])
/** Unaccented these are other words far more often: `do` is đó, đỗ, do; `co` is có. */
const onlyAccented = new Set(['do', 'co', 'tam'])

/**
 * Reads the number phrase at token `at`. `hasUnit` lets `5 7` and `3, 4` be ranges, which they are only before a unit.
 */
export function numberPhraseAt(scan: Scan, at: number): NumberPhrase | null {
  // Money, quantities, dates and plain numbers all ask at every token.
  const known = memo.get(scan.tokens)?.get(at)
  if (known !== undefined) return known
  const phrase = readPhrase(scan, at)
  const phrases = memo.get(scan.tokens) ?? new Map<number, NumberPhrase | null>()
  memo.set(scan.tokens, phrases.set(at, phrase))
  return phrase
}
const memo = new WeakMap<Scan['tokens'], Map<number, NumberPhrase | null>>()

function readPhrase(scan: Scan, at: number): NumberPhrase | null {
  if (isUncountable(scan, at)) return null
  const approximation = approximationAt(scan, at)
  let start = approximation?.to ?? at
  start = matchAt(from, scan.tokens, start)?.to ?? start
  const options = optionsFor(scan)
  const first = startsNumber(scan, start) ? numeralAt(scan, start, options) : null
  if (first === null) return null
  const joined = rangeAt(scan, start, first, options)
  const numeral = joined ?? first
  const amounts = numeral.amounts.map((amount) => withVagueness(amount, approximation?.value)) as Numeral['amounts']
  return { ...numeral, amounts, plain: numeral.amounts, from: at }
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
const timesSigns = new Set(['x', '×', '*'])

function approximationAt(scan: Scan, at: number): { value: Approximation; to: number } | null {
  const token = scan.tokens[at]
  const match = matchAt(approximations, scan.tokens, at)
  if (match === null || token === undefined) return null
  if (!token.accented && onlyAccented.has(token.fold) && (token.fold !== 'tam' || !isFigure(scan, at + 1))) return null
  return { value: match.values[0], to: match.to }
}

function isFigure(scan: Scan, at: number): boolean {
  return scan.tokens[at]?.kind === 'figure'
}

/** A figure right behind a letter (`gia1`, `vh6`) begins no number unless letters follow it as well (`ngo3ta`). */
function startsNumber(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  if (token?.kind !== 'figure' || !token.glued || scan.tokens[at - 1]?.kind !== 'word') return true
  const next = scan.tokens[at + 1]
  return next?.kind === 'word' && next.glued
}

function withVagueness(amount: Amount, approximation: Approximation | undefined): Amount {
  switch (approximation) {
    case undefined:
      return amount
    case 'about':
      return { ...amount, about: true }
    case 'over':
      return { ...amount, about: true, min: amount.min ?? amount.value }
    case 'under':
      return { ...amount, about: true, max: amount.max ?? amount.value }
  }
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
  const amounts: Numeral['amounts'] = [times(first.amounts[0], shared), ...first.amounts.slice(1), ...second.amounts]
  return { ...second, amounts: distinct(amounts), doubtfulMark: false }
}

function joinRange(first: Numeral, second: Numeral): Numeral | null {
  const high = second.amounts[0].value
  const isShared = first.scale === 1 && second.bare !== undefined && first.amounts[0].value < second.bare
  const low = isShared ? first.amounts[0].value * second.scale : first.amounts[0].value
  if (low >= high) return null
  return { ...second, amounts: [range(low, high)], doubtfulMark: false }
}

/** `5 7 tạ` is five to seven; `3, 4 tạ` three to four, or 3.4. Only small figures right before a unit. */
function looseRangeAt(scan: Scan, at: number, first: Numeral, options: NumeralOptions): Numeral | null {
  const hasComma = scan.tokens[first.to]?.fold === ','
  const next = hasComma ? first.to + 1 : first.to
  const token = scan.tokens[next]
  const low = first.amounts[0].value
  if (!isFigure(scan, at) || token?.kind !== 'figure' || token.glued || first.to !== at + 1) return null
  const second = numeralAt(scan, next, options)
  const high = second?.amounts[0].value ?? 0
  if (second === null || low >= high || high > 99 || !Number.isInteger(low) || !Number.isInteger(high)) return null
  if (second.to !== next + 1 || unitAt(scan, second.to) === null) return null
  const decimal = Number(`${low}.${high}`)
  const amounts: Numeral['amounts'] = hasComma ? [range(low, high), { value: decimal }] : [range(low, high)]
  return { ...second, amounts }
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

/** Words behind which a figure has a unit of its own, other than units proper: times, money, people. */
const ownUnits = new Set([
  'h',
  'gio',
  'k',
  'ka',
  'tr',
  'trieu',
  'nghin',
  'ngan',
  'd',
  'dong',
  'vnd',
  'usd',
  'nguoi',
  'ngay',
  'thang',
  'vu',
  'p',
  'x',
])
const currencyWords = new Set(['d', 'dong', 'vnd'])
const unitDashes = new Set(['/', '$', '-', '–', ':', '%', 'x', '×'])

/**
 * How a figure or digit word at token `at` stands behind the unit or scale before it: `3 tạ 2` against `3 tạ 2 sào`. Behind a scale a currency closes the
 * whole (`15 nghìn 500 đồng`), behind a unit it has a figure of its own.
 */
export function standingOf(scan: Scan, at: number, behindScale = false): Standing {
  const token = scan.tokens[at]
  const next = scan.tokens[at + 1]
  if (next === undefined || token === undefined) return 'tail'
  if (next.kind === 'mark') return unitDashes.has(next.fold) && isOwnBehindMark(scan, at) ? 'own' : 'tail'
  if (next.kind === 'figure') return standingOf(scan, at + 1) === 'own' ? 'tail' : 'either'
  if (behindScale && currencyWords.has(next.fold)) return 'tail'
  if (behindScale && token.kind === 'figure') {
    const unit = unitAt(scan, at + 1)?.units[0]
    if (unit !== undefined && token.glued) return 'either'
    if (unit?.type === 'mass') return 'split'
  }
  if (ownUnits.has(next.fold) || unitAt(scan, at + 1) !== null) return 'own'
  if (token.glued && token.kind === 'figure') return 'tail'
  if (token.kind === 'figure' && isHarmless(scan, at + 1)) return 'tail'
  if (token.kind === 'word' && !token.accented) return 'own'
  return token.kind === 'word' ? 'tail' : 'either'
}

/** Whether the word at a token never has a figure before it as its own: filler, or a crop that is no animal. */
function isHarmless(scan: Scan, at: number): boolean {
  return skipFiller(scan, at) !== null || (cropAt(scan, at) !== null && !isAnimalAt(scan, at))
}

function isOwnBehindMark(scan: Scan, at: number): boolean {
  const mark = scan.tokens[at + 1]
  if (mark?.fold === '/' && scan.tokens[at]?.glued === true) return isFigure(scan, at + 2)
  return mark?.fold !== '/' || isFigure(scan, at + 2)
}

/** The amounts times a factor, equal ones once. */
export function scaled(amounts: readonly [Amount, ...Amount[]], by: number): [Amount, ...Amount[]] {
  const [first, ...others] = amounts
  return distinct([times(first, by), ...others.map((amount) => times(amount, by))])
}
