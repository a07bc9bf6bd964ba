import { type Amount, distinct, mapAmounts, product } from '../numbers/amounts.ts'
import { skipFiller } from '../text/fillers.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import { containerListAt } from './container-lists.ts'
import { MOST_IN_ONE, nameAt } from './container-names.ts'
import { skipDeduction } from './deductions.ts'
import { massReadings, volumeReadings } from './quantity-readings.ts'
import { isInGrossSign, skipGross } from './tares.ts'

const each = compileLexicon<'each'>([
  ['mỗi', 'each'],
  ['một', 'each'],
  ['1', 'each'],
])

/** `bao nào cũng 45 cân`, `4 bao đều 50 kg`. */
const alike = phraseLexicon(
  'nào cũng, nào cũng được, nào cũng nặng, đều, đều là, đều nặng, bình quân, trung bình, bình quân được, trung bình được',
)

const totals = phraseLexicon('tất cả, tổng, tổng cộng, cả thảy')
const all = phraseLexicon('tất cả, tổng, tổng cộng, cả thảy, được, đc, dc, là, bằng, =, (')
/** The index behind `mỗi bao`, `, 1 bao`, `bao nào cũng`, `đều`, or null: the weight beside it is one container's. */
export function eachOf(scan: Scan, at: number, name: string): number | null {
  const comma = scan.tokens[at]?.fold === ',' ? at + 1 : at
  const start = matchAt(each, scan.tokens, comma)?.to
  if (start !== undefined) return nameAt(scan, start, name)
  return matchAt(alike, scan.tokens, nameAt(scan, comma, name) ?? comma)?.to ?? null
}

/** Whether what each one weighs makes a weight: what is sold by the piece (trúc) stays a count. */
export function isWeighed(scan: Scan, crop: string | undefined): boolean {
  return scan.context.crops.get(crop ?? '')?.soldBy !== 'count'
}

/** The index behind `/bao`, `mỗi bao`, `1 bao` at the end of a weight, or null. */
export function closedAt(scan: Scan, at: number, name: string): number | null {
  return scan.tokens[at]?.fold === '/' ? nameAt(scan, at + 1, name) : eachOf(scan, at, name)
}

/**
 * What so many containers weigh. Where it is said that the weight is one container's, that is all; else the weight may be all there is, and both are given.
 */
export function containerWeights(
  counts: [Amount, ...Amount[]],
  weights: readonly [Amount, ...Amount[]],
  isEach: boolean,
): [Amount, ...Amount[]] {
  const [one] = weights
  const all = mapAmounts(counts, (count) => product(count, one))
  if (!isEach && one.value > MOST_IN_ONE) return [...weights]
  return isEach ? all : distinct([...all, ...weights])
}

/**
 * Joins a count of containers (or of animals, where `mỗi con` is said) with a weight or a volume that stands behind the crop: `12 bao thóc 50kg`. That fact
 * goes; the count becomes one of its kind. What is gone is given too, since its words are not left over. A weight of one (`50kg/bao`) that no count goes with
 * is no amount.
 */
export function joinContainers(scan: Scan, spans: readonly Span[]): { spans: Span[]; used: Span[] } {
  const joined: Span[] = []
  const used: Span[] = []
  const keys = new Set(spans.flatMap((span) => (span.type === 'crop' ? [span.readings[0].crop] : [])))
  const known = { isMixed: keys.size > 1, isWeighed: [...keys].every((key) => isWeighed(scan, key)) }
  for (let index = 0; index < spans.length; index++) {
    const span = spans[index]
    if (span === undefined) break
    const crops = cropsBehind(spans, index)
    const at = index + 1 + crops.length
    const join =
      joinOf(scan, span, crops, spans[at], known) ??
      oneFirst(scan, spans.slice(index, index + 3)) ??
      totalOf(scan, span, crops, spans[at], known)
    if (join === null) {
      if (!isWeightOfOne(scan, span) || skipDeduction(scan, span.from) !== null) joined.push(span)
      continue
    }
    const between = join.used.from > (crops[0]?.from ?? 0) ? crops : []
    joined.push(join.span, ...between)
    used.push(join.used)
    // The closing "1 bao" may have been taken for a count of its own.
    for (index += between.length + 1; (spans[index + 1]?.from ?? join.used.to) < join.used.to; index++);
  }
  return { spans: joined, used }
}

/** No more crops stand between containers and their weight. */
const MOST_CROPS = 6

function cropsBehind(spans: readonly Span[], index: number): Span[] {
  const crops: Span[] = []
  for (let at = index + 1; at <= index + MOST_CROPS && spans[at]?.type === 'crop'; at++)
    crops.push(...spans.slice(at, at + 1))
  return crops
}

/** What the crops of the text tell: whether they are several, and whether what each piece weighs makes a weight. */
interface Known {
  isMixed: boolean
  isWeighed: boolean
}

