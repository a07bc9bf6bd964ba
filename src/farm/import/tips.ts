import { dayOf } from '../../conversation/calendar.ts'
import { linkProblem, strangeLinks } from '../../conversation/links.ts'
import { leftOut } from '../../conversation/parts.ts'
import { read } from '../../language/read.ts'
import { unaccent } from '../../language/text/fold.ts'
import { allTips } from '../../store/queries/tips.ts'
import { insert, type Row, update, type Write } from '../../store/writes.ts'
import { dayIn, readingContext, textOf } from './cells.ts'
import type { ImportContext, Importer, ImportPlan, ImportProblem, ImportRow } from './import.ts'

/** Two SMS parts of unaccented text with room for "Xem them: nhan THEM." (3GPP TS 23.038: 153 characters a part). */
const MOST_CHARACTERS = 280

/**
 * A table of tips. A tip already there, by its id or by crop, topic and text, is changed in place. A changed text needs a new review; a
 * row without a reviewer does not take back one given before. Several crops in one cell, with commas, make one tip each.
 */
export const importTips: Importer = {
  columns: {
    id: ['mã'],
    crop: ['cây', 'cây trồng', 'vật nuôi'],
    topic: ['chủ đề', 'đề tài'],
    vi: ['nội dung', 'tiếng việt', 'bài'],
    en: ['tiếng anh'],
    basis: ['căn cứ', 'nguồn'],
    reviewer: ['người duyệt', 'duyệt'],
    reviewed_on: ['ngày duyệt'],
  },
  required: ['topic', 'vi'],
  plan: planTips,
}

type Tip = Pick<Row<'tips'>, 'crop' | 'topic' | 'vi' | 'en' | 'basis' | 'reviewer' | 'reviewedOn'> & {
  id: string | null
}

async function planTips(rows: readonly ImportRow[], context: ImportContext): Promise<ImportPlan> {
  const problems: ImportProblem[] = []
  const tips = rows.map((row) => tipsOf(row, context, problems))
  if (problems.length > 0) return { type: 'refused', problems }
  const known = await allTips(context.db)
  let position = known.reduce((most, tip) => Math.max(most, tip.position), 0)
  const writeOf = (tip: Tip): Write[] => {
    const before = known.find(({ id }) => id === tip.id) ?? known.find((each) => isSame(each, tip))
    if (before) {
      const change = changeOf(before, tip)
      return change ? [update('tips', { id: before.id }, change)] : []
    }
    const added = { ...tip, id: tip.id ?? context.newId(), position: ++position }
    known.push(added)
    return [insert('tips', added)]
  }
  const writes = tips.map((row) => row.flatMap(writeOf))
  const changed = writes.filter((each) => each.length > 0).length
  return { type: 'planned', writes, changed, same: writes.length - changed, notes: [] }
}

const isSame = (a: Omit<Tip, 'id'>, b: Tip): boolean => a.crop === b.crop && a.topic === b.topic && a.vi === b.vi

/** The columns that differ; null: none. */
function changeOf(before: Row<'tips'>, tip: Tip): Partial<Row<'tips'>> | null {
  const { id: _, ...after } = tip
  const isReviewedAlready = before.vi === tip.vi && (tip.reviewer === null || tip.reviewer === before.reviewer)
  const { reviewer, reviewedOn } = isReviewedAlready ? before : tip
  const set: Omit<Tip, 'id'> = { ...after, reviewer, reviewedOn }
  const names = Object.keys(set) as (keyof typeof set)[]
  return names.some((name) => set[name] !== before[name]) ? set : null
}

function tipsOf({ line, cells }: ImportRow, context: ImportContext, problems: ImportProblem[]): Tip[] {
  const tell = (column: string, vi: string, en: string) => problems.push({ line, column, vi, en })
  const cell = (name: string): string => (cells[name] === undefined ? '' : textOf(cells[name]))
  if (cell('topic') === '') tell('topic', 'chưa có chủ đề', 'no topic')
  if (cell('vi') === '') tell('vi', 'chưa có nội dung', 'no text')
  const length = unaccent(cell('vi')).length
  if (length > MOST_CHARACTERS)
    tell('vi', `dài ${length} ký tự, nhiều nhất ${MOST_CHARACTERS}`, `${length} characters, at most ${MOST_CHARACTERS}`)
  for (const column of ['vi', 'en'] as const) {
    const [lost] = leftOut(cell(column))
    if (lost !== undefined)
      tell(
        column,
        `tin SMS không gửi được ký tự "${lost}": bỏ đi hoặc viết bằng chữ`,
        `an SMS can't carry "${lost}": leave it out`,
      )
    for (const link of strangeLinks(cell(column), context.program.sending.links)) {
      const { vi, en } = linkProblem(link)
      tell(column, vi, en)
    }
  }
  const reviewer = cell('reviewer') || null
  const reviewedOn = reviewer && reviewDay(cells.reviewed_on, context, tell)
  const crops = cell('crop') === '' ? [null] : cropsIn(cell('crop'), context)
  if (crops.includes(undefined))
    tell('crop', `không có cây "${cell('crop')}" trong danh sách cây`, `there is no crop "${cell('crop')}"`)
  return crops.map((crop = null) => ({
    id: cell('id') === '' ? null : crops.length > 1 ? `${cell('id')}-${crop}` : cell('id'),
    crop,
    topic: cell('topic'),
    vi: cell('vi'),
    en: cell('en') || null,
    basis: cell('basis') || null,
    reviewer,
    reviewedOn,
  }))
}

/** Crops by key or name, with commas between; undefined: there is no such crop. */
const cropsIn = (text: string, { program, now }: ImportContext): (string | null | undefined)[] =>
  text.split(/[,;]/).map((each) => {
    const name = each.trim()
    if (program.crops.has(name)) return name
    const crop = read(name, 'crop', readingContext(program, now))
    return crop && 'crop' in crop ? crop.crop : undefined
  })

/** Today where no day is given. */
function reviewDay(
  cell: ImportRow['cells'][string] | undefined,
  { now }: ImportContext,
  tell: (column: string, vi: string, en: string) => void,
): string | null {
  const today = dayOf(now)
  if (cell === undefined) return today
  const day = dayIn(cell)
  if ('wrong' in day) tell('reviewed_on', day.wrong.vi, day.wrong.en)
  else if (day.value > today) tell('reviewed_on', `"${textOf(cell)}" chưa tới`, `"${textOf(cell)}" is still to come`)
  else return day.value
  return null
}
