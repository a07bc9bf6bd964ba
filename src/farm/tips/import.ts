import { dayOf, localTime } from '../../conversation/calendar.ts'
import { unaccent } from '../../language/fold.ts'
import { read } from '../../language/read.ts'
import type { CropBook } from '../../language/types.ts'
import { allTips } from '../../store/queries/tips.ts'
import type { Db } from '../../store/store.ts'
import { insert, type Row, update, type Write } from '../../store/writes.ts'
import {
  type Columns,
  type ImportProblem,
  type Read,
  type Refused,
  readSheet,
  type SheetRow,
} from '../imports/sheet.ts'

/** Two SMS parts of unaccented text with room for "Xem them: nhan THEM." (3GPP TS 23.038: 153 characters a part). */
const MOST_CHARACTERS = 280

type Column = 'id' | 'crop' | 'topic' | 'vi' | 'en' | 'basis' | 'reviewer' | 'reviewed_on'
const COLUMNS: Columns<Column> = {
  id: { also: ['mã'] },
  crop: { also: ['cây', 'cây trồng', 'vật nuôi'] },
  topic: { also: ['chủ đề', 'đề tài'], required: true },
  vi: { also: ['nội dung', 'tiếng việt', 'bài'], required: true },
  en: { also: ['tiếng anh'] },
  basis: { also: ['căn cứ', 'nguồn'] },
  reviewer: { also: ['người duyệt', 'duyệt'] },
  reviewed_on: { also: ['ngày duyệt'] },
}

export interface ImportContext {
  db: Db
  now: number
  newId(): string
  crops: CropBook
}

export type TipsImport = { type: 'planned'; writes: Write[]; added: number; changed: number; same: number } | Refused

type Tip = Pick<Row<'tips'>, 'crop' | 'topic' | 'vi' | 'en' | 'basis' | 'reviewer' | 'reviewedOn'> & {
  id: string | null
}

/**
 * What taking in a table of tips writes; safe to repeat. A tip already there, by its id or by crop, topic and text, is changed in place.
 * A changed text needs a new review; a row without a reviewer does not take back one given before.
 * Several crops in one cell, with commas, make one tip each. The whole table or nothing.
 */
export async function importTips(rows: readonly SheetRow[], context: ImportContext): Promise<TipsImport> {
  const sheet = readSheet(rows, COLUMNS)
  if (sheet.type === 'refused') return sheet
  const problems: ImportProblem[] = []
  const tips = sheet.rows.flatMap((row) => tipsOf(row, context, problems))
  if (problems.length > 0) return { type: 'refused', problems }
  const known = await allTips(context.db)
  let position = known.reduce((most, tip) => Math.max(most, tip.position), 0)
  const plan = { type: 'planned' as const, writes: [] as Write[], added: 0, changed: 0, same: 0 }
  for (const tip of tips) {
    const before = known.find(({ id }) => id === tip.id) ?? known.find((each) => isSame(each, tip))
    const change = before && changeOf(before, tip)
    if (!before) plan.writes.push(insert('tips', { ...tip, id: tip.id ?? context.newId(), position: ++position }))
    else if (change) plan.writes.push(update('tips', { id: before.id }, change))
    plan[before ? (change ? 'changed' : 'same') : 'added']++
  }
  return plan
}

const isSame = (a: Omit<Tip, 'id'>, b: Tip): boolean => a.crop === b.crop && a.topic === b.topic && a.vi === b.vi

/** The columns that differ; null: none. */
function changeOf(before: Row<'tips'>, tip: Tip): Partial<Row<'tips'>> | null {
  const { id: _, ...after } = tip
  const keepsReview = tip.reviewer === null && before.vi === tip.vi
  const isReviewedAlready = tip.reviewer === before.reviewer && before.vi === tip.vi
  const review =
    keepsReview || isReviewedAlready ? { reviewer: before.reviewer, reviewedOn: before.reviewedOn } : undefined
  const set: Omit<Tip, 'id'> = { ...after, ...review }
  const names = Object.keys(set) as (keyof typeof set)[]
  return names.some((name) => set[name] !== before[name]) ? set : null
}

function tipsOf({ row, cells }: Read<Column>, context: ImportContext, problems: ImportProblem[]): Tip[] {
  const tell = (column: Column, vi: string, en: string) => problems.push({ row, column, vi, en })
  if (!cells.topic) tell('topic', 'chưa có chủ đề', 'no topic')
  if (!cells.vi) tell('vi', 'chưa có nội dung', 'no text')
  const length = unaccent(cells.vi).length
  if (length > MOST_CHARACTERS)
    tell('vi', `dài ${length} ký tự, nhiều nhất ${MOST_CHARACTERS}`, `${length} characters, at most ${MOST_CHARACTERS}`)
  const today = dayOf(context.now)
  const reviewedOn = cells.reviewer ? (cells.reviewed_on ? reviewDay(cells.reviewed_on, context) : today) : null
  if (cells.reviewer && reviewedOn === null)
    tell('reviewed_on', `"${cells.reviewed_on}" không phải ngày đã qua`, `"${cells.reviewed_on}" is not a past day`)
  const crops: (string | null | undefined)[] =
    cells.crop === '' ? [null] : cells.crop.split(/[,;]/).map((name) => cropKey(name.trim(), context))
  if (crops.includes(undefined))
    tell(
      'crop',
      `không có cây "${cells.crop}" trong content/crops.yaml`,
      `no crop "${cells.crop}" in content/crops.yaml`,
    )
  return crops.map((crop = null) => ({
    id: cells.id ? (crops.length > 1 ? `${cells.id}-${crop}` : cells.id) : null,
    crop,
    topic: cells.topic,
    vi: cells.vi,
    en: cells.en || null,
    basis: cells.basis || null,
    reviewer: cells.reviewer || null,
    reviewedOn,
  }))
}

const readingContext = ({ now, crops }: ImportContext) =>
  ({ now: localTime(now), crops, places: new Map(), saoM2: 360, tense: 'past' }) as const

function cropKey(name: string, context: ImportContext): string | undefined {
  if (context.crops.has(name)) return name
  const crop = read(name, 'crop', readingContext(context))
  return crop && 'crop' in crop ? crop.crop : undefined
}

function reviewDay(text: string, context: ImportContext): string | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? { date: text } : read(text, 'date', readingContext(context))
  return day && 'date' in day && day.date <= dayOf(context.now) ? day.date : null
}
