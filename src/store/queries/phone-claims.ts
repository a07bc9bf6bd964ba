import { and, asc, desc, eq, isNotNull, or, sql } from 'drizzle-orm'
import { phoneClaims } from '../schema/people.ts'
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

const asked = prepared((db) =>
  db
    .select({ claims: sql<number>`count(*)` })
    .from(phoneClaims)
    .where(
      and(
        or(eq(phoneClaims.urnId, text('urnId')), eq(phoneClaims.phoneUrnId, text('phoneUrnId'))),
        sql`${phoneClaims.status} <> 'shared'`,
        sql`${phoneClaims.at} >= ${integer('since')}`,
      ),
    )
    .prepare(),
)

/** How many claims by this URN, or on this number, have been looked at since then (epoch ms). */
export const countClaims = async (
  db: Db,
  claim: { urnId: string; phoneUrnId: string },
  since: number,
): Promise<number> => (await asked(db).get({ ...claim, since }))?.claims ?? 0

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
