import { createHash } from 'node:crypto'
import type { StandInApp } from './server.ts'

/** What became of a refresh token. */
interface Grant {
  accessToken: string
  refreshToken: string
  issuedAt: number
  isSpent: boolean
  /** How often its refresh token was presented. */
  presented: number
}

export interface OauthBook {
  grants: Grant[]
  /** The one access token that works. */
  live(): Grant | undefined
  addGrant(): Grant
  /** What an admin's consent does: checks the link as the console would, gives the callback's address. */
  consent(consentUrl: string): string
}

const accessLifeMs = 90_000_000
const refreshLifeMs = 90 * 86_400_000
const codeLifeMs = 600_000

/** Token calls and consent: codes and refresh tokens work once, a new pair kills the old access token. */
export function oauthBook(
  app: StandInApp,
  options: {
    appId: string
    appSecret: string
    oaId: string
    callbackUrl: string
    now: () => number
  },
): OauthBook {
  const grants: Grant[] = []
  const codes = new Map<string, { challenge: string; until: number }>()
  const addGrant = (): Grant => {
    const number = grants.length + 1
    const grant = {
      accessToken: `at-${number}-for-tests`,
      refreshToken: `rt-${number}-for-tests`,
      issuedAt: options.now(),
      isSpent: false,
      presented: 0,
    }
    grants.push(grant)
    return grant
  }
  const pairOf = (grant: Grant) => ({
    access_token: grant.accessToken,
    refresh_token: grant.refreshToken,
    expires_in: '90000',
  })
  const refused = (code: number, name: string) => ({ error: code, error_name: name, error_description: name })

  app.post('/v4/oa/access_token', async (context) => {
    const type = context.req.header('content-type') ?? ''
    const form = new URLSearchParams(
      type.startsWith('application/x-www-form-urlencoded') ? await context.req.text() : '',
    )
    if (form.get('app_id') !== options.appId) return context.json(refused(-14002, 'Invalid appId'))
    if (context.req.header('secret_key') !== options.appSecret) return context.json(refused(-14004, 'Invalid secret'))
    if (form.get('grant_type') === 'refresh_token') {
      const grant = grants.find((one) => one.refreshToken === form.get('refresh_token'))
      if (grant === undefined) return context.json(refused(-14014, 'Invalid refresh token'))
      grant.presented += 1
      const isOld = options.now() >= grant.issuedAt + refreshLifeMs
      if (grant.isSpent || isOld) return context.json(refused(-14014, 'Invalid refresh token'))
      grant.isSpent = true
      return context.json(pairOf(addGrant()))
    }
    if (form.get('grant_type') !== 'authorization_code') return context.json(refused(-14001, 'Invalid grant type'))
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (code === undefined || options.now() > code.until || code.challenge !== challenge) {
      return context.json(refused(-14010, 'Invalid authorization code'))
    }
    return context.json(pairOf(addGrant()))
  })

  return {
    grants,
    addGrant,
    live: () => {
      const last = grants.at(-1)
      return last !== undefined && options.now() < last.issuedAt + accessLifeMs ? last : undefined
    },
    consent: (consentUrl) => {
      const { pathname, searchParams } = new URL(consentUrl)
      if (pathname !== '/v4/oa/permission') throw new Error('no consent page there')
      if (searchParams.get('app_id') !== options.appId) throw new Error('-14002 Invalid appId')
      if (searchParams.get('redirect_uri') !== options.callbackUrl) throw new Error('-14003 Invalid redirect uri')
      const challenge = searchParams.get('code_challenge') ?? ''
      if (!/^[\w-]{43}$/.test(challenge)) throw new Error('Invalid code challenge')
      const code = `code-${codes.size + 1}-${options.now()}`
      codes.set(code, { challenge, until: options.now() + codeLifeMs })
      const query = new URLSearchParams({ code, oa_id: options.oaId, state: searchParams.get('state') ?? '' })
      return `${options.callbackUrl}?${query}`
    },
  }
}
