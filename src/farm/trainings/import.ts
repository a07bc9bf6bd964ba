import { addDays, instantOf, localTime } from '../../conversation/calendar.ts'
import { fold } from '../../language/fold.ts'
import { read } from '../../language/read.ts'
import type { PlaceBook } from '../../language/types.ts'
import { allCooperatives } from '../../store/queries/members.ts'
import { trainingsBetween } from '../../store/queries/trainings.ts'
import type { Db } from '../../store/store.ts'
import { insert, type Row, updateOne, type Write } from '../../store/writes.ts'
import {
  type Columns,
  type ImportProblem,
  type Read,
  type Refused,
  readSheet,
  type SheetRow,
} from '../imports/sheet.ts'
import { cancelTraining } from './cancel.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** No course is planned further ahead: a later day is a slip of the year. */
const FURTHEST_MS = 400 * DAY_MS

type Column = 'title' | 'starts_at' | 'place' | 'cooperative' | 'commune' | 'capacity' | 'status'
const COLUMNS: Columns<Column> = {
  title: { also: ['tên lớp', 'lớp', 'tên', 'nội dung'], required: true },
  starts_at: { also: ['bắt đầu', 'thời gian', 'ngày giờ', 'giờ bắt đầu'], required: true },
  place: { also: ['địa điểm', 'nơi', 'nơi học'], required: true },
  cooperative: { also: ['hợp tác xã', 'htx'] },
  commune: { also: ['xã', 'xã phường'] },
  capacity: { also: ['số chỗ', 'số người', 'sức chứa'] },
  status: { also: ['trạng thái', 'tình trạng'] },
}

export interface TrainingContext {
  db: Db
  now: number
  newId(): string
  places: PlaceBook
}

export type TrainingsImport =
  | { type: 'planned'; writes: Write[]; added: number; changed: number; cancelled: number; same: number }
  | Refused

type Course = Pick<Row<'trainings'>, 'title' | 'startsAt' | 'place' | 'cooperativeId' | 'commune' | 'capacity'> & {
  row: number
  isCancelled: boolean
}

/**
 * What taking in a table of trainings writes; safe to repeat. One of the same title and place at another time is the same training, moved:
 * the sweep then tells those who were invited. `status` huỷ (cancelled) calls it off. The whole table or nothing; a start that has passed is refused.
 */
export async function importTrainings(rows: readonly SheetRow[], context: TrainingContext): Promise<TrainingsImport> {
  const sheet = readSheet(rows, COLUMNS)
  if (sheet.type === 'refused') return sheet
  const problems: ImportProblem[] = []
  const cooperatives = await allCooperatives(context.db)
  const courses = sheet.rows.map((row) => courseOf(row, cooperatives, context, problems))
  const known = (await trainingsBetween(context.db, context.now, context.now + FURTHEST_MS)).filter(
    ({ status }) => status === 'planned',
  )
  const pairs = pair(courses, known, problems)
  if (problems.length > 0) return { type: 'refused', problems }
  const plan = { type: 'planned' as const, writes: [] as Write[], added: 0, changed: 0, cancelled: 0, same: 0 }
  for (const [course, before] of pairs) {
    const { what, writes } = before ? change(before, course, context.now) : add(course, context)
    plan.writes.push(...writes)
    plan[what]++
  }
  return plan
}

type Planned = { what: 'added' | 'changed' | 'cancelled' | 'same'; writes: Write[] }

function add({ row: _, isCancelled, ...course }: Course, { now, newId }: TrainingContext): Planned {
  if (isCancelled) return { what: 'same', writes: [] }
  const training = { ...course, id: newId(), status: 'planned' as const, version: 1, createdAt: now, updatedAt: now }
  return { what: 'added', writes: [insert('trainings', training)] }
}

function change(before: Row<'trainings'>, { row: _, isCancelled, ...course }: Course, now: number): Planned {
  if (isCancelled) return { what: 'cancelled', writes: cancelTraining(before, now) }
  const names = Object.keys(course) as (keyof typeof course)[]
  if (names.every((name) => course[name] === before[name])) return { what: 'same', writes: [] }
  const version = course.startsAt === before.startsAt ? before.version : before.version + 1
  const where = { id: before.id, version: before.version, status: before.status }
  return { what: 'changed', writes: [updateOne('trainings', where, { ...course, version, updatedAt: now })] }
}

const keyOf = ({ title, place }: Pick<Course, 'title' | 'place'>): string => `${fold(title)} @ ${fold(place)}`

/** Each row with the training it is: the one at its very time, else the only other of that title and place. */
function pair(
  courses: readonly Course[],
  known: readonly Row<'trainings'>[],
  problems: ImportProblem[],
): [Course, Row<'trainings'> | undefined][] {
  const exact = (course: Course) =>
    known.find((each) => keyOf(each) === keyOf(course) && each.startsAt === course.startsAt)
  const taken = new Set(courses.map((course) => exact(course)?.id))
  const left = courses.filter((course) => !exact(course))
  return courses.map((course) => {
    const same = exact(course)
    if (same) return [course, same]
    const others = known.filter((each) => keyOf(each) === keyOf(course) && !taken.has(each.id))
    const rivals = left.filter((each) => keyOf(each) === keyOf(course))
    if (others.length > 1 || (others.length > 0 && rivals.length > 1))
      problems.push({
        row: course.row,
        column: 'starts_at',
        vi: 'có nhiều lớp cùng tên, cùng nơi, không rõ lớp nào đổi giờ: ghi cả giờ cũ của lớp không đổi',
        en: 'several trainings have this title and place: list those that stay as well, to tell which one moved',
      })
    return [course, others[0]]
  })
}

