import { numberPhraseAt } from '../numbers/number-phrase.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import { isHarvest, isSettled, leads, manyOrWhole } from './yields.ts'

/** What a harvest is brought in by. */
const rounds = phraseLexicon('ngày, buổi, lần, đợt, chuyến, mẻ, lứa, lượt, người, luống')
const opening = phraseLexicon('một, 1, /, mỗi')
/** Of more numbers than this nobody can choose. */
const MOST_COUNTS = 4

/** Reads an amount beside one round (`một đợt 2 tạ, 3 đợt`, `ngày được 20 cân, hái 5 ngày`) as what each brought or all of them, to be asked about. */
export function joinRounds(scan: Scan, spans: readonly Span[]): readonly Span[] {
  const [harvest, other] = spans.filter(isHarvest)
  if (harvest === undefined || other !== undefined || isSettled(harvest)) return spans
  const one = roundBefore(scan, harvest.from) ?? roundBehind(scan, harvest.to)
  const manies = one === null ? [] : countsOf(scan, spans, one)
  if (manies.length === 0) return spans
  const joined = manyOrWhole(
    harvest,
    manies.slice(0, MOST_COUNTS).map((value) => ({ value })),
    'round-or-whole',
  )
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

/** How often the round whose name stands at token `one` is counted elsewhere, outside of any other fact: each number once. */
export function countsOf(scan: Scan, spans: readonly Span[], one: number): number[] {
  const word = scan.tokens[one]
  const found = new Set<number>()
  for (let at = 0; at < scan.tokens.length; at++) {
    const isSame = at !== one && scan.tokens[at]?.key === word?.key
    const many = isSame && !spans.some(({ from, to }) => from <= at && at < to) ? countAt(scan, at) : null
    if (many !== null) found.add(many)
  }
  return [...found]
}

/** The number of several right before the word at a token, or null. */
function countAt(scan: Scan, at: number): number | null {
  for (const back of [1, 2]) {
    const phrase = at >= back ? numberPhraseAt(scan, at - back) : null
    const value = phrase?.to === at && phrase.amounts.length === 1 ? phrase.amounts[0].value : 0
    if (Number.isInteger(value) && value > 1) return value
  }
  return null
}
