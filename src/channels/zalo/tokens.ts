import type { ZaloApi } from './api.ts'
import { consentUrl, readCallback } from './consent.ts'
import { busyWaitMs, leaseMs } from './constants.ts'
import { exchangeCode } from './oauth.ts'
import { type Renewal, renewUnderLease } from './renewal.ts'
import { isDue, isUsable, type TokenRecord, type TokenStorage } from './token-storage.ts'

export type AccessToken =
  | { type: 'token'; accessToken: string }
  /** Another process renews just now, and there is no other token to use. */
  | { type: 'busy'; retryAfterMs: number }
  /** `config`: only a person can mend it, by a new consent or refresh token. */
  | { type: 'unavailable'; code: string; config?: true }

type Connected = { type: 'connected' } | { type: 'refused'; code: string }

/** Gives access tokens, and renews them so that a refresh token is used once, whoever dies when. */
export interface TokenSource {
  /** One to use now; renews it first where 20 of its 25 hours are over. To be asked now and then without a send, too. */
  current(): Promise<AccessToken>
  /** Another one, after Zalo refused this: the store's, if it has changed meanwhile, else a renewed one. */
  replace(refused: string): Promise<AccessToken>
  /** Why nothing can be sent by Zalo until a person acts: `not_linked`, or Zalo's code; null: linked. Asks nobody but the store. */
  trouble(): Promise<string | null>
  /** Where an admin of the Official Account gives consent; good for 15 minutes. */
  consentUrl(): Promise<string>
  /** Takes what Zalo's page brings to `/oauth/zalo/callback`. On `refused` nothing has changed: begin anew. */
  connect(query: URLSearchParams): Promise<Connected>
}

/** While the old token works, a renewal that failed is tried again only after this. */
const retryRenewalMs = 5 * 60_000

/** `hash` gives a fingerprint that tells nothing of the text; `makeNonce` something random that is never the same. */
export function createTokenSource(parts: {
  api: ZaloApi
  storage: TokenStorage
  hash: (text: string) => string
  makeNonce: () => string
}): TokenSource {
  const { api, storage } = parts
  const { config, now } = api
  const seed = config.refreshToken === undefined ? null : parts.hash(config.refreshToken)
  const renewal: Renewal = { api, storage, seed, unsaved: null }
  let running: Promise<AccessToken> | null = null
  let notBefore = 0

  async function lease(refused: string | undefined): Promise<AccessToken> {
    const leased = await storage.lease(now(), now() + leaseMs)
    return leased === null ? { type: 'busy', retryAfterMs: busyWaitMs } : renewUnderLease(renewal, leased, refused)
  }

  async function renew(refused?: string): Promise<AccessToken> {
    running ??= lease(refused).finally(() => {
      running = null
    })
    const token = await running
    // It joined a renewal that began before this one was refused.
    const isOld = token.type === 'token' && token.accessToken === refused
    return isOld ? { type: 'busy', retryAfterMs: busyWaitMs } : token
  }

  const hasOtherSeed = (record: TokenRecord): boolean => seed !== null && record.seed !== seed

  return {
    current: async () => {
      const record = await storage.load()
      if (record === null || hasOtherSeed(record) || !isUsable(record, now())) return renew()
      const old: AccessToken = { type: 'token', accessToken: record.accessToken }
      if (!isDue(record, now()) || now() < notBefore) return old
      const renewed = await renew()
      if (renewed.type === 'token') return renewed
      notBefore = now() + retryRenewalMs
      // A renewal without an answer may have ended the old token: Zalo will tell at the next call.
      return old
    },
    replace: async (refused) => {
      const record = await storage.load()
      const hasChanged = record !== null && isUsable(record, now()) && record.accessToken !== refused
      return hasChanged ? { type: 'token', accessToken: record.accessToken } : renew(refused)
    },
    trouble: async () => {
      const record = await storage.load()
      const isWaiting = config.refreshToken !== undefined && (record === null || hasOtherSeed(record))
      return isWaiting ? null : record === null ? 'not_linked' : (record.refusedCode ?? null)
    },
    consentUrl: () => consentUrl(config, now(), parts.makeNonce()),
    connect: async (query) => {
      const callback = await readCallback(config, query, now())
      return callback.type === 'refused' ? callback : connect(renewal, callback.code, callback.codeVerifier)
    },
  }
}

/** The lease comes before the code is spent: a pair that cannot be kept is lost. */
async function connect({ api, storage, seed }: Renewal, code: string, codeVerifier: string): Promise<Connected> {
  const leased = await storage.lease(api.now(), api.now() + leaseMs)
  if (leased === null) return { type: 'refused', code: 'busy' }
  const answer = await exchangeCode(api, code, codeVerifier)
  if (answer.type !== 'pair') {
    await storage.release(leased.fence)
    api.log.warn({ code: answer.code }, 'zalo_consent_failed')
    return { type: 'refused', code: answer.code }
  }
  const { accessToken, refreshToken, lifetimeMs } = answer.pair
  const issuedAt = api.now()
  const record = { accessToken, refreshToken, issuedAt, expiresAt: issuedAt + lifetimeMs, seed }
  const isKept = await storage.save(leased.fence, record)
  await storage.release(leased.fence)
  return isKept ? { type: 'connected' } : { type: 'refused', code: 'not_kept' }
}
