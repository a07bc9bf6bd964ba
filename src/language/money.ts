import { type Amount, distinct, range, times, vagueness } from './amounts.ts'
import { isAnimal } from './crops.ts'
import { skipFiller } from './fillers.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { type NumberPhrase, numberPhraseAt, skipRangeSign } from './number-phrase.ts'
import { numberWordAt } from './number-words.ts'
import { isExpected, type Scan, type Span, type Unread } from './scan.ts'
import type { MoneyReading } from './types.ts'
import { factor, type Unit, unitAt } from './units.ts'

const currencies = compileLexicon<'vnd'>([
  ['đồng', 'vnd'],
  ['đ', 'vnd'],
  ['₫', 'vnd'],
  ['vnd', 'vnd'],
  ['vnđ', 'vnd'],
  ['việt nam đồng', 'vnd'],
])
const foreign = compileLexicon<'foreign'>(
  ['$', 'usd', 'đô la', 'đô mỹ', 'đôla', 'dollar', '¥', 'cny', 'rmb', 'ndt', 'nhân dân tệ', '€', 'euro'].map(
    (word) => [word, 'foreign'] as const,
  ),
)
/** Without their accents these are đó and tẻ. */
const accentedForeign = compileLexicon<'foreign'>([
  ['đô', 'foreign'],
  ['tệ', 'foreign'],
])
const each = compileLexicon<'each'>([
  ['/', 'each'],
  ['mỗi', 'each'],
  ['một', 'each'],
  ['1', 'each'],
  ['trên', 'each'],
  ['/1', 'each'],
])
const priceWords = compileLexicon<'price'>([
  ['giá', 'price'],
  ['được giá', 'price'],
  ['giá bán', 'price'],
  ['giá mua', 'price'],
])

/** How far behind `giá` its figure may stand: `gia gung trau tuoi 15`. */
const priceReachTokens = 6

/** What one of something is: a base unit and how many of it the price was said for. */
interface Basis {
  per: string
  divisor: number
  to: number
  /** Whether it is no unit of ours. */
  isUnknown?: true
}

/**
 * Reads a price or a sum at token `at`: `15k/kg`, `1tr5 một tạ`, `15.000 đ`, `1 kg 15 nghìn`, and a bare `15` behind `giá` or where money was asked
 * for. The sum is for one base unit (kg, litre, one thing). Other money, and a price for what the crop is not sold by, are left unread.
 */
export function moneyAt(scan: Scan, at: number): Span | Unread | null {
  const other = foreignAt(scan, at)
  if (other !== null) return { type: 'unread', from: at, to: other }
  const leading = leadingBasis(scan, at)
  if (leading !== null) {
    const money = sumAt(scan, leading.to)
    if (money !== null) return span(scan, at, money.to, money.amounts, leading)
  }
  const first = sumAt(scan, at)
  if (first === null) return null
  const money = sumRange(scan, first) ?? first
  const basis = trailingBasis(scan, money)
  return span(scan, at, basis?.to ?? money.to, money.amounts, basis)
}

/** `20$`, `usd 20`, `20 đô la`: the index behind money that is no đồng, or null. */
function foreignAt(scan: Scan, at: number): number | null {
  const leading = matchAt(foreign, scan.tokens, at)
  const phrase = numberPhraseAt(scan, leading?.to ?? at)
  if (phrase === null || leading !== null) return phrase?.to ?? null
  return (
    (matchAt(foreign, scan.tokens, phrase.to) ?? matchAt(accentedForeign, scan.tokens, phrase.to, true))?.to ?? null
  )
}

interface Sum {
  amounts: [Amount, ...Amount[]]
  to: number
  /** Whether only money can be meant: then `15k kg` is a price too. */
  sure: boolean
}

/** `50.000đ - 100.000đ`. */
function sumRange(scan: Scan, low: Sum): Sum | null {
  const start = skipRangeSign(scan, low.to)
  const high = start === null ? null : sumAt(scan, start)
  if (high === null || low.amounts.length > 1 || high.amounts.length > 1) return null
  const [from, to] = [low.amounts[0].value, high.amounts[0].value]
  return from < to ? { ...high, amounts: [range(from, to)] } : null
}

