import { tellsPlan } from '../../language/intents/plans.ts'
import { isQuestion } from '../../language/intents/questions.ts'
import { fold } from '../../language/text/fold.ts'
import { tokenize } from '../../language/text/tokens.ts'
import { isPhrase } from '../../language/text/words.ts'
import { localTime } from '../calendar.ts'
import type { Talk } from '../session.ts'
import { ask, flowOf, say, slotText, type Turn, valuesOf } from '../turn/context.ts'
import { readerOf } from '../turn/reader.ts'
import { isSkip } from '../turn/skip.ts'
import { isNothing, isToCome, readSlots } from '../turn/slots.ts'
import { isOfOtherContainer } from '../turn/weight-words.ts'
import type { Slot, SlotValue, TextValue } from '../types.ts'
import { type Answer, type AnswerResult, NEXT, type StepHandler, WAIT } from './step.ts'

/** Takes what is said in any order, asks only for the rest. */
export const fillStep: StepHandler<'fill'> = {
  run: (turn, talk, step) => (step.need === 'one' ? askOne(turn, talk, step.slots) : askNext(turn, talk, step.slots)),
  answer: (turn, talk, step, answer) => fillFrom(turn, talk, step.slots, answer, plainSlots(turn, talk)),
}

/** Asks for one slot, even where it is optional. */
export const askStep: StepHandler<'ask'> = {
  run(turn, talk, step) {
    if (step.slot in talk.slots || talk.offered.includes(step.slot)) return NEXT
    const total = totalOf(turn, talk, step.slot)
    if (total !== undefined && total in talk.slots) return NEXT
    const doubtful = [total, step.slot].find((name) => name !== undefined && talk.doubts[name])
    if (doubtful) return askDoubt(turn, talk, doubtful, step.text)
    ask(turn, { type: 'slot', slot: step.slot }, step.text, valuesOf(talk))
    return WAIT
  },
  answer(turn, talk, step, answer) {
    const total = totalOf(turn, talk, step.slot)
    const names = total === undefined ? [step.slot] : [step.slot, total]
    return fillFrom(turn, talk, names, answer, plainSlots(turn, talk))
  },
}

/** The slot for the amount of all, where one's is asked for. */
const totalOf = <W>(turn: Turn<W>, talk: Talk, name: string): string | undefined =>
  flowOf(turn, talk)?.slots[name]?.total

function slotsNamed<W>(turn: Turn<W>, talk: Talk, names: readonly string[]): Slot[] {
  const slots = flowOf(turn, talk)?.slots ?? {}
  return names.map((name) => slots[name]).filter((slot) => slot !== undefined)
}

function askNext<W>(turn: Turn<W>, talk: Talk, names: readonly string[]) {
  for (const slot of slotsNamed(turn, talk, names)) {
    if (talk.doubts[slot.name]) return askDoubt(turn, talk, slot.name)
    if (slot.name in talk.slots) continue
    if (slot.defaultToday) {
      talk.slots[slot.name] = { type: 'date', date: localTime(turn.now).day }
      continue
    }
    if (slot.optional && (!talk.bare || slot.unread || talk.offered.includes(slot.name))) continue
    ask(turn, { type: 'slot', slot: slot.name }, `${talk.flow}.ask.${slot.name}`, valuesOf(talk))
    return WAIT
  }
  return NEXT
}

/** Any of the slots will do. */
function askOne<W>(turn: Turn<W>, talk: Talk, names: readonly string[]) {
  const doubtful = names.find((name) => talk.doubts[name]?.readings.length)
  if (doubtful) return askDoubt(turn, talk, doubtful, `${talk.flow}.ask.any`)
  dropRefused(turn, talk, slotsNamed(turn, talk, names))
  const [first = ''] = names
  if (names.some((name) => name in talk.slots)) return NEXT
  ask(turn, { type: 'slot', slot: first }, `${talk.flow}.ask.any`, valuesOf(talk))
  return WAIT
}

/** What can't be is said to be so, and holds nothing up: any other slot will do. */
function dropRefused<W>(turn: Turn<W>, talk: Talk, slots: readonly Slot[]): void {
  for (const slot of slots) {
    const said = talk.doubts[slot.name]?.said
    if (said === undefined) continue
    delete talk.doubts[slot.name]
    say(turn, isToCome(readerOf(turn, talk), slot, said) ? 'common.to-come' : 'common.not-taken', { said })
  }
}

