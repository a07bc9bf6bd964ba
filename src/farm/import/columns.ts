import { fold } from '../../language/fold.ts'
import type { ImportProblem } from './problems.ts'

/** Every way of naming a column, by its outside name; accents and capitals do not matter. */
export type ColumnNames = Readonly<Record<string, readonly string[]>>

/** Columns people keep for themselves. */
const IGNORED = ['stt', 'tt', 'ghi chú', 'note', 'notes', 'no']

export interface Cells {
  /** As the spreadsheet counts. */
  row: number
  /** A cell's text, trimmed; empty where the column or the cell is. */
  cell(column: string): string
  /** A column's header as it stands in the file. */
  header(column: string): string
}

/**
 * Rows of a file by the outside names of their columns, blank rows left out.
 * @param required outside names that must be there
 */
export function cellsOf(
  rows: readonly Readonly<Record<string, string>>[],
  names: ColumnNames,
  required: readonly string[],
): { cells: Cells[]; problems: ImportProblem[] } {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const byName = new Map<string, string>()
  const problems: ImportProblem[] = []
  for (const header of headers) {
    const name = nameOf(header, names)
    if (name && !byName.has(name)) byName.set(name, header)
    else if (name) problems.push(twice(header, name))
    else if (!isOneOf(header, IGNORED) && header.trim() !== '') problems.push(unknown(header, names))
  }
  for (const name of required) if (rows.length > 0 && !byName.has(name)) problems.push(missing(name, names))
  const header = (name: string) => byName.get(name) ?? name
  const cells = rows.map((row, index) => ({
    row: index + 2,
    header,
    cell: (name: string) => (row[header(name)] ?? '').normalize('NFC').trim(),
    isBlank: Object.values(row).every((value) => value.trim() === ''),
  }))
  return { cells: cells.filter(({ isBlank }) => !isBlank), problems }
}

/** `Giá (đ/kg)` is `gia`: what stands in brackets explains, it does not name. */
const plain = (header: string): string =>
  fold(header.replace(/\(.*?\)/g, ' ').replaceAll('_', ' '))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const isOneOf = (header: string, names: readonly string[]): boolean =>
  names.some((name) => plain(name) === plain(header))

const nameOf = (header: string, names: ColumnNames): string | undefined =>
  Object.keys(names).find((name) => isOneOf(header, [name, ...(names[name] ?? [])]))

const unknown = (column: string, names: ColumnNames): ImportProblem => ({
  row: 1,
  column,
  message: {
    vi: `không có cột tên này; các cột là: ${Object.values(names)
      .map(([first]) => first)
      .join(', ')}`,
    en: `there is no such column; the columns are: ${Object.keys(names).join(', ')}`,
  },
})

const twice = (column: string, name: string): ImportProblem => ({
  row: 1,
  column,
  message: { vi: 'cột này có hai lần', en: `the column ${name} stands twice` },
})

const missing = (name: string, names: ColumnNames): ImportProblem => ({
  row: 1,
  column: name,
  message: { vi: `thiếu cột "${names[name]?.[0] ?? name}"`, en: `the column "${name}" is missing` },
})
