import { addDays, dayOf } from '../../conversation/calendar.ts'
import { renderTexts } from '../../conversation/texts.ts'
import type { PersonView, Program, TextRef, TextValue } from '../../conversation/types.ts'
import { unaccent } from '../../language/text/fold.ts'
import type { CropReading, Day } from '../../language/types.ts'
import { latestPrices, priceWeekBefore } from '../../store/queries/prices.ts'
import type { Db } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'
import { priceValue } from './kinds.ts'

type Price = Row<'prices'>

/** A price older than this is no longer "the price": it is told with its date, as the nearest there is. */
export const FRESH_DAYS = 14
/** The first day prices are looked for: before any that is kept. */
const EVER = '2000-01-01'
/** One SMS part of characters of the GSM alphabet (3GPP TS 23.038). */
const ONE_PART = 160

export interface PriceQuestion {
  crop: CropReading
  /** Commune code; null: none was named. */
  place: string | null
  /** The day asked about; today where none was. */
  day: Day
  today: Day
  person: Pick<PersonView, 'commune'>
}

/** What is known, best first. `fresh` and `older` never mix forms or units in one group; `elsewhere`: not at the place that was named. */
export type Known =
  | { type: 'fresh'; groups: Price[][] }
  | { type: 'elsewhere'; groups: Price[][]; older: Price | null }
  | { type: 'older'; older: Price }
  | { type: 'missing' }

/** Looks prices up: those of the last two weeks, at the place named, or else own commune first and then the newest. */
export async function lookUp(db: Db, question: PriceQuestion): Promise<Known> {
  const { crop, place, day, today, person } = question
  const isForm = (price: Price) => crop.form === undefined || price.form === crop.form
  const fresh = (await latestPrices(db, crop.crop, addDays(day, -FRESH_DAYS), day)).filter(isForm)
  const here = fresh.filter((price) => place === null || price.place === place)
  if (here.length > 0) return { type: 'fresh', groups: groupsOf(here, person.commune) }
  const before = (await latestPrices(db, crop.crop, EVER, day)).filter(isForm)
  // Nothing as old as the day asked about: the newest there is, with its date.
  const all = before.length > 0 ? before : (await latestPrices(db, crop.crop, EVER, today)).filter(isForm)
  const older = all.find((price) => place === null || price.place === place) ?? null
  if (fresh.length > 0) return { type: 'elsewhere', groups: groupsOf(fresh, person.commune), older }
  const nearest = older ?? all[0]
  return nearest ? { type: 'older', older: nearest } : { type: 'missing' }
}

/** One group a form and unit, in it one price a place: the own commune's first, then the newest. */
function groupsOf(prices: readonly Price[], commune: string | null): Price[][] {
  const groups = [...Map.groupBy(prices, ({ form, unit }) => `${form} ${unit}`).values()]
  const isOwn = ({ place }: Price) => place !== null && place === commune
  return groups.map((group) => group.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a))))
}

/** The same kind's price a week before; a price in force then but two weeks older than this one says nothing of a trend. */
async function weekBefore(db: Db, price: Price): Promise<number | null> {
  const before = await priceWeekBefore(db, price)
  return before && before.day >= addDays(price.day, -FRESH_DAYS) ? before.priceVnd : null
}

/** What a line may leave out, from the richest to the shortest. */
const SIZES = [
  { hasSource: true, hasSecond: true, hasHint: true },
  { hasSource: true, hasSecond: true, hasHint: false },
  { hasSource: false, hasSecond: true, hasHint: false },
  { hasSource: false, hasSecond: false, hasHint: false },
] as const

/** The lines of an answer, as many of their parts as one SMS part holds; the shortest form where none fits. */
export async function answerLines(
  db: Db,
  groups: readonly Price[][],
  { before, hint }: { before: readonly TextRef[]; hint: TextRef | null },
  fits: (texts: TextRef[]) => boolean,
): Promise<TextRef[]> {
  const trends = await Promise.all(groups.map(([first]) => (first ? weekBefore(db, first) : null)))
  const sized = SIZES.map(({ hasSource, hasSecond, hasHint }) => [
    ...before,
    ...groups.map(([first, second], index) =>
      line(first, hasSecond ? second : undefined, trends[index] ?? null, hasSource),
    ),
    ...(hasHint && hint ? [hint] : []),
  ])
  return sized.find(fits) ?? sized.at(-1) ?? []
}

function line(first: Price | undefined, second: Price | undefined, trend: number | null, hasSource: boolean): TextRef {
  if (!first) throw new Error('a group holds at least one price')
  const values: Record<string, TextValue> = {
    ...priceValues(first),
    source: hasSource ? first.source : null,
    before: trend === null ? null : { vnd: trend },
  }
  if (!second) return { key: 'price.line', values }
  const { place, day, price } = priceValues(second)
  return {
    key: 'price.line-two',
    values: { ...values, place_2: place ?? null, day_2: day ?? null, price_2: price ?? null },
  }
}

export const priceValues = (price: Price): Record<string, TextValue> => ({
  crop: { crop: price.crop, form: price.form },
  place: price.place === null ? null : { place: price.place },
  day: { day: price.day },
  price: priceValue(price.priceVnd, price.unit),
})

/** Whether texts fit one SMS part as they will be read. */
export const fitsOnePart =
  (program: Program, locale: string, now: number) =>
  (texts: TextRef[]): boolean => {
    const options = { locale, form: 'sms' as const, today: dayOf(now), saoM2: 360, operator: '' }
    return unaccent(renderTexts(program, texts, options)).length <= ONE_PART
  }
