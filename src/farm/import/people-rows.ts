import { toE164 } from '../../language/names/e164.ts'
import { toLandline } from '../../language/names/phones.ts'
import { fold } from '../../language/text/fold.ts'
import { type CellReading, oneOfIn, placeIn, textOf } from './cells.ts'
import { agreementsIn, type ListedAdvertising, type PaperConsent, type QuietHours, quietIn } from './consent-cells.ts'
import type { Cell, ImportContext, ImportProblem, ImportRow } from './import.ts'

/** One row of a list of people, read. Undefined: the cell is empty, and nothing is said about it. */
export interface PersonRow {
  line: number
  /** E.164. */
  phone: string
  name: string
  role?: 'farmer' | 'leader' | 'officer'
  cooperative?: string
  /** Commune code. */
  commune?: string
  locale?: string
  consent?: PaperConsent
  advertising?: ListedAdvertising
  /** null: said to be none. */
  quiet?: QuietHours | null
}

const ROLES = {
  farmer: ['nông dân', 'bà con', 'hộ', 'thành viên', 'xã viên'],
  leader: ['tổ trưởng', 'trưởng nhóm', 'chủ nhiệm', 'giám đốc', 'lãnh đạo', 'giám đốc hợp tác xã'],
  officer: ['cán bộ', 'khuyến nông', 'cán bộ khuyến nông', 'cán bộ dự án'],
} as const
const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  vi: ['tiếng Việt', 'Việt', 'Kinh', 'Vietnamese'],
  en: ['tiếng Anh', 'Anh', 'English'],
}
const MAX_NAME_LENGTH = 80

/** Reads one row; every problem of it is told. */
export function readPersonRow(row: ImportRow, context: ImportContext): PersonRow | ImportProblem[] {
  const problems: ImportProblem[] = []
  const wrong = (column: string, vi: string, en: string) => void problems.push({ line: row.line, column, vi, en })
  const take = <T>(column: string, reader: (cell: Cell) => CellReading<T>): T | undefined => {
    const cell = row.cells[column]
    if (cell === undefined) return undefined
    const reading = reader(cell)
    if ('value' in reading) return reading.value
    wrong(column, reading.wrong.vi, reading.wrong.en)
    return undefined
  }
  const phone = take('phone', phoneIn)
  const name = take('name', nameIn)
  if (row.cells.phone === undefined) wrong('phone', 'thiếu số điện thoại', 'the phone number is missing')
  if (row.cells.name === undefined) wrong('name', 'thiếu họ tên', 'the name is missing')
  const role = take('role', (cell) => oneOfIn(cell, ROLES))
  const cooperative = take('cooperative', (cell) => ({ value: textOf(cell) }))
  const commune = take('commune', (cell) => placeIn(cell, context))
  const locale = take('language', (cell) => languageIn(cell, context))
  const quiet = take('quiet', quietIn)
  const { consent, advertising } = agreementsIn(row, take, wrong, context.now)
  if (problems.length > 0 || phone === undefined || name === undefined) return problems
  return {
    line: row.line,
    phone,
    name,
    ...(role ? { role } : {}),
    ...(cooperative ? { cooperative } : {}),
    ...(commune ? { commune } : {}),
    ...(locale ? { locale } : {}),
    ...(consent ? { consent } : {}),
    ...(advertising ? { advertising } : {}),
    ...(quiet === undefined ? {} : { quiet }),
  }
}

function phoneIn(cell: Cell): CellReading<string> {
  const text = textOf(cell)
  const phone = toE164(text)
  if (phone) return { value: phone }
  if (toLandline(text))
    return {
      wrong: {
        vi: `"${text}" là số máy bàn, không nhận được tin nhắn: cần số di động`,
        en: `"${text}" is a landline, which takes no messages: a mobile number is needed`,
      },
    }
  return { wrong: { vi: `"${text}" không phải số di động`, en: `"${text}" is no mobile number` } }
}

function nameIn(cell: Cell): CellReading<string> {
  const text = textOf(cell)
  if (/\p{L}/u.test(text) && text.length <= MAX_NAME_LENGTH) return { value: text }
  return { wrong: { vi: `"${text}" không phải là họ tên`, en: `"${text}" is no name` } }
}

function languageIn(cell: Cell, { program }: ImportContext): CellReading<string> {
  const known = Object.fromEntries([...program.texts.keys()].map((locale) => [locale, LANGUAGES[locale] ?? []]))
  return oneOfIn(cell, known)
}

/** Whether two names are one person's on one phone: the same words, or the same without accents where one has none. */
export function isSameName(a: string, b: string): boolean {
  const [plainA, plainB] = [fold(a), fold(b)]
  if (plainA !== plainB) return false
  const [lowA, lowB] = [a, b].map((name) => name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim())
  return lowA === lowB || lowA === plainA || lowB === plainB
}
