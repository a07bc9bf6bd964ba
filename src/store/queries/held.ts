import { asc, eq } from 'drizzle-orm'
import { messages } from '../schema/messages.ts'
import { outbox } from '../schema/outbox.ts'
import { consents } from '../schema/people.ts'
import { priceSubscriptions, prices } from '../schema/prices.ts'
import { answers, yields } from '../schema/records.ts'
import { attendances, trainings } from '../schema/trainings.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'

/** All that is kept about one person beside their own row: for answering "what do you hold about me?". */
export interface Held {
  consents: Row<'consents'>[]
  yields: Row<'yields'>[]
  /** Prices they entered. */
  prices: Row<'prices'>[]
  subscriptions: Row<'priceSubscriptions'>[]
  surveys: Row<'answers'>[]
  answers: { training: string; startsAt: number; answer: 'yes' | 'no' }[]
}

/** Oldest first, withdrawn ones too. */
export async function heldAbout(db: Db, personId: string): Promise<Held> {
  return {
    consents: await db.select().from(consents).where(eq(consents.personId, personId)).orderBy(asc(consents.at)),
    yields: await db.select().from(yields).where(eq(yields.personId, personId)).orderBy(asc(yields.id)),
    prices: await db.select().from(prices).where(eq(prices.enteredBy, personId)).orderBy(asc(prices.id)),
    subscriptions: await db
      .select()
      .from(priceSubscriptions)
      .where(eq(priceSubscriptions.personId, personId))
      .orderBy(asc(priceSubscriptions.id)),
    surveys: await db.select().from(answers).where(eq(answers.personId, personId)).orderBy(asc(answers.id)),
    answers: await db
      .select({ training: trainings.title, startsAt: trainings.startsAt, answer: attendances.answer })
      .from(attendances)
      .innerJoin(trainings, eq(trainings.id, attendances.trainingId))
      .where(eq(attendances.personId, personId))
      .orderBy(asc(trainings.startsAt)),
  }
}

/** Every message from and to a URN, oldest first. */
export async function messagesOfUrn(
  db: Db,
  urnId: string,
): Promise<({ type: 'in'; row: Row<'messages'> } | { type: 'out'; row: Row<'outbox'> })[]> {
  const inbound = await db.select().from(messages).where(eq(messages.urnId, urnId))
  const outbound = await db.select().from(outbox).where(eq(outbox.urnId, urnId))
  const all = [
    ...inbound.map((row) => ({ type: 'in' as const, row })),
    ...outbound.map((row) => ({ type: 'out' as const, row })),
  ]
  return all.sort((a, b) => (a.row.id < b.row.id ? -1 : 1))
}

/** The ledger of a URN, oldest first: what was said by it, whoever said it. */
export const consentsOfUrn = async (db: Db, urnId: string): Promise<Row<'consents'>[]> =>
  db.select().from(consents).where(eq(consents.urnId, urnId)).orderBy(asc(consents.at))
