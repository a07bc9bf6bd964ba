import { index, primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core'
import { count, day, id, instant, oneOf, ref, words } from '../columns.sqlite.ts'

/** Trainings, who comes, and tips. */

export const trainings = sqliteTable(
  'trainings',
  {
    id: id(),
    title: words().notNull(),
    startsAt: instant().notNull(),
    place: words().notNull(),
    cooperativeId: ref(),
    commune: words(),
    capacity: count(),
    status: oneOf(['planned', 'cancelled']).notNull(),
    /** Counts up at every change that those invited must hear of. */
    version: count().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [index('trainings_starts').on(t.startsAt)],
)

export const attendances = sqliteTable(
  'attendances',
  {
    trainingId: ref().notNull(),
    personId: ref().notNull(),
    answer: oneOf(['yes', 'no']).notNull(),
    channel: words().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.trainingId, t.personId] })],
)

export const tips = sqliteTable(
  'tips',
  {
    id: id(),
    crop: words(),
    topic: words().notNull(),
    vi: words().notNull(),
    en: words(),
    basis: words(),
    /** Without a reviewer it is a draft, and is not sent in production. */
    reviewer: words(),
    reviewedOn: day(),
    position: count().notNull(),
  },
  (t) => [index('tips_crop').on(t.crop)],
)
