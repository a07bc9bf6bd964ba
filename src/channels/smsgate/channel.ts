import type { Channel } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import type { Fetch } from '../provider-call.ts'
import type { SmsgateConfig } from './config.ts'
import { webhookPath } from './constants.ts'
import { receiveSmsgate } from './receive.ts'
import { findSentSmsgate, sendSmsgate } from './send.ts'

/** SMS through an Android phone with a Vietnamese SIM (SMS Gateway for Android). `now` is epoch ms. */
export function createSmsgateChannel(parts: {
  config: SmsgateConfig
  fetch: Fetch
  log: ChannelLog
  now: () => number
}): Channel {
  return {
    type: 'smsgate',
    form: 'sms',
    scheme: 'tel',
    routes: [{ method: 'POST', path: webhookPath }],
    acknowledgement: { contentType: 'text/plain', body: '' },
    receive: (request) => receiveSmsgate(parts, request),
    send: (message) => sendSmsgate(parts, message),
    findSent: (message) => findSentSmsgate(parts, message),
  }
}
