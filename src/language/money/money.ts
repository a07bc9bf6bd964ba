import type { FactRule } from '../explain-rules.ts'
import { isAnimal } from '../names/crops.ts'
import { type Amount, distinct, times, vagueness } from '../numbers/amounts.ts'
import { isMinus } from '../numbers/numbers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span, Unread } from '../text/scan.ts'
import type { MoneyReading } from '../types.ts'
import { isContainerName, unitAt } from '../units/units.ts'
import { foreignAt } from './currencies.ts'
import { type Basis, isBehindNumber, leadingBasis, trailingBasis } from './price-basis.ts'
import { isLikely, isTooCheap, isUsual, likelyVnd } from './price-bounds.ts'
import { isPriceChange } from './price-changes.ts'
import { bareMeanings, type Sum, sumAt } from './sums.ts'

/**
 * Reads a price or a sum at token `at`: `15k/kg`, `1tr5 một tạ`, `15.000 đ`, `1 kg 15 nghìn`, and a bare `15` behind `giá` or where money was asked
 * for. The sum is for one base unit (kg, litre, one thing). Other money, less than nothing, and a price for what the crop is not sold by, are left unread.
 */
export function moneyAt(scan: Scan, at: number): Span | Unread | null {
  const other = foreignAt(scan, at)
  if (other !== null) return { type: 'unread', from: at, to: other, rule: 'other-money' }
  const teen = teenThousandsAt(scan, at)
  if (teen !== null) return teen
  const leading = leadingBasis(scan, at)
  const behind = leading === null ? null : sumAt(scan, leading.to)
  if (leading !== null && behind !== null)
    return span(scan, at, behind.to, pricesOf(scan, at, behind, leading), leading, ruleOf(scan, behind, leading))
  const money = sumAt(scan, at)
  if (money === null) return null
  if (isPriceChange(scan, at, money.amounts)) return { type: 'unread', from: at, to: money.to, rule: 'price-change' }
  if (at === 1 && isMinus(scan, 0)) return { type: 'unread', from: 0, to: money.to, rule: 'below-nothing' }
  const basis = ownBasis(scan, trailingBasis(scan, money.to, money.sure)) ?? bulkBefore(scan, at, money)
  const read = span(
    scan,
    at,
    basis?.to ?? money.to,
    pricesOf(scan, at, money, basis),
    basis,
    ruleOf(scan, money, basis),
  )
  // Asked for a price, 5 cành is no count of branches; "giá 7 nghìn cân" is no weight.
  return (money.leaves || money.isOfUnit) && read.type === 'money' ? { ...read, bonus: OVER_A_COUNT } : read
}
const OVER_A_COUNT = 0.1

/** `tổng cộng 3 triệu mỗi tạ 1tr5`: what a sum is for, unless it opens the next sum. */
function ownBasis(scan: Scan, basis: Basis | null): Basis | null {
  const next = basis?.how === 'each' ? sumAt(scan, basis.to) : null
  return next === null || next.bare ? basis : null
}

/** `gung ta 1tr5`: an unaccented ta before a sum is tạ, though it be part of a crop's name (gừng ta), where only so much for a tạ is what that crop costs. */
function bulkBefore(scan: Scan, at: number, { amounts: [said], to, bare }: Sum): Basis | null {
  const bounds = likelyVnd(scan)
  // "ngo 2 ta 1tr4": with a number before it, it is what was sold.
  const isTa = scan.tokens[at - 1]?.key === 'ta' && !isBehindNumber(scan, at - 1) && unitAt(scan, at - 2) === null
  if (!isTa || bare || bounds === null || isLikely(said, bounds) || !isLikely(times(said, 1 / TA_KG), bounds))
    return null
  return { per: 'kg', divisor: TA_KG, to, how: 'plain' }
}
const TA_KG = 100

function ruleOf(scan: Scan, sum: Sum, basis: Basis | null): FactRule {
  if (sum.leaves) return 'money-slang'
  if (sum.bare) return likelyVnd(scan, basis?.per) === null ? 'price-bare' : 'price-habit'
  return basis === null ? 'sum-said' : 'sum-for-one'
}

interface Price {
  amount: Amount
  per: string | undefined
}

/** The prices for one base unit that a sum and what it is for may mean. */
function pricesOf(scan: Scan, from: number, sum: Sum, basis: Basis | null): Price[] {
  const { divisor, per } = basis ?? { divisor: 1, per: undefined }
  if (sum.bare) return barePrices(scan, sum, basis)
  const isCheap = (said: Amount) => per === 'kg' && divisor > 1 && isTooCheap(scan, times(said, 1 / divisor))
  const dear = sum.amounts.filter((said) => !isCheap(said))
  return (dear.length > 0 ? dear : sum.amounts).flatMap((said) => {
    const price = { amount: divisor === 1 ? said : wholeDong(times(said, 1 / divisor)), per }
    if (basis?.how === 'counted') return countedPrices(scan, from, said, price)
    if (!isCheap(said) || isTooCheap(scan, said)) return [price]
    // "15k ta": ta is no tạ where so little for a tạ can't be.
    const asSaid = { amount: said, per: 'kg' }
    return basis?.how === 'plain' && likelyVnd(scan) !== null ? [asSaid] : [price, asSaid]
  })
}

