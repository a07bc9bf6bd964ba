import { MAX_DRAFTS } from '../limits.ts'
import type { Session, Talk } from '../session.ts'

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
