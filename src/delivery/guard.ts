import type { Channel } from '../channels/channel.ts'
import { isAllowedHour, nextAllowed } from '../conversation/law-hours.ts'
import { NEVER_QUIET, openingFor } from '../conversation/opening.ts'
import { DEFAULT_RULES, type SendingRules } from '../conversation/sending-rules.ts'
import type { Row } from '../store/writes.ts'
import { spreadMs } from './hours.ts'
import { FRESH_REPLY_MS, QUESTION_MS, RECHECK_MS } from './limits.ts'

/** Everything the decision rests on. */
export interface GuardInput {
  now: number
  row: Pick<Row<'outbox'>, 'urnId' | 'class' | 'advertising' | 'ticketId' | 'createdAt' | 'deadline'>
  urn: Pick<Row<'urns'>, 'stoppedAt' | 'lastInboundAt'>
  /** Whom it is about; null: nobody known. */
  person: Pick<Row<'people'>, 'role' | 'consent' | 'erasedAt' | 'advertising' | 'quietHours' | 'quietUntil'> | null
  /** By which it would go; null: none is configured here. */
  channel: Pick<Channel, 'form' | 'hasBrandname'> | null
  /** When the text that a reply answers was written (epoch ms), as far as it is known; null: it answers none. */
  askedAt: number | null
  /** When the question that is open to this URN was put; null: none is. */
  questionAt: number | null
  /** The last two messages to this URN failed because there is no such mobile, and nobody has written from it since. */
  isDead: boolean
  /** When reminders and broadcasts left for this URN, or may have, in the last 7 days (epoch ms). */
  startedAt: readonly number[]
  /** Of advertising: when other such messages left for this URN, or may have, in the last 24 hours (epoch ms); else empty. */
  advertisedAt: readonly number[]
  /** Of advertising: the number stands in a Do-Not-Call list. */
  isDoNotCall: boolean
  /** Where advertising on a name that takes no answer can be refused: there is such a place. */
  canRefuse: boolean
  /** What the project decides within the law. */
  rules: SendingRules
}

/** Why a message waits: the hours, a holiday, the person's own wish, or that so many (or so much advertising) went to this number already. */
type Wait = 'night' | 'holiday' | 'quiet' | 'most' | 'advertised'

/** `reason` is one word, kept in `outbox.reason`. */
export type Decision =
  | { type: 'send'; reason: 'reply' | 'ticket' | 'staff' | 'agreed' | 'advertising' }
  /** Look again at `at`, which is before the deadline. */
  | { type: 'later'; at: number; reason: Wait | 'question' }
  | { type: 'stop'; status: 'expired'; reason: Wait | 'late' }
  | { type: 'stop'; status: 'stopped'; reason: 'stopped' }
  | { type: 'stop'; status: 'cancelled'; reason: 'erased' | 'unconsented' | 'dead' | NotAdvertised }

/** Why advertising does not go: it was never agreed to, the Do-Not-Call list, an ordinary number, nowhere to refuse it. */
type NotAdvertised = 'unadvertised' | 'do_not_call' | 'ordinary_number' | 'no_refusal'

/**
 * May this message go now? The one place that says so, and every message passes it, at every attempt: what is too late
 * expires; who stopped gets nothing that we start; what we start goes only to those who agreed, in the law's hours
 * (sms.md §4.1), and not between a question and its answer.
 */
export function guard(input: GuardInput): Decision {
  const { now, row } = input
  if (now >= row.deadline) return { type: 'stop', status: 'expired', reason: 'late' }
  if (row.class === 'reply') {
    // They stopped after they asked; the stop's own confirmation answers the text that stopped.
    if (input.urn.stoppedAt !== null && (input.urn.lastInboundAt ?? 0) < input.urn.stoppedAt)
      return { type: 'stop', status: 'stopped', reason: 'stopped' }
    // A text that was long under way is answered as late as a reply that was.
    if (now - (input.askedAt ?? row.createdAt) > FRESH_REPLY_MS && !isAllowedHour(now))
      return waits(input, nextAllowed(now), 'night')
    return { type: 'send', reason: 'reply' }
  }
  const wish = wishOf(input)
  if (wish.type === 'stop') return wish
  if (input.isDead) return { type: 'stop', status: 'cancelled', reason: 'dead' }
  const opening = openingOf(input, now)
  if (opening.type === 'closed') return waits(input, opening.opensAt, opening.why)
  return overAdvertised(input) ?? overMost(input) ?? afterQuestion(input) ?? wish
}

