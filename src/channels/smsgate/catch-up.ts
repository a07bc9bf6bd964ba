import type { CaughtUp } from '../channel.ts'
import { callSmsgate, type SmsgateApi } from './api.ts'

/** Has the phone post its inbox of a period (epoch ms) again, in no order; a shared server wants to know which phone. */
export async function catchUpSmsgate(api: SmsgateApi, since: number, until: number): Promise<CaughtUp> {
  const { deviceId } = api.config
  const answer = await callSmsgate(api, '/messages/inbox/export', {
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    ...(deviceId === undefined ? {} : { deviceId }),
  })
  if (answer.type !== 'answered') return { type: 'failed', code: answer.code }
  // A page that stands before the gateway says 200 to everything. Asked twice the phone posts twice, which does no harm.
  const isAccepted = answer.status >= 200 && answer.status < 300 && !answer.body.trimStart().startsWith('<')
  return isAccepted ? { type: 'will_post' } : { type: 'failed', code: `http_${answer.status}` }
}
