import { and, asc, desc, eq, gte, or, sql } from 'drizzle-orm'
import { ticketEntries, tickets } from '../schema/tickets.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, limited, prepared, text } from './prepared.ts'

// Written out, not bound, so that the statement is planned once.
const isOpen = sql`${tickets.status} = 'open'`

const byNumber = prepared((db) =>
  db
    .select()
    .from(tickets)
    .where(eq(tickets.number, integer('number')))
    .prepare(),
)

/** The number people say: TL 27. */
export const ticketByNumber = async (db: Db, number: number): Promise<Row<'tickets'> | undefined> =>
  byNumber(db).get({ number })

const openOf = prepared((db) =>
  db
    .select()
    .from(tickets)
    .where(and(eq(tickets.urnId, text('urnId')), isOpen, sql`${tickets.kind} <> 'abuse'`))
    .orderBy(limited(desc(tickets.number), 1))
    .prepare(),
)

/** The newest open one of a URN in which it waits for an answer: one about its own flood of texts asks for none. */
export const openTicket = async (db: Db, urnId: string): Promise<Row<'tickets'> | undefined> =>
  openOf(db).get({ urnId })

const ofAbuse = prepared((db) =>
  db
    .select()
    .from(tickets)
    .where(
      and(
        eq(tickets.urnId, text('urnId')),
        sql`${tickets.kind} = 'abuse'`,
        or(isOpen, gte(tickets.openedAt, integer('since'))),
      ),
    )
    .orderBy(limited(desc(tickets.number), 1))
    .prepare(),
)

/** The newest about a flood or loop of a URN that is open, or was opened since an instant (epoch ms). */
export const abuseTicket = async (db: Db, urnId: string, since: number): Promise<Row<'tickets'> | undefined> =>
  ofAbuse(db).get({ urnId, since })

const open = prepared((db) => db.select().from(tickets).where(isOpen).orderBy(asc(tickets.number)).prepare())

/** All that wait for an officer, oldest first. */
export const openTickets = async (db: Db): Promise<Row<'tickets'>[]> => open(db).all()

const entries = prepared((db) =>
  db
    .select()
    .from(ticketEntries)
    .where(eq(ticketEntries.ticketId, text('ticketId')))
    .orderBy(asc(ticketEntries.id))
    .prepare(),
)

/** What was written in it, oldest first. */
export const entriesOf = async (db: Db, ticketId: string): Promise<Row<'ticketEntries'>[]> =>
  entries(db).all({ ticketId })

const highest = prepared((db) =>
  db
    .select({ number: sql<number | null>`max(${tickets.number})` })
    .from(tickets)
    .prepare(),
)

/** The number for the next ticket, from 1. Two who ask at once get the same: the second's insert is refused, and asks again. */
export const nextTicketNumber = async (db: Db): Promise<number> => ((await highest(db).get())?.number ?? 0) + 1

/** The newest ones, answered or not, in the order of their numbers. */
export const lastTickets = async (db: Db, limit: number): Promise<Row<'tickets'>[]> =>
  (await db.select().from(tickets).orderBy(desc(tickets.number)).limit(limit)).reverse()

/** All of one URN, oldest first. */
export const ticketsOfUrn = async (db: Db, urnId: string): Promise<Row<'tickets'>[]> =>
  db.select().from(tickets).where(eq(tickets.urnId, urnId)).orderBy(asc(tickets.number))

const ofPerson = prepared((db) =>
  db
    .select()
    .from(tickets)
    .where(eq(tickets.personId, text('personId')))
    .prepare(),
)

/** Every ticket of a person, whatever its status. */
export const ticketsOf = async (db: Db, personId: string): Promise<Row<'tickets'>[]> => ofPerson(db).all({ personId })

const abuse = prepared((db) =>
  db
    .select()
    .from(tickets)
    .where(and(isOpen, sql`${tickets.kind} = 'abuse'`, gte(tickets.openedAt, integer('since'))))
    .orderBy(asc(tickets.number))
    .prepare(),
)

/** The open ones about floods and loops that were opened since an instant (epoch ms), oldest first. */
export const openAbuseTickets = async (db: Db, since: number): Promise<Row<'tickets'>[]> => abuse(db).all({ since })
