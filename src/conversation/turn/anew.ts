import { startsWithPhrase } from '../../language/text/words.ts'
import type { Talk } from '../session.ts'
import type { Flow, Slot } from '../types.ts'
import { type Beginning, begin } from './begin.ts'
import { closeQuestion, flowOf, stepOf, type Turn, topTalk } from './context.ts'
import { cropsOf, isOther, slotsOf } from './crops-said.ts'
import { readerOf } from './reader.ts'
import { readSlots, type SlotsRead } from './slots.ts'

/** It tells something of a crop, which must not be lost; what only asks about one ("giá ngô") is over with the next question. */
const isTelling = (slots: readonly Slot[]): boolean =>
  slots.some(({ type, optional, defaultToday }) => type !== 'crop' && !optional && !defaultToday)

/**
 * What a text that begins the flow of the talk under way once more is to that talk: `other`: a talk of its own about another crop, and this one
 * waits; `anew`: the same told from the start, so that nothing said before counts; `more`: new values for this one.
 */
export function toldAgain<W>(turn: Turn<W>, talk: Talk, { read, phrase }: Beginning): 'other' | 'anew' | 'more' {
  if (isOther(turn, talk, read)) return isTelling(slotsOf(turn, talk)) ? 'other' : 'anew'
  if (phrase === null || cropsOf(slotsOf(turn, talk), read).length === 0) return 'more'
  // "BC 3 tạ", then "BC ngô": one report in two texts.
  const before = { ...talk.slots, ...talk.doubts }
  return Object.keys({ ...read.found, ...read.doubts }).some((name) => name in before) ? 'anew' : 'more'
}

/** Whether a text that begins nothing tells of another crop than the talk under way: its figures are no answer. */
export function isOfOtherCrop<W>(turn: Turn<W>, talk: Talk, text: string): boolean {
  const { question } = turn.session
  const slots = slotsOf(turn, talk)
  const asked = question && 'slot' in question ? slots.find(({ name }) => name === question.slot) : undefined
  if (asked?.type === 'text' || asked?.type === 'code' || question?.type === 'choose') return false
  const readable = slots.filter(({ type, askedOnly }) => type !== 'text' && type !== 'code' && !askedOnly)
  const read = readSlots(readerOf(turn, talk), text, readable, false)
  // A crop alone is an answer where the crop is in doubt.
  const isAlone = read.rest === '' && Object.keys({ ...read.found, ...read.doubts }).length === 1
  return isOther(turn, talk, read) && !(asked?.type === 'crop' && isAlone)
}

/** The same report told from the start takes the place of the one under way. */
export function startOver<W>(turn: Turn<W>, talk: Talk, beginning: Beginning, text: string): void {
  closeQuestion(turn)
  turn.session.talks.splice(turn.session.talks.indexOf(talk), 1)
  turn.events.push({ type: 'flow_ended', flow: talk.flow })
  turn.session.missed = []
  begin(turn, beginning, text)
}

/**
 * "Giá gừng" where a harvest's crop was asked for: a text that starts with another flow's word and says all that flow
 * needs is no answer, though it names a crop. Not where the talk that asks was begun by the same word itself. Where any
 * words will do, another flow's command alone is none of them either; "thu hoạch" there is what one asks about.
 */
export function isMatterOfItsOwn<W>(turn: Turn<W>, talk: Talk, { flow, read, phrase, isWhole }: Beginning): boolean {
  const { question } = turn.session
  const own = flowOf(turn, talk)
  if (question?.type !== 'slot' || !own || own.id === flow.id) return false
  const asked = isCropAmong(turn, talk, flow, read) ? 'crop' : own.slots[question.slot]?.type
  const needed = Object.values(flow.slots).filter(({ optional, defaultToday }) => !optional && !defaultToday)
  if (asked === 'text' && isWhole && (needed.length === 0 || !phrase?.includes(' '))) return true
  if (phrase === null || (asked !== 'crop' && asked !== 'text')) return false
  const begun = own.triggers.filter((each) => 'phrase' in each && startsWithPhrase(talk.text, each.phrase))
  const isAbout = begun.some((each) => 'phrase' in each && ` ${each.phrase} `.includes(` ${phrase} `))
  return !isAbout && needed.length > 0 && needed.every(({ name }) => name in read.found)
}

/** Whether any of several slots will do, a crop among them, and the text gives no other of them: "giá ngô", not "giá ngô 7k" where a price is corrected. */
function isCropAmong<W>(turn: Turn<W>, talk: Talk, flow: Flow, { found }: SlotsRead): boolean {
  const step = stepOf(turn, talk)
  if (step?.type !== 'fill' || step.need !== 'one') return false
  const types = step.slots.map((name) => flowOf(turn, talk)?.slots[name]?.type)
  const said = Object.keys(found).map((name) => flow.slots[name]?.type)
  return types.includes('crop') && said.every((type) => type === 'crop' || !types.includes(type))
}

/**
 * "Sửa 14k" where a record was kept between, and told to be correctable: it says something for that one, and the question waited under it. Not where
 * that record's correction is what asks.
 */
export function isOfRecordBetween<W>(turn: Turn<W>, { flow, isBare }: Beginning): boolean {
  const { last, question } = turn.session
  if (last === null || isBare || topTalk(turn)?.flow === flow.id) return false
  return flow.corrects === last.kind && last.at >= (question?.at ?? 0)
}
