import { isOneOf } from '../words.ts'
import { isAsked } from './consent.ts'
import type { Turn } from './context.ts'
import { isQuiet } from './quiet.ts'

/** Whether a stop word may be an answer instead: unaccented "dung" where there is something that may be right (sms.md §4.5). */
export function isStopUnclear<W>(turn: Turn<W>, text: string): boolean {
  const { question, last } = turn.session
  const mayAnswer = question !== null || last !== null || isAsked(turn) || isQuiet(turn)
  return mayAnswer && isOneOf(text, ['dừng']) && isOneOf(text, ['đúng'])
}
