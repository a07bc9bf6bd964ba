import { dayOf } from '../../conversation/calendar.ts'
import { CORRECT_MS } from '../../conversation/limits.ts'
import type { Program, SlotValue, TextValue } from '../../conversation/types.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { findPhrase } from '../../language/text/words.ts'
import { isContainerName, isHeadName } from '../../language/units/units.ts'
import { lastYield, lastYieldOf, yieldById } from '../../store/queries/yields.ts'
import type { Db } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'

/** Slots a yield report is told in. */
export const YIELD_SLOTS = ['crop', 'quantity', 'area', 'harvested_on', 'container_kg', 'all_kg'] as const

/** The heaviest sack or basket one fills: what weighs more is the whole harvest. The report's own question allows as much. */
export const MOST_SACK_KG = 200

/** How much, as a yield's columns hold it. */
type Quantity = Pick<Row<'yields'>, 'quantityKg' | 'count' | 'unit' | 'volumeL'>
const NO_QUANTITY: Quantity = { quantityKg: null, count: null, unit: null, volumeL: null }

/** What was said, as columns: sacks by the weight of one; animals and their weight both ("3 con 200 kg"). */
export function quantityOf(slots: ActionInput['slots']): Quantity {
  const { quantity } = slots
  if (quantity?.type === 'mass') return { ...NO_QUANTITY, quantityKg: quantity.kg }
  if (quantity?.type === 'volume') return { ...NO_QUANTITY, volumeL: quantity.l }
  if (quantity?.type !== 'count') return NO_QUANTITY
  const { count, unit, kg = null } = quantity
  const each = containerKg(slots)
  const all = isInContainers(quantity) && slots.all_kg?.type === 'mass' ? slots.all_kg.kg : kg
  return { ...NO_QUANTITY, quantityKg: each === null ? all : count * each, count, unit }
}

/** Slots a report leaves empty, which a fragment may still fill: the area, what is only counted so far, and the day where it is that of the report, as it is when none was told. */
export const emptySlots = ({
  areaM2,
  quantityKg,
  volumeL,
  harvestedOn,
  recordedAt,
}: Pick<Row<'yields'>, 'areaM2' | 'quantityKg' | 'volumeL' | 'harvestedOn' | 'recordedAt'>): string[] => [
  ...(harvestedOn === dayOf(recordedAt) ? ['harvested_on'] : []),
  ...(areaM2 === null ? ['area'] : []),
  ...(quantityKg === null && volumeL === null ? ['quantity'] : []),
]

/** What a quantity was told in (bao, gùi …), where the crop is sold by weight and nobody knows what one weighs; null: its weight is known, or of no use. */
export function unweighedUnit(
  row: Pick<Row<'yields'>, 'crop' | keyof Quantity>,
  { crops }: Pick<Program, 'crops'>,
): string | null {
  const isUnknown = row.quantityKg === null && row.unit !== null && isContainerName(row.unit)
  return isUnknown && crops.get(row.crop)?.soldBy === 'mass' ? row.unit : null
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

/** Whether it is told in pieces (con, quả, cây …), and not in sacks. */
const isPieces = (row: Quantity): row is Quantity & { count: number; unit: string } =>
  row.count !== null && row.unit !== null && !isContainerName(row.unit)

const ALL_WORDS = ['cả', 'tổng', 'tất cả', 'hết']

/** Whether a weight is said to be that of the whole harvest. */
export const saysAll = (text: string): boolean => ALL_WORDS.some((word) => findPhrase(text, word) !== null)

/** A yield's quantity as a text says it: sacks by their weight, animals by their number and weight. */
export function quantityText(row: Quantity): TextValue {
  const { quantityKg: kg, volumeL, count, unit } = row
  if (isPieces(row)) return { count: row.count, unit: row.unit, ...(kg === null ? {} : { kg }) }
  if (kg !== null) return { kg }
  if (volumeL !== null) return { l: volumeL }
  return count === null ? null : { count, unit: unit ?? '' }
}

/** m²; null: not told. */
export const areaOf = (slot: SlotValue | undefined): number | null => (slot?.type === 'area' ? slot.m2 : null)

/** The day of harvest, today where none was told. */
export const dayOfHarvest = (input: ActionInput): string => {
  const { harvested_on: day } = input.slots
  if (day?.type !== 'date') return dayOf(input.now)
  return 'date' in day ? day.date : day.to
}

/**
 * How much a report holds once it is corrected: a new weight leaves the number of animals as it was, a new number their weight. Sacks are what
 * a weight was reckoned from, and go with it, unless they had none so far.
 */
function corrected(row: Row<'yields'>, said: Quantity): Quantity {
  const isHeads = said.unit !== null && isHeadName(said.unit)
  if (isHeads && row.count === null && said.quantityKg === null) return { ...said, quantityKg: row.quantityKg }
  const isKept = isPieces(row) || row.quantityKg === null
  if (!isKept || said.volumeL !== null) return said
  if (said.count === null) return { ...said, count: row.count, unit: row.unit }
  return said.quantityKg === null && said.unit === row.unit ? { ...said, quantityKg: row.quantityKg } : said
}

/** The columns that what was said would set in the report it corrects. */
export function changesOf(input: ActionInput, row: Row<'yields'>): Partial<Row<'yields'>> {
  const { slots } = input
  const set: Partial<Row<'yields'>> = {}
  if (slots.crop?.type === 'crop') Object.assign(set, { crop: slots.crop.crop, form: slots.crop.form ?? null })
  const isSameCrop = set.crop === undefined || set.crop === row.crop
  if (slots.quantity) Object.assign(set, isSameCrop ? corrected(row, quantityOf(slots)) : quantityOf(slots))
  if (slots.area) set.areaM2 = areaOf(slots.area)
  if (slots.harvested_on) set.harvestedOn = dayOfHarvest(input)
  return set
}

/** The report last kept from this phone, whoever's it is; undefined: there is none, or it was taken back. */
export async function keptReport(db: Db, { last }: ActionInput): Promise<Row<'yields'> | undefined> {
  const row = last?.kind === 'yield' ? await yieldById(db, last.id) : undefined
  return row?.withdrawnAt === null ? row : undefined
}

/**
 * The report this person's "sửa" reaches: their last of the crop it names, else the last from this phone, else their last from
 * another; each while it can be corrected. undefined: there is none, or it was taken back.
 */
export async function lastReport(db: Db, input: ActionInput): Promise<Row<'yields'> | undefined> {
  const { person, now } = input
  const { crop } = input.slots
  const recent = (row: Row<'yields'> | undefined) => (row && now - row.recordedAt <= CORRECT_MS ? row : undefined)
  const kept = await keptReport(db, input)
  const own = kept?.personId === person.id ? kept : undefined
  const named =
    crop?.type === 'crop' && crop.crop !== own?.crop ? await lastYieldOf(db, person.id, crop.crop) : undefined
  return recent(named) ?? own ?? recent(await lastYield(db, person.id))
}
