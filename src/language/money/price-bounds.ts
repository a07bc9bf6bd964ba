import { LEEWAY, usualVnd } from '../names/usual-prices.ts'
import type { Amount } from '../numbers/amounts.ts'
import type { Scan } from '../text/scan.ts'

/** No crop is so cheap: sugarcane, the cheapest, is 700 đ a kg. */
const LEAST_VND_PER_KG = 500

/**
 * What one base unit of the crop the talk is about usually costs, whatever its form, with some leeway; null where nothing is known: an animal's price is known
 * for a kg, not a head.
 */
export function likelyVnd(scan: Scan, per?: string): [low: number, high: number] | null {
  const crop = scan.context.crops.get(scan.crop ?? '')
  if (crop?.soldBy === 'mass' && per !== undefined && per !== 'kg') return null
  return crop === undefined ? null : usualVnd(crop)
}

/** Whether a price is within the bounds. */
export function isLikely({ value }: Amount, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high
}

/** Whether a price is within the bounds even without their leeway. */
export function isUsual(amount: Amount, [low, high]: readonly [number, number]): boolean {
  return isLikely(amount, [low * LEEWAY, high / LEEWAY])
}

/** Whether a price for one kg is too low for the crop, or where none is known for any. */
export function isTooCheap(scan: Scan, { value }: Amount): boolean {
  return value < (likelyVnd(scan)?.[0] ?? LEAST_VND_PER_KG)
}
