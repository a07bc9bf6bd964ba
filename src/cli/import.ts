import { readFileSync } from 'node:fs'
import { nearest } from '../conversation/load/near.ts'
import { DEFAULT_LIST, LIST_NAME } from '../farm/import/do-not-call.ts'
import type { ImportContext, ImportPlan } from '../farm/import/import.ts'
import { seedInstallation } from '../seed.ts'
import { currentRevision } from '../store/queries/revisions.ts'
import type { Store } from '../store/store.ts'
import type { Write } from '../store/writes.ts'
import { defineCommand } from './command.ts'
import { IMPORTERS, type TableImport } from './importers.ts'
import { CommandError, type CommandIo, inLanguage, type Message, UsageError } from './io.ts'
import { type Installation, publishedProgram, smsChannel, withInstallation } from './open.ts'
import { readTable, type Table } from './table-file.ts'

/** Rows of the file in one commit: what belongs to a row is never cut apart. */
const SLICE_ROWS = 500
/** How often the file is planned anew when somebody else wrote in between. */
const MAX_TRIES = 3
/** More problems than these help nobody. */
const MAX_TOLD = 50
const KINDS = Object.keys(IMPORTERS).join('|')

/** Takes prices, people, trainings, tips or a Do-Not-Call list from a table: the whole file or nothing. */
export const command = defineCommand(
  {
    line: `import ${KINDS} <file.csv|.xlsx> [--dry-run] [--accept-outliers] [--list name] [--accept-removals]`,
    about: {
      vi:
        'Nhập một bảng theo tên cột. Soát hết mọi dòng rồi mới ghi: một dòng sai thì không nhận cả tệp. Mỗi lần ghi 500 dòng;\n' +
        'tệp dài bị ngắt giữa chừng thì nhập lại chính tệp đó: phần đã có để nguyên, phần còn lại được thêm.\n' +
        'Cơ sở dữ liệu còn mới được đưa kịch bản và mẹo đi kèm vào trước, như "mua seed".',
      en:
        'Takes a table by its header names. All rows are checked before anything is written: one that is wrong refuses the file.\n' +
        'Up to 500 rows are one commit. A longer file goes in slices of 500 rows; where it was interrupted, import the same file\n' +
        'again: what is there already is left as it is, the rest is added.\n' +
        'A new database is first given the scripts and tips that come with the program, as "mua seed" does.',
    },
    options: {
      'dry-run': {
        type: 'boolean',
        default: false,
        about: { vi: 'chỉ cho biết sẽ nhập gì, không ghi', en: 'only says what would be done' },
      },
      'accept-outliers': {
        type: 'boolean',
        default: false,
        about: {
          vi: 'nhận cả giá khác xa giá trước: đã có người xem lại',
          en: 'takes prices far from the last ones: someone has looked at them',
        },
      },
      list: {
        type: 'string',
        about: {
          vi: `tên danh sách không quảng cáo (dnc): tệp thay cả danh sách cũ cùng tên; không ghi là "${DEFAULT_LIST}"`,
          en: `name of the Do-Not-Call list (dnc): the file replaces the list of that name; default "${DEFAULT_LIST}"`,
        },
      },
      'accept-removals': {
        type: 'boolean',
        default: false,
        about: {
          vi: 'gỡ cả khi tệp dnc gỡ nhiều số: đã có người xem lại',
          en: 'takes off what a dnc file leaves out, however much: someone has looked at it',
        },
      },
    },
    positionals: [2, 2],
    example: 'mua import prices gia.xlsx --dry-run',
  },
  async (io, { values, positionals: [kind = '', file = ''] }) => {
    const { 'dry-run': isDryRun, 'accept-outliers': allowOutliers, 'accept-removals': allowRemovals } = values
    const importer = importerOf(kind)
    const list = listOf(kind, values.list)
    if (allowRemovals && kind !== 'dnc') throw new UsageError(REMOVALS_OF_DNC)
    const table = await readFile(file)
    return withInstallation(
      io,
      async (installation) => {
        const { store, config, clock, newId } = installation
        if (!isDryRun) await seedIfNew(io, installation)
        const program = await publishedProgram(installation)
        const { db, keys } = store
        const context: ImportContext = { db, keys, program, now: clock(), newId, channel: smsChannel(config) }
        return importTable(io, { store, importer, context, isDryRun, allowOutliers, allowRemovals, list, table, file })
      },
      { mustExist: isDryRun },
    )
  },
)

const REMOVALS_OF_DNC: Message = {
  vi: '--accept-removals chỉ dùng với "import dnc".',
  en: '--accept-removals goes with "import dnc" alone.',
}

function listOf(kind: string, name: string | undefined): string {
  if (name !== undefined && kind !== 'dnc')
    throw new UsageError({ vi: '--list chỉ dùng với "import dnc".', en: '--list goes with "import dnc" alone.' })
  const list = name ?? DEFAULT_LIST
  if (LIST_NAME.test(list)) return list
  throw new UsageError({
    vi: `--list ${list}: tên danh sách chỉ có chữ thường không dấu, chữ số, "-" và ".", ví dụ vncert.`,
    en: `--list ${list}: a list is named by small letters, digits, "-" and ".", for example vncert.`,
  })
}

function importerOf(kind: string): TableImport {
  const importer = Object.hasOwn(IMPORTERS, kind) ? IMPORTERS[kind] : undefined
  if (importer) return importer
  const names = Object.keys(IMPORTERS)
  throw new UsageError({
    vi: `Không nhập được "${kind}", chỉ nhập: ${names.join(', ')}${nearest(kind, names, '; có phải') || '.'}`,
    en: `"${kind}" can not be imported, only: ${names.join(', ')}${nearest(kind, names, '; did you mean') || '.'}`,
  })
}

/** A table may be the first thing a new installation gets. */
async function seedIfNew(io: CommandIo, { store, config, clock, newId }: Installation): Promise<void> {
  if (await currentRevision(store.db)) return
  await seedInstallation({ store, isDemo: config.isDemo, now: clock(), newId })
  const vi = `Cơ sở dữ liệu ${config.databaseFile} còn mới: đã đưa vào kịch bản và mẹo đi kèm.`
  const en = `The database ${config.databaseFile} is new: the scripts and tips that come with the program were taken in.`
  io.write(`${inLanguage(io, { vi, en })}\n`)
}

async function readFile(file: string): Promise<Table> {
  const result = await readTable(file, readBytes(file))
  if (result.type === 'table') return result.table
  const { vi, en } = result.reason
  throw new CommandError({ vi: `${file}: ${vi}.`, en: `${file}: ${en}.` })
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new CommandError({ vi: `Không đọc được tệp ${file}.`, en: `The file ${file} can not be read.` }, { cause })
  }
}

interface Job {
  store: Store
  importer: TableImport
  allowOutliers: boolean
  allowRemovals: boolean
  list: string
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
  { changed, same, notes, told }: Extract<ImportPlan, { type: 'planned' }>,
): number {
  for (const note of notes) io.write(`${file}:${note.line}: ${sentence(inLanguage(io, note))}\n`)
  io.write(
    `${inLanguage(io, {
      vi: `${isDryRun ? 'Sẽ nhập' : 'Đã nhập'} ${changed} dòng; ${same} dòng không có gì mới${told ? `: ${told.vi}` : ''}.`,
      en: `${changed} rows ${isDryRun ? 'would be' : 'were'} imported; ${same} had nothing new${told ? `: ${told.en}` : ''}.`,
    })}\n`,
  )
  return 0
}
