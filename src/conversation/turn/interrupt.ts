import type { Talk } from '../session.ts'
import { putAside } from './aside.ts'
import { type Beginning, begin } from './begin.ts'
import { flowOf, type Turn } from './context.ts'

/** A flow comes first; the talk under way waits under it, or is put aside by the menu and by what stops or starts all. */
export function interrupt<W>(turn: Turn<W>, beginning: Beginning, text: string): void {
  const { session } = turn
  if (beginning.flow.always) {
    if (!beginning.flow.resumes) putAside(session)
    if (beginning.flow.hook === 'menu') session.quietEndedAt = turn.now
  }
  // The menu is no talk to come back to, nor is what this one takes the place of.
  const isOver = (talk: Talk) => flowOf(turn, talk)?.hook === 'menu' || talk.flow === beginning.flow.insteadOf
  session.talks = session.talks.filter((talk) => !isOver(talk))
  // What was not understood before goes to whoever is asked now.
  if (!Object.values(beginning.flow.steps).some(({ type }) => type === 'handoff')) session.missed = []
  begin(turn, beginning, text)
}
