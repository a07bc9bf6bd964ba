import type { AccessToken } from '../../src/channels/zalo/tokens.ts'
import { startZalo } from './zalo-rig.ts'

export const noon = Date.parse('2026-11-22T12:00:00+07:00')
export const hour = 3_600_000

/** Picks the calls that trade a refresh token or a code. */
export const isTokenCall = (request: Request) => request.url.includes('/access_token')

/** A stand-in, a storage, and a clock that the test moves. */
export async function startClocked(rest: Parameters<typeof startZalo>[1] = {}) {
  const clock = { now: noon }
  const zalo = await startZalo({ now: () => clock.now }, { timeoutMs: 1500, ...rest })
  const presented = () => zalo.standIn.oauth.grants.map((one) => one.presented)
  return { ...zalo, clock, presented }
}

/** The token that must be there. */
export function tokenOf(token: AccessToken): string {
  if (token.type !== 'token') throw new Error(JSON.stringify(token))
  return token.accessToken
}
