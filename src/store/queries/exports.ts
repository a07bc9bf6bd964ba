import { and, asc, eq, gt, gte, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm'
import { messages } from '../schema/messages.ts'
import { outbox } from '../schema/outbox.ts'
import { cooperatives, people } from '../schema/people.ts'
import { prices } from '../schema/prices.ts'
import { answers, yields } from '../schema/records.ts'
import { attendances, trainings } from '../schema/trainings.ts'
import type { Db } from '../store.ts'

/** Large reads in pages, in the order of ids: `after` is the last id of the page before, '' for the first. */
export interface Page {
  after: string
  limit: number
}

/** Days, both included. */
export interface Days {
  from: string
  to: string
}

/** Instants in [from, before), epoch ms. */
export interface Span {
  from: number
  before: number
}

/** The sealed phone URN of a person; null: none is known. */
const phoneOf = (personId: unknown) =>
  sql<Buffer | null>`(select u.address from person_urns pu join urns u on u.id = pu.urn_id
    where pu.person_id = ${personId} and u.scheme = 'tel' order by pu.created_at, u.id limit 1)`

/** Reports harvested in these days that were not withdrawn, with the cooperative's name and the sealed phone. */
export const yieldPage = async (db: Db, { from, to }: Days, { after, limit }: Page) =>
  db
    .select({ row: yields, cooperative: cooperatives.name, phone: phoneOf(yields.personId) })
    .from(yields)
    .leftJoin(cooperatives, eq(cooperatives.id, yields.cooperativeId))
    .where(
      and(isNull(yields.withdrawnAt), gte(yields.harvestedOn, from), lte(yields.harvestedOn, to), gt(yields.id, after)),
    )
    .orderBy(asc(yields.id))
    .limit(limit)

/** Prices of these days that are in force. */
export const pricePage = async (db: Db, { from, to }: Days, { after, limit }: Page) =>
  db
    .select()
    .from(prices)
    .where(and(eq(prices.status, 'kept'), gte(prices.day, from), lte(prices.day, to), gt(prices.id, after)))
    .orderBy(asc(prices.id))
    .limit(limit)

/** Inbound and outbound messages as one list, without their words. */
export async function messagePage(db: Db, { from, before }: Span, { after, limit }: Page) {
  const inbound = db
    .select({
      id: messages.id,
      personId: messages.personId,
      direction: sql<'in' | 'out'>`'in'`.as('direction'),
      channel: sql<string | null>`${messages.channel}`.as('channel'),
      class: sql<string | null>`null`.as('class'),
      status: sql<string>`${messages.status}`.as('status'),
      parts: sql<number | null>`null`.as('parts'),
      at: messages.receivedAt,
    })
    .from(messages)
    .where(and(gte(messages.receivedAt, from), lt(messages.receivedAt, before), gt(messages.id, after)))
  const outbound = db
    .select({
      id: outbox.id,
      personId: outbox.personId,
      direction: sql<'in' | 'out'>`'out'`.as('direction'),
      channel: sql<string | null>`${outbox.channel}`.as('channel'),
      class: sql<string | null>`${outbox.class}`.as('class'),
      status: sql<string>`${outbox.status}`.as('status'),
      parts: sql<number | null>`${outbox.parts}`.as('parts'),
      at: outbox.createdAt,
    })
    .from(outbox)
    .where(and(gte(outbox.createdAt, from), lt(outbox.createdAt, before), gt(outbox.id, after)))
  return inbound.unionAll(outbound).orderBy(sql`id`).limit(limit)
}

/** Survey answers kept in this span, with who gave them. */
export const answerPage = async (db: Db, { from, before }: Span, { after, limit }: Page) =>
  db
    .select({
      row: answers,
      cooperative: cooperatives.name,
      place: people.commune,
      phone: phoneOf(answers.personId),
    })
    .from(answers)
    .innerJoin(people, eq(people.id, answers.personId))
    .leftJoin(cooperatives, eq(cooperatives.id, people.cooperativeId))
    .where(and(gte(answers.recordedAt, from), lt(answers.recordedAt, before), gt(answers.id, after)))
    .orderBy(asc(answers.id))
    .limit(limit)

/** Trainings that start in this span, with how many said they come and how many that they don't. */
export const trainingPage = async (db: Db, { from, before }: Span, { after, limit }: Page) =>
  db
    .select({
      row: trainings,
      cooperative: cooperatives.name,
      coming: answered('yes'),
      notComing: answered('no'),
    })
    .from(trainings)
    .leftJoin(cooperatives, eq(cooperatives.id, trainings.cooperativeId))
    .where(and(gte(trainings.startsAt, from), lt(trainings.startsAt, before), gt(trainings.id, after)))
    .orderBy(asc(trainings.id))
    .limit(limit)

const answered = (answer: 'yes' | 'no') =>
  sql<number>`(select count(*) from ${attendances} where ${attendances.trainingId} = ${trainings.id} and ${attendances.answer} = ${answer})`

/** Messages with a cost whose last attempt was made in this span. */
export const costPage = async (db: Db, { from, before }: Span, { after, limit }: Page) =>
  db
    .select({
      ...{ id: outbox.id, channel: outbox.channel, class: outbox.class, status: outbox.status },
      ...{ broadcastId: outbox.broadcastId, parts: outbox.parts, costVnd: outbox.costVnd },
      ...{ isCostTold: outbox.isCostTold, leftAt: outbox.leftAt },
    })
    .from(outbox)
    .where(and(isNotNull(outbox.costVnd), gte(outbox.leftAt, from), lt(outbox.leftAt, before), gt(outbox.id, after)))
    .orderBy(asc(outbox.id))
    .limit(limit)
