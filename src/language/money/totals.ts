import { measuredAt } from '../amounts/measured.ts'
import { cropAt, isAnimal } from '../names/crops.ts'
import { type Amount, distinct, times, vagueness } from '../numbers/amounts.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import type { MoneyReading } from '../types.ts'
import { factor, isContainerName } from '../units/units.ts'
import { isLikely, isTooCheap, isUsual, likelyVnd } from './price-bounds.ts'
import { isBehindPriceWord } from './sums.ts'

type Money = Extract<Span, { type: 'money' }>
type Sold = Extract<Span, { type: 'mass' | 'count' | 'volume' }>

/**
 * Reads a sum beside several heads, litres or kilograms as what all of them brought, shared out, where the words say so (`2 con trâu bán được 70 triệu`); as the
 * price of one where they say that (`con 4 triệu`); else the crop's usual price tells, and where it does not, both are given. Of several crops nothing is done.
 * @param used what was joined to the amounts, whose words say nothing of the price
 */
export function shareTotals(scan: Scan, spans: readonly Span[], used: readonly Span[]): readonly Span[] {
  if (!spans.some(({ type }) => type === 'money')) return spans
  const keys = new Set(spans.flatMap((span) => (span.type === 'crop' ? [span.readings[0].crop] : [])))
  const sold = spans.filter(isSold)
  if (keys.size > 1 || sold.length === 0) return spans
  const crop = spans.find((span) => span.type === 'crop')
  const meant = scan.crop === undefined && crop !== undefined ? crop.readings.map((reading) => reading.crop) : []
  return spans.map((span) => {
    if (span.type !== 'money') return span
    const [first, ...others] = (meant.length > 0 ? meant : [scan.crop]).map((key) =>
      shared({ ...scan, crop: key }, span, soldFor(span, sold), used),
    )
    // Of "lợn" there are two: what either costs is possible.
    const [reading, ...more] = first?.readings ?? span.readings
    return first === undefined
      ? span
      : { ...first, readings: distinct([reading, ...more, ...others.flatMap(({ readings }) => readings)]) }
  })
}

const isSold = (span: Span): span is Sold => span.type === 'mass' || span.type === 'count' || span.type === 'volume'

/** The amount that stands before a sum, or else the first behind it. */
const soldFor = (money: Span, sold: readonly Sold[]): Sold | undefined =>
  sold.findLast(({ to }) => to <= money.from) ?? sold[0]

function shared(scan: Scan, money: Money, sold: Sold | undefined, used: readonly Span[]): Money {
  const isPriced = money.rule !== 'sum-said' || money.readings.some(({ per }) => per !== undefined)
  if (sold === undefined || isPriced || !isSoldBy(scan, sold) || isBought(scan, sold)) return money
  // A weight of nobody knows what: the sum is all there is to say.
  if (sold.type === 'mass' && scan.crop === undefined) return money
  const way = wayOf(scan, money, sold, used)
  const numbers = soldOf(scan, sold, money)
  if (way === 'each' || numbers.length === 0) return money
  const all = money.readings.flatMap((reading) => numbers.map((number) => pricesOf(scan, reading, sold, number)))
  const prices = all.flatMap((some) => likelyOf(way, some))
  const [first, ...others] = prices
  if (first === undefined || prices.every(({ isSaid }) => isSaid)) return money
  // What was said stays possible: nobody named a price.
  const said = prices.some(({ isSaid }) => isSaid) ? [] : money.readings
  const readings = distinct([first.reading, ...others.map(({ reading }) => reading), ...said])
  return { ...money, readings, rule: 'sum-for-one' }
}

/** More readings of an amount than this are shared out by none. */
const MOST_NUMBERS = 3

/** How many of the base unit may have been sold, if it was more than one. */
const numbersOf = ({ readings }: Sold): Amount[] =>
  readings.slice(0, MOST_NUMBERS).flatMap((reading) => {
    const value = 'kg' in reading ? reading.kg : 'l' in reading ? reading.l : reading.count
    const isVague = reading.about || reading.min !== undefined
    return value > 1 ? [{ value, ...(isVague && { about: true as const }) }] : []
  })

const half = phraseLexicon('nửa, một nửa, 1/2')

/** How much of it was sold: `10 tạ bán nửa được 3tr5` is for five. */
function soldOf(scan: Scan, sold: Sold, money: Money): Amount[] {
  const numbers = numbersOf(sold)
  for (let at = sold.to; at < money.from && at < sold.to + REACH_TOKENS; at++)
    if (matchAt(half, scan.tokens, at) !== null) return numbers.map((number) => times(number, 0.5))
  return numbers
}

/** A sack of what is sold by weight has no price of its own, nor has a cob: only heads have. */
function isSoldBy(scan: Scan, sold: Sold): boolean {
  const crop = scan.context.crops.get(scan.crop ?? '')
  if (sold.type !== 'count' || crop === undefined) return true
  if (crop.soldBy === 'mass') return isAnimal(scan.context.crops, crop.key) && !isContainerName(sold.readings[0].unit)
  return true
}

const buying = phraseLexicon('mua, mua thêm, mua về, mua hết')

/** `mua 2 chai thuốc 120k`: what was paid for something that is no crop. */
function isBought(scan: Scan, { from }: Sold): boolean {
  return scan.crop === undefined && [1, 2].some((back) => matchAt(buying, scan.tokens, from - back)?.to === from)
}

