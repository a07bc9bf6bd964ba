import { dayOf } from '../../conversation/calendar.ts'
import type { SlotValue, TextValue } from '../../conversation/types.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { isContainerName } from '../../language/units.ts'
import { yieldById } from '../../store/queries/yields.ts'
import type { Db } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'

/** Slots a yield report is told in. */
export const YIELD_SLOTS = ['crop', 'quantity', 'area', 'harvested_on', 'container_kg'] as const

/** How much, as a yield's columns hold it. */
type Quantity = Pick<Row<'yields'>, 'quantityKg' | 'count' | 'unit' | 'volumeL'>
const NO_QUANTITY: Quantity = { quantityKg: null, count: null, unit: null, volumeL: null }

/** What was said, as columns: sacks by the weight of one; pieces and their weight together both ("3 con 200 kg"). */
export function quantityOf(slots: ActionInput['slots']): Quantity {
  const { quantity, container_kg: beside } = slots
  if (quantity?.type === 'mass') {
    const counted = beside?.type === 'count' ? { count: beside.count, unit: beside.unit } : {}
    return { ...NO_QUANTITY, ...counted, quantityKg: quantity.kg }
  }
  if (quantity?.type === 'volume') return { ...NO_QUANTITY, volumeL: quantity.l }
  if (quantity?.type !== 'count') return NO_QUANTITY
  const { count, unit } = quantity
  const each = containerKg(slots)
  if (each !== null) return { ...NO_QUANTITY, quantityKg: count * each, count, unit }
  const all = !isContainerName(unit) && beside?.type === 'mass' ? beside.kg : null
  return { ...NO_QUANTITY, quantityKg: all, count, unit }
}

/** Whether a quantity is told in sacks, baskets and the like. */
export const isInContainers = (quantity: SlotValue | undefined): boolean =>
  quantity?.type === 'count' && isContainerName(quantity.unit)

/** Weight in kg of one container as just told, as mass ("50 cân") or as a bare number; null: not told, or told of no container. */
export function containerKg({ quantity, container_kg: each }: ActionInput['slots']): number | null {
  if (!isInContainers(quantity)) return null
  if (each?.type === 'mass') return each.kg
  return each?.type === 'number' ? each.number : null
}

/** A yield's quantity as a text says it: what is sold by weight by its weight. */
export function quantityText(row: Quantity): TextValue {
  if (row.quantityKg !== null) return { kg: row.quantityKg }
  if (row.volumeL !== null) return { l: row.volumeL }
  return row.count === null ? null : { count: row.count, unit: row.unit ?? '' }
}

/** The pieces counted beside a weight; null: none, or a weight that came of counting sacks. */
export const piecesText = ({ quantityKg, count, unit }: Quantity): TextValue =>
  quantityKg === null || count === null || unit === null || isContainerName(unit) ? null : { count, unit }

/** m²; null: not told. */
export const areaOf = (slot: SlotValue | undefined): number | null => (slot?.type === 'area' ? slot.m2 : null)

/** The day of harvest, today where none was told. */
export const dayOfHarvest = (input: ActionInput): string => {
  const { harvested_on: day } = input.slots
  if (day?.type !== 'date') return dayOf(input.now)
  return 'date' in day ? day.date : day.to
}

/** The columns that what was said would set. */
export function changesOf(input: ActionInput): Partial<Row<'yields'>> {
  const { slots } = input
  const set: Partial<Row<'yields'>> = {}
  if (slots.crop?.type === 'crop') Object.assign(set, { crop: slots.crop.crop, form: slots.crop.form ?? null })
  if (slots.quantity) Object.assign(set, quantityOf(slots))
  if (slots.area) set.areaM2 = areaOf(slots.area)
  if (slots.harvested_on) set.harvestedOn = dayOfHarvest(input)
  return set
}

/** The report this person's "sửa" reaches; undefined: there is none, or it was taken back. */
export async function lastReport(db: Db, { last, person }: ActionInput): Promise<Row<'yields'> | undefined> {
  const row = last?.kind === 'yield' ? await yieldById(db, last.id) : undefined
  return row && row.withdrawnAt === null && row.personId === person.id ? row : undefined
}
