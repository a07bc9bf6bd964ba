import { copyOf } from '../copy.ts'
import { MAX_MISSED, MAX_TRAIL } from '../limits.ts'
import type { Talk } from '../session.ts'
import type { AnswerResult } from '../steps/step.ts'
import type { Flow } from '../types.ts'
import {
  ASSENT_WORDS,
  BACK_WORDS,
  COURTESY_WORDS,
  HELP_WORDS,
  isOneOf,
  LEAVE_WORDS,
  PHONE_SHARED,
  RESUME_WORDS,
} from '../words.ts'
import { isMatterOfItsOwn, isOfOtherCrop, isOfRecordBetween, startOver, toldAgain } from './anew.ts'
import { leave, reportAside, resumeDraft } from './aside.ts'
import { type Beginning, beginHook, findBeginning, hookFlow } from './begin.ts'
import { isAsked, keep, takeUpDrafts, withoutAgreement } from './consent.ts'
import {
  closeQuestion,
  flowOf,
  hasText,
  type Incoming,
  programOf,
  say,
  stepOf,
  type Turn,
  topTalk,
  valuesOf,
} from './context.ts'
import { correctDraft, correction, correctNamed, correctTalk } from './correction.ts'
import { isOther } from './crops-said.ts'
import { finishDrafts } from './finish-drafts.ts'
import { hearFragment } from './fragments.ts'
import { guessBeside, guessOf, rivalsOf, sayGuess } from './guess.ts'
import { interrupt } from './interrupt.ts'
import { hearMore } from './more.ts'
import { handOver, hearWhileQuiet, isOwnQuestion, isQuiet } from './quiet.ts'
import { refusalOf, takeRefusal } from './refusal.ts'
import { answerStep, follow, startTalk } from './run.ts'
import { hearCancel, isStopUnclear, isWithdrawalLikely } from './stop-word.ts'
import { nameIn, sayUnknownCrop, unknownCropOf } from './unknown-crop.ts'
import { answerWho, knowsWho } from './who.ts'

/** Finds out what a message is for. What it begins or answers is on the stack afterwards; running it comes next. */
export async function hear<W>(turn: Turn<W>, text: string, incoming: Incoming & { type: 'message' }): Promise<void> {
  const button = buttonOf(turn, incoming.payload ?? text)
  if (button === 'stale') return say(turn, 'common.stale')
  if (button) return hearAnswer(turn, text, button)
  if (incoming.payload === PHONE_SHARED) return hearPhone(turn, text)
  if (hearMore(turn, text)) return
  const beginning = findBeginning(turn, text)
  if (incoming.attachments.length > 0 && !beginning) return hearAttachment(turn, text, incoming.attachments)
  if (beginning?.flow.always && beginning.isWhole && isWithdrawalLikely(turn, text)) return hearCancel(turn)
  if (beginning?.flow.always && beginning.isWhole)
    return isStopUnclear(turn, text) ? hearUnclearStop(turn, text) : interrupt(turn, beginning, text)
  const hearIt = () => hearMeant(turn, beginning, text)
  return isQuiet(turn) ? hearWhileQuiet(turn, beginning, text, hearIt) : hearIt()
}

async function hearMeant<W>(turn: Turn<W>, beginning: Beginning | null, text: string): Promise<void> {
  const refusal = refusalOf(turn, text)
  if (refusal?.type === 'refused') return takeRefusal(turn, text)
  if (refusal?.type === 'no') return hearAnswer(turn, text, 'no')
  if (refusal?.type === 'not-yet') return hearNotYet(turn, refusal.rest)
  const agreed = turn.person.consent === 'agreed' ? null : withoutAgreement(text)
  const counts = agreed !== null && (isAsked(turn) || isAgreedAfterAll(turn, agreed))
  if (agreed !== null) return counts ? hearAgreement(turn, agreed, text) : hearOffer(turn, agreed, text)
  await hearText(turn, beginning, text)
}