function courseOf(
  { row, cells }: Read<Column>,
  cooperatives: readonly Row<'cooperatives'>[],
  context: TrainingContext,
  problems: ImportProblem[],
): Course {
  const tell = (column: Column, vi: string, en: string) => problems.push({ row, column, vi, en })
  const title = cells.title.replace(/^(lớp\s+)?tập huấn\s+/iu, '')
  if (title === '') tell('title', 'chưa có tên lớp', 'no title')
  if (cells.place === '') tell('place', 'chưa có địa điểm', 'no place')
  const startsAt = startOf(cells.starts_at, context, tell)
  const cooperative = cooperatives.find(({ name }) => fold(name) === fold(cells.cooperative))
  if (cells.cooperative !== '' && !cooperative)
    tell('cooperative', `không có hợp tác xã "${cells.cooperative}"`, `there is no cooperative "${cells.cooperative}"`)
  const commune = cells.commune === '' ? null : communeOf(cells.commune, context)
  if (commune === undefined)
    tell('commune', `không rõ xã "${cells.commune}"`, `"${cells.commune}" is not one known commune`)
  if (cells.cooperative === '' && cells.commune === '')
    tell('cooperative', 'chưa rõ lớp cho ai: ghi hợp tác xã hoặc xã', 'for whom? Give a cooperative or a commune')
  if (cells.capacity !== '' && !/^[1-9]\d{0,4}$/.test(cells.capacity))
    tell('capacity', `"${cells.capacity}" không phải số người`, `"${cells.capacity}" is not a number of people`)
  if (cells.status !== '' && !isCancelledWord(cells.status) && !isPlannedWord(cells.status))
    tell(
      'status',
      `"${cells.status}": chỉ ghi "huỷ", hoặc để trống`,
      `"${cells.status}": write "cancelled", or nothing`,
    )
  return {
    row,
    title,
    startsAt: startsAt ?? 0,
    place: cells.place,
    cooperativeId: cooperative?.id ?? null,
    commune: commune ?? null,
    capacity: cells.capacity === '' ? null : Number(cells.capacity),
    isCancelled: isCancelledWord(cells.status),
  }
}

const isCancelledWord = (word: string): boolean => ['huy', 'da huy', 'cancelled', 'canceled'].includes(fold(word))
const isPlannedWord = (word: string): boolean => ['planned', 'co', 'se to chuc'].includes(fold(word))

const contextOf = ({ now, places }: TrainingContext) =>
  ({ now: localTime(now), crops: new Map(), places, saoM2: 360, tense: 'future', expect: ['date'] }) as const

function startOf(
  cell: string,
  context: TrainingContext,
  tell: (column: Column, vi: string, en: string) => void,
): number | null {
  const startsAt = instantIn(cell, context)
  const { now } = context
  if (startsAt === 'no time')
    tell('starts_at', `"${cell}" chưa có giờ, ví dụ: 26/11/2026 8:00`, `"${cell}" has no hour, like 26/11/2026 8:00`)
  else if (startsAt === null)
    tell('starts_at', `"${cell}" không đọc được, ví dụ: 26/11/2026 8:00`, `"${cell}" is not like 26/11/2026 8:00`)
  else if (startsAt <= now) tell('starts_at', `"${cell}" đã qua`, `"${cell}" has passed`)
  else if (startsAt > now + FURTHEST_MS) tell('starts_at', `"${cell}" quá xa`, `"${cell}" is over a year ahead`)
  else return startsAt
  return null
}

const isDay = (text: string): boolean => !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text

/** A cell as people and spreadsheets write it: `26/11/2026 8:00`, `8h sáng thứ 5 26/11`, `2026-11-26 08:00`, `2026-11-26T08:00`. Vietnam's time where no zone is said. */
function instantIn(cell: string, context: TrainingContext): number | 'no time' | null {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(cell)
  if (iso) {
    const [, day = '', hour, minute, zone] = iso
    if (hour === undefined || minute === undefined) return 'no time'
    if (!isDay(day)) return null
    const at = zone ? Date.parse(cell) : instantOf(day, Number(hour) * 60 + Number(minute))
    return Number(hour) < 24 && Number(minute) < 60 && !Number.isNaN(at) ? at : null
  }
  const date = read(cell, 'date', contextOf(context))
  if (!date || !('date' in date)) return null
  const [hour, minute] = (date.time ?? '').split(':')
  return hour && minute ? instantOf(date.date, Number(hour) * 60 + Number(minute)) : 'no time'
}

function communeOf(name: string, context: TrainingContext): string | undefined {
  if (context.places.has(name)) return name
  const place = read(name, 'place', { ...contextOf(context), expect: ['place'] })
  return place && 'place' in place ? place.place : undefined
}
