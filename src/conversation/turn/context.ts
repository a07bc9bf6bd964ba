import { CONSENT_DRAFT_MS, MAX_REPEATS } from '../limits.ts'
import type { Question, Session, Talk } from '../session.ts'
import { SOURCE_LOCALE } from '../texts.ts'
import type { Flow, PersonView, Program, Step, TextRef, TextValue } from '../types.ts'
import type { ActionInput, TurnEvent, World } from '../world.ts'

/** What happened to this URN: a message, or its time came. */
export type Incoming =
  /** `attachments`: what kinds came along. `isEcho`: a text of ours came back, and `text` is what is left beside it. */
  | { type: 'message'; id: string; text: string; payload?: string; attachments: readonly string[]; isEcho?: boolean }
  | { type: 'wake' }

/** The programs of every revision a talk may still be on. */
export interface Programs {
  current: Program
  /** undefined: that revision is gone; the talk moves to the current one. */
  byRevision(revision: string): Program | undefined
}

/** One turn under way. Its session is a copy of its own: nothing outside changes until the turn is committed. */
export interface Turn<W> {
  readonly programs: Programs
  readonly world: World<W>
  readonly incoming: Incoming
  readonly now: number
  readonly session: Session
  readonly events: TurnEvent<W>[]
  /** What the reply says, in order. */
  reply: TextRef[]
  /** From where on it asks its question; null: it asks none. */
  asksFrom: number | null
  choices: { title: TextValue; payload: string }[]
  person: PersonView
  stepsLeft: number
  /** Whose texts the reply uses: the revision of the talk that speaks, an older one before the current. */
  revision: string
  /** The next question put is one already put before another talk came between. */
  isResuming: boolean
  /** The sender agreed though consent was not asked for: it is asked now. */
  hasOffered: boolean
}

/** As much of a turn as finding what a text begins takes: who says it, and in the middle of what. */
export type Hearer = Pick<Turn<unknown>, 'programs' | 'person' | 'session' | 'now'> & {
  readonly world: Pick<World<unknown>, 'saoM2'>
}

export const topTalk = <W>(turn: Turn<W>): Talk | undefined => turn.session.talks.at(-1)

/** The program a talk runs on. */
export const programOf = (turn: Pick<Hearer, 'programs'>, talk: Talk): Program =>
  turn.programs.byRevision(talk.revision) ?? turn.programs.current

export const flowOf = <W>(turn: Turn<W>, talk: Talk): Flow | undefined => programOf(turn, talk).flows.get(talk.flow)

export function stepOf<W>(turn: Turn<W>, talk: Talk): Step | undefined {
  return talk.step === null ? undefined : flowOf(turn, talk)?.steps[talk.step]
}

/** What a talk asked about may have changed meanwhile. */
export function lookAgain<W>(turn: Turn<W>, talk: Talk): void {
  const step = stepOf(turn, talk)
  if (step?.type === 'confirm' && step.again !== undefined) talk.step = step.again
}

/** The values a text of this talk can use: what is in its slots, and what actions gave. */
export function valuesOf(talk: Talk): Record<string, TextValue> {
  const values: Record<string, TextValue> = {}
  for (const [name, slot] of Object.entries(talk.slots)) values[name] = slotText(slot)
  return { ...values, ...talk.values }
}

/** A slot's value as a text writes it. */
export function slotText(slot: Talk['slots'][string]): TextValue {
  switch (slot.type) {
    case 'number':
      return slot.number
    case 'money':
      return { vnd: slot.vnd, per: slot.per ?? null }
    case 'mass':
      return { kg: slot.kg }
    case 'area':
      return { m2: slot.m2 }
    case 'count':
      return { count: slot.count, unit: slot.unit, ...(slot.kg === undefined ? {} : { kg: slot.kg }) }
    case 'volume':
      return { l: slot.l }
    case 'date':
      return { day: 'date' in slot ? slot.date : slot.to }
    case 'crop':
      return { crop: slot.crop, form: slot.form ?? null }
    case 'place':
      return { place: slot.place }
    case 'phone':
      return slot.phone
    case 'yes-no':
      return slot.yes ? 'có' : 'không'
    case 'text':
      return slot.text
    case 'option':
      return slot.option
  }
}

export function say<W>(turn: Turn<W>, key: string, values: Record<string, TextValue> = {}): void {
  turn.reply.push({ key, values })
}

type AskedBy = Question extends infer Q ? (Q extends Question ? Omit<Q, 'number' | 'at' | 'reminded'> : never) : never

/** Puts a question: the next number, yes or button answers this one alone. Options come back as `#<session>.<question>.<choice>`. */
export function ask<W>(
  turn: Turn<W>,
  by: AskedBy,
  key: string,
  values: Record<string, TextValue>,
  options: { id: string; title: TextValue }[] = [],
): void {
  const { session, world } = turn
  session.asked += 1
  session.question = { ...by, number: session.asked, at: turn.now, reminded: turn.incoming.type === 'wake' }
  turn.asksFrom = turn.reply.length
  const talk = topTalk(turn)
  const { isResuming } = turn
  turn.isResuming = false
  if (isResuming && talk) {
    talk.repeats += 1
    if (talk.repeats > MAX_REPEATS && turn.reply.length > 0) return
    // Which crop it is about, where a report of another was said back just before.
    const { crop = null } = session.last?.at === turn.now ? valuesOf(talk) : {}
    say(turn, 'common.resume', { crop })
  }
  say(turn, key, options.length ? { ...values, options: { options: options.map((o) => o.title) } } : values)
  turn.choices = options.map(({ id, title }) => ({ title, payload: `#${world.sessionTag}.${session.asked}.${id}` }))
}

/** The open question has its answer. */
export function closeQuestion<W>(turn: Turn<W>): void {
  const talk = topTalk(turn)
  if (talk) talk.repeats = 0
  const { question } = turn.session
  if (question) turn.events.push({ type: 'question_answered', question: question.number })
  turn.session.question = null
}

export function actionInput<W>(turn: Turn<W>, talk: Talk | undefined, params: ActionInput['params'] = {}): ActionInput {
  const { session, incoming } = turn
  return {
    now: turn.now,
    flow: talk?.flow ?? '',
    person: turn.person,
    slots: talk?.slots ?? {},
    values: talk?.values ?? {},
    params,
    memory: session.memory,
    last: session.last,
    text: talk?.text ?? (incoming.type === 'message' ? incoming.text : ''),
    missed: session.missed,
    messageId: incoming.type === 'message' ? incoming.id : null,
    attachments: incoming.type === 'message' ? incoming.attachments : [],
    program: talk ? programOf(turn, talk) : turn.programs.current,
    waiting: session.unconsented
      .filter((each) => turn.now - each.startedAt <= CONSENT_DRAFT_MS)
      .map((each) => ({ title: flowOf(turn, each)?.title ?? null, values: valuesOf(each) })),
    isShared: turn.world.people.length > 1,
    isBetween: session.talks.length > 1,
  }
}

/** Whether a text exists in the language every text exists in. */
export const hasText = (program: Program, key: string): boolean => program.texts.get(SOURCE_LOCALE)?.has(key) ?? false
