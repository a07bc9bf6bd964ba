import { readFileSync } from 'node:fs'
import type { ImportContext, ImportPlan } from '../farm/import/import.ts'
import { seedInstallation } from '../seed.ts'
import { currentRevision } from '../store/queries/revisions.ts'
import type { Store } from '../store/store.ts'
import type { Write } from '../store/writes.ts'
import type { CommandIo, Run } from './commands.ts'
import { IMPORTERS, type TableImport } from './importers.ts'
import { CommandError, inLanguage, type Message, readArgs } from './io.ts'
import { type Installation, publishedProgram, smsChannel, withInstallation } from './open.ts'
import { readTable, type Table } from './table-file.ts'

/** Rows of the file in one commit: what belongs to a row is never cut apart. */
const SLICE_ROWS = 500
/** How often the file is planned anew when somebody else wrote in between. */
const MAX_TRIES = 3
/** More problems than these help nobody. */
const MAX_TOLD = 50

const USAGE = {
  line: `import ${Object.keys(IMPORTERS).join('|')} <file.csv|.xlsx> [--dry-run] [--accept-outliers]`,
  about:
    'Takes a table by its header names. All rows are checked before anything is written: one that is wrong refuses the file.\n' +
    'Up to 500 rows are one commit. A longer file goes in slices of 500 rows; where it was interrupted, import the same file\n' +
    'again: what is there already is left as it is, the rest is added. --dry-run only says what would be done.\n' +
    'A new database is first given the scripts and tips that come with the program, as "mua seed" does; a dry run makes none.\n' +
    '--accept-outliers takes prices far from the last ones: someone has looked at them.',
  options: {
    'dry-run': { type: 'boolean', default: false },
    'accept-outliers': { type: 'boolean', default: false },
  },
  positionals: [2, 2],
} as const

/** Takes prices, people, trainings or tips from a table: the whole file or nothing. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const [kind = '', file = ''] = args.positionals
  const { 'dry-run': isDryRun, 'accept-outliers': allowOutliers } = args.values
  const importer = Object.hasOwn(IMPORTERS, kind) ? IMPORTERS[kind] : undefined
  if (!importer) {
    io.writeError(`"${kind}" can not be imported, only: ${Object.keys(IMPORTERS).join(', ')}.\n`)
    return 2
  }
  const table = await readFile(io, file)
  if (!table) return 1
  return withInstallation(
    io,
    async (installation) => {
      const { store, config, clock, newId } = installation
      if (!isDryRun) await seedIfNew(io, installation)
      const program = await publishedProgram(installation)
      const { db, keys } = store
      const context: ImportContext = { db, keys, program, now: clock(), newId, channel: smsChannel(config) }
      return importTable(io, { store, importer, context, isDryRun, allowOutliers, table, file })
    },
    { mustExist: isDryRun },
  )
}

/** A table may be the first thing a new installation gets. */
async function seedIfNew(io: CommandIo, { store, config, clock, newId }: Installation): Promise<void> {
  if (await currentRevision(store.db)) return
  await seedInstallation({ store, isDemo: config.isDemo, now: clock(), newId })
  const vi = `Cơ sở dữ liệu ${config.databaseFile} còn mới: đã đưa vào kịch bản và mẹo đi kèm.`
  const en = `The database ${config.databaseFile} is new: the scripts and tips that come with the program were taken in.`
  io.write(`${inLanguage(io, { vi, en })}\n`)
}

/** Null: refused, and told why. */
async function readFile(io: CommandIo, file: string): Promise<Table | null> {
  const result = await readTable(file, readBytes(file))
  if (result.type === 'table') return result.table
  io.writeError(`${file}: ${inLanguage(io, result.reason)}.\n`)
  return null
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new CommandError(`The file ${file} can not be read.`, { cause })
  }
}

interface Job {
  store: Store
  importer: TableImport
  allowOutliers: boolean
  table: Table
  context: ImportContext
  isDryRun: boolean
  file: string
}

async function importTable(io: CommandIo, job: Job): Promise<number> {
  for (let tries = 1; ; tries++) {
    const plan = await job.importer(job.table, job.context, job)
    if (plan.type === 'refused') return tellProblems(io, job, plan.problems)
    if (job.isDryRun) return tellDone(io, job, plan)
    const outcome = await commitSlices(job.store, plan.writes)
    if (outcome.type === 'done') return tellDone(io, job, plan)
    if (outcome.type === 'changed' && tries < MAX_TRIES) continue
    const reason = outcome.type === 'changed' ? 'others are writing at the same time' : outcome.reason
    io.writeError(
      `${inLanguage(io, {
        vi: `Chưa nhập xong: cơ sở dữ liệu không ghi được (${reason}). ${outcome.rows} dòng đầu đã ghi; nhập lại chính tệp này để ghi nốt, không bị ghi hai lần.`,
        en: `Not finished: the database could not be written (${reason}). The first ${outcome.rows} rows are in; import the same file again for the rest, nothing comes twice.`,
      })}\n`,
    )
    return 1
  }
}

type Outcome =
  | { type: 'done' }
  /** Something the plan rested on is no longer so. */
  | { type: 'changed'; rows: number }
  | { type: 'unavailable'; reason: string; rows: number }

async function commitSlices(store: Store, rows: readonly Write[][]): Promise<Outcome> {
  for (let from = 0; from < rows.length; from += SLICE_ROWS) {
    const writes = rows.slice(from, from + SLICE_ROWS).flat()
    if (writes.length === 0) continue
    const result = await store.commit({ writes })
    if (result.type === 'committed') continue
    return result.type === 'unavailable'
      ? { type: 'unavailable', reason: result.reason, rows: from }
      : { type: 'changed', rows: from }
  }
  return { type: 'done' }
}

/** Ended by a full stop, but where it asks already. */
const sentence = (text: string): string => (text.endsWith('?') ? text : `${text}.`)

function tellProblems(
  io: CommandIo,
  { file }: Job,
  problems: Extract<ImportPlan, { type: 'refused' }>['problems'],
): number {
  for (const problem of problems.slice(0, MAX_TOLD)) {
    const column = problem.column === null ? '' : `${problem.column}: `
    io.writeError(`${file}:${problem.line}: ${column}${sentence(inLanguage(io, problem))}\n`)
  }
  const more = problems.length - MAX_TOLD
  const rest: Message | null = more > 0 ? { vi: `… và ${more} lỗi nữa. `, en: `… and ${more} more. ` } : null
  const end = { vi: 'Chưa nhập dòng nào.', en: 'Nothing was imported.' }
  io.writeError(`${rest ? inLanguage(io, rest) : ''}${inLanguage(io, end)}\n`)
  return 1
}

function tellDone(
  io: CommandIo,
  { file, isDryRun }: Job,
  { changed, same, notes }: Extract<ImportPlan, { type: 'planned' }>,
): number {
  for (const note of notes) io.write(`${file}:${note.line}: ${sentence(inLanguage(io, note))}\n`)
  io.write(
    `${inLanguage(io, {
      vi: `${isDryRun ? 'Sẽ nhập' : 'Đã nhập'} ${changed} dòng; ${same} dòng không có gì mới.`,
      en: `${changed} rows ${isDryRun ? 'would be' : 'were'} imported; ${same} had nothing new.`,
    })}\n`,
  )
  return 0
}