interface Join {
  span: Span
  used: Span
}

function joinOf(scan: Scan, count: Span, crops: readonly Span[], weight: Span | undefined, known: Known): Join | null {
  if (count.type !== 'count' || (weight?.type !== 'mass' && weight?.type !== 'volume')) return null
  if (skipDeduction(scan, weight.from) !== null) return null
  const { unit } = count.readings[0]
  if (weight.rule === 'container-list') return listed(scan, count, weight)
  const closed = closedAt(scan, weight.to, unit)
  const between = gapOf(scan, crops, count, weight, closed !== null)
  if (between === null) return null
  const isEach = between.isEach || closed !== null
  // A weight beside animals is all of theirs, unless it is said to be one's. Of two crops each may have its own.
  if (between.isTotal && !isContainer(scan, count) && known.isWeighed && !known.isMixed)
    return { span: totalled(count, weight), used: weight }
  if (!isContainer(scan, count) && !(isEach && known.isWeighed)) return null
  if (known.isMixed && !isEach && crops.length > 0) return null
  const isWhole = between.isAll && !isEach && (between.isTotal || !mayBeOne(count, weight))
  const span = isWhole ? totalled(count, weight) : filled(count, weight, isEach)
  return { span, used: { ...weight, from: between.from, to: closed ?? weight.to } }
}

/** Up to so many kg are what a sack usually holds, and so many at least. */
const USUAL_KG = 60
const LEAST_USUAL_KG = 15

/** `10 bao (50 kg)`: whether a weight beside several containers may be one's, by what each would hold of it. */
function mayBeOne({ readings: [{ count }] }: SpanOf<'count'>, weight: SpanOf<'mass'> | SpanOf<'volume'>): boolean {
  if (weight.type === 'volume' || count <= 1) return false
  const [{ kg }] = weight.readings
  return kg <= USUAL_KG || (kg <= MOST_IN_ONE && kg / count < LEAST_USUAL_KG)
}

/** The weight of all, where the count stood. */
const totalled = ({ from, to }: Span, weight: Span): Span => ({ ...weight, from, to, rule: 'container-total' })

/** `3 bao: 2 bao 40 cân, 1 bao 30 cân`: how many they are in all, and then lot by lot. */
function listed(scan: Scan, count: SpanOf<'count'>, weight: Span): Join | null {
  const list = containerListAt(scan, weight.from)
  const [{ count: said, unit }] = count.readings
  if (list === null || list.name !== unit || list.count !== said) return null
  return { span: { ...weight, from: count.from, to: count.to }, used: weight }
}

/** `250kg 5 bao`: the weight said first is all there is, where it may be so many sacks. */
function totalOf(scan: Scan, weight: Span, crops: readonly Span[], count: Span | undefined, known: Known): Join | null {
  const each = weightFirst(scan, weight, count)
  if (each !== null) return each
  if (weight.type !== 'mass' || count?.type !== 'count' || known.isMixed || !isContainer(scan, count)) return null
  const oneKg = weight.readings[0].kg / count.readings[0].count
  // "30 cân 1 gùi" says what one weighs.
  if (count.readings[0].count === 1 || weight.readings.length > 1 || oneKg > MOST_IN_ONE || oneKg < LEAST_IN_ONE)
    return null
  for (let at = weight.to; at < count.from; ) {
    const crop = crops.find((span) => span.from === at)
    const word = crop?.to ?? matchAt(packed, scan.tokens, at)?.to ?? skipFiller(scan, at)
    const next = scan.tokens[at]?.kind === 'mark' ? at + 1 : word
    if (next === null || next > count.from) return null
    at = next
  }
  if (mayBeOne(count, weight))
    return { span: filled({ ...count, from: weight.from, to: weight.to }, weight, false), used: count }
  return { span: { ...weight, rule: 'container-total' }, used: count }
}
/** `50 kg mỗi bao, 6 bao`, `mỗi can 5 lít, 4 can`: what one holds said first, and then how many. */
function weightFirst(scan: Scan, weight: Span, count: Span | undefined): Join | null {
  if ((weight.type !== 'mass' && weight.type !== 'volume') || count?.type !== 'count') return null
  const { unit } = count.readings[0]
  const closed = matchAt(ofOne, scan.tokens, weight.to)
  const end = closed === null ? null : nameAt(scan, closed.to, unit)
  const isOpened = eachOf(scan, weight.from - 2, unit) === weight.from
  let at = end ?? (isOpened ? weight.to : null)
  while (at !== null && at < count.from) at = scan.tokens[at]?.kind === 'mark' ? at + 1 : skipFiller(scan, at)
  return at === count.from ? { span: filled(count, weight, true), used: weight } : null
}

