import { fold } from '../../language/text/fold.ts'
import type { FactType } from '../../language/types.ts'
import type { Flow, Program, Slot } from '../types.ts'
import type { SlotsRead } from './slots.ts'

/** The place slot of a flow that must not pass a name over in silence; undefined: it has none, or the place is read. */
function openPlace(flow: Flow, { found, doubts }: SlotsRead): Slot | undefined {
  return Object.values(flow.slots).find(
    ({ name, unread }) => unread !== undefined && !(name in found) && !(name in doubts),
  )
}

/**
 * What a text says, with the place that only its being expected shows: "gia ngo vinh quang". The same, where it would change anything else that was read.
 * @param again reads the text anew with a kind expected
 */
export function withPlace(flow: Flow, read: SlotsRead, again: (expect: readonly FactType[]) => SlotsRead): SlotsRead {
  const slot = openPlace(flow, read)
  if (slot === undefined || read.rest === '') return read
  const other = again(['place'])
  const without = ({ found, doubts }: SlotsRead): string =>
    JSON.stringify([found, doubts].map((said) => Object.entries(said).filter(([name]) => name !== slot.name)))
  return without(other) === without(read) ? other : read
}

/** Words of a text that name a place no slot could read, where the flow has one for them: what to do is its `unread`. */
export function unknownPlaceOf(program: Program, flow: Flow, read: SlotsRead): { slot: Slot; said: string } | null {
  const slot = openPlace(flow, read)
  if (slot === undefined || !Object.keys({ ...read.found, ...read.doubts }).some((name) => isCrop(flow, name)))
    return null
  const words = read.rest.split(/\s+/).filter((word) => /^\p{L}{2,}$/u.test(word.normalize('NFC')))
  const ordinary = ordinaryWords(program)
  const known = slot.unread === 'ask' ? ordinary.triggers : ordinary.all
  const others = words.filter((word) => !known.has(fold(word)))
  // Who asks is answered anyway: one odd word is no name.
  const isName = slot.unread === 'ask' ? others.length > 0 : others.length > 0 && words.length > 1
  return isName ? { slot, said: words.join(' ') } : null
}

const isCrop = (flow: Flow, name: string): boolean => flow.slots[name]?.type === 'crop'

const ordinaryOf = new WeakMap<Program, { triggers: ReadonlySet<string>; all: ReadonlySet<string> }>()

/** The words that flows begin with, and those their examples are made of: none of them names a place. */
function ordinaryWords(program: Program): { triggers: ReadonlySet<string>; all: ReadonlySet<string> } {
  const made = ordinaryOf.get(program)
  if (made) return made
  const flows = [...program.flows.values()]
  const phrases = flows.flatMap(({ triggers }) => triggers.flatMap((each) => ('phrase' in each ? [each.phrase] : [])))
  const wordsOf = (texts: readonly string[]) => texts.flatMap((text) => fold(text).split(/[^\p{L}\p{N}]+/u))
  const triggers = new Set(wordsOf(phrases))
  const all = new Set([...triggers, ...wordsOf(flows.flatMap(({ examples }) => examples))])
  ordinaryOf.set(program, { triggers, all })
  return { triggers, all }
}
