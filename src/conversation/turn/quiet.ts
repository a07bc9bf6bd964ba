import { copyOf } from '../copy.ts'
import { isOneOf, TAKE_BACK_WORDS } from '../words.ts'
import { reportAside } from './aside.ts'
import type { Beginning } from './begin.ts'
import { isAsked, withoutAgreement } from './consent.ts'
import { actionInput, type Turn, topTalk } from './context.ts'
import { interrupt } from './interrupt.ts'
import { refusalOf } from './refusal.ts'

/** While a person has taken over, the bot answers only what cannot wait; all else goes to that person. */

export function isQuiet<W>({ world, session, now }: Turn<W>): boolean {
  if (world.quietUntil === null || now >= world.quietUntil) return false
  return session.quietEndedAt === null || session.quietEndedAt < (world.quietSince ?? 0)
}

/** Hears a text meanwhile: a whole report, what staff do by text, an answer to what the bot itself has asked since. */
export async function hearWhileQuiet<W>(
  turn: Turn<W>,
  beginning: Beginning | null,
  text: string,
  hearAnswer: () => Promise<void>,
): Promise<void> {
  const isOfTalk = beginning?.flow.id === topTalk(turn)?.flow || beginning?.flow.corrects !== undefined
  if (isOwnQuestion(turn) && (!beginning || isOfTalk)) return tryAnswer(turn, hearAnswer)
  if (beginning && (isWholeReport(beginning) || isForStaff(beginning) || beginning.flow.withdraws !== undefined))
    return interrupt(turn, beginning, text)
  if (isConsent(turn, text)) return hearAnswer()
  await handOver(turn)
}

/** Adds what was texted to the open ticket. */
export async function handOver<W>(turn: Turn<W>): Promise<void> {
  const writes = await turn.world.addToTicket(actionInput(turn, undefined))
  turn.events.push({ type: 'writes_made', action: 'add-to-ticket', writes })
}

/** What turns out to be no answer was meant for the person, and the question stays open. */
async function tryAnswer<W>(turn: Turn<W>, hearAnswer: () => Promise<void>): Promise<void> {
  const { session, events, reply } = turn
  const before = copyOf(session)
  const [done, said] = [events.length, reply.length]
  await hearAnswer()
  if (!events.slice(done).some(({ type }) => type === 'not_understood')) return
  Object.assign(session, before)
  events.length = done
  reply.length = said
  await handOver(turn)
}

/** Put by the bot since a person took over: what began it was heard, so its answer is too. */
export function isOwnQuestion<W>({ session: { question }, world }: Turn<W>): boolean {
  return question !== null && question.at >= (world.quietSince ?? 0)
}

/** Yes or no to keeping what was told, or agreement taken back, which may be done at any time. */
function isConsent<W>(turn: Turn<W>, text: string): boolean {
  if (isOneOf(text, TAKE_BACK_WORDS)) return true
  if (!isAsked(turn)) return false
  const { session, world } = turn
  const since = world.quietSince ?? 0
  const waiting = session.unconsented.at(-1)
  const refusal = refusalOf(turn, text)
  if (waiting && waiting.touchedAt >= since)
    return refusal ? refusal.type !== 'unsure' : withoutAgreement(text) !== null
  // Told before: only where the person has not spoken since, who may have asked something too.
  if ((session.repliedAt ?? 0) < since) return false
  return refusal ? refusal.type === 'refused' && isWaiting(turn) : withoutAgreement(text) === ''
}

const isWaiting = <W>(turn: Turn<W>): boolean => turn.session.unconsented.length > 0 || reportAside(turn) !== undefined

const isForStaff = ({ flow }: Beginning): boolean => flow.roles.length > 0 && !flow.roles.includes('farmer')

/** It says everything that the flow's first step would ask for, though perhaps not clearly. */
function isWholeReport({ flow, read }: Beginning): boolean {
  const first = flow.first === null ? undefined : flow.steps[flow.first]
  if (!flow.keeps || first?.type !== 'fill') return false
  const said = { ...read.found, ...read.doubts }
  return first.slots.every((name) => (flow.slots[name]?.optional ?? true) || name in said)
}
