import type { LastRecord, Talk } from './session.ts'
import type { Json, PersonView, Program, SlotValue, TextRef, TextValue } from './types.ts'

/** What a flow may ask of the service. `W` is what the service writes: the engine only carries it. */

export interface ActionInput {
  now: number
  /** The flow that runs it; empty where none does. */
  flow: string
  /** The person the talk is about; null only where nobody is known. */
  person: PersonView
  slots: Readonly<Record<string, SlotValue>>
  values: Readonly<Record<string, TextValue>>
  params: Readonly<Record<string, Json>>
  memory: Readonly<Record<string, { value: Json; at: number }>>
  last: LastRecord | null
  /** The farmer's words of this talk. */
  text: string
  /** Texts before it that were not understood. */
  missed: readonly string[]
  /** The message being answered; null when time woke the talk. */
  messageId: string | null
  /** Kinds of what came with it: image, audio, location … */
  attachments: readonly string[]
  program: Program
  /** What was told from this URN and waits for consent: the title of its flow, and what it says. */
  waiting: readonly { title: string | null; values: Record<string, TextValue> }[]
  /** Several people text from this URN. */
  isShared: boolean
  /** Another talk waits under this one and asks its question again after it: be short. */
  isBetween: boolean
}

export interface ActionResult<W> {
  /** One of the action's outcomes; undefined: the plain one, go on. */
  outcome?: string
  values?: Record<string, TextValue>
  /** Slots set (a value) or emptied (null) by it. */
  slots?: Record<string, SlotValue | null>
  /** Slots that could be several things: a `fill` of them asks which. */
  doubts?: Talk['doubts']
  writes?: W[]
  /** The record it made or changed: what "sửa" reaches next. null: nothing to correct any more. */
  record?: { kind: string; id: string; empty: string[] } | null
  memory?: Record<string, Json | null>
  /** Other talks that would come to this action, under way or put aside, are over. */
  endsOthers?: string
  /** Who is texting is asked again before anything is kept, unless the text names them. */
  asksWho?: true
  /** The session forgets all it knew of the person. */
  forgets?: true
}

/** An action as flows and the checker know it; the service runs it by name. */
export interface ActionSpec {
  name: string
  /** What it is for: printed in the docs for staff. */
  about: { vi: string; en: string }
  /** Outcomes a flow may go by, each with its meaning. */
  outcomes: Readonly<Record<string, string>>
  /** What `with:` may hold, each with its meaning; absent: nothing. */
  params?: Readonly<Record<string, string>>
  /** Values it gives to texts. */
  gives: readonly string[]
  /** How long a value it gives may get, by an example: for those that stay well under 30 characters. */
  longest?: Readonly<Record<string, string>>
  /** Slots it reads, by name. */
  reads: readonly string[]
  /** Keeps something about the person: only after they agreed, and only when known who is texting. */
  keeps: boolean
  /** Names in the memory that stay when the person is forgotten: counts that lock out who guesses. */
  locks?: readonly string[]
  /** Tells or erases what is held of one person: only when known who is texting. */
  isPersonal?: true
}

export interface ConditionSpec {
  name: string
  about: { vi: string; en: string }
  reads: readonly string[]
}

/** What the engine itself needs of the service for one message. */
export interface World<W> {
  actions: ReadonlyMap<string, ActionSpec>
  runAction(name: string, input: ActionInput): Promise<ActionResult<W>>
  conditions: ReadonlyMap<string, ConditionSpec>
  checkCondition(name: string, input: ActionInput): Promise<boolean>
  /** Everyone known to text from this URN, in a steady order; at least one. */
  people: PersonView[]
  /** Eight characters that tell this session's buttons from another's. */
  sessionTag: string
  channel: 'sms' | 'zalo'
  /** Whose service it is, as farmers see it. */
  operator: string
  /** m² of one sào where the service works. */
  saoM2: number
  /** A person has taken over until then; null: nobody has. */
  quietUntil: number | null
  quietSince: number | null
  /** Writes that keep a consent asked, given or refused, with the text that proves it; refused, they do as `forgetTold` too. */
  keepConsent(
    kind: 'asked' | 'agreed' | 'refused',
    person: PersonView,
    proof: string,
    messageId: string | null,
  ): Promise<W[]>
  /** Writes that blank the texts of someone who refused, or let what waited for consent lapse. Safe to repeat. */
  forgetTold(person: PersonView): Promise<W[]>
  /** Whether something waits for this person to approve: their "không đồng ý" is about that. */
  isAskedToApprove(person: PersonView): Promise<boolean>
  /** Opens a ticket for a person to answer, or adds to the open one. */
  openTicket(input: ActionInput): Promise<ActionResult<W>>
  /** Adds what is texted meanwhile to the open ticket. */
  addToTicket(input: ActionInput): Promise<W[]>
  newId(): string
}

/** What a turn did, in the order it happened. */
export type TurnEvent<W> =
  | {
      type: 'message_created'
      texts: TextRef[]
      /** The revision its words are made from. */
      revision: string
      choices: { title: TextValue; payload: string }[]
      /** Nobody wrote: the service itself puts an open question once more. */
      isReminder: boolean
      /** Number of the question it asks and nothing else, or null: once answered, such a message need not go out. */
      question: number | null
      /** It is not to go, and why: two machines may be answering each other. null: it goes. */
      withheld: 'same' | 'lost' | 'echo' | null
    }
  | { type: 'writes_made'; action: string; writes: W[] }
  | { type: 'question_answered'; question: number }
  | { type: 'flow_started' | 'flow_ended'; flow: string }
  | { type: 'step_reached'; flow: string; step: string }
  | { type: 'not_understood' }
  /** An author's mistake: the talk goes on as well as it can. */
  | { type: 'error'; code: string; flow?: string; step?: string }
