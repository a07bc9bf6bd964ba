import type { Keys } from '../store/crypto.ts'
import { insert, type Write } from '../store/writes.ts'
import type { Message } from './intake.ts'

/** An inbound message as it is kept. */
export const messageRow = (
  keys: Keys,
  id: string,
  urnId: string,
  personId: string | null,
  channel: string,
  message: Message,
  now: number,
  status: 'taken' | 'waiting',
): Write =>
  insert('messages', {
    id,
    urnId,
    personId,
    channel,
    externalId: message.externalId,
    text: message.text,
    payload: message.payload ?? null,
    attachments: message.attachments.length ? keys.seal(JSON.stringify(message.attachments)) : null,
    line: message.line ?? null,
    sentAt: message.sentAt ?? null,
    receivedAt: message.receivedAt ?? now,
    status,
  })
