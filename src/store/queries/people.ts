import { and, asc, eq, isNull } from 'drizzle-orm'
import { cooperatives, people, personUrns, urns } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { prepared, text } from './prepared.ts'

export interface KnownPerson {
  person: Row<'people'>
  cooperative: Row<'cooperatives'> | null
}
/** A URN and who writes by it, the longest known first: several people share a phone. */
export interface KnownUrn {
  urn: Row<'urns'>
  people: KnownPerson[]
}

const urnWithPeople = (db: Db) =>
  db
    .select({ urn: urns, person: people, cooperative: cooperatives })
    .from(urns)
    .leftJoin(personUrns, eq(personUrns.urnId, urns.id))
    .leftJoin(people, and(eq(people.id, personUrns.personId), isNull(people.erasedAt)))
    .leftJoin(cooperatives, eq(cooperatives.id, people.cooperativeId))
    .orderBy(asc(personUrns.createdAt), asc(personUrns.personId))
    .$dynamic()

const byHash = prepared((db) =>
  urnWithPeople(db)
    .where(eq(urns.hash, text('hash')))
    .prepare(),
)
const byId = prepared((db) =>
  urnWithPeople(db)
    .where(eq(urns.id, text('id')))
    .prepare(),
)

type UrnRow = { urn: Row<'urns'>; person: Row<'people'> | null; cooperative: Row<'cooperatives'> | null }

function gather(rows: UrnRow[]): KnownUrn | undefined {
  const [first] = rows
  if (first === undefined) return undefined
  const known = rows.flatMap(({ person, cooperative }) => (person === null ? [] : [{ person, cooperative }]))
  return { urn: first.urn, people: known }
}

/** `hash`: `keys.hash(urn)`. Undefined: never heard of. Erased people are left out. */
export const findUrn = async (db: Db, hash: string): Promise<KnownUrn | undefined> =>
  gather(await byHash(db).all({ hash }))

export const loadUrn = async (db: Db, id: string): Promise<KnownUrn | undefined> => gather(await byId(db).all({ id }))

const ofPerson = prepared((db) =>
  db
    .select({ person: people, cooperative: cooperatives })
    .from(people)
    .leftJoin(cooperatives, eq(cooperatives.id, people.cooperativeId))
    .where(eq(people.id, text('id')))
    .prepare(),
)

export const loadPerson = async (db: Db, id: string): Promise<KnownPerson | undefined> => ofPerson(db).get({ id })

const theirUrns = prepared((db) =>
  db
    .select({ urn: urns })
    .from(personUrns)
    .innerJoin(urns, eq(urns.id, personUrns.urnId))
    .where(eq(personUrns.personId, text('personId')))
    .orderBy(asc(personUrns.createdAt), asc(urns.id))
    .prepare(),
)

/** In the order they were first known. */
export const urnsOfPerson = async (db: Db, personId: string): Promise<Row<'urns'>[]> =>
  (await theirUrns(db).all({ personId })).map(({ urn }) => urn)
