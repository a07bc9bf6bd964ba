import type { Channel } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import type { Fetch } from '../provider-call.ts'
import { makeHmac } from '../signing.ts'
import { catchUpSmsgate } from './catch-up.ts'
import type { SmsgateConfig } from './config.ts'
import { webhookPath } from './constants.ts'
import { linesOf } from './lines.ts'
import { receiveSmsgate } from './receive.ts'
import { findSentSmsgate, sendSmsgate } from './send.ts'

/** SMS through an Android phone with a Vietnamese SIM (SMS Gateway for Android). `now` is epoch ms. */
export function createSmsgateChannel(parts: {
  config: SmsgateConfig
  fetch: Fetch
  log: ChannelLog
  now: () => number
}): Channel {
  const hmac = makeHmac('SHA-256', parts.config.signingKey)
  return {
    type: 'smsgate',
    form: 'sms',
    scheme: 'tel',
    routes: [{ method: 'POST', path: webhookPath }],
    acknowledge: () => ({ contentType: 'text/plain', body: '' }),
    receive: (request) => receiveSmsgate({ ...parts, hmac }, request),
    send: (message) => sendSmsgate(parts, message),
    findSent: (message) => findSentSmsgate(parts, message),
    catchUp: (since, until) => catchUpSmsgate(parts, since, until),
    lines: linesOf(parts.config),
  }
}
