import { fold } from '../../language/fold.ts'

/** One row of a table staff import: its number as the spreadsheet shows it, its cells by the header written over them. */
export interface SheetRow {
  row: number
  cells: Readonly<Record<string, string>>
}

/** What is wrong with a table, for the person who made it. `row` 1 is the header. */
export interface ImportProblem {
  row: number
  column: string
  vi: string
  en: string
}

/** A table is taken as a whole, or refused as a whole. */
export type Refused = { type: 'refused'; problems: ImportProblem[] }

/** Columns by their own name: every other header they are known by, accents and capitals apart. */
export type Columns<C extends string> = Readonly<Record<C, { also: readonly string[]; required?: true }>>

export type Read<C extends string> = { row: number; cells: Readonly<Record<C, string>> }

/** The rows under the names the program knows; a missing cell is ''. Refused where a column that must be there is not. Unknown columns are left alone. */
export function readSheet<C extends string>(
  rows: readonly SheetRow[],
  columns: Columns<C>,
): { type: 'read'; rows: Read<C>[] } | Refused {
  const names = Object.keys(columns) as C[]
  const headers = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))]
  const headerOf = (name: C): string | undefined => headers.find((header) => isHeader(header, name, columns[name].also))
  const problems = names
    .filter((name) => columns[name].required && headerOf(name) === undefined)
    .map((name) => ({
      row: 1,
      column: name,
      vi: `thiếu cột "${columns[name].also[0] ?? name}"`,
      en: `the column "${name}" is missing`,
    }))
  if (problems.length > 0) return { type: 'refused', problems }
  const found = names.map((name) => [name, headerOf(name)] as const)
  const cellsOf = ({ cells }: SheetRow) =>
    Object.fromEntries(found.map(([name, header]) => [name, clean(header && cells[header])])) as Record<C, string>
  return { type: 'read', rows: rows.map((each) => ({ row: each.row, cells: cellsOf(each) })).filter(hasAny) }
}

const clean = (cell: string | undefined): string => (cell ?? '').normalize('NFC').replace(/\s+/g, ' ').trim()

/** Spreadsheets end in empty rows. */
const hasAny = ({ cells }: { cells: Readonly<Record<string, string>> }): boolean =>
  Object.values(cells).some((cell) => cell !== '')

const isHeader = (header: string, name: string, also: readonly string[]): boolean =>
  [name, ...also].some((each) => plain(each) === plain(header))

const plain = (text: string): string =>
  fold(text)
    .replace(/[_\s-]+/g, ' ')
    .trim()
