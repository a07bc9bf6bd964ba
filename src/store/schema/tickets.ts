import { index, sqliteTable } from 'drizzle-orm/sqlite-core'
import { count, id, instant, oneOf, ref, words } from '../columns.sqlite.ts'

/** Questions for a person to answer. */

export const tickets = sqliteTable(
  'tickets',
  {
    id: id(),
    /** What people say: TL 27. */
    number: count().notNull().unique(),
    urnId: ref().notNull(),
    personId: ref(),
    kind: oneOf(['asked', 'attachment', 'failure', 'abuse']).notNull(),
    status: oneOf(['open', 'answered', 'closed']).notNull(),
    openedAt: instant().notNull(),
    answeredAt: instant(),
  },
  (t) => [index('tickets_urn').on(t.urnId)],
)

export const ticketEntries = sqliteTable(
  'ticket_entries',
  {
    id: id(),
    ticketId: ref().notNull(),
    from: oneOf(['farmer', 'officer']).notNull(),
    personId: ref(),
    text: words().notNull(),
    at: instant().notNull(),
  },
  (t) => [index('ticket_entries_ticket').on(t.ticketId)],
)
