import { dayOf } from '../../conversation/calendar.ts'
import type { TextRef, TextValue } from '../../conversation/types.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { subscriptionsOf } from '../../store/queries/prices.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { answerLines, fitsOnePart, lookUp, priceValues } from '../prices/answer.ts'
import { shortName } from '../prices/kinds.ts'

/** The day asked about; one that is still to come has no price yet, today's is told. */
function dayAsked({ slots, now }: ActionInput): string {
  const { day } = slots
  const today = dayOf(now)
  const asked = day?.type !== 'date' ? today : 'date' in day ? day.date : day.to
  return [asked, today].sort()[0] ?? today
}

/** Tells of DK, where it is not known already and no other talk waits for its answer. */
async function hintOf(input: ActionInput, crop: string, farm: Farm): Promise<TextRef | null> {
  const known = input.program.crops.get(crop)
  if (input.isBetween || !known) return null
  const subscribed = await subscriptionsOf(farm.db, input.person.id)
  if (subscribed.some((one) => one.crop === crop)) return null
  return { key: 'price.hint', values: { word: shortName(known, input.program.crops).toLocaleUpperCase('vi') } }
}

const lookUpPrice: FarmAction = {
  name: 'look-up-price',
  about: {
    vi: 'Tìm giá của cây đó: nơi, ngày, nguồn, so với tuần trước.',
    en: "Looks a crop's price up: place, day, source, against a week before.",
  },
  outcomes: {
    older: 'Hai tuần nay chưa có giá, chỉ có giá cũ hơn / only a price older than two weeks',
    missing: 'Chưa từng có giá / there has never been a price',
  },
  gives: ['listprices', 'place', 'day', 'price', 'asked_day'],
  reads: ['crop', 'place', 'day'],
  keeps: false,
  async run(input, farm) {
    const { slots, person, program, now } = input
    const { crop } = slots
    if (crop?.type !== 'crop') throw new Error('look-up-price needs a crop')
    const place = slots.place?.type === 'place' ? slots.place.place : null
    const day = dayAsked(input)
    const asked_day: TextValue = day === dayOf(now) ? null : { day }
    const known = await lookUp(farm.db, { crop, place, day, today: dayOf(now), person })
    if (known.type === 'missing') return { outcome: 'missing' }
    if (known.type === 'older') return { outcome: 'older', values: { ...priceValues(known.older), asked_day } }
    const before = known.type === 'elsewhere' ? [elsewhere(crop, place, known.older, asked_day)] : []
    const parts = { before, hint: await hintOf(input, crop.crop, farm) }
    const texts = await answerLines(farm.db, known.groups, parts, fitsOnePart(program, person.locale, now))
    return { values: { listprices: { texts } } }
  },
}

/** The place that was named has no fresh price: that is said before those of others. */
function elsewhere(
  crop: { crop: string; form?: string },
  place: string | null,
  older: Parameters<typeof priceValues>[0] | null,
  asked_day: TextValue,
): TextRef {
  const was = older ? priceValues(older) : {}
  return {
    key: 'price.elsewhere',
    values: {
      asked_place: place === null ? null : { place },
      crop: { crop: crop.crop, form: crop.form ?? null },
      asked_day,
      older_day: was.day ?? null,
      older_price: was.price ?? null,
    },
  }
}

export const askPriceActions: FarmAction[] = [lookUpPrice]
