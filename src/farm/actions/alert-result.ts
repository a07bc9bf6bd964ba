import type { TextValue } from '../../conversation/types.ts'
import { lastBroadcastOf } from '../../store/queries/broadcasts.ts'
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
    const drop = { endsOthers: SENDING, memory: { [MEMORY]: null } }
    const nothing = input.memory[MEMORY] === undefined ? null : { ...drop, outcome: 'dropped' }
    if (!last || last.status === 'cancelled') return nothing ?? { ...drop, outcome: 'nothing' }
    const report = await reportOf(farm.db, last)
    const values = { ...alertValues(alertOf(last)), ...countsOf(report) }
    if (last.status === 'stopped') return nothing ?? { ...drop, outcome: 'stopped', values }
    const stop = holdWrite(last, 'stop')
    if (stop === null || isOver(report)) return nothing ?? { ...drop, outcome: 'over', values }
    const left = { waiting: null, dropped: report.dropped + report.waiting }
    return { ...drop, writes: [stop], values: { ...values, ...left } }
  },
}

export const alertResultActions: FarmAction[] = [alertResult, stopAlert]
