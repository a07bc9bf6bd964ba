import type { Rule } from '../explain-rules.ts'
import { type Cover, coverOf, isTorn, leftIn, readFacts, toFact, tokensOf } from '../facts.ts'
import { asking } from '../read.ts'
import { REPORT_TYPES } from '../report-types.ts'
import { PART_JOINT, partsOf } from '../several.ts'
import type { Scan, Span, Unread } from '../text/scan.ts'
import { tokenize } from '../text/tokens.ts'
import type { Fact, FactType, ReadingContext } from '../types.ts'
import { accentsOf, type Quoted, type Repair, repairsOf } from './explain-repairs.ts'

/** Another reading of the same words, of another kind, and why it was not taken. */
interface Lost extends Quoted {
  kind: FactType
  readings: readonly object[]
  rule: Rule
}
/** A fact with what gave it: the reader's own rule first, then what was forgiven and what more its readings show. */
export interface ExplainedFact extends Quoted {
  kind: FactType
  readings: Fact['readings']
  rules: Rule[]
  lost: Lost[]
}

/** How the words of a text were parted among facts and the rest. */
export interface ExplainedFacts {
  /** Of the kinds asked for. */
  facts: ExplainedFact[]
  /** Of other kinds: their words were not there for the ones asked for. */
  others: ExplainedFact[]
  /** What was said of a kind and left alone. */
  unread: (Quoted & { rule: Rule })[]
  /** What went into another fact: the weight of one sack. */
  joined: Quoted[]
  /** Words that carry nothing. */
  filler: Quoted[]
  /** What was left over. */
  rest: Quoted[]
}

/** The steps from a text to its reading. */
export interface Explanation {
  repaired: Repair[]
  /** Null: there are no words. */
  accents: 'accents' | 'no-accents' | null
  /** What was done with the text as a whole. */
  rules: Rule[]
  /** One; several where several reports were told, in order, all with their places in the whole text. None for a kind that finds no facts. */
  parts: ExplainedFacts[]
}

/** The steps to what {@link readFacts} gives for the same arguments. */
export function explainFacts(text: string, types: readonly FactType[], context: ReadingContext): Explanation {
  return whole(text, context, [explainCover(coverOf(text, types, context), types)])
}

/** The steps to what {@link read} gives for the same arguments. */
export function explainKind(text: string, type: FactType, context: ReadingContext): Explanation {
  const cover = coverOf(text, [type], asking(type, context))
  const part = explainCover(cover, [type])
  const wanted = cover.spans.filter((span) => span.type === type)
  const read = tokensOf([...cover.spans, ...cover.used])
  const isLeft = wanted.some((span) => isTorn(cover.scan, span, read))
  if (!isLeft || type === 'crop' || type === 'place') return whole(text, context, [part])
  const torn = part.facts.map(({ said, start, end }) => ({ said, start, end, rule: 'torn' as const }))
  return whole(text, context, [{ ...part, facts: [], unread: [...part.unread, ...torn] }])
}

/** The steps to what {@link readReport} gives for the same arguments. */
export function explainReport(text: string, context: ReadingContext): Explanation {
  const reports = partsOf(text, readFacts(text, REPORT_TYPES, context).facts)
  if (reports === null) return explainFacts(text, REPORT_TYPES, context)
  const parts = reports.map((pieces) => {
    const own = pieces.map(({ said }) => said).join(PART_JOINT)
    return shifted(explainCover(coverOf(own, REPORT_TYPES, context), REPORT_TYPES), pieces)
  })
  return whole(text, context, parts, ['several-reports'])
}

/** The steps before any fact is looked for. */
export function explainWords(text: string, context: ReadingContext): Explanation {
  return whole(text, context, [])
}

function whole(text: string, context: ReadingContext, parts: ExplainedFacts[], rules: Rule[] = []): Explanation {
  const named = parts.flatMap(({ facts, others }) => [...facts, ...others])
  const forgiven = named.flatMap((fact) => forgivenIn(fact, context))
  const repaired = [...repairsOf(text), ...forgiven].sort((a, b) => a.start - b.start)
  return { repaired, accents: accentsOf(tokenize(text)), rules, parts }
}

/** What was forgiven in a name, by the names as they are printed. */
function forgivenIn({ said, start, end, readings, rules }: ExplainedFact, { crops, places }: ReadingContext): Repair[] {
  const rule = rules.find((one) => one === 'slip' || one === 'mixed-sounds')
  const names = readings.flatMap((reading) => {
    if ('crop' in reading) return crops.get(reading.crop)?.name.vi ?? []
    return 'place' in reading ? (places.get(reading.place)?.name ?? []) : []
  })
  return rule === undefined ? [] : [{ said, start, end, read: names.join(', '), rule }]
}

