import { brandname } from '../brandname.ts'
import type { Channel } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import type { Fetch } from '../provider-call.ts'
import { acknowledgeEsms } from './acknowledge.ts'
import type { EsmsConfig } from './config.ts'
import { inboundPath, statusPath } from './constants.ts'
import { receiveEsms } from './receive.ts'
import { findSentEsms, sendEsms } from './send.ts'
import type { Md5 } from './sign.ts'
import { makeTemplateCheck } from './templates.ts'

/** SMS by a Vietnamese aggregator (eSMS.vn), from a short code or a brandname. `now` is epoch ms. */
export function createEsmsChannel(parts: {
  config: EsmsConfig
  fetch: Fetch
  log: ChannelLog
  now: () => number
  md5: Md5
}): Channel {
  const { config, log, now } = parts
  if (config.isSandbox) log.warn({}, 'esms_sandbox_sends_nothing')
  const api = { ...parts, isRegistered: config.templates ? makeTemplateCheck(config.templates) : null }
  return {
    type: 'esms',
    form: 'sms',
    scheme: 'tel',
    ...brandname(config.from),
    routes: [
      { method: 'GET', path: inboundPath },
      { method: 'GET', path: statusPath },
    ],
    acknowledge: (request) => acknowledgeEsms(config.moAnswer ?? '', request),
    receive: (request) => receiveEsms(parts, request),
    send: (message) => sendEsms(api, message),
    findSent: async (_message, firstTriedAt) => findSentEsms(now(), firstTriedAt),
  }
}
