import { addDays, dayOf } from '../../conversation/calendar.ts'
import type { Program, TextRef } from '../../conversation/types.ts'
import type { PlaceBook } from '../../language/types.ts'
import { waysTried } from '../../store/queries/outbox.ts'
import { alertsTo, lastPrice, latestPrices, type Subscriber, subscribersTo } from '../../store/queries/prices.ts'
import type { Db } from '../../store/store.ts'
import { type Row, remove, update, updateOne, type Write } from '../../store/writes.ts'
import { outgoing } from '../outgoing.ts'
import { FRESH_DAYS, priceValues } from './answer.ts'
import { baseUnit, shortName } from './kinds.ts'

/** Tells those who asked to be told (DK GUNG) of a new price near them: at most once a day a person and crop. */

type Price = Row<'prices'>

/** What alerts are made with. */
export interface AlertContext {
  db: Db
  now: number
  newId(): string
  program: Pick<Program, 'revision' | 'crops' | 'places'>
}

/** An alert waits so long: a slip corrected meanwhile is never sent. */
const WAIT_MS = 10 * 60 * 1000
/** A price is news for a day. */
const USEFUL_MS = 24 * 60 * 60 * 1000
/** A price of a day before this is history, not news: an import of eight weeks alerts nobody of last month. */
const NEWS_DAYS = 3

/** Writes by the id of the price that brings them. */
type AlertWrites = Map<string, Write[]>

/**
 * The messages that newly kept prices bring, as writes to go with those that keep them. Rows are of status `kept` and may
 * be in the database already or not. Goes only to persons who agreed and have not stopped.
 */
export const pricesKept = async (rows: readonly Price[], context: AlertContext): Promise<Write[]> => [
  ...[...(await alertsByPrice(rows, context)).values()].flat(),
]

/** The same, each beside the id of the price it tells: what stands or falls with that row. */
export async function alertsByPrice(rows: readonly Price[], context: AlertContext): Promise<AlertWrites> {
  const today = dayOf(context.now)
  const news = rows.filter(({ day, status }) => status === 'kept' && day > addDays(today, -NEWS_DAYS) && day <= today)
  const writes: AlertWrites = new Map()
  for (const [crop, prices] of Map.groupBy(news, (price) => price.crop)) {
    const subscribers = await subscribersTo(context.db, crop)
    if (subscribers.length > 0) await alert(writes, crop, subscribers, prices, rows, context)
  }
  return writes
}

interface News {
  price: Price
  /** The kept price of the same kind before it; null: none. */
  previous: number | null
}

async function alert(
  writes: AlertWrites,
  crop: string,
  subscribers: readonly Subscriber[],
  prices: readonly Price[],
  batch: readonly Price[],
  context: AlertContext,
  takenBack: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { db, now, program } = context
  const today = dayOf(now)
  const news = (await Promise.all(prices.map((price) => newsOf(price, batch, db, today)))).filter((one) => one !== null)
  const told = new Set(
    (await alertsTo(db, keyPrefix(crop, today)))
      .map(({ onceKey }) => onceKey)
      .filter((key) => !takenBack.has(key ?? '')),
  )
  const known = await latestPrices(db, crop, addDays(today, -FRESH_DAYS), today)
  const priced = new Set([...known, ...prices].map(({ place }) => place))
  for (const { id } of prices) writes.set(id, [])
  const add = ({ id }: Price, ...more: Write[]) => writes.get(id)?.push(...more)
  for (const subscriber of subscribers) {
    const { person } = subscriber
    const near = news.filter(({ price }) => isNear(price.place, person.commune, priced, program.places))
    const key = keyPrefix(crop, today) + person.id
    const subscription = takenBack.has(key)
      ? { ...subscriber.subscription, lastToldVnd: null }
      : subscriber.subscription
    const best = near
      .filter((one) => meets(one, subscription, context))
      .sort((a, b) => b.price.priceVnd - a.price.priceVnd)[0]
    const [any] = near
    if (best && !told.has(key)) {
      told.add(key)
      const { priceVnd } = best.price
      add(best.price, alertMessage(best, subscriber, key, context), tellOf(subscription, priceVnd))
    } else if (!best && any && subscription.lastToldVnd !== null) {
      // Fallen below: told again when it comes back to the same figure.
      add(any.price, tellOf(subscription, null))
    }
  }
}

const tellOf = ({ id }: Row<'priceSubscriptions'>, lastToldVnd: number | null): Write =>
  update('priceSubscriptions', { id }, { lastToldVnd })

const keyPrefix = (crop: string, day: string): string => `price:${crop}:${day}:`

/** A price that is the newest of its kind, and the one before it; null: a newer one is known. */
async function newsOf(price: Price, batch: readonly Price[], db: Db, today: string): Promise<News | null> {
  const isSame = (other: Price) =>
    other.id !== price.id &&
    other.crop === price.crop &&
    other.form === price.form &&
    other.place === price.place &&
    other.unit === price.unit
  const newest = await lastPrice(db, price, today)
  if (newest && newest.id !== price.id && newest.day > price.day) return null
  if (
    batch.some((other) => isSame(other) && (other.day > price.day || (other.day === price.day && other.id > price.id)))
  )
    return null
  const beside = batch.filter((other) => isSame(other)).sort((a, b) => b.day.localeCompare(a.day))[0]
  const stored = newest?.id === price.id ? await lastPrice(db, price, addDays(price.day, -1)) : newest
  const previous = beside && (!stored || beside.day >= stored.day) ? beside : stored
  return { price, previous: previous?.priceVnd ?? null }
}

