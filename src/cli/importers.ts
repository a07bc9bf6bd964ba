import type { Cell, ImportContext, Importer, ImportNote, ImportPlan, ImportProblem } from '../farm/import/import.ts'
import { importPeople } from '../farm/import/people.ts'
import { importPrices } from '../farm/import/prices.ts'
import { importTips } from '../farm/import/tips.ts'
import { importTrainings } from '../farm/import/trainings.ts'
import type { Write } from '../store/writes.ts'
import type { Table } from './table-file.ts'
import { nameColumns, tableProblems } from './table-rows.ts'

/** What a table asks to be written, each list whole in one commit; or all that is wrong with it, columns named as in the file. */
export type TablePlan =
  | { type: 'planned'; writes: Write[][]; changed: number; same: number; notes: ImportNote[] }
  | Extract<ImportPlan, { type: 'refused' }>

interface ImportOptions {
  /** Prices far from the last ones are taken: someone has looked. */
  allowOutliers: boolean
}

export type TableImport = (table: Table, context: ImportContext, options: ImportOptions) => Promise<TablePlan>

/** Every kind of table that can be imported. */
export const IMPORTERS: Readonly<Record<string, TableImport>> = {
  prices: pricesOf,
  people: byColumns(importPeople),
  trainings: byColumns(importTrainings),
  tips: byColumns(importTips),
}

function byColumns(importer: Importer): TableImport {
  return async (table, context) => {
    const named = nameColumns(table, importer)
    if (named.type === 'refused') return named
    const plan = await importer.plan(named.rows, context)
    if (plan.type === 'planned') {
      const changed = plan.writes.filter((writes) => writes.length > 0).length
      return { ...plan, changed, same: named.rows.length - changed }
    }
    const header = (column: string | null) => (column === null ? null : (named.headerOf[column] ?? column))
    return { ...plan, problems: plan.problems.map((problem) => ({ ...problem, column: header(problem.column) })) }
  }
}

/** A column of our own export that tells who entered a price: whoever imports it enters it anew. */
const EXPORT_ONLY = 'entered_by'

/** Prices name their columns themselves, and read every cell as it would be typed. */
async function pricesOf(table: Table, context: ImportContext, { allowOutliers }: ImportOptions): Promise<TablePlan> {
  const problems = tableProblems(table)
  if (problems.length > 0) return { type: 'refused', problems }
  const headers = table.headers.map((header) => (header === EXPORT_ONLY ? null : header))
  const rows = table.rows.map(({ cells }) =>
    Object.fromEntries(headers.map((header, index) => [header ?? '', typed(cells[index] ?? null)])),
  )
  const result = await importPrices(rows, { ...context, enteredBy: null, allowOutliers })
  if (result.type === 'read') {
    const writes = result.writes.map((write) => [write])
    return { type: 'planned', writes, changed: result.prices, same: result.skipped, notes: [] }
  }
  // It counts rows without the blank lines of the file.
  const lineOf = (row: number) => table.rows[row - 2]?.line ?? row
  const told = result.problems.map(
    ({ row, column, message }): ImportProblem => ({ line: lineOf(row), column, ...message }),
  )
  return { type: 'refused', problems: told }
}

function typed(cell: Cell | null): string {
  if (cell === null) return ''
  return typeof cell === 'object' ? cell.day : String(cell)
}
