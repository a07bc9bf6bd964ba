import type { SendResult } from '../channel.ts'
import type { ApiAnswer, ZaloApi } from './api.ts'
import { classOf, type ErrorTable } from './errors.ts'
import type { AccessToken, TokenSource } from './tokens.ts'

/** What calls under a token need. */
export interface ZaloSender {
  api: ZaloApi
  tokens: TokenSource
}

/** Nothing has left: there is no token to call with. `result`: what that is to a send. */
export interface NoToken {
  type: 'no_token'
  result: Extract<SendResult, { type: 'throttled' | 'errored' | 'failed' }>
}

/** Calls with the token there is; where Zalo refuses that, once more with another. */
export async function callAuthorized(
  tokens: TokenSource,
  table: ErrorTable,
  call: (accessToken: string) => Promise<ApiAnswer>,
): Promise<ApiAnswer | NoToken> {
  const first = await tokens.current()
  if (first.type !== 'token') return withoutToken(first)
  const answer = await call(first.accessToken)
  if (answer.type !== 'refused' || classOf(table, answer.code) !== 'token') return answer
  const second = await tokens.replace(first.accessToken)
  return second.type === 'token' ? call(second.accessToken) : withoutToken(second)
}

function withoutToken(token: Exclude<AccessToken, { type: 'token' }>): NoToken {
  if (token.type === 'busy')
    return { type: 'no_token', result: { type: 'throttled', retryAfterMs: token.retryAfterMs } }
  const { code, config } = token
  return {
    type: 'no_token',
    result: config === true ? { type: 'failed', code, config } : { type: 'errored', code },
  }
}

/** A send whose answer is not Zalo's own: it may come from a gateway in front of a server that did take the message. */
export function readHttpStatus(api: ZaloApi, status: number): SendResult {
  const code = `http_${status}`
  if (status === 429) return { type: 'throttled', retryAfterMs: untilNextMinute(api.now()) }
  if (status === 401 || status === 403) return { type: 'failed', code, config: true }
  return status >= 400 && status < 500 ? { type: 'failed', code } : { type: 'unknown', code }
}

/** Limits begin anew with each minute; a second is added for clocks that differ. */
export function untilNextMinute(now: number): number {
  return 60_000 - (now % 60_000) + 1_000
}