/** Who refused knows the question: a DY that comes with a report answers it. */
function isAgreedAfterAll<W>(turn: Turn<W>, rest: string): boolean {
  if (turn.person.consent !== 'refused' || !knowsWho(turn)) return false
  const begun = findBeginning(turn, rest)
  return begun?.flow.keeps === true && begun.flow.corrects === undefined && !begun.isBare
}

/** Unaccented "dung" is "đúng" or "dừng": the yes that is asked for, or how to stop is told. Not to the question whether to erase. */
async function hearUnclearStop<W>(turn: Turn<W>, text: string): Promise<void> {
  const talk = topTalk(turn)
  const isYes = turn.session.question?.type === 'confirm' && !(talk && flowOf(turn, talk)?.always)
  const isForPerson = isQuiet(turn) && !isOwnQuestion(turn)
  const step = talk && stepOf(turn, talk)
  const isByWordsOnly = step?.type === 'confirm' && step.isByWordsOnly
  if (isYes && !isForPerson) return hearAnswer(turn, text, isByWordsOnly ? null : 'yes')
  if (isForPerson) await handOver(turn)
  say(turn, 'common.stop-how')
  if (!isForPerson) repeat(turn)
}

async function hearPhone<W>(turn: Turn<W>, text: string): Promise<void> {
  if (isQuiet(turn)) return handOver(turn)
  beginHook(turn, 'phone-shared', text)
}

/** A picture, a voice or a place goes to a person; a sticker alone says nothing that needs an answer. */
async function hearAttachment<W>(turn: Turn<W>, text: string, kinds: readonly string[]): Promise<void> {
  if (text === '' && kinds.every((kind) => kind === 'sticker')) return
  if (isQuiet(turn)) return handOver(turn)
  beginHook(turn, 'attachment', text)
}

async function hearText<W>(turn: Turn<W>, beginning: Beginning | null, text: string): Promise<void> {
  if (isAssent(turn, text)) return hearNotYet(turn, '')
  if (isCourtesy(text) && turn.session.question?.type !== 'confirm') return
  if (isOneOf(text, HELP_WORDS)) return help(turn)
  if (isOneOf(text, RESUME_WORDS) && resumeDraft(turn)) return
  if (turn.session.question) return hearAnswer(turn, text, null, beginning)
  if (correctDraft(turn, text)) return
  const rivals = beginning && rivalsOf(turn, beginning, text)
  if (rivals) return notUnderstood(turn, text, rivals)
  if (beginning) return interrupt(turn, beginning, text)
  if (hearFragment(turn, text)) return
  notUnderstood(turn, text)
}

/** "Vâng" to the question of consent: how to agree is told once more. */
const isAssent = <W>(turn: Turn<W>, text: string): boolean =>
  isAsked(turn) && !turn.session.question && turn.session.unconsented.length > 0 && isOneOf(text, ASSENT_WORDS)

/** Thanks, an OK, or pictures alone. Where a yes is asked for, it is one. */
const isCourtesy = (text: string): boolean =>
  isOneOf(text, COURTESY_WORDS) ||
  (text !== '' && /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)+$/u.test(text))

/** A button of the open question gives its option; one of an older question is stale. */
function buttonOf<W>(turn: Turn<W>, payload: string): string | 'stale' | null {
  const [, tag, number, option] = /^#(\w+)\.(\d+)\.([\w-]+)$/.exec(payload.trim()) ?? []
  if (!tag || !option) return null
  const { question } = turn.session
  return tag === turn.world.sessionTag && question?.number === Number(number) ? option : 'stale'
}

async function hearAgreement<W>(turn: Turn<W>, rest: string, proof: string): Promise<void> {
  await keep(turn, 'agreed', rest ? proof.replace(rest, '').trim() : proof)
  const drafts = await finishDrafts(turn)
  if (rest) return hearText(turn, findBeginning(turn, rest), rest)
  if (drafts === 'asking') return
  if (!turn.session.question) return goOn(turn, drafts, proof)
  if (drafts === 'none') say(turn, 'common.consent-thanks')
  repeat(turn)
}

