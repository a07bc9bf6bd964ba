import { and, asc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm'
import { outbox } from '../schema/outbox.ts'
import { consents, people, personUrns, urns } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { gather, type Member } from './members.ts'
import { integer, limited, prepared, text } from './prepared.ts'

/** Who a broadcast goes to, read slice by slice and counted without being read: a cooperative may have tens of thousands of members. */

/** Members of a cooperative who were known by an instant, in the order of their ids. */
export interface MemberPage {
  cooperativeId: string
  /** The last id of the slice before; '' for the first. */
  after: string
  /** Epoch ms. */
  at: number
}

const ofPage = and(
  eq(people.cooperativeId, text('cooperativeId')),
  gt(people.id, text('after')),
  isNull(people.erasedAt),
  lte(people.createdAt, integer('at')),
)
const inOrder = limited(asc(people.id), integer('limit'))

const pageOfPeople = prepared((db) => db.select().from(people).where(ofPage).orderBy(inOrder).prepare())

const pageOfUrns = prepared((db) =>
  db
    .select({ personId: personUrns.personId, urn: urns })
    .from(personUrns)
    .innerJoin(urns, eq(urns.id, personUrns.urnId))
    .where(inArray(personUrns.personId, db.select({ id: people.id }).from(people).where(ofPage).orderBy(inOrder)))
    .orderBy(asc(personUrns.personId), asc(urns.id))
    .prepare(),
)

/** The next members, whatever their consent, each with the URN that was the best to reach them by then. Reads this slice alone. */
export async function memberPage(db: Db, page: MemberPage & { limit: number }): Promise<Member[]> {
  const found = await pageOfPeople(db).all({ ...page })
  const theirs = Map.groupBy(await pageOfUrns(db).all({ ...page }), ({ personId }) => personId)
  const rows = found.flatMap((person): Member[] => {
    const known = theirs.get(person.id)
    return known?.map(({ urn }) => ({ person, urn })) ?? [{ person, urn: null }]
  })
  return gather(rows, page.at)
}

/** The entries about consent of those of these people who said anything about it after an instant (epoch ms); oldest first. */
export async function consentsOfChanged(db: Db, personIds: string[], at: number): Promise<Row<'consents'>[]> {
  const changed = await db
    .selectDistinct({ personId: consents.personId })
    .from(consents)
    .where(and(inArray(consents.personId, personIds), gt(consents.at, at)))
  const ids = changed.flatMap(({ personId }) => personId ?? [])
  if (ids.length === 0) return []
  const rows = db.select().from(consents).where(inArray(consents.personId, ids))
  return rows.orderBy(asc(consents.at), asc(consents.id))
}

/** Which of these once-only keys the outbox has. */
export async function knownOnceKeys(db: Db, keys: string[]): Promise<Set<string>> {
  const rows = await db.select({ key: outbox.onceKey }).from(outbox).where(inArray(outbox.onceKey, keys))
  return new Set(rows.flatMap(({ key }) => key ?? []))
}

/** Phones and Zalo users that a message goes to, one each, of one kind. */
export interface Phones {
  scheme: Row<'urns'>['scheme']
  locale: string
  count: number
}

/** Members of a cooperative, and why those who get nothing don't. */
export interface MemberCounts {
  members: number
  reached: number
  notAgreed: number
  stopped: number
  noPhone: number
}

/** The URN that is the best to reach someone by, in the same order as `gather` has it. */
const bestUrn = sql`(select u.id from person_urns l join urns u on u.id = l.urn_id where l.person_id = people.id
  order by (u.stopped_at is not null and u.stopped_at <= ${integer('at')}), coalesce(u.last_inbound_at, 0) desc, u.id limit 1)`
const isStopped = sql`(u.stopped_at is not null and u.stopped_at <= ${integer('at')})`

const counted = prepared((db) => {
  const members = db
    .select({ consent: people.consent, urnId: sql<string | null>`${bestUrn}`.as('urn_id') })
    .from(people)
    .where(ofPage)
    .as('m')
  const of = (condition: ReturnType<typeof sql>) =>
    sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`
  const isAgreed = sql`m.consent = 'agreed'`
  return db
    .select({
      members: sql<number>`count(*)`,
      reached: of(sql`${isAgreed} and u.id is not null and not ${isStopped}`),
      notAgreed: of(sql`m.consent <> 'agreed'`),
      stopped: of(sql`${isAgreed} and u.id is not null and ${isStopped}`),
      noPhone: of(sql`${isAgreed} and u.id is null`),
    })
    .from(members)
    .leftJoin(sql`urns u`, sql`u.id = m.urn_id`)
    .prepare()
})

/** Counts the members behind `after`. */
export const countMembers = async (db: Db, page: MemberPage): Promise<MemberCounts> =>
  (await counted(db).get({ ...page })) ?? { members: 0, reached: 0, notAgreed: 0, stopped: 0, noPhone: 0 }

const phones = prepared((db) => {
  const members = db
    .select({ id: people.id, urnId: sql<string | null>`${bestUrn}`.as('urn_id') })
    .from(people)
    .where(and(ofPage, eq(people.consent, 'agreed')))
    .as('m')
  // Of those who share a phone the first speaks its language.
  const first = db
    .select({ urnId: sql<string>`m.urn_id`.as('urn_id'), personId: sql<string>`min(m.id)`.as('person_id') })
    .from(members)
    .where(sql`m.urn_id is not null`)
    .groupBy(sql`m.urn_id`)
    .as('f')
  return db
    .select({ scheme: sql<Phones['scheme']>`u.scheme`, locale: people.locale, count: sql<number>`count(*)` })
    .from(first)
    .innerJoin(sql`urns u`, sql`u.id = f.urn_id`)
    .innerJoin(people, sql`${people.id} = f.person_id`)
    .where(
      sql`not ${isStopped} and not exists (select 1 from outbox o where o.once_key = ${text('broadcastId')} || ':' || u.id)`,
    )
    .groupBy(sql`u.scheme`, people.locale)
    .prepare()
})

/** How many phones the members behind `after` are reached by who may be written to, without those that have a message of this broadcast. */
export const countPhones = async (db: Db, page: MemberPage & { broadcastId: string }): Promise<Phones[]> =>
  phones(db).all({ ...page })
