import type { Importer, ImportProblem, ImportRow } from '../farm/import/import.ts'
import { fold } from '../language/text/fold.ts'
import type { Table } from './table-file.ts'

export type RowsResult =
  /** `headerOf`: how a column is called in this file. */
  | { type: 'rows'; rows: ImportRow[]; headerOf: Readonly<Record<string, string>> }
  /** Every problem of the headers and of the table's form. */
  | { type: 'refused'; problems: ImportProblem[] }

/** Columns people keep for themselves, and one of our own export of prices: whoever imports them enters them anew. */
const IGNORED = ['stt', 'tt', 'ghi chú', 'note', 'notes', 'no', 'entered_by']

/** `Họ tên (chủ hộ)` is `ho ten`: what stands in brackets explains, it does not name. */
const plain = (header: string): string =>
  fold(header.replace(/\(.*?\)/g, ' ').replace(/[_-]/g, ' '))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const isIgnored = (header: string): boolean => IGNORED.some((each) => plain(each) === plain(header))

/** Names a table's columns by its headers. */
export function nameColumns(table: Table, { columns, required }: Importer): RowsResult {
  const { headers, rows } = table
  const known = new Map<string, string>()
  for (const [name, others] of Object.entries(columns))
    for (const header of [name, ...others]) known.set(plain(header), name)
  const names = headers.map((header) => (header === null ? undefined : known.get(plain(header))))
  const problems = [
    ...headerProblems(headers, names, columns),
    ...required.filter((name) => !names.includes(name)).map((name) => missing(name, columns[name]?.[0])),
    ...strayCells(table),
  ]
  if (problems.length > 0) return { type: 'refused', problems }
  const headerOf: Record<string, string> = {}
  for (const [index, name] of names.entries()) if (name) headerOf[name] = headers[index] ?? name
  const named = rows.map(({ line, cells }) => {
    const row: Record<string, NonNullable<(typeof cells)[number]>> = {}
    for (const [index, cell] of cells.entries()) {
      const name = names[index]
      if (name && cell !== null) row[name] = cell
    }
    return { line, cells: row }
  })
  return { type: 'rows', rows: named, headerOf }
}

const problem = (line: number, vi: string, en: string): ImportProblem => ({ line, column: null, vi, en })

const missing = (name: string, header: string | undefined): ImportProblem =>
  problem(1, `thiếu cột "${name}"${header ? ` (hoặc "${header}")` : ''}`, `the column "${name}" is missing`)

function headerProblems(
  headers: Table['headers'],
  names: (string | undefined)[],
  columns: Importer['columns'],
): ImportProblem[] {
  const list = Object.entries(columns)
    .map(([name, [other]]) => (other === undefined ? name : `${name} (${other})`))
    .join(', ')
  return headers.flatMap((header, index) => {
    const name = names[index]
    if (header === null || (!name && isIgnored(header))) return []
    if (!name) {
      const vi = `không biết cột "${header}"; các cột được nhận: ${list}`
      return [problem(1, vi, `the column "${header}" is not known; these are: ${list}`)]
    }
    const first = names.indexOf(name)
    if (first === index) return []
    const vi = `cột "${header}" trùng với cột "${headers[first]}"`
    return [problem(1, vi, `the column "${header}" is the same as "${headers[first]}"`)]
  })
}

/** Cells under no header: a separator too many, or a column whose name was forgotten. */
function strayCells({ headers, rows }: Table): ImportProblem[] {
  for (const { line, cells } of rows) {
    const at = cells.findIndex((cell, index) => cell !== null && (headers[index] ?? null) === null)
    if (at < 0) continue
    const vi = `ô thứ ${at + 1} không nằm dưới tên cột nào`
    return [problem(line, vi, `cell ${at + 1} stands under no column name`)]
  }
  return []
}
