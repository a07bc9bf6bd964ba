import type { Crop } from '../types.ts'

/** How far from the usual a price still counts as likely: prices of years ago, peaks and gluts. */
export const LEEWAY = 3

/** What one base unit of a crop usually costs, whatever its form, with some leeway; null where nothing is known. */
export function usualVnd({ forms }: Crop): [low: number, high: number] | null {
  const known = Object.values(forms).flatMap((form) => (form.priceVnd === undefined ? [] : [form.priceVnd]))
  if (known.length === 0) return null
  return [Math.min(...known.map(([low]) => low)) / LEEWAY, Math.max(...known.map(([, high]) => high)) * LEEWAY]
}
