import { asc, sql } from 'drizzle-orm'
import { quarantine } from '../schema/messages.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { prepared, text } from './prepared.ts'

const all = prepared((db) => db.select().from(quarantine).orderBy(asc(quarantine.id)).prepare())

/** Oldest first; 1,000 at most by how they are kept. */
export const quarantined = async (db: Db): Promise<Row<'quarantine'>[]> => all(db).all()

const counted = prepared((db) => db.select({ kept: sql<number>`count(*)` }).from(quarantine).prepare())

export const countQuarantined = async (db: Db): Promise<number> => (await counted(db).get())?.kept ?? 0

const shares = prepared((db) =>
  db
    .select({
      kept: sql<number>`count(*)`,
      strangers: sql<number>`count(*) filter (where ${quarantine.urnId} is null)`,
      own: sql<number>`count(*) filter (where ${quarantine.urnId} = ${text('urnId')})`,
    })
    .from(quarantine)
    .prepare(),
)

/** How many are kept: in all, of senders not known, and of this one (0 where it is null). */
export const countShares = async (
  db: Db,
  urnId: string | null,
): Promise<{ kept: number; strangers: number; own: number }> =>
  (await shares(db).get({ urnId })) ?? { kept: 0, strangers: 0, own: 0 }
