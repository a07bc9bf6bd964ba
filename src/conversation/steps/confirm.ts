import { readFacts } from '../../language/facts.ts'
import { understoodOf } from '../../language/read.ts'
import { fold } from '../../language/text/fold.ts'
import { isPhrase } from '../../language/text/words.ts'
import type { ReadingContext } from '../../language/types.ts'
import type { Talk } from '../session.ts'
import { ask, flowOf, type Turn, valuesOf } from '../turn/context.ts'
import { readerOf } from '../turn/reader.ts'
import { contextFor, isNothing, readSlots, replaceSlots } from '../turn/slots.ts'
import type { Slot } from '../types.ts'
import { type Answer, type AnswerResult, type StepHandler, type StepOf, WAIT } from './step.ts'

/** Asks for a yes. A no forgets what was doubted; a new figure takes its place at once. */
export const confirmStep: StepHandler<'confirm'> = {
  run(turn, talk, step) {
    ask(turn, { type: 'confirm' }, step.text, valuesOf(talk))
    return WAIT
  },
  answer(turn, talk, step, answer) {
    const { yes, isWhole } = yesOrNo(turn, talk, step, answer)
    if (yes === true) return { move: { type: 'go', to: step.yes }, isWhole }
    const taken = isWhole && yes === false ? null : takeSlots(turn, talk, step, answer)
    if (taken || yes === undefined) return taken
    for (const name of step.forget) {
      delete talk.slots[name]
      delete talk.doubts[name]
    }
    return { move: { type: 'go', to: step.no }, isWhole }
  },
}

/** A new figure, alone or behind a no: "nhầm, 15k". */
function takeSlots<W>(turn: Turn<W>, talk: Talk, step: StepOf<'confirm'>, { text }: Answer): AnswerResult {
  const read = readSlots(readerOf(turn, talk), text, slotsOf(turn, talk, step), true)
  if (isNothing(read)) return null
  replaceSlots(talk, read)
  return { move: { type: 'go', to: step.no }, isWhole: read.rest === '' }
}

function slotsOf<W>(turn: Turn<W>, talk: Talk, step: StepOf<'confirm'>): Slot[] {
  const flow = flowOf(turn, talk)
  return step.takes.map((name) => flow?.slots[name]).filter((slot) => slot !== undefined)
}

/** `isWhole`: nothing but the yes or no was said, so that "giá gừng được bao nhiêu" stays a question of its own. */
function yesOrNo<W>(
  turn: Turn<W>,
  talk: Talk,
  { yesWords, noWords, isByWordsOnly }: StepOf<'confirm'>,
  { text, option }: Answer,
): { yes: boolean | undefined; isWhole: boolean } {
  if (option) return { yes: option === 'yes', isWhole: true }
  if (yesWords.some((word) => isPhrase(text, word))) return { yes: true, isWhole: true }
  if (noWords.some((word) => isPhrase(text, word))) return { yes: false, isWhole: true }
  const digit = /^\W*([12])\W*$/.exec(fold(text))?.[1]
  if (digit) return { yes: digit === '1', isWhole: true }
  const context: ReadingContext = { ...contextFor(readerOf(turn, talk), [], false), expect: ['yes-no'] }
  const { facts, rest } = readFacts(text, ['yes-no'], context)
  const value = understoodOf(facts, 'yes-no')
  const yes = value && 'yes' in value ? value.yes : undefined
  return { yes: yes && isByWordsOnly ? undefined : yes, isWhole: rest === '' }
}
