import { fold } from '../../language/text/fold.ts'
import { MAX_MISSED } from '../limits.ts'
import type { Flow } from '../types.ts'
import { isOneOf } from '../words.ts'
import { say, type Turn } from './context.ts'
import type { SlotsRead } from './slots.ts'

/** A name has at most so many words: more is a sentence. */
const NAME_WORDS = 3
const QUESTION = /(^|\s)(nao|gi|sao|the|may|bao|khong|ko)(\s|$)/

/** Beside a trigger these name nothing: "thu thêm", "thu xong rồi". */
const NO_NAME = ['thêm', 'nữa', 'rồi', 'xong', 'tiếp', 'nhưng', 'mà', 'mới', 'còn', 'phơi', 'bán', 'cân']

/** What stands in a text where a crop should, by the words nothing could be made of: "chuoi" of "chuoi 3 buong"; null: no name. */
export function nameIn(rest: string): string | null {
  const words = rest.split(/\s+/).filter((word) => /^\p{L}[\p{L}\p{M}]*$/u.test(word))
  if (words.length === 0 || words.length > NAME_WORDS || QUESTION.test(fold(rest))) return null
  return words.every((word) => isOneOf(word, NO_NAME)) ? null : words.join(' ')
}

/** The name of a crop that the book does not have, in a text that begins a flow which needs one; null: there is none. */
export function unknownCropOf(flow: Flow, { found, doubts, rest }: SlotsRead): string | null {
  const isWanting = Object.values(flow.slots).some(
    ({ name, type, optional }) => type === 'crop' && !optional && !(name in found) && !(name in doubts),
  )
  return isWanting ? nameIn(rest) : null
}

/** Says that a crop is not in the book and who can help; the text is kept for that person. */
export function sayUnknownCrop<W>(turn: Turn<W>, name: string, text: string): void {
  turn.session.missed = [...turn.session.missed, text].slice(-MAX_MISSED)
  say(turn, 'common.unknown-crop', { said: name })
}
