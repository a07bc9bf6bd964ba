import { dayOf } from '../../conversation/calendar.ts'
import type { Program } from '../../conversation/types.ts'
import { lastPrice, lastPriceAround } from '../../store/queries/prices.ts'
import type { Db } from '../../store/store.ts'
import { insert, type Row, type Write } from '../../store/writes.ts'
import { pricesKept } from '../prices/alerts.ts'
import { baseUnit, formOf } from '../prices/kinds.ts'
import { farFrom } from '../prices/outliers.ts'
import { type Cells, type ColumnNames, cellsOf } from './columns.ts'
import { cropCell, dayCell, formCell, perBaseUnit, placeCell, vndCell } from './price-cells.ts'
import type { ImportProblem } from './problems.ts'

const COLUMNS: ColumnNames = {
  crop: ['cây', 'cây trồng', 'tên cây', 'nông sản', 'mặt hàng'],
  form: ['dạng', 'loại'],
  place: ['nơi', 'xã', 'xã/phường', 'địa điểm', 'nơi bán'],
  day: ['ngày', 'date'],
  price_vnd: ['giá', 'đơn giá', 'price', 'giá bán'],
  unit: ['đơn vị', 'đơn vị tính', 'đvt'],
  source: ['nguồn', 'nguồn tin'],
}
const REQUIRED = ['crop', 'day', 'price_vnd']

export interface PriceImport {
  db: Db
  /** Epoch ms: prices of a later day are refused, and decides what is news. */
  now: number
  newId(): string
  program: Pick<Program, 'revision' | 'crops' | 'places'>
  /** Where the prices come from, for rows that do not say. */
  source?: string
  /** The person who imports; null: the command line. */
  enteredBy: string | null
  /** Prices five times the last one or a fifth of it are taken: someone has looked. */
  allowOutliers?: boolean
}

export type PricesImported =
  | {
      type: 'read'
      /** All rows and the alerts they bring; the caller commits at most 500 at a time. */
      writes: Write[]
      prices: number
      /** Rows that are kept already, to the figure: a file may be imported twice. */
      skipped: number
    }
  | { type: 'refused'; problems: ImportProblem[] }

type Price = Row<'prices'>
type Told = Pick<Price, 'crop' | 'form' | 'place' | 'day' | 'priceVnd' | 'unit' | 'source'>

/** Reads a price file by its header names, Vietnamese ones too. The whole file or nothing. Writes nothing itself. */
export async function importPrices(
  rows: readonly Readonly<Record<string, string>>[],
  context: PriceImport,
): Promise<PricesImported> {
  const { cells, problems } = cellsOf(rows, COLUMNS, REQUIRED)
  if (problems.length > 0) return { type: 'refused', problems }
  const kept: Price[] = []
  let skipped = 0
  for (const cell of cells) {
    const told = await readRow(cell, context)
    if (Array.isArray(told)) problems.push(...told)
    else if (await isKnown(told, kept, context.db)) skipped += 1
    else {
      const far = context.allowOutliers ? null : await outlier(told, kept, cell, context)
      if (far) problems.push(far)
      else kept.push(rowOf(told, context))
    }
  }
  if (problems.length > 0) return { type: 'refused', problems }
  const alerts = await pricesKept(kept, context)
  return {
    type: 'read',
    writes: [...kept.map((row) => insert('prices', row)), ...alerts],
    prices: kept.length,
    skipped,
  }
}

const rowOf = (told: Told, { newId, enteredBy, now }: PriceImport): Price => ({
  id: newId(),
  ...told,
  enteredBy,
  status: 'kept',
  messageId: null,
  recordedAt: now,
})

type Tell = (column: string, vi: string, en: string) => ImportProblem

const problemIn =
  ({ row, header }: Cells): Tell =>
  (column, vi, en) => ({ row, column: header(column), message: { vi, en } })

