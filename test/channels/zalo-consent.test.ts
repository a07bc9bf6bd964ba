import { describe, expect, it } from 'vitest'
import { memoryTokenStorage } from './memory-token-storage.ts'
import { startProcess } from './zalo-rig.ts'
import { noon, startClocked, tokenOf } from './zalo-tokens-rig.ts'

describe('zalo tokens: consent', () => {
  async function startUnconnected(rest: Parameters<typeof startClocked>[0] = {}) {
    const zalo = await startClocked(rest)
    const { refreshToken: _none, ...config } = zalo.api.config
    const storage = memoryTokenStorage()
    return { ...zalo, storage, tokens: startProcess({ ...zalo.api, config }, storage) }
  }

  it.each([
    ['a verifier of its own for each link', {}],
    ['the verifier that stands in the console', { codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' }],
  ])('brings the first pair, with %s', async (_name, rest) => {
    const { standIn, tokens, storage } = await startUnconnected(rest)
    const url = await tokens.consentUrl()
    const callback = new URL(standIn.oauth.consent(url))
    expect(await tokens.connect(callback.searchParams)).toEqual({ type: 'connected' })
    const accessToken = tokenOf(await tokens.current())
    expect(accessToken).toBe(standIn.oauth.live()?.accessToken)
    expect(storage.kept()).toMatchObject({ accessToken, seed: null })
    await standIn.close()
  })

  it('is not undone by the environment’s older refresh token', async () => {
    const { standIn, tokens, presented } = await startClocked()
    const callback = new URL(standIn.oauth.consent(await tokens.consentUrl()))
    expect(await tokens.connect(callback.searchParams)).toEqual({ type: 'connected' })
    expect(tokenOf(await tokens.current())).toBe(standIn.oauth.live()?.accessToken)
    expect(presented()).toEqual([0, 0])
    await standIn.close()
  })

  it.each([
    ['no state', (query: URLSearchParams) => query.delete('state'), 'wrong_state'],
    ['a state of someone’s own', (query: URLSearchParams) => query.set('state', `${noon}.x.y`), 'wrong_state'],
    ['another account', (query: URLSearchParams) => query.set('oa_id', '9999'), 'other_oa'],
    ['no code', (query: URLSearchParams) => query.delete('code'), 'no_code'],
    ['a code that Zalo does not know', (query: URLSearchParams) => query.set('code', 'x'), '-14010'],
  ])('is refused with %s', async (_name, change, code) => {
    const { standIn, tokens, storage } = await startUnconnected()
    const query = new URL(standIn.oauth.consent(await tokens.consentUrl())).searchParams
    change(query)
    expect(await tokens.connect(query)).toEqual({ type: 'refused', code })
    expect(storage.kept()).toBeNull()
    await standIn.close()
  })

  it('is refused after 15 minutes, and the second time', async () => {
    const { standIn, tokens, clock } = await startUnconnected()
    const query = new URL(standIn.oauth.consent(await tokens.consentUrl())).searchParams
    clock.now += 5 * 60_000
    expect(await tokens.connect(query)).toEqual({ type: 'connected' })
    expect(await tokens.connect(query)).toEqual({ type: 'refused', code: '-14010' })
    clock.now += 10 * 60_000 + 1
    expect(await tokens.connect(query)).toEqual({ type: 'refused', code: 'old_state' })
    await standIn.close()
  })

  it('does not spend the code while another process renews', async () => {
    const { standIn, tokens, storage, clock } = await startUnconnected()
    const query = new URL(standIn.oauth.consent(await tokens.consentUrl())).searchParams
    await storage.lease(clock.now, clock.now + 60_000)
    expect(await tokens.connect(query)).toEqual({ type: 'refused', code: 'busy' })
    clock.now += 60_000
    expect(await tokens.connect(query)).toEqual({ type: 'connected' })
    await standIn.close()
  })
})
