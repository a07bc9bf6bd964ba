import { dayOf } from '../../conversation/calendar.ts'
import { FIRST_MINUTE, LAST_MINUTE } from '../../conversation/law-hours.ts'
import type { Day } from '../../language/types.ts'
import type { Row } from '../../store/writes.ts'
import { type CellReading, dayIn, oneOfIn, textOf } from './cells.ts'
import type { Cell, ImportRow } from './import.ts'

/** What a list of people says of what they agreed to, and when they want no messages. */

/** How an agreement can be shown: who, when, in which way, by what. */
interface Evidence {
  on: Day
  how: NonNullable<Row<'consents'>['how']>
  /** Who took it down; null: not said. */
  takenBy: string | null
  /** What proves it, in words; null: a scan alone. */
  proof: string | null
  /** Where the scan or recording lies; null: there is none. */
  scan: string | null
}

/** What a list says of consent: an agreement given on a day, or that there is none (yet). Only the farmer refuses. */
export type PaperConsent = ({ kind: 'agreed' } & Evidence) | { kind: 'none' }

/** What a list says of advertising: agreed to with a proof, or not. */
export type ListedAdvertising = ({ kind: 'agreed' } & Evidence) | { kind: 'no' }

/** Quiet hours of the day, minutes in Vietnam, from and before. */
export type QuietHours = NonNullable<Row<'people'>['quietHours']>

const YES_NO = {
  yes: ['có', 'đồng ý', 'rồi', 'đã đồng ý', 'true', '1'],
  no: ['không', 'không đồng ý', 'chưa', 'false', '0'],
} as const
const HOWS = {
  paper: ['giấy', 'phiếu', 'phiếu giấy', 'bản giấy', 'trên giấy'],
  phone: ['điện thoại', 'gọi điện', 'qua điện thoại'],
  web: ['trang web', 'website', 'mạng', 'trực tuyến', 'qua mạng'],
  asked: ['tin nhắn', 'nhắn tin', 'tự nhắn'],
} as const
const MAX_WORDS = 200

export type Take = <T>(column: string, reader: (cell: Cell) => CellReading<T>) => T | undefined
export type Wrong = (column: string, vi: string, en: string) => void

/** Reads the columns of consent and advertising; what is wrong with them is told. A yes counts only with the day and what proves it. */
export function agreementsIn(
  row: ImportRow,
  take: Take,
  wrong: Wrong,
  now: number,
): { consent?: PaperConsent; advertising?: ListedAdvertising } {
  const consent = take('consent', (cell) => oneOfIn(cell, YES_NO))
  const advertising = take('advertising', (cell) => oneOfIn(cell, YES_NO))
  const on = take('consent_on', dayIn)
  const evidence: Omit<Evidence, 'on'> = {
    how: take('consent_how', (cell) => oneOfIn(cell, HOWS)) ?? 'paper',
    takenBy: take('consent_by', wordsIn) ?? null,
    proof: take('consent_proof', (cell) => ({ value: textOf(cell) })) ?? null,
    scan: take('consent_scan', wordsIn) ?? null,
  }
  checkDay(on, dayOf(now), wrong)
  const hasYes = consent === 'yes' || advertising === 'yes'
  if (hasYes) checkEvidence(row, evidence, wrong)
  else checkStray(row, consent === undefined, wrong)
  if (consent === 'no' && advertising === 'yes')
    wrong(
      'advertising',
      'chưa đồng ý nhận tin thì không thể đồng ý nhận quảng cáo',
      'advertising needs the consent that this row denies',
    )
  const agreed = { kind: 'agreed', ...evidence, on: on ?? dayOf(now) } as const
  return {
    ...(consent === undefined ? {} : { consent: consent === 'yes' ? agreed : { kind: 'none' } }),
    ...(advertising === undefined ? {} : { advertising: advertising === 'yes' ? agreed : { kind: 'no' } }),
  }
}

function checkDay(on: Day | undefined, today: Day, wrong: Wrong): void {
  if (on !== undefined && on > today)
    wrong('consent_on', `ngày đồng ý ${on} chưa tới`, `the day of consent, ${on}, is yet to come`)
}

function checkEvidence(row: ImportRow, { how, takenBy, proof, scan }: Omit<Evidence, 'on'>, wrong: Wrong): void {
  if (row.cells.consent_on === undefined)
    wrong('consent_on', 'đã ghi đồng ý thì phải ghi ngày đồng ý', 'a consent needs the day it was given')
  if (proof === null && scan === null)
    wrong(
      'consent_proof',
      'đã ghi đồng ý thì phải ghi bằng chứng, ví dụ: phiếu số 12',
      'a consent needs its proof, for example: form no. 12',
    )
  if (how === 'phone' && takenBy === null)
    wrong('consent_by', 'đồng ý qua điện thoại thì phải ghi ai nghe', 'a consent by telephone needs who took it down')
}

/**
 * How something was agreed to, where nothing was: one of the cells is a mistake. Beside a no, the day and the words tell of that; beside nothing said,
 * the yes was forgotten, and dropping them would lose it.
 */
function checkStray(row: ImportRow, isUnsaid: boolean, wrong: Wrong): void {
  const stray = ['consent_how', 'consent_by', 'consent_scan']
  for (const column of isUnsaid ? ['consent_on', ...stray, 'consent_proof'] : stray)
    if (row.cells[column] !== undefined) wrong(column, 'dòng này không ghi đồng ý', 'this row tells of no consent')
}

function wordsIn(cell: Cell): CellReading<string> {
  const text = textOf(cell)
  if (text.length <= MAX_WORDS && !/\p{Cc}/u.test(text)) return { value: text }
  const short = `${text.slice(0, 20)}…`
  return { wrong: { vi: `"${short}" dài quá ${MAX_WORDS} chữ`, en: `"${short}" is over ${MAX_WORDS} characters` } }
}

const SPAN = /^(\d{1,2})(?:[:h](\d{2})?)?\s*[-–]\s*(\d{1,2})(?:[:h](\d{2})?)?$/i
const NONE = { none: ['không', 'no', 'không có', '-'] } as const

/** Hours of the day as `12:00-13:30` or `22h-6h`; null: none, said so. */
export function quietIn(cell: Cell): CellReading<QuietHours | null> {
  const text = textOf(cell)
  if ('value' in oneOfIn(cell, NONE)) return { value: null }
  const [, fromHour, fromMinute = '0', toHour, toMinute = '0'] = SPAN.exec(text) ?? []
  const [from, to] = [minuteOf(fromHour, fromMinute), minuteOf(toHour, toMinute)]
  if (from === null || to === null || from === to)
    return {
      wrong: {
        vi: `"${text}" không phải là khoảng giờ: viết như 12:00-13:30`,
        en: `"${text}" is no span of hours: write it like 12:00-13:30`,
      },
    }
  if (leavesTime({ from, to })) return { value: { from, to } }
  return {
    wrong: {
      vi: `"${text}" không để lại giờ nào được nhắn: người này muốn ngừng hẳn thì nhắn TC`,
      en: `"${text}" leaves no hour for any message: whoever wants none at all texts TC`,
    },
  }
}

function minuteOf(hour: string | undefined, minute: string): number | null {
  const minutes = Number(hour) * 60 + Number(minute)
  return hour !== undefined && Number(minute) < 60 && minutes <= 24 * 60 ? minutes : null
}

/** Whether something of the law's hours is left. */
const leavesTime = ({ from, to }: QuietHours): boolean =>
  from < to ? from > FIRST_MINUTE || to < LAST_MINUTE : Math.max(to, FIRST_MINUTE) < Math.min(from, LAST_MINUTE)
