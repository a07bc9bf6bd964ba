import { setAside } from './amounts/asides.ts'
import { joinContainers } from './amounts/containers.ts'
import { joinDeductions } from './amounts/deductions.ts'
import { isEachContainer } from './amounts/each.ts'
import { quantityAt } from './amounts/quantities.ts'
import { dateAt } from './days/dates.ts'
import { endsGrade } from './days/fertiliser-grades.ts'
import { withoutDenied } from './denials.ts'
import { yesNoAt } from './intents/yes-no.ts'
import { moneyAt } from './money/money.ts'
import { withoutProceeds } from './money/proceeds.ts'
import { isHarvestVerb } from './names/crop-signs.ts'
import { type CropSpan, cropAt, cropBeside } from './names/crops.ts'
import { phoneAt } from './names/phones.ts'
import { placeAt } from './names/places.ts'
import { isPriceListed, pricesAmong } from './names/price-lists.ts'
import { skipRangeSign } from './numbers/number-phrase.ts'
import { numberAt } from './numbers/numbers.ts'
import { isOrdinal } from './numbers/ordinals.ts'
import { skipFiller } from './text/fillers.ts'
import { isMachineMade } from './text/machine-made.ts'
import { type Reader, type Scan, type Span, startScan, type Unread } from './text/scan.ts'
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
  const lessened = joinDeductions(scan, joined.spans)
  const affirmed = withoutDenied(scan, lessened.spans)
  const told = setAside(scan, affirmed.spans)
  const used = [...joined.used, ...lessened.used, ...affirmed.used, ...told.used]
  return {
    scan,
    spans: withoutTorn(scan, withoutProceeds(scan, told.spans), [...taken, ...used]),
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

const measures: readonly Reader[] = [phoneAt, moneyAt, quantityAt, dateAt]

function candidates(scan: Scan, crops: readonly CropSpan[], types: readonly FactType[]): (Span | Unread)[] {
  const found: (Span | Unread)[] = []
  const [wantsNumber, wantsYesNo] = [types.includes('number'), types.includes('yes-no')]
  for (let at = 0; at < scan.tokens.length; at++) {
    if (mayBeginFact(scan, at)) {
      for (const reader of measures) push(found, reader(scan, at))
      push(found, placeAt(scan, at))
      if (wantsNumber) push(found, numberAt(scan, at))
    }
    if (wantsYesNo) push(found, yesNoAt(scan, at))
  }
  if (crops.length === 0) return found
  const amounts = found.filter(isAmount)
  const prices = pricesAmong(amounts)
  const near = nearbyOf(amounts)
  const dates = new Map(found.flatMap(({ type, from, to }) => (type === 'date' ? [[from, to]] : [])))
  for (const crop of crops) {
    const { span, sure } = crop
    const beside = near(span).filter((amount) => isBeside(scan, span, amount, dates))
    let meant: CropSpan['span'] | null = null
    for (const amount of beside) meant ??= cropBeside(scan, crop, amount, isPriceListed(scan, crop, amount, prices))
    if (meant !== null || sure) found.push(meant ?? span)
  }
  return found
}

/** Finds the amounts that begin or end within reach of a span, in the order given: in a long text most lie far off. */
function nearbyOf(amounts: readonly Span[]): (span: Span) => Span[] {
  if (amounts.length < 2) return () => [...amounts]
  const order = new Map(amounts.map((amount, index) => [amount, index]))
  const [byStart, byEnd] = [Map.groupBy(amounts, ({ from }) => from), Map.groupBy(amounts, ({ to }) => to)]
  return ({ from, to }) => {
    const found = new Set<Span>()
    for (let off = 0; off <= BESIDE_REACH_TOKENS; off++) {
      for (const amount of byStart.get(to + off) ?? []) found.add(amount)
      for (const amount of byEnd.get(from - off) ?? []) found.add(amount)
    }
    return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  }
}

/** A mark begins nothing but where it is a sign for about, for money or for the code of a country. */
function mayBeginFact(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  return token?.kind !== 'mark' || /^[+~≈½¼¾\p{Sc}]/u.test(token.fold)
}

function push(spans: (Span | Unread)[], span: Span | Unread | null): void {
  if (span !== null) spans.push(span)
}

function isAmount(span: Span | Unread): span is Span {
  return span.type !== 'unread' && span.type !== 'place' && span.type !== 'yes-no' && span.type !== 'number'
}

function cropsIn(scan: Scan): CropSpan[] {
  const found: CropSpan[] = []
  for (let at = 0; at < scan.tokens.length; at++) {
    const crop = cropAt(scan, at)
    if (crop !== null) found.push(crop)
  }
  return found
}

/** The one crop the text is about, if it is one. */
function mainCrop(crops: readonly CropSpan[]): string | undefined {
  const opened = crops.filter(({ span }) => span.bonus !== undefined)
  const sure = crops.filter((crop) => crop.sure)
  const among = [opened, sure].find((some) => some.length > 0) ?? crops
  const keys = new Set(among.flatMap(({ span }) => span.readings.map((reading) => reading.crop)))
  return keys.size === 1 ? [...keys][0] : undefined
}

/** So much filler at most stands between a crop and its amount. */
const BESIDE_REACH_TOKENS = 24

/** Whether nothing but filler, days and what was done to it stand between a crop and an amount: `ngo hom qua be 3 ta`. */
function isBeside(scan: Scan, crop: Span, amount: Span, dates: ReadonlyMap<number, number>): boolean {
  if (amount.type === 'date' || amount.type === 'phone') return false
  const [from, to] = crop.to <= amount.from ? [crop.to, amount.from] : [amount.to, crop.from]
  if (to - from > BESIDE_REACH_TOKENS) return false
  let at = from
  while (at < to) {
    const isSkipped = scan.tokens[at]?.kind === 'mark' || (crop.to <= at && isHarvestVerb(scan, at))
    const next = isSkipped ? at + 1 : isEachContainer(scan, at) ? at + 2 : (dates.get(at) ?? skipFiller(scan, at))
    if (next === null) return false
    at = next
  }
  return at === to
}

/** For the same words: what is more special wins. */
const preference: Record<FactType | 'unread', number> = {
  unread: 0.8,
  phone: 0.7,
  money: 0.5,
  mass: 0.6,
  area: 0.6,
  volume: 0.6,
  count: 0.55,
  date: 0.4,
  crop: 0.3,
  place: 0.2,
  'yes-no': 0.1,
  number: 0,
}

/** The spans that together explain the most tokens with the fewest facts. */
function bestCover(length: number, spans: readonly (Span | Unread)[]): readonly (Span | Unread)[] {
  if (spans.length < 2) return spans
  const byStart = Map.groupBy(spans, ({ from }) => from)
  const scores = new Array<number>(length + 1).fill(0)
  const taken = new Array<Span | Unread | null>(length + 1).fill(null)
  for (let at = length - 1; at >= 0; at--) {
    scores[at] = scores[at + 1] ?? 0
    for (const span of byStart.get(at) ?? []) {
      const score = worth(span) + (scores[span.to] ?? 0)
      if (score <= (scores[at] ?? 0)) continue
      scores[at] = score
      taken[at] = span
    }
  }
  const cover: (Span | Unread)[] = []
  for (let at = 0; at < length; ) {
    const take = taken[at] ?? null
    if (take !== null) cover.push(take)
    at = take?.to ?? at + 1
  }
  return cover
}

function worth(span: Span | Unread): number {
  const bonus = span.type === 'unread' ? 0 : (span.bonus ?? 0)
  return 2 * (span.to - span.from) - 1 + preference[span.type] + bonus
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
