import type { Talk } from '../session.ts'
import { type Beginning, findBeginning } from './begin.ts'
import { flowOf, say, type Turn } from './context.ts'
import { isOfSame } from './crops-said.ts'
import { readerOf } from './reader.ts'
import { readSlots, replaceSlots, type SlotsRead } from './slots.ts'
import { withoutOneWeighed } from './weight-words.ts'

/** What corrects something not kept yet: the talk under way, or a report that waits for consent. */

/** What was said anew for a talk: read for its own slots, whatever record the word for correcting usually reaches. */
export function correction<W>(turn: Turn<W>, talk: Talk, { flow, read, rest }: Beginning): SlotsRead {
  const own = flowOf(turn, talk)
  if (!own || flow.id === own.id) return read
  const crop = talk.slots.crop?.type === 'crop' ? talk.slots.crop.crop : undefined
  const slots = Object.values(own.slots).filter(({ type }) => type !== 'text')
  const { question } = turn.session
  const asked = question?.type === 'slot' ? own.slots[question.slot] : undefined
  // "sửa ngô 40 cân 1 bao" where a sack's weight is asked for: it is the answer.
  if (asked?.askedOnly && asked.type === 'amount' && withoutOneWeighed(rest) !== rest)
    return readSlots(readerOf(turn, talk), rest, [asked, ...slots.filter(({ type }) => type === 'crop')], true, crop)
  return readSlots(readerOf(turn, talk), rest, slots, false, crop, ['money'])
}

/** New values replace the talk's own, from its first step on; false: nothing of it was said. */
export function correctTalk<W>(turn: Turn<W>, talk: Talk, read: SlotsRead): boolean {
  const flow = flowOf(turn, talk)
  const said = Object.keys({ ...read.found, ...read.doubts })
  if (!flow || !said.some((name) => name in flow.slots)) return false
  replaceSlots(talk, read)
  talk.step = flow.first
  return true
}

/**
 * "Sửa ngô 4 tạ" while another talk asks: the words name the crop of one that waits under it, or for consent, and change that one, the newest of that
 * crop; the question is put again. False: they name none of these, or the crop of the talk that asks.
 */
export function correctNamed<W>(turn: Turn<W>, talk: Talk, begun: Beginning): boolean {
  const { session } = turn
  if (begun.flow.corrects === undefined || talk.called || isNamed(turn, talk, begun)) return false
  const open = session.talks.filter((each) => each !== talk && !each.called)
  const meant = [...waiting(turn), ...open].findLast((each) => isNamed(turn, each, begun))
  if (!meant || !takeUp(turn, meant, begun)) return false
  session.question = null
  return true
}

/**
 * "Sửa 4 tạ" before consent changes the report told last of those that wait for it, of the crop it names where one is of that crop; without a value it
 * says how. False: nothing waits, or something else was meant.
 */
export function correctDraft<W>(turn: Turn<W>, text: string): boolean {
  const drafts = waiting(turn)
  const last = drafts.at(-1)
  if (!last || (turn.session.last && turn.session.last.at > last.touchedAt)) return false
  const begun = findBeginning(turn, text, true)
  if (begun?.flow.corrects === undefined) return false
  if (begun.isWhole) {
    say(turn, 'common.amend-how')
    return true
  }
  return takeUp(turn, drafts.findLast((each) => isNamed(turn, each, begun)) ?? last, begun)
}

const waiting = <W>({ session, person }: Turn<W>): Talk[] => (person.consent === 'agreed' ? [] : session.unconsented)

/** Whether the words name the crop of a report. */
const isNamed = <W>(turn: Turn<W>, talk: Talk, begun: Beginning): boolean =>
  (flowOf(turn, talk)?.keeps ?? false) && isOfSame(turn, talk, correction(turn, talk, begun))

/** Changes a report that waits, which goes on from its first step at once. */
function takeUp<W>(turn: Turn<W>, talk: Talk, begun: Beginning): boolean {
  const { session } = turn
  if (!correctTalk(turn, talk, correction(turn, talk, begun))) return false
  session.unconsented = session.unconsented.filter((each) => each !== talk)
  session.talks = [...session.talks.filter((each) => each !== talk), talk]
  return true
}