/** The project's hours, holidays and their own quiet are for what we start; the answer to what they asked knows the law's hours alone. */
function openingOf({ row, person, rules }: GuardInput, at: number) {
  if (row.ticketId !== null) return openingFor(DEFAULT_RULES, NEVER_QUIET, at, false)
  return openingFor(rules, person ?? NEVER_QUIET, at, row.class === 'broadcast')
}

/** Whether the person wants what we start. */
function wishOf(input: GuardInput): Extract<Decision, { type: 'stop' | 'send' }> {
  const { row, urn, person } = input
  // A ticket's answer was asked for, and by one who had stopped only if they wrote again since.
  const isAskedFor = row.ticketId !== null
  const hasStopped = urn.stoppedAt !== null && !(isAskedFor && (urn.lastInboundAt ?? 0) > urn.stoppedAt)
  if (hasStopped) return { type: 'stop', status: 'stopped', reason: 'stopped' }
  if (person !== null && person.erasedAt !== null) return { type: 'stop', status: 'cancelled', reason: 'erased' }
  if (row.advertising) return advertisingWish(input)
  if (isAskedFor) return { type: 'send', reason: 'ticket' }
  if (person !== null && person.role !== 'farmer' && person.consent !== 'refused')
    return { type: 'send', reason: 'staff' }
  if (person?.consent === 'agreed') return { type: 'send', reason: 'agreed' }
  return { type: 'stop', status: 'cancelled', reason: 'unconsented' }
}

/**
 * Advertising asks for an agreement of its own, from everybody; goes to no number of a Do-Not-Call list, only from a registered name, and
 * only with a way to refuse it: on Zalo they answer, to a name on SMS nobody can (sms.md §4.1).
 */
function advertisingWish({ person, channel, isDoNotCall, canRefuse }: GuardInput) {
  const not = (reason: NotAdvertised) => ({ type: 'stop', status: 'cancelled', reason }) as const
  if (person?.consent !== 'agreed' || person.advertising !== 'agreed') return not('unadvertised')
  if (isDoNotCall) return not('do_not_call')
  if (channel !== null && !channel.hasBrandname) return not('ordinary_number')
  if (channel?.form === 'sms' && !canRefuse) return not('no_refusal')
  return { type: 'send', reason: 'advertising' } as const
}

/** Waits until then, spread so that not all go at seven; expires where that is too late. */
function waits(input: GuardInput, until: number, reason: Wait): Decision {
  const { row } = input
  if (until >= row.deadline) return { type: 'stop', status: 'expired', reason }
  const spread = until + spreadMs(row.urnId)
  const isOfUse = spread < row.deadline && (row.class === 'reply' || openingOf(input, spread).type === 'open')
  return { type: 'later', at: isOfUse ? spread : until, reason }
}

/** Most of the law: so many advertising messages in any 24 hours (sms.md §4.1). */
const MOST_ADVERTISED = 3

function overAdvertised(input: GuardInput): Decision | null {
  const { now, row, advertisedAt } = input
  if (!row.advertising) return null
  const within = advertisedAt.filter((at) => now - at < DAY_MS).sort((a, b) => b - a)
  const leaves = within[MOST_ADVERTISED - 1]
  return leaves === undefined ? null : waits(input, leaves + DAY_MS, 'advertised')
}

const DAY_MS = 24 * 60 * 60_000

/** Waits where as many reminders and broadcasts as the project allows have gone to this number; broadcasts leave room for one reminder. */
function overMost(input: GuardInput): Decision | null {
  const { now, row, startedAt, rules } = input
  if (row.class !== 'reminder' && row.class !== 'broadcast') return null
  const room = (most: number) => (row.class === 'broadcast' ? Math.max(1, most - 1) : most)
  const free = (days: number, most: number): number => {
    const within = startedAt.filter((at) => now - at < days * DAY_MS).sort((a, b) => b - a)
    // The last of those that have to leave the window first.
    const leaves = within[room(most) - 1]
    return leaves === undefined ? now : leaves + days * DAY_MS
  }
  const until = Math.max(free(1, rules.most.day), free(7, rules.most.week))
  return until > now ? waits(input, until, 'most') : null
}

/**
 * Waits for an open question's answer, so that a number or a yes is not taken for an answer to this. Looked at again on
 * the full minute, so that what waits together goes on in its order. Goes all the same before it would expire.
 */
function afterQuestion(input: GuardInput): Decision | null {
  const { now, row, questionAt } = input
  if (questionAt === null || now - questionAt >= QUESTION_MS) return null
  const at = (Math.floor(now / RECHECK_MS) + 1) * RECHECK_MS
  const next = openingOf(input, at + RECHECK_MS)
  const lastChance = next.type === 'open' ? at + RECHECK_MS : next.opensAt
  return lastChance < row.deadline ? { type: 'later', at, reason: 'question' } : null
}
