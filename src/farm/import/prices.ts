import { addDays, dayOf } from '../../conversation/calendar.ts'
import type { Crop, Day } from '../../language/types.ts'
import { lastPrice, lastPriceAround } from '../../store/queries/prices.ts'
import { insert, type Row } from '../../store/writes.ts'
import { alertsByPrice } from '../prices/alerts.ts'
import { baseUnit, formOf } from '../prices/kinds.ts'
import { farFrom } from '../prices/outliers.ts'
import { dayIn, placeIn, textOf } from './cells.ts'
import type { ImportContext, Importer, ImportNote, ImportPlan, ImportProblem, ImportRow } from './import.ts'
import { cropIn, formIn, knownUnits, perBaseUnit, vndIn } from './price-cells.ts'

/** Older prices are history: an officer who texts one is asked for the day, a table only tells of it. */
const HISTORY_DAYS = 31
/** What is looked for as the newest price begins here. */
const EARLIEST_DAY = '2000-01-01'

export interface PriceImportOptions {
  /** Where the prices come from, for rows that do not say. */
  source?: string
  /** The person who imports; absent: the command line. */
  enteredBy?: string
  /** Prices five times the last one or a fifth of it are taken: someone has looked. */
  allowOutliers?: boolean
}

/** A table of prices. A row already kept (the same kind, day and figure) is left as it is; a new one tells those who asked to be told. */
export const pricesImporter = (options: PriceImportOptions = {}): Importer => ({
  columns: {
    crop: ['cây', 'cây trồng', 'tên cây', 'nông sản', 'mặt hàng'],
    form: ['dạng', 'loại'],
    place: ['nơi', 'xã', 'xã phường', 'mã xã', 'địa điểm', 'nơi bán'],
    day: ['ngày', 'date'],
    price_vnd: ['giá', 'đơn giá', 'giá bán', 'price', 'giá (đ)', 'giá (đồng)', 'giá (đ/kg)', 'giá (vnđ)'],
    unit: ['đơn vị', 'đơn vị tính', 'đvt'],
    source: ['nguồn', 'nguồn tin'],
    // What people keep for themselves.
    note: ['ghi chú'],
    number: ['stt', 'tt'],
  },
  required: ['crop', 'day', 'price_vnd'],
  plan: (rows, context) => planPrices(rows, { ...context, options }),
})

interface Context extends ImportContext {
  options: PriceImportOptions
}

type Price = Row<'prices'>
type Told = Pick<Price, 'crop' | 'form' | 'place' | 'day' | 'priceVnd' | 'unit' | 'source'>

async function planPrices(rows: readonly ImportRow[], context: Context): Promise<ImportPlan> {
  const problems: ImportProblem[] = []
  const kept: Price[] = []
  const oldLines: number[] = []
  let same = 0
  for (const row of rows) {
    const told = await readRow(row, context)
    if (Array.isArray(told)) problems.push(...told)
    else if (await isKnown(told, kept, context)) same += 1
    else {
      const far = context.options.allowOutliers ? null : await outlier(told, kept, row, context)
      if (far) problems.push(far)
      else {
        kept.push(rowOf(told, context))
        if (told.day < addDays(dayOf(context.now), -HISTORY_DAYS)) oldLines.push(row.line)
      }
    }
  }
  if (problems.length > 0) return { type: 'refused', problems }
  const alerts = await alertsByPrice(kept, context)
  const writes = kept.map((price) => [insert('prices', price), ...(alerts.get(price.id) ?? [])])
  return { type: 'planned', writes, changed: kept.length, same, notes: historyNotes(oldLines) }
}

/**
 * Prices of days long past are taken: answers tell a price over two weeks old with its date, and no alert tells one over
 * three days old. But it may be a mistake of the year, so it is said.
 */
function historyNotes(oldLines: readonly number[]): ImportNote[] {
  const [line] = oldLines
  if (line === undefined) return []
  const vi = `${oldLines.length} dòng, dòng này trước tiên, có giá cũ hơn ${HISTORY_DAYS} ngày: giữ làm lịch sử, ai hỏi sẽ thấy ngày của giá`
  const en = `${oldLines.length} rows, this one first, have prices over ${HISTORY_DAYS} days old: kept as history, and told with their date`
  return [{ line, vi, en }]
}

const rowOf = (told: Told, { newId, now, options }: Context): Price => ({
  id: newId(),
  ...told,
  enteredBy: options.enteredBy ?? null,
  status: 'kept',
  messageId: null,
  recordedAt: now,
})

/** A cell's value, or what is wrong with it. */
type Read<T> = { value: T } | ImportProblem

const isProblem = <T>(read: Read<T>): read is ImportProblem => !('value' in read)

/** One row, or all that is wrong with it. */
async function readRow(row: ImportRow, context: Context): Promise<Told | ImportProblem[]> {
  const crop = readCrop(row, context)
  const place = readPlace(row, context)
  const day = readDay(row, context.now)
  const price = readPrice(row, isProblem(crop) ? null : crop.value.crop, context)
  const source = readSource(row, context)
  const known = isProblem(crop) || isProblem(day) || isProblem(price) ? null : { crop, day, price }
  const form = known
    ? await readForm(row, known.crop.value, known.price.value.vnd, known.day.value, context)
    : { value: null }
  if (!known || isProblem(place) || isProblem(source) || isProblem(form))
    return [crop, place, day, price, source, form].filter((one) => isProblem<unknown>(one))
  const { vnd, unit } = known.price.value
  const kind = { crop: known.crop.value.crop.key, form: form.value, place: place.value, unit }
  return { ...kind, day: known.day.value, priceVnd: vnd, source: source.value }
}

