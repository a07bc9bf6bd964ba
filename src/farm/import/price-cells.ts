import { localTime } from '../../conversation/calendar.ts'
import type { Program } from '../../conversation/types.ts'
import { readFacts } from '../../language/facts.ts'
import { fold } from '../../language/fold.ts'
import type { Crop, CropReading, Day, FactType, ReadingContext, Readings } from '../../language/types.ts'

/** What stands in one cell of a price file. Each gives the value, or null where it can't be read for sure. */

export interface CellContext {
  now: number
  program: Pick<Program, 'crops' | 'places'>
}

const readingContext = ({ now, program }: CellContext, expect: FactType, crop?: string): ReadingContext => ({
  now: localTime(now),
  crops: program.crops,
  places: program.places,
  // No column of a price file tells an area.
  saoM2: 360,
  tense: 'past',
  expect: [expect],
  ...(crop ? { crop } : {}),
})

/** The one reading of a whole cell; null: none, several, or words beside it. */
function only<T extends FactType>(text: string, type: T, context: CellContext, crop?: string): Readings[T] | null {
  const { facts, rest } = readFacts(text, [type], readingContext(context, type, crop))
  const [fact, another] = facts
  if (!fact || another || fact.type !== type || fact.readings.length > 1 || rest.trim() !== '') return null
  // The readings of a fact are those of its type; the compiler can't follow that through the union.
  return fact.readings[0] as Readings[T]
}

/** By key (`ginger`) or as farmers write it (`gừng trâu tươi`). */
export function cropCell(text: string, context: CellContext): CropReading | null {
  const key = text.toLowerCase()
  return context.program.crops.has(key) ? { crop: key } : only(text, 'crop', context)
}

/** A form of the crop by key (`fresh`), word (`tươi`) or full name; null: it has none such. */
export function formCell(text: string, crop: Crop): string | null {
  const wanted = fold(text)
  const form = Object.entries(crop.forms).find(([key, { name, words }]) =>
    [key, ...words, ...Object.values(name)].some((one) => fold(one) === wanted),
  )
  return form?.[0] ?? null
}

/** By code, its leading zero perhaps eaten by the spreadsheet (`2725`), or by name. */
export function placeCell(text: string, context: CellContext): string | null {
  const { places } = context.program
  if (/^\d{4,5}$/.test(text)) return places.has(text.padStart(5, '0')) ? text.padStart(5, '0') : null
  return only(text, 'place', context)?.place ?? null
}

/** `22/11/2026`, `22-11-2026`, `2026-11-22`, with a time behind it or not. Day first, as Vietnam writes. */
export function dayCell(text: string): Day | null {
  const [, date, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s.*)?$/.exec(text) ?? []
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T\s].*)?$/.exec(text)?.[1]
  const day = iso ?? (date && month && year ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : null)
  if (!day) return null
  const parsed = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === day ? day : null
}

/**
 * Whole đồng: `15000`, `15.000`, `15,000 đ`, `15000.0` as spreadsheets write a number; or with its scale, `15k`, `1tr5`.
 * Null for what has two readings: `15.5`.
 */
export function vndCell(text: string, context: CellContext): number | null {
  const figure = text.replace(/\s*(đồng|đ|vnđ|vnd|₫)\s*$/iu, '').replaceAll(' ', '')
  if (/^\d+$/.test(figure)) return positive(Number(figure))
  if (/^\d{1,3}(\.\d{3})+$|^\d{1,3}(,\d{3})+$/.test(figure)) return positive(Number(figure.replace(/[.,]/g, '')))
  if (/^\d{4,}[.,]0+$/.test(figure)) return positive(Number.parseInt(figure, 10))
  if (!/\p{L}/u.test(figure)) return null
  const money = only(text, 'money', context)
  return money && money.per === undefined && money.min === undefined ? positive(Math.round(money.vnd)) : null
}

const positive = (figure: number): number | null => (figure > 0 && Number.isSafeInteger(figure) ? figure : null)

/** A price for one `unit` (`kg`, `đ/kg`, `tạ`) as one for its base unit: 1,500,000 a tạ is 15,000 a kg. */
export function perBaseUnit(vnd: number, unit: string, context: CellContext): { vnd: number; unit: string } | null {
  const name = unit.replace(/^.*\//u, '').trim()
  const money = only(`${vnd} đ/${name}`, 'money', context)
  return money?.per === undefined ? null : { vnd: Math.round(money.vnd), unit: money.per }
}
