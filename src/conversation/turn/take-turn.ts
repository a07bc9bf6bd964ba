import { copyOf } from '../copy.ts'
import {
  CORRECT_MS,
  DRAFT_MS,
  HOLD_MS,
  MAX_HELD,
  MAX_READ_CHARS,
  MAX_STEPS_PER_TURN,
  MEMORY_MS,
  OFFER_MS,
  ZALO_REMIND_MS,
} from '../limits.ts'
import type { Session } from '../session.ts'
import type { TurnEvent, World } from '../world.ts'
import { askConsent, forgetTold } from './consent.ts'
import { type Incoming, type Programs, programOf, say, type Turn } from './context.ts'
import { hear } from './hear.ts'
import { silenceOf } from './loops.ts'
import { partReply } from './more.ts'
import { runTalks } from './run.ts'
import { wake } from './wake.ts'

export interface TurnTaken<W> {
  session: Session
  events: TurnEvent<W>[]
  /** When this session wants a turn without a message; null: never. */
  wakeAt: number | null
}

/**
 * One turn: what a text, or the time, does to a session. Changes nothing outside: actions only read, what is to be
 * written comes back as events. Taken again with the same input it gives the same result.
 */
export async function takeTurn<W>(
  programs: Programs,
  before: Session,
  incoming: Incoming,
  now: number,
  world: World<W>,
): Promise<TurnTaken<W>> {
  const turn = openTurn(programs, before, incoming, now, world)
  forget(turn)
  await forgetTold(turn)
  if (incoming.type === 'wake') await wake(turn)
  else await hear(turn, incoming.text.normalize('NFC').slice(0, MAX_READ_CHARS).trim(), incoming)
  await runTalks(turn)
  await askConsent(turn)
  offerDrafts(turn)
  closeReply(turn)
  return { session: turn.session, events: turn.events, wakeAt: wakeAt(turn) }
}

function openTurn<W>(programs: Programs, before: Session, incoming: Incoming, now: number, world: World<W>): Turn<W> {
  const session = copyOf(before)
  const [only] = world.people
  if (!only) throw new Error('a turn needs at least one person')
  const person = world.people.find(({ id }) => id === session.person?.id) ?? only
  return {
    programs,
    world,
    incoming,
    now,
    session,
    events: [],
    reply: [],
    asksFrom: null,
    choices: [],
    person,
    stepsLeft: MAX_STEPS_PER_TURN,
    revision: programs.current.revision,
    isResuming: false,
    hasOffered: false,
  }
}

/** What is too old to count. */
function forget<W>({ session, now }: Turn<W>): void {
  session.talks = session.talks.filter((talk) => now - talk.touchedAt <= DRAFT_MS)
  session.drafts = session.drafts.filter((talk) => now - talk.touchedAt <= DRAFT_MS)
  if (session.talks.length === 0 || (session.question && now - session.question.at > DRAFT_MS)) {
    session.question = null
    session.talks = []
  }
  if (session.last && now - session.last.at > CORRECT_MS) session.last = null
  for (const [name, { at }] of Object.entries(session.memory)) if (now - at > MEMORY_MS) delete session.memory[name]
  session.held = session.held.slice(-MAX_HELD)
  if (session.rest && now - session.rest.at > MEMORY_MS) session.rest = null
}

/** What was put aside is offered again, at most twice a day, beside whatever the reply says. */
function offerDrafts<W>(turn: Turn<W>): void {
  const { session, now, reply, person } = turn
  const isIdle = session.question === null && session.talks.length === 0
  // Stopping, erasing and the like are not the moment.
  const started = turn.events.findLast((event) => event.type === 'flow_started')
  const flow = started?.type === 'flow_started' ? turn.programs.current.flows.get(started.flow) : undefined
  const isAside = flow?.always === true && !flow.resumes
  const isDue = now - (session.offeredAt ?? 0) > OFFER_MS || flow?.resumes === true
  if (turn.incoming.type === 'wake' || reply.length === 0 || !isIdle || !isDue || isAside) return
  const draft = session.drafts.at(-1)
  const waiting = person.consent === 'agreed' ? undefined : session.unconsented.at(-1)
  if (waiting && now - waiting.touchedAt > OFFER_MS) say(turn, 'common.consent-waits')
  else if (draft)
    say(turn, 'common.draft-waits', { title: programOf(turn, draft).flows.get(draft.flow)?.title ?? null })
  else return
  session.offeredAt = now
}

function closeReply<W>(turn: Turn<W>): void {
  if (turn.reply.length === 0) return
  const withheld = silenceOf(turn)
  if (withheld === null) {
    turn.session.repliedAt = turn.now
    partReply(turn)
  }
  const { question } = turn.session
  const asksNow = question?.at === turn.now && turn.incoming.type !== 'wake'
  turn.events.push({
    type: 'message_created',
    texts: turn.reply,
    revision: turn.revision,
    isReminder: turn.incoming.type === 'wake' && question !== null,
    choices: question?.at === turn.now ? turn.choices : [],
    // What says more than its question is of use even when that is answered.
    question: asksNow && turn.reply.length === 1 ? question.number : null,
    withheld,
  })
}

function wakeAt<W>({ session, world, now }: Turn<W>): number | null {
  const held = session.held[0]
  if (held) return Math.max(now, held.at + HOLD_MS)
  const { question, forgetAt } = session
  const remindAt = question && !question.reminded && world.channel === 'zalo' ? question.at + ZALO_REMIND_MS : null
  return remindAt === null || forgetAt === null ? (remindAt ?? forgetAt) : Math.min(remindAt, forgetAt)
}
