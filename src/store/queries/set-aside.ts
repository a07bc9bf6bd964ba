import { asc, sql } from 'drizzle-orm'
import { setAside } from '../schema/messages.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { prepared } from './prepared.ts'

const all = prepared((db) => db.select().from(setAside).orderBy(asc(setAside.id)).prepare())

/** Oldest first; there should be none. */
export const allSetAside = async (db: Db): Promise<Row<'setAside'>[]> => all(db).all()

const counted = prepared((db) => db.select({ rows: sql<number>`count(*)` }).from(setAside).prepare())

export const countSetAside = async (db: Db): Promise<number> => (await counted(db).get())?.rows ?? 0
