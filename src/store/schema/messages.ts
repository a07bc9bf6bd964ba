import { sql } from 'drizzle-orm'
import { index, primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core'
import { count, id, instant, oneOf, ref, sealed, words } from '../columns.sqlite.ts'

/** What came in. */

/** Once-only rests on this table: one row for each provider message ever taken. Never partitioned, never shortened. */
export const claims = sqliteTable(
  'claims',
  { channel: words().notNull(), externalId: words().notNull(), at: instant().notNull() },
  (t) => [primaryKey({ columns: [t.channel, t.externalId] })],
)

/** Every inbound message. `waiting`: kept, its turn not yet taken. */
export const messages = sqliteTable(
  'messages',
  {
    id: id(),
    urnId: ref().notNull(),
    personId: ref(),
    channel: words().notNull(),
    externalId: words().notNull(),
    text: words().notNull(),
    payload: words(),
    /** What came along, links and places too: sealed JSON, Attachment[] of channels/channel.ts. */
    attachments: sealed(),
    /** To which of the channel's SIMs or numbers it was written, where it has several. */
    line: words(),
    /** The provider's own time, where it gives one. */
    sentAt: instant(),
    receivedAt: instant().notNull(),
    status: oneOf(['waiting', 'taken', 'failed']).notNull(),
    attempts: count().notNull().default(0),
    nextTryAt: instant(),
    /** Why its turn could not be taken: a code, no text. */
    error: words(),
  },
  (t) => [
    index('messages_urn').on(t.urnId, t.id),
    index('messages_waiting').on(t.urnId, t.sentAt).where(sql`status = 'waiting'`),
  ],
)

/** A photo, voice message or file, fetched from the provider before its link dies. */
export const attachments = sqliteTable(
  'attachments',
  {
    id: id(),
    messageId: ref().notNull(),
    ticketId: ref(),
    type: words().notNull(),
    /** Sealed, and emptied once fetched. */
    url: sealed(),
    contentType: words(),
    bytes: count(),
    data: sealed(),
    status: oneOf(['wanted', 'fetched', 'failed']).notNull(),
    attempts: count().notNull().default(0),
    nextTryAt: instant(),
    code: words(),
    at: instant().notNull(),
  },
  (t) => [index('attachments_wanted').on(t.nextTryAt).where(sql`status = 'wanted'`)],
)

/** Wrongly signed requests of a provider that never sends again: sealed, 24 h, 1,000 at most. `urnId`: who it says it is from, where we know them. */
export const quarantine = sqliteTable('quarantine', {
  id: id(),
  channel: words().notNull(),
  urnId: ref(),
  request: sealed().notNull(),
  at: instant().notNull(),
})

/** Requests that were answered 200 and that a mistake in the program keeps from having their effect: sealed, until they have it. */
export const setAside = sqliteTable('set_aside', {
  id: id(),
  /** Whose it is, where we know them. */
  urnId: ref(),
  record: sealed().notNull(),
  /** Why, without its text. */
  code: words().notNull(),
  at: instant().notNull(),
})
