import { localTime } from '../../conversation/calendar.ts'
import { slotText } from '../../conversation/turn/context.ts'
import { FACTS_OF } from '../../conversation/turn/slots.ts'
import type { Flow, Program, SlotValue } from '../../conversation/types.ts'
import { explainFacts } from '../../language/explain/explain.ts'
import { readFacts } from '../../language/facts.ts'
import type { Fact, FactType, ReadingContext } from '../../language/types.ts'
import type { KnownPerson } from '../../store/queries/people.ts'
import type { Row } from '../../store/writes.ts'
import type { TalkContext } from './context.ts'
import { FACT } from './labels.ts'
import { type Reading, readingOf } from './reading.ts'
import { flowOfTexts, printer, textsOf } from './texts-of.ts'

/** What was understood of one text. */
export interface Heard {
  pieces: Piece[]
  /** Title of the flow that answered it; null: none did. */
  flow: string | null
  isUnderstood: boolean
  reading: Reading
}

/** A stretch of the text, quoted; with `kind`, what it says. More than one reading: the service asks. */
interface Piece {
  said: string
  kind?: string
  readings?: string[]
}

/** Without a flow to say what it wants, a bare figure or a yes says nothing. */
const ANYWHERE = Object.keys(FACT).filter((type) => type !== 'number' && type !== 'yes-no') as FactType[]

/** @param rows the talk's outbox, newest first */
export function heardOf(
  context: TalkContext,
  program: Program,
  message: Row<'messages'>,
  rows: readonly Row<'outbox'>[],
  person: KnownPerson | null,
): Heard {
  const answer = rows.find(({ replyTo }) => replyTo === message.id)
  const before = rows.find((row) => row.class === 'reply' && row.replyTo !== message.id && row.id < message.id)
  const flow = (answer && flowOfTexts(program, answer)) ?? (before && flowOfTexts(program, before))
  const asked = before && flow ? askedSlot(flow, before) : undefined
  const reading: ReadingContext = {
    now: localTime(message.receivedAt),
    crops: program.crops,
    places: program.places,
    markets: program.markets,
    saoM2: context.saoM2,
    tense: Object.values(flow?.slots ?? {}).find(({ type }) => type === 'date')?.tense ?? 'past',
    containerKg: person?.person.containerKg ?? {},
  }
  const types = typesOf(flow)
  const { facts, heardWith } = factsIn(message.text, types, asked, reading)
  const print = printer(context, program)
  const pieces: Piece[] = []
  let from = 0
  for (const { start, end, said, type, readings } of facts) {
    if (start > from) pieces.push({ said: message.text.slice(from, start) })
    const values = readings.map((each) => print(slotText({ type, ...each } as SlotValue)))
    pieces.push({ said, kind: FACT[type], readings: values })
    from = end
  }
  if (from < message.text.length) pieces.push({ said: message.text.slice(from) })
  const isUnderstood = !(answer && textsOf(answer).some(({ key }) => /(^|\.)not-understood/.test(key)))
  const explanation = explainFacts(message.text, types, heardWith)
  return {
    pieces,
    flow: isUnderstood ? (flow?.title ?? null) : null,
    isUnderstood,
    reading: readingOf(context, program, message, explanation),
  }
}

/** As a turn reads it: for what was asked, else plainly, else with an open ear for the crop and the price its flow wants. */
function factsIn(
  text: string,
  types: readonly FactType[],
  asked: readonly FactType[] | undefined,
  reading: ReadingContext,
): { facts: Fact[]; heardWith: ReadingContext } {
  const first = asked ? { ...reading, expect: asked } : reading
  const { facts } = readFacts(text, types, first)
  const isPlain = asked || !types.includes('crop') || facts.some(({ type }) => type === 'crop')
  if (isPlain) return { facts, heardWith: first }
  const expect = types.filter((type) => type === 'crop' || type === 'money')
  const heardWith = { ...reading, expect }
  return { facts: readFacts(text, types, heardWith).facts, heardWith }
}

function typesOf(flow: Flow | undefined): readonly FactType[] {
  const types = Object.values(flow?.slots ?? {}).flatMap(({ type }) => FACTS_OF[type])
  return types.length > 0 ? [...new Set(types)] : ANYWHERE
}

/** The kinds the last reply asked for. */
function askedSlot(flow: Flow, row: Row<'outbox'>): readonly FactType[] | undefined {
  const name = textsOf(row)
    .map(({ key }) => key.split('.ask.')[1])
    .findLast((each) => each !== undefined)
  const slot = name === undefined ? undefined : flow.slots[name]
  return slot && FACTS_OF[slot.type]
}
