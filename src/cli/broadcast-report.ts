import type { Hold } from '../farm/alerts/hold.ts'
import type { Report } from '../farm/alerts/report.ts'
import type { Given, Standings } from '../store/queries/broadcast-reports.ts'
import type { Row } from '../store/writes.ts'
import { secondsOf } from './export/formats.ts'
import type { Message } from './io.ts'

/** What is said of a broadcast, for the operator. */

type Broadcast = Row<'broadcasts'>

const STATUSES: Record<Broadcast['status'], Message> = {
  held: { vi: 'chờ duyệt', en: 'waits for approval' },
  prepared: { vi: 'đã soạn', en: 'prepared' },
  sending: { vi: 'đang soạn và gửi', en: 'being prepared and sent' },
  paused: { vi: 'TẠM DỪNG', en: 'PAUSED' },
  sent: { vi: 'đã soạn đủ', en: 'wholly prepared' },
  stopped: { vi: 'ĐÃ DỪNG', en: 'STOPPED' },
  cancelled: { vi: 'đã thôi, hoặc đã sửa bằng tin khác', en: 'cancelled, or corrected by another' },
}

export function headOf(broadcast: Broadcast, { waiting }: Pick<Report, 'waiting'>): Message {
  const { id, status, confirmedAt, createdAt, corrects } = broadcast
  const isDone = status === 'sent' && waiting === 0
  const state = isDone ? { vi: 'đã gửi xong', en: 'done' } : STATUSES[status]
  const of = corrects === null ? { vi: '', en: '' } : { vi: `, sửa ${corrects}`, en: `, corrects ${corrects}` }
  const at = secondsOf(confirmedAt ?? createdAt)
  return { vi: `${id}  ${at}  ${state.vi}${of.vi}`, en: `${id}  ${at}  ${state.en}${of.en}` }
}

const list = (parts: readonly (readonly [number, string])[]): string =>
  parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ')

/** How far it has come, in people. */
export const progressOf = ({ prepared }: Broadcast, report: Report): Message => {
  const { people, sent, arrived, waiting, failed, uncertain, dropped } = report
  const vi = list([
    [prepared, 'đã soạn'],
    [sent, `đã gửi${arrived > 0 ? ` (${arrived} tới máy)` : ''}`],
    [waiting, 'còn chờ'],
    [failed, 'không được'],
    [uncertain, 'chưa rõ'],
    [dropped, 'thôi không gửi'],
  ])
  const en = list([
    [prepared, 'prepared'],
    [sent, `sent${arrived > 0 ? ` (${arrived} arrived)` : ''}`],
    [waiting, 'waiting'],
    [failed, 'failed'],
    [uncertain, 'uncertain'],
    [dropped, 'not to be sent'],
  ])
  return { vi: `${people} người: ${vi}`, en: `${people} people: ${en}` }
}

/** What it took so far. */
export function givenLine(given: readonly Given[]): Message {
  const parts = given.reduce((sum, each) => sum + each.parts, 0)
  const known = given.flatMap(({ vnd }) => vnd ?? [])
  const vnd = Math.round(known.reduce((sum, each) => sum + each, 0))
  const cost = known.length === 0 ? { vi: '', en: '' } : { vi: `, ${vnd} đ`, en: `, ${vnd} đồng` }
  return { vi: `${parts} phần tin${cost.vi}`, en: `${parts} parts${cost.en}` }
}

/** How fast it goes, and when it will be done at that rate; null: it does not move. `perMs`: messages. */
export function paceLine(perMs: number, waiting: number, now: number): Message | null {
  if (perMs <= 0 || waiting === 0) return null
  const perMinute = (perMs * 60_000).toFixed(0)
  const end = secondsOf(now + waiting / perMs)
  return {
    vi: `${perMinute} tin một phút, xong khoảng ${end}`,
    en: `${perMinute} messages a minute, done at about ${end}`,
  }
}

/** People by status, channel and code. */
export const standingLine = ({ status, channel, code, people }: Standings): string =>
  `  ${String(people).padStart(6)}  ${status.padEnd(10)} ${(channel ?? '-').padEnd(10)} ${code ?? ''}`.trimEnd()

/** What each provider took: as many as it has of them. */
export const takenLine = ({ channel, taken, parts, firstAt, lastAt }: Given): Message => {
  const span = firstAt === null || lastAt === null ? '' : `, ${secondsOf(firstAt)} – ${secondsOf(lastAt)}`
  return {
    vi: `  ${channel}: nhà cung cấp đã nhận ${taken} tin, ${parts} phần${span}`,
    en: `  ${channel}: the provider took ${taken} messages, ${parts} parts${span}`,
  }
}

/** Why a broadcast can't be paused, let go on or stopped. */
export const REFUSED: Record<Hold, Message> = {
  pause: {
    vi: 'Tin này không đang gửi: đã dừng, đã sửa, hay đang tạm dừng.',
    en: 'It is not being sent: it was stopped or corrected, or is paused.',
  },
  resume: { vi: 'Tin này không đang tạm dừng.', en: 'It is not paused.' },
  stop: { vi: 'Tin này đã dừng hoặc đã sửa rồi.', en: 'It was stopped or corrected before.' },
}
