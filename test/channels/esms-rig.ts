import { createHash } from 'node:crypto'
import type { InboundRequest } from '../../src/channels/channel.ts'
import { createEsmsChannel } from '../../src/channels/esms/channel.ts'
import type { EsmsConfig } from '../../src/channels/esms/config.ts'
import type { Md5 } from '../../src/channels/esms/sign.ts'
import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { type EsmsStandIn, type EsmsStandInOptions, startEsmsStandIn } from '../stand-ins/esms.ts'
import { captureLog, publicUrl, type Rig } from './rig.ts'

export const farmer = 'tel:+84912345678'
export const moSecret = 'esms-path-secret'
export const inboundUrl = `${publicUrl}/webhooks/esms/${moSecret}`
export const noon = Date.parse('2026-11-22T12:00:00+07:00')

const md5: Md5 = (data) => createHash('md5').update(data).digest()

export function makeConfig(standIn: EsmsStandIn, rest: Partial<EsmsConfig> = {}): EsmsConfig {
  const { url: apiUrl, apiKey, secretKey, privateKey: moKey, brandname: from } = standIn
  return { apiUrl, apiKey, secretKey, moKey, moSecret, from, publicUrl, ...rest }
}

/** A stand-in and a channel that sends to it; the clock stands at noon unless told otherwise. */
export async function startEsms(options: EsmsStandInOptions = {}, rest: Partial<EsmsConfig> = {}) {
  const now = options.now ?? (() => noon)
  const standIn = await startEsmsStandIn({ ...options, now })
  const { log, lines } = captureLog()
  const channel = createEsmsChannel({ config: makeConfig(standIn, rest), fetch, log, now, md5 })
  return { standIn, channel, lines }
}

/** What eSMS GETs, as the server hands it to a channel. */
export const called = (url: string): InboundRequest => ({
  method: 'GET',
  url: new URL(url),
  headers: new Headers(),
  body: new Uint8Array(),
})

export async function startEsmsRig(): Promise<Rig> {
  const standIn = await startEsmsStandIn()
  return {
    standIn,
    takenCount: () => standIn.messages.length,
    makeChannel: ({ log, url, timeoutMs, fetch: given }) =>
      createEsmsChannel({
        config: makeConfig(standIn, {
          ...(url === undefined ? {} : { apiUrl: url }),
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        }),
        ...{ fetch: given ?? nodeFetch, log, now: Date.now, md5 },
      }),
    to: farmer,
    secrets: [standIn.apiKey, standIn.secretKey, standIn.privateKey, moSecret],
    inbound: (text) => called(standIn.inbound(inboundUrl, '84912345678', text)),
    forge: ({ url }) => {
      const changed = new URL(url)
      changed.searchParams.set('content', `${url.searchParams.get('content')}0`)
      return called(changed.href)
    },
    pathOf: (route) => route.replace(':secret', moSecret),
  }
}
