import { fold } from '../../language/text/fold.ts'
import {
  COURTESY_WORDS,
  isOneOf,
  LEAVE_WORDS,
  NO_WORDS,
  NOT_YET_WORDS,
  REFUSE_WORDS,
  SELF_WORDS,
  TAKE_BACK_WORDS,
} from '../words.ts'
import { beginHook, findBeginning, readFragment } from './begin.ts'
import { asksBack, isAsked, refuse } from './consent.ts'
import { flowOf, type Turn, topTalk } from './context.ts'
import { reportFlow } from './fragments.ts'
import { readerOf } from './reader.ts'
import { isNothing, readSlots } from './slots.ts'
import { knowsWho } from './who.ts'

/** What a text says against keeping what is told. */
export type Refusal =
  /** Nothing is to be kept. */
  | { type: 'refused' }
  /** "Không đồng ý" where a yes or no is asked for: the answer to that. */
  | { type: 'no' }
  /** "Chưa đồng ý": what waits goes on waiting. `rest`: what was told before it. */
  | { type: 'not-yet'; rest: string }
  /** It says KHONG, and may as well be something else, or a question: "mai có lớp không", "không hiểu". */
  | { type: 'unsure' }

/** Words that make a question of the KHONG behind them, and those that make one of what they begin. */
const QUESTION_BEFORE_NO = ['duoc', 'dc', 'phai', 'dung', 'the', 'vay', 'gi', 'biet', 'hieu', 'co', 'hay', 'hoac']
const QUESTION_OPENS = /^(?:co|dong y)(?:\s|$)/
const OPENS_WITH_NO = /^\W*(?:khong|ko)\s/
/** "Nhà tôi không đồng ý cho lưu đâu": no refusal at the end of a text has more words. */
const MAX_WORDS = 8

/** KHONG to the question of consent, or "không đồng ý" at any time; null: it says nothing of the kind. */
export function refusalOf<W>(turn: Turn<W>, text: string): Refusal | null {
  const { question } = turn.session
  const mayAnswer = isAsked(turn) && question?.type !== 'confirm'
  if (isOneOf(text, TAKE_BACK_WORDS)) return { type: 'refused' }
  for (const { rest, end } of endsOf(text)) {
    const isWhole = rest === ''
    if (isOneOf(end, NOT_YET_WORDS) && turn.person.consent !== 'agreed') return { type: 'not-yet', rest }
    if (isOneOf(end, REFUSE_WORDS) || isOneOf(end, NOT_YET_WORDS)) {
      if (isWhole) return { type: question?.type === 'confirm' ? 'no' : 'refused' }
      if (isQuestion(rest)) return mayAnswer ? { type: 'unsure' } : null
      return mayAnswer || isTold(turn, rest) ? { type: 'refused' } : null
    }
    if (!mayAnswer || !isOneOf(end, NO_WORDS)) continue
    if (/\?\s*$/.test(text)) return { type: 'unsure' }
    // "Không lưu" can be no question, as a bare KHONG can.
    const isClear = isWhole || (/\s/.test(end.trim()) ? !isQuestion(rest) : isTold(turn, rest))
    return { type: isClear ? 'refused' : 'unsure' }
  }
  if (isOneOf(text, ['chưa']) && isAsked(turn) && question === null) return { type: 'not-yet', rest: '' }
  return mayAnswer && (OPENS_WITH_NO.test(fold(text)) || asksBack(text)) ? { type: 'unsure' } : null
}

/** The text as the words at its end and what stands before them, the most words first. */
function endsOf(text: string): { rest: string; end: string }[] {
  const words = [...text.matchAll(/[^\s,;:.!?+-]+/g)].slice(-MAX_WORDS)
  const ends = words.map(({ index }) => ({ rest: text.slice(0, index).trim(), end: text.slice(index) }))
  return [...(words.length === MAX_WORDS ? [{ rest: '', end: text }] : []), ...ends]
}

const isQuestion = (rest: string): boolean => {
  const words = fold(rest)
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean)
  return QUESTION_OPENS.test(words.join(' ')) || QUESTION_BEFORE_NO.includes(words.at(-1) ?? '')
}

/** Whether KHONG behind this answers the question of consent: it is a report, or a part of one, or courtesy. */
function isTold<W>(turn: Turn<W>, rest: string): boolean {
  if (rest === '' || isQuestion(rest)) return false
  if ([COURTESY_WORDS, SELF_WORDS, LEAVE_WORDS, NO_WORDS].some((words) => isOneOf(rest, words))) return true
  const beginning = findBeginning(turn, rest)
  if (beginning) return beginning.flow.keeps && !isNothing(beginning.read)
  if (isAnswer(turn, rest)) return true
  const flow = reportFlow(turn)
  const read = flow && readFragment(turn, flow, rest)
  return read !== undefined && !isNothing(read) && read.rest === ''
}

/** Whether it answers the open question of the talk under way. */
function isAnswer<W>(turn: Turn<W>, text: string): boolean {
  const talk = topTalk(turn)
  const { question } = turn.session
  const slot = talk && question && 'slot' in question ? flowOf(turn, talk)?.slots[question.slot] : undefined
  if (!slot || slot.type === 'text') return false
  if (question?.type === 'doubt' && /^\d$/.test(text)) return true
  const read = readSlots(readerOf(turn, talk), text, [slot], true)
  return !isNothing(read) && read.rest === ''
}

/** Nothing is kept from now on, but where "không đồng ý" is said of what waits for their approval. Whose refusal it is, where several share the phone and nobody said, the flow's own step asks. */
export async function takeRefusal<W>(turn: Turn<W>, text: string): Promise<void> {
  const { person, world } = turn
  const isPlain = isOneOf(text, REFUSE_WORDS) && knowsWho(turn)
  if (isPlain && (await world.isAskedToApprove(person))) return beginHook(turn, 'approval-refused', text)
  if (knowsWho(turn)) await refuse(turn, text)
  else Object.assign(turn.session, { talks: [], question: null })
  beginHook(turn, 'consent-refused', text)
}
