import type { InboundRequest } from '../../src/channels/channel.ts'
import { createKannelChannel } from '../../src/channels/kannel/channel.ts'
import type { KannelConfig } from '../../src/channels/kannel/config.ts'
import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { type KannelRequest, type KannelStandIn, startKannelStandIn } from '../stand-ins/kannel.ts'
import { captureLog, publicUrl, type Rig, toInbound } from './rig.ts'

export const farmer = 'tel:+84912345678'
export const secret = 'path-secret-0123456789'
export const webhookUrl = `${publicUrl}/webhooks/kannel/${secret}`

export function makeConfig(
  { sendsmsUrl, username, password }: KannelStandIn,
  rest: Partial<KannelConfig> = {},
): KannelConfig {
  return { sendsmsUrl, username, password, from: '8099', secret, publicUrl, ...rest }
}

/** A stand-in and a channel that sends to it. */
export async function startKannel(rest: Partial<KannelConfig> = {}) {
  const standIn = await startKannelStandIn()
  const { log, lines } = captureLog()
  const channel = createKannelChannel({ config: makeConfig(standIn, rest), fetch: nodeFetch, log })
  return { standIn, channel, lines }
}

/** A request of Kannel as the server hands it to the channel. */
export const fromKannel = (request: KannelRequest): InboundRequest => ({
  ...toInbound(request),
  method: request.method,
})

export async function startKannelRig(): Promise<Rig> {
  const standIn = await startKannelStandIn()
  return {
    standIn,
    takenCount: () => standIn.messages.length,
    makeChannel: ({ log, url, timeoutMs, fetch: given }) =>
      createKannelChannel({
        config: makeConfig(standIn, {
          ...(url === undefined ? {} : { sendsmsUrl: `${url}/cgi-bin/sendsms` }),
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        }),
        fetch: given ?? nodeFetch,
        log,
      }),
    to: farmer,
    secrets: [standIn.password, secret],
    inbound: (text) => fromKannel(standIn.inbound(webhookUrl, '84912345678', text)),
    forge: (genuine) => ({ ...genuine, url: new URL(genuine.url.href.replace(secret, `${secret.slice(0, -1)}x`)) }),
  }
}
