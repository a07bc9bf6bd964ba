import type { ExplainedJob } from '../conversation/turn/job.ts'
import { type Explanation, explainKind, explainReport, explainWords, rulesIn } from '../language/explain/explain.ts'
import { RULES, type Rule } from '../language/explain-rules.ts'
import type { IntentReading } from '../language/intents/intents.ts'
import { type Member, readNames } from '../language/names/member-names.ts'
import { read } from '../language/read.ts'
import { readReport } from '../language/report.ts'
import { fold, repair } from '../language/text/fold.ts'
import type { FactType, ReadingContext, Understood } from '../language/types.ts'

/** What `mua understand --as` takes. */
export const KINDS = [
  'number',
  'money',
  'mass',
  'area',
  'count',
  'volume',
  'date',
  'crop',
  'place',
  'phone',
  'yes-no',
  'fold',
  'report',
  'intent',
  'name',
] as const satisfies readonly UnderstoodAs[]

/** A kind that a text is read as. */
export type UnderstoodAs = FactType | 'fold' | 'report' | 'intent' | 'name'

/** What `mua understand` reads with. */
export interface UnderstandingContext extends ReadingContext {
  /** The flow that a text begins; null: none. */
  jobOf(text: string): Understood<IntentReading>
  /** The steps to it. */
  explainJob(text: string): ExplainedJob
  /** Who may be named in a text. */
  members: readonly Member[]
}

/** Whether a word is a kind that `mua understand --as` takes. */
export const isUnderstoodAs = (as: string): as is UnderstoodAs => KINDS.some((kind) => kind === as)

/**
 * Reads texts, one a line, as one kind, and writes one JSON object a line for each: `{"text", "as", "value"}`. An empty line is a text like any other. Throws where
 * `as` is no kind (see {@link isUnderstoodAs}).
 * @param explainIn the language in which the steps to each value are told beside it, as `explain`; undefined: they are not
 */
export async function understand(
  input: AsyncIterable<string>,
  as: string,
  context: UnderstandingContext,
  write: (line: string) => void,
  explainIn?: 'vi' | 'en',
): Promise<void> {
  if (!isUnderstoodAs(as)) throw new RangeError(`no such kind: ${as}`)
  for await (const line of lines(input)) {
    const explain = explainIn && { explain: told(explanationOf(line, as, context), explainIn) }
    write(`${JSON.stringify({ text: line, as, value: meaningOf(line, as, context), ...explain })}\n`)
  }
}

/** The words of a text that name people, each with the full names they fit. */
interface ExplainedNames {
  named: { said: string; start: number; end: number; names: string[] }[]
}

function quotedNames(text: string, members: readonly Member[]): ExplainedNames['named'] {
  return readNames(text, members).map(({ said, start, end, readings }) => {
    const people = new Set(readings.map(({ person }) => person))
    const names = members.flatMap(({ id, name }) => (people.has(id) && name !== null ? [name] : []))
    return { said, start, end, names: [...new Set(names)] }
  })
}

/** The steps from a text to what {@link meaningOf} gives. */
function explanationOf(
  text: string,
  as: UnderstoodAs,
  context: UnderstandingContext,
): Explanation & Partial<ExplainedJob & ExplainedNames> {
  switch (as) {
    case 'intent':
      return { ...explainWords(text, context), ...context.explainJob(text) }
    case 'name':
      return { ...explainWords(text, context), named: quotedNames(text, context.members) }
    case 'fold':
      return explainWords(text, context)
    case 'report':
      return explainReport(text, context)
    default:
      return explainKind(text, as, context)
  }
}

/** An explanation with what each of its rules says. */
function told(explanation: Explanation, language: 'vi' | 'en'): object {
  const sentence = (rule: Rule) => [rule, RULES[rule][language]]
  return { ...explanation, says: Object.fromEntries(rulesIn(explanation).map(sentence)) }
}

/** What one text means, read as one kind: the `value` that {@link understand} writes, before it becomes JSON. Its shape is that of the kind; null where nothing of it is there. */
export function meaningOf(text: string, as: UnderstoodAs, context: UnderstandingContext): unknown {
  switch (as) {
    case 'intent':
      return context.jobOf(text)
    case 'name':
      return namedIn(text, context.members)
    case 'fold':
      return folded(text)
    case 'report':
      return readReport(text, context)
    default:
      return read(text, as, context)
  }
}

/** The members that a text names, by their full names. */
function namedIn(text: string, members: readonly Member[]): Understood<{ name: string }> {
  const people = new Set(readNames(text, members).flatMap(({ readings }) => readings.map(({ person }) => person)))
  const names = members.flatMap(({ id, name }) => (people.has(id) && name !== null ? [name] : []))
  const [first, ...others] = [...new Set(names)].map((name) => ({ name }))
  if (first === undefined) return null
  return others.length === 0 ? first : { ask: [first, ...others] }
}

function folded(text: string): { fold: string; repaired?: string } {
  const repaired = repair(text)
  return repaired === null ? { fold: fold(text) } : { fold: fold(repaired), repaired }
}

/** Lines of a stream that comes in pieces of any size. */
async function* lines(input: AsyncIterable<string>): AsyncGenerator<string> {
  let left = ''
  for await (const piece of input) {
    const parts = (left + piece).split('\n')
    left = parts.pop() ?? ''
    for (const part of parts) yield part.replace(/\r$/, '')
  }
  if (left !== '') yield left
}
