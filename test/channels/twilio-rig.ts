import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { createTwilioChannel } from '../../src/channels/twilio/channel.ts'
import type { TwilioConfig } from '../../src/channels/twilio/config.ts'
import { createSignatureCheck } from '../../src/channels/twilio/signature.ts'
import { startTwilioStandIn, type TwilioStandIn, type TwilioStandInOptions } from '../stand-ins/twilio.ts'
import { captureLog, publicUrl, type Rig, toInbound } from './rig.ts'

export const farmer = 'tel:+84912345678'

export function makeConfig(standIn: TwilioStandIn, rest: Partial<TwilioConfig> = {}): TwilioConfig {
  return {
    accountSid: standIn.accountSid,
    authToken: standIn.authToken,
    sender: { type: 'number', from: '+15005550006' },
    publicUrl,
    apiUrl: standIn.url,
    ...rest,
  }
}

/** A stand-in and a channel that sends to it. */
export async function startTwilio(options: TwilioStandInOptions = {}, rest: Partial<TwilioConfig> = {}) {
  const standIn = await startTwilioStandIn(options)
  const { log, lines } = captureLog()
  const check = createSignatureCheck(standIn.authToken)
  const channel = createTwilioChannel({ config: makeConfig(standIn, rest), fetch, log, check })
  return { standIn, channel, lines }
}

export async function startTwilioRig(): Promise<Rig> {
  const standIn = await startTwilioStandIn()
  return {
    standIn,
    takenCount: () => standIn.messages.length,
    makeChannel: ({ log, url, timeoutMs, fetch: given }) =>
      createTwilioChannel({
        config: makeConfig(standIn, {
          ...(url === undefined ? {} : { apiUrl: url }),
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        }),
        fetch: given ?? nodeFetch,
        log,
        check: createSignatureCheck(standIn.authToken),
      }),
    to: farmer,
    secrets: [standIn.authToken],
    inbound: (text) => toInbound(standIn.inbound(`${publicUrl}/webhooks/twilio`, { Body: text })),
  }
}
