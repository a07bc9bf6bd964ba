import type { Expectation, LeftOut } from './case.ts'
import { amountOf, amountPattern, unsignedPattern } from './written-number.ts'

const DONG = '(?: ?(?:đồng|₫|đ|VND|vnd)(?!\\p{L}))'
const FOREIGN = /[$€¥£₹₩]|usd|eur|euro|đô|ndt|RM/u
/** What a farmer's goods or work are priced by. */
const PER: Record<string, string> = { kg: 'kg', ngày: 'ngày' }

/** The sum, range of sums or price of a written text in đồng: `50.000đ-100.000đ`, `100₫/kg`. A bare range in k or tr is money too. */
export function writtenMoney(text: string): Expectation | LeftOut {
  if (FOREIGN.test(text)) return { out: 'a foreign currency: nothing is sold in it here' }
  const amount = amountPattern(',')
  const range = new RegExp(`(${amount})${DONG}?-(${unsignedPattern(',')})`, 'u').exec(text)
  if (range) return rangeOf(amountOf(range[1] ?? '', ','), amountOf(range[2] ?? '', ','))
  const [, sum, per] = new RegExp(`(${amount})${DONG}(?:/(\\p{L}+))?`, 'u').exec(text) ?? []
  if (sum === undefined) return { out: 'no sum in đồng' }
  const vnd = amountOf(sum, ',')
  if (per === undefined) return { as: 'money', value: { vnd } }
  const unit = PER[per]
  return unit === undefined
    ? { out: `priced by ${per}: nothing farmers sell` }
    : { as: 'money', value: { vnd, per: unit } }
}

/** A range of sums, its middle as the sum. */
export function rangeOf(min: number, max: number): Expectation {
  return { as: 'money', value: { vnd: (min + max) / 2, min, max } }
}
