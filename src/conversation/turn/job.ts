import type { ExplainedIntent } from '../../language/intents/explain-intent.ts'
import type { IntentReading } from '../../language/intents/intents.ts'
import type { Understood } from '../../language/types.ts'
import { newSession } from '../session.ts'
import type { Flow, PersonView, Program } from '../types.ts'
import { HELP_WORDS, isOneOf } from '../words.ts'
import { type Beginning, findBeginning, hookFlow } from './begin.ts'
import type { Hearer } from './context.ts'
import { explainGuess, flowsLike, rivalsOf } from './guess.ts'

/** Someone of whom nothing is known. */
const FARMER: PersonView = {
  id: '',
  name: null,
  role: 'farmer',
  cooperativeId: null,
  cooperativeName: null,
  commune: null,
  locale: 'vi',
  consent: 'agreed',
  containerKg: {},
}

/**
 * What decided on a job: a flow's trigger; a trigger, but all of the text speaks for other jobs as well or for none; a word of help; or the examples of the flows.
 */
type DecidedBy = 'trigger' | 'rivals' | 'help' | 'examples'

interface Decision {
  by: DecidedBy
  flows: readonly Flow[]
  /** Whether the person would be asked about them, one alone too. */
  isAsked: boolean
  begun: Beginning | null
}

/**
 * The flow, by its id, that a farmer's text begins while nothing is under way: by a trigger, else by what it is like. Several: those that would be asked about.
 * @param now in epoch milliseconds
 */
export function jobOf(program: Program, text: string, now: number, saoM2: number): Understood<IntentReading> {
  const decision = decide(program, text, now, saoM2)
  const [first, ...others] = (decision?.flows ?? []).map(({ id }) => ({ intent: id }))
  if (first === undefined) return null
  return decision?.isAsked ? { ask: [first, ...others] } : first
}

function decide(program: Program, text: string, now: number, saoM2: number): Decision | null {
  const hearer = hearerOf(program, now, saoM2)
  const begun = findBeginning(hearer, text)
  const rivals = begun && rivalsOf(hearer, begun, text)
  if (rivals) return { by: 'rivals', flows: rivals, isAsked: true, begun }
  if (begun) return { by: 'trigger', flows: [begun.flow], isAsked: false, begun }
  const help = isOneOf(text, HELP_WORDS) ? hookFlow(program, 'menu') : undefined
  if (help) return { by: 'help', flows: [help], isAsked: false, begun }
  const like = flowsLike(hearer, text)
  return like && { by: 'examples', flows: like.flows, isAsked: !like.isSure, begun }
}

/** The steps to what {@link jobOf} gives. */
export interface ExplainedJob {
  /** What decided; null: nothing did, no flow begins. */
  by: DecidedBy | null
  /** The flow begun by the words its triggers name, with the phrase the text starts with, though others may have been asked about all the same; null: none. */
  trigger: { intent: string; phrase: string | null } | null
  /** What the examples of the flows say, whether they decided or not; null: nothing. */
  guess: ExplainedIntent | null
}

/** Why a text begins the flow that {@link jobOf} gives for the same arguments. */
export function explainJob(program: Program, text: string, now: number, saoM2: number): ExplainedJob {
  const decision = decide(program, text, now, saoM2)
  const begun = decision?.begun
  return {
    by: decision?.by ?? null,
    trigger: begun ? { intent: begun.flow.id, phrase: begun.phrase } : null,
    guess: explainGuess(program, text),
  }
}

function hearerOf(program: Program, now: number, saoM2: number): Hearer {
  const programs = { current: program, byRevision: () => program }
  return { programs, person: FARMER, session: newSession(), now, world: { saoM2 } }
}
