import { and, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import { yields } from '../schema/records.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { limited, prepared, text } from './prepared.ts'

const theirs = and(eq(yields.personId, text('personId')), isNull(yields.withdrawnAt))

const last = prepared((db) =>
  db
    .select()
    .from(yields)
    .where(theirs)
    .orderBy(desc(yields.recordedAt), limited(desc(yields.id), 1))
    .prepare(),
)

/** The report a person kept last, of any crop: what SUA is about. Withdrawn ones do not count, here and below. */
export const lastYield = async (db: Db, personId: string): Promise<Row<'yields'> | undefined> =>
  last(db).get({ personId })

const lastOfCrop = prepared((db) =>
  db
    .select()
    .from(yields)
    .where(and(theirs, eq(yields.crop, text('crop'))))
    .orderBy(desc(yields.recordedAt), limited(desc(yields.id), 1))
    .prepare(),
)

export const lastYieldOf = async (db: Db, personId: string, crop: string): Promise<Row<'yields'> | undefined> =>
  lastOfCrop(db).get({ personId, crop })

const between = prepared((db) =>
  db
    .select()
    .from(yields)
    .where(
      and(
        theirs,
        eq(yields.crop, text('crop')),
        gte(yields.harvestedOn, text('from')),
        lt(yields.harvestedOn, text('before')),
      ),
    )
    .orderBy(desc(yields.harvestedOn), desc(yields.id))
    .prepare(),
)

/** Harvested in [from, before), newest first: a season, to compare with. */
export const yieldsBetween = async (
  db: Db,
  personId: string,
  crop: string,
  from: string,
  before: string,
): Promise<Row<'yields'>[]> => between(db).all({ personId, crop, from, before })

const counts = prepared((db) =>
  db
    .select({ crop: yields.crop, reports: sql<number>`count(*)` })
    .from(yields)
    .where(theirs)
    .groupBy(yields.crop)
    .orderBy(yields.crop)
    .prepare(),
)

/** How many reports of each crop are held: for XEM. */
export const countYields = async (db: Db, personId: string): Promise<{ crop: string; reports: number }[]> =>
  counts(db).all({ personId })

const byId = prepared((db) =>
  db
    .select()
    .from(yields)
    .where(eq(yields.id, text('id')))
    .prepare(),
)

export const yieldById = async (db: Db, id: string): Promise<Row<'yields'> | undefined> => byId(db).get({ id })
