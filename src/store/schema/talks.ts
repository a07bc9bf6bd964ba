import { sql } from 'drizzle-orm'
import { index, sqliteTable } from 'drizzle-orm/sqlite-core'
import { count, flag, id, instant, json, ref, words } from '../columns.sqlite.ts'

/** Where each talk stands, and the scripts it follows. */

export const sessions = sqliteTable(
  'sessions',
  {
    urnId: ref().primaryKey(),
    /** Counts up at every turn: the precondition of the next. */
    version: count().notNull(),
    state: json<unknown>().notNull(),
    /** When the talk wants a turn of its own without a message (a held fragment, a reminder of an open question). */
    wakeAt: instant(),
    updatedAt: instant().notNull(),
  },
  (t) => [index('sessions_wake').on(t.wakeAt).where(sql`wake_at is not null`)],
)

/** A published set of scripts as one value. The newest publication is the one in force. */
export const revisions = sqliteTable('revisions', {
  id: id(),
  hash: words().notNull().unique(),
  /** Path → file text, of flows/, locales/ and content/. */
  files: json<Record<string, string>>().notNull(),
  createdAt: instant().notNull(),
})

export const publications = sqliteTable('publications', {
  id: id(),
  revisionId: ref().notNull(),
  author: words().notNull(),
  note: words().notNull(),
  /** Talks under way are moved to it at once. */
  endTalks: flag().notNull().default(false),
  at: instant().notNull(),
})