function sumAt(scan: Scan, at: number): Sum | null {
  const phrase = numberPhraseAt(scan, at)
  if (phrase === null || (phrase.implicit && (phrase.to - at < 2 || phrase.scale < 1e3))) return null
  const currency = matchAt(currencies, scan.tokens, phrase.to)
  const amounts: [Amount, ...Amount[]] = phrase.doubtfulMark ? [phrase.amounts[0]] : phrase.amounts
  if (currency !== null && isCurrency(scan, phrase, currency.to)) return { amounts, to: currency.to, sure: true }
  if (scan.context.expect?.[0] === 'number') return null
  const isPriced = isBehindPriceWord(scan, at)
  if (phrase.scale >= 1e3) {
    const sure = phrase.slang || isPriced || isExpected(scan, 'money')
    if (!sure && unitAt(scan, phrase.to) !== null) return null
    return { amounts, to: phrase.to, sure }
  }
  if (!(isPriced || isExpected(scan, 'money')) || unitAt(scan, phrase.to) !== null) return null
  return bareSum(scan, phrase, isPriced)
}

/** `10 d` and `10 dong` are đồng; a `d` that begins the next word is not. */
function isCurrency(scan: Scan, phrase: NumberPhrase, to: number): boolean {
  const token = scan.tokens[phrase.to]
  return token !== undefined && to > phrase.to
}

function isBehindPriceWord(scan: Scan, at: number): boolean {
  for (let back = at - 1; back >= 0 && back >= at - priceReachTokens; back--) {
    if (scan.tokens[back]?.kind === 'figure') return false
    if (matchAt(priceWords, scan.tokens, back) !== null) return true
  }
  return false
}

/** A figure with neither scale nor currency: thousands are left out by habit (`gừng 15`), and only the crop's usual price shows it. */
function bareSum(scan: Scan, phrase: NumberPhrase, isPriced: boolean): Sum | null {
  const next = scan.tokens[phrase.to]
  if (next !== undefined && next.kind !== 'word' && '-:%'.includes(next.fold)) return null
  if (next?.fold === '/' && scan.tokens[phrase.to + 1]?.kind === 'figure') return null
  const isAlone = next === undefined || next.kind === 'mark' || matchAt(each, scan.tokens, phrase.to) !== null
  if (!isPriced && !isAlone && skipFiller(scan, phrase.to) === null) return null
  const [grouped] = phrase.amounts
  if (grouped.value === 0) return null
  if (grouped.value >= 1000)
    return { amounts: phrase.doubtfulMark ? [grouped] : phrase.amounts, to: phrase.to, sure: true }
  if (!isPriced && phrase.to - phrase.from > 4) return null
  const thousands = phrase.amounts.map((amount) => times(amount, 1e3))
  const millions = phrase.amounts.map((amount) => times(amount, 1e6))
  const bounds = scan.crop === undefined ? null : priceBounds(scan, scan.crop)
  const likely =
    bounds === null ? [] : [...thousands, ...phrase.amounts, ...millions].filter((one) => isWithin(one, bounds))
  const [first, ...others] = likely.length > 0 ? likely : [...thousands, ...phrase.amounts]
  return first === undefined ? null : { amounts: distinct([first, ...others]), to: phrase.to, sure: true }
}

/** How far from the usual a price still counts as likely: prices of years ago, peaks and gluts. */
const priceLeeway = 3

function isWithin(amount: Amount, [low, high]: readonly [number, number]): boolean {
  return amount.value >= low / priceLeeway && amount.value <= high * priceLeeway
}

function priceBounds(scan: Scan, key: string): [number, number] | null {
  const forms = Object.values(scan.context.crops.get(key)?.forms ?? {})
  const known = forms.flatMap((form) => (form.priceVnd === undefined ? [] : [form.priceVnd]))
  if (known.length === 0) return null
  return [Math.min(...known.map(([low]) => low)), Math.max(...known.map(([, high]) => high))]
}

