import { and, asc, desc, eq, gte, isNull, lt, lte, ne, type SQL, sql } from 'drizzle-orm'
import { outbox } from '../schema/outbox.ts'
import { people, urns } from '../schema/people.ts'
import { priceSubscriptions, prices } from '../schema/prices.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { limited, prepared, text } from './prepared.ts'

/** What makes two prices comparable. Null: not said, a kind of its own. */
export type PriceKind = Pick<Row<'prices'>, 'crop' | 'form' | 'place' | 'unit'>

// Written out, not bound, so that the statement is planned once.
const isKept = sql`${prices.status} = 'kept'`

const isThere = sql`${prices.place} is not distinct from ${text('place')}`

/** The last kept price of a crop, form and unit on or before a day, of those that `where` lets through; `first` goes before the day. */
const lastKept = (where: SQL, ...first: SQL[]) =>
  prepared((db) =>
    db
      .select()
      .from(prices)
      .where(
        and(
          isKept,
          eq(prices.crop, text('crop')),
          sql`${prices.form} is not distinct from ${text('form')}`,
          eq(prices.unit, text('unit')),
          lte(prices.day, text('day')),
          where,
        ),
      )
      .orderBy(...first, desc(prices.day), limited(desc(prices.id), 1))
      .prepare(),
  )
const lastThere = lastKept(isThere)
const lastAround = lastKept(ne(prices.id, text('not')), desc(isThere))

/** The last kept price of this kind on or before `day`: for the trend, and to see whether a new one is far off. */
export const lastPrice = async (db: Db, kind: PriceKind, day: string): Promise<Row<'prices'> | undefined> =>
  lastThere(db).get({ crop: kind.crop, form: kind.form, place: kind.place, unit: kind.unit, day })

/** The last kept price on or before `day` at the same place, or else at any other; `not`: an id that does not count. */
export const lastPriceAround = async (
  db: Db,
  kind: PriceKind,
  day: string,
  not = '',
): Promise<Row<'prices'> | undefined> =>
  lastAround(db).get({ crop: kind.crop, form: kind.form, place: kind.place, unit: kind.unit, day, not })

const byId = prepared((db) =>
  db
    .select()
    .from(prices)
    .where(eq(prices.id, text('id')))
    .prepare(),
)

export const priceById = async (db: Db, id: string): Promise<Row<'prices'> | undefined> => byId(db).get({ id })

const latest = prepared((db) => {
  const ranked = db
    .select({
      id: prices.id,
      rank: sql<number>`row_number() over (partition by ${prices.form}, ${prices.place}, ${prices.unit} order by ${prices.day} desc, ${prices.id} desc)`.as(
        'rank',
      ),
    })
    .from(prices)
    .where(and(isKept, eq(prices.crop, text('crop')), gte(prices.day, text('from')), lte(prices.day, text('to'))))
    .as('ranked')
  return db
    .select({ price: prices })
    .from(ranked)
    .innerJoin(prices, and(eq(prices.id, ranked.id), sql`${ranked.rank} = 1`))
    .orderBy(desc(prices.day), desc(prices.id))
    .prepare()
})

/** The latest kept price of each form, place and unit of a crop, from day to day inclusive, newest first. */
export const latestPrices = async (db: Db, crop: string, from: string, to: string): Promise<Row<'prices'>[]> =>
  (await latest(db).all({ crop, from, to })).map(({ price }) => price)

const WEEK_MS = 7 * 24 * 60 * 60 * 1000
const weekBefore = (day: string): string => new Date(Date.parse(day) - WEEK_MS).toISOString().slice(0, 10)

/** The kept price of the same kind in force a week before this one; undefined: none so old. */
export const priceWeekBefore = (db: Db, price: Row<'prices'>): Promise<Row<'prices'> | undefined> =>
  lastPrice(db, price, weekBefore(price.day))

/** Someone who asked to be told of a crop's price, may be written to and has not stopped. */
export interface Subscriber {
  subscription: Row<'priceSubscriptions'>
  person: Row<'people'>
  urn: Row<'urns'>
}

const subscribers = prepared((db) =>
  db
    .select({ subscription: priceSubscriptions, person: people, urn: urns })
    .from(priceSubscriptions)
    .innerJoin(people, eq(people.id, priceSubscriptions.personId))
    .innerJoin(urns, eq(urns.id, priceSubscriptions.urnId))
    .where(
      and(
        eq(priceSubscriptions.crop, text('crop')),
        isNull(priceSubscriptions.endedAt),
        sql`${people.consent} = 'agreed'`,
        isNull(people.erasedAt),
        isNull(urns.stoppedAt),
      ),
    )
    .orderBy(asc(priceSubscriptions.id))
    .prepare(),
)

export const subscribersTo = async (db: Db, crop: string): Promise<Subscriber[]> => subscribers(db).all({ crop })

const alerts = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(and(gte(outbox.onceKey, text('from')), lt(outbox.onceKey, text('to'))))
    .prepare(),
)

/** The messages whose once-key begins so. */
export const alertsTo = async (db: Db, prefix: string): Promise<Row<'outbox'>[]> =>
  alerts(db).all({ from: prefix, to: `${prefix}\uffff` })

const ofPerson = prepared((db) =>
  db
    .select()
    .from(priceSubscriptions)
    .where(and(eq(priceSubscriptions.personId, text('personId')), isNull(priceSubscriptions.endedAt)))
    .orderBy(asc(priceSubscriptions.id))
    .prepare(),
)

/** A person's own that still stand, oldest first. */
export const subscriptionsOf = async (db: Db, personId: string): Promise<Row<'priceSubscriptions'>[]> =>
  ofPerson(db).all({ personId })
