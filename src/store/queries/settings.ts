import { eq } from 'drizzle-orm'
import { settings } from '../schema/installation.ts'
import type { Db } from '../store.ts'
import { prepared, text } from './prepared.ts'

const byName = prepared((db) =>
  db
    .select()
    .from(settings)
    .where(eq(settings.name, text('name')))
    .prepare(),
)

/** What this installation keeps under a name; undefined: nothing. */
export const loadSetting = async (db: Db, name: string): Promise<unknown> => byName(db).get({ name })?.value
