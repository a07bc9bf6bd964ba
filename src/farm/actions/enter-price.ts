import { addDays, dayOf } from '../../conversation/calendar.ts'
import { formatNumber } from '../../conversation/format.ts'
import { CORRECT_MS } from '../../conversation/limits.ts'
import type { Talk } from '../../conversation/session.ts'
import type { SlotValue, TextRef, TextValue } from '../../conversation/types.ts'
import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import type { Crop } from '../../language/types.ts'
import { lastPriceAround, priceById } from '../../store/queries/prices.ts'
import { insert, type NewRow, type Row, updateOne, type Write } from '../../store/writes.ts'
import { type ApprovalKind, askApproval } from '../approvals.ts'
import { recordChange } from '../change.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { priceAmended, pricesKept } from '../prices/alerts.ts'
import { baseUnit, formOf, priceValue } from '../prices/kinds.ts'
import { farFrom } from '../prices/outliers.ts'

/** A price of an earlier day than that is more likely a day read wrongly: it is asked for. */
const OLDEST_DAYS = 31
const SLOTS = ['crop', 'price', 'place', 'day'] as const

/** A price as told: what will be a row. */
type Entry = Pick<Row<'prices'>, 'crop' | 'form' | 'place' | 'day' | 'priceVnd' | 'unit'>

const cropOf = ({ slots, program }: ActionInput): Crop | undefined =>
  slots.crop?.type === 'crop' ? program.crops.get(slots.crop.crop) : undefined

const moneyOf = ({ price }: ActionInput['slots']) => (price?.type === 'money' ? price : undefined)

function entryOf(input: ActionInput): Entry | undefined {
  const crop = cropOf(input)
  const money = moneyOf(input.slots)
  const { crop: said, place, day } = input.slots
  if (!crop || !money || said?.type !== 'crop') return undefined
  return {
    crop: crop.key,
    form: said.form ?? null,
    place: place?.type === 'place' ? place.place : null,
    day: day?.type !== 'date' ? dayOf(input.now) : 'date' in day ? day.date : day.to,
    priceVnd: Math.round(money.vnd),
    unit: money.per ?? baseUnit(crop),
  }
}

/** The entry where `check-price` has let it through: another way here is an author's mistake. */
function checkedEntry(input: ActionInput): Entry {
  const entry = entryOf(input)
  if (!entry) throw new Error('a price needs a crop and a figure: check-price comes first')
  return entry
}

const valuesOf = (entry: Entry, previous?: number): Record<string, TextValue> => ({
  crop: { crop: entry.crop, form: entry.form },
  price: priceValue(entry.priceVnd, entry.unit),
  place: entry.place === null ? null : { place: entry.place },
  day: { day: entry.day },
  previous: previous === undefined ? null : { vnd: previous },
})

const subjectOf = (entry: Entry): TextRef => {
  const { previous: _, ...values } = valuesOf(entry)
  return { key: 'approvals.price', values }
}

const isStaff = ({ person }: ActionInput): boolean => person.role === 'leader' || person.role === 'officer'

