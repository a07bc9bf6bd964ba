import { MAX_DRAFTS } from '../limits.ts'
import type { Session, Talk } from '../session.ts'
import { closeQuestion, flowOf, lookAgain, say, type Turn } from './context.ts'

/**
 * Ends all talks but one; what says something already waits as a draft. Gives whether anything does.
 * @param kept goes on; undefined: none does
 */
export function putAside(session: Session, kept?: Talk): boolean {
  const begun = session.talks.filter((talk) => talk !== kept && Object.keys(talk.slots).length > 0)
  session.drafts = [...session.drafts, ...begun].slice(-MAX_DRAFTS)
  session.talks = kept ? [kept] : []
  return begun.length > 0
}

/** "Thôi" to a question: put aside as by the menu, and said so. */
export function leave<W>(turn: Turn<W>, talk: Talk): void {
  const title = flowOf(turn, talk)?.title ?? null
  closeQuestion(turn)
  turn.session.missed = []
  if (!putAside(turn.session)) return say(turn, 'common.left')
  say(turn, 'common.put-aside', { title })
  turn.session.offeredAt = turn.now
}

/** The report put aside last that agreement is asked for; undefined: none was. */
export const reportAside = <W>(turn: Turn<W>): Talk | undefined =>
  turn.session.drafts.findLast((draft) => flowOf(turn, draft)?.keeps)

/** Takes up again what was put aside last, or the talk named. False: nothing was. */
export function resumeDraft<W>(turn: Turn<W>, draft = turn.session.drafts.at(-1)): boolean {
  const { session } = turn
  if (!draft) return false
  session.drafts = session.drafts.filter((each) => each !== draft)
  session.talks = [...session.talks.filter(({ slots }) => Object.keys(slots).length > 0), draft]
  session.question = null
  lookAgain(turn, draft)
  turn.isResuming = true
  return true
}