/** More of the base unit than this is what was sold: `gừng 3 tạ 15` is as well 15,000 for one of it, the likelier of both by the crop's usual price. */
const MOST_PRICED = 20

/** The same for a figure alone. */
function barePrices(scan: Scan, sum: Sum, basis: Basis | null): Price[] {
  const prices = bareMeanings(scan, sum.amounts, basis).map((amount): Price => ({ amount, per: basis?.per }))
  const bounds = likelyVnd(scan, basis?.per)
  if (basis === null || basis.divisor === 1 || bounds === null) return prices
  const shared = prices.filter(({ amount }) => isLikely(amount, bounds))
  if (shared.length > 0 && (basis.how !== 'counted' || basis.divisor <= MOST_PRICED)) return prices
  const ofOne = bareMeanings(scan, sum.amounts, null).filter((amount) => isLikely(amount, bounds))
  const all = [...ofOne.map((amount): Price => ({ amount, per: undefined })), ...shared]
  const usual = all.filter(({ amount }) => isUsual(amount, bounds))
  return [usual, all, prices].find((some) => some.length > 0) ?? prices
}

/** A price shared out among several, to the đồng. */
function wholeDong(amount: Amount): Amount {
  const { value, min, max } = amount
  if (value < SMALLEST_VND) return amount
  return {
    ...amount,
    value: Math.round(value),
    ...(min !== undefined && { min: Math.round(min) }),
    ...(max !== undefined && { max: Math.round(max) }),
  }
}
/** The smallest note: less than this is nobody's price, and left as it was said. */
const SMALLEST_VND = 100

/** How far before its figures a word tells of a sale. */
const SALE_REACH_TOKENS = 6
const selling = phraseLexicon('bán, bán được, xuất')

/** `2 cân 30k`: for the two of them; or two were sold, for so much each. The crop's usual price tells, and where it does not and a sale is told: both. */
function countedPrices(scan: Scan, at: number, said: Amount, shared: Price): Price[] {
  const bounds = likelyVnd(scan)
  const each = { amount: said, per: undefined }
  if (bounds !== null) {
    const likely = [isLikely(shared.amount, bounds), isLikely(said, bounds)]
    if (likely[0] !== likely[1]) return likely[0] ? [shared] : [each]
  }
  if (shared.per === 'kg' && isTooCheap(scan, shared.amount)) return [each]
  const isSale = scan.tokens
    .slice(Math.max(0, at - SALE_REACH_TOKENS), at)
    .some((_, back) => matchAt(selling, scan.tokens, at - 1 - back) !== null)
  return isSale ? [shared, each] : [shared]
}

/** Whether a crop's price may be said for this: by the kg, or for what it is counted or measured in. */
function isSoldBy(scan: Scan, { per, how }: Basis): boolean {
  const crop = scan.context.crops.get(scan.crop ?? '')
  if (crop === undefined || per === 'kg') return true
  if (how === 'unknown') return false
  switch (crop.soldBy) {
    case 'mass':
      return per === 'con' && isAnimal(scan.context.crops, crop.key)
    case 'volume':
      return per === 'l' || isContainerName(per)
    case 'count':
      return per !== 'l' && per !== 'm2'
  }
}

/** `gừng 1 chục 5 nghìn`: fifteen thousand, since nobody sells ginger by tens. */
function teenThousandsAt(scan: Scan, at: number): Span | Unread | null {
  const isOne = scan.tokens[at]?.fold === '1' || scan.tokens[at]?.fold === 'mot'
  if (!isOne || scan.tokens[at + 1]?.fold !== 'chuc' || !isSoldByWeight(scan)) return null
  const sum = sumAt(scan, at + 2)
  const [said, ...others] = sum?.amounts ?? []
  if (sum === null || said === undefined || others.length > 0 || said.value < 1000 || said.value >= TEN_THOUSAND)
    return null
  const amounts: Sum['amounts'] = [{ ...said, value: said.value + TEN_THOUSAND }]
  const basis = trailingBasis(scan, sum.to, sum.sure)
  return span(scan, at, basis?.to ?? sum.to, pricesOf(scan, at, { ...sum, amounts }, basis), basis, 'sum-said')
}
const TEN_THOUSAND = 10_000

function isSoldByWeight(scan: Scan): boolean {
  const crop = scan.context.crops.get(scan.crop ?? '')
  return crop?.soldBy === 'mass' && !isAnimal(scan.context.crops, crop.key)
}

function span(
  scan: Scan,
  from: number,
  to: number,
  prices: readonly Price[],
  basis: Basis | null,
  rule: FactRule,
): Span | Unread {
  const [first, ...others] = prices
  if (first === undefined || (basis !== null && !isSoldBy(scan, basis)))
    return { type: 'unread', from, to, rule: 'not-sold-so' }
  const make = ({ amount, per }: Price): MoneyReading => ({
    vnd: amount.value,
    ...(per !== undefined && { per }),
    ...vagueness(amount),
  })
  return { type: 'money', readings: distinct([make(first), ...others.map(make)]), from, to, rule }
}