/** What one base unit may have cost. */
interface Price {
  reading: MoneyReading
  /** Whether the sum was for all that was sold, and not for one. */
  isAll: boolean
  /** Whether it is the sum as it was said. */
  isSaid: boolean
  /** Whether it is within the bounds known. */
  isLikely: boolean
  /** Whether it is what is usually paid. */
  isUsual: boolean
}

function pricesOf(scan: Scan, { vnd, ...vague }: MoneyReading, sold: Sold, number: Amount): Price[] {
  const said: Amount = { value: vnd, ...vagueness(vague) }
  const per = sold.type === 'mass' ? 'kg' : sold.type === 'volume' ? 'l' : sold.readings[0].unit
  const price = (divisor: number, named: string | undefined, isAll: boolean): Price => {
    const isVague = isAll && number.about
    const amount = {
      ...(divisor === 1 ? said : rounded(times(said, 1 / divisor))),
      ...(isVague && { about: true as const }),
    }
    const reading = { vnd: amount.value, ...(named !== undefined && { per: named }), ...vagueness(amount) }
    const bounds = likelyVnd(scan, per)
    return {
      reading,
      isAll,
      isSaid: divisor === 1,
      isLikely: isPossible(scan, amount, per),
      isUsual: bounds !== null && isUsual(amount, bounds),
    }
  }
  const unit = sold.type === 'mass' ? measuredAt(scan, sold.from)?.unit : undefined
  const inUnit = unit?.type === 'mass' ? factor(unit) : 1
  const ofUnit = inUnit > 1 && inUnit !== number.value ? [price(inUnit, per, false)] : []
  return [price(number.value, per, true), ...ofUnit, price(1, sold.type === 'mass' ? undefined : per, false)]
}

function rounded({ value, min, max, ...vague }: Amount): Amount {
  const bounds = {
    ...(min !== undefined && { min: Math.round(min) }),
    ...(max !== undefined && { max: Math.round(max) }),
  }
  return { ...vague, value: Math.round(value), ...bounds }
}

/** Nothing that is sold by the kilogram costs more. */
const MOST_VND_PER_KG = 2e6
const young = phraseLexicon('giống, con giống')

function isPossible(scan: Scan, amount: Amount, per: string): boolean {
  const bounds = likelyVnd(scan, per)
  if (bounds !== null) return isLikely(amount, bounds)
  if (per === 'kg') return !isTooCheap(scan, amount) && amount.value <= MOST_VND_PER_KG
  // A head weighs a kilogram or more, but for young ones.
  const isGrown = per === 'con' && isAnimal(scan.context.crops, scan.crop ?? '') && !isYoung(scan)
  return !isGrown || !isTooCheap(scan, amount)
}

const isYoung = (scan: Scan): boolean => scan.tokens.some((_, at) => matchAt(young, scan.tokens, at) !== null)

/** Which of them are meant. What is called a price is one, if it may be; a word for the total settles it; a mere được does not where another price is possible, and this one is not or seldom. */
function likelyOf(way: Way, prices: readonly Price[]): readonly Price[] {
  const likely = prices.filter((price) => price.isLikely)
  const all = prices.filter(({ isAll }) => isAll)
  if (way === 'priced') return likely.some(({ isSaid }) => isSaid) ? [] : likely
  if (way === 'unsaid') return likely.length > 0 ? likely : prices
  if (way === 'all' || likely.length === 0) return all
  if (!likely.some(({ isAll }) => isAll)) return likely
  return all.some((price) => price.isUsual) ? all : likely.filter((price) => price.isAll || price.isUsual)
}

type Way = 'all' | 'got' | 'each' | 'priced' | 'unsaid'

const allWords = phraseLexicon(
  `tổng, tổng cộng, tổng tiền, tổng thu, tất cả, cả thảy, cả đàn, cả lô, cả lứa, cả mẻ, cả hai con, cả ba con, cả đôi, toàn bộ, gộp, thu về, cộng lại, vị chi, trọn gói`,
)
const gotWords = phraseLexicon('được, đc, dc, thu, thu được, lấy, lấy được, về, hết')
const eachWords = phraseLexicon(
  'mỗi, từng, đều, một con, 1 con, con, đầu con, từng con, một lít, một cân, bình quân, trung bình',
)

/** `cả 3 con lợn 12 triệu`. */
const wholes = phraseLexicon('cả')

/** So many words before a sum tell what it is for. */
const REACH_TOKENS = 6

function wayOf(scan: Scan, money: Money, sold: Sold, used: readonly Span[]): Way {
  const ends = [sold, ...used].flatMap(({ to }) => (to <= money.from ? [to] : []))
  const start = Math.max(0, money.from - REACH_TOKENS, ...ends)
  let way: Way = matchAt(wholes, scan.tokens, sold.from - 1) === null ? 'unsaid' : 'all'
  for (let at = start; at < money.from; at++) {
    if (matchAt(eachWords, scan.tokens, at) !== null && cropAt(scan, at) === null) return 'each'
    if (matchAt(allWords, scan.tokens, at) !== null) way = 'all'
    else if (way === 'unsaid' && matchAt(gotWords, scan.tokens, at) !== null) way = 'got'
  }
  if (sold.type !== 'count' && isBehindPriceWord(scan, money.from)) return 'priced'
  return behind(scan, money.to) ?? way
}

/** `12 triệu cả đàn`, `12 triệu tất cả`. */
function behind(scan: Scan, to: number): Way | null {
  const end = skipFiller(scan, to) ?? to
  return matchAt(allWords, scan.tokens, to) !== null || matchAt(allWords, scan.tokens, end) !== null ? 'all' : null
}
