import { takeUpDrafts } from './consent.ts'
import type { Turn } from './context.ts'
import { runTalks } from './run.ts'

/** What waited for consent is kept before anything else; the talk under way, with its question, stands aside meanwhile. `asking`: one of the reports has a question of its own now. */
export async function finishDrafts<W>(turn: Turn<W>): Promise<'none' | 'done' | 'asking'> {
  const { session } = turn
  const { talks, question } = session
  Object.assign(session, { talks: [], question: null })
  if (!takeUpDrafts(turn)) {
    Object.assign(session, { talks, question })
    return 'none'
  }
  await runTalks(turn)
  turn.isResuming = false
  session.talks = [...talks, ...session.talks]
  if (session.question) return 'asking'
  session.question = question
  return 'done'
}
