import { broadcastOutbox, lastBroadcastOf } from '../../store/queries/broadcasts.ts'
import type { Row } from '../../store/writes.ts'
import { alertOf, alertValues } from '../alerts/alert.ts'
import type { FarmAction } from '../farm.ts'

type Status = Row<'outbox'>['status']

const SENT: readonly Status[] = ['wired', 'sent', 'delivered', 'read']
const WAITING: readonly Status[] = ['queued', 'errored']

const alertResult: FarmAction = {
  name: 'alert-result',
  about: { vi: 'Kết quả gửi tin báo giá gần nhất.', en: 'What became of the last price alert.' },
  outcomes: { nothing: 'Chưa gửi tin báo giá nào / no alert has been sent' },
  gives: ['crop', 'price', 'messages', 'sent', 'waiting', 'failed', 'uncertain', 'dropped'],
  reads: [],
  keeps: false,
  async run(input, farm) {
    const last = await lastBroadcastOf(farm.db, input.person.id)
    if (!last) return { outcome: 'nothing' }
    const rows = await broadcastOutbox(farm.db, last.id)
    const count = (...statuses: Status[]) => rows.filter(({ status }) => statuses.includes(status)).length
    const messages = Math.max(last.audience ?? 0, rows.length)
    const unwritten = last.status === 'sending' ? messages - rows.length : 0
    return {
      values: {
        ...alertValues(alertOf(last)),
        messages,
        sent: count(...SENT),
        waiting: count(...WAITING) + unwritten || null,
        failed: count('failed') || null,
        uncertain: count('uncertain') || null,
        dropped: count('stopped', 'expired', 'cancelled', 'superseded') || null,
      },
    }
  },
}

export const alertResultActions: FarmAction[] = [alertResult]