/** With no question open: a report put aside before it was whole is taken up again. */
function goOn<W>(turn: Turn<W>, drafts: 'none' | 'done', proof: string): void {
  const report = reportAside(turn)
  if (!report) return drafts === 'none' ? beginHook(turn, 'consent-given', proof) : undefined
  if (drafts === 'none') say(turn, 'common.consent-thanks')
  resumeDraft(turn, report)
  turn.isResuming = drafts === 'done'
}

/** A DY nobody asked for agrees to nothing yet: its text is heard without it, and consent is asked. Where a yes is asked for, it may be one. */
async function hearOffer<W>(turn: Turn<W>, rest: string, text: string): Promise<void> {
  const { session } = turn
  turn.hasOffered = true
  const said = rest || (session.question?.type === 'confirm' ? text : '')
  if (said) return hearText(turn, findBeginning(turn, said), said)
  if (session.question) return repeat(turn)
  if (!knowsWho(turn) && !takeUpDrafts(turn)) notUnderstood(turn, text)
}

async function hearNotYet<W>(turn: Turn<W>, rest: string): Promise<void> {
  if (rest) return hearText(turn, findBeginning(turn, rest), rest)
  say(turn, 'common.consent-again')
  repeat(turn)
}

function hearAnswer<W>(turn: Turn<W>, text: string, option: string | null, begun: Beginning | null = null): void {
  const talk = topTalk(turn)
  const { question } = turn.session
  if (question?.type === 'who' && answerWho(turn, text, option)) return
  const step = talk && stepOf(turn, talk)
  if (!talk || !step || !question) return notUnderstood(turn, text)
  if (option === null && isOneOf(text, BACK_WORDS) && goBack(turn)) return
  if (option === null && isOneOf(text, LEAVE_WORDS) && question.type === 'slot') return leave(turn, talk)
  if (begun && isOfRecordBetween(turn, begun)) return interrupt(turn, begun, text)
  const trail = { step: step.id, slots: copyOf(talk.slots) }
  const undo = copyOf(talk)
  const isSame = begun !== null && begun.flow.id === talk.flow
  // While only who is texting is asked, another report is another report.
  if (isSame && (question.type === 'who' || unknownCropOf(begun.flow, begun.read) !== null))
    return interrupt(turn, begun, text)
  if (isSame && begun.flow.corrects === undefined && !talk.called) {
    const again = toldAgain(turn, talk, begun)
    if (again === 'other') return interrupt(turn, begun, text)
    if (again === 'anew') return startOver(turn, talk, begun, text)
  }
  if (begun && correctNamed(turn, talk, begun)) return
  // "Sửa ngô 4 tạ" while rice is asked about, and a record was kept before: neither of the two may be changed by guess.
  const isKept = begun?.flow.corrects !== undefined && begun.flow.corrects === turn.session.last?.kind
  if (begun && isKept && isOther(turn, talk, begun.read)) return askAgain(turn, text)
  const words = begun && (isSame || begun.flow.corrects !== undefined) ? correction(turn, talk, begun) : null
  if (words && correct(turn, talk, words)) return
  if (begun && isBareCorrection(turn, begun) && goBack(turn)) return
  // It corrects nothing here: what the text begins elsewhere.
  const isOfAnother = begun && isUnreached(turn, begun) && begun.flow.id !== talk.flow
  const beginning = isOfAnother ? findBeginning(turn, text, false) : begun
  if (beginning && isMatterOfItsOwn(turn, talk, beginning)) return interrupt(turn, beginning, text)
  const result = answerStep(turn, talk, step, { text, option })
  // "Đi 2" to the question that "đi" led to.
  const isToldAnew = beginning?.isWhole === true && beginning.flow.id === talk.flow
  const isAnswer = (): boolean => isToldAnew || !(beginning || isOfOtherCrop(turn, undo, text))
  if (result && (result.isWhole || isAnswer())) return take(turn, result, trail, text)
  Object.assign(talk, undo)
  if (beginning && beginning.flow.id !== talk.flow) return interrupt(turn, beginning, text)
  if (option === null && isOneOf(text, LEAVE_WORDS)) return leave(turn, talk)
  const guessed = option === null ? guessBeside(turn, text, talk.flow) : null
  if (guessed) return interrupt(turn, guessed, text)
  const isCropAsked = question.type === 'slot' && flowOf(turn, talk)?.slots[question.slot]?.type === 'crop'
  const name = isCropAsked ? nameIn(text) : null
  if (name === null) return askAgain(turn, text)
  turn.events.push({ type: 'not_understood' })
  sayUnknownCrop(turn, name, text)
  repeat(turn)
}

