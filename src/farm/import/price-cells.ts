import { readFacts } from '../../language/facts.ts'
import { fold } from '../../language/text/fold.ts'
import type { Crop, CropReading, FactType, Readings } from '../../language/types.ts'
import { baseUnit } from '../prices/kinds.ts'
import { readingContext, textOf } from './cells.ts'
import type { Cell, ImportContext } from './import.ts'

/** What stands in one cell of a price file. Each gives the value, or null where it can't be read for sure. */

type CellContext = Pick<ImportContext, 'program' | 'now'>

/** The one reading of a whole cell; null: none, several, or words beside it. */
function only<T extends FactType>(
  text: string,
  type: T,
  { program, now }: CellContext,
  crop?: string,
): Readings[T] | null {
  const context = { ...readingContext(program, now), ...(crop === undefined ? {} : { crop }) }
  const { facts, rest } = readFacts(text, [type], { ...context, expect: [type] })
  const [fact, another] = facts
  if (!fact || another || fact.type !== type || fact.readings.length > 1 || rest.trim() !== '') return null
  // The readings of a fact are those of its type; the compiler can't follow that through the union.
  return fact.readings[0] as Readings[T]
}

/** By key (`ginger`) or as farmers write it (`gừng trâu tươi`). */
export function cropIn(cell: Cell, context: CellContext): CropReading | null {
  const key = textOf(cell).toLowerCase()
  return context.program.crops.has(key) ? { crop: key } : only(textOf(cell), 'crop', context)
}

/** A form of the crop by key (`fresh`), word (`tươi`) or full name; null: it has none such. */
export function formIn(cell: Cell, crop: Crop): string | null {
  const wanted = fold(textOf(cell))
  const form = Object.entries(crop.forms).find(([key, { name, words }]) =>
    [key, ...words, ...Object.values(name)].some((one) => fold(one) === wanted),
  )
  return form?.[0] ?? null
}

/**
 * Whole đồng: a number cell, `15000`, `15.000`, `15,000 đ`; or with its scale, `15k`, `1tr5`. Null for what has two
 * readings (`15.5`) and for what is no amount above zero.
 */
export function vndIn(cell: Cell, context: CellContext): number | null {
  if (typeof cell === 'number') return positive(cell)
  const text = textOf(cell)
  const figure = text.replace(/\s*(đồng|đ|vnđ|vnd|₫)\s*$/iu, '').replaceAll(' ', '')
  if (/^\d+$/.test(figure)) return positive(Number(figure))
  if (/^\d{1,3}(\.\d{3})+$|^\d{1,3}(,\d{3})+$/.test(figure)) return positive(Number(figure.replace(/[.,]/g, '')))
  if (!/\p{L}/u.test(figure)) return null
  const money = only(text, 'money', context)
  return money && money.per === undefined && money.min === undefined && money.about === undefined
    ? positive(money.vnd)
    : null
}

const positive = (figure: number): number | null => (figure > 0 && Number.isSafeInteger(figure) ? figure : null)

/**
 * A price for one `unit` (`kg`, `đ/kg`, `tạ`) as one for the crop's base unit: 1,500,000 a tạ is 15,000 a kg. Null for a
 * unit that is none, and for one the crop is not sold by.
 */
export function perBaseUnit(
  vnd: number,
  unit: Cell,
  crop: Crop,
  context: CellContext,
): { vnd: number; unit: string } | null {
  const name = textOf(unit).replace(/^.*\//u, '').trim()
  const base = baseUnit(crop)
  if (fold(name) === fold(base)) return { vnd, unit: base }
  const money = only(`${vnd} đ/${name}`, 'money', context, crop.key)
  return money?.per === undefined ? null : { vnd: Math.round(money.vnd), unit: money.per }
}

/** What to write as the unit of a crop's price: for the person whose unit was not understood. */
export function knownUnits(crop: Crop): string {
  const base = baseUnit(crop)
  if (crop.soldBy === 'volume') return 'lít, ml, kg'
  const masses = 'kg, lạng, yến, tạ, tấn'
  return crop.soldBy === 'mass' ? masses : `${base}, chục, ${masses}`
}
