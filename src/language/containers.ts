import { type Amount, distinct, times } from './amounts.ts'
import { skipDeduction } from './deductions.ts'
import { skipFiller } from './fillers.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { massReadings, volumeReadings } from './quantity-readings.ts'
import type { Scan, Span } from './scan.ts'
import { unitAt } from './units.ts'

const each = compileLexicon<'each'>([
  ['mỗi', 'each'],
  ['một', 'each'],
  ['1', 'each'],
])

const all = compileLexicon<'all'>(['tất cả', 'tổng', 'tổng cộng', 'cả thảy'].map((phrase) => [phrase, 'all'] as const))

/** The index behind `mỗi bao`, `, 1 bao`, or null: the weight beside it is one container's. */
export function eachOf(scan: Scan, at: number, name: string): number | null {
  const comma = scan.tokens[at]?.fold === ',' ? at + 1 : at
  const start = matchAt(each, scan.tokens, comma)?.to
  return start === undefined ? null : nameAt(scan, start, name)
}

/** The index behind a container's name, or null. */
export function nameAt(scan: Scan, at: number, name: string): number | null {
  const unit = unitAt(scan, at)
  return unit?.units[0].name === name ? unit.to : null
}

/**
 * What so many containers weigh. Where it is said that the weight is one container's, that is all; else the weight may be all there is, and both are given.
 */
export function containerWeights(
  counts: readonly [Amount, ...Amount[]],
  weights: readonly [Amount, ...Amount[]],
  isEach: boolean,
): [Amount, ...Amount[]] {
  const one = weights[0].value
  const [first, ...others] = counts
  const product: [Amount, ...Amount[]] = [times(first, one), ...others.map((amount) => times(amount, one))]
  return isEach ? product : distinct([...product, ...weights])
}

/**
 * Joins a count of containers (or of animals, where `mỗi con` is said) with a weight or a volume that stands behind the crop: `12 bao thóc 50kg`. That fact goes; the count becomes one of its kind. What is gone is
 * given too, since its words are not left over.
 */
export function joinContainers(scan: Scan, spans: readonly Span[]): { spans: Span[]; used: Span[] } {
  const joined = [...spans]
  const used: Span[] = []
  for (const [index, count] of spans.entries()) {
    const weight = spans.slice(index + 1).find((span) => span.type !== 'crop')
    if (count.type !== 'count' || (weight?.type !== 'mass' && weight?.type !== 'volume')) continue
    if (skipDeduction(scan, weight.from) !== null) continue
    const between = gapOf(scan, spans, count, weight)
    const { unit } = count.readings[0]
    const closed = eachOf(scan, weight.to, unit)
    if (between === null) continue
    const isEach = between.isEach || closed !== null
    // A weight beside animals is all of theirs, unless it is said to be one's.
    if (!isContainer(scan, count) && !(isEach && unit === 'con')) continue
    joined[index] = between.isAll ? { ...weight, from: count.from, to: count.to } : filled(count, weight, isEach)
    joined.splice(joined.indexOf(weight), 1)
    used.push({ ...weight, from: between.from, to: closed ?? weight.to })
    // The closing "1 bao" may have been taken for a count of its own.
    const closing = joined.findIndex((span) => span.from >= weight.to && span.from < (closed ?? 0))
    if (closing >= 0) joined.splice(closing, 1)
    break
  }
  return { spans: joined, used }
}

function isContainer(scan: Scan, count: Span): boolean {
  const unit = unitAt(scan, count.to - 1)?.units[0] ?? unitAt(scan, count.to - 2)?.units[0]
  return unit?.type === 'count' && unit.container === true
}

/** What stands between a count and a weight: crops and filler only, with or without `mỗi bao` (from there it is used up) or `tất cả`; null for anything else. */
function gapOf(
  scan: Scan,
  spans: readonly Span[],
  count: Span,
  weight: Span,
): { isEach: boolean; isAll: boolean; from: number } | null {
  let gap = { isEach: false, isAll: false, from: weight.from }
  const name = count.type === 'count' ? count.readings[0].unit : ''
  for (let at = count.to; at < weight.from; ) {
    const crop = spans.find((span) => span.from === at)
    // `lua 5 bao; gung 2 ta`: the sacks have their crop already.
    if (crop && isOfOther(scan, spans, count, crop)) return null
    const one = eachOf(scan, at, name)
    if (one !== null) gap = { isEach: true, isAll: false, from: at }
    if (matchAt(all, scan.tokens, at) !== null) gap = { ...gap, isAll: true }
    const next = crop?.to ?? one ?? (scan.tokens[at]?.kind === 'mark' ? at + 1 : skipFiller(scan, at))
    if (next === null) return null
    at = next
  }
  return gap
}

/** Whether the count stands right behind another crop than this. */
function isOfOther(scan: Scan, spans: readonly Span[], count: Span, crop: Span): boolean {
  const own = spans.findLast(({ type, to }) => type === 'crop' && to <= count.from)
  if (own === undefined || JSON.stringify(own.readings) === JSON.stringify(crop.readings)) return false
  let at: number | null = own.to
  while (at !== null && at < count.from) at = skipFiller(scan, at)
  return at === count.from
}

/** All that is in the containers, by what is in one. */
function filled(count: SpanOf<'count'>, one: SpanOf<'mass'> | SpanOf<'volume'>, isEach: boolean): Span {
  const [{ count: number, unit: _, ...vague }] = count.readings
  const amounts = (each: [Amount, ...Amount[]]) => containerWeights([{ value: number, ...vague }], each, isEach)
  const { from, to } = count
  if (one.type === 'volume') {
    const each = mapReadings(one.readings, ({ l, ...rest }): Amount => ({ value: l, ...rest }))
    return { type: 'volume', readings: volumeReadings(amounts(each)), from, to }
  }
  const each = mapReadings(one.readings, ({ kg, ...rest }): Amount => ({ value: kg, ...rest }))
  return { type: 'mass', readings: massReadings(amounts(each)), from, to }
}

type SpanOf<T extends Span['type']> = Extract<Span, { type: T }>

function mapReadings<T>(
  [first, ...others]: readonly [T, ...T[]],
  change: (reading: T) => Amount,
): [Amount, ...Amount[]] {
  return [change(first), ...others.map(change)]
}
