import type { Talk } from '../session.ts'
import { type Hearer, programOf } from './context.ts'
import type { Reader } from './slots.ts'

/** What this talk's texts are read with. */
export const readerOf = (turn: Hearer, talk?: Talk): Reader => ({
  program: talk ? programOf(turn, talk) : turn.programs.current,
  person: turn.person,
  now: turn.now,
  saoM2: turn.world.saoM2,
})
