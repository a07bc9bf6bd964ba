import type { UnderstoodAs } from '../../src/cli/understand.ts'

/** What a text is scored as: a kind of `mua understand`. */
export type ScoredAs = UnderstoodAs

/** A reading that a text must get: as JSON, null for nothing, `{ ask: [...] }` for several. */
export interface Expectation {
  as: ScoredAs
  value: unknown
}

/** One text with the reading it must get. */
export interface Case extends Expectation {
  corpus: string
  kind: string
  /** Where it stands, `file:line`. */
  at: string
  text: string
  /** The moment of reading in epoch milliseconds, UTC. */
  now: number
  tense: 'past' | 'future'
}

/** Why a text, or a whole kind of them, is not scored. */
export interface LeftOut {
  out: string
}

/** One line of an outside corpus. */
export interface Line {
  text: string
  kind: string
  expected: unknown
  /** The number meant, where the corpus states it beside a spoken or written form. */
  value?: unknown
}

/** How the lines of a kind are scored: not at all, or by the reading worked out for each. */
type Rule = LeftOut | ((line: Line) => Expectation | LeftOut)

/** How one outside corpus is scored: a rule for every kind it has. */
export interface Format {
  file: string
  kinds: Readonly<Record<string, Rule>>
}

/** Sunday 22 November 2026, nine in the morning in Vietnam: when every text is read that names no other moment. */
export const NOW = Date.parse('2026-11-22T09:00:00+07:00')

/** The day of {@link NOW} in Vietnam. */
export const TODAY = '2026-11-22'

/** Input that can't be scored, told in one sentence. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
}
