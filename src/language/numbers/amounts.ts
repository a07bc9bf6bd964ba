import type { Vague } from '../types.ts'

/** One figure as it was meant, without a unit: a range has its middle as `value`. */
export interface Amount extends Vague {
  value: number
}

/** Away with the dust of binary fractions: fifteen digits are finer than anything a farmer weighs. */
export function tidy(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15))
}

/** The amount in another unit. */
export function times(amount: Amount, factor: number): Amount {
  const { value, min, max, about } = amount
  return {
    value: tidy(value * factor),
    ...(about && { about }),
    ...(min !== undefined && { min: tidy(min * factor) }),
    ...(max !== undefined && { max: tidy(max * factor) }),
  }
}

/** The amount with something added (`3 tạ` and `20 kg`). */
export function plus(amount: Amount, more: number): Amount {
  const { value, min, max, about } = amount
  return {
    value: tidy(value + more),
    ...(about && { about }),
    ...(min !== undefined && { min: tidy(min + more) }),
    ...(max !== undefined && { max: tidy(max + more) }),
  }
}

/** Two amounts together; a range in one makes a range of both. */
export function sum(one: Amount, other: Amount): Amount {
  const isRange = [one, other].some(({ min, max }) => min !== undefined || max !== undefined)
  return {
    value: tidy(one.value + other.value),
    ...((one.about || other.about) && { about: true }),
    ...(isRange && {
      min: tidy((one.min ?? one.value) + (other.min ?? other.value)),
      max: tidy((one.max ?? one.value) + (other.max ?? other.value)),
    }),
  }
}

/** So many of an amount; what is vague in either is so in both together. */
export function product(one: Amount, other: Amount): Amount {
  const isRange = [one, other].some(({ min, max }) => min !== undefined || max !== undefined)
  return {
    value: tidy(one.value * other.value),
    ...((one.about || other.about) && { about: true }),
    ...(isRange && {
      min: tidy((one.min ?? one.value) * (other.min ?? other.value)),
      max: tidy((one.max ?? one.value) * (other.max ?? other.value)),
    }),
  }
}

/** A range with its middle. */
export function range(min: number, max: number): Amount {
  return { value: tidy((min + max) / 2), min: tidy(min), max: tidy(max) }
}

/** How the vagueness of an amount goes into a reading. */
export function vagueness({ about, min, max }: Vague): Vague {
  return { ...(about && { about }), ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

/** The readings that really differ, in order. */
export function distinct<T>(readings: readonly [T, ...T[]]): [T, ...T[]] {
  if (readings.length === 1) return readings as [T]
  const [first, ...others] = readings
  const seen = new Set([JSON.stringify(first)])
  const kept = others.filter((reading) => {
    const text = JSON.stringify(reading)
    return !seen.has(text) && seen.add(text)
  })
  return [first, ...kept]
}

/** Every amount changed in one way. */
export function mapAmounts(
  amounts: readonly [Amount, ...Amount[]],
  change: (amount: Amount) => Amount,
): [Amount, ...Amount[]] {
  const [first, ...others] = amounts
  return [change(first), ...others.map(change)]
}
