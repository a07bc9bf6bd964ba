import { callZalo, type ZaloApi } from './api.ts'
import { busyWaitMs } from './constants.ts'
import { classOf } from './errors.ts'
import { renewPair } from './oauth.ts'
import { isDue, isUsable, type TokenRecord, type TokenStorage } from './token-storage.ts'
import type { AccessToken } from './tokens.ts'

/** What a renewal works with. */
export interface Renewal {
  api: ZaloApi
  storage: TokenStorage
  /** Fingerprint of the environment's refresh token; null where there is none. */
  seed: string | null
  /** A new pair that could not be kept yet, and the refresh token it was traded for. It is not used before it is kept. */
  unsaved: { record: TokenRecord; tradedFor: string } | null
}

interface Leased {
  fence: number
  record: TokenRecord | null
}

/** A refresh token that went out and brought no pair back: nobody can tell whether it still works. */
const maybeSpent = 'maybe_spent'

/**
 * With the lease taken: gives the token that is there, or trades the refresh token for a new pair. The record says
 * that the token goes out before it does, so that a crash between use and keeping is seen by the next one. `refused`
 * is an access token that Zalo would not take.
 */
export async function renewUnderLease(renewal: Renewal, leased: Leased, refused?: string): Promise<AccessToken> {
  const { api, storage, unsaved } = renewal
  if (unsaved !== null && leased.record?.refreshToken === unsaved.tradedFor) {
    return keep(renewal, leased.fence, unsaved.record)
  }
  renewal.unsaved = null
  const record = withSeed(renewal, leased.record)
  const now = api.now()
  if (record === null) return end(renewal, leased.fence, { type: 'unavailable', code: 'no_token', config: true })
  if (isUsable(record, now) && !isDue(record, now) && record.accessToken !== refused) {
    return end(renewal, leased.fence, { type: 'token', accessToken: record.accessToken })
  }
  if (record.refusedCode !== undefined) {
    return end(renewal, leased.fence, { type: 'unavailable', code: record.refusedCode, config: true })
  }
  if (record.renewalBeganAt !== undefined) {
    const verdict = await examine(api, record)
    if (verdict === 'unknown') return end(renewal, leased.fence, { type: 'unavailable', code: 'token_in_doubt' })
    if (verdict === 'spent') return giveUp(renewal, leased.fence, record, maybeSpent)
  }
  const began = { ...record, renewalBeganAt: now }
  if (!(await storage.save(leased.fence, began))) return { type: 'busy', retryAfterMs: busyWaitMs }
  return trade(renewal, leased.fence, record)
}

/** The environment's refresh token fills an empty table and replaces what grew from another value. */
function withSeed({ api, seed }: Renewal, record: TokenRecord | null): TokenRecord | null {
  const { refreshToken } = api.config
  if (refreshToken === undefined || record?.seed === seed) return record
  return { refreshToken, issuedAt: 0, expiresAt: 0, seed }
}

/**
 * A renewal broke off. Zalo kills the old access token when it gives a new one: while the old one works, the refresh
 * token was not traded and may go out again. A dead one proves nothing good, and a token is never sent blindly.
 */
async function examine(api: ZaloApi, record: TokenRecord): Promise<'unspent' | 'spent' | 'unknown'> {
  if (!isUsable(record, api.now())) return 'spent'
  const answer = await callZalo(api, record.accessToken, '/v2.0/oa/getoa')
  if (answer.type === 'success') return 'unspent'
  return answer.type === 'refused' && classOf('openapi', answer.code) === 'token' ? 'spent' : 'unknown'
}

async function trade(renewal: Renewal, fence: number, record: TokenRecord): Promise<AccessToken> {
  const { api, storage, seed } = renewal
  const answer = await renewPair(api, record.refreshToken)
  switch (answer.type) {
    case 'pair': {
      const { accessToken, refreshToken, lifetimeMs } = answer.pair
      const issuedAt = api.now()
      const next = { accessToken, refreshToken, issuedAt, expiresAt: issuedAt + lifetimeMs, seed }
      renewal.unsaved = { record: next, tradedFor: record.refreshToken }
      return keep(renewal, fence, next)
    }
    case 'unused': {
      const { renewalBeganAt: _ended, ...before } = record
      await storage.save(fence, before)
      return end(renewal, fence, { type: 'unavailable', code: answer.code })
    }
    case 'unknown':
      // The lease is left to run out: a request that is still under way must not meet a second one.
      api.log.warn({ code: answer.code }, 'zalo_renewal_unknown')
      return { type: 'unavailable', code: answer.code }
    case 'refused':
      return giveUp(renewal, fence, record, answer.code)
  }
}

/** Nothing is used before it is kept: where the store is down, the pair waits in memory for the next call. */
async function keep(renewal: Renewal, fence: number, record: TokenRecord): Promise<AccessToken> {
  let isKept = false
  try {
    isKept = await renewal.storage.save(fence, record)
  } catch (error) {
    renewal.api.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'zalo_tokens_not_kept')
  }
  if (!isKept || record.accessToken === undefined) return { type: 'unavailable', code: 'token_not_kept' }
  renewal.unsaved = null
  return end(renewal, fence, { type: 'token', accessToken: record.accessToken })
}

async function giveUp(renewal: Renewal, fence: number, record: TokenRecord, code: string): Promise<AccessToken> {
  renewal.api.log.warn({ code }, 'zalo_needs_new_consent')
  await renewal.storage.save(fence, { ...record, refusedCode: code })
  return end(renewal, fence, { type: 'unavailable', code, config: true })
}

async function end(renewal: Renewal, fence: number, token: AccessToken): Promise<AccessToken> {
  await renewal.storage.release(fence)
  return token
}
