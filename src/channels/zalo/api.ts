import type { ChannelLog } from '../log.ts'
import { callProvider, type Fetch, type FetchInit } from '../provider-call.ts'
import type { ZaloConfig } from './config.ts'
import { defaultApiUrl, defaultTimeoutMs } from './constants.ts'
import { appSecretProof } from './oauth.ts'
import { parseKeepingDigits } from './parse-json.ts'
import { apiAnswer } from './schemas.ts'

/** What calls to Zalo need. */
export interface ZaloApi {
  config: ZaloConfig
  fetch: Fetch
  log: ChannelLog
  /** Epoch ms. */
  now: () => number
}

interface Quota {
  type: string
  remain?: string
}

export type ApiAnswer =
  | { type: 'success'; messageId: string | null; quota: Quota | null }
  /** Zalo's own code, whatever the HTTP status was. */
  | { type: 'refused'; code: string }
  /** An HTTP status and nothing of Zalo's. */
  | { type: 'http'; status: number }
  | { type: 'unreached' | 'lost'; code: string }

/** GETs, or POSTs a body. The token stands in a header of its own name, never as a bearer; errors come with HTTP 200. */
export async function callZalo(api: ZaloApi, accessToken: string, path: string, body?: object): Promise<ApiAnswer> {
  const { apiUrl, appSecret, sendsAppSecretProof = true, timeoutMs } = api.config
  const headers = {
    access_token: accessToken,
    ...(sendsAppSecretProof ? { appsecret_proof: await appSecretProof(appSecret, accessToken) } : {}),
  }
  const init: FetchInit =
    body === undefined
      ? { headers }
      : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const url = `${apiUrl ?? defaultApiUrl}${path}`
  const answer = await callProvider(api.fetch, url, init, timeoutMs ?? defaultTimeoutMs)
  if (answer.type !== 'answered') return answer
  const parsed = apiAnswer.safeParse(parseKeepingDigits(answer.body))
  if (!parsed.success) return { type: 'http', status: answer.status }
  const { error, data } = parsed.data
  if (error !== '0') return { type: 'refused', code: error }
  const quota = data?.quota
  return {
    type: 'success',
    messageId: data?.message_id ?? null,
    quota:
      quota?.quota_type == null
        ? null
        : { type: quota.quota_type, ...(quota.remain == null ? {} : { remain: quota.remain }) },
  }
}
