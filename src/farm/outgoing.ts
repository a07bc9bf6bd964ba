import type { TextRef, TextValue } from '../conversation/types.ts'
import type { Decided } from '../store/schema/outbox.ts'
import { insert, insertNew, type MessageClass, type Write } from '../store/writes.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How long a message is still of use where nothing closer is said. */
const USEFUL_MS: Record<MessageClass, number> = {
  reply: 24 * HOUR_MS,
  service: 48 * HOUR_MS,
  reminder: 24 * HOUR_MS,
  broadcast: 24 * HOUR_MS,
}

export interface Outgoing {
  id: string
  now: number
  class: MessageClass
  urnId: string
  personId: string | null
  locale: string
  revision: string
  texts: TextRef[]
  choices?: { title: TextValue; payload: string }[]
  /** `<urn id>.<number>` of the question it asks. */
  question?: string | null
  /** The inbound message it answers. */
  replyTo?: string | null
  /** Not before; default now. */
  dueAt?: number
  /** Of no use after; default by class. */
  deadline?: number
  onceKey?: string
  /** Ways that are known not to lead to them, as the outbox keeps them. */
  decisions?: Decided[]
  broadcastId?: string
  trainingId?: string
  ticketId?: string
  /** The law's rules of advertising hold for it. */
  advertising?: true
}

/** One message into the outbox, as a write: it is sent only if the turn that made it is committed. */
export function outgoing(message: Outgoing): Write {
  const dueAt = message.dueAt ?? message.now
  return (message.onceKey ? insertNew : insert)('outbox', {
    id: message.id,
    urnId: message.urnId,
    personId: message.personId,
    class: message.class,
    texts: message.texts,
    choices: message.choices ?? [],
    locale: message.locale,
    revision: message.revision,
    question: message.question ?? null,
    replyTo: message.replyTo ?? null,
    status: 'queued',
    dueAt,
    deadline: message.deadline ?? dueAt + USEFUL_MS[message.class],
    createdAt: message.now,
    ...(message.decisions?.length ? { decisions: message.decisions } : {}),
    ...(message.onceKey ? { onceKey: message.onceKey } : {}),
    ...(message.broadcastId ? { broadcastId: message.broadcastId } : {}),
    ...(message.trainingId ? { trainingId: message.trainingId } : {}),
    ...(message.ticketId ? { ticketId: message.ticketId } : {}),
    ...(message.advertising ? { advertising: true } : {}),
  })
}
