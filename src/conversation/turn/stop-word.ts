import { isOneOf } from '../words.ts'
import { isAsked } from './consent.ts'
import { say, type Turn } from './context.ts'
import { handOver, isOwnQuestion, isQuiet } from './quiet.ts'

/** Whether a stop word may be an answer instead: unaccented "dung" where there is something that may be right (sms.md §4.5). */
export function isStopUnclear<W>(turn: Turn<W>, text: string): boolean {
  const { question, last } = turn.session
  // A broadcast just sent is more likely to be stopped than called right: what it means is looked up there.
  const isSent = last?.kind === 'broadcast'
  const mayAnswer = question !== null || (last !== null && !isSent) || isAsked(turn) || isQuiet(turn)
  return mayAnswer && isOneOf(text, ['dừng']) && isOneOf(text, ['đúng'])
}

/** Whether a bare HUỶ may mean the report just told, which can still be withdrawn, rather than all messages. Clearer stop words stop at once. */
export function isWithdrawalLikely<W>(turn: Turn<W>, text: string): boolean {
  if (!isOneOf(text, ['huỷ'])) return false
  const { session, programs, person } = turn
  const reports = new Set([...programs.current.flows.values()].flatMap(({ withdraws }) => withdraws ?? []))
  const waiting = person.consent === 'agreed' ? [] : session.unconsented
  const told = [...session.talks, ...waiting].some(({ flow }) => reports.has(flow))
  return told || (session.last !== null && reports.has(session.last.flow))
}

/** Which of the two is told; the open question stays open, unless it is for a person. */
export async function hearCancel<W>(turn: Turn<W>): Promise<void> {
  if (isQuiet(turn) && !isOwnQuestion(turn)) await handOver(turn)
  say(turn, 'common.stop-or-withdraw')
}