const checkPrice: FarmAction = {
  name: 'check-price',
  about: {
    vi: 'Xem giá vừa nói đã rõ dạng, nơi, ngày chưa, có lệch xa giá gần nhất không.',
    en: 'Looks whether form, place and day of a price are clear, and whether it is far from the last one.',
  },
  outcomes: {
    'not-allowed': 'Người này không được ghi giá / this person may not enter prices',
    unclear: 'Chưa rõ dạng nào hay giá nào, bước fill sẽ hỏi / form or figure not clear, a fill asks',
    'no-place': 'Chưa biết nơi nào / the place is not known',
    future: 'Ngày chưa tới / the day is still to come',
    old: 'Ngày đã quá một tháng / the day is over a month ago',
    far: 'Lệch xa giá gần nhất / far from the last price',
  },
  params: { amends: 'true: giá này thay giá vừa ghi / true: it replaces the price just kept' },
  gives: ['crop', 'price', 'place', 'day', 'previous', 'times', 'fraction'],
  reads: SLOTS,
  keeps: true,
  async run(input, farm): Promise<ActionResult<Write>> {
    const crop = cropOf(input)
    const told = entryOf(input)
    if (!crop || !told) return { outcome: 'unclear' }
    if (!isStaff(input)) return { outcome: 'not-allowed' }
    const doubts = rangeOf(input)
    if (doubts) return { outcome: 'unclear', doubts }
    if (told.day > dayOf(input.now)) return { outcome: 'future', slots: { day: null } }
    if (told.day < addDays(dayOf(input.now), -OLDEST_DAYS)) return { outcome: 'old', slots: { day: null } }
    const place = told.place ?? input.person.commune
    if (place === null) return { outcome: 'no-place' }
    const form =
      told.form === null
        ? await formOf(farm.db, crop, told.priceVnd, told.day)
        : { type: 'form' as const, form: told.form }
    if (form.type === 'unclear') return { outcome: 'unclear', doubts: formDoubts(crop, form.forms) }
    const entry = { ...told, place, form: form.form }
    const slots: Record<string, SlotValue> = {
      crop: { type: 'crop', crop: crop.key, ...(form.form ? { form: form.form } : {}) },
      place: { type: 'place', place },
    }
    const not = input.params.amends === true ? ((await lastEntry(input, farm))?.id ?? '') : ''
    const last = await lastPriceAround(farm.db, entry, entry.day, not)
    const far = farFrom(entry, last?.priceVnd, crop)
    if (!far) return { slots, values: valuesOf(entry, last?.place === place ? last.priceVnd : undefined) }
    return {
      outcome: 'far',
      slots,
      values: {
        ...valuesOf(entry),
        times: far.type === 'times' ? far.factor : null,
        fraction: far.type === 'fraction' ? far.factor : null,
      },
    }
  },
}

/** "14-15k" is two prices: which one is kept? */
function rangeOf({ slots }: ActionInput): Talk['doubts'] | undefined {
  const money = moneyOf(slots)
  if (money?.min === undefined || money.max === undefined) return undefined
  const per = money.per === undefined ? {} : { per: money.per }
  const readings = [money.min, money.max].map((vnd): SlotValue => ({ type: 'money', vnd, ...per }))
  return { price: { said: `${formatNumber(money.min)}-${formatNumber(money.max)}`, readings } }
}

const formDoubts = (crop: Crop, forms: readonly string[]): Talk['doubts'] => ({
  crop: {
    said: crop.name.vi ?? crop.key,
    readings: forms.map((form): SlotValue => ({ type: 'crop', crop: crop.key, form })),
  },
})

/** Who told it, as the answer to a farmer names them. */
const sourceOf = ({ person }: ActionInput): string =>
  person.role === 'leader' ? (person.cooperativeName ?? 'hợp tác xã') : 'cán bộ xã'

function rowOf(entry: Entry, status: 'kept' | 'held', input: ActionInput, farm: Farm): Row<'prices'> {
  return {
    id: farm.newId(),
    ...entry,
    source: sourceOf(input),
    enteredBy: input.person.id,
    status,
    messageId: input.messageId,
    recordedAt: input.now,
  }
}

/** The talk's note of the price kept last: SUA GIA reaches it past other records. */
const LAST_PRICE = 'last-price'

const recordPrice: FarmAction = {
  name: 'record-price',
  about: { vi: 'Ghi giá vừa nói.', en: 'Keeps the price just told.' },
  outcomes: {},
  gives: [],
  reads: SLOTS,
  keeps: true,
  async run(input, farm) {
    const row = rowOf(checkedEntry(input), 'kept', input, farm)
    return {
      writes: [
        insert('prices', row),
        ...(await pricesKept([row], { ...farm, now: input.now, program: input.program })),
      ],
      record: { kind: 'price', id: row.id, empty: [] },
      memory: { [LAST_PRICE]: row.id },
    }
  },
}

const requestPriceApproval: FarmAction = {
  name: 'request-price-approval',
  about: { vi: 'Gửi giá lệch xa cho người thứ hai duyệt.', en: 'Sends a price far off to a second person.' },
  outcomes: { nobody: 'Không có người thứ hai / there is no second person' },
  gives: ['approver', 'approver_group'],
  reads: SLOTS,
  keeps: true,
  async run(input, farm) {
    const entry = checkedEntry(input)
    const row = rowOf(entry, 'held', input, farm)
    const asked = await askApproval({ kind: 'price', subjectId: row.id, subject: subjectOf(entry) }, input, farm)
    if (asked.type === 'nobody') return { outcome: 'nobody' }
    return { writes: [insert('prices', row), ...asked.writes], values: asked.values }
  },
}