const problem = ({ line }: ImportRow, column: string, vi: string, en: string): ImportProblem => ({
  line,
  column,
  vi,
  en,
})

const empty = (row: ImportRow, column: string): ImportProblem =>
  problem(row, column, 'ô này trống', 'this cell is empty')

function readCrop(row: ImportRow, context: Context): Read<{ crop: Crop; form?: string | undefined }> {
  const { crop: cell } = row.cells
  if (cell === undefined) return empty(row, 'crop')
  const reading = cropIn(cell, context)
  const crop = reading && context.program.crops.get(reading.crop)
  if (crop) return { value: { crop, form: reading.form } }
  return problem(row, 'crop', `không biết cây "${textOf(cell)}"`, `the crop "${textOf(cell)}" is not known`)
}

function readPlace(row: ImportRow, context: Context): Read<string | null> {
  const { place: cell } = row.cells
  if (cell === undefined) return { value: null }
  const place = placeIn(cell, context)
  return 'value' in place ? place : problem(row, 'place', place.wrong.vi, place.wrong.en)
}

function readDay(row: ImportRow, now: number): Read<Day> {
  const { day: cell } = row.cells
  if (cell === undefined) return empty(row, 'day')
  const day = dayIn(cell)
  if (!('value' in day)) return problem(row, 'day', day.wrong.vi, day.wrong.en)
  if (day.value < EARLIEST_DAY)
    return problem(
      row,
      'day',
      `ngày ${textOf(cell)} xa quá: xem lại năm`,
      `${textOf(cell)} is too long ago: look at the year`,
    )
  return day.value > dayOf(now)
    ? problem(row, 'day', `ngày ${textOf(cell)} chưa tới`, `${textOf(cell)} is still to come`)
    : day
}

function readPrice(row: ImportRow, crop: Crop | null, context: Context): Read<{ vnd: number; unit: string }> {
  const { price_vnd: cell, unit } = row.cells
  if (cell === undefined) return empty(row, 'price_vnd')
  const vnd = vndIn(cell, context)
  if (vnd === null)
    return problem(
      row,
      'price_vnd',
      `không rõ giá "${textOf(cell)}": viết số đồng, như 15000 hoặc 15.000`,
      `"${textOf(cell)}" is no price: write đồng, like 15000 or 15.000`,
    )
  // The row is refused for its crop, and what it is sold by is not known.
  if (crop === null) return { value: { vnd, unit: 'kg' } }
  const value = unit === undefined ? { vnd, unit: baseUnit(crop) } : perBaseUnit(vnd, unit, crop, context)
  if (value) return { value }
  const [said, known] = [textOf(unit ?? ''), knownUnits(crop)]
  return problem(
    row,
    'unit',
    `không rõ đơn vị "${said}" cho ${crop.name.vi}: viết một trong ${known}`,
    `the unit "${said}" is not known for ${crop.name.en ?? crop.key}: write one of ${known}`,
  )
}

function readSource(row: ImportRow, { options }: Context): Read<string> {
  const value = row.cells.source === undefined ? options.source : textOf(row.cells.source)
  return value
    ? { value }
    : problem(row, 'source', 'thiếu nguồn: giá do ai cho biết?', 'the source is missing: who says so?')
}

async function readForm(
  row: ImportRow,
  { crop, form: inCrop }: { crop: Crop; form?: string | undefined },
  vnd: number,
  day: Day,
  { db }: Context,
): Promise<Read<string | null>> {
  const { form: cell } = row.cells
  const names = Object.values(crop.forms).map(({ name }) => name.vi)
  const list = { vi: names.join(', '), en: Object.keys(crop.forms).join(', ') }
  if (cell !== undefined) {
    const value = formIn(cell, crop)
    const said = textOf(cell)
    return value
      ? { value }
      : problem(row, 'form', `${crop.name.vi} không có dạng "${said}"; có: ${list.vi}`, `no form "${said}": ${list.en}`)
  }
  if (inCrop !== undefined) return { value: inCrop }
  const form = await formOf(db, crop, vnd, day)
  return form.type === 'form'
    ? { value: form.form }
    : problem(row, 'form', `phải ghi rõ dạng: ${list.vi}`, `say which form: ${list.en}`)
}

const isSameKind = (a: Told, b: Told): boolean =>
  a.crop === b.crop && a.form === b.form && a.place === b.place && a.unit === b.unit

/** Kept already: the same kind, day and figure, in the database or higher up in the file. */
async function isKnown(told: Told, kept: readonly Price[], { db }: Context): Promise<boolean> {
  if (kept.some((other) => isSameKind(other, told) && other.day === told.day && other.priceVnd === told.priceVnd))
    return true
  const last = await lastPrice(db, told, told.day)
  return last?.day === told.day && last.priceVnd === told.priceVnd
}

/** Measured by the row of the same kind above it, or else by the last price known on that day. */
async function outlier(
  told: Told,
  kept: readonly Price[],
  row: ImportRow,
  { db, program }: Context,
): Promise<ImportProblem | null> {
  const crop = program.crops.get(told.crop)
  const above = kept.findLast((other) => isSameKind(other, told))
  const last = above?.priceVnd ?? (await lastPriceAround(db, told, told.day))?.priceVnd
  const far = crop ? farFrom(told, last, crop) : null
  if (!far) return null
  const [beside, besideEn] =
    far.type === 'bounds'
      ? ['mức thường thấy', 'the usual bounds']
      : [`giá gần nhất (${last} đ)`, `the last, ${last} đ`]
  const price = `${told.priceVnd} đ/${told.unit}`
  return problem(
    row,
    'price_vnd',
    `${price} lệch xa ${beside}: xem lại`,
    `${price} is far from ${besideEn}: look again`,
  )
}
