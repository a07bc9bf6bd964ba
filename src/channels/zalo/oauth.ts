import type { ChannelLog } from '../log.ts'
import { callProvider, type Fetch, type FetchInit } from '../provider-call.ts'
import { base64Url, hex, makeHmac, sha256, utf8 } from '../signing.ts'
import type { ZaloConfig } from './config.ts'
import { defaultOauthUrl, defaultTimeoutMs } from './constants.ts'
import { classOf } from './errors.ts'
import { parseKeepingDigits } from './parse-json.ts'
import { tokenAnswer } from './schemas.ts'

/** A pair as Zalo gives it. */
interface TokenPair {
  accessToken: string
  refreshToken: string
  lifetimeMs: number
}

export type TokenAnswer =
  | { type: 'pair'; pair: TokenPair }
  /** Nothing left, or nothing was done with it: what was sent is not spent. */
  | { type: 'unused'; code: string }
  /** It may have been spent: no answer, or none that can be read. */
  | { type: 'unknown'; code: string }
  | { type: 'refused'; code: string }

export interface ZaloOauth {
  config: Pick<ZaloConfig, 'appId' | 'appSecret' | 'oauthUrl' | 'timeoutMs'>
  fetch: Fetch
  log: ChannelLog
}

/** Trades a refresh token, which works once, for a new pair. */
export function renewPair(oauth: ZaloOauth, refreshToken: string): Promise<TokenAnswer> {
  return askForPair(oauth, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

/** Trades the code of a consent, which works once and for ten minutes, for the first pair. */
export function exchangeCode(oauth: ZaloOauth, code: string, codeVerifier: string): Promise<TokenAnswer> {
  return askForPair(oauth, { grant_type: 'authorization_code', code, code_verifier: codeVerifier })
}

async function askForPair(oauth: ZaloOauth, fields: Record<string, string>): Promise<TokenAnswer> {
  const { appId, appSecret, oauthUrl, timeoutMs } = oauth.config
  const init: FetchInit = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', secret_key: appSecret },
    body: new URLSearchParams({ app_id: appId, ...fields }).toString(),
  }
  const url = `${oauthUrl ?? defaultOauthUrl}/v4/oa/access_token`
  const answer = await callProvider(oauth.fetch, url, init, timeoutMs ?? defaultTimeoutMs)
  if (answer.type === 'unreached') return { type: 'unused', code: answer.code }
  if (answer.type === 'lost') return { type: 'unknown', code: answer.code }
  const parsed = tokenAnswer.safeParse(parseKeepingDigits(answer.body))
  if (!parsed.success) return { type: 'unknown', code: `http_${answer.status}` }
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds, error } = parsed.data
  if (accessToken != null && refreshToken != null && seconds != null) {
    return { type: 'pair', pair: { accessToken, refreshToken, lifetimeMs: Number(seconds) * 1000 } }
  }
  // An access token without its refresh token, or no error either: it was taken, and what came of it cannot be told.
  if (accessToken != null || error == null || error === '0') return { type: 'unknown', code: 'unreadable_answer' }
  return { type: classOf('oauth', error) === 'slow_down' ? 'unused' : 'refused', code: error }
}

/** Challenge of a PKCE verifier: base64url of its SHA-256 (RFC 7636 §4.2). */
export async function codeChallenge(codeVerifier: string): Promise<string> {
  return base64Url(await sha256(utf8(codeVerifier)))
}

/** The `appsecret_proof` header: hex of HMAC-SHA256 over the access token under the app secret; new for each token. */
export async function appSecretProof(appSecret: string, accessToken: string): Promise<string> {
  return hex(await makeHmac('SHA-256', appSecret)(utf8(accessToken)))
}
