import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { createSmsgateChannel } from '../../src/channels/smsgate/channel.ts'
import type { SmsgateConfig } from '../../src/channels/smsgate/config.ts'
import { type SmsgateStandIn, type SmsgateStandInOptions, startSmsgateStandIn } from '../stand-ins/smsgate.ts'
import { captureLog, publicUrl, type Rig, toInbound } from './rig.ts'

export const farmer = 'tel:+84912345678'
export const webhookUrl = `${publicUrl}/webhooks/smsgate`
export const noon = Date.parse('2026-11-22T12:00:00+07:00')

export function makeConfig(standIn: SmsgateStandIn, rest: Partial<SmsgateConfig> = {}): SmsgateConfig {
  const { url, username, password, signingKey } = standIn
  return { url, username, password, signingKey, ...rest }
}

/** A stand-in and a channel that sends to it; the clock stands at noon unless told otherwise. */
export async function startSmsgate(options: SmsgateStandInOptions = {}, rest: Partial<SmsgateConfig> = {}) {
  const now = options.now ?? (() => noon)
  const standIn = await startSmsgateStandIn({ ...options, now })
  const { log, lines } = captureLog()
  const channel = createSmsgateChannel({ config: makeConfig(standIn, rest), fetch, log, now })
  return { standIn, channel, lines }
}

export async function startSmsgateRig(): Promise<Rig> {
  const standIn = await startSmsgateStandIn()
  return {
    standIn,
    takenCount: () => standIn.messages.length,
    makeChannel: ({ log, url, timeoutMs, fetch: given }) =>
      createSmsgateChannel({
        config: makeConfig(standIn, {
          ...(url === undefined ? {} : { url }),
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        }),
        fetch: given ?? nodeFetch,
        log,
        now: Date.now,
      }),
    to: farmer,
    secrets: [standIn.password, standIn.signingKey],
    inbound: (text) => toInbound(standIn.inbound(webhookUrl, '+84912345678', text)),
  }
}
