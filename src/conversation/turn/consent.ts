import { isPhrase } from '../../language/words.ts'
import { CONSENT_DRAFT_MS } from '../limits.ts'
import type { Talk } from '../session.ts'
import { AGREE_WORDS, REFUSE_WORDS } from '../words.ts'
import { programOf, say, type Turn, topTalk, valuesOf } from './context.ts'
import { forgetPerson } from './results.ts'

/** Nothing about a person is kept before they agreed: their report waits as a draft, and the reply says so. */

export const mayKeep = <W>({ person }: Turn<W>): boolean => person.consent === 'agreed'

/** Puts the talk aside until DY, at the step that would keep something. */
export function waitForConsent<W>(turn: Turn<W>, talk: Talk): void {
  const { session } = turn
  session.talks.splice(session.talks.indexOf(talk), 1)
  session.unconsented = talk
  say(turn, `${talk.flow}.draft`, valuesOf(talk))
  if (turn.person.consent !== 'none') say(turn, 'common.consent-again')
}

/** Greets, and asks for consent once, with the first reply of a flow that keeps something. A yes-or-no question goes first, alone. */
export async function askConsent<W>(turn: Turn<W>): Promise<void> {
  const { session, person } = turn
  const flow = topTalk(turn)?.flow ?? session.unconsented?.flow
  const isAbout = flow !== undefined && (turn.programs.current.flows.get(flow)?.keeps ?? false)
  if (person.consent !== 'none' || !isAbout || session.question?.type === 'confirm') return
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

/** One or two words at the end, and at the start, with what stands between them and the rest. */
const AT_END = [/^(.*?)[\s,;:.!+-]+(\S+?)[\s.!]*$/s, /^(.*?)[\s,;:.!+-]+(\S+\s+\S+?)[\s.!]*$/s]
const AT_START = [/^\s*(\S+?)[\s,;:.!+-]+(.*)$/s, /^\s*(\S+\s+\S+?)[\s,;:.!+-]+(.*)$/s]

const isAgreement = (text: string): boolean => AGREE_WORDS.some((word) => isPhrase(text, word))

/** The text without a DY at either end; null: none there. */
export function withoutAgreement(text: string): string | null {
  if (isAgreement(text)) return ''
  for (const pattern of AT_END) {
    const [, rest, end] = pattern.exec(text) ?? []
    if (rest && end && isAgreement(end)) return rest
  }
  for (const pattern of AT_START) {
    const [, start, rest] = pattern.exec(text) ?? []
    if (start && rest && isAgreement(start)) return rest
  }
  return null
}

export const isRefusal = (text: string): boolean => REFUSE_WORDS.some((word) => isPhrase(text, word))

/** Takes up the report that waited for consent, at the step that keeps it. */
export function takeUpDraft<W>(turn: Turn<W>): boolean {
  const draft = turn.session.unconsented
  turn.session.unconsented = null
  if (!draft || turn.now - draft.startedAt > CONSENT_DRAFT_MS || !programOf(turn, draft).flows.has(draft.flow))
    return false
  turn.session.talks.push(draft)
  return true
}

/** KHONG: what waited is erased, and so is all the session knows of the person. */
export async function refuse<W>(turn: Turn<W>, proof: string): Promise<void> {
  forgetPerson(turn.session)
  turn.session.talks = []
  turn.session.question = null
  await keep(turn, 'refused', proof)
}
