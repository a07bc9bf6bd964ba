import { dayOf } from '../../conversation/calendar.ts'
import type { TextValue } from '../../conversation/types.ts'
import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import type { Crop } from '../../language/types.ts'
import { subscriptionsOf } from '../../store/queries/prices.ts'
import { insert, update, type Write } from '../../store/writes.ts'
import type { FarmAction } from '../farm.ts'
import { baseUnit, formOf, priceValue, shortName } from '../prices/kinds.ts'

const cropOf = ({ slots, program }: ActionInput): Crop | undefined =>
  slots.crop?.type === 'crop' ? program.crops.get(slots.crop.crop) : undefined

/** The crop as one asks for it: `gừng` in a sentence, `GỪNG` behind DK and HUY. */
function namesOf(crop: Crop, input: ActionInput): Record<string, TextValue> {
  const word = shortName(crop, input.program.crops)
  return { name: word, word: word.toLocaleUpperCase('vi') }
}

/** The own commune, where another was named: the messages are of prices around home, and that is said. */
function homeInstead({ slots: { place }, person: { commune } }: ActionInput): TextValue {
  return place?.type === 'place' && commune !== null && place.place !== commune ? { place: commune } : null
}

const subscribePrice: FarmAction = {
  name: 'subscribe-price',
  about: {
    vi: 'Hẹn nhắn tin khi giá lên, hoặc khi giá từ một mức trở lên.',
    en: 'Asks to be told when a price rises, or is at or over a threshold.',
  },
  outcomes: {
    unclear: 'Chưa rõ dạng nào, bước fill sẽ hỏi / which form is not clear, a fill asks',
  },
  gives: ['name', 'word', 'from_price', 'stopped', 'home'],
  longest: { stopped: '1' },
  reads: ['crop', 'threshold', 'place'],
  keeps: true,
  async run(input, farm): Promise<ActionResult<Write>> {
    const crop = cropOf(input)
    const { crop: said, threshold } = input.slots
    if (!crop || said?.type !== 'crop') throw new Error('subscribe-price needs a crop')
    const money = threshold?.type === 'money' ? threshold : undefined
    // Of "15-18k" the lower: they want to hear of both.
    const vnd = money ? Math.round(money.min ?? money.vnd) : null
    // A threshold is for one form: fresh and dry never meet in one number.
    const form =
      said.form !== undefined || vnd === null
        ? { type: 'form' as const, form: said.form ?? null }
        : await formOf(farm.db, crop, vnd, dayOf(input.now))
    if (form.type === 'unclear') {
      const readings = form.forms.map((one) => ({ type: 'crop' as const, crop: crop.key, form: one }))
      return { outcome: 'unclear', doubts: { crop: { said: crop.name.vi ?? crop.key, readings } } }
    }
    const row = { crop: crop.key, form: form.form, thresholdVnd: vnd, lastToldVnd: null }
    const own = (await subscriptionsOf(farm.db, input.person.id)).filter((one) => one.crop === crop.key)
    const ids = { id: farm.newId(), personId: input.person.id, urnId: farm.urn.id }
    return {
      writes: [
        ...own.map(({ id }) => update('priceSubscriptions', { id }, { endedAt: input.now })),
        insert('priceSubscriptions', { ...ids, ...row, createdAt: input.now }),
      ],
      values: {
        ...namesOf(crop, input),
        from_price: vnd === null ? null : priceValue(vnd, baseUnit(crop)),
        // The wish is kept, but no message is promised while the stop is in force.
        stopped: farm.urn.stoppedAt === null ? null : 1,
        home: homeInstead(input),
      },
    }
  },
}

const listSubscriptions: FarmAction = {
  name: 'list-price-subscriptions',
  about: { vi: 'Kể những giá người này đang hẹn nhắn tin.', en: 'Tells which prices this person asked to be told of.' },
  outcomes: {
    none: 'Không hẹn giá nào / none',
    one: 'Chỉ một / just one',
  },
  gives: ['names'],
  reads: [],
  keeps: true,
  async run(input, farm) {
    const own = await subscriptionsOf(farm.db, input.person.id)
    const [only] = own
    if (!only) return { outcome: 'none' }
    if (own.length === 1) return { outcome: 'one', slots: { crop: { type: 'crop', crop: only.crop } } }
    const words = own.map(({ crop }) => {
      const known = input.program.crops.get(crop)
      return known ? shortName(known, input.program.crops) : crop
    })
    return { values: { names: words.join(', ') } }
  },
}

const cancelSubscription: FarmAction = {
  name: 'cancel-price-subscription',
  about: {
    vi: 'Thôi nhắn tin giá của một cây; không nói cây nào thì thôi hết.',
    en: "No longer tells of a crop's price; of none, where no crop is named.",
  },
  outcomes: { none: 'Không hẹn giá cây đó / none for that crop' },
  gives: ['name', 'word'],
  reads: ['crop'],
  keeps: true,
  async run(input, farm) {
    const crop = cropOf(input)
    const all = await subscriptionsOf(farm.db, input.person.id)
    const own = crop ? all.filter((one) => one.crop === crop.key) : all
    const values = crop ? namesOf(crop, input) : {}
    if (own.length === 0) return { outcome: 'none', values }
    return { writes: own.map(({ id }) => update('priceSubscriptions', { id }, { endedAt: input.now })), values }
  },
}

export const subscribePriceActions: FarmAction[] = [subscribePrice, listSubscriptions, cancelSubscription]
