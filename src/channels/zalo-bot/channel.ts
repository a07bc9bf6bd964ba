import type { Channel } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import type { Fetch } from '../provider-call.ts'
import type { ZaloBotConfig } from './config.ts'
import { webhookPath } from './constants.ts'
import { receiveZaloBot } from './receive.ts'
import { sendZaloBot } from './send.ts'

/** A bot of the Zalo Bot platform: another product than an Official Account, with other users. */
export function createZaloBotChannel(parts: { config: ZaloBotConfig; fetch: Fetch; log: ChannelLog }): Channel {
  return {
    type: 'zalo-bot',
    form: 'zalo',
    scheme: 'zalo',
    routes: [{ method: 'POST', path: webhookPath }],
    acknowledge: () => ({ contentType: 'text/plain', body: '' }),
    receive: (request) => receiveZaloBot(parts, request),
    send: (message) => sendZaloBot(parts, message),
  }
}
