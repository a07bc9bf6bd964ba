import { and, asc, eq, gt, inArray, isNull, lte } from 'drizzle-orm'
import { outbox } from '../schema/outbox.ts'
import { consents, people, personUrns, urns } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { gather, isBetter, type Member } from './members.ts'
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

/** Of a phone or Zalo user, what a message to it costs. */
export interface Phone {
  /** Of the person it is written to. */
  locale: string
  urn: Pick<Row<'urns'>, 'scheme' | 'channel' | 'lastInboundAt' | 'address'>
}

/** As much of a member as it takes to count them. */
export interface Counted {
  id: string
  locale: string
  isAgreed: boolean
  /** The best to reach them by; null: none is known. */
  urn: (Phone['urn'] & Pick<Row<'urns'>, 'id' | 'stoppedAt'>) | null
}

/** The columns of a URN that counting takes. */
export const countedUrn = {
  ...{ id: urns.id, scheme: urns.scheme, channel: urns.channel, address: urns.address },
  ...{ stoppedAt: urns.stoppedAt, lastInboundAt: urns.lastInboundAt },
}

const countedPage = prepared((db) => {
  const member = db
    .select({ id: people.id, locale: people.locale, consent: people.consent })
    .from(people)
    .where(ofPage)
    .orderBy(inOrder)
    .as('member')
  return db
    .select({ ...{ id: member.id, locale: member.locale, consent: member.consent }, urn: countedUrn })
    .from(member)
    .leftJoin(personUrns, eq(personUrns.personId, member.id))
    .leftJoin(urns, eq(urns.id, personUrns.urnId))
    .orderBy(asc(member.id), asc(urns.id))
    .prepare()
})

/** The next members in the same order, with no more of them than it takes to count them. */
export async function memberCountPage(db: Db, page: MemberPage & { limit: number }): Promise<Counted[]> {
  const found: Counted[] = []
  // Read as they come, not made into rows by their columns: of a province that took longer than all the rest.
  for (const values of await countedPage(db).values({ ...page })) {
    const row = countedOf(values)
    const last = found.at(-1)
    if (last?.id !== row.id) found.push(row)
    else if (row.urn !== null && isBetter(row.urn, last.urn, page.at)) last.urn = row.urn
  }
  return found
}

/** In the order of the columns above. */
function countedOf([id, locale, consent, ...urn]: readonly unknown[]): Counted {
  const [urnId, scheme, channel, address, stoppedAt, lastInboundAt] = urn
  const member = { id: String(id), locale: String(locale), isAgreed: consent === 'agreed' }
  if (typeof urnId !== 'string' || !Buffer.isBuffer(address)) return { ...member, urn: null }
  return {
    ...member,
    urn: {
      ...{ id: urnId, scheme: scheme === 'zalo' ? 'zalo' : 'tel', channel: String(channel), address },
      ...{ stoppedAt: instantOf(stoppedAt), lastInboundAt: instantOf(lastInboundAt) },
    },
  }
}

const instantOf = (value: unknown): number | null => (value === null ? null : Number(value))
