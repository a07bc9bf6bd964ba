import { setAside } from './amounts/asides.ts'
import { joinContainers } from './amounts/containers.ts'
import { joinDeductions } from './amounts/deductions.ts'
import { weighByHousehold } from './amounts/household.ts'
import { joinNumbered } from './amounts/numbered.ts'
import { joinOdds } from './amounts/odds.ts'
import { joinRates } from './amounts/rates.ts'
import { joinRounds } from './amounts/rounds.ts'
import { joinYields } from './amounts/yields.ts'
import { bestCover } from './best-cover.ts'
import { candidates, cropsIn, mainCrop } from './candidates.ts'
import { endsGrade } from './days/fertiliser-grades.ts'
import { withoutOtherDays } from './days/other-days.ts'
import { withoutDenied } from './denials.ts'
import { withoutProceeds } from './money/proceeds.ts'
import { shareTotals } from './money/totals.ts'
import { withoutJoint } from './names/crop-lists.ts'
import { skipRangeSign } from './numbers/number-phrase.ts'
import { isOrdinal } from './numbers/ordinals.ts'
import { skipFiller } from './text/fillers.ts'
import { isMachineMade } from './text/machine-made.ts'
import { type Scan, type Span, startScan, type Unread } from './text/scan.ts'
import type { Fact, FactType, ReadingContext } from './types.ts'

/**
 * Reads all that one text says of the wanted kinds, in any order. Facts never overlap: the reading that explains the most of the text wins, the other kinds
 * competing too, so that `20/11` is no number. `rest` is what is left, without words that carry nothing; an unread figure is always in it.
 */
export function readFacts(
  text: string,
  types: readonly FactType[],
  context: ReadingContext,
): { facts: Fact[]; rest: string } {
  const { scan, spans, used } = coverOf(text, types, context)
  const wanted = spans.filter((span) => types.includes(span.type))
  return { facts: wanted.map((span) => toFact(scan, span)), rest: restOf(scan, [...wanted, ...used]) }
}

/**
 * The facts of one kind, as {@link readFacts} gives them, but none of them where a figure that is part of no fact stands right beside one: `15, 16/10` is more
 * than the 16th.
 */
export function readFactsOf(text: string, type: FactType, context: ReadingContext): Fact[] {
  const { scan, spans, used } = coverOf(text, [type], context)
  const wanted = spans.filter((span) => span.type === type)
  // A figure is no part of a name: `thôn 3 xã Na Hối`.
  const isName = type === 'crop' || type === 'place'
  const read = isName || wanted.length === 0 ? null : tokensOf([...spans, ...used])
  return read !== null && wanted.some((span) => isTorn(scan, span, read))
    ? []
    : wanted.map((span) => toFact(scan, span))
}

/** How a text was read. */
export interface Cover {
  scan: Scan
  /** Facts of every kind, in order. */
  spans: readonly Span[]
  /** What was used up in joining two facts. */
  used: readonly Span[]
  /** All that the readers found at any place. */
  found: readonly (Span | Unread)[]
  /** What of that explains the most of the text. */
  taken: readonly (Span | Unread)[]
}

/** The reading of the whole text: {@link readFacts} gives its facts of the wanted kinds, the explanation the steps to them. */
export function coverOf(text: string, types: readonly FactType[], context: ReadingContext): Cover {
  const scan = startScan(text, context)
  if (isMachineMade(scan.tokens)) return { scan, spans: [], used: [], found: [], taken: [] }
  const crops = cropsIn(scan)
  const known = { ...scan, crop: mainCrop(crops) ?? context.crop }
  const found = candidates(known, crops, types)
  const taken = bestCover(scan.tokens.length, found)
  const joined = joinContainers(
    scan,
    taken.filter((span) => span.type !== 'unread'),
  )
  const odd = joinOdds(scan, weighByHousehold(scan, joined.spans))
  const lessened = joinDeductions(scan, odd.spans)
  const numbered = joinNumbered(scan, joinRates(scan, lessened.spans))
  const affirmed = withoutDenied(scan, numbered.spans)
  const told = setAside(scan, shareTotals(known, affirmed.spans, joined.used))
  const used = [...joined.used, ...odd.used, ...lessened.used, ...numbered.used, ...affirmed.used, ...told.used]
  const whole = joinRounds(scan, joinYields(scan, told.spans))
  const each = types.includes('crop') ? withoutJoint(scan, whole) : whole
  const days = withoutOtherDays(scan, each, [...taken, ...used], types.includes('crop'))
  return {
    scan,
    spans: withoutTorn(scan, withoutProceeds(scan, days), [...taken, ...used]),
    used,
    found,
    taken,
  }
}

