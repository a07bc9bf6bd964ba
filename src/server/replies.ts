import { dayOf } from '../conversation/calendar.ts'
import type { TurnEvent } from '../conversation/world.ts'
import { abuseTicketWrites, type Seen } from '../delivery/abuse-ticket.ts'
import { replyDueAt } from '../delivery/supersede.ts'
import { type Outgoing, outgoing } from '../farm/outgoing.ts'
import type { Row, Write } from '../store/writes.ts'
import { type Fold, foldedTexts, foldOf, foldWrites } from './folding.ts'
import type { IntakeOptions } from './intake.ts'
import { isOfLedger, type Keeping, keepingOf, marked } from './kept-texts.ts'
import { isPrompt, type Pace, paceOf } from './pace.ts'

type Created = Extract<TurnEvent<Write>, { type: 'message_created' }>

/** How a turn's replies go out: to one who writes too fast they are folded, to machines they are withheld. */
export interface Replying {
  pace: Pace
  fold: Fold | null
  /** It confirms what somebody agreed to, refused or stopped: it goes now, and no later answer takes its place. */
  isAtOnce: boolean
  /** What the turn kept, to be said back even where the reply is folded. */
  keeping: Keeping | null
  /** Their whole prefix is withheld from. */
  isMuted: boolean
}

/** `isFresh`: the text is not kept yet. Reads only where the turn answers something. */
export async function planReplies(
  { store }: Pick<IntakeOptions, 'store'>,
  events: readonly TurnEvent<Write>[],
  { urnId, now, isFresh, isMuted }: { urnId: string; now: number; isFresh: boolean; isMuted: boolean },
): Promise<Replying> {
  const pace = await paceOf(store.db, urnId, now, isFresh)
  const isLedger = events.some((event) => event.type === 'writes_made' && event.writes.some(isOfLedger))
  const isAtOnce = isLedger && (await isPrompt(store.db, urnId, now))
  const fold = isAtOnce ? null : await foldOf(store.db, { urnId, now, isFresh }, pace)
  return { pace, fold, isAtOnce, keeping: keepingOf(events), isMuted }
}

/** What puts one reply into the outbox, or keeps there that it was withheld. */
export function replyWrites(
  { newId }: Pick<IntakeOptions, 'newId'>,
  event: Created,
  { fold, isAtOnce, keeping, isMuted }: Replying,
  {
    before,
    ...of
  }: Pick<Outgoing, 'urnId' | 'personId' | 'locale' | 'now' | 'question' | 'replyTo'> & {
    before: number | null
  },
): Write[] {
  const { now } = of
  const base: Outgoing = {
    ...of,
    id: newId(),
    class: event.isReminder ? 'reminder' : 'reply',
    revision: event.revision,
    texts: event.texts,
    choices: event.choices,
    dueAt: isAtOnce ? now : replyDueAt(before, now),
  }
  if (isMuted || event.withheld !== null) return [withheld(base, isMuted ? 'prefix' : 'loop')]
  if (event.isReminder) return [outgoing(base)]
  // With a key of its own it is no answer that waits, even where it has to.
  if (isAtOnce) return [outgoing({ ...base, onceKey: `at-once:${base.id}` })]
  const isHeld = fold !== null || (base.dueAt ?? now) > now
  const texts = isHeld ? marked(event.texts, keeping) : event.texts
  if (fold === null) return [outgoing({ ...base, texts })]
  return [
    ...foldWrites(fold, now),
    outgoing({ ...base, texts: foldedTexts(fold, texts), dueAt: Math.max(fold.dueAt, base.dueAt ?? now) }),
    slowDown(newId(), base, of),
  ]
}

/** Kept, so that staff see what was not sent, and why. */
function withheld(reply: Outgoing, reason: 'loop' | 'prefix'): Write {
  const write = outgoing(reply)
  const ended: Partial<Row<'outbox'>> = { status: 'cancelled', reason, settledAt: reply.now }
  return { ...write, values: { ...('values' in write ? write.values : {}), ...ended } } as Write
}

/** Asks to write more slowly: once a day and URN. */
const slowDown = (
  id: string,
  { revision }: Outgoing,
  of: Pick<Outgoing, 'urnId' | 'personId' | 'locale' | 'now' | 'replyTo'>,
) =>
  outgoing({
    ...of,
    id,
    question: null,
    class: 'reply',
    revision,
    texts: [{ key: 'common.slow-down' }],
    onceKey: `slow:${of.urnId}:${dayOf(of.now)}`,
  })

/** The ticket that a flood or a loop opens, once. */
export async function lookWrites(
  { store, newId }: Pick<IntakeOptions, 'store' | 'newId'>,
  events: readonly TurnEvent<Write>[],
  { pace }: Replying,
  { urnId, personId, now }: { urnId: string; personId: string | null; now: number },
): Promise<Write[]> {
  const silence = events.flatMap((event) => (event.type === 'message_created' ? (event.withheld ?? []) : []))[0]
  const seen = silence ? SILENCES[silence] : pace.type === 'flood' ? floodOf(pace) : null
  return seen === null ? [] : abuseTicketWrites(store.db, { urnId, personId }, seen, { now, newId })
}

const SILENCES: Record<NonNullable<Created['withheld']>, Seen> = {
  same: {
    vi: 'máy trả lời mãi một câu mà không ghi được việc gì, nên đã thôi trả lời; có thể là máy tự động nhắn. Tin vẫn lưu đủ',
    en: 'the same answer went out again and again and nothing was kept or settled, so the bot fell silent: it may be a machine. Every text is kept',
  },
  lost: {
    vi: 'nhiều tin liền không hiểu được, nên máy đã thôi trả lời; có thể là máy tự động nhắn, hoặc bà con cần giúp. Tin vẫn lưu đủ',
    en: 'many texts running were not understood, so the bot fell silent: it may be a machine, or someone who needs help. Every text is kept',
  },
  echo: {
    vi: 'chính câu của máy bị nhắn trả lại, nên máy đã thôi trả lời; có thể là máy tự động nhắn. Tin vẫn lưu đủ',
    en: 'our own words come back, so the bot fell silent: it may be a machine. Every text is kept',
  },
}

function floodOf({ texts, withinMs }: Exclude<Pace, { type: 'normal' }>): Seen {
  const minutes = Math.round(withinMs / 60_000)
  return {
    vi: `${texts} tin trong ${minutes} phút; tin nào cũng đã lưu và xử lý, câu trả lời gộp lại và gửi chậm`,
    en: `${texts} texts in ${minutes} minutes; each is kept and taken, the answers are folded and slowed`,
  }
}
