import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { addDays, instantOf } from '../conversation/calendar.ts'
import { nearest } from '../conversation/load/near.ts'
import { defineCommand } from './command.ts'
import { EXPORTS, type Export, type ExportRow, type Source } from './export/columns.ts'
import { csv, json, type TextFormat, xlsx } from './export/formats.ts'
import { CommandError, inLanguage, UsageError } from './io.ts'
import { withInstallation } from './open.ts'

/** Rows read at a time. */
const PAGE_ROWS = 1000
const FORMATS: Readonly<Record<string, TextFormat | 'xlsx'>> = { csv, json, xlsx: 'xlsx' }

const COLUMNS = Object.entries(EXPORTS)
  .map(([name, { columns, dated }]) => `  ${name} (${dated}): ${columns.join(', ')}`)
  .join('\n')

/** Writes what is kept as a table. */
export const command = defineCommand(
  {
    line: `export ${Object.keys(EXPORTS).join('|')} [--from day] [--to day] [--format csv|xlsx|json] [--out file]`,
    about: {
      vi: `Xuất những gì đang giữ. Phần khai dở và báo cáo đã rút không có trong bảng nào. Các cột, và ngày để lọc:\n${COLUMNS}`,
      en: `Writes what is kept. Drafts, and reports that were withdrawn, are in none. The columns, and the day they are chosen by:\n${COLUMNS}`,
    },
    options: {
      from: { type: 'string', about: { vi: 'từ ngày, như 2026-11-01', en: 'the first day, like 2026-11-01' } },
      to: { type: 'string', about: { vi: 'đến hết ngày', en: 'the last day' } },
      format: {
        type: 'string',
        about: {
          vi: 'csv (mặc định), xlsx hoặc json; theo đuôi tệp --out nếu có',
          en: "csv (by default), xlsx or json; by --out's ending where there is one",
        },
      },
      out: {
        type: 'string',
        about: {
          vi: 'ghi vào tệp; không có thì in ra màn hình (trừ xlsx)',
          en: 'into a file, else to standard output (not for xlsx)',
        },
      },
    },
    positionals: [1, 1],
    example: 'mua export yields --from 2026-11-01 --out san-luong.xlsx',
  },
  async (io, { values, positionals: [name = ''] }) => {
    const what = exportOf(name)
    const format = formatOf(values)
    const days = daysOf(values)
    return withInstallation(io, async ({ store: { db, keys } }) => {
      const span = { from: instantOf(days.from), before: instantOf(addDays(days.to, 1)) }
      const rows = allRows(what, { db, keys, days, span })
      const write = (sink: Sink) =>
        format === 'xlsx' ? writeSheet(rows, what, name, sink) : writeText(rows, what, format, sink)
      if (!values.out) {
        await write((piece) => io.write(String(piece)))
        return 0
      }
      const count = await intoFile(values.out, write)
      const done = { vi: `Đã ghi ${count} dòng vào ${values.out}.`, en: `${count} rows were written to ${values.out}.` }
      io.write(`${inLanguage(io, done)}\n`)
      return 0
    })
  },
)

function exportOf(name: string): Export {
  const found = Object.hasOwn(EXPORTS, name) ? EXPORTS[name] : undefined
  if (found) return found
  const names = Object.keys(EXPORTS)
  throw new UsageError({
    vi: `Không xuất được "${name}", chỉ xuất: ${names.join(', ')}${nearest(name, names, '; có phải') || '.'}`,
    en: `"${name}" can not be exported, only: ${names.join(', ')}${nearest(name, names, '; did you mean') || '.'}`,
  })
}

function formatOf({ format: said, out }: { format?: string; out?: string }): TextFormat | 'xlsx' {
  const name = said ?? /\.(csv|xlsx|json)$/i.exec(out ?? '')?.[1]?.toLowerCase() ?? 'csv'
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined
  if (!format)
    throw new UsageError({
      vi: `--format là csv, xlsx hoặc json, không phải "${name}".`,
      en: `--format is one of csv, xlsx, json, not "${name}".`,
    })
  if (format === 'xlsx' && !out)
    throw new UsageError({
      vi: 'Bảng tính phải ghi vào tệp: thêm --out <tệp.xlsx>.',
      en: 'A workbook goes into a file: add --out <file.xlsx>.',
    })
  return format
}

function daysOf(values: { from?: string; to?: string }): { from: string; to: string } {
  const from = dayOption('from', values.from, '0001-01-01')
  const to = dayOption('to', values.to, '9999-12-30')
  if (from > to)
    throw new UsageError({ vi: `--from ${from} sau --to ${to}.`, en: `--from ${from} is after --to ${to}.` })
  return { from, to }
}

function dayOption(name: string, text: string | undefined, otherwise: string): string {
  if (text === undefined) return otherwise
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).toString() !== 'Invalid Date'
  if (!isDay || new Date(text).toISOString().slice(0, 10) !== text)
    throw new UsageError({
      vi: `--${name} là một ngày như 2026-11-20, không phải "${text}".`,
      en: `--${name} is a day like 2026-11-20, not "${text}".`,
    })
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
    throw new CommandError({ vi: `Không ghi được tệp ${file}.`, en: `The file ${file} can not be written.` }, { cause })
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
