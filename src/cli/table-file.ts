import { extname } from 'node:path'
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import readExcelFile from 'read-excel-file/node'
import { z } from 'zod'
import type { Cell } from '../farm/import/import.ts'
import type { Message } from './io.ts'

/** A table as it stands in the file: texts NFC and trimmed, empty cells null, empty rows left out. */
export interface Table {
  headers: (string | null)[]
  rows: { line: number; cells: (Cell | null)[] }[]
}
export type TableResult = { type: 'table'; table: Table } | { type: 'refused'; reason: Message }

/** More than a province's members; beyond it somebody has picked the wrong file. */
const MAX_BYTES = 50 * 1024 * 1024
const ZIP = Buffer.from('PK\x03\x04', 'latin1')
/** Compound file: .xls and other old Office files. */
const OLD_OFFICE = Buffer.from('d0cf11e0', 'hex')

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

const refuse = (vi: string, en: string): TableResult => ({ type: 'refused', reason: { vi, en } })

const SAVE_AS = {
  vi: 'mở bằng Excel, chọn File > Save As, kiểu "Excel Workbook (*.xlsx)" hoặc "CSV UTF-8 (*.csv)", rồi nhập lại',
  en: 'open it in Excel, choose File > Save As, type "Excel Workbook (*.xlsx)" or "CSV UTF-8 (*.csv)", and import that',
}

/** Reads a .csv or .xlsx file. What it is, is told by its bytes: a wrong ending is told, not obeyed. */
export async function readTable(file: string, bytes: Buffer): Promise<TableResult> {
  const ending = extname(file).toLowerCase()
  if (bytes.length === 0) return refuse('tệp này trống', 'this file is empty')
  if (bytes.length > MAX_BYTES) return refuse('tệp này lớn quá 50 MB', 'this file is over 50 MB')
  const isZip = bytes.subarray(0, 4).equals(ZIP)
  if (bytes.subarray(0, 4).equals(OLD_OFFICE) || !['.csv', '.xlsx'].includes(ending))
    return refuse(
      `chỉ nhận tệp .csv và .xlsx, không nhận ${ending || 'tệp không có đuôi'}: ${SAVE_AS.vi}`,
      `only .csv and .xlsx files are taken, not ${ending || 'a file without an ending'}: ${SAVE_AS.en}`,
    )
  if (isZip !== (ending === '.xlsx'))
    return refuse(
      `bên trong tệp này không phải là ${ending}: ${SAVE_AS.vi}`,
      `this file is no ${ending} inside: ${SAVE_AS.en}`,
    )
  return isZip ? readXlsx(bytes) : readCsv(bytes)
}

function readCsv(bytes: Buffer): TableResult {
  const head = bytes.subarray(0, 2).toString('hex')
  if (head === 'fffe' || head === 'feff' || bytes.subarray(0, 1024).includes(0))
    return refuse(`tệp này viết bằng UTF-16: ${SAVE_AS.vi}`, `this file is written in UTF-16: ${SAVE_AS.en}`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse(
      `tệp này viết bằng bảng mã cũ (như Windows-1258), chữ có dấu sẽ sai: ${SAVE_AS.vi}`,
      `this file is written in an old encoding (like Windows-1258), its accents would be lost: ${SAVE_AS.en}`,
    )
  }
  // A line by which Excel tells itself the separator.
  const told = /^sep=([,;\t])\r?\n/.exec(text)
  const delimiter = told?.[1] ?? delimiterOf(text)
  try {
    const records: unknown = parse(told ? text.slice(told[0].length) : text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    })
    const offset = told ? 1 : 0
    return tableOf(Records.parse(records).map(({ record, info }) => ({ line: info.lines + offset, cells: record })))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? error.lines : '?'
    return refuse(
      `dòng ${line}: dấu ngoặc kép mở mà không đóng, hoặc đóng sai chỗ`,
      `line ${line}: a quotation mark is opened and not closed, or closed in the wrong place`,
    )
  }
}

/** The separator of the first line, outside quotes: the most frequent of `,` `;` and tab. */
function delimiterOf(text: string): string {
  const line = (/^\s*(.*)/.exec(text)?.[1] ?? '').replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((each) => ({ each, count: line.split(each).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).each
}

async function readXlsx(bytes: Buffer): Promise<TableResult> {
  let sheets: Awaited<ReturnType<typeof readExcelFile>>
  try {
    sheets = await readExcelFile(bytes)
  } catch {
    return refuse(`không đọc được tệp này: ${SAVE_AS.vi}`, `this file can not be read: ${SAVE_AS.en}`)
  }
  const filled = sheets.filter(({ data }) => data.some((row) => row.some((cell) => cell !== null)))
  const [sheet] = filled
  if (!sheet) return refuse('tệp này trống', 'this file is empty')
  if (filled.length > 1)
    return refuse(
      `tệp này có ${filled.length} trang tính: để lại một trang`,
      `this file has ${filled.length} sheets: leave one`,
    )
  return tableOf(sheet.data.map((row, index) => ({ line: index + 1, cells: row.map(sheetCell) })))
}

/** A date cell's clock is kept as the sheet shows it: the reader gives it as if it were UTC. */
function sheetCell(cell: unknown): Cell | null {
  if (typeof cell === 'number' || typeof cell === 'string') return cell
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (!(cell instanceof Date)) return null
  // A sheet keeps days as a fraction: 8:30 comes back some milliseconds off.
  const at = new Date(Math.round(cell.getTime() / 60_000) * 60_000)
  const minutes = at.getUTCHours() * 60 + at.getUTCMinutes()
  return { day: at.toISOString().slice(0, 10), minutes: minutes || null }
}

function tableOf(lines: { line: number; cells: (Cell | null)[] }[]): TableResult {
  const filled = lines
    .map(({ line, cells }) => ({ line, cells: cells.map(clean) }))
    .filter(({ cells }) => cells.some((cell) => cell !== null))
  const [header, ...rows] = filled
  if (!header) return refuse('tệp này trống', 'this file is empty')
  if (rows.length === 0)
    return refuse('tệp này chỉ có dòng tiêu đề', 'this file has a line of headers and nothing below')
  const headers = header.cells.map((cell) => (cell === null ? null : typeof cell === 'object' ? cell.day : `${cell}`))
  return { type: 'table', table: { headers, rows } }
}

function clean(cell: Cell | null): Cell | null {
  if (typeof cell !== 'string') return cell
  return cell.normalize('NFC').replace(/\s+/g, ' ').trim() || null
}
