import { sqliteTable } from 'drizzle-orm/sqlite-core'
import { count, instant, json, keyedHash, measure, sealed, words } from '../columns.sqlite.ts'

/** What belongs to this installation, not to a farmer. */

/** A provider's rotating tokens. `seed`: keyed hash of the environment's value it grew from. */
export const tokens = sqliteTable('tokens', {
  name: words().primaryKey(),
  value: sealed().notNull(),
  previous: sealed(),
  seed: keyedHash(),
  /** Who refreshes now, until when: one at a time. */
  leaseUntil: instant(),
  fence: count().notNull().default(0),
  expiresAt: instant().notNull(),
  updatedAt: instant().notNull(),
})

/** Facts about this installation: fingerprints of the keys, the last ticket number. */
export const settings = sqliteTable('settings', {
  name: words().primaryKey(),
  value: json<unknown>().notNull(),
})

/** What was spent of each budget: a month (`month:2026-11`) or a broadcast (`broadcast:<id>`). */
export const spending = sqliteTable('spending', {
  name: words().primaryKey(),
  vnd: measure().notNull().default(0),
  parts: count().notNull().default(0),
  /** When the person in charge was told that it is nearly used up. */
  toldAt: instant(),
})