function take<W>(
  turn: Turn<W>,
  result: NonNullable<AnswerResult>,
  trail: { step: string; slots: NonNullable<ReturnType<typeof topTalk>>['slots'] },
  text: string,
): void {
  const talk = topTalk(turn)
  const step = talk && stepOf(turn, talk)
  if (!talk || !step) return
  talk.trail = [...talk.trail, trail].slice(-MAX_TRAIL)
  talk.text = `${talk.text} ${text}`.trim()
  turn.session.missed = []
  closeQuestion(turn)
  follow(turn, talk, step, result.move)
}

/** "Sai rồi" about an answer of the talk under way: the last record is not of the kind it corrects. A no to a yes-or-no question stays one. */
const isBareCorrection = <W>(turn: Turn<W>, beginning: Beginning): boolean =>
  beginning.isWhole && isUnreached(turn, beginning) && turn.session.question?.type !== 'confirm'

/** It corrects records of a kind of which none was the last. */
const isUnreached = <W>({ session }: Turn<W>, { flow }: Beginning): boolean =>
  flow.corrects !== undefined && flow.corrects !== session.last?.kind

/** "Sửa 4 tạ", or the report told once more, in the middle of a talk. */
function correct<W>(turn: Turn<W>, talk: Talk, read: Beginning['read']): boolean {
  if (!correctTalk(turn, talk, read)) return false
  closeQuestion(turn)
  return true
}

/** The question is put again, with a hint where the text was no answer. */
function askAgain<W>(turn: Turn<W>, text: string): void {
  miss(turn, text)
  const hint = turn.session.missed.length > 1 ? 'common.way-out' : 'common.not-an-answer'
  say(turn, isUnsure(turn, text) ? 'common.consent-unsure' : hint)
  repeat(turn)
}

/** Running the step again asks its question again. */
const repeat = <W>(turn: Turn<W>): void => {
  turn.session.question = null
}

function goBack<W>(turn: Turn<W>): boolean {
  const talk = topTalk(turn)
  const last = talk?.trail.pop()
  if (!talk || !last) return false
  closeQuestion(turn)
  Object.assign(talk, { step: last.step, slots: last.slots, doubts: {} })
  return true
}

function help<W>(turn: Turn<W>): void {
  const talk = topTalk(turn)
  const own = talk && `${talk.flow}.help`
  const isOwn = talk && own && hasText(programOf(turn, talk), own)
  say(turn, isOwn ? own : 'common.help', talk ? valuesOf(talk) : {})
  repeat(turn)
}

/** @param flows what is known to be possible; null: nothing yet */
function notUnderstood<W>(turn: Turn<W>, text: string, flows: Flow[] | null = null): void {
  const guess = flows ? { type: 'ask' as const, flows } : guessOf(turn, text)
  if (guess?.type === 'begin') return interrupt(turn, guess.beginning, text)
  miss(turn, text)
  if (isUnsure(turn, text)) return say(turn, 'common.consent-unsure')
  if (guess && sayGuess(turn, guess.flows)) return
  const hook = hookFlow(turn.programs.current, 'not-understood')
  if (hook) startTalk(turn, hook.id, { text })
  else say(turn, 'common.not-understood')
}

const isUnsure = <W>(turn: Turn<W>, text: string): boolean => refusalOf(turn, text)?.type === 'unsure'

function miss<W>(turn: Turn<W>, text: string): void {
  turn.events.push({ type: 'not_understood' })
  if (text) turn.session.missed = [...turn.session.missed, text].slice(-MAX_MISSED)
}
