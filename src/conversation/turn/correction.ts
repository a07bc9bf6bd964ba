import type { Talk } from '../session.ts'
import { type Beginning, findBeginning } from './begin.ts'
import { flowOf, say, type Turn } from './context.ts'
import { readerOf } from './reader.ts'
import { readSlots, replaceSlots, type SlotsRead } from './slots.ts'

/** What corrects something not kept yet: the talk under way, or a report that waits for consent. */

/** What was said anew for a talk: read for its own slots, whatever record the word for correcting usually reaches. */
export function correction<W>(turn: Turn<W>, talk: Talk, { flow, read, rest }: Beginning): SlotsRead {
  const own = flowOf(turn, talk)
  if (!own || flow.id === own.id) return read
  const crop = talk.slots.crop?.type === 'crop' ? talk.slots.crop.crop : undefined
  const slots = Object.values(own.slots).filter(({ type }) => type !== 'text')
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

/** "Sửa 4 tạ" before consent changes the report told last, which waits for it; without a value it says how. False: nothing waits, or something else was meant. */
export function correctDraft<W>(turn: Turn<W>, text: string): boolean {
  const { session, person } = turn
  const draft = session.unconsented.at(-1)
  if (!draft || person.consent === 'agreed' || (session.last && session.last.at > draft.touchedAt)) return false
  const begun = findBeginning(turn, text, true)
  if (begun?.flow.corrects === undefined) return false
  if (begun.isWhole) {
    say(turn, 'common.amend-how')
    return true
  }
  if (!correctTalk(turn, draft, correction(turn, draft, begun))) return false
  session.unconsented.pop()
  session.talks.push(draft)
  return true
}
