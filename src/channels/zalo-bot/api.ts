import type { ChannelLog } from '../log.ts'
import { type AnswerHeaders, callProvider, type Fetch } from '../provider-call.ts'
import { readJson } from '../read-json.ts'
import type { ZaloBotConfig } from './config.ts'
import { defaultApiUrl, defaultTimeoutMs } from './constants.ts'
import { apiAnswer } from './schemas.ts'

/** What calls to the platform need. */
export interface ZaloBotApi {
  config: ZaloBotConfig
  fetch: Fetch
  log: ChannelLog
}

export type ApiAnswer =
  | { type: 'success'; messageId: string | null }
  /** The platform's own code, whatever the HTTP status was; null: it gave none. */
  | { type: 'refused'; code: string | null; headers: AnswerHeaders }
  /** An HTTP status and nothing of the platform's. */
  | { type: 'http'; status: number; headers: AnswerHeaders }
  | { type: 'unreached' | 'lost'; code: string }

/** Calls one method. The token stands in the address, so that none may reach a log. */
export async function callBot({ config, fetch }: ZaloBotApi, method: string, body: object): Promise<ApiAnswer> {
  const url = `${(config.apiUrl ?? defaultApiUrl).replace(/\/+$/, '')}/bot${config.token}/${method}`
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  } as const
  const answer = await callProvider(fetch, url, init, config.timeoutMs ?? defaultTimeoutMs)
  if (answer.type !== 'answered') return answer
  const { status, headers } = answer
  const said = readJson(answer.body, apiAnswer)
  if (said === null) return { type: 'http', status, headers }
  return said.ok
    ? { type: 'success', messageId: said.result?.message_id ?? null }
    : { type: 'refused', code: said.error_code ?? null, headers }
}
