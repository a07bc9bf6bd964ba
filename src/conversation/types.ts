import type { CropBook, FactType, MarketBook, PlaceBook, Readings } from '../language/types.ts'
import type { Costs } from './costs.ts'
import type { SendingRules } from './sending-rules.ts'
import type { ZaloTemplate } from './zalo-templates.ts'

/** The program: what staff's flow files, texts and content become once checked. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A text to be said, by key and values: the words are made when it is sent. `key` is `<flow>.<name>`. */
export interface TextRef {
  key: string
  values?: Record<string, TextValue>
}
/** A value in its unit: how it is written depends on the language and the moment it is sent. */
export type TextValue =
  | string
  | number
  | null
  | { kg: number }
  | { m2: number }
  /** `kg`: what they weigh in all. */
  | { count: number; unit: string; kg?: number }
  | { l: number }
  | { vnd: number; per?: string | null }
  | { day: string }
  /** A moment, epoch ms. */
  | { at: number }
  | { crop: string; form?: string | null }
  /** `district`: with the former district it lies in. */
  | { place: string; district?: true }
  | { texts: TextRef[] }
  /** Numbered answers, `1: … 2: …`. */
  | { options: TextValue[] }

/** A value in a slot, tagged with how it was read. */
export type SlotValue =
  | { [T in Exclude<FactType, 'count'>]: { type: T } & Readings[T] }[Exclude<FactType, 'count'>]
  /** `kg`: what animals weigh in all, where both were said ("5 con 400 cân"). */
  | ({ type: 'count'; kg?: number } & Readings['count'])
  | { type: 'text'; text: string }
  | { type: 'option'; option: string }

export type SlotType = 'crop' | 'amount' | 'area' | 'date' | 'money' | 'place' | 'phone' | 'number' | 'text' | 'code'

export interface Slot {
  name: string
  type: SlotType
  optional: boolean
  /** For dates: whether the day lies behind or ahead. */
  tense: 'past' | 'future'
  /** Dates only: today where nothing is said. */
  defaultToday: boolean
  /** Dates only: a later day is asked again. */
  latestToday: boolean
  /** Taken only where it was asked for, never out of the text that begins the talk. */
  askedOnly: boolean
  /** Amounts only, in kg (or l, or pieces): more is asked again. */
  most?: number
  /** Amounts of one only (one sack): the slot that takes what is said of all, or is more than one can be. */
  total?: string
  /** Places only: a name that can't be read is asked about, or said not to be known. Such a slot is asked for only where what was said is doubtful. */
  unread?: 'ask' | 'say'
}

export type Role = 'farmer' | 'leader' | 'officer'

/** What begins a flow: a phrase the text starts with (the rest is read for slots, and must say those of `with`), the whole text, or a phrase anywhere beside certain slots. */
export type Trigger =
  /** `unless`: phrases that show another meaning wherever they stand in the text ("bao 1 kg gừng bn" asks a price). */
  | { type: 'start'; phrase: string; with: string[]; unless: string[] }
  | { type: 'whole'; phrase: string }
  | { type: 'anywhere'; phrase: string; with: string[] }
  /** No phrase: the text itself says these slots. */
  | { type: 'slots'; with: string[] }

/** Moments at which the service itself begins a flow. */
export const HOOKS = [
  'menu',
  'not-understood',
  'fragment',
  'attachment',
  'phone-shared',
  'consent-given',
  'consent-refused',
  'approval-refused',
] as const
export type Hook = (typeof HOOKS)[number]

export interface Flow {
  id: string
  title: string
  triggers: Trigger[]
  /** Texts in free words that mean this job, beside its triggers. */
  examples: string[]
  /** What a text does that is like the examples: `begin` where a wrong guess costs no more than a text to read, else `ask` first. Stated wherever there are examples of a job. */
  guess?: 'ask' | 'begin'
  /** Empty: everyone. */
  roles: Role[]
  /** The kind of record that "sửa" reaches by this flow. */
  corrects?: string
  /** The flow whose report it takes back: before consent the newest one told is dropped, and said by the texts `withdrawn` and `nothing`. */
  withdraws?: string
  /** The flow whose talk is over when this one comes in its middle. */
  insteadOf?: string
  hook?: Hook
  /** Works while a person has taken over: stop words, the menu. */
  always: boolean
  /** Of those: puts nothing aside, and what was put aside is offered again at once. */
  resumes: boolean
  slots: Record<string, Slot>
  first: string | null
  steps: Record<string, Step>
  /** A step of it keeps something about the person: consent, and who is texting, come first. */
  keeps: boolean
}

interface StepBase {
  id: string
  /** Where it leads; null: the flow ends. */
  next: string | null
}
/** `text` is a full text key, `<flow>.<name>`; a target of null ends the flow. */
export type Step = StepBase &
  (
    | { type: 'say'; text: string }
    | { type: 'ask'; slot: string; text: string }
    | { type: 'fill'; slots: string[]; need: 'all' | 'one' }
    | { type: 'choose'; text: string; options: Option[]; into?: string }
    | {
        type: 'confirm'
        text: string
        takes: string[]
        forget: string[]
        yesWords: string[]
        noWords: string[]
        /** No other yes than these, 1 and the button: "đúng rồi" there may mean the no. */
        isByWordsOnly: boolean
        /** Where it goes on after another talk came between, for what it asks about may have changed; without: it asks once more. */
        again?: string | null
        yes: string | null
        no: string | null
      }
    | { type: 'when'; condition: string; negated: boolean; then: string | null; else: string | null }
    | { type: 'do'; action: string; params: Record<string, Json>; on: Record<string, string | null> }
    | { type: 'go'; to: string | null }
    | { type: 'call'; flow: string }
    | { type: 'handoff'; text: string }
    | { type: 'end' }
  )
export type StepType = Step['type']

export interface Option {
  /** Stable name, kept across revisions. */
  id: string
  text: string
  /** Other ways of saying it. */
  words: string[]
  go: string | null
  start?: string
}

/** One language's texts: `<flow>.<name>` → its forms. */
export interface Text {
  sms: string
  zalo: string
}

export interface Program {
  /** Hash of the files it was made from. */
  revision: string
  flows: ReadonlyMap<string, Flow>
  texts: ReadonlyMap<string, ReadonlyMap<string, Text>>
  crops: CropBook
  places: PlaceBook
  markets: MarketBook
  sending: SendingRules
  costs: Costs
  /** What goes as an approved template on Zalo; none where the project has registered none. */
  zaloTemplates: readonly ZaloTemplate[]
}

/** The person a turn is about, as far as a talk needs to know. */
export interface PersonView {
  id: string
  name: string | null
  role: Role
  cooperativeId: string | null
  cooperativeName: string | null
  commune: string | null
  locale: string
  consent: 'none' | 'asked' | 'agreed' | 'refused'
  containerKg: Readonly<Record<string, number>>
}
