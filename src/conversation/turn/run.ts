import { AMEND_MS, MAX_DRAFTS, MAX_TALKS } from '../limits.ts'
import type { Talk } from '../session.ts'
import { STEP_HANDLERS } from '../steps/registry.ts'
import type { Answer, AnswerResult, Move, StepHandler } from '../steps/step.ts'
import type { Flow, Step } from '../types.ts'
import { mayKeep, waitForConsent } from './consent.ts'
import { flowOf, lookAgain, programOf, say, stepOf, type Turn, topTalk } from './context.ts'
import { dropDrafts } from './crops-said.ts'
import { askWho, knowsWho } from './who.ts'

/** Runs talks until one waits for an answer, or none is left. While a question is open there is nothing to run. */
export async function runTalks<W>(turn: Turn<W>): Promise<void> {
  for (let talk = topTalk(turn); talk && !turn.session.question; talk = topTalk(turn)) {
    if (turn.stepsLeft-- <= 0) return giveUp(turn, talk)
    const step = stepOf(turn, talk)
    if (!step) endTalk(turn, talk)
    else if ((await runStep(turn, talk, step)) === 'wait') return
  }
}

async function runStep<W>(turn: Turn<W>, talk: Talk, step: Step): Promise<'wait' | 'on'> {
  turn.events.push({ type: 'step_reached', flow: talk.flow, step: step.id })
  talk.touchedAt = turn.now
  const { revision } = programOf(turn, talk)
  if (revision !== turn.programs.current.revision) turn.revision = revision
  if (isOfPerson(turn, step) && !knowsWho(turn)) {
    oldestFirst(turn)
    askWho(turn)
    return 'wait'
  }
  if (keeps(turn, step) && !mayKeep(turn)) {
    await waitForConsent(turn, talk)
    return 'on'
  }
  return follow(turn, talk, step, await handlerOf(step).run(turn, talk, step))
}

const keeps = <W>(turn: Turn<W>, step: Step): boolean =>
  step.type === 'do' && (turn.world.actions.get(step.action)?.keeps ?? false)

/** What it does depends on who is texting. */
const isOfPerson = <W>(turn: Turn<W>, step: Step): boolean =>
  keeps(turn, step) || (step.type === 'do' && (turn.world.actions.get(step.action)?.isPersonal ?? false))

/** All that waits to know who is texting goes on in the order it was told. */
function oldestFirst<W>(turn: Turn<W>): void {
  const { session } = turn
  // One that was called stays on the talk it came from.
  if (session.talks.some(({ called }) => called)) return
  const isWaiting = (talk: Talk) => {
    const step = stepOf(turn, talk)
    return step !== undefined && isOfPerson(turn, step)
  }
  const waiting = session.talks.filter(isWaiting).sort((a, b) => b.startedAt - a.startedAt)
  session.talks = [...session.talks.filter((talk) => !isWaiting(talk)), ...waiting]
}

/** The registry's types make each handler fit its own step. */
const handlerOf = (step: Step): StepHandler<Step['type']> => STEP_HANDLERS[step.type] as StepHandler<Step['type']>

/** Moves the talk on. */
export function follow<W>(turn: Turn<W>, talk: Talk, step: Step, move: Move): 'wait' | 'on' {
  switch (move.type) {
    case 'wait':
      return 'wait'
    case 'next':
      talk.step = step.next
      return 'on'
    case 'go':
      talk.step = move.to
      return 'on'
    case 'call':
      talk.step = step.next
      startTalk(turn, move.flow, { called: true, slots: talk.slots, doubts: talk.doubts, text: talk.text })
      return 'on'
    case 'start':
      talk.step = null
      turn.session.talks.pop()
      startTalk(turn, move.flow, { text: '', bare: true })
      return 'on'
  }
}

/** What the open question's step makes of an answer; null: it is none. */
export function answerStep<W>(turn: Turn<W>, talk: Talk, step: Step, answer: Answer): AnswerResult {
  return handlerOf(step).answer?.(turn, talk, step, answer) ?? null
}

interface TalkStart {
  called?: boolean
  slots?: Talk['slots']
  doubts?: Talk['doubts']
  bare?: boolean
  text: string
}

/** Puts a new talk on top, of the current revision. A flow that is not there is an author's mistake, and nothing begins. */
export function startTalk<W>(turn: Turn<W>, flowId: string, start: TalkStart): Talk | undefined {
  const { session, now, world, programs } = turn
  const parent = topTalk(turn)
  const program = start.called && parent ? programOf(turn, parent) : programs.current
  const flow = program.flows.get(flowId)
  if (!flow) {
    turn.events.push({ type: 'error', code: 'unknown_flow', flow: flowId })
    return undefined
  }
  // More than may wait: the oldest is put aside, to be offered again.
  if (session.talks.length >= MAX_TALKS)
    session.drafts = [...session.drafts, ...session.talks.splice(0, 1)].slice(-MAX_DRAFTS)
  session.question = null
  const talk: Talk = {
    id: world.newId(),
    flow: flowId,
    revision: program.revision,
    step: flow.first,
    slots: ownSlots(flow, start.slots ?? {}),
    doubts: ownSlots(flow, start.doubts ?? {}),
    values: {},
    offered: [],
    bare: start.bare ?? false,
    called: start.called ?? false,
    repeats: 0,
    trail: [],
    text: start.text,
    startedAt: now,
    touchedAt: now,
  }
  session.talks.push(talk)
  if (!talk.called) dropDrafts(turn, talk, false)
  turn.events.push({ type: 'flow_started', flow: flowId })
  return talk
}

const ownSlots = <T>(flow: Flow, slots: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(slots).filter(([name]) => name in flow.slots))

/** A talk is over: the one under it goes on where it stood, or asks its question again. */
function endTalk<W>(turn: Turn<W>, talk: Talk): void {
  const { session } = turn
  session.talks.splice(session.talks.indexOf(talk), 1)
  if (!talk.called) dropDrafts(turn, talk, true)
  turn.events.push({ type: 'flow_ended', flow: talk.flow })
  const parent = topTalk(turn)
  if (!parent) return
  const flow = flowOf(turn, parent)
  // What was told in the same text is not come back to.
  if (!talk.called) turn.isResuming = parent.startedAt !== talk.startedAt
  else if (flow) Object.assign(parent.slots, ownSlots(flow, talk.slots))
  if (!talk.called) lookAgain(turn, parent)
}

function giveUp<W>(turn: Turn<W>, talk: Talk): void {
  turn.events.push({
    type: 'error',
    code: 'too_many_steps',
    flow: talk.flow,
    ...(talk.step ? { step: talk.step } : {}),
  })
  turn.session.talks = []
  turn.session.question = null
  turn.reply.length = 0
  say(turn, 'common.failed')
}

/** Whether a fragment may still complete the last record: it is fresh, and of the person who texts. */
export const isAmendable = <W>({ session: { last }, now, person }: Turn<W>): boolean =>
  last !== null && last.empty.length > 0 && last.person === person.id && now - last.at <= AMEND_MS
