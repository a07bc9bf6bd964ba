import { and, asc, desc, eq, gt, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { cooperatives, people, personUrns, urns } from '../schema/people.ts'
import { approvals } from '../schema/prices.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, prepared, text } from './prepared.ts'

const byCode = prepared((db) =>
  db
    .select()
    .from(approvals)
    .where(eq(approvals.code, text('code')))
    .orderBy(desc(approvals.id))
    .prepare(),
)

/** Everything ever asked under this code, newest first: codes are used again once decided or expired. */
export const approvalsByCode = async (db: Db, code: string): Promise<Row<'approvals'>[]> => byCode(db).all({ code })

const involving = prepared((db) => {
  const personId = text('personId')
  const { askedBy, approver, decidedBy } = approvals
  return db
    .select()
    .from(approvals)
    .where(or(eq(askedBy, personId), eq(approver, personId), eq(decidedBy, personId)))
    .orderBy(asc(approvals.id))
    .prepare()
})

/** All that a person asked for, was asked about, or decided, oldest first. */
export const approvalsOf = async (db: Db, personId: string): Promise<Row<'approvals'>[]> =>
  involving(db).all({ personId })

const open = prepared((db) =>
  db
    .select()
    .from(approvals)
    .where(and(isNull(approvals.decidedAt), gt(approvals.expiresAt, integer('now'))))
    .orderBy(asc(approvals.id))
    .prepare(),
)

/** What waits for a second person at `now` (epoch ms), oldest first. */
export const openApprovals = async (db: Db, now: number): Promise<Row<'approvals'>[]> => open(db).all({ now })

const overdue = prepared((db) =>
  db
    .select()
    .from(approvals)
    .where(and(isNull(approvals.decidedAt), lte(approvals.expiresAt, integer('now'))))
    .orderBy(asc(approvals.id))
    .prepare(),
)

/** What nobody decided in time, oldest first. */
export const overdueApprovals = async (db: Db, now: number): Promise<Row<'approvals'>[]> => overdue(db).all({ now })

/** Someone who may be the second person, and the URN to reach them by. */
export interface SecondPerson {
  person: Row<'people'>
  urn: Row<'urns'>
  cooperative: Row<'cooperatives'> | null
}

const staff = prepared((db) =>
  db
    .select({ person: people, urn: urns, cooperative: cooperatives })
    .from(people)
    .innerJoin(personUrns, eq(personUrns.personId, people.id))
    .innerJoin(urns, eq(urns.id, personUrns.urnId))
    .leftJoin(cooperatives, eq(cooperatives.id, people.cooperativeId))
    .where(
      and(
        sql`${people.role} in ('leader', 'officer')`,
        sql`${people.consent} = 'agreed'`,
        isNull(people.erasedAt),
        isNull(urns.stoppedAt),
        ne(people.id, text('personId')),
        ne(urns.id, text('urnId')),
      ),
    )
    .orderBy(desc(urns.lastInboundAt), asc(people.id))
    .prepare(),
)

/** Leaders and officers who agreed to be written to and have not stopped, but this person and whoever writes from this URN; who wrote last first. */
export const otherStaff = async (db: Db, personId: string, urnId: string): Promise<SecondPerson[]> =>
  staff(db).all({ personId, urnId })
