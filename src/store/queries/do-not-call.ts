import { eq } from 'drizzle-orm'
import { doNotCall } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { prepared, text } from './prepared.ts'

const byHash = prepared((db) =>
  db
    .select({ hash: doNotCall.hash })
    .from(doNotCall)
    .where(eq(doNotCall.hash, text('hash')))
    .prepare(),
)

/** Whether a number stands in a Do-Not-Call list. `hash`: `keys.hash(urn)`. */
export const isDoNotCall = async (db: Db, hash: string): Promise<boolean> => byHash(db).get({ hash }) !== undefined

/** Every entry of every list. */
export const allDoNotCall = async (db: Db): Promise<Row<'doNotCall'>[]> => db.select().from(doNotCall)
