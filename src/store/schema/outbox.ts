import { sql } from 'drizzle-orm'
import { index, sqliteTable, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { count, flag, id, instant, json, measure, oneOf, ref, words } from '../columns.sqlite.ts'

/** What goes out. */

/** What was decided of a message before an attempt, and why. */
export interface Decided {
  /** Epoch ms. */
  at: number
  does: 'sends' | 'waits' | 'ends' | 'climbs'
  /** The guard's word, or one of delivery's: the channel rests, the attempts are used up, the text can't be made. Of a climb: what was wrong with the way before. */
  reason: string
  /** The way that is not tried again: `<channel type> <urn id>`. */
  rung?: string
  /** Until when it waits (epoch ms). */
  until?: number
  /** Attempts made before. */
  attempts: number
}

/** The truth about every message we send. It holds keys and values: the words are made at the rung that sends it. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: id(),
    urnId: ref().notNull(),
    personId: ref(),
    class: oneOf(['reply', 'service', 'reminder', 'broadcast']).notNull(),
    /** TextRef[] of conversation/types.ts. */
    texts: json<unknown>().notNull(),
    /** Choice[] offered with it, as text references too. */
    choices: json<unknown>(),
    locale: words().notNull(),
    revision: words().notNull(),
    /** The question it asks, `<session urn id>.<n>`: an answer supersedes it while it waits. */
    question: words(),
    replyTo: ref(),
    broadcastId: ref(),
    trainingId: ref(),
    ticketId: ref(),
    /** Two rows never bear the same: what makes a reminder or an alert once-only. */
    onceKey: words(),
    status: oneOf([
      'queued',
      'wired',
      'sent',
      'delivered',
      'read',
      'errored',
      'failed',
      'stopped',
      'expired',
      'uncertain',
      'superseded',
      'cancelled',
    ]).notNull(),
    /** Not before this. */
    dueAt: instant().notNull(),
    /** Of no use after this: expires. */
    deadline: instant().notNull(),
    attempts: count().notNull().default(0),
    firstTriedAt: instant(),
    leaseUntil: instant(),
    /** Counts up at every lease: an answer that comes back under an older one is not applied. */
    fence: count().notNull().default(0),
    channel: words(),
    /** By which of the channel's SIMs or numbers the last attempt went; null: by the provider's own choice. */
    line: words(),
    /** When the last attempt that has left, or may have, was made. */
    leftAt: instant(),
    externalId: words(),
    possibleDouble: flag().notNull().default(false),
    /** The first message in whose place this one goes another way: nobody was seen to get it, or it failed on its way. Together they count once. */
    rungOf: ref(),
    /** When another way is to be tried, unless a receipt comes first; null: never. */
    climbAt: instant(),
    /** It advertises: the guard asks more of it. */
    advertising: flag().notNull().default(false),
    parts: count(),
    /** What it costs the project in đồng: by the price tables at the last attempt, or as the provider said. */
    costVnd: measure(),
    /** The provider itself said what it costs. */
    isCostTold: flag().notNull().default(false),
    /** As it left, for show, export and looking up an unknown outcome. */
    text: words(),
    code: words(),
    /** The guard's decision, in a word: why it went, waits or did not go. */
    reason: words(),
    /** Every decision of the guard, as delivery/decisions.ts has it; null: none yet. */
    decisions: json<Decided[]>(),
    createdAt: instant().notNull(),
    settledAt: instant(),
  },
  (t) => [
    index('outbox_due').on(t.class, t.dueAt, t.id).where(sql`status in ('queued', 'errored')`),
    index('outbox_urn').on(t.urnId, t.id),
    index('outbox_open').on(t.urnId, t.id).where(sql`status in ('queued', 'errored')`),
    // Rows that have none are left out of these two: every reply is written without touching them.
    index('outbox_external').on(t.channel, t.externalId).where(sql`external_id is not null`),
    // What each line has sent of late.
    index('outbox_line').on(t.channel, t.line, t.leftAt).where(sql`line is not null`),
    uniqueIndex('outbox_once').on(t.onceKey).where(sql`once_key is not null`),
    index('outbox_rung').on(t.rungOf).where(sql`rung_of is not null`),
    index('outbox_climb').on(t.climbAt).where(sql`climb_at is not null`),
    index('outbox_broadcast').on(t.broadcastId, t.id).where(sql`broadcast_id is not null`),
    index('outbox_single_due')
      .on(t.class, t.broadcastId, t.dueAt, t.id)
      .where(sql`class = 'broadcast' and broadcast_id is null and status in ('queued', 'errored')`),
    index('outbox_broadcast_due')
      .on(t.broadcastId, t.dueAt, t.id)
      .where(sql`broadcast_id is not null and status in ('queued', 'errored')`),
  ],
)

export const statusEvents = sqliteTable(
  'status_events',
  {
    id: id(),
    outboxId: ref(),
    channel: words().notNull(),
    externalId: words(),
    status: words().notNull(),
    code: words(),
    at: instant().notNull(),
  },
  (t) => [
    index('status_events_external').on(t.channel, t.externalId),
    index('status_events_outbox').on(t.outboxId).where(sql`outbox_id is not null`),
  ],
)

export const broadcasts = sqliteTable('broadcasts', {
  id: id(),
  kind: oneOf(['price_alert']).notNull(),
  cooperativeId: ref().notNull(),
  authorId: ref().notNull(),
  /** Crop, price, place, until: the values of its text. */
  values: json<unknown>().notNull(),
  status: oneOf(['held', 'prepared', 'sending', 'paused', 'sent', 'stopped', 'cancelled']).notNull(),
  /** The broadcast this one corrects: goes to exactly those who got it or may have. */
  corrects: ref(),
  audience: count(),
  /** Parts and đồng that its author was told before it was confirmed. */
  toldParts: count(),
  toldVnd: measure(),
  /** How far its audience has been gone through (farm/alerts/audience.ts), in its steady order; null: not begun. The next slice goes on behind. */
  cursor: ref(),
  /** Messages written so far. */
  prepared: count().notNull().default(0),
  createdAt: instant().notNull(),
  confirmedAt: instant(),
})
