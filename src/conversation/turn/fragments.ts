import { findPhrase, isPhrase } from '../../language/text/words.ts'
import { isContainerWord, isHeadName } from '../../language/units/units.ts'
import { AMEND_MS, MAX_HELD } from '../limits.ts'
import type { Flow } from '../types.ts'
import { isOneOf } from '../words.ts'
import { begin, readFragment } from './begin.ts'
import type { Turn } from './context.ts'
import { readerOf } from './reader.ts'
import { isAmendable, startTalk } from './run.ts'
import { isNothing, readSlots } from './slots.ts'

/**
 * A text that says something no talk asked for ("3 ta", "ngo"): it completes the last record, or is held for the report
 * it belongs to. False: it says nothing of that kind.
 */
export function hearFragment<W>(turn: Turn<W>, text: string): boolean {
  if (amendLast(turn, text) || addToLast(turn, text)) return true
  const flow = reportFlow(turn)
  if (!flow) return false
  const read = readFragment(turn, flow, text)
  if (isNothing(read) || read.rest !== '') return false
  if (beginTogether(turn, flow, text)) return true
  turn.session.held = [...turn.session.held, { text, at: turn.now }].slice(-MAX_HELD)
  return true
}

/** The flow that a text can begin by what it says alone. */
export const reportFlow = <W>(turn: Turn<W>): Flow | undefined =>
  [...turn.programs.current.flows.values()].find(({ triggers }) => triggers.some(({ type }) => type === 'slots'))

function beginTogether<W>(turn: Turn<W>, flow: Flow, text: string): boolean {
  const all = [...turn.session.held.map((held) => held.text), text].join(', ')
  const read = readFragment(turn, flow, all)
  const said = { ...read.found, ...read.doubts }
  const isEnough = flow.triggers.some(
    (trigger) => trigger.type === 'slots' && trigger.with.every((slot) => slot in said),
  )
  return isEnough && begin(turn, { flow, read, isBare: false, isWhole: false, rest: text, phrase: null }, text)
}

/** "Mỗi bao" beside the weight of one, or "mới cân": the flow asks where it may be either. */
function isEach(rest: string): boolean {
  const [first = '', second = '', ...others] = rest.split(' ')
  const isMoi = isPhrase(first, 'mỗi') || isPhrase(first, 'mới')
  return isMoi && others.length === 0 && (isContainerWord(second) || isHeadName(second) || isPhrase(second, 'cân'))
}

const MORE_WORDS = ['thêm', 'nữa', 'còn', 'được', 'dc', 'em', 'nhà', 'ạ', 'a']

/** "Thêm 1 tạ nữa" soon after a record: its correction asks whether that is in all, or besides. */
function addToLast<W>(turn: Turn<W>, text: string): boolean {
  const { session, person, now } = turn
  const { last } = session
  if (!last || last.person !== person.id || now - last.at > AMEND_MS || session.held.length > 0) return false
  const flow = [...turn.programs.current.flows.values()].find(({ corrects }) => corrects === last.kind)
  if (!flow || findPhrase(text, 'thêm') === null) return false
  const slots = Object.values(flow.slots).filter(({ type, askedOnly }) => type === 'amount' && !askedOnly)
  const read = readSlots(readerOf(turn), text, slots, false)
  const isMore = read.rest.split(/[\s,.]+/).every((word) => word === '' || isOneOf(word, MORE_WORDS))
  if (isNothing(read) || !isMore) return false
  return startTalk(turn, flow.id, { slots: read.found, doubts: read.doubts, text }) !== undefined
}

function amendLast<W>(turn: Turn<W>, text: string): boolean {
  const { last } = turn.session
  // With another fragment it makes a report of its own.
  if (!last || !isAmendable(turn) || turn.session.held.length > 0) return false
  const flow = [...turn.programs.current.flows.values()].find(({ corrects }) => corrects === last.kind)
  if (!flow) return false
  const slots = last.empty.map((name) => flow.slots[name]).filter((slot) => slot !== undefined)
  const read = readSlots(readerOf(turn), text, slots, false)
  // "6 bao" is no weight of the 5 just told: it fills nothing that was left empty.
  const isCount = Object.values(read.found).some(({ type }) => type === 'count')
  if (isNothing(read) || !(read.rest === '' || isPhrase(read.rest, 'thêm') || isEach(read.rest)) || isCount)
    return false
  return startTalk(turn, flow.id, { slots: read.found, doubts: read.doubts, text }) !== undefined
}
