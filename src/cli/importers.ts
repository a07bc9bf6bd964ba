import { doNotCallImporter } from '../farm/import/do-not-call.ts'
import type { ImportContext, Importer, ImportPlan } from '../farm/import/import.ts'
import { importPeople } from '../farm/import/people.ts'
import { pricesImporter } from '../farm/import/prices.ts'
import { importTips } from '../farm/import/tips.ts'
import { importTrainings } from '../farm/import/trainings.ts'
import type { Table } from './table-file.ts'
import { nameColumns } from './table-rows.ts'

interface ImportOptions {
  /** Prices far from the last ones are taken: someone has looked. Default: no. */
  allowOutliers?: boolean
  /** Of a Do-Not-Call list: its name. */
  list?: string
  /** It may take many numbers off that list: someone has looked. Default: no. */
  allowRemovals?: boolean
}

/** What a table of one kind asks to be written, or all that is wrong with it; a problem's column is named as in the file. */
export type TableImport = (table: Table, context: ImportContext, options?: ImportOptions) => Promise<ImportPlan>

/** Every kind of table that can be imported. */
export const IMPORTERS: Readonly<Record<string, TableImport>> = {
  prices: (table, context, options) => planTable(pricesImporter(options), table, context),
  people: (table, context) => planTable(importPeople, table, context),
  trainings: (table, context) => planTable(importTrainings, table, context),
  tips: (table, context) => planTable(importTips, table, context),
  dnc: (table, context, options) => planTable(doNotCallImporter(options?.list, options?.allowRemovals), table, context),
}

async function planTable(importer: Importer, table: Table, context: ImportContext): Promise<ImportPlan> {
  const named = nameColumns(table, importer)
  if (named.type === 'refused') return named
  const plan = await importer.plan(named.rows, context)
  if (plan.type === 'planned') return plan
  const header = (column: string | null) => (column === null ? null : (named.headerOf[column] ?? column))
  return { ...plan, problems: plan.problems.map((problem) => ({ ...problem, column: header(problem.column) })) }
}
