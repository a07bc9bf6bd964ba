import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { addDays, instantOf } from '../conversation/calendar.ts'
import type { CommandIo, Run } from './commands.ts'
import { EXPORTS, type Export, type ExportRow, type Source } from './export/columns.ts'
import { csv, json, type TextFormat, xlsx } from './export/formats.ts'
import { CommandError, readArgs } from './io.ts'
import { withInstallation } from './open.ts'

const USAGE = {
  line: `export ${Object.keys(EXPORTS).join('|')} [--from YYYY-MM-DD] [--to YYYY-MM-DD] [--format csv|xlsx|json] [--out file]`,
  about:
    `Writes what is kept, for the days from --from to --to, both included: ${Object.entries(EXPORTS)
      .map(([name, { dated }]) => `${name} by ${dated}`)
      .join(', ')}.\n` +
    'Drafts, and reports that were withdrawn, are in none. Without --out: to standard output (not for xlsx).\n' +
    Object.entries(EXPORTS)
      .map(([name, { columns }]) => `  ${name}: ${columns.join(', ')}`)
      .join('\n'),
  options: { from: { type: 'string' }, to: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' } },
  positionals: [1, 1],
} as const

/** Rows read at a time. */
const PAGE_ROWS = 1000
const FORMATS: Readonly<Record<string, TextFormat | 'xlsx'>> = { csv, json, xlsx: 'xlsx' }

/** Writes yields, prices, messages or trainings. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const { values, positionals } = args
  const what = Object.hasOwn(EXPORTS, positionals[0] ?? '') ? EXPORTS[positionals[0] ?? ''] : undefined
  const formatName = values.format ?? /\.(csv|xlsx|json)$/i.exec(values.out ?? '')?.[1]?.toLowerCase() ?? 'csv'
  const format = Object.hasOwn(FORMATS, formatName) ? FORMATS[formatName] : undefined
  if (!what) return refuse(io, `"${positionals[0]}" can not be exported, only: ${Object.keys(EXPORTS).join(', ')}.`)
  if (!format) return refuse(io, `--format is one of csv, xlsx, json, not "${formatName}".`)
  if (format === 'xlsx' && !values.out) return refuse(io, 'A workbook goes into a file: add --out <file.xlsx>.')
  const from = dayOption('from', values.from, '0001-01-01')
  const to = dayOption('to', values.to, '9999-12-30')
  if (from > to) return refuse(io, `--from ${from} is after --to ${to}.`)
  return withInstallation(io, async ({ store: { db, keys } }) => {
    const span = { from: instantOf(from), before: instantOf(addDays(to, 1)) }
    const rows = allRows(what, { db, keys, days: { from, to }, span })
    const write = (sink: (piece: string | Buffer) => void) =>
      format === 'xlsx' ? writeSheet(rows, what, positionals[0] ?? '', sink) : writeText(rows, what, format, sink)
    if (!values.out) {
      await write((piece) => io.write(String(piece)))
      return 0
    }
    const count = await intoFile(values.out, write)
    io.write(`${count} rows were written to ${values.out}.\n`)
    return 0
  })
}

function refuse(io: CommandIo, sentence: string): number {
  io.writeError(`${sentence}\n`)
  return 2
}

function dayOption(name: string, text: string | undefined, otherwise: string): string {
  if (text === undefined) return otherwise
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).toString() !== 'Invalid Date'
  if (!isDay || new Date(text).toISOString().slice(0, 10) !== text)
    throw new CommandError(`--${name} is a day like 2026-11-20, not "${text}".`)
  return text
}

async function* allRows(what: Export, source: Source): AsyncGenerator<ExportRow> {
  let after = ''
  for (;;) {
    const { rows, last } = await what.page(source, { after, limit: PAGE_ROWS })
    yield* rows
    if (last === undefined || rows.length < PAGE_ROWS) return
    after = last
  }
}

type Sink = (piece: string | Buffer) => void

async function writeText(
  rows: AsyncIterable<ExportRow>,
  { columns }: Export,
  format: TextFormat,
  sink: Sink,
): Promise<number> {
  let count = 0
  let piece = format.header(columns)
  for await (const row of rows) {
    piece += format.row(row, columns, count++)
    if (count % PAGE_ROWS !== 0) continue
    sink(piece)
    piece = ''
  }
  sink(piece + format.end(count))
  return count
}

async function writeSheet(rows: AsyncIterable<ExportRow>, what: Export, name: string, sink: Sink): Promise<number> {
  const all: ExportRow[] = []
  for await (const row of rows) all.push(row)
  sink(await xlsx(all, what.columns, name))
  return all.length
}

/** The file is there whole or not at all. Replaces one that was there. */
async function intoFile(file: string, write: (sink: Sink) => Promise<number>): Promise<number> {
  const part = `${file}.part`
  let fd: number
  try {
    fd = openSync(part, 'w', 0o600)
  } catch (cause) {
    throw new CommandError(`The file ${file} can not be written.`, { cause })
  }
  try {
    const count = await write((piece) => {
      const bytes = Buffer.from(piece)
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
    })
    fsyncSync(fd)
    closeSync(fd)
    renameSync(part, file)
    return count
  } finally {
    rmSync(part, { force: true })
  }
}
