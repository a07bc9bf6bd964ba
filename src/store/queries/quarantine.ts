import { asc, sql } from 'drizzle-orm'
import { quarantine } from '../schema/messages.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { limited, prepared } from './prepared.ts'

const all = prepared((db) => db.select().from(quarantine).orderBy(asc(quarantine.id)).prepare())

/** Oldest first; 1,000 at most by how they are kept. */
export const quarantined = async (db: Db): Promise<Row<'quarantine'>[]> => all(db).all()

const oldest = prepared((db) =>
  db
    .select()
    .from(quarantine)
    .orderBy(limited(asc(quarantine.id), 1))
    .prepare(),
)

export const oldestQuarantined = async (db: Db): Promise<Row<'quarantine'> | undefined> => oldest(db).get()

const counted = prepared((db) => db.select({ kept: sql<number>`count(*)` }).from(quarantine).prepare())

export const countQuarantined = async (db: Db): Promise<number> => (await counted(db).get())?.kept ?? 0
