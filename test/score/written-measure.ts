import type { Expectation, LeftOut } from './case.ts'
import { amountOf, amountPattern, type Decimal, unsignedPattern } from './written-number.ts'

type Measure = 'mass' | 'area' | 'volume'
const BASE: Record<Measure, string> = { mass: 'kg', area: 'm2', volume: 'l' }

/** What farmers measure their goods, land and sprays in, with factors to kg, m² and litre. */
const UNITS: Record<string, [Measure, number]> = {
  kg: ['mass', 1],
  g: ['mass', 1e-3],
  mg: ['mass', 1e-6],
  'm²': ['area', 1],
  m2: ['area', 1],
  'km²': ['area', 1e6],
  km2: ['area', 1e6],
  ha: ['area', 1e4],
  l: ['volume', 1],
  ml: ['volume', 1e-3],
  'm³': ['volume', 1e3],
  m3: ['volume', 1e3],
  'cm³': ['volume', 1e-3],
}
const OTHERS: [RegExp, string][] = [
  [/^[\p{L}µμ²³]+ ?\/ ?\p{L}/iu, 'a rate or strength (km/h, mg/l): no report has one'],
  [/^(?:mm|cm|m|km|μm|inch)(?![\p{L}²³\d])/u, 'a length: no report has one'],
  [/^(?:%|° ?[cfk])/u, 'a share or temperature: no report has one'],
  [/^(?:k|m|g|t)?(?:b|bps|hz|v|w|hp|a)(?!\p{L})/iu, 'electricity, data or power: not of the farm'],
  [/^(?:phút|p|giây|s)(?!\p{L})/u, 'a length of time: no kind of reading'],
]

/** The masses, areas and volumes of a written text: one, a range, or several to ask about. */
export function writtenMeasure(text: string, decimal: Decimal): Expectation | LeftOut {
  const found: Expectation[] = []
  let reason: string | undefined
  for (const { sum, max, rest, about } of amountsIn(text, decimal)) {
    const other = OTHERS.find(([pattern]) => pattern.test(rest))
    const unit = other ? undefined : /^[\p{L}²³]+[23]?/u.exec(rest)?.[0]
    const expected = unit === undefined ? undefined : measured(sum, unit, max)
    if (expected !== undefined) found.push(about ? { ...expected, value: { ...expected.value, about } } : expected)
    else reason ??= other?.[1] ?? 'no unit of mass, area or volume'
  }
  const [first, ...others] = found
  if (first === undefined) return { out: reason ?? 'no number with a unit' }
  if (others.length === 0) return first
  return { as: first.as, value: { ask: found.map(({ value }) => value) } }
}

/** An amount in a unit as a reading; undefined for a unit that is none of mass, area or volume. */
export function measured(sum: number, unit: string, max?: number): (Expectation & { value: object }) | undefined {
  const [as, factor] = (Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined) ?? []
  if (as === undefined || factor === undefined) return undefined
  if (max === undefined) return { as, value: { [BASE[as]]: sum * factor } }
  return { as, value: { [BASE[as]]: ((sum + max) / 2) * factor, min: sum * factor, max: max * factor } }
}

const ABOUT = /(?:khoảng|hơn|gần|chừng) $/iu

function* amountsIn(text: string, decimal: Decimal) {
  // The far end of a range carries the same unit: 3kg-6kg.
  const end = String.raw`(?<unit>\p{L}+)-(?<max>${unsignedPattern(decimal)})(?=\k<unit>)`
  const pattern = new RegExp(`(?<sum>${amountPattern(decimal)}) ?(?:${end})?`, 'gu')
  for (const match of text.matchAll(pattern)) {
    const { sum = '', max } = match.groups ?? {}
    const rest = text.slice(match.index + match[0].length)
    yield {
      sum: amountOf(sum, decimal),
      max: max === undefined ? undefined : amountOf(max, decimal),
      rest,
      about: ABOUT.test(text.slice(0, match.index)),
    }
  }
}

/** The area of a plot told by its sides in metres (`8x8 mét vuông`), or null. */
export function writtenPlot(text: string): Expectation | null {
  const [, one, other] = /(\d+) ?x ?(\d+) mét vuông/u.exec(text) ?? []
  return one === undefined ? null : { as: 'area', value: { m2: Number(one) * Number(other) } }
}
