import { dayOf, instantOf } from '../../conversation/calendar.ts'
import { read } from '../../language/read.ts'
import { fold } from '../../language/text/fold.ts'
import type { Day, PlaceBook, ReadingContext } from '../../language/types.ts'
import type { Cell, ImportContext } from './import.ts'

/** A reading of a cell, or why there is none. */
export type CellReading<T> = { value: T } | { wrong: { vi: string; en: string } }

/** A cell as text: what was typed. */
export const textOf = (cell: Cell): string => (typeof cell === 'object' ? cell.day : String(cell))

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const VIETNAMESE = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/

/** A day: `2026-11-20`, `20/11/2026` (day first, as in Vietnam) or a date cell. A year is needed. */
export function dayIn(cell: Cell): CellReading<Day> {
  if (typeof cell === 'object') return { value: cell.day }
  const text = String(cell)
  const [, isoYear, isoMonth, isoDay] = ISO.exec(text) ?? []
  const [, day = isoDay, month = isoMonth, year = isoYear] = VIETNAMESE.exec(text) ?? []
  const value = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  const isDay = year !== undefined && dayOfText(value) === value
  if (isDay) return { value }
  return {
    wrong: {
      vi: `"${text}" không phải là ngày: viết như 20/11/2026 hoặc 2026-11-20`,
      en: `"${text}" is no day: write it like 20/11/2026 or 2026-11-20`,
    },
  }
}

/** The day a text stands for, if the calendar has it. */
function dayOfText(text: string): Day | null {
  const at = instantOf(text)
  return Number.isNaN(at) ? null : dayOf(at)
}

/** A commune by its code or name, with the province behind it where two bear that name. */
export function placeIn(cell: Cell, { program, now }: Pick<ImportContext, 'program' | 'now'>): CellReading<string> {
  const text = textOf(cell)
  // A sheet's number cell has lost the zero in front.
  const code = text.padStart(5, '0')
  if (/^\d{4,5}$/.test(text) && program.places.has(code)) return { value: code }
  const reading = read(text, 'place', readingContext(program, now))
  if (reading && 'place' in reading) return { value: reading.place }
  if (!reading) return { wrong: { vi: `không có xã nào tên "${text}"`, en: `there is no commune "${text}"` } }
  const all = reading.ask.map(({ place }) => nameOf(program.places, place)).join('; ')
  return {
    wrong: {
      vi: `"${text}" có thể là ${all}: ghi rõ tỉnh hoặc mã xã`,
      en: `"${text}" may be ${all}: add the province or give the code`,
    },
  }
}

const nameOf = (places: PlaceBook, code: string): string => {
  const place = places.get(code)
  return place ? `${place.name}, ${place.province} (${code})` : code
}

/** How a cell is read where a farmer's text would be. */
export const readingContext = ({ crops, places }: ImportContext['program'], now: number): ReadingContext => ({
  now: { day: dayOf(now), minutes: 0 },
  crops,
  places,
  saoM2: 360,
  tense: 'past',
})

/** One of a closed list, by its own name or any other it goes by. */
export function oneOfIn<T extends string>(cell: Cell, words: Readonly<Record<T, readonly string[]>>): CellReading<T> {
  const text = textOf(cell)
  const said = fold(text)
  for (const [value, others] of Object.entries(words) as [T, readonly string[]][])
    if (said === fold(value) || others.some((other) => fold(other) === said)) return { value }
  const list = Object.keys(words).join(', ')
  return { wrong: { vi: `"${text}" phải là một trong: ${list}`, en: `"${text}" must be one of: ${list}` } }
}
