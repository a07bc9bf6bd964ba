import { fold } from '../../language/fold.ts'
import { read } from '../../language/read.ts'
import { isPhrase } from '../../language/words.ts'
import type { Talk } from '../session.ts'
import { ask, flowOf, type Turn, valuesOf } from '../turn/context.ts'
import { readerOf } from '../turn/reader.ts'
import { contextFor, readSlots } from '../turn/slots.ts'
import type { Slot } from '../types.ts'
import { type Answer, type StepHandler, type StepOf, WAIT } from './step.ts'

/** Asks for a yes. A no forgets what was doubted; a new figure takes its place at once. */
export const confirmStep: StepHandler<'confirm'> = {
  run(turn, talk, step) {
    ask(turn, { type: 'confirm' }, step.text, valuesOf(talk))
    return WAIT
  },
  answer(turn, talk, step, answer) {
    const yes = step.yesWords.some((word) => isPhrase(answer.text, word)) || yesOrNo(turn, talk, answer)
    if (yes === true) return { move: { type: 'go', to: step.yes }, isWhole: true }
    const slots = slotsOf(turn, talk, step)
    if (yes === false) {
      for (const name of step.forget) {
        delete talk.slots[name]
        delete talk.doubts[name]
      }
      return { move: { type: 'go', to: step.no }, isWhole: true }
    }
    const { found, doubts, rest } = readSlots(readerOf(turn, talk), answer.text, slots, true)
    if (Object.keys(found).length + Object.keys(doubts).length === 0) return null
    for (const name of Object.keys({ ...found, ...doubts })) delete talk.slots[name]
    Object.assign(talk.slots, found)
    Object.assign(talk.doubts, doubts)
    return { move: { type: 'go', to: step.no }, isWhole: rest === '' }
  },
}

function slotsOf<W>(turn: Turn<W>, talk: Talk, step: StepOf<'confirm'>): Slot[] {
  const flow = flowOf(turn, talk)
  return step.takes.map((name) => flow?.slots[name]).filter((slot) => slot !== undefined)
}

function yesOrNo<W>(turn: Turn<W>, talk: Talk, { text, option }: Answer): boolean | undefined {
  if (option) return option === 'yes'
  const digit = /^\W*([12])\W*$/.exec(fold(text))?.[1]
  if (digit) return digit === '1'
  const value = read(text, 'yes-no', { ...contextFor(readerOf(turn, talk), [], false), expect: ['yes-no'] })
  return value && 'yes' in value ? value.yes : undefined
}
