import type { ExplainedIntent } from '../../language/intents/explain-intent.ts'
import type { IntentReading } from '../../language/intents/intents.ts'
import type { Understood } from '../../language/types.ts'
import { newSession } from '../session.ts'
import type { PersonView, Program } from '../types.ts'
import { HELP_WORDS, isOneOf } from '../words.ts'
import { findBeginning, hookFlow } from './begin.ts'
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
 * The flow, by its id, that a farmer's text begins while nothing is under way: by a trigger, else by what it is like. Several: those that would be asked about.
 * @param now in epoch milliseconds
 */
export function jobOf(program: Program, text: string, now: number, saoM2: number): Understood<IntentReading> {
  const hearer = hearerOf(program, now, saoM2)
  const begun = findBeginning(hearer, text)
  const rivals = begun && rivalsOf(hearer, begun, text)
  if (rivals) return rivals.length === 0 ? null : { ask: rivals.map(({ id }) => ({ intent: id })) }
  if (begun) return { intent: begun.flow.id }
  const help = isOneOf(text, HELP_WORDS) ? hookFlow(program, 'menu') : undefined
  if (help) return { intent: help.id }
  const like = flowsLike(hearer, text)
  if (!like) return null
  return like.isSure ? { intent: like.flows[0].id } : { ask: like.flows.map(({ id }) => ({ intent: id })) }
}

/** The steps to what {@link jobOf} gives. */
export interface ExplainedJob {
  /** The flow begun by the words its triggers name, with the phrase the text starts with; null: none. */
  trigger: { intent: string; phrase: string | null } | null
  /** What the examples of the flows say, which decides where no trigger does; null: nothing. */
  guess: ExplainedIntent | null
}

/** Why a text begins the flow that {@link jobOf} gives for the same arguments. */
export function explainJob(program: Program, text: string, now: number, saoM2: number): ExplainedJob {
  const begun = findBeginning(hearerOf(program, now, saoM2), text)
  return {
    trigger: begun && { intent: begun.flow.id, phrase: begun.phrase },
    guess: explainGuess(program, text),
  }
}

function hearerOf(program: Program, now: number, saoM2: number): Hearer {
  const programs = { current: program, byRevision: () => program }
  return { programs, person: FARMER, session: newSession(), now, world: { saoM2 } }
}
