import type { Crop } from '../../language/types.ts'
import type { PriceKind } from '../../store/queries/prices.ts'
import { baseUnit } from './kinds.ts'

/** From this factor on a price waits for a second person: a zero too many or too few, not a market. */
const FAR_FACTOR = 5

/** How a price is far off: a multiple or a fraction of the last one; or only of the bounds the crop's form has. */
export type Far = { type: 'times' | 'fraction'; factor: number } | { type: 'bounds' }

/**
 * Whether a price is too far from the last one to be kept on one person's word; without one, from the form's bounds.
 * @param last the last kept price of the same form and unit, in VND; undefined: there is none
 */
export function farFrom(price: PriceKind & { priceVnd: number }, last: number | undefined, crop: Crop): Far | null {
  const { priceVnd } = price
  if (last !== undefined && priceVnd >= last * FAR_FACTOR) return { type: 'times', factor: Math.round(priceVnd / last) }
  if (last !== undefined && priceVnd * FAR_FACTOR <= last)
    return { type: 'fraction', factor: Math.round(last / priceVnd) }
  const bounds = price.form === null ? undefined : crop.forms[price.form]?.priceVnd
  if (!bounds || price.unit !== baseUnit(crop)) return null
  const [low, high] = bounds
  return priceVnd >= high * FAR_FACTOR || priceVnd * FAR_FACTOR <= low ? { type: 'bounds' } : null
}
