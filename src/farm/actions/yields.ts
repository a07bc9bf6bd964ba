import { dayOf } from '../../conversation/calendar.ts'
import type { SlotValue, TextValue } from '../../conversation/types.ts'
import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import type { Crop } from '../../language/types.ts'
import { lastYieldOf, yieldById } from '../../store/queries/yields.ts'
import { insert, type Row, update, updateOne, type Write } from '../../store/writes.ts'
import type { FarmAction, FarmCondition } from '../farm.ts'

const SQUARE_METRES_PER_HECTARE = 10_000
const SLOTS = ['crop', 'quantity', 'area', 'harvested_on', 'container_kg'] as const

/** How much, as a yield's columns hold it. */
type Quantity = Pick<Row<'yields'>, 'quantityKg' | 'count' | 'unit' | 'volumeL'>
const NO_QUANTITY: Quantity = { quantityKg: null, count: null, unit: null, volumeL: null }

function quantityOf(slots: ActionInput['slots']): Quantity {
  const { quantity } = slots
  if (quantity?.type === 'mass') return { ...NO_QUANTITY, quantityKg: quantity.kg }
  if (quantity?.type === 'volume') return { ...NO_QUANTITY, volumeL: quantity.l }
  if (quantity?.type !== 'count') return NO_QUANTITY
  const each = containerKg(slots)
  return each === null
    ? { ...NO_QUANTITY, count: quantity.count, unit: quantity.unit }
    : { ...NO_QUANTITY, quantityKg: quantity.count * each, count: quantity.count, unit: quantity.unit }
}

/** Weight of one container as just told, as mass ("50 cân") or as a bare number. */
function containerKg(slots: ActionInput['slots']): number | null {
  const { container_kg: each } = slots
  if (each?.type === 'mass') return each.kg
  return each?.type === 'number' ? each.number : null
}

/** A yield's quantity as a text says it: what is sold by weight by its weight. */
export function quantityText(row: Quantity): TextValue {
  if (row.quantityKg !== null) return { kg: row.quantityKg }
  if (row.volumeL !== null) return { l: row.volumeL }
  return row.count === null ? null : { count: row.count, unit: row.unit ?? '' }
}

const cropOf = (input: ActionInput): Crop | undefined =>
  input.slots.crop?.type === 'crop' ? input.program.crops.get(input.slots.crop.crop) : undefined

const areaOf = (slot: SlotValue | undefined): number | null => (slot?.type === 'area' ? slot.m2 : null)

const dayOfHarvest = (input: ActionInput): string => {
  const { harvested_on: day } = input.slots
  if (day?.type !== 'date') return dayOf(input.now)
  return 'date' in day ? day.date : day.to
}

const perSao = (kg: number | null, areaM2: number | null, saoM2: number): number | null =>
  kg === null || areaM2 === null || areaM2 <= 0 ? null : Math.round((kg * saoM2) / areaM2)

const recordYield: FarmAction = {
  name: 'record-yield',
  about: {
    vi: 'Giữ một báo cáo sản lượng: cây, lượng, diện tích, ngày thu.',
    en: 'Keeps a yield report: crop, quantity, area, day of harvest.',
  },
  outcomes: {},
  gives: ['quantity', 'day', 'per_sao', 'last_per_sao', 'container', 'container_weight'],
  reads: SLOTS,
  keeps: true,
  async run(input, farm) {
    const { slots, person, now } = input
    const { crop } = slots
    if (crop?.type !== 'crop') throw new Error('record-yield needs a crop')
    const quantity = quantityOf(slots)
    const areaM2 = areaOf(slots.area)
    const before = await lastYieldOf(farm.db, person.id, crop.crop)
    const id = farm.newId()
    const harvestedOn = dayOfHarvest(input)
    const row = {
      id,
      personId: person.id,
      cooperativeId: person.cooperativeId,
      place: person.commune,
      crop: crop.crop,
      form: crop.form ?? null,
      ...quantity,
      areaM2,
      harvestedOn,
      confirmed: 'silent' as const,
      channel: farm.channel,
      messageId: input.messageId,
      recordedAt: now,
    }
    const remembered = rememberContainer(input)
    return {
      writes: [insert('yields', row), ...remembered.writes],
      values: {
        quantity: quantityText(quantity),
        area: areaM2 === null ? null : { m2: areaM2 },
        day: { day: harvestedOn },
        per_sao: perSao(quantity.quantityKg, areaM2, farm.settings.saoM2),
        last_per_sao: before ? perSao(before.quantityKg, before.areaM2, farm.settings.saoM2) : null,
        ...remembered.values,
      },
      record: { kind: 'yield', id, empty: areaM2 === null ? ['area'] : [] },
    }
  },
}

/** "Bao" of this household weighs so much from now on. */
function rememberContainer({ slots, person }: ActionInput): { writes: Write[]; values: Record<string, TextValue> } {
  const each = containerKg(slots)
  const { quantity } = slots
  if (each === null || quantity?.type !== 'count') return { writes: [], values: {} }
  const containers = { ...person.containerKg, [quantity.unit]: each }
  return {
    writes: [update('people', { id: person.id }, { containerKg: containers })],
    values: { container: quantity.unit, container_weight: { kg: each } },
  }
}

