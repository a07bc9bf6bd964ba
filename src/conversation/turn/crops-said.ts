import type { Talk } from '../session.ts'
import type { Slot } from '../types.ts'
import { flowOf, type Turn } from './context.ts'
import type { SlotsRead } from './slots.ts'

type Said = Pick<SlotsRead, 'found' | 'doubts'>

/** The crops a slot may hold, by id: one where it is clear, several where the farmer must choose, none where none was said. */
export function cropsOf(slots: readonly Slot[], { found, doubts }: Said): string[] {
  const names = slots.filter(({ type }) => type === 'crop').map(({ name }) => name)
  const values = names.flatMap((name) => [...(found[name] ? [found[name]] : []), ...(doubts[name]?.readings ?? [])])
  return values.flatMap((value) => (value.type === 'crop' ? [value.crop] : []))
}

export const slotsOf = <W>(turn: Turn<W>, talk: Talk): Slot[] => Object.values(flowOf(turn, talk)?.slots ?? {})

const cropsOfTalk = <W>(turn: Turn<W>, talk: Talk): string[] =>
  cropsOf(slotsOf(turn, talk), { found: talk.slots, doubts: talk.doubts })

/** Whether what was said names the crop a talk is of. */
export const isOfSame = <W>(turn: Turn<W>, talk: Talk, read: Said): boolean =>
  cropsOf(slotsOf(turn, talk), read).some((crop) => cropsOfTalk(turn, talk).includes(crop))

/** Whether a talk is of one crop and what was said of another. */
export function isOther<W>(turn: Turn<W>, talk: Talk, read: Said): boolean {
  const under = cropsOfTalk(turn, talk)
  const said = cropsOf(slotsOf(turn, talk), read)
  return under.length > 0 && said.length > 0 && !said.some((crop) => under.includes(crop))
}

/**
 * What was put aside of the flow of this talk is told anew by it, and no longer waits: as soon as both are of one crop, and once it is over unless
 * they are of two.
 */
export function dropDrafts<W>(turn: Turn<W>, talk: Talk, isOver: boolean): void {
  const { session } = turn
  const isTold = (draft: Talk): boolean =>
    isOver
      ? !isOther(turn, draft, { found: talk.slots, doubts: talk.doubts })
      : cropsOfTalk(turn, draft).some((crop) => cropsOfTalk(turn, talk).includes(crop))
  session.drafts = session.drafts.filter((draft) => draft.flow !== talk.flow || !isTold(draft))
}
