import { brandname } from '../brandname.ts'
import type { Channel } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import type { Fetch } from '../provider-call.ts'
import { catchUpTwilio } from './catch-up.ts'
import type { TwilioConfig } from './config.ts'
import { emptyTwiml, inboundPath, statusPath } from './constants.ts'
import { findSentTwilio } from './find-sent.ts'
import { receiveTwilio } from './receive.ts'
import { sendTwilio } from './send.ts'
import type { SignatureCheck } from './signature.ts'

/**
 * SMS through Twilio Programmable Messaging: abroad and for tests, since Twilio offers no two-way SMS in Vietnam.
 * `check` is the package's on Node (`createNodeSignatureCheck`), our own elsewhere (`createSignatureCheck`).
 */
export function createTwilioChannel(parts: {
  config: TwilioConfig
  fetch: Fetch
  log: ChannelLog
  check: SignatureCheck
}): Channel {
  const { sender } = parts.config
  return {
    type: 'twilio',
    form: 'sms',
    scheme: 'tel',
    // A messaging service may send from a number.
    ...(sender.type === 'number' ? brandname(sender.from) : {}),
    standsIn: true,
    routes: [
      { method: 'POST', path: inboundPath },
      { method: 'POST', path: statusPath },
    ],
    acknowledge: () => ({ contentType: 'text/xml', body: emptyTwiml }),
    receive: (request) => receiveTwilio(parts.config, parts.check, request),
    send: (message) => sendTwilio(parts, message),
    findSent: (message, firstTriedAt, isTaken) => findSentTwilio(parts, message, firstTriedAt, isTaken),
    catchUp: (since, until) => catchUpTwilio(parts, since, until),
  }
}
