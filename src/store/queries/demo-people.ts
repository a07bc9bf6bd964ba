import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { people, personUrns, urns } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { prepared } from './prepared.ts'

export interface DemoPerson {
  person: Row<'people'>
  urn: Row<'urns'>
}

const rank = sql`case ${people.role} when 'officer' then 0 when 'leader' then 1 else 2 end`

const withPhones = prepared((db) =>
  db
    .select({ person: people, urn: urns })
    .from(people)
    .innerJoin(personUrns, eq(personUrns.personId, people.id))
    .innerJoin(urns, eq(urns.id, personUrns.urnId))
    .where(and(eq(people.isDemo, true), isNull(people.erasedAt), eq(urns.scheme, 'tel')))
    .orderBy(rank, asc(people.id))
    .limit(sql.placeholder('limit'))
    .prepare(),
)

/** People made for trying the service, each with a phone: officers first, then leaders, then farmers, the longest known first. */
export const demoPeople = async (db: Db, limit: number): Promise<DemoPerson[]> => withPhones(db).all({ limit })
