import type { ImportContext, Importer, ImportPlan } from '../farm/import/import.ts'
import { importPeople } from '../farm/import/people.ts'
import { importPrices } from '../farm/import/prices.ts'
import type { Table } from './table-file.ts'
import { nameColumns } from './table-rows.ts'

/** What a table of one kind asks to be written, or all that is wrong with it; a problem's column is named as in the file. */
export type TableImport = (table: Table, context: ImportContext) => Promise<ImportPlan>

/** Every kind of table that can be imported. */
export const IMPORTERS: Readonly<Record<string, TableImport>> = {
  people: byColumns(importPeople),
  prices: byColumns(importPrices),
}

function byColumns(importer: Importer): TableImport {
  return async (table, context) => {
    const named = nameColumns(table, importer)
    if (named.type === 'refused') return named
    const plan = await importer.plan(named.rows, context)
    if (plan.type === 'planned') return plan
    const header = (column: string | null) => (column === null ? null : (named.headerOf[column] ?? column))
    return { ...plan, problems: plan.problems.map((problem) => ({ ...problem, column: header(problem.column) })) }
  }
}
