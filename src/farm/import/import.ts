import type { Program } from '../../conversation/types.ts'
import type { Day } from '../../language/types.ts'
import type { Db, Store } from '../../store/store.ts'
import type { Write } from '../../store/writes.ts'

/** What every import of a table has in common: rows in, writes or problems out. Nothing here touches a file. */

/** A cell as it was typed; a date cell of a spreadsheet as its wall clock shows it (`minutes` null: a day alone). */
export type Cell = string | number | { day: Day; minutes: number | null }

export interface ImportRow {
  /** Line or row of the file, from 1 (the header). */
  line: number
  /** By the column's own name; an empty cell is not there. Texts are NFC, trimmed and never empty. */
  cells: Readonly<Record<string, Cell>>
}

/** Why a file is not taken, for the person who made it. */
export interface ImportProblem {
  line: number
  /** The column's own name; null: the row as a whole. */
  column: string | null
  vi: string
  en: string
}

/** Told beside what is done, and refuses nothing. */
export interface ImportNote {
  line: number
  vi: string
  en: string
}

export type ImportPlan =
  | {
      type: 'planned'
      /** What belongs together, in order; a second import of the same rows writes nothing. */
      writes: Write[][]
      /** Rows that change something, and rows that are there already. */
      changed: number
      same: number
      notes: ImportNote[]
      /** What it does, in its own words, where rows are not what is changed. */
      told?: { vi: string; en: string }
    }
  | { type: 'refused'; problems: ImportProblem[] }

export interface ImportContext {
  db: Db
  keys: Store['keys']
  /** For its crops, places and languages. */
  program: Program
  now: number
  newId(): string
  /** The channel that reaches a phone number which has never written. */
  channel: string
}

/** One kind of table. */
export interface Importer {
  /** The column's own name → other headers it goes by; compared without accents, case and punctuation. */
  columns: Readonly<Record<string, readonly string[]>>
  /** Columns that must be there. */
  required: readonly string[]
  /** Reads what is stored, writes nothing. All rows are looked at: every problem is told at once. */
  plan(rows: readonly ImportRow[], context: ImportContext): Promise<ImportPlan>
}
