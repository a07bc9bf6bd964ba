import { fold, unaccent } from '../../language/text/fold.ts'
import { CONSENT_DRAFT_MS, MAX_DRAFTS_UNCONSENTED } from '../limits.ts'
import type { Talk } from '../session.ts'
import { AGREE_WORDS, isOneOf, NOT_AGREEING } from '../words.ts'
import { flowOf, programOf, say, type Turn, topTalk, valuesOf } from './context.ts'
import { forgetPerson } from './results.ts'
import { knowsWho } from './who.ts'

/** Nothing about a person is kept before they agreed: their report waits as a draft, and the reply says so. */

export const mayKeep = <W>({ person }: Turn<W>): boolean => person.consent === 'agreed'

/** Puts the talk aside until DY, at the step that would keep something. */
export async function waitForConsent<W>(turn: Turn<W>, talk: Talk): Promise<void> {
  const { session } = turn
  session.talks.splice(session.talks.indexOf(talk), 1)
  const withdraws = flowOf(turn, talk)?.withdraws
  if (withdraws !== undefined) return dropReport(turn, talk, withdraws)
  const others = session.unconsented.filter((each) => !isSaidAgain(each, talk))
  session.unconsented = [...others, talk].slice(-MAX_DRAFTS_UNCONSENTED)
  session.forgetAt ??= talk.startedAt + CONSENT_DRAFT_MS
  say(turn, `${talk.flow}.draft`, valuesOf(talk))
  if (turn.person.consent === 'none') return
  say(turn, 'common.consent-again')
  if (turn.person.consent === 'refused') await keep(turn, 'asked', '')
}

/** Told once more in a later text because of the question of consent, not harvested twice. */
const isSaidAgain = (before: Talk, talk: Talk): boolean =>
  before.flow === talk.flow && before.startedAt < talk.startedAt && written(before) === written(talk)

const written = ({ slots }: Talk): string => JSON.stringify(Object.entries(slots).sort(([a], [b]) => (a < b ? -1 : 1)))

const cropOf = ({ crop }: Talk['slots']): string | null => (crop?.type === 'crop' ? crop.crop : null)

/** "Xoá tin" before consent: the report under way, or else the newest that waits, is kept no more; of the crop it names, where it names one. */
function dropReport<W>(turn: Turn<W>, { flow: by, slots }: Talk, withdrawn: string): void {
  const { session } = turn
  const crop = cropOf(slots)
  const isMeant = (talk: Talk) => talk.flow === withdrawn && (crop === null || cropOf(talk.slots) === crop)
  const open = session.talks.findLast(isMeant)
  if (open) {
    session.talks.splice(session.talks.indexOf(open), 1)
    return sayDropped(turn, open)
  }
  const waiting = session.unconsented.findLast(isMeant)
  if (!waiting) return say(turn, `${by}.nothing`)
  session.unconsented.splice(session.unconsented.indexOf(waiting), 1)
  say(turn, `${by}.withdrawn`, valuesOf(waiting))
}

/** Names what was dropped before it was whole, and what waits on. */
function sayDropped<W>(turn: Turn<W>, talk: Talk): void {
  const values = valuesOf(talk)
  if (values.crop === undefined || values.quantity === undefined) return say(turn, 'common.left')
  const texts = turn.session.unconsented.map((each) => ({ key: 'common.told', values: valuesOf(each) }))
  say(turn, 'common.dropped', { ...values, listWaiting: texts.length > 0 ? { texts } : null })
}

/**
 * Greets, and asks for consent once, with the first reply of a flow that keeps something, or to whoever agreed unasked. A yes-or-no
 * question goes first, its yes alone; who is texting too.
 */
export async function askConsent<W>(turn: Turn<W>): Promise<void> {
  const { session, person } = turn
  const flow = topTalk(turn)?.flow ?? session.unconsented.at(-1)?.flow
  const isAbout = flow !== undefined && (turn.programs.current.flows.get(flow)?.keeps ?? false)
  const isDue = person.consent === 'none' ? isAbout || turn.hasOffered : person.consent === 'refused' && turn.hasOffered
  if (!isDue || !knowsWho(turn)) return
  if (session.question?.type === 'confirm') {
    if (session.repliedAt === null) turn.reply.unshift({ key: 'common.hello' })
    return
  }
  turn.reply.unshift({ key: 'common.hello' })
  say(turn, 'common.consent-ask')
  await keep(turn, 'asked', '')
}

