import { and, asc, desc, eq, gte, or } from 'drizzle-orm'
import { consents } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, prepared, text } from './prepared.ts'

const ofPerson = prepared((db) =>
  db
    .select()
    .from(consents)
    .where(eq(consents.personId, text('personId')))
    .orderBy(asc(consents.at), asc(consents.id))
    .prepare(),
)

/** The ledger of one person, oldest first. */
export const consentsOf = async (db: Db, personId: string): Promise<Row<'consents'>[]> => ofPerson(db).all({ personId })

const newest = prepared((db) =>
  db
    .select()
    .from(consents)
    .where(
      and(
        eq(consents.kind, text('kind')),
        or(eq(consents.urnId, text('urnId')), eq(consents.personId, text('personId'))),
      ),
    )
    .orderBy(desc(consents.at), desc(consents.id))
    .limit(1)
    .prepare(),
)

/** The last entry of one kind about a URN, or also about a person; undefined: there is none. */
export const lastConsent = async (
  db: Db,
  kind: Row<'consents'>['kind'],
  urnId: string,
  personId: string | null = null,
): Promise<Row<'consents'> | undefined> => newest(db).get({ kind, urnId, personId })

const since = prepared((db) =>
  db
    .select({ at: consents.at })
    .from(consents)
    .where(and(eq(consents.urnId, text('urnId')), gte(consents.at, integer('since'))))
    .prepare(),
)

/** When a URN's entries in the ledger were made, from an instant on (epoch ms). */
export const consentTimes = async (db: Db, urnId: string, from: number): Promise<number[]> =>
  since(db)
    .all({ urnId, since: from })
    .map(({ at }) => at)
