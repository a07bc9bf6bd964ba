import type { FactRule } from '../explain-rules.ts'
import type { Day } from '../types.ts'
import type { PartOfDay } from './clock.ts'
import type { Said } from './said-dates.ts'

/** One day as a text names it. */
export interface Mention {
  /** What it reads as by itself; none: its form is right, but no calendar near has such a day. */
  days: readonly Day[]
  /** Every day near today that it may be, in order: joined with another day it may be one of these. */
  near: () => readonly Day[]
  to: number
  /** How it was named: by its date, its weekday, its distance from today, or as a market day. */
  by: 'date' | 'weekday' | 'distance' | 'market'
  /** What gave it, where `by` does not tell. */
  rule?: FactRule
  /** The date as it was said. */
  said?: Said
  /** The part of the day said with it (`sáng mai`). */
  part?: PartOfDay
  /** Whether that part may as well be another word: in `toi mai` tối or tôi. */
  isPartDoubtful?: true
  /** Whether it may as well be another word: an unaccented thu hai. */
  isDoubtful?: true
}
