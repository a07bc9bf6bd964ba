import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { createZaloBotChannel } from '../../src/channels/zalo-bot/channel.ts'
import type { ZaloBotConfig } from '../../src/channels/zalo-bot/config.ts'
import { startZaloBotStandIn, type ZaloBotStandIn, type ZaloBotStandInOptions } from '../stand-ins/zalo-bot.ts'
import { captureLog, type Rig, toInbound } from './rig.ts'

export const farmerId = 'a1b2c3d4e5f60718293a'
export const farmer = `zalo:bot:${farmerId}` as const

export function makeConfig(standIn: ZaloBotStandIn, rest: Partial<ZaloBotConfig> = {}): ZaloBotConfig {
  return { token: standIn.token, secret: standIn.webhook.secret, apiUrl: standIn.url, ...rest }
}

/** A stand-in and a channel that sends to it; the farmer has written. */
export async function startZaloBot(options: ZaloBotStandInOptions = {}, rest: Partial<ZaloBotConfig> = {}) {
  const standIn = await startZaloBotStandIn(options)
  standIn.interact(farmerId)
  const { log, lines } = captureLog()
  return { standIn, lines, channel: createZaloBotChannel({ config: makeConfig(standIn, rest), fetch, log }) }
}

export async function startZaloBotRig(): Promise<Rig> {
  const standIn = await startZaloBotStandIn()
  standIn.interact(farmerId)
  return {
    standIn,
    takenCount: () => standIn.messages.length,
    makeChannel: ({ log, url, timeoutMs, fetch: given }) =>
      createZaloBotChannel({
        config: makeConfig(standIn, {
          ...(url === undefined ? {} : { apiUrl: url }),
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        }),
        ...{ fetch: given ?? nodeFetch, log },
      }),
    to: farmer,
    secrets: [standIn.token, standIn.webhook.secret, farmerId],
    inbound: (text) => toInbound(standIn.inbound(farmerId, text)),
    forge: (genuine) => {
      const headers = new Headers(genuine.headers)
      headers.set('x-bot-api-secret-token', `${headers.get('x-bot-api-secret-token')?.slice(0, -1)}0`)
      return { ...genuine, headers }
    },
  }
}