/** `45 cân 1 bao, 6 bao`: what one weighs, then how many there are. */
function oneFirst(scan: Scan, [weight, one, count]: readonly Span[]): Join | null {
  if (weight?.type !== 'mass' || one?.type !== 'count' || count?.type !== 'count' || !isContainer(scan, count))
    return null
  const isOne = one.readings[0].count === 1 && one.readings[0].unit === count.readings[0].unit
  if (!isOne || one.from !== weight.to || count.readings[0].count === 1) return null
  let at: number | null = one.to
  while (at !== null && at < count.from) at = scan.tokens[at]?.kind === 'mark' ? at + 1 : skipFiller(scan, at)
  return at === count.from ? { span: filled(count, weight, true), used: { ...weight, to: count.to } } : null
}

/** Less than so many kg is in no sack or basket. */
const LEAST_IN_ONE = 5
const packed = phraseLexicon('đóng, đóng được, tức, tức là, bằng')

function isWeightOfOne(scan: Scan, span: Span): boolean {
  if (span.type !== 'mass' && span.type !== 'volume') return false
  const opened = matchAt(ofOne, scan.tokens, span.to)
  return opened !== null && unitAt(scan, opened.to)?.units[0].type === 'count'
}
const ofOne = phraseLexicon('/, mỗi')

function isContainer(scan: Scan, count: Span): boolean {
  const unit = unitAt(scan, count.to - 1)?.units[0] ?? unitAt(scan, count.to - 2)?.units[0]
  return unit?.type === 'count' && unit.container === true
}

/**
 * What stands between a count and a weight: crops and filler only, with or without `tất cả`, or any words before `mỗi bao` (from there it is used up); null for
 * anything else.
 */
function gapOf(
  scan: Scan,
  crops: readonly Span[],
  count: Span,
  weight: Span,
  isClosed: boolean,
): { isEach: boolean; isAll: boolean; isTotal: boolean; from: number } | null {
  let gap = { isEach: isClosed, isAll: false, isTotal: false, from: weight.from }
  let isTorn = false
  const name = count.type === 'count' ? count.readings[0].unit : ''
  for (let at = count.to; at < weight.from; ) {
    const crop = crops.find((span) => span.from === at)
    const again = againEnd(scan, at, count, weight)
    const one = eachOf(scan, at, name) ?? (scan.tokens[at - 1]?.kind === 'mark' ? null : again)
    if (one !== null) gap = { isEach: true, isAll: false, isTotal: false, from: at }
    if (matchAt(all, scan.tokens, at) !== null) gap = { ...gap, isAll: true }
    if (matchAt(totals, scan.tokens, at) !== null) gap = { ...gap, isTotal: true }
    const next =
      crop?.to ??
      one ??
      again ??
      skipGross(scan, at) ??
      (scan.tokens[at]?.kind === 'mark' ? at + 1 : skipFiller(scan, at))
    isTorn ||= next === null && !gap.isAll
    at = next ?? at + 1
  }
  return isTorn && !gap.isEach ? null : gap
}

/** `12 bao thóc bao 40 cân`: what one of several may weigh stands behind their name said again. The index of that weight, or null. */
function againEnd(scan: Scan, at: number, count: Span, weight: Span): number | null {
  if (count.type !== 'count' || count.readings[0].count <= 1 || isInGrossSign(scan, at)) return null
  const held = weight.type === 'mass' ? weight.readings[0].kg : weight.type === 'volume' ? weight.readings[0].l : null
  if (held === null || held > MOST_IN_ONE) return null
  let next = nameAt(scan, at, count.readings[0].unit)
  while (next !== null && next < weight.from) next = matchAt(weighing, scan.tokens, next)?.to ?? skipFiller(scan, next)
  return next === weight.from ? next : null
}
const weighing = phraseLexicon('nặng, đựng, chứa, đóng')

/** All that is in the containers, by what is in one. */
function filled(count: SpanOf<'count'>, one: SpanOf<'mass'> | SpanOf<'volume'>, isEach: boolean): Span {
  const [{ count: number, unit: _, ...vague }] = count.readings
  const amounts = (each: [Amount, ...Amount[]]) => containerWeights([{ value: number, ...vague }], each, isEach)
  const { from, to } = count
  if (one.type === 'volume') {
    const each = mapReadings(one.readings, ({ l, ...rest }): Amount => ({ value: l, ...rest }))
    return { type: 'volume', readings: volumeReadings(amounts(each)), from, to, rule: 'container-weight' }
  }
  const each = mapReadings(one.readings, ({ kg, ...rest }): Amount => ({ value: kg, ...rest }))
  return { type: 'mass', readings: massReadings(amounts(each)), from, to, rule: 'container-weight' }
}

type SpanOf<T extends Span['type']> = Extract<Span, { type: T }>

function mapReadings<T>(
  [first, ...others]: readonly [T, ...T[]],
  change: (reading: T) => Amount,
): [Amount, ...Amount[]] {
  return [change(first), ...others.map(change)]
}