const measured = new Set<FactType>(['mass', 'area', 'volume', 'count', 'money'])

/**
 * Leaves out amounts that are only a part of what was said: a figure stands right behind one, or before it with a word for a range between, and is part of nothing
 * (`12 3/4 tạ`, `tren 18 den 25`). Half of an amount is worse than none.
 */
function withoutTorn(scan: Scan, spans: readonly Span[], used: readonly (Span | Unread)[]): readonly Span[] {
  if (!spans.some(({ type }) => measured.has(type))) return spans
  const read = tokensOf([...spans, ...used])
  const isLeft = (at: number) => scan.tokens[at]?.kind === 'figure' && !read.has(at) && !isOrdinal(scan, at)
  return spans.filter(({ type, from, to }) => {
    const isOpened = skipRangeSign(scan, from - 1) === from && isLeft(from - 2)
    return !measured.has(type) || !(isLeft(to) || isOpened)
  })
}

/** The tokens that are part of any span. */
export function tokensOf(spans: readonly (Span | Unread)[]): ReadonlySet<number> {
  const tokens = new Set<number>()
  for (const { from, to } of spans) for (let at = from; at < to; at++) tokens.add(at)
  return tokens
}

/** Whether a figure that is part of no fact stands right beside a span; `read`: the tokens that are part of one. */
export function isTorn(scan: Scan, span: Span, read: ReadonlySet<number>): boolean {
  return [-1, 1].some((way) => {
    let at = way < 0 ? span.from - 1 : span.to
    while (scan.tokens[at]?.kind === 'mark') at += way
    return scan.tokens[at]?.kind === 'figure' && !isOrdinal(scan, at) && !endsGrade(scan, at) && !read.has(at)
  })
}

/** A span in the words of the text. */
export function toFact(scan: Scan, span: Span): Fact {
  const start = scan.tokens[span.from]?.start ?? 0
  const end = scan.tokens[span.to - 1]?.end ?? start
  const { type, readings } = span
  // The kind and its readings go together in a span as they do in a fact.
  return { type, readings, start, end, said: scan.text.slice(start, end) } as Fact
}

function restOf(scan: Scan, spans: readonly Span[]): string {
  const left: string[] = []
  let lastKept = -1
  for (const at of leftIn(scan, spans)) {
    const token = scan.tokens[at]
    if (token === undefined) continue
    const said = scan.text.slice(token.start, token.end)
    if (token.glued && lastKept === at - 1 && left.length > 0) left[left.length - 1] += said
    else left.push(said)
    lastKept = at
  }
  return left.join(' ')
}

/** The tokens that are part of no span, carry something, and have letters of their own: what a text has left over. */
export function leftIn(scan: Scan, spans: readonly Span[]): number[] {
  const left: number[] = []
  // Of two that begin together the fact itself comes first, and what was joined to it after.
  const starts = new Map(spans.toReversed().map((span) => [span.from, span.to]))
  for (let at = 0; at < scan.tokens.length; ) {
    const end = starts.get(at)
    const filler = end === undefined && !isGluedFigure(scan, at + 1) ? skipFiller(scan, at) : null
    const token = scan.tokens[at]
    const hasLetters = token !== undefined && token.end > token.start
    if (end === undefined && filler === null && hasLetters && isWorthKeeping(scan, at)) left.push(at)
    at = end ?? boundedFiller(starts, at, filler)
  }
  return left
}

function isGluedFigure(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  return token?.kind === 'figure' && token.glued
}

/** A filler of several words never skips over the beginning of a fact. */
function boundedFiller(starts: ReadonlyMap<number, number>, at: number, filler: number | null): number {
  let next = at + 1
  while (filler !== null && next < filler && !starts.has(next)) next++
  return next
}

/** Marks are dropped but between and behind unread figures (`3/x`, `50%`), and what is no punctuation (an emoji). */
function isWorthKeeping(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  if (token?.kind !== 'mark') return true
  const isByFigure = scan.tokens[at - 1]?.kind === 'figure' && token.glued
  return isByFigure ? '/-:%'.includes(token.fold) : /[^\p{P}\p{S}\p{M}\p{C}]|\p{So}/u.test(token.fold)
}
