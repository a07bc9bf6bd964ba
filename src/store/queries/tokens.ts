import { eq } from 'drizzle-orm'
import { tokens } from '../schema/installation.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { prepared, text } from './prepared.ts'

const byName = prepared((db) =>
  db
    .select()
    .from(tokens)
    .where(eq(tokens.name, text('name')))
    .prepare(),
)

/** A provider's token, still sealed. */
export const loadToken = async (db: Db, name: string): Promise<Row<'tokens'> | undefined> => byName(db).get({ name })
