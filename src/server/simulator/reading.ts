import { slotText } from '../../conversation/turn/context.ts'
import type { Program, SlotValue } from '../../conversation/types.ts'
import type { ExplainedFact, Explanation } from '../../language/explain/explain.ts'
import { RULES, type Rule } from '../../language/explain-rules.ts'
import type { FactType } from '../../language/types.ts'
import type { Row } from '../../store/writes.ts'
import type { TalkContext } from './context.ts'
import { FACT } from './labels.ts'
import { printer } from './texts-of.ts'

/** How one text was read, in words for staff; what is quoted stands as it was typed. */
export interface Reading {
  /** Of the message. */
  id: string
  text: string
  accents: string | null
  repaired: { said: string; read: string; why: string }[]
  facts: FactRead[]
  unread: { said: string; why: string }[]
  joined: string[]
  filler: string[]
  rest: string[]
}

interface FactRead {
  said: string
  kind: string
  readings: string[]
  why: string[]
  /** Whether the job under way has no use for it. */
  isUnwanted: boolean
  lost: { said: string; kind: string; why: string }[]
}

export function readingOf(
  context: TalkContext,
  program: Program,
  { id, text }: Pick<Row<'messages'>, 'id' | 'text'>,
  { accents, repaired, parts }: Explanation,
): Reading {
  const print = printer(context, program)
  const factOf = (fact: ExplainedFact, isUnwanted: boolean): FactRead => ({
    said: fact.said,
    kind: FACT[fact.kind],
    readings: fact.readings.map((each) => printReading(fact.kind, each, print)),
    why: fact.rules.map(sentence),
    isUnwanted,
    lost: fact.lost.map(({ said, kind, rule }) => ({ said, kind: FACT[kind], why: sentence(rule) })),
  })
  const facts = parts.flatMap((part) => [
    ...part.facts.map((fact) => ({ fact, isUnwanted: false })),
    ...part.others.map((fact) => ({ fact, isUnwanted: true })),
  ])
  return {
    id,
    text,
    accents: accents && sentence(accents),
    repaired: repaired.map(({ said, read, rule }) => ({ said, read, why: sentence(rule) })),
    facts: facts
      .toSorted((a, b) => a.fact.start - b.fact.start)
      .map(({ fact, isUnwanted }) => factOf(fact, isUnwanted)),
    unread: parts.flatMap(({ unread }) => unread.map(({ said, rule }) => ({ said, why: sentence(rule) }))),
    joined: parts.flatMap(({ joined }) => joined.map(({ said }) => said)),
    filler: parts.flatMap(({ filler }) => filler.map(({ said }) => said)),
    rest: parts.flatMap(({ rest }) => rest.map(({ said }) => said)),
  }
}

const sentence = (rule: Rule): string => RULES[rule].vi

/** No slot holds a yes or a no. */
function printReading(kind: FactType, reading: object, print: ReturnType<typeof printer>): string {
  if ('yes' in reading) return reading.yes ? 'có' : 'không'
  // A fact's kind and its reading make the value of a slot of that kind.
  return print(slotText({ type: kind, ...reading } as SlotValue))
}
