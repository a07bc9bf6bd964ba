import { dayOf } from '../calendar.ts'
import { MAX_MESSAGE_PARTS, REST_MS } from '../limits.ts'
import { smsParts } from '../parts.ts'
import { partOff } from '../pieces.ts'
import { asWords, canSay, programFor, renderTexts } from '../texts.ts'
import type { TextRef } from '../types.ts'
import { isOneOf } from '../words.ts'
import { say, type Turn } from './context.ts'

/**
 * A long answer by SMS: its beginning is sent, the rest on asking, for each part costs the project and who has read enough asks for
 * no more. The turn measures it with the renderer that sends it, and keeps the rest as words: what is read on is what was cut off,
 * whatever has been published or has become yesterday meanwhile. On Zalo a message costs nothing: there all of it goes at once.
 */

const MORE = 'common.more'
const MORE_WORDS = ['thêm', 'xem thêm', 'thêm nữa', 'xem tiếp']
/** An answer that asks for THEM itself, as a tip does. */
const ASKS_FOR_MORE = /(?<!\p{L})TH[EÊ]M(?!\p{L})/u

/** THEM reads on, where the last answer was cut off. False: it was not, and the text means something else. */
export function hearMore<W>(turn: Turn<W>, text: string): boolean {
  const { rest } = turn.session
  if (rest === null || !isOneOf(text, MORE_WORDS)) return false
  turn.session.rest = null
  if (rest.words === null || turn.now - rest.at > REST_MS) say(turn, 'common.rest-gone')
  else turn.reply.push(asWords(rest.words))
  return true
}

/** Parts the reply where it is too long; its question stays in what is sent. */
export function partReply<W>(turn: Turn<W>): void {
  const { rest } = turn.session
  const isSms = turn.world.channel === 'sms'
  if (!isSms && rest === null) return
  // What no program can say is an author's mistake, and concerns that message alone.
  if (!canSay(programFor(turn.programs, turn.revision, turn.reply), [...turn.reply, { key: MORE }])) return
  const words = wordsOf(turn, turn.reply)
  const parted = isSms && smsParts(words) > MAX_MESSAGE_PARTS ? part(turn) : null
  if (parted) turn.session.rest = { words: parted.rest, at: turn.now }
  else if (rest) turn.session.rest = ASKS_FOR_MORE.test(words) ? null : { ...rest, words: null }
  if (parted) turn.reply = parted.reply
}

function part<W>(turn: Turn<W>): { reply: TextRef[]; rest: string } | null {
  const from = tailFrom(turn)
  const tail: TextRef[] = [{ key: MORE }, ...turn.reply.slice(from)]
  const last = wordsOf(turn, tail)
  const parted = partOff(
    wordsOf(turn, turn.reply.slice(0, from)),
    (piece) => smsParts(`${piece} ${last}`) <= MAX_MESSAGE_PARTS,
  )
  return parted && parted.rest !== '' ? { reply: [asWords(parted.piece), ...tail], rest: parted.rest } : null
}

/** Where what must be read now begins: the question, or what the engine itself adds at the end. */
function tailFrom<W>({ reply, asksFrom, session, now }: Turn<W>): number {
  if (asksFrom !== null && session.question?.at === now) return asksFrom
  return reply.findLastIndex(({ key }) => !key.startsWith('common.')) + 1
}

function wordsOf<W>({ programs, revision, person, world, now }: Turn<W>, refs: readonly TextRef[]): string {
  const { saoM2, operator, channel } = world
  const options = { locale: person.locale, form: channel, today: dayOf(now), saoM2, operator }
  return renderTexts(programFor(programs, revision, refs), refs, options)
}
