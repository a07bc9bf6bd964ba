import { and, asc, desc, eq, isNotNull, lt, sql } from 'drizzle-orm'
import { phoneClaims, phoneCodeCounts } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, limited, prepared, text } from './prepared.ts'

const shared = prepared((db) =>
  db
    .select()
    .from(phoneClaims)
    .where(
      and(
        eq(phoneClaims.urnId, text('urnId')),
        eq(phoneClaims.status, 'shared'),
        isNotNull(phoneClaims.phoneUrnId),
        sql`${phoneClaims.at} >= ${integer('since')}`,
      ),
    )
    .orderBy(limited(desc(phoneClaims.id), 1))
    .prepare(),
)

/** The newest known number that this URN says is its own and nobody has looked at yet, told at `since` (epoch ms) or later. */
export const sharedPhone = async (db: Db, urnId: string, since: number): Promise<Row<'phoneClaims'> | undefined> =>
  shared(db).get({ urnId, since })

const counts = prepared((db) =>
  db
    .select()
    .from(phoneCodeCounts)
    .where(eq(phoneCodeCounts.about, text('about')))
    .prepare(),
)

/** What is counted of codes about one Zalo user or number (keyed hash), old ones too. */
export const phoneCodeCountsOf = async (db: Db, about: string): Promise<Row<'phoneCodeCounts'>[]> =>
  counts(db).all({ about })

/** Counts of before then (epoch ms), at most `limit`. */
export const oldPhoneCodeCounts = async (db: Db, before: number, limit: number): Promise<Row<'phoneCodeCounts'>[]> =>
  db.select().from(phoneCodeCounts).where(lt(phoneCodeCounts.at, before)).limit(limit)

const ofUrn = prepared((db) =>
  db
    .select()
    .from(phoneClaims)
    .where(eq(phoneClaims.urnId, text('urnId')))
    .orderBy(asc(phoneClaims.id))
    .prepare(),
)

/** Every number this URN ever said is its own, oldest first. */
export const claimsOfUrn = async (db: Db, urnId: string): Promise<Row<'phoneClaims'>[]> => ofUrn(db).all({ urnId })
