import type { ChannelLog } from '../log.ts'
import { callProvider, type Fetch, type FetchInit } from '../provider-call.ts'
import type { ZaloConfig } from './config.ts'
import { defaultApiUrl, defaultTimeoutMs, defaultZbsUrl } from './constants.ts'
import { appSecretProof } from './oauth.ts'
import { parseKeepingDigits } from './parse-json.ts'
import { apiAnswer, sentData } from './schemas.ts'

/** What calls to Zalo need. */
export interface ZaloApi {
  config: ZaloConfig
  fetch: Fetch
  log: ChannelLog
  /** Epoch ms. */
  now: () => number
}

/** Hosts of the two APIs: `business` sends templates by phone number, and tells of templates. */
export type ApiHost = 'openapi' | 'business'

interface Quota {
  type: string
  remain?: string
}

export type ApiAnswer =
  | {
      type: 'success'
      messageId: string | null
      quota: Quota | null
      /** Templates by phone number that may still be sent today; null: not told. */
      remainingToday: number | null
      /** As it stands in the answer, its numbers as text. */
      data: unknown
    }
  /** Zalo's own code, whatever the HTTP status was. */
  | { type: 'refused'; code: string }
  /** An HTTP status and nothing of Zalo's. */
  | { type: 'http'; status: number }
  | { type: 'unreached' | 'lost'; code: string }

/** GETs, or POSTs a body. The token stands in a header of its own name, never as a bearer; errors come with HTTP 200. */
export async function callZalo(
  api: ZaloApi,
  accessToken: string,
  path: string,
  body?: object,
  host: ApiHost = 'openapi',
): Promise<ApiAnswer> {
  const { appSecret, sendsAppSecretProof = true, timeoutMs } = api.config
  const headers = {
    access_token: accessToken,
    ...(sendsAppSecretProof ? { appsecret_proof: await appSecretProof(appSecret, accessToken) } : {}),
  }
  const init: FetchInit =
    body === undefined
      ? { headers }
      : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await callProvider(api.fetch, `${baseOf(api, host)}${path}`, init, timeoutMs ?? defaultTimeoutMs)
  if (answer.type !== 'answered') return answer
  const parsed = apiAnswer.safeParse(parseKeepingDigits(answer.body))
  if (!parsed.success) return { type: 'http', status: answer.status }
  const { error, data } = parsed.data
  if (error !== '0') return { type: 'refused', code: error }
  return { type: 'success', ...readData(data) }
}

const baseOf = ({ config }: ZaloApi, host: ApiHost): string =>
  host === 'openapi' ? (config.apiUrl ?? defaultApiUrl) : (config.zbsUrl ?? defaultZbsUrl)

function readData(data: unknown): Omit<Extract<ApiAnswer, { type: 'success' }>, 'type'> {
  const sent = sentData.safeParse(data).data
  const quota = sent?.quota
  const remaining = quota?.remainingQuota
  return {
    messageId: sent?.message_id ?? sent?.msg_id ?? null,
    quota:
      quota?.quota_type == null
        ? null
        : { type: quota.quota_type, ...(quota.remain == null ? {} : { remain: quota.remain }) },
    remainingToday: remaining != null && /^\d{1,9}$/.test(remaining) ? Number(remaining) : null,
    data,
  }
}