export async function keep<W>(turn: Turn<W>, kind: 'asked' | 'agreed' | 'refused', proof: string): Promise<void> {
  const messageId = turn.incoming.type === 'message' ? turn.incoming.id : null
  const writes = await turn.world.keepConsent(kind, turn.person, proof, messageId)
  turn.events.push({ type: 'writes_made', action: `consent-${kind}`, writes })
  turn.person = { ...turn.person, consent: kind }
}

/** Agreement counts where it was asked for, of the one who gives it. */
export const isAsked = <W>(turn: Turn<W>): boolean => turn.person.consent === 'asked' && knowsWho(turn)

/** One or two words at the end, and at the start, with what stands between them and the rest. */
const AT_END = [/^(.*?)[\s,;:.!+-]+(\S+?)[\s.!]*$/s, /^(.*?)[\s,;:.!+-]+(\S+\s+\S+?)[\s.!]*$/s]
const THREE_AT_END = /^(.*?)[\s,;:.!+-]+(\S+\s+\S+\s+\S+?)[\s.!]*$/s
const AT_START = [
  /^\s*(\S+\s+\S+\s+\S+?)[\s,;:.!+-]+(.*)$/s,
  /^\s*(\S+?)[\s,;:.!+-]+(.*)$/s,
  /^\s*(\S+\s+\S+?)[\s,;:.!+-]+(.*)$/s,
]

const isAgreement = (text: string): boolean => isOneOf(text, AGREE_WORDS)

/** Whether the word beside a DY turns it around, or into a question: "khong dy", "dong y la sao". */
const turnsAround = (word: string | undefined): boolean => NOT_AGREEING.includes(fold(word ?? ''))

const ASKS_BACK = /(?:^|\s)(?:dy|dong y)(?:\s.*)?(?:\?|\s(?:khong|ko|chua)(?:\s(?:vay|the|a|nhi|ha))?)$/

/** A question about agreeing: "đồng ý lưu không vậy", "phải đồng ý?". Behind a mark a question is one of its own. */
export const asksBack = (text: string): boolean =>
  ASKS_BACK.test(
    unaccent(text)
      .toLowerCase()
      .trim()
      .split(/[,.;:!?]\s+/)
      .at(-1) ?? '',
  )

/** The text without a DY at either end; null: none there, or one that agrees to nothing. */
export function withoutAgreement(text: string): string | null {
  if (asksBack(text)) return null
  if (isAgreement(text)) return ''
  for (const pattern of [THREE_AT_END, ...AT_END]) {
    const [, rest, end] = pattern.exec(text) ?? []
    if (rest && end && isAgreement(end))
      return turnsAround(
        rest
          .trim()
          .split(/[\s,;:.]+/)
          .at(-1),
      )
        ? null
        : rest
  }
  for (const pattern of AT_START) {
    const [, start, rest] = pattern.exec(text) ?? []
    if (start && rest && isAgreement(start)) return turnsAround(rest.trim().split(/[\s,;:.]+/)[0]) ? null : rest
  }
  return null
}

/** Takes up the reports that waited for consent, each at the step that keeps it, in the order they were told. */
export function takeUpDrafts<W>(turn: Turn<W>): boolean {
  const { session } = turn
  const drafts = session.unconsented.filter((draft) => programOf(turn, draft).flows.has(draft.flow))
  session.unconsented = []
  session.forgetAt = null
  session.talks.push(...drafts.reverse())
  return drafts.length > 0
}

/** KHONG: what waited is erased, and so is all the session knows of the person. */
export async function refuse<W>(turn: Turn<W>, proof: string): Promise<void> {
  const { person } = turn.session
  forgetPerson(turn)
  turn.session.person = person
  turn.session.talks = []
  turn.session.question = null
  await keep(turn, 'refused', proof)
}

/** What waited too long for consent is erased, and so are the texts it was told in; of a refusal, those still on their way when it came. */
export async function forgetTold<W>({ session, world, events, now }: Turn<W>): Promise<void> {
  if (session.forgetAt === null || now < session.forgetAt) return
  const waiting = session.unconsented.filter((draft) => now - draft.startedAt < CONSENT_DRAFT_MS)
  const hasLapsed = waiting.length < session.unconsented.length
  session.unconsented = waiting
  session.forgetAt = waiting[0] ? waiting[0].startedAt + CONSENT_DRAFT_MS : null
  for (const person of world.people)
    if (person.consent === 'refused' || (hasLapsed && person.consent !== 'agreed'))
      events.push({ type: 'writes_made', action: 'forget-told', writes: await world.forgetTold(person) })
}
