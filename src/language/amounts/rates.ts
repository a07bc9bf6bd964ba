import { type Amount, times } from '../numbers/amounts.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import { factor, unitAt } from '../units/units.ts'
import { measuredAt } from './measured.ts'
import { countsOf } from './rounds.ts'
import { type Harvest, isHarvest, leads, manyOf, manyOrWhole } from './yields.ts'

/** What mỗi counts by, besides units: behind a "moi" without accents any other word shows mới, just now (`2 sao moi gat`). */
export const perWhat = phraseLexicon(
  'ngày, hôm, buổi, tuần, tháng, năm, vụ, mùa, lứa, lần, đợt, chuyến, mẻ, phiên, lượt, nhà, hộ, người, khẩu, thửa, đám, vườn, nương, ruộng, đồi, luống, gốc, khóm, bụi',
)

/**
 * What an amount is of one of: so many m² of land, a round or another thing by the token of its name, a container, or what only an average tells.
 * `isSure`: the word for the average can't be said of all there is.
 */
type One =
  | { type: 'land'; m2: number }
  | { type: 'round'; at: number }
  | { type: 'average'; isSure: boolean }
  | { type: 'container'; name: string }

/**
 * Takes amounts of one of something for no whole: `mỗi sào được 2 tạ`, `mỗi chuyến 5 bao`, `bình quân 1 tạ 8`, `3 sào x 180 kg`. Where the text tells how much land there was it
 * is asked whether that amount or so many of it is the whole; rounds that are counted give so many of it; else it is left unread.
 */
export function joinRates(scan: Scan, spans: readonly Span[]): readonly Span[] {
  const rates = new Map<Span, One>()
  for (const span of spans) {
    const one = isHarvest(span) ? oneBefore(scan, span.from) : null
    if (one !== null) rates.set(span, one)
  }
  if (rates.size === 0) return spans
  const crops = new Set(spans.flatMap((span) => (span.type === 'crop' ? [span.readings[0].crop] : [])))
  // Of two rates or two crops each has the land told right before it, and nobody knows whose rounds are counted.
  const isPlain = rates.size === 1 && crops.size < 2
  let isUnknown = false
  const settled = spans.flatMap((span, index) => {
    const one = rates.get(span)
    if (one === undefined || !isHarvest(span)) return [span]
    const isOthers = one.type === 'round' && !isPlain
    const whole = isOthers ? null : wholeOf(scan, isPlain ? spans : ownOf(spans, index), span, one)
    const isLeft = one.type === 'average' ? !one.isSure : one.type === 'container' && !isCounted(spans, one.name)
    isUnknown ||= whole === null && !isLeft
    return whole !== null ? [whole] : isLeft ? [span] : []
  })
  // With one crop's amount unread the other's would be taken for it.
  return isUnknown && crops.size > 1 ? settled.filter((span) => !isHarvest(span)) : settled
}

/** What is told between the harvest before and the one at an index. */
const ownOf = (spans: readonly Span[], index: number): readonly Span[] =>
  spans.slice(spans.slice(0, index).findLastIndex(isHarvest) + 1, index)

/** Whether containers are counted that their weight was not joined with: `mỗi bao 45 cân, mỗi sào 4 bao`. */
const isCounted = (spans: readonly Span[], name: string): boolean =>
  spans.some((span) => span.type === 'count' && span.readings[0].unit === name)

/** All that an amount of one comes to; null where the text does not tell of how many. */
function wholeOf(scan: Scan, spans: readonly Span[], harvest: Harvest, one: One): Span | null {
  if (one.type === 'container') return null
  if (one.type === 'round') {
    const [many, other] = countsOf(scan, spans, one.at)
    return many === undefined || other !== undefined ? null : manyOf(harvest, [{ value: many }], 'rounds')
  }
  const many = spans.flatMap((span): Amount[] => {
    if (span.type !== 'area') return []
    const [{ m2, ...vague }] = span.readings
    const unit = one.type === 'land' ? one.m2 : unitOf(scan, span)
    return [times({ value: m2, ...vague }, 1 / unit)]
  })
  return many.length === 0 ? null : manyOrWhole(harvest, many.slice(0, MOST_AREAS))
}

/** Of more land than this nobody can choose. */
const MOST_AREAS = 4

/** The unit that land was told in, in m². */
function unitOf(scan: Scan, { from }: Span): number {
  const unit = measuredAt(scan, from)?.unit
  return unit?.type === 'area' ? factor(unit) : 1
}

/** So many tokens before an amount begins what it is of. */
const REACH_TOKENS = 12
const every = phraseLexicon('mỗi, từng, mỗi một, mỗi 1')
/** Words for an average. Năng suất is also said of all there is. */
const averages = phraseLexicon('bình quân, trung bình, tb, bq')
const yieldWords = phraseLexicon('năng suất, x, ×, *')

/** What the amount at a token is of one of, by the words before it; null: of nothing that is said. */
function oneBefore(scan: Scan, from: number): One | null {
  for (let at = from - 1; at >= Math.max(0, from - REACH_TOKENS); at--) {
    const one = oneAt(scan, at, from)
    if (one !== null) return one
    const average = matchAt(averages, scan.tokens, at)
    const start = average?.to ?? matchAt(yieldWords, scan.tokens, at)?.to
    if (start !== undefined && leads(scan, start, from)) return { type: 'average', isSure: average !== null }
  }
  return null
}

/** The land or the round that mỗi at token `at` is of, where it leads to the amount: `mỗi sào lúa được`. */
function oneAt(scan: Scan, at: number, from: number): One | null {
  const match = matchAt(every, scan.tokens, at)
  if (match === null) return null
  const unit = unitAt(scan, match.to)
  const [land] = unit?.units ?? []
  if (unit !== null && land?.type === 'area')
    return leads(scan, unit.to, from) ? { type: 'land', m2: factor(land) } : null
  if (unit !== null && land?.type === 'count' && land.container)
    return leads(scan, unit.to, from) ? { type: 'container', name: land.name } : null
  const end = matchAt(perWhat, scan.tokens, match.to)?.to
  if (end === undefined) return null
  // Without its accent it may be mới: "moi hom qua duoc 2 ta".
  const isNear = end === from || (end === from - 1 && gotWords.has(scan.tokens[end]?.fold ?? ''))
  return isNear || (match.exact && leads(scan, end, from)) ? { type: 'round', at: match.to } : null
}
const gotWords = new Set(['duoc', 'dc', 'thu'])
