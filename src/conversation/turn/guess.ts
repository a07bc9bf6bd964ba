import { readFacts } from '../../language/facts.ts'
import { type ExplainedIntent, explainIntent } from '../../language/intents/explain-intent.ts'
import { compileIntents, type IntentExample, type IntentModel, readIntent } from '../../language/intents/intents.ts'
import { isQuestion } from '../../language/intents/questions.ts'
import { tokenize } from '../../language/text/tokens.ts'
import type { Fact, FactType } from '../../language/types.ts'
import { wordOf } from '../flow-word.ts'
import type { Flow, Program, Slot } from '../types.ts'
import { type Beginning, isFor, readBehind } from './begin.ts'
import { type Hearer, say, type Turn } from './context.ts'
import { readerOf } from './reader.ts'
import { contextFor } from './slots.ts'
import { nameIn } from './unknown-crop.ts'

/** A text in free words that no trigger knows: the flow whose examples it is like. */
export type Guess =
  /** Like those of one flow, and a wrong guess costs no more than a text to read. */
  | { type: 'begin'; beginning: Beginning }
  /** Several are possible, or a wrong guess would keep, stop or send something. */
  | { type: 'ask'; flows: Flow[] }

/** From such a share of 1 on a guess begins: with less, one in a hundred texts for no job would get an answer to another question. */
const SURE_ENOUGH = 0.8

/** What a text may mean that begins nothing; null: it is like no example. */
export function guessOf(turn: Hearer, text: string): Guess | null {
  const like = flowsLike(turn, text)
  if (!like) return null
  const beginning = flowsLike(turn, text, SURE_ENOUGH)?.isSure ? beginningOf(turn, like.flows[0], text) : null
  return beginning ? { type: 'begin', beginning } : { type: 'ask', flows: like.flows }
}

/** What a text begins by its examples in the middle of a talk: not the same flow anew. */
export function guessBeside(turn: Hearer, text: string, under: Flow['id']): Beginning | null {
  const guess = guessOf(turn, text)
  return guess?.type === 'begin' && guess.beginning.flow.id !== under ? guess.beginning : null
}

/**
 * What all of a text says against a flow that only tells something, begun by a phrase in it: "không muốn nhận tin giá ngô nữa", "bán 5 con gà giá 120k", "giá xăng
 * hôm nay giảm mạnh". Null: nothing, the beginning stands; else the flows to ask about, none where it is like none.
 */
export function rivalsOf(turn: Hearer, beginning: Beginning, text: string): Flow[] | null {
  const { flow, phrase, isWhole, read } = beginning
  if (flow.guess !== 'begin' || isWhole) return null
  const like = flowsLike(turn, text, SURE_ENOUGH)
  const isTold = !isQuestion(tokenize(text))
  if (phrase !== null) {
    const lacks = neededBy(flow).some(({ name }) => !(name in read.found) && !(name in read.doubts))
    // More words than a name has, none of them known.
    return isTold && lacks && !like && read.rest !== '' && nameIn(read.rest) === null ? [] : null
  }
  if (isTold && tellsFigures(turn, text)) return like?.flows ?? []
  return like?.isSure && like.flows[0].guess !== 'begin' ? [like.flows[0], flow] : null
}

const neededBy = (flow: Flow): Slot[] =>
  Object.values(flow.slots).filter(({ optional, askedOnly, defaultToday }) => !optional && !askedOnly && !defaultToday)

/** The flows whose examples a text is like, the likeliest first; null: none that this person may begin. Sure is one at most. */
export function flowsLike(
  turn: Hearer,
  text: string,
  sure?: number,
): { flows: [Flow, ...Flow[]]; isSure: boolean } | null {
  const { current } = turn.programs
  const read = readIntent(text, modelOf(current), sure)
  if (read === null) return null
  const [first, ...others] = ('ask' in read ? read.ask : [read]).flatMap(({ intent }) => {
    const flow = current.flows.get(intent)
    return flow && isFor(flow, turn.person.role, turn, false) ? [flow] : []
  })
  return first ? { flows: [first, ...others], isSure: !('ask' in read) } : null
}

/** Only a question begins, and only where nothing has to be asked in return: every slot the flow needs was said, at least one where it has any, each in one reading. */
function beginningOf(turn: Hearer, flow: Flow, text: string): Beginning | null {
  if (flow.guess !== 'begin' || !isQuestion(tokenize(text)) || tellsFigures(turn, text)) return null
  const { found, rest } = readBehind(turn, flow, text, [], text)
  if (!neededBy(flow).every(({ name }) => name in found)) return null
  // What is said doubtfully beside them is left out.
  if (Object.keys(flow.slots).length > 0 && Object.keys(found).length === 0) return null
  return { flow, read: { found, doubts: {}, rest }, isBare: false, isWhole: false, rest: text, phrase: null }
}

const FIGURES: readonly FactType[] = ['mass', 'money', 'area', 'volume', 'count', 'phone']

/** Who tells how much was sold, sprayed or harvested asks nothing. One of a unit is no figure: a price is asked "một cân". */
function tellsFigures(turn: Hearer, text: string): boolean {
  const { facts } = readFacts(text, FIGURES, contextFor(readerOf(turn), [], false))
  return facts.some((fact) => FIGURES.includes(fact.type) && !isOne(fact))
}

const isOne = ({ said }: Fact): boolean => /^(?:1|một|mot)(?![\d.,])/iu.test(said.normalize('NFC'))

/** Names the jobs that may be meant, each with the word that begins it. False: only the menu, which every such reply names. */
export function sayGuess<W>(turn: Turn<W>, flows: readonly Flow[]): boolean {
  const jobs = flows.flatMap((flow) => {
    const word = flow.hook === 'menu' ? null : wordOf(flow)
    return word === null ? [] : [{ key: 'common.job', values: { title: flow.title, word } }]
  })
  if (jobs.length > 0) say(turn, 'common.did-you-mean', { jobs: { texts: jobs } })
  return jobs.length > 0
}

/** One for each program: made at the first text that needs it. */
const models = new WeakMap<Program, IntentModel>()

function modelOf(program: Program): IntentModel {
  const known = models.get(program)
  if (known !== undefined) return known
  const model = compileIntents(examplesOf(program), program.crops, program.places)
  models.set(program, model)
  return model
}

const examplesOf = (program: Program): IntentExample[] =>
  [...program.flows.values()].flatMap(({ id, hook, examples }) =>
    examples.map((text) => ({ intent: hook === 'not-understood' ? null : id, text })),
  )

/** Why a text is like the examples of one flow rather than another's; null: it has nothing in common with any. */
export const explainGuess = (program: Program, text: string): ExplainedIntent | null =>
  explainIntent(text, modelOf(program), examplesOf(program))
