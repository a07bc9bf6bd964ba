import { index, sqliteTable } from 'drizzle-orm/sqlite-core'
import { day, id, instant, json, measure, oneOf, ref, words } from '../columns.sqlite.ts'

/** What farmers told us of their harvests and in surveys. */

export const yields = sqliteTable(
  'yields',
  {
    id: id(),
    /** Null once the person is erased: the figure stays. */
    personId: ref(),
    cooperativeId: ref(),
    place: words(),
    crop: words().notNull(),
    form: words(),
    quantityKg: measure(),
    count: measure(),
    unit: words(),
    volumeL: measure(),
    areaM2: measure(),
    harvestedOn: day().notNull(),
    confirmed: oneOf(['yes', 'silent', 'staff']).notNull(),
    channel: words().notNull(),
    messageId: ref(),
    recordedAt: instant().notNull(),
    withdrawnAt: instant(),
  },
  (t) => [index('yields_person').on(t.personId, t.crop), index('yields_recorded').on(t.recordedAt)],
)

/** Answers to a survey: what a flow's slots held when it kept them, in base units. Erased with the person. */
export const answers = sqliteTable(
  'answers',
  {
    id: id(),
    personId: ref().notNull(),
    flow: words().notNull(),
    survey: words().notNull(),
    /** Slot → its value; see slotValueSchema of conversation/session.ts. */
    values: json<unknown>().notNull(),
    messageId: ref(),
    recordedAt: instant().notNull(),
  },
  (t) => [index('answers_person').on(t.personId), index('answers_survey').on(t.survey, t.recordedAt)],
)

/** What a record was before it was amended or withdrawn. Rows are only ever added. */
export const changes = sqliteTable(
  'changes',
  {
    id: id(),
    record: words().notNull(),
    recordId: ref().notNull(),
    before: json<unknown>().notNull(),
    after: json<unknown>().notNull(),
    messageId: ref(),
    at: instant().notNull(),
  },
  (t) => [index('changes_record').on(t.recordId)],
)
