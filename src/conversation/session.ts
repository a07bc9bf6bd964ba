import { z } from 'zod'
import { storedJson, storedSlot, storedSlots, storedValue } from './stored.ts'
import type { Json, SlotValue, TextValue } from './types.ts'

/** Where one URN stands in its talks: plain JSON, written out and read back between every two turns. */
export interface Session {
  version: 1
  /** The last is under way, those before it wait for it to end. */
  talks: Talk[]
  /** The last question put: a number, a yes or a button answers this one alone. */
  question: Question | null
  /** Number of the last question ever put. */
  asked: number
  /** Fragments no talk could use yet. */
  held: Held[]
  /** Talks put aside by MENU or by time, offered again. */
  drafts: Talk[]
  offeredAt: number | null
  /** What waits for consent, in the order it was told. */
  unconsented: Talk[]
  /** When texts are looked for that hold what was not agreed to, to be blanked; null: there are none. */
  forgetAt: number | null
  /** The last record, for "sửa" and for fragments that complete it. */
  last: LastRecord | null
  memory: Record<string, { value: Json; at: number }>
  /** Who said they are texting, where several share the phone. */
  person: { id: string; at: number } | null
  /** A person took over before this: MENU ended it. */
  quietEndedAt: number | null
  /** Texts not understood since the last one that was. */
  missed: string[]
  /** When it was last answered: a second reply soon after waits a little. */
  repliedAt: number | null
  /** What of a long answer was not sent yet, for THEM; `words` null: other talk came between. */
  rest: { words: string | null; at: number } | null
  /** Answers since something was last kept or settled, as fingerprints: two machines that answer each other are known by them. */
  unsettled: { at: number; said: string; isLost: boolean; isEcho: boolean }[]
}

export interface Talk {
  id: string
  flow: string
  revision: string
  /** The step under way or waited for; null before the first. */
  step: string | null
  slots: Record<string, SlotValue>
  /** Readings among which the farmer must choose, by slot. */
  doubts: Record<string, { said: string; readings: SlotValue[] }>
  /** Values that actions gave, for texts. */
  values: Record<string, TextValue>
  /** Optional slots asked already. */
  offered: string[]
  /** Began with nothing but its trigger: optional slots are asked too. */
  bare: boolean
  /** Called by the talk under it, which goes on where it stood. */
  called: boolean
  /** How often its open question was put again after another talk: once is enough, a text costs. */
  repeats: number
  /** Answers given, to go back over. */
  trail: { step: string; slots: Record<string, SlotValue> }[]
  /** The messages it was told in. */
  text: string
  startedAt: number
  touchedAt: number
}

export type Question = {
  /** Counts up for each question put to this URN. */
  number: number
  at: number
  /** The text it asked, to be asked again. */
  reminded: boolean
} & (
  | { type: 'slot'; slot: string }
  | { type: 'doubt'; slot: string }
  | { type: 'choose' }
  | { type: 'confirm' }
  | { type: 'who' }
)

interface Held {
  text: string
  at: number
}

export interface LastRecord {
  kind: string
  id: string
  flow: string
  at: number
  /** Slots it left empty. */
  empty: string[]
  /** The report was begun by its flow's own word: that word alone, soon after, is not of it. */
  isByWord: boolean
  /** Whom it was kept for. */
  person: string
}

export const newSession = (): Session => ({
  version: 1,
  talks: [],
  question: null,
  asked: 0,
  held: [],
  drafts: [],
  offeredAt: null,
  unconsented: [],
  forgetAt: null,
  last: null,
  memory: {},
  person: null,
  quietEndedAt: null,
  missed: [],
  repliedAt: null,
  rest: null,
  unsettled: [],
})

const talk: z.ZodType<Talk> = z.object({
  id: z.string(),
  flow: z.string(),
  revision: z.string(),
  step: z.string().nullable(),
  slots: storedSlots,
  doubts: z.record(z.string(), z.object({ said: z.string(), readings: z.array(storedSlot) })),
  values: z.record(z.string(), storedValue),
  offered: z.array(z.string()),
  bare: z.boolean(),
  called: z.boolean(),
  repeats: z.number(),
  trail: z.array(z.object({ step: z.string(), slots: storedSlots })),
  text: z.string(),
  startedAt: z.number(),
  touchedAt: z.number(),
})

const questionBase = { number: z.number(), at: z.number(), reminded: z.boolean() }
const question: z.ZodType<Question> = z.discriminatedUnion('type', [
  z.object({ ...questionBase, type: z.literal('slot'), slot: z.string() }),
  z.object({ ...questionBase, type: z.literal('doubt'), slot: z.string() }),
  z.object({ ...questionBase, type: z.literal('choose') }),
  z.object({ ...questionBase, type: z.literal('confirm') }),
  z.object({ ...questionBase, type: z.literal('who') }),
])

const schema: z.ZodType<Session> = z.object({
  version: z.literal(1),
  talks: z.array(talk),
  question: question.nullable(),
  asked: z.number(),
  held: z.array(z.object({ text: z.string(), at: z.number() })),
  drafts: z.array(talk),
  offeredAt: z.number().nullable(),
  unconsented: z.array(talk),
  forgetAt: z.number().nullable(),
  last: z
    .object({
      kind: z.string(),
      id: z.string(),
      flow: z.string(),
      at: z.number(),
      empty: z.array(z.string()),
      isByWord: z.boolean().default(true),
      person: z.string(),
    })
    .nullable(),
  memory: z.record(z.string(), z.object({ value: storedJson, at: z.number() })),
  person: z.object({ id: z.string(), at: z.number() }).nullable(),
  quietEndedAt: z.number().nullable(),
  missed: z.array(z.string()),
  repliedAt: z.number().nullable(),
  rest: z.object({ words: z.string().nullable(), at: z.number() }).nullable().default(null),
  unsettled: z
    .array(z.object({ at: z.number(), said: z.string(), isLost: z.boolean(), isEcho: z.boolean() }))
    .default([]),
})

/** A stored session, checked. Throws on one that this version can't have written: the caller starts a new one and counts it. */
export const parseSession = (stored: unknown): Session => schema.parse(stored)
