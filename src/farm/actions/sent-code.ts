import { z } from 'zod'
import { loadBroadcast } from '../../store/queries/broadcasts.ts'
import { alertOf, alertValues } from '../alerts/alert.ts'
import type { FarmAction } from '../farm.ts'

/** Where the code that sent the last alert is remembered: texted again soon after, it is answered as done. */
export const SENT = 'sent-alert'
const SENT_MS = 30 * 60 * 1000

const remembersSent = z.object({ code: z.string(), broadcast: z.string() })

const recallSent: FarmAction = {
  name: 'recall-sent-code',
  about: {
    vi: 'Xem tin này có phải mã vừa dùng để gửi báo giá không.',
    en: 'Whether the text is the code that just sent a price alert.',
  },
  outcomes: { none: 'Không phải / it is not' },
  gives: ['crop', 'price', 'used_code'],
  longest: { used_code: '4172' },
  reads: [],
  keeps: false,
  async run({ memory, text, now }, farm) {
    const stored = memory[SENT]
    const sent = remembersSent.safeParse(stored?.value)
    const isOld = stored === undefined || now - stored.at > SENT_MS
    if (isOld || !sent.success || text.trim() !== sent.data.code) return { outcome: 'none' }
    const broadcast = await loadBroadcast(farm.db, sent.data.broadcast)
    if (!broadcast) return { outcome: 'none' }
    return { values: { ...alertValues(alertOf(broadcast)), used_code: sent.data.code } }
  },
}

export const sentCodeActions: FarmAction[] = [recallSent]