/** With a threshold: at or over it, and not the figure told last. Without: higher than the price before at the same place. */
function meets({ price, previous }: News, subscription: Row<'priceSubscriptions'>, { program }: AlertContext): boolean {
  const { form, thresholdVnd, lastToldVnd } = subscription
  if (form !== null && form !== price.form) return false
  if (thresholdVnd === null) return previous !== null && price.priceVnd > previous
  const crop = program.crops.get(price.crop)
  return (
    crop !== undefined &&
    price.unit === baseUnit(crop) &&
    price.priceVnd >= thresholdVnd &&
    price.priceVnd !== lastToldVnd
  )
}

/**
 * "Around here": the own commune. A price for no place in particular is near to all, and so is any price to a person whose
 * commune is not known. Where the own commune had no price for two weeks, one of the same province is near enough: else
 * who lives where nobody enters prices would wait for ever.
 * @param priced places with a price in those two weeks
 */
export function isNear(
  place: string | null,
  commune: string | null,
  priced: ReadonlySet<string | null>,
  places: PlaceBook,
): boolean {
  if (place === null || commune === null || place === commune) return true
  const province = places.get(commune)?.province
  return !priced.has(commune) && province !== undefined && places.get(place)?.province === province
}

function alertMessage(
  { price, previous }: News,
  subscriber: Subscriber,
  onceKey: string,
  context: AlertContext,
): Write {
  const { subscription, person, urn } = subscriber
  const { now, newId, program } = context
  return outgoing({
    id: newId(),
    now,
    class: 'service',
    urnId: urn.id,
    personId: person.id,
    locale: person.locale,
    revision: program.revision,
    texts: [alertText(price, previous, subscription, context)],
    dueAt: now + WAIT_MS,
    deadline: now + USEFUL_MS,
    onceKey,
  })
}

function alertText(
  price: Price,
  previous: number | null,
  subscription: Row<'priceSubscriptions'>,
  { program }: AlertContext,
): TextRef {
  const crop = program.crops.get(price.crop)
  return {
    key: subscription.thresholdVnd === null ? 'price-alerts.risen' : 'price-alerts.reached',
    values: {
      ...priceValues(price),
      before: previous === null ? null : { vnd: previous },
      threshold: subscription.thresholdVnd === null ? null : { vnd: subscription.thresholdVnd },
      word: (crop ? shortName(crop, program.crops) : price.crop).toLocaleUpperCase('vi'),
      price_id: price.id,
    },
  }
}

/**
 * What a corrected price brings: alerts of the wrong figure that still wait are taken back and made again where the right
 * one calls for them; those already on their way are followed by the right figure.
 */
export async function priceAmended(before: Price, after: Price, context: AlertContext): Promise<Write[]> {
  const { db, now } = context
  const all = await alertsTo(db, keyPrefix(before.crop, dayOf(now)))
  const about = all.filter(({ texts, status }) => status !== 'cancelled' && isAbout(texts, before.id))
  const waiting = about.filter(({ status, leaseUntil }) => status === 'queued' && leaseUntil === null)
  const takenBack = new Set(waiting.map(({ onceKey }) => onceKey).filter((key) => key !== null))
  const again: AlertWrites = new Map()
  await alert(again, after.crop, await subscribersTo(db, after.crop), [after], [after], context, takenBack)
  return [
    ...waiting.flatMap(takenBackWrites),
    ...(
      await Promise.all(
        about
          .filter((one) => !waiting.includes(one))
          .map(async (one) => [...notOtherwise(one, now), correction(await lastWay(db, one), before, after, context)]),
      )
    ).flat(),
    ...[...again.values()].flat(),
  ]
}

/** On its way by the time this is written, it is a conflict: taken again, the correction follows it as a message of its own. */
const takenBackWrites = ({ id, status, fence }: Row<'outbox'>): Write[] => [
  updateOne('outbox', { id, status, fence, leaseUntil: null }, {}),
  remove('outbox', { id }),
]

/** The wrong figure goes no other way either, nor further by one that it took. */
const notOtherwise = ({ id }: Row<'outbox'>, now: number): Write[] => [
  update('outbox', { id }, { climbAt: null }),
  update('outbox', { rungOf: id }, { climbAt: null }),
  ...(['queued', 'errored'] as const).map((status) =>
    update(
      'outbox',
      { rungOf: id, status, leaseUntil: null },
      { status: 'cancelled', reason: 'corrected', settledAt: now },
    ),
  ),
]

/** Where the wrong figure went last, and the ways that it found closed or silent on its way there. */
async function lastWay(db: Db, first: Row<'outbox'>): Promise<Row<'outbox'>> {
  const went = (await waysTried(db, first.id)).filter(({ leftAt }) => leftAt !== null)
  return went.at(-1) ?? first
}

const isAbout = (texts: unknown, priceId: string): boolean =>
  JSON.stringify(texts).includes(JSON.stringify({ price_id: priceId }).slice(1, -1))

function correction(alert: Row<'outbox'>, before: Price, after: Price, { now, newId, program }: AlertContext): Write {
  return outgoing({
    id: newId(),
    now,
    class: 'service',
    urnId: alert.urnId,
    personId: alert.personId,
    decisions: (alert.decisions ?? []).filter(({ does }) => does === 'climbs'),
    locale: alert.locale,
    revision: program.revision,
    texts: [{ key: 'price-alerts.corrected', values: { ...priceValues(after), before: { vnd: before.priceVnd } } }],
  })
}
