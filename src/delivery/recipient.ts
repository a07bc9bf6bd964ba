import { z } from 'zod'
import type { Channel, OutboundMessage, Urn } from '../channels/channel.ts'
import { isDoNotCall } from '../store/queries/do-not-call.ts'
import { messageOrigin } from '../store/queries/messages.ts'
import { advertisedSince, lastTold, startedSince } from '../store/queries/outbox.ts'
import { type KnownUrn, loadPerson, loadUrn } from '../store/queries/people.ts'
import { loadSession } from '../store/queries/sessions.ts'
import type { Row } from '../store/writes.ts'
import { meaningOf } from './codes.ts'
import type { Delivery } from './context.ts'
import { BELIEVED_AGE_MS } from './limits.ts'
import { advertisingChannel, channelFor } from './route.ts'

/** Whom a row goes to, as the database has it now. */
export interface Recipient {
  urn: Row<'urns'>
  /** Whom the row is about; null: not known. */
  person: Row<'people'> | null
  isDemo: boolean
  address: Urn
  /** null: none is configured for this address. */
  channel: Channel | null
  /** When the text that a reply answers was written; null: the row answers none. */
  askedAt: number | null
  /** By what that text came; null: the row answers none. */
  askedBy: { channel: string; line: string | null } | null
  /** When the question open to this URN was put; null: none is, or the row is a reply. */
  questionAt: number | null
  /** The last two messages failed because there is no such mobile, and nobody has written from it since; false for a reply. */
  isDead: boolean
  /** When reminders and broadcasts left for it in the last 7 days; none for other rows. */
  startedAt: readonly number[]
  /** When other advertising left for it in the last 24 hours; none for other rows. */
  advertisedAt: readonly number[]
  /** It stands in a Do-Not-Call list; asked for advertising alone. */
  isDoNotCall: boolean
}

const address = z.custom<Urn>((text) => typeof text === 'string' && /^(tel|zalo):./.test(text))
/** All that is read of a session here; the rest is the conversation's. One that can't be read asks nothing: its next turn begins a new one. */
const openQuestion = z.object({ question: z.object({ at: z.number() }).nullable() })

/** `channel`: by which it goes; absent: by what the URN is reached by, or once more as a template. undefined: the URN is gone. Throws where its address can't be opened. */
export async function loadRecipient(
  delivery: Delivery,
  row: Row<'outbox'>,
  channel?: Channel,
): Promise<Recipient | undefined> {
  const { store, channels } = delivery
  const known = await loadUrn(store.db, row.urnId)
  if (known === undefined) return undefined
  const person = await personOf(delivery, row, known)
  const isDemo = person?.isDemo ?? known.people.some((each) => each.person.isDemo)
  const isReply = row.class === 'reply'
  const session = isReply ? undefined : await loadSession(store.db, row.urnId)
  const asked = isReply && row.replyTo !== null ? await messageOrigin(store.db, row.replyTo) : undefined
  const last = isReply ? [] : await lastTold(store.db, row.urnId, DEAD_TIMES)
  return {
    urn: known.urn,
    person,
    isDemo,
    address: address.parse(store.keys.open(known.urn.address)),
    channel: channel ?? ownChannel(channels, row, known.urn, isDemo),
    askedAt: asked === undefined ? null : askedAt(asked),
    askedBy: asked ?? null,
    questionAt: session ? (openQuestion.safeParse(session.state).data?.question?.at ?? null) : null,
    advertisedAt: row.advertising
      ? await advertisedSince(store.db, { urnId: row.urnId, but: row.id, since: delivery.clock() - DAY_MS })
      : [],
    isDoNotCall: row.advertising && (await isDoNotCall(store.db, known.urn.hash)),
    startedAt: isStarted(row) ? await startedSince(store.db, row.urnId, delivery.clock() - WEEK_MS) : [],
    isDead: last.length === DEAD_TIMES && last.every((each) => isDeadSince(each, known.urn.lastInboundAt ?? 0)),
  }
}

/** What carries it to its own address. */
function ownChannel(channels: readonly Channel[], row: Row<'outbox'>, urn: Row<'urns'>, isDemo: boolean) {
  if (row.advertising) return advertisingChannel(channels, urn, isDemo)
  return templateAgain(channels, row, urn) ?? channelFor(channels, urn, isDemo)
}

/** The template channel that the last attempt went by: nobody's own, so it has to be remembered. */
const templateAgain = (channels: readonly Channel[], row: Row<'outbox'>, urn: Row<'urns'>): Channel | undefined =>
  channels.find(({ form, type, scheme }) => form === 'template' && type === row.channel && scheme === urn.scheme)

/** The provider's word for it, unless a wrong clock speaks: never after the text came to us, nor long before. */
function askedAt({ sentAt, receivedAt }: Pick<Row<'messages'>, 'sentAt' | 'receivedAt'>): number {
  const isBelieved = sentAt !== null && sentAt < receivedAt && receivedAt - sentAt <= BELIEVED_AGE_MS
  return isBelieved ? sentAt : receivedAt
}

const DAY_MS = 24 * 60 * 60_000
const WEEK_MS = 7 * DAY_MS
const isStarted = ({ class: each }: Row<'outbox'>): boolean => each === 'reminder' || each === 'broadcast'

/** So many times in a row a provider must say that a number is dead (sms.md §1.7, 30005). */
const DEAD_TIMES = 2

const isDeadSince = ({ status, channel, code, settledAt }: Row<'outbox'>, lastInboundAt: number): boolean =>
  status === 'failed' && meaningOf(channel ?? '', code ?? '') === 'dead' && (settledAt ?? 0) > lastInboundAt

/** Where a row names nobody, the one whose address it is, if it is one's alone. */
async function personOf({ store }: Delivery, row: Row<'outbox'>, known: KnownUrn): Promise<Row<'people'> | null> {
  if (row.personId === null) return known.people.length === 1 ? (known.people[0]?.person ?? null) : null
  const here = known.people.find(({ person }) => person.id === row.personId)
  return here?.person ?? (await loadPerson(store.db, row.personId))?.person ?? null
}

/** A row in its words, as the channel is given it. */
export const messageTo = (
  to: Recipient,
  { id, attempts, class: each, line, deadline }: Row<'outbox'>,
  { text, choices, template }: Pick<OutboundMessage, 'text' | 'choices' | 'template'>,
  now: number,
): OutboundMessage => ({
  ...{ id, to: to.address, text, choices, attempt: attempts, usefulMs: Math.max(0, deadline - now) },
  ...(each === 'reply' ? { isReply: true } : {}),
  ...(line === null ? {} : { line }),
  ...(template === undefined ? {} : { template }),
})