/** `key`: the question where what was said can't be. */
function askDoubt<W>(turn: Turn<W>, talk: Talk, name: string, key = `${talk.flow}.ask.${name}`) {
  const doubt = talk.doubts[name]
  if (!doubt) return NEXT
  if (doubt.readings.length === 0) {
    const slot = flowOf(turn, talk)?.slots[name]
    if (slot && isToCome(readerOf(turn, talk), slot, doubt.said)) say(turn, 'common.to-come', { said: doubt.said })
    ask(turn, { type: 'slot', slot: name }, key, valuesOf(talk))
    return WAIT
  }
  const options = doubt.readings.map((reading, index) => ({ id: String(index + 1), title: optionText(reading) }))
  ask(turn, { type: 'doubt', slot: name }, 'common.which', { ...valuesOf(talk), said: doubt.said }, options)
  return WAIT
}

/** Two places of one name are told apart by the former district. */
const optionText = (reading: SlotValue): TextValue =>
  reading.type === 'place' ? { place: reading.place, district: true } : slotText(reading)

/** `others`: slots that may be filled too, though their turn has not come. */
function fillFrom<W>(
  turn: Turn<W>,
  talk: Talk,
  names: readonly string[],
  answer: Answer,
  others: readonly Slot[] = [],
): AnswerResult {
  const { question } = turn.session
  if (question?.type === 'doubt') {
    const reading = pickReading(talk, question.slot, answer)
    if (reading) return settle(talk, question.slot, reading)
  }
  const asked = question && (question.type === 'slot' || question.type === 'doubt') ? question.slot : undefined
  const isOpen = ({ name }: Slot) => !(name in talk.slots)
  const slots = slotsNamed(turn, talk, names).filter(isOpen)
  slots.sort((a, b) => Number(b.name === asked) - Number(a.name === asked))
  const first = slots[0]
  if (first?.optional && isSkip(answer.text)) {
    talk.offered.push(first.name)
    return { move: rerun(talk), isWhole: true }
  }
  const { quantity } = talk.slots
  if (first?.askedOnly && quantity?.type === 'count' && isOfOtherContainer(answer.text, quantity.unit)) return null
  const crop = talk.slots.crop?.type === 'crop' ? talk.slots.crop.crop : undefined
  const open = [...slots, ...others.filter((slot) => isOpen(slot) && !slots.includes(slot))]
  // What is asked in return, or planned, tells nothing of the rest.
  const isAside = first?.name === asked && (isQuestion(tokenize(answer.text)) || tellsPlan(answer.text))
  const all = isAside ? slots.slice(0, 1) : open
  const read = readSlots(readerOf(turn, talk), answer.text, all, asked !== undefined, crop)
  // Where any of several will do, a crop's name alone is one of them, though another slot was asked for.
  const crops = slots.filter(({ type }) => type === 'crop')
  const { found, doubts, rest } =
    isNothing(read) && crops.length > 0 ? readSlots(readerOf(turn, talk), answer.text, crops, true) : read
  if (Object.keys(found).length + Object.keys(doubts).length === 0) return null
  for (const name of Object.keys({ ...found, ...doubts })) delete talk.doubts[name]
  Object.assign(talk.slots, found)
  Object.assign(talk.doubts, doubts)
  return { move: rerun(talk), isWhole: rest === '' }
}

/** Slots of a kind that no other slot of the flow takes: what fits one is meant for it. */
function plainSlots<W>(turn: Turn<W>, talk: Talk): Slot[] {
  const slots = Object.values(flowOf(turn, talk)?.slots ?? {}).filter(
    ({ type, askedOnly }) => !askedOnly && !['text', 'code'].includes(type),
  )
  return slots.filter(({ type }) => slots.filter((slot) => slot.type === type).length === 1)
}

const rerun = (talk: Talk) => ({ type: 'go' as const, to: talk.step })

function settle(talk: Talk, name: string, reading: SlotValue): AnswerResult {
  talk.slots[name] = reading
  delete talk.doubts[name]
  return { move: rerun(talk), isWhole: true }
}

/** By number, by button, or by saying one of the readings again. */
function pickReading(talk: Talk, name: string, { text, option }: Answer): SlotValue | undefined {
  const readings = talk.doubts[name]?.readings ?? []
  if (option) return readings[Number(option) - 1]
  const number = /^\W*(\d)\W*$/.exec(fold(text))?.[1]
  return number ? readings[Number(number) - 1] : readings.find((reading) => isUnit(reading, text))
}

const UNIT_WORDS: [number, string[]][] = [
  [1, ['kg', 'cân', 'ký']],
  [100, ['tạ']],
  [1000, ['tấn']],
]

/** `ta` after `"3 t" là tạ hay tấn?`: the unit alone picks the reading it fits. */
function isUnit(reading: SlotValue, text: string): boolean {
  if (reading.type !== 'mass') return false
  const unit = UNIT_WORDS.findLast(([kg]) => reading.kg % kg === 0)
  return unit?.[1].some((word) => isPhrase(text, word)) ?? false
}
