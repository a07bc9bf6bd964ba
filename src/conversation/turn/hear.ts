import { copyOf } from '../copy.ts'
import { MAX_MISSED, MAX_TRAIL } from '../limits.ts'
import type { Talk } from '../session.ts'
import type { AnswerResult } from '../steps/step.ts'
import type { Flow } from '../types.ts'
import { BACK_WORDS, COURTESY_WORDS, HELP_WORDS, isOneOf, LEAVE_WORDS, PHONE_SHARED, RESUME_WORDS } from '../words.ts'
import { isMatterOfItsOwn, isOfOtherCrop, isOfRecordBetween, startOver, toldAgain } from './anew.ts'
import { putAside } from './aside.ts'
import { type Beginning, begin, beginHook, findBeginning, hookFlow } from './begin.ts'
import { isAsked, isRefusal, keep, refuse, takeUpDrafts, withoutAgreement } from './consent.ts'
import {
  actionInput,
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
import { correctDraft, correction, correctTalk } from './correction.ts'
import { finishDrafts } from './finish-drafts.ts'
import { hearFragment } from './fragments.ts'
import { guessBeside, guessOf, rivalsOf, sayGuess } from './guess.ts'
import { answerStep, follow, startTalk } from './run.ts'
import { nameIn, sayUnknownCrop, unknownCropOf } from './unknown-crop.ts'
import { answerWho, knowsWho } from './who.ts'

/** Finds out what a message is for. What it begins or answers is on the stack afterwards; running it comes next. */
export async function hear<W>(turn: Turn<W>, text: string, incoming: Incoming & { type: 'message' }): Promise<void> {
  const button = buttonOf(turn, incoming.payload ?? text)
  if (button === 'stale') return say(turn, 'common.stale')
  if (button) return hearAnswer(turn, text, button)
  if (incoming.payload === PHONE_SHARED) return hearPhone(turn, text)
  const beginning = findBeginning(turn, text)
  if (incoming.attachments.length > 0 && !beginning) return hearAttachment(turn, text, incoming.attachments)
  if (beginning?.flow.always && beginning.isWhole) return interrupt(turn, beginning, text)
  if (isQuiet(turn) && !isOwnQuestion(turn)) return hearWhileQuiet(turn, beginning, text)
  const isYesNo = turn.session.question?.type === 'confirm'
  if (isRefusal(text, isAsked(turn) && !isYesNo)) {
    // Whose refusal it is, where several share the phone and nobody said, the flow's own step asks.
    if (knowsWho(turn)) await refuse(turn, text)
    else Object.assign(turn.session, { talks: [], question: null })
    return beginHook(turn, 'consent-refused', text)
  }
  const agreed = turn.person.consent === 'agreed' ? null : withoutAgreement(text)
  if (agreed !== null) return isAsked(turn) ? hearAgreement(turn, agreed, text) : hearOffer(turn, agreed, text)
  await hearText(turn, beginning, text)
}

async function hearPhone<W>(turn: Turn<W>, text: string): Promise<void> {
  if (isQuiet(turn)) return hearWhileQuiet(turn, null, text)
  beginHook(turn, 'phone-shared', text)
}

/** A picture, a voice or a place goes to a person; a sticker alone says nothing that needs an answer. */
async function hearAttachment<W>(turn: Turn<W>, text: string, kinds: readonly string[]): Promise<void> {
  if (text === '' && kinds.every((kind) => kind === 'sticker')) return
  if (isQuiet(turn)) return hearWhileQuiet(turn, null, text)
  beginHook(turn, 'attachment', text)
}

async function hearText<W>(turn: Turn<W>, beginning: Beginning | null, text: string): Promise<void> {
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
  if (!turn.session.question) return drafts === 'none' ? beginHook(turn, 'consent-given', proof) : undefined
  if (drafts === 'none') say(turn, 'common.consent-thanks')
  repeat(turn)
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

/** What was begun while a person has taken over, and may be (seeing or erasing what is held), goes on to its end. */
function isOwnQuestion<W>(turn: Turn<W>): boolean {
  const talk = topTalk(turn)
  const { question } = turn.session
  const isSince = question !== null && question.at > (turn.world.quietSince ?? 0)
  return isSince && talk !== undefined && (flowOf(turn, talk)?.always ?? false)
}

function isQuiet<W>({ world, session, now }: Turn<W>): boolean {
  if (world.quietUntil === null || now >= world.quietUntil) return false
  return session.quietEndedAt === null || session.quietEndedAt < (world.quietSince ?? 0)
}

/** While a person has taken over, a whole report still works; all else goes to that person. */
async function hearWhileQuiet<W>(turn: Turn<W>, beginning: Beginning | null, text: string): Promise<void> {
  if (beginning && isWholeReport(beginning)) return interrupt(turn, beginning, text)
  const writes = await turn.world.addToTicket(actionInput(turn, undefined))
  turn.events.push({ type: 'writes_made', action: 'add-to-ticket', writes })
}

/** It says everything that the flow's first step would ask for. */
function isWholeReport({ flow, read }: Beginning): boolean {
  const first = flow.first === null ? undefined : flow.steps[flow.first]
  if (!flow.keeps || first?.type !== 'fill') return false
  return first.slots.every((name) => (flow.slots[name]?.optional ?? true) || name in read.found)
}

/** A flow comes first; the talk under way waits under it, or is put aside by the menu and by what stops or starts all. */
function interrupt<W>(turn: Turn<W>, beginning: Beginning, text: string): void {
  const { session } = turn
  if (beginning.flow.always) {
    putAside(session)
    if (beginning.flow.hook === 'menu') session.quietEndedAt = turn.now
  }
  // The menu is no talk to come back to.
  session.talks = session.talks.filter((talk) => flowOf(turn, talk)?.hook !== 'menu')
  // What was not understood before goes to whoever is asked now.
  if (!Object.values(beginning.flow.steps).some(({ type }) => type === 'handoff')) session.missed = []
  begin(turn, beginning, text)
}

/** "Thôi" to a question: put aside as by the menu, and said so. */
function leave<W>(turn: Turn<W>, talk: Talk): void {
  const title = flowOf(turn, talk)?.title ?? null
  closeQuestion(turn)
  turn.session.missed = []
  if (!putAside(turn.session)) return say(turn, 'common.left')
  say(turn, 'common.put-aside', { title })
  turn.session.offeredAt = turn.now
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
  say(turn, turn.session.missed.length > 1 ? 'common.way-out' : 'common.not-an-answer')
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

function resumeDraft<W>(turn: Turn<W>): boolean {
  const { session } = turn
  const draft = session.drafts.pop()
  if (!draft) return false
  session.talks = [...session.talks.filter(({ slots }) => Object.keys(slots).length > 0), draft]
  session.question = null
  turn.isResuming = true
  return true
}

/** @param flows what is known to be possible; null: nothing yet */
function notUnderstood<W>(turn: Turn<W>, text: string, flows: Flow[] | null = null): void {
  const guess = flows ? { type: 'ask' as const, flows } : guessOf(turn, text)
  if (guess?.type === 'begin') return interrupt(turn, guess.beginning, text)
  miss(turn, text)
  if (guess && sayGuess(turn, guess.flows)) return
  const hook = hookFlow(turn.programs.current, 'not-understood')
  if (hook) startTalk(turn, hook.id, { text })
  else say(turn, 'common.not-understood')
}

function miss<W>(turn: Turn<W>, text: string): void {
  turn.events.push({ type: 'not_understood' })
  if (text) turn.session.missed = [...turn.session.missed, text].slice(-MAX_MISSED)
}
