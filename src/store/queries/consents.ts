import { asc, eq } from 'drizzle-orm'
import { consents } from '../schema.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { prepared, text } from './prepared.ts'

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
