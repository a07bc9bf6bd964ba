import { createHash } from 'node:crypto'
import { nodeFetch } from '../../src/channels/node-fetch.ts'
import type { ZaloApi } from '../../src/channels/zalo/api.ts'
import { createZaloChannel } from '../../src/channels/zalo/channel.ts'
import type { ZaloConfig } from '../../src/channels/zalo/config.ts'
import type { TokenStorage } from '../../src/channels/zalo/token-storage.ts'
import { createTokenSource, type TokenSource } from '../../src/channels/zalo/tokens.ts'
import { startZaloStandIn, type ZaloStandIn, type ZaloStandInOptions } from '../stand-ins/zalo.ts'
import { type MemoryTokenStorage, memoryTokenStorage } from './memory-token-storage.ts'
import { captureLog, publicUrl, type Rig, toInbound } from './rig.ts'

export const farmerId = '3344556677889900112'
export const farmer = `zalo:${farmerId}` as const
export const webhookUrl = `${publicUrl}/webhooks/zalo`

export function makeConfig(standIn: ZaloStandIn, rest: Partial<ZaloConfig> = {}): ZaloConfig {
  const { appId, appSecret, oaId, oaSecretKey, url } = standIn
  return { appId, appSecret, oaId, oaSecretKey, publicUrl, apiUrl: url, oauthUrl: url, ...rest }
}

/** One process: its own token source on a storage that others may share. */
export function startProcess(api: ZaloApi, storage: TokenStorage): TokenSource {
  let nonces = 0
  const makeNonce = () => {
    nonces += 1
    return `nonce${nonces}`
  }
  return createTokenSource({ api, storage, hash: (text) => createHash('sha256').update(text).digest('hex'), makeNonce })
}

/** A stand-in that has given one refresh token to staff, who put it in the environment; the farmer has written. */
export async function startZalo(options: ZaloStandInOptions = {}, rest: Partial<ZaloConfig> = {}) {
  const standIn = await startZaloStandIn(options)
  const seed = standIn.oauth.addGrant()
  standIn.interact(farmerId)
  const { log, lines } = captureLog()
  const storage: MemoryTokenStorage = memoryTokenStorage()
  const config = makeConfig(standIn, { refreshToken: seed.refreshToken, ...rest })
  const api: ZaloApi = { config, fetch, log, now: options.now ?? Date.now }
  const tokens = startProcess(api, storage)
  return { standIn, api, storage, tokens, lines, channel: createZaloChannel({ api, tokens }) }
}

export async function startZaloRig(): Promise<Rig> {
  const { standIn, storage, tokens, api } = await startZalo()
  await tokens.current()
  return {
    standIn,
    takenCount: () => standIn.messages.length,
    makeChannel: ({ log, url, timeoutMs, fetch: given }) => {
      const config: ZaloConfig = {
        ...api.config,
        ...(url === undefined ? {} : { apiUrl: url }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }
      const own: ZaloApi = { ...api, config, log, fetch: given ?? nodeFetch }
      return createZaloChannel({ api: own, tokens: startProcess(own, storage) })
    },
    to: farmer,
    secrets: [
      standIn.appSecret,
      standIn.oaSecretKey,
      ...standIn.oauth.grants.flatMap((one) => [one.accessToken, one.refreshToken]),
    ],
    inbound: (text) => toInbound(standIn.inbound(webhookUrl, farmerId, text)),
  }
}
