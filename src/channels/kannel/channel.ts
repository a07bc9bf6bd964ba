import { brandname } from '../brandname.ts'
import type { Channel } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import type { Fetch } from '../provider-call.ts'
import { makeHmac } from '../signing.ts'
import type { KannelConfig } from './config.ts'
import { inboundPath, statusPath } from './constants.ts'
import { receiveKannel } from './receive.ts'
import { sendKannel } from './send.ts'

/**
 * SMS through Kannel 1.4, thus through any operator's SMPP link. No `findSent`: Kannel cannot be asked for a message. Its answer is
 * empty, for Kannel texts a farmer whatever it reads there.
 */
export function createKannelChannel(parts: { config: KannelConfig; fetch: Fetch; log: ChannelLog }): Channel {
  const hmac = makeHmac('SHA-256', parts.config.secret)
  let trouble: string | null = null
  return {
    type: 'kannel',
    form: 'sms',
    scheme: 'tel',
    ...brandname(parts.config.from),
    routes: [
      { method: 'POST', path: inboundPath },
      { method: 'GET', path: statusPath },
    ],
    acknowledge: () => ({ contentType: 'text/plain', body: '' }),
    receive: async (request) => {
      const received = await receiveKannel({ ...parts, hmac }, request)
      if (received.type === 'refused') trouble = received.code === 'no_sender' ? 'no_sender' : trouble
      else if (request.method === 'POST') trouble = null
      return received
    },
    trouble: () => trouble,
    send: (message) => sendKannel(parts, message),
  }
}
