import type { Talk } from '../session.ts'
import type { Turn } from '../turn/context.ts'
import type { Step, StepType } from '../types.ts'

/** Where the talk goes after a step. A `to` of null ends the flow. */
export type Move =
  | { type: 'next' }
  | { type: 'go'; to: string | null }
  /** A question is open: the turn ends here. */
  | { type: 'wait' }
  /** Another flow comes first; this step's next follows when it has ended. */
  | { type: 'call'; flow: string }
  /** This talk gives way to another flow. */
  | { type: 'start'; flow: string }

export const NEXT: Move = { type: 'next' }
export const WAIT: Move = { type: 'wait' }

/** What a step that asks makes of an answer; `null`: it is none. */
export type AnswerResult = { move: Move; isWhole: boolean } | null

export type StepOf<T extends StepType> = Extract<Step, { type: T }>

export interface Answer {
  text: string
  /** The option a button named. */
  option: string | null
}

/** One step type: what it does when the talk reaches it, and what it makes of an answer. */
export interface StepHandler<T extends StepType> {
  run<W>(turn: Turn<W>, talk: Talk, step: StepOf<T>): Promise<Move> | Move
  /** Whether `answer` would take the whole text is told by `isWhole`. Must not change anything when it gives null. */
  answer?<W>(turn: Turn<W>, talk: Talk, step: StepOf<T>, answer: Answer): AnswerResult
}
