import { type Amount, vagueness } from '../numbers/amounts.ts'
import type { AreaReading, CountReading, MassReading, VolumeReading } from '../types.ts'

/** Amounts in kg as readings. */
export function massReadings(amounts: readonly [Amount, ...Amount[]]): [MassReading, ...MassReading[]] {
  return toReadings(amounts, (amount) => ({ kg: amount.value, ...vagueness(amount) }))
}
/** Amounts in m² as readings. */
export function areaReadings(amounts: readonly [Amount, ...Amount[]]): [AreaReading, ...AreaReading[]] {
  return toReadings(amounts, (amount) => ({ m2: amount.value, ...vagueness(amount) }))
}
/** Amounts in litres as readings. */
export function volumeReadings(amounts: readonly [Amount, ...Amount[]]): [VolumeReading, ...VolumeReading[]] {
  return toReadings(amounts, (amount) => ({ l: amount.value, ...vagueness(amount) }))
}
/** Counts of one text. */
export type Counts = [CountReading, ...CountReading[]]
/** Counts of one unit as readings. */
export function countReadings(amounts: readonly [Amount, ...Amount[]], unit: string): Counts {
  return toReadings(amounts, (amount) => ({ count: amount.value, unit, ...vagueness(amount) }))
}

function toReadings<T>(amounts: readonly [Amount, ...Amount[]], make: (amount: Amount) => T): [T, ...T[]] {
  const [first, ...others] = amounts
  return [make(first), ...others.map(make)]
}
