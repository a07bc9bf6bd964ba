import type { IntentReading } from '../../language/intents/intents.ts'
import type { Understood } from '../../language/types.ts'
import { newSession } from '../session.ts'
import type { PersonView, Program } from '../types.ts'
import { HELP_WORDS, isOneOf } from '../words.ts'
import { findBeginning, hookFlow } from './begin.ts'
import type { Hearer } from './context.ts'
import { flowsLike, rivalsOf } from './guess.ts'

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
  const programs = { current: program, byRevision: () => program }
  const hearer: Hearer = { programs, person: FARMER, session: newSession(), now, world: { saoM2 } }
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
