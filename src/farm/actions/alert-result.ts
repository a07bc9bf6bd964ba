import type { TextValue } from '../../conversation/types.ts'
import type { ActionResult } from '../../conversation/world.ts'
import { isPhrase } from '../../language/text/words.ts'
import { lastBroadcastOf } from '../../store/queries/broadcasts.ts'
import type { Row, Write } from '../../store/writes.ts'
import { alertOf, alertValues } from '../alerts/alert.ts'
import { holdWrite } from '../alerts/hold.ts'
import { isOver, type Report, reportOf } from '../alerts/report.ts'
import type { FarmAction } from '../farm.ts'
import { MEMORY, SENDING } from './alerts.ts'

const COUNTS = ['messages', 'sent', 'arrived', 'waiting', 'failed', 'uncertain', 'dropped']

/** A cooperative is no larger. */
const LONGEST = Object.fromEntries(COUNTS.map((name) => [name, '99.999']))

const countsOf = (report: Report): Record<string, TextValue> => ({
  messages: report.people,
  sent: report.sent,
  arrived: report.arrived || null,
  waiting: report.waiting || null,
  failed: report.failed || null,
  uncertain: report.uncertain || null,
  dropped: report.dropped || null,
})

const alertResult: FarmAction = {
  name: 'alert-result',
  about: { vi: 'Kết quả gửi tin báo giá gần nhất.', en: 'What became of the last price alert.' },
  outcomes: { nothing: 'Chưa gửi tin báo giá nào / no alert has been sent' },
  gives: ['crop', 'price', ...COUNTS, 'paused'],
  longest: LONGEST,
  reads: [],
  keeps: false,
  async run(input, farm) {
    const last = await lastBroadcastOf(farm.db, input.person.id)
    if (!last) return { outcome: 'nothing' }
    const report = await reportOf(farm.db, last)
    return {
      values: {
        ...alertValues(alertOf(last)),
        ...countsOf(report),
        paused: last.status === 'paused' ? report.waiting : null,
      },
    }
  },
}

/** A draft beside it is dropped: its code would send what nobody thinks of any more. */
const DROP = { endsOthers: SENDING, memory: { [MEMORY]: null } }

function stopped(last: Row<'broadcasts'>, report: Report, stop: Write): ActionResult<Write> {
  const left = { waiting: null, dropped: report.dropped + report.waiting }
  return { ...DROP, writes: [stop], values: { ...alertValues(alertOf(last)), ...countsOf(report), ...left } }
}

const stopAlert: FarmAction = {
  name: 'stop-alert',
  about: {
    vi: 'Dừng tin báo giá đang gửi của người này: ai chưa nhận thì thôi không gửi nữa.',
    en: 'Stops the price alert of this person that is being sent: who has not got it does not get it.',
  },
  outcomes: {
    nothing: 'Không có tin báo giá nào đang gửi / no alert is being sent',
    over: 'Đã gửi xong cả rồi / all of it has gone already',
    dropped: 'Chỉ có bản nháp, đã bỏ / there was a draft alone, and it is dropped',
    stopped: 'Đã dừng từ trước / it was stopped before',
  },
  gives: ['crop', 'price', ...COUNTS],
  longest: LONGEST,
  reads: [],
  keeps: true,
  async run(input, farm) {
    const last = await lastBroadcastOf(farm.db, input.person.id)
    const nothing = input.memory[MEMORY] === undefined ? null : { ...DROP, outcome: 'dropped' }
    if (!last || last.status === 'cancelled') return nothing ?? { ...DROP, outcome: 'nothing' }
    const report = await reportOf(farm.db, last)
    const values = { ...alertValues(alertOf(last)), ...countsOf(report) }
    if (last.status === 'stopped') return nothing ?? { ...DROP, outcome: 'stopped', values }
    const stop = holdWrite(last, 'stop')
    if (stop === null || isOver(report)) return nothing ?? { ...DROP, outcome: 'over', values }
    return stopped(last, report, stop)
  },
}

/** Words by which who is sending an alert means that, before messages to themselves. TC and the like are of these alone. */
const OF_SENDING = [
  ...['dừng', 'dừng lại', 'dừng gửi', 'dừng gửi tin', 'dừng gửi nữa', 'dừng gửi tin nữa', 'đừng gửi', 'đừng gửi tin'],
  ...['đừng gửi nữa', 'đừng gửi tin nữa', 'ngừng', 'ngưng', 'ngừng gửi', 'ngừng gửi tin', 'huỷ', 'huỷ tin'],
]
const isSaid = (text: string, words: readonly string[]): boolean => words.some((word) => isPhrase(text, word))

const stopSentAlert: FarmAction = {
  name: 'stop-sent-alert',
  about: {
    vi: 'Người đang gửi báo giá nhắn dừng gửi: dừng tin báo giá ấy.',
    en: 'Stops the price alert that whoever texts "stop sending" is sending.',
  },
  outcomes: {
    none: 'Không có tin đang gửi, hay lời này nói rõ là thôi nhận tin / none is being sent, or they mean messages to themselves',
    unclear: 'Không có tin đang gửi, và có thể là "đúng" / none is being sent, and it may be a yes',
  },
  gives: ['crop', 'price', ...COUNTS],
  longest: LONGEST,
  reads: [],
  keeps: false,
  async run(input, farm) {
    const { text, person, last: record } = input
    if (person.role !== 'leader' || !isSaid(text, OF_SENDING)) return { outcome: 'none' }
    const mayBeYes = record?.kind === 'broadcast' && isSaid(text, ['dừng']) && isSaid(text, ['đúng'])
    const none = { outcome: mayBeYes ? 'unclear' : 'none' }
    const last = await lastBroadcastOf(farm.db, person.id)
    const stop = last ? holdWrite(last, 'stop') : null
    if (!last || stop === null) return none
    const report = await reportOf(farm.db, last)
    return isOver(report) ? none : stopped(last, report, stop)
  },
}

export const alertResultActions: FarmAction[] = [alertResult, stopAlert, stopSentAlert]
