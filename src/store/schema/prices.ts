import { index, sqliteTable } from 'drizzle-orm/sqlite-core'
import { count, day, id, instant, oneOf, ref, words } from '../columns.sqlite.ts'

/** Market prices, who wants to hear of them, and what waits for a second person. */

export const prices = sqliteTable(
  'prices',
  {
    id: id(),
    crop: words().notNull(),
    form: words(),
    /** Commune code. */
    place: words(),
    day: day().notNull(),
    priceVnd: count().notNull(),
    /** Base unit of the price: kg, con, l … */
    unit: words().notNull(),
    source: words().notNull(),
    enteredBy: ref(),
    /** `held`: ten-fold from the last one, waits for a second person. */
    status: oneOf(['kept', 'held', 'refused', 'withdrawn']).notNull(),
    messageId: ref(),
    recordedAt: instant().notNull(),
  },
  (t) => [index('prices_crop').on(t.crop, t.day)],
)

export const priceSubscriptions = sqliteTable(
  'price_subscriptions',
  {
    id: id(),
    personId: ref().notNull(),
    urnId: ref().notNull(),
    crop: words().notNull(),
    form: words(),
    /** Told when a price is at or over this; null: whenever it rises. */
    thresholdVnd: count(),
    lastToldVnd: count(),
    createdAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [index('price_subscriptions_crop').on(t.crop), index('price_subscriptions_person').on(t.personId)],
)

/** What waits for a second person. */
export const approvals = sqliteTable('approvals', {
  id: id(),
  code: words().notNull(),
  kind: oneOf(['price', 'broadcast']).notNull(),
  subjectId: ref().notNull(),
  askedBy: ref().notNull(),
  askedUrn: ref().notNull(),
  /** Who was asked. */
  approver: ref(),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  decidedAt: instant(),
  decidedBy: ref(),
  decision: oneOf(['approved', 'refused']),
})
