import { z } from 'zod'
import type { Json } from '../../conversation/types.ts'
import type { ActionInput } from '../../conversation/world.ts'

/** Four-digit codes: what is kept of one in the session's memory, and what a typed one is worth. */

/** A code is good for so long, for the person it was given to alone. */
const CODE_MS = 10 * 60 * 1000
const MOST_TRIES = 3
/** So many wrong codes in a row lock whoever typed them out. */
const MOST_WRONG_CODES = 5
const LOCK_MS = 60 * 60 * 1000

const givenCode = z.object({
  code: z.string(),
  personId: z.string(),
  at: z.number(),
  tries: z.number(),
  about: z.record(z.string(), z.string()),
})

/** What the session is to remember of a code given now; `about`: what it is for. */
export const rememberCode = (code: string, { person, now }: ActionInput, about: Record<string, string> = {}): Json => ({
  code,
  personId: person.id,
  at: now,
  tries: 0,
  about,
})

/** `about` as remembered with the code; `memory`: what to remember instead. */
export type CheckedCode =
  | { type: 'right'; about: Record<string, string> }
  /** Wrong once too often: it is of no use any more. */
  | { type: 'ended'; about: Record<string, string> }
  | { type: 'wrong'; memory: Json }
  /** None was given to this person, it was used, or its time is over. */
  | { type: 'expired' }

/** What was typed (slot `code_again`, or else `code`) against the code remembered under this name. */
export function checkCode(name: string, { memory, slots, person, now }: ActionInput): CheckedCode {
  const given = givenCode.safeParse(memory[name]?.value)
  if (!given.success || given.data.personId !== person.id || now - given.data.at > CODE_MS) return { type: 'expired' }
  const { code, about } = given.data
  const said = slots.code_again ?? slots.code
  if (said?.type === 'text' && said.text === code) return { type: 'right', about }
  const tries = given.data.tries + 1
  return tries >= MOST_TRIES ? { type: 'ended', about } : { type: 'wrong', memory: { ...given.data, tries } }
}

/** Minutes until codes are taken again after five wrong ones in a row, counted under this name; null: they are. */
export function lockMinutes(name: string, { memory, now }: ActionInput): number | null {
  const tries = memory[name]
  const isMany = typeof tries?.value === 'number' && tries.value >= MOST_WRONG_CODES
  return isMany && now < tries.at + LOCK_MS ? Math.ceil((tries.at + LOCK_MS - now) / 60_000) : null
}

/** The count of wrong codes with one more, to be remembered under this name, and whether it locks. An hour without one begins it anew. */
export function countWrong(name: string, { memory, now }: ActionInput): { count: number; lockMinutes: number | null } {
  const tries = memory[name]
  const before = typeof tries?.value === 'number' && now - tries.at < LOCK_MS ? tries.value : 0
  const count = before + 1
  return { count, lockMinutes: count >= MOST_WRONG_CODES ? LOCK_MS / 60_000 : null }
}
