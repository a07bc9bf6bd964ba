import { base64Url, equalInConstantTime, hex, makeHmac, utf8 } from '../signing.ts'
import type { ZaloConfig } from './config.ts'
import { defaultOauthUrl, oauthCallbackPath, stateLifeMs } from './constants.ts'
import { codeChallenge } from './oauth.ts'

type ConsentConfig = Pick<ZaloConfig, 'appId' | 'appSecret' | 'oaId' | 'publicUrl' | 'oauthUrl' | 'codeVerifier'>

/**
 * The address an admin of the Official Account opens to let the app send. Good for 15 minutes from `now` (epoch ms).
 * `nonce` is random and never the same twice.
 */
export async function consentUrl(config: ConsentConfig, now: number, nonce: string): Promise<string> {
  const state = await makeState(config, `${now + stateLifeMs}.${nonce}`)
  const query = new URLSearchParams({
    app_id: config.appId,
    // Must be the console's callback address byte for byte.
    redirect_uri: `${config.publicUrl}${oauthCallbackPath}`,
    code_challenge: await codeChallenge(await verifierOf(config, state)),
    state,
  })
  return `${config.oauthUrl ?? defaultOauthUrl}/v4/oa/permission?${query}`
}

/**
 * What stands in the callback: the code and the verifier to exchange it with, or why it is refused. Needs no memory
 * of the link: its state is signed, and the verifier is made from the state where no fixed one is set.
 */
export async function readCallback(
  config: ConsentConfig,
  query: URLSearchParams,
  now: number,
): Promise<{ type: 'code'; code: string; codeVerifier: string } | { type: 'refused'; code: string }> {
  const state = query.get('state') ?? ''
  const [until, nonce] = state.split('.')
  if (!equalInConstantTime(state, await makeState(config, `${until}.${nonce}`))) {
    return { type: 'refused', code: 'wrong_state' }
  }
  if (now > Number(until)) return { type: 'refused', code: 'old_state' }
  if (query.get('oa_id') !== config.oaId) return { type: 'refused', code: 'other_oa' }
  const code = query.get('code') ?? ''
  if (code === '') return { type: 'refused', code: 'no_code' }
  return { type: 'code', code, codeVerifier: await verifierOf(config, state) }
}

async function makeState({ appSecret }: ConsentConfig, head: string): Promise<string> {
  return `${head}.${hex(await makeHmac('SHA-256', appSecret)(utf8(`state:${head}`)))}`
}

/** 43 characters (RFC 7636 §4.1): the fixed one, else one that only we can make from this state. */
async function verifierOf({ appSecret, codeVerifier }: ConsentConfig, state: string): Promise<string> {
  return codeVerifier ?? base64Url(await makeHmac('SHA-256', appSecret)(utf8(`verifier:${state}`)))
}