/** `1 kg 15k`, `mỗi cân 15 nghìn`: the unit first, exactly one of it. */
function leadingBasis(scan: Scan, at: number): Basis | null {
  const one = matchAt(each, scan.tokens, at)
  if (one === null || scan.tokens[at]?.fold === '/') return null
  return basisOf(scan, one.to)
}

function trailingBasis(scan: Scan, money: Sum): Basis | null {
  const opened = matchAt(each, scan.tokens, money.to)
  if (opened !== null) {
    const start = matchAt(each, scan.tokens, opened.to)?.to ?? opened.to
    const isSlash = scan.tokens[money.to]?.fold === '/'
    return basisOf(scan, start) ?? (isSlash ? (countedBasis(scan, start) ?? unknownBasis(scan, start)) : null)
  }
  return money.sure ? (basisOf(scan, money.to) ?? roundBasis(scan, money)) : null
}

/** `150k/10kg`: the price was said for several of a measure. */
function countedBasis(scan: Scan, at: number): Basis | null {
  const phrase = numberPhraseAt(scan, at)
  const count = phrase?.amounts[0].value ?? 0
  if (phrase === null || phrase.amounts.length > 1 || count <= 0) return null
  const basis = basisOf(scan, phrase.to)
  return basis && { ...basis, divisor: basis.divisor * count }
}

/** `150k 10kg` as the answer to a price: for ten or a hundred of a measure. In a report the weight would be what was sold. */
function roundBasis(scan: Scan, money: Sum): Basis | null {
  const figure = scan.tokens[money.to]?.fold
  const isRound = (figure === '10' || figure === '100') && scan.context.expect?.[0] === 'money'
  return isRound && money.amounts.length === 1 ? countedBasis(scan, money.to) : null
}

function basisOf(scan: Scan, at: number): Basis | null {
  const ten = numberWordAt(scan, at)
  if (ten?.type === 'scale' && ten.value === 10) return { per: 'chục', divisor: 1, to: at + 1 }
  const found = unitAt(scan, at)
  const unit = found?.units[0]
  if (found === null || unit === undefined || found.units.length > 1) return null
  return { per: baseName(unit), divisor: factor(unit), to: found.to }
}

/** `50.000đ/ngày`: the price is for something that is no unit of ours; dropping it would make it a price for anything. */
function unknownBasis(scan: Scan, at: number): Basis | null {
  const token = scan.tokens[at]
  if (token?.kind !== 'word') return null
  return { per: scan.text.slice(token.start, token.end).toLowerCase(), divisor: 1, to: at + 1, isUnknown: true }
}

function baseName(unit: Unit): string {
  switch (unit.type) {
    case 'mass':
      return 'kg'
    case 'area':
      return 'm2'
    case 'volume':
      return 'l'
    case 'count':
      return unit.name
  }
}

/** Whether a crop's price may be said for this: by the kg, or for what it is counted or measured in. */
function isSoldBy(scan: Scan, { per, isUnknown }: Basis): boolean {
  const crop = scan.context.crops.get(scan.crop ?? '')
  if (crop === undefined || per === 'kg') return true
  if (isUnknown) return false
  switch (crop.soldBy) {
    case 'mass':
      return per === 'con' && isAnimal(scan.context.crops, crop.key)
    case 'volume':
      return per === 'l'
    case 'count':
      return per !== 'l' && per !== 'm2'
  }
}

function span(
  scan: Scan,
  from: number,
  to: number,
  amounts: [Amount, ...Amount[]],
  basis: Basis | null,
): Span | Unread {
  if (basis !== null && !isSoldBy(scan, basis)) return { type: 'unread', from, to }
  const make = (amount: Amount): MoneyReading => {
    const one = basis === null ? amount : times(amount, 1 / basis.divisor)
    return { vnd: one.value, ...(basis && { per: basis.per }), ...vagueness(one) }
  }
  const [first, ...others] = amounts
  return { type: 'money', readings: distinct([make(first), ...others.map(make)]), from, to }
}
