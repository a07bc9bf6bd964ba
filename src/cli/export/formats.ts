import writeExcelFile, { type SheetData } from 'write-excel-file/node'
import { localTime } from '../../conversation/calendar.ts'
import type { ExportRow, Value } from './columns.ts'

/** How rows are written. `header` first, then `row` for each, then `end`; each gives the next piece of the file. */
export interface TextFormat {
  header(columns: readonly string[]): string
  row(row: ExportRow, columns: readonly string[], index: number): string
  end(count: number): string
}

/** An instant as Vietnam's clock shows it, ISO 8601 with its offset. */
export function isoOf(at: number): string {
  const { day, minutes } = localTime(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const { seconds, ms } = { seconds: Math.floor(at / 1000) % 60, ms: at % 1000 }
  return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds)}.${String(ms).padStart(3, '0')}+07:00`
}

/** The same to the second, for people to read. */
export const secondsOf = (at: number): string => isoOf(at).replace(/\.\d+/, '')

const plainOf = (value: Value | undefined): string | number | null => {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null
  return 'day' in value ? value.day : isoOf(value.at)
}

/** A JSON array of objects, one a line. */
export const json: TextFormat = {
  header: () => '[',
  row: (row, columns, index) =>
    `${index === 0 ? '\n' : ',\n'}${JSON.stringify(Object.fromEntries(columns.map((name) => [name, plainOf(row[name])])))}`,
  end: (count) => (count === 0 ? ']\n' : '\n]\n'),
}

/** RFC 4180, with a byte order mark: without it Excel takes the accents apart. */
export const csv: TextFormat = {
  header: (columns) => `\uFEFF${columns.join(',')}\r\n`,
  row: (row, columns) => `${columns.map((name) => csvCell(plainOf(row[name]))).join(',')}\r\n`,
  end: () => '',
}

/**
 * A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection). A phone number keeps its
 * plus: digits alone calculate nothing.
 */
function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const isFormula = /^[=+\-@\t\r]/.test(value) && !/^\+\d+$/.test(value)
  const safe = isFormula ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A workbook of one sheet, as bytes; texts are cells of type text, so nothing in them is calculated. All rows are in memory at once. */
export function xlsx(rows: readonly ExportRow[], columns: readonly string[], sheet: string): Promise<Buffer> {
  const header = columns.map((value) => ({ value, type: String, fontWeight: 'bold' as const }))
  const data: SheetData = [header, ...rows.map((row) => columns.map((name) => xlsxCell(row[name])))]
  const widths = columns.map((name) => ({ width: Math.max(12, name.length + 2) }))
  return writeExcelFile(data, { sheet, columns: widths, stickyRowsCount: 1 }).toBuffer()
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Dates are written as the wall clock in Vietnam shows them: a spreadsheet knows no zones. */
function xlsxCell(value: Value | undefined) {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return { value, type: Number }
  if (typeof value === 'string') return { value, type: String }
  if ('day' in value) return { value: new Date(Date.parse(value.day)), type: Date, format: 'dd/mm/yyyy' }
  const { day, minutes } = localTime(value.at)
  const clock = new Date(Date.parse(day) + (minutes / (24 * 60)) * DAY_MS)
  return { value: clock, type: Date, format: 'dd/mm/yyyy hh:mm' }
}
