import { fold } from '../../language/text/fold.ts'
import { ECHOES, isOver, LOST_TEXTS, SAME_ANSWERS } from '../loop-limits.ts'
import type { Turn } from './context.ts'

/** What made us fall silent: the same answer again and again, texts running that say nothing to us, or our own words coming back. */
type Silence = 'same' | 'lost' | 'echo'

/** More are not kept: those of the last half hour decide. */
const MOST_KEPT = 40

/**
 * Whether the answer of this turn is withheld, as two machines may be answering each other; null: it goes. Whatever keeps or
 * settles something, or is answered as nothing was before, ends the silence: a text is heard and kept all the same.
 */
export function silenceOf<W>(turn: Turn<W>): Silence | null {
  const { session, now, incoming } = turn
  const isOn = turn.events.some(
    (event) => event.type === 'question_answered' || (event.type === 'writes_made' && event.writes.length > 0),
  )
  if (isOn) {
    session.unsettled = []
    return null
  }
  const entry = {
    at: now,
    // Asked in other words it is asked anew: who is answered well is no machine for it.
    said: fingerprint(JSON.stringify([incoming.type === 'message' ? fold(incoming.text) : '', turn.reply])),
    isLost: turn.events.some(({ type }) => type === 'not_understood'),
    isEcho: incoming.type === 'message' && incoming.isEcho === true,
  }
  // Answered well, it ends a row of texts that said nothing.
  const before = entry.isLost || entry.isEcho ? session.unsettled : session.unsettled.filter((each) => !isOdd(each))
  session.unsettled = [...before, entry].slice(-MOST_KEPT)
  const timesOf = (isMeant: (each: typeof entry) => boolean) => session.unsettled.filter(isMeant).map(({ at }) => at)
  if (
    entry.isEcho &&
    isOver(
      ECHOES,
      timesOf(({ isEcho }) => isEcho),
      now,
    )
  )
    return 'echo'
  if (
    isOver(
      SAME_ANSWERS,
      timesOf(({ said }) => said === entry.said),
      now,
    )
  )
    return 'same'
  return isOdd(entry) && isOver(LOST_TEXTS, timesOf(isOdd), now) ? 'lost' : null
}

const isOdd = ({ isLost, isEcho }: { isLost: boolean; isEcho: boolean }): boolean => isLost || isEcho

/** Eight hex digits of a text (FNV-1a, 32 bits): the same words give the same, and none can be read from it. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}
