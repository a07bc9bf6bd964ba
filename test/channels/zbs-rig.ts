import { nodeFetch } from '../../src/channels/node-fetch.ts'
import type { ZaloApi } from '../../src/channels/zalo/api.ts'
import type { ZaloConfig } from '../../src/channels/zalo/config.ts'
import { createZbsChannels } from '../../src/channels/zalo/zbs-channel.ts'
import type { ZaloStandInOptions } from '../stand-ins/zalo.ts'
import { makeMessage, type Rig } from './rig.ts'
import { farmer, startProcess, startZalo } from './zalo-rig.ts'

export const farmerPhone = '84901234567'
export const phone = `tel:+${farmerPhone}` as const
/** A template whose one parameter says anything. */
export const TEMPLATE = '417001'

export const templateMessage = (to: typeof phone | typeof farmer, words: string) =>
  makeMessage(to, words, { template: { id: TEMPLATE, values: { words } } })

/** An Official Account with one approved template, and both channels on it. */
export async function startZbs(options: ZaloStandInOptions = {}, rest: Partial<ZaloConfig> = {}) {
  const zalo = await startZalo(options, rest)
  const api: ZaloApi = { ...zalo.api, config: { ...zalo.api.config, zbsUrl: zalo.standIn.url } }
  zalo.standIn.zbs.register(TEMPLATE, [{ name: 'words', maxLength: 400 }])
  const [byPhone, byUser] = createZbsChannels({ api, tokens: zalo.tokens })
  return { ...zalo, api, byPhone, byUser, oaChannel: zalo.channel }
}

/** The rig of the contract suite for one of the two. */
export const zbsRig = (scheme: 'tel' | 'zalo') => async (): Promise<Rig> => {
  const { standIn, storage, tokens, api } = await startZbs()
  await tokens.current()
  const to = scheme === 'tel' ? phone : farmer
  return {
    standIn,
    takenCount: () => standIn.zbs.sent.length,
    makeChannel: ({ log, url, timeoutMs, fetch: given }) => {
      const config: ZaloConfig = {
        ...api.config,
        ...(url === undefined ? {} : { apiUrl: url, zbsUrl: url }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }
      const own: ZaloApi = { ...api, config, log, fetch: given ?? nodeFetch }
      const [byPhone, byUser] = createZbsChannels({ api: own, tokens: startProcess(own, storage) })
      return scheme === 'tel' ? byPhone : byUser
    },
    to,
    message: (text) => templateMessage(to, text),
    secrets: [
      standIn.appSecret,
      standIn.oaSecretKey,
      ...standIn.oauth.grants.flatMap((one) => [one.accessToken, one.refreshToken]),
      farmerPhone,
    ],
  }
}
