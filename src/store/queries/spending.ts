import { eq } from 'drizzle-orm'
import { spending } from '../schema/installation.ts'
import type { Db } from '../store.ts'
import { prepared, text } from './prepared.ts'

const vndOf = prepared((db) =>
  db
    .select({ vnd: spending.vnd })
    .from(spending)
    .where(eq(spending.name, text('name')))
    .prepare(),
)

/** What was spent under a name, as `month:2026-11`, in đồng; 0: nothing yet. */
export const spentVnd = async (db: Db, name: string): Promise<number> => (await vndOf(db).get({ name }))?.vnd ?? 0
