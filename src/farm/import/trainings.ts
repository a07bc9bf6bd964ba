import { addDays, instantOf, localTime } from '../../conversation/calendar.ts'
import { read } from '../../language/read.ts'
import { fold } from '../../language/text/fold.ts'
import { allCooperatives } from '../../store/queries/members.ts'
import { trainingsBetween } from '../../store/queries/trainings.ts'
import { insert, type Row, updateOne, type Write } from '../../store/writes.ts'
import { cancelTraining } from '../trainings/cancel.ts'
import { oneOfIn, placeIn, readingContext, textOf } from './cells.ts'
import type { Cell, ImportContext, Importer, ImportPlan, ImportProblem, ImportRow } from './import.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** No course is planned further ahead: a later day is a slip of the year. */
const FURTHEST_MS = 400 * DAY_MS

/**
 * A table of trainings. One of the same title and place at another time is the same training, moved: the sweep then tells those who were
 * invited. A status of huỷ (cancelled) calls it off. A start that has passed is refused.
 */
export const importTrainings: Importer = {
  columns: {
    title: ['tên lớp', 'lớp', 'tên', 'nội dung'],
    starts_at: ['bắt đầu', 'thời gian', 'ngày giờ', 'giờ bắt đầu'],
    place: ['địa điểm', 'nơi', 'nơi học'],
    cooperative: ['hợp tác xã', 'HTX', 'tên HTX'],
    commune: ['xã', 'xã phường', 'mã xã'],
    capacity: ['số chỗ', 'số người', 'sức chứa'],
    status: ['trạng thái', 'tình trạng'],
  },
  required: ['title', 'starts_at', 'place'],
  plan: planTrainings,
}

type Course = Pick<Row<'trainings'>, 'title' | 'startsAt' | 'place' | 'cooperativeId' | 'commune' | 'capacity'>
interface CourseRow {
  line: number
  course: Course
  isCancelled: boolean
}

async function planTrainings(rows: readonly ImportRow[], context: ImportContext): Promise<ImportPlan> {
  const problems: ImportProblem[] = []
  const cooperatives = await allCooperatives(context.db)
  const courses = rows.map((row) => courseOf(row, cooperatives, context, problems))
  const { db, now } = context
  const all = await trainingsBetween(db, now, now + FURTHEST_MS)
  const known = all.filter(({ status }) => status === 'planned')
  const pairs = pair(courses, known, problems)
  if (problems.length > 0) return { type: 'refused', problems }
  const writes = pairs.map(([row, before]) => (before ? change(before, row, now) : add(row, context)))
  const changed = writes.filter((each) => each.length > 0).length
  return { type: 'planned', writes, changed, same: writes.length - changed, notes: [] }
}

function add({ course, isCancelled }: CourseRow, { now, newId }: ImportContext): Write[] {
  if (isCancelled) return []
  return [
    insert('trainings', { ...course, id: newId(), status: 'planned', version: 1, createdAt: now, updatedAt: now }),
  ]
}

function change(before: Row<'trainings'>, { course, isCancelled }: CourseRow, now: number): Write[] {
  if (isCancelled) return cancelTraining(before, now)
  const names = Object.keys(course) as (keyof Course)[]
  if (names.every((name) => course[name] === before[name])) return []
  const version = course.startsAt === before.startsAt ? before.version : before.version + 1
  const where = { id: before.id, version: before.version, status: before.status }
  return [updateOne('trainings', where, { ...course, version, updatedAt: now })]
}

const keyOf = ({ title, place }: Pick<Course, 'title' | 'place'>): string => `${fold(title)} @ ${fold(place)}`

/** Each row with the training it is: the one at its very time, else the only other of that title and place. */
function pair(
  rows: readonly CourseRow[],
  known: readonly Row<'trainings'>[],
  problems: ImportProblem[],
): [CourseRow, Row<'trainings'> | undefined][] {
  const exact = ({ course }: CourseRow) =>
    known.find((each) => keyOf(each) === keyOf(course) && each.startsAt === course.startsAt)
  const taken = new Set(rows.map((row) => exact(row)?.id))
  const left = rows.filter((row) => !exact(row))
  return rows.map((row) => {
    const same = exact(row)
    if (same) return [row, same]
    const others = known.filter((each) => keyOf(each) === keyOf(row.course) && !taken.has(each.id))
    const rivals = left.filter(({ course }) => keyOf(course) === keyOf(row.course))
    if (others.length > 1 || (others.length > 0 && rivals.length > 1))
      problems.push({
        line: row.line,
        column: 'starts_at',
        vi: 'có nhiều lớp cùng tên, cùng nơi, không rõ lớp nào đổi giờ: ghi cả những lớp không đổi',
        en: 'several trainings have this title and place: list those that stay as well, to tell which one moved',
      })
    return [row, others[0]]
  })
}

