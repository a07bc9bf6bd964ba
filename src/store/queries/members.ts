import { and, asc, eq, isNull } from 'drizzle-orm'
import { cooperatives, people, personUrns, urns } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { prepared, text } from './prepared.ts'

/** A member of a cooperative and the URN to reach them by; null: none is known. A stopped one only where all are stopped. */
export interface Member {
  person: Row<'people'>
  urn: Row<'urns'> | null
}

const membersWhere = (db: Db) =>
  db
    .select({ person: people, urn: urns })
    .from(people)
    .leftJoin(personUrns, eq(personUrns.personId, people.id))
    .leftJoin(urns, eq(urns.id, personUrns.urnId))
    .orderBy(asc(people.id), asc(urns.id))
    .$dynamic()

const members = prepared((db) =>
  membersWhere(db)
    .where(and(eq(people.cooperativeId, text('cooperativeId')), isNull(people.erasedAt)))
    .prepare(),
)
const inCommune = prepared((db) =>
  membersWhere(db)
    .where(and(eq(people.commune, text('commune')), isNull(people.erasedAt)))
    .prepare(),
)
const one = prepared((db) =>
  membersWhere(db)
    .where(and(eq(people.id, text('personId')), isNull(people.erasedAt)))
    .prepare(),
)

/** Whether it had stopped by an instant (epoch ms). */
export const hadStopped = ({ stoppedAt }: Pick<Row<'urns'>, 'stoppedAt'>, at: number): boolean =>
  stoppedAt !== null && stoppedAt <= at

/** One that had not stopped by an instant (epoch ms) before one that had; then the one that wrote last. */
export function isBetter(
  urn: Pick<Row<'urns'>, 'stoppedAt' | 'lastInboundAt'>,
  than: Pick<Row<'urns'>, 'stoppedAt' | 'lastInboundAt'> | null,
  at: number,
): boolean {
  if (than === null) return true
  const hasStopped = hadStopped(urn, at)
  if (hasStopped !== hadStopped(than, at)) return !hasStopped
  return (urn.lastInboundAt ?? 0) > (than.lastInboundAt ?? 0)
}

/** One a person, in the order of the rows, with the URN that was the best to reach them by at an instant (epoch ms; default: now). */
export function gather(rows: readonly Member[], at = Number.POSITIVE_INFINITY): Member[] {
  const found = new Map<string, Member>()
  for (const { person, urn } of rows) {
    const member = found.get(person.id) ?? { person, urn }
    if (urn !== null && isBetter(urn, member.urn, at)) member.urn = urn
    found.set(person.id, member)
  }
  return [...found.values()]
}

/** Every member who is not erased, whatever their consent: the caller looks at `person.consent` and `urn.stoppedAt`. */
export const membersOf = async (db: Db, cooperativeId: string): Promise<Member[]> =>
  gather(await members(db).all({ cooperativeId }))

/** Everyone of a commune who is not erased, in whatever cooperative, whatever their consent. */
export const peopleOfCommune = async (db: Db, commune: string): Promise<Member[]> =>
  gather(await inCommune(db).all({ commune }))

/** One person who is not erased, and the URN to reach them by. */
export const memberById = async (db: Db, personId: string): Promise<Member | undefined> =>
  gather(await one(db).all({ personId }))[0]

const cooperative = prepared((db) =>
  db
    .select()
    .from(cooperatives)
    .where(eq(cooperatives.name, text('name')))
    .prepare(),
)

/** By its exact name. */
export const findCooperative = async (db: Db, name: string): Promise<Row<'cooperatives'> | undefined> =>
  cooperative(db).get({ name })

const cooperativeList = prepared((db) => db.select().from(cooperatives).orderBy(asc(cooperatives.name)).prepare())

/** By name; some hundreds in a province. */
export const allCooperatives = async (db: Db): Promise<Row<'cooperatives'>[]> => cooperativeList(db).all()
