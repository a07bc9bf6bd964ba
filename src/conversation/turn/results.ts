import { startsWithPhrase } from '../../language/text/words.ts'
import { REFUSED_MS } from '../limits.ts'
import { newSession, type Session, type Talk } from '../session.ts'
import type { Flow } from '../types.ts'
import type { ActionResult } from '../world.ts'
import { flowOf, type Turn } from './context.ts'
import { askAnew } from './who.ts'

/** Takes what an action gave into the talk and the session. */
export function applyResult<W>(turn: Turn<W>, talk: Talk, action: string, result: ActionResult<W>): void {
  const { session, events, now } = turn
  if (result.forgets) {
    forgetPerson(turn)
    // A reply is kept with all its talk knew.
    Object.assign(talk, { slots: {}, doubts: {}, values: {} })
  }
  if (result.asksWho) askAnew(turn, talk)
  if (result.writes?.length) events.push({ type: 'writes_made', action, writes: result.writes })
  Object.assign(talk.values, result.values)
  for (const [name, value] of Object.entries(result.slots ?? {})) {
    delete talk.doubts[name]
    if (value === null) delete talk.slots[name]
    else talk.slots[name] = value
  }
  for (const name of Object.keys(result.doubts ?? {})) delete talk.slots[name]
  Object.assign(talk.doubts, result.doubts)
  for (const [name, value] of Object.entries(result.memory ?? {})) {
    if (value === null) delete session.memory[name]
    else session.memory[name] = { value, at: now }
  }
  if (result.endsOthers !== undefined) endOthers(turn, talk, result.endsOthers)
  if (result.record !== undefined) endCorrections(turn, talk, result.record?.id)
  if (result.record === null) session.last = null
  else if (result.record)
    session.last = {
      ...result.record,
      flow: keeperOf(session, result.record.id) ?? talk.flow,
      at: now,
      isByWord: session.last?.id === result.record.id ? session.last.isByWord : isByWord(turn, talk),
      person: turn.person.id,
    }
}

/** Whether the text that began a talk starts with a word of its flow. */
const isByWord = <W>(turn: Turn<W>, talk: Talk): boolean =>
  (flowOf(turn, talk)?.triggers ?? []).some(
    (each) => each.type === 'start' && startsWithPhrase(talk.text, each.phrase) !== null,
  )

/** A correction that waits under this talk, or was put aside, was of the record before: it must not reach another, or none. */
function endCorrections<W>(turn: Turn<W>, talk: Talk, id: string | undefined): void {
  const { session } = turn
  const { last } = session
  if (!last || last.id === id) return
  const stays = (each: Talk): boolean => each === talk || flowOf(turn, each)?.corrects !== last.kind
  session.talks = session.talks.filter(stays)
  session.drafts = session.drafts.filter(stays)
}

/** Ends the talks that would come to an action, but this one and what called it. */
function endOthers<W>(turn: Turn<W>, talk: Talk, action: string): void {
  const { session } = turn
  const own = new Set([talk])
  for (let at = session.talks.indexOf(talk); at > 0 && session.talks[at]?.called; at--) {
    const caller = session.talks[at - 1]
    if (caller) own.add(caller)
  }
  const stays = (each: Talk): boolean => own.has(each) || !comesTo(turn, flowOf(turn, each), action)
  session.talks = session.talks.filter(stays)
  session.drafts = session.drafts.filter(stays)
}

/** By a step of its own, or of a flow that it calls. */
const comesTo = <W>(turn: Turn<W>, flow: Flow | undefined, action: string): boolean =>
  Object.values(flow?.steps ?? {}).some(
    (step) =>
      (step.type === 'do' && step.action === action) ||
      (step.type === 'call' &&
        step.flow !== flow?.id &&
        comesTo(turn, turn.programs.current.flows.get(step.flow), action)),
  )

/** The flow that first kept a record: a correction does not make it another's. */
const keeperOf = ({ last }: Session, id: string): string | undefined => (last?.id === id ? last.flow : undefined)

/** The talk under way may end; all else is as on the first day. Questions go on counting, so that old buttons stay stale, and so do wrong codes. */
export function forgetPerson<W>({ session, world, now }: Turn<W>): void {
  const { talks, question, asked } = session
  const locks = new Set([...world.actions.values()].flatMap(({ locks = [] }) => locks))
  const memory = Object.fromEntries(Object.entries(session.memory).filter(([name]) => locks.has(name)))
  const kept = { talks: talks.slice(-1), question, asked, memory }
  Object.assign(session, newSession(), kept, { forgetAt: now + REFUSED_MS })
}