/** What a second person's decision does to a held price. */
export const priceApproval: ApprovalKind = {
  kind: 'price',
  async approve({ subjectId }, { now, program }, farm) {
    const row = await priceById(farm.db, subjectId)
    if (row?.status !== 'held') return null
    const kept: Row<'prices'> = { ...row, status: 'kept' }
    const told = await pricesKept([kept], { ...farm, now, program })
    return { writes: [unheld(row, 'kept'), ...told], subject: subjectOf(row) }
  },
  async refuse({ subjectId }, db) {
    const row = await priceById(db, subjectId)
    return row?.status === 'held' ? { writes: [unheld(row, 'refused')], subject: subjectOf(row) } : null
  },
}

const unheld = ({ id }: Row<'prices'>, status: 'kept' | 'refused'): Write =>
  updateOne('prices', { id, status: 'held' }, { status })

/** The price "sửa" reaches: this person's own, and still in force. */
async function lastEntry({ last, person, memory, now }: ActionInput, farm: Farm): Promise<Row<'prices'> | undefined> {
  const kept = memory[LAST_PRICE]
  const before = typeof kept?.value === 'string' && now - kept.at <= CORRECT_MS ? kept.value : undefined
  const id = last?.kind === 'price' ? last.id : before
  const row = id === undefined ? undefined : await priceById(farm.db, id)
  return row?.status === 'kept' && row.enteredBy === person.id ? row : undefined
}

const recallPrice: FarmAction = {
  name: 'recall-price',
  about: { vi: 'Nhớ lại giá vừa ghi, để sửa.', en: 'Recalls the price just kept, to change it.' },
  outcomes: {
    nothing: 'Không có giá nào để sửa / there is no price to change',
    other: 'Giá của cây khác / the price of another crop',
  },
  gives: ['crop', 'price'],
  reads: SLOTS,
  keeps: true,
  async run(input, farm) {
    const row = await lastEntry(input, farm)
    if (!row) return { outcome: 'nothing' }
    const was: Record<string, SlotValue> = {
      price: { type: 'money', vnd: row.priceVnd, per: row.unit },
      day: { type: 'date', date: row.day },
      ...(row.place ? { place: { type: 'place', place: row.place } } : {}),
    }
    const { crop: said, price } = input.slots
    const isOther = said?.type === 'crop' && said.crop !== row.crop
    // A figure for another crop is a price of its own, not a correction of this one.
    if (isOther && price?.type === 'money' && price.vnd !== row.priceVnd)
      return { outcome: 'other', values: valuesOf(row) }
    const form = said?.type === 'crop' && said.form ? said.form : row.form
    const own: SlotValue = { type: 'crop', crop: row.crop, ...(form ? { form } : {}) }
    return { slots: { ...was, ...input.slots, crop: isOther ? said : own } }
  },
}

const amendPrice: FarmAction = {
  name: 'amend-price',
  about: { vi: 'Sửa giá vừa ghi.', en: 'Changes the price just kept.' },
  outcomes: {
    nothing: 'Không có giá nào để sửa / there is no price to change',
    same: 'Không có gì khác / nothing differs',
  },
  gives: ['before'],
  reads: SLOTS,
  keeps: true,
  async run(input, farm) {
    const row = await lastEntry(input, farm)
    if (!row) return { outcome: 'nothing' }
    const set: Partial<NewRow<'prices'>> = checkedEntry(input)
    const after = { ...row, ...checkedEntry(input) }
    const names = (Object.keys(set) as (keyof Entry)[]).filter((name) => row[name] !== after[name])
    if (names.length === 0) return { outcome: 'same' }
    const columns = (from: Row<'prices'>) => Object.fromEntries(names.map((name) => [name, from[name]]))
    return {
      writes: [
        updateOne('prices', { id: row.id, status: 'kept', priceVnd: row.priceVnd }, columns(after)),
        recordChange({ record: 'price', recordId: row.id, before: columns(row), after: columns(after) }, input, farm),
        ...(await priceAmended(row, after, { ...farm, now: input.now, program: input.program })),
      ],
      values: { before: after.priceVnd === row.priceVnd ? null : { vnd: row.priceVnd } },
      record: { kind: 'price', id: row.id, empty: [] },
    }
  },
}

export const enterPriceActions: FarmAction[] = [checkPrice, recordPrice, requestPriceApproval, recallPrice, amendPrice]