const amendYield: FarmAction = {
  name: 'amend-yield',
  about: {
    vi: 'Sửa báo cáo sản lượng vừa ghi bằng những gì vừa nói.',
    en: 'Changes the yield report just kept by what was just said.',
  },
  outcomes: {
    nothing: 'Không có báo cáo nào để sửa / there is no report to change',
    same: 'Không có gì khác / nothing differs',
  },
  gives: ['crop', 'before', 'quantity', 'area', 'day', 'new_day'],
  reads: SLOTS,
  keeps: true,
  async run(input, farm): Promise<ActionResult<Write>> {
    const row = input.last?.kind === 'yield' ? await yieldById(farm.db, input.last.id) : undefined
    if (!row || row.withdrawnAt !== null || row.personId !== input.person.id) return { outcome: 'nothing' }
    const set = changesOf(input)
    const names = Object.keys(set) as (keyof typeof set)[]
    const changed = names.filter((name) => set[name] !== row[name])
    if (changed.length === 0) return { outcome: 'same', values: describe({ ...row, ...set }) }
    const before = Object.fromEntries(names.map((name) => [name, row[name]]))
    const after = { ...row, ...set }
    const isQuantity = changed.some((name) => name === 'quantityKg' || name === 'count' || name === 'volumeL')
    const wasSaid = isQuantity && quantityText(row) !== null
    return {
      writes: [
        updateOne('yields', { id: row.id, withdrawnAt: null }, { ...set, confirmed: 'yes' }),
        insert('changes', {
          id: farm.newId(),
          record: 'yield',
          recordId: row.id,
          before,
          after: set,
          messageId: input.messageId,
          at: input.now,
        }),
      ],
      values: {
        ...describe(after),
        before: wasSaid ? quantityText(row) : null,
        new_day: changed.includes('harvestedOn') ? { day: after.harvestedOn } : null,
      },
      record: { kind: 'yield', id: row.id, empty: after.areaM2 === null ? ['area'] : [] },
    }
  },
}

const describe = (row: Row<'yields'>): Record<string, TextValue> => ({
  crop: { crop: row.crop, form: row.form },
  quantity: quantityText(row),
  area: row.areaM2 === null ? null : { m2: row.areaM2 },
  day: { day: row.harvestedOn },
})

/** The columns that what was said would set. */
function changesOf(input: ActionInput): Partial<Row<'yields'>> {
  const { slots } = input
  const set: Partial<Row<'yields'>> = {}
  if (slots.crop?.type === 'crop') Object.assign(set, { crop: slots.crop.crop, form: slots.crop.form ?? null })
  if (slots.quantity) Object.assign(set, quantityOf(slots))
  if (slots.area) set.areaM2 = areaOf(slots.area)
  if (slots.harvested_on) set.harvestedOn = dayOfHarvest(input)
  return set
}

const withdrawYield: FarmAction = {
  name: 'withdraw-yield',
  about: { vi: 'Bỏ báo cáo sản lượng vừa ghi.', en: 'Takes back the yield report just kept.' },
  outcomes: { nothing: 'Không có báo cáo nào để bỏ / there is no report to take back' },
  gives: ['crop', 'quantity'],
  reads: [],
  keeps: true,
  async run(input, farm) {
    const row = input.last?.kind === 'yield' ? await yieldById(farm.db, input.last.id) : undefined
    if (!row || row.withdrawnAt !== null || row.personId !== input.person.id) return { outcome: 'nothing' }
    const change = { record: 'yield', recordId: row.id, messageId: input.messageId, at: input.now }
    return {
      writes: [
        updateOne('yields', { id: row.id, withdrawnAt: null }, { withdrawnAt: input.now }),
        insert('changes', {
          id: farm.newId(),
          ...change,
          before: { withdrawnAt: null },
          after: { withdrawnAt: input.now },
        }),
      ],
      values: describe(row),
      record: null,
    }
  },
}

const yieldBound: FarmAction = {
  name: 'yield-bound',
  about: {
    vi: 'Cho biết mức cao nhất của cây đó trên diện tích đó.',
    en: 'Gives the most that crop yields on that area.',
  },
  outcomes: {},
  gives: ['most'],
  reads: ['crop', 'area'],
  keeps: false,
  async run(input) {
    const [, most] = cropOf(input)?.yieldKgPerHa ?? []
    const areaM2 = areaOf(input.slots.area)
    return { values: { most: most === undefined || areaM2 === null ? null : { kg: mostKg(most, areaM2) } } }
  },
}

export const yieldActions: FarmAction[] = [yieldBound, recordYield, amendYield, withdrawYield]

const unlikelyYield: FarmCondition = {
  name: 'unlikely-yield',
  about: {
    vi: 'Lượng báo cao hơn mức cây đó có thể đạt trên diện tích đó.',
    en: 'More than that crop can give on that area.',
  },
  reads: ['crop', 'quantity', 'area'],
  check: async (input) => {
    const { quantityKg } = quantityOf(input.slots)
    const areaM2 = areaOf(input.slots.area)
    const [, most] = cropOf(input)?.yieldKgPerHa ?? []
    return quantityKg !== null && areaM2 !== null && most !== undefined && quantityKg > mostKg(most, areaM2)
  },
}

/** The bound of a field, rounded up to what people say. */
const mostKg = (kgPerHa: number, areaM2: number): number =>
  Math.ceil((kgPerHa * areaM2) / SQUARE_METRES_PER_HECTARE / 10) * 10

/** Things sold by the piece need no weight; sacks and baskets of what is sold by weight do. */
const toldInContainers: FarmCondition = {
  name: 'told-in-containers',
  about: {
    vi: 'Lượng nói bằng bao, gùi, thúng… của thứ bán theo cân, chưa biết mỗi cái mấy kg.',
    en: 'Told in sacks or baskets of what is sold by weight, the weight of one not known.',
  },
  reads: ['crop', 'quantity'],
  check: async (input) => input.slots.quantity?.type === 'count' && cropOf(input)?.soldBy === 'mass',
}

export const yieldConditions: FarmCondition[] = [unlikelyYield, toldInContainers]