/** One row, or all that is wrong with it. */
async function readRow(cells: Cells, context: PriceImport): Promise<Told | ImportProblem[]> {
  const tell = problemIn(cells)
  const problems: ImportProblem[] = []
  const said = { crop: cells.cell('crop'), form: cells.cell('form'), place: cells.cell('place') }
  const reading = cropCell(said.crop, context)
  const crop = reading && context.program.crops.get(reading.crop)
  if (!crop) problems.push(tell('crop', `không biết cây "${said.crop}"`, `the crop "${said.crop}" is not known`))
  const place = said.place === '' ? null : placeCell(said.place, context)
  if (said.place !== '' && place === null)
    problems.push(
      tell(
        'place',
        `không rõ nơi "${said.place}": viết tên xã kèm tỉnh, hoặc mã xã`,
        `the place "${said.place}" is not known or has namesakes: add the province, or give the code`,
      ),
    )
  const day = readDay(cells.cell('day'), tell, context.now)
  const price = readPrice(cells, crop ? baseUnit(crop) : 'kg', tell, context)
  const source = cells.cell('source') || context.source
  if (!source) problems.push(tell('source', 'thiếu nguồn tin', 'the source is missing'))
  const form =
    crop && 'vnd' in price && typeof day === 'string'
      ? await readForm(said.form, reading.form, crop, price.vnd, day, tell, context)
      : null
  for (const part of [day, price, form])
    if (part !== null && typeof part === 'object' && 'message' in part) problems.push(part)
  if (
    problems.length > 0 ||
    !crop ||
    !source ||
    !('vnd' in price) ||
    typeof day !== 'string' ||
    (form !== null && typeof form !== 'string')
  )
    return problems
  return { crop: crop.key, form, place, day, priceVnd: price.vnd, unit: price.unit, source }
}

function readDay(text: string, tell: Tell, now: number): string | ImportProblem {
  const day = dayCell(text)
  if (!day)
    return tell('day', `không rõ ngày "${text}": viết như 22/11/2026`, `"${text}" is no day: write it like 22/11/2026`)
  return day > dayOf(now) ? tell('day', `ngày ${text} chưa tới`, `${text} is still to come`) : day
}

function readPrice(
  cells: Cells,
  base: string,
  tell: Tell,
  context: PriceImport,
): { vnd: number; unit: string } | ImportProblem {
  const [text, unit] = [cells.cell('price_vnd'), cells.cell('unit')]
  const vnd = vndCell(text, context)
  if (vnd === null)
    return tell(
      'price_vnd',
      `không rõ giá "${text}": viết số đồng, như 15000 hoặc 15.000`,
      `"${text}" is no price: write đồng, like 15000 or 15.000`,
    )
  if (unit === '') return { vnd, unit: base }
  return perBaseUnit(vnd, unit, context) ?? tell('unit', `không rõ đơn vị "${unit}"`, `the unit "${unit}" is not known`)
}

async function readForm(
  text: string,
  fromCrop: string | undefined,
  crop: Parameters<typeof baseUnit>[0],
  vnd: number,
  day: string,
  tell: Tell,
  context: PriceImport,
): Promise<string | null | ImportProblem> {
  const names = Object.values(crop.forms).map(({ name }) => name.vi)
  if (text !== '')
    return (
      formCell(text, crop) ??
      tell(
        'form',
        `"${crop.name.vi}" không có dạng "${text}"; có: ${names.join(', ')}`,
        `there is no form "${text}" of ${crop.key}; there are: ${Object.keys(crop.forms).join(', ')}`,
      )
    )
  if (fromCrop !== undefined) return fromCrop
  const form = await formOf(context.db, crop, vnd, day)
  return form.type === 'form'
    ? form.form
    : tell('form', `phải nói rõ dạng: ${names.join(', ')}`, `say which form: ${Object.keys(crop.forms).join(', ')}`)
}

const isSameKind = (a: Told, b: Told): boolean =>
  a.crop === b.crop && a.form === b.form && a.place === b.place && a.unit === b.unit

/** Kept already: the same kind, day and figure, in the database or higher up in the file. */
async function isKnown(told: Told, kept: readonly Price[], db: Db): Promise<boolean> {
  if (kept.some((other) => isSameKind(other, told) && other.day === told.day && other.priceVnd === told.priceVnd))
    return true
  const last = await lastPrice(db, told, told.day)
  return last?.day === told.day && last.priceVnd === told.priceVnd
}

/** Measured by the row of the same kind above it, or else by the last price known on that day. */
async function outlier(
  told: Told,
  kept: readonly Price[],
  cells: Cells,
  context: PriceImport,
): Promise<ImportProblem | null> {
  const crop = context.program.crops.get(told.crop)
  const above = kept.findLast((other) => isSameKind(other, told))
  const last = (await lastPriceAround(context.db, told, told.day))?.priceVnd ?? above?.priceVnd
  const far = crop ? farFrom(told, last, crop) : null
  if (!far) return null
  const beside = far.type === 'bounds' ? 'mức thường thấy' : `giá gần nhất (${last} đ)`
  const besideEn = far.type === 'bounds' ? 'the usual bounds' : `the last price (${last} đ)`
  return problemIn(cells)(
    'price_vnd',
    `${told.priceVnd} đ/${told.unit} lệch xa ${beside}: xem lại`,
    `${told.priceVnd} đ/${told.unit} is far from ${besideEn}: look again`,
  )
}
