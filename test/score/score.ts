import { isUnderstoodAs, meaningOf } from '../../src/cli/understand.ts'
import { loadContexts } from '../../src/cli/understand-command.ts'
import type { Case } from './case.ts'
import { compare, type Outcome } from './compare.ts'

/** A text with what was read from it, as JSON. */
export interface Scored extends Case {
  got: unknown
  outcome: Outcome
}

/** Reads every text exactly as `mua understand` does under the settings it has by default, and compares. What it has no kind for is unread, even where nothing is there to read. */
export function score(cases: readonly Case[]): Scored[] {
  const contextAt = loadContexts({})
  return cases.map((one) => {
    const { text, as, now, tense } = one
    if (!isUnderstoodAs(as)) return { ...one, got: null, outcome: 'unread' }
    const got = written(meaningOf(text, as, contextAt(now, tense)))
    return { ...one, got, outcome: compare(as, one.value, got) }
  })
}

/** A value as it is read back from the line that `mua understand` writes. */
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