type Tell = (column: string, vi: string, en: string) => void

function courseOf(
  { line, cells }: ImportRow,
  cooperatives: readonly Row<'cooperatives'>[],
  context: ImportContext,
  problems: ImportProblem[],
): CourseRow {
  const tell: Tell = (column, vi, en) => problems.push({ line, column, vi, en })
  const text = (name: string): string => (cells[name] === undefined ? '' : textOf(cells[name]))
  const title = text('title').replace(/^(lớp\s+)?tập huấn\s+/iu, '')
  if (title === '') tell('title', 'chưa có tên lớp', 'no title')
  if (text('place') === '') tell('place', 'chưa có địa điểm', 'no place')
  if (cells.cooperative === undefined && cells.commune === undefined)
    tell('cooperative', 'chưa rõ lớp cho ai: ghi hợp tác xã hoặc xã', 'for whom? Give a cooperative or a commune')
  const status = cells.status === undefined ? { value: 'planned' as const } : oneOfIn(cells.status, STATUSES)
  if ('wrong' in status) tell('status', status.wrong.vi, status.wrong.en)
  const course = {
    title,
    startsAt: startOf(cells.starts_at, context, tell),
    place: text('place'),
    cooperativeId: cooperativeOf(text('cooperative'), cooperatives, tell),
    commune: communeOf(cells.commune, context, tell),
    capacity: capacityOf(text('capacity'), tell),
  }
  return { line, course, isCancelled: 'value' in status && status.value === 'cancelled' }
}

const STATUSES = { planned: ['có', 'sẽ mở'], cancelled: ['huỷ', 'hủy', 'đã huỷ', 'không mở'] } as const

function cooperativeOf(name: string, all: readonly Row<'cooperatives'>[], tell: Tell): string | null {
  if (name === '') return null
  const found = all.find((each) => fold(each.name) === fold(name))
  if (!found) tell('cooperative', `không có hợp tác xã "${name}"`, `there is no cooperative "${name}"`)
  return found?.id ?? null
}

function communeOf(cell: Cell | undefined, context: ImportContext, tell: Tell): string | null {
  if (cell === undefined) return null
  const place = placeIn(cell, context)
  if ('value' in place) return place.value
  tell('commune', place.wrong.vi, place.wrong.en)
  return null
}

function capacityOf(text: string, tell: Tell): number | null {
  if (text === '') return null
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text)
  tell('capacity', `"${text}" không phải số người`, `"${text}" is not a number of people`)
  return null
}

function startOf(cell: Cell | undefined, context: ImportContext, tell: Tell): number {
  const said = typeof cell === 'object' || cell === undefined ? '' : String(cell)
  const startsAt = typeof cell === 'object' ? instantOfCell(cell) : instantIn(said, context)
  const { now } = context
  if (startsAt === 'no time')
    tell('starts_at', `"${said}" chưa có giờ, ví dụ: 26/11/2026 8:00`, `"${said}" has no hour, like 26/11/2026 8:00`)
  else if (startsAt === null)
    tell('starts_at', `"${said}" không đọc được, ví dụ: 26/11/2026 8:00`, `"${said}" is not like 26/11/2026 8:00`)
  else if (startsAt <= now) tell('starts_at', `"${said}" đã qua`, `"${said}" has passed`)
  else if (startsAt > now + FURTHEST_MS) tell('starts_at', `"${said}" quá xa`, `"${said}" is over a year ahead`)
  else return startsAt
  return 0
}

const instantOfCell = ({ day, minutes }: Extract<Cell, object>): number | 'no time' =>
  minutes === null ? 'no time' : instantOf(day, minutes)

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** A cell as people and programs write it: `26/11/2026 8:00`, `8h sáng thứ 5 26/11`, `2026-11-26 08:00`, `2026-11-26T01:00Z`. Vietnam's time where no zone is said. */
function instantIn(cell: string, context: ImportContext): number | 'no time' | null {
  const iso = ISO.exec(cell)
  if (!iso) return instantSaid(cell, context)
  const [, day = '', hour, minute, zone] = iso
  if (!isDay(day)) return null
  if (hour === undefined || minute === undefined) return 'no time'
  if (Number(hour) > 23 || Number(minute) > 59) return null
  return zone ? Date.parse(cell) : instantOf(day, Number(hour) * 60 + Number(minute))
}

const isDay = (text: string): boolean => !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text

function instantSaid(cell: string, { program, now }: ImportContext): number | 'no time' | null {
  const context = { ...readingContext(program, now), now: localTime(now), tense: 'future' as const }
  const date = read(cell, 'date', { ...context, expect: ['date'] })
  if (!date || !('date' in date)) return null
  const [hour, minute] = (date.time ?? '').split(':')
  return hour && minute ? instantOf(date.date, Number(hour) * 60 + Number(minute)) : 'no time'
}
