import { numberPhraseAt } from '../numbers/number-phrase.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import { isHarvest, leads, manyOrWhole } from './yields.ts'

/** What a harvest is brought in by. */
const rounds = phraseLexicon('ngày, buổi, lần, đợt, chuyến, mẻ, lứa, lượt, người, luống')
const opening = phraseLexicon('một, 1, /, mỗi')
/** More rounds than this nobody counts. */
const MOST_ROUNDS = 400

/** Reads an amount beside one round (`một đợt 2 tạ, 3 đợt`, `ngày được 20 cân, hái 5 ngày`) as what each brought or all of them, to be asked about. */
export function joinRounds(scan: Scan, spans: readonly Span[]): readonly Span[] {
  const [harvest, other] = spans.filter(isHarvest)
  if (harvest === undefined || other !== undefined) return spans
  const one = roundBefore(scan, harvest.from) ?? roundBehind(scan, harvest.to)
  const many = one === null ? null : countOf(scan, spans, one)
  if (many === null) return spans
  const joined = manyOrWhole(harvest, [{ value: many }])
  return spans.map((span) => (span === harvest ? joined : span))
}

/** How far before an amount the word for one round stands. */
const REACH_TOKENS = 4

/** Where the word for the round stands that an amount is of: `một đợt được 2 tạ`. */
function roundBefore(scan: Scan, from: number): number | null {
  for (let at = from - 1; at >= from - REACH_TOKENS; at--) {
    const end = matchAt(rounds, scan.tokens, at)?.to
    if (end !== undefined && leads(scan, end, from)) return countAt(scan, at) === null ? at : null
  }
  return null
}

/** The same behind it: `2 tạ một đợt`. */
function roundBehind(scan: Scan, to: number): number | null {
  const start = matchAt(opening, scan.tokens, to)?.to
  return start !== undefined && matchAt(rounds, scan.tokens, start) !== null ? start : null
}

/** How often the round at a token is counted elsewhere, outside of any other fact. */
function countOf(scan: Scan, spans: readonly Span[], one: number): number | null {
  const word = scan.tokens[one]
  for (let at = 0; at < scan.tokens.length; at++) {
    const isSame = at !== one && scan.tokens[at]?.key === word?.key
    const many = isSame && !spans.some(({ from, to }) => from <= at && at < to) ? countAt(scan, at) : null
    if (many !== null) return many
  }
  return null
}

/** The number of several right before the word at a token, or null. */
function countAt(scan: Scan, at: number): number | null {
  for (const back of [1, 2]) {
    const phrase = at >= back ? numberPhraseAt(scan, at - back) : null
    const value = phrase?.to === at && phrase.amounts.length === 1 ? phrase.amounts[0].value : 0
    if (Number.isInteger(value) && value > 1 && value <= MOST_ROUNDS) return value
  }
  return null
}
