import type { Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'

/** More than this in kg or litres is in no sack, basket or jerrycan that one carries: it is all there is. */
export const MOST_IN_ONE = 200

/** The index behind a container's name, or null. */
export function nameAt(scan: Scan, at: number, name: string): number | null {
  const unit = unitAt(scan, at)
  return unit?.units[0].name === name ? unit.to : null
}