function explainCover(cover: Cover, types: readonly FactType[]): ExplainedFacts {
  const { scan, spans, used, taken } = cover
  const wanted = spans.filter(({ type }) => types.includes(type))
  const left = leftIn(scan, [...wanted, ...used])
  const isOther = (at: number) => [...spans, ...used].some(({ from, to }) => from <= at && at < to)
  const rest = left.filter((at) => !isOther(at))
  const filler = scan.tokens.flatMap(({ kind, start, end }, at) =>
    kind === 'mark' || start === end || isOther(at) || left.includes(at) ? [] : [at],
  )
  return {
    facts: wanted.map((span) => explained(cover, span)),
    others: spans.filter((span) => !wanted.includes(span)).map((span) => explained(cover, span)),
    unread: taken.flatMap((span) => (span.type === 'unread' ? [{ ...quote(scan, span), rule: span.rule }] : [])),
    joined: used.map((span) => quote(scan, span)),
    filler: runs(scan, filler),
    rest: runs(scan, rest),
  }
}

function explained(cover: Cover, span: Span): ExplainedFact {
  const { type: kind, said, start, end, readings } = toFact(cover.scan, span)
  const rules: Rule[] = [span.rule, ...(span.repair ? [span.repair] : []), ...notesOf(readings)]
  return { kind, said, start, end, readings, rules, lost: lostTo(cover, span) }
}

function notesOf(readings: Fact['readings']): Rule[] {
  const has = (name: string) => readings.some((reading) => name in reading)
  const notes: [Rule, boolean][] = [
    ['about', has('about')],
    ['between', has('min') || has('max')],
    ['form', has('form')],
    ['time', has('time')],
    ['several', readings.length > 1],
  ]
  return notes.flatMap(([rule, isSo]) => (isSo ? [rule] : []))
}

/** Readings of other kinds that wanted words of a fact. */
function lostTo({ scan, found, taken }: Cover, winner: Span): Lost[] {
  return found.flatMap((span) => {
    const isBeside = span.to <= winner.from || winner.to <= span.from
    if (span.type === 'unread' || span.type === winner.type || isBeside || taken.includes(span)) return []
    const { type: kind, readings, said, start, end } = toFact(scan, span)
    const isSame = span.from === winner.from && span.to === winner.to
    return [{ kind, said, start, end, readings, rule: isSame ? 'less-special' : 'explains-less' }]
  })
}

function quote(scan: Scan, { from, to }: Pick<Span | Unread, 'from' | 'to'>): Quoted {
  const start = scan.tokens[from]?.start ?? 0
  const end = scan.tokens[to - 1]?.end ?? start
  return { said: scan.text.slice(start, end), start, end }
}

/** Tokens that stand one behind the other, each run quoted as one. */
function runs(scan: Scan, tokens: readonly number[]): Quoted[] {
  const found: { from: number; to: number }[] = []
  for (const at of tokens) {
    const last = found.at(-1)
    if (last?.to === at) last.to = at + 1
    else found.push({ from: at, to: at + 1 })
  }
  return found.map((run) => quote(scan, run))
}

/** Places in one report's own words as places in the whole text; what was borrowed from the first report is said to be. */
function shifted(part: ExplainedFacts, pieces: NonNullable<ReturnType<typeof partsOf>>[number]): ExplainedFacts {
  const starts: number[] = []
  let length = 0
  for (const { said } of pieces) {
    starts.push(length)
    length += said.length + PART_JOINT.length
  }
  const pieceOf = (start: number) => starts.findLastIndex((begin) => begin <= start)
  const moved = <T extends Quoted>(one: T): T => {
    const index = pieceOf(one.start)
    const by = (pieces[index]?.start ?? 0) - (starts[index] ?? 0)
    return { ...one, start: one.start + by, end: one.end + by }
  }
  const fact = (one: ExplainedFact): ExplainedFact => ({
    ...moved(one),
    rules: pieceOf(one.start) > 0 ? [...one.rules, 'said-once'] : one.rules,
    lost: one.lost.map(moved),
  })
  return {
    facts: part.facts.map(fact),
    others: part.others.map(fact),
    unread: part.unread.map(moved),
    joined: part.joined.map(moved),
    filler: part.filler.map(moved),
    rest: part.rest.map(moved),
  }
}

/** Every rule that an explanation names, each once. */
export function rulesIn({ repaired, accents, rules, parts }: Explanation): Rule[] {
  const ofParts = parts.flatMap(({ facts, others, unread }) => [
    ...[...facts, ...others].flatMap((fact) => [...fact.rules, ...fact.lost.map(({ rule }) => rule)]),
    ...unread.map(({ rule }) => rule),
  ])
  const all = [...repaired.map(({ rule }) => rule), ...(accents === null ? [] : [accents]), ...rules, ...ofParts]
  return [...new Set(all)]
}
