import { readFactsOf } from './facts.ts'
import type { Fact, FactType, ReadingContext, Readings, Understood } from './types.ts'

/**
 * Reads a whole text as one kind, as the answer to a question for it. Facts of other kinds beside it are left alone; several of this kind, or several
 * readings of one, are all asked about. An unread figure right beside one makes it nothing.
 */
export function read<T extends FactType>(text: string, type: T, context: ReadingContext): Understood<Readings[T]> {
  return understoodOf(readFactsOf(text, type, asking(type, context)), type)
}

/** A context as {@link read} reads one kind with: what is read for is asked for first. */
export function asking(type: FactType, context: ReadingContext): ReadingContext {
  const others = context.expect?.filter((expected) => expected !== type) ?? []
  // A yes counts as asked for only where it was: an unaccented "dung" may as well be stop.
  return { ...context, expect: type === 'yes-no' ? (context.expect ?? []) : [type, ...others] }
}

/** All that facts of one kind say: nothing, one reading, or those to ask about. */
export function understoodOf<T extends FactType>(facts: readonly Fact[], type: T): Understood<Readings[T]> {
  const said: Readings[T][] = []
  for (const fact of facts) {
    // A fact's readings are those of its type; the compiler can't follow that through the union.
    if (fact.type === type) said.push(...(fact.readings as unknown as Readings[T][]))
  }
  const [only = null] = said
  if (said.length < 2) return only
  const readings = new Map(said.slice(0, MOST_ASKED).map((reading) => [JSON.stringify(reading), reading]))
  const [first, ...others] = withoutVaguer([...readings.values()])
  if (first === undefined) return null
  return others.length === 0 ? first : { ask: [first, ...others] }
}

/** More readings than this nobody can choose from: of a newspaper's figures the first are enough to ask. */
const MOST_ASKED = 30

/** `hồi … hồi khô`: a reading that another one repeats with more to it says nothing more. */
function withoutVaguer<T extends object>(readings: readonly T[]): T[] {
  return readings.filter((reading) => {
    const parts = Object.entries(reading)
    return !readings.some((other) => {
      const own = new Map<string, unknown>(Object.entries(other))
      return own.size > parts.length && parts.every(([key, value]) => own.get(key) === value)
    })
  })
}
