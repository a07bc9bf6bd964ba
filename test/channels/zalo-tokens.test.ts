import { describe, expect, it } from 'vitest'
import type { Fetch } from '../../src/channels/provider-call.ts'
import { memoryTokenStorage } from './memory-token-storage.ts'
import { makeMessage } from './rig.ts'
import { farmer, makeConfig, startProcess } from './zalo-rig.ts'
import { hour, isTokenCall, startClocked, tokenOf } from './zalo-tokens-rig.ts'

describe('zalo tokens: renewing', () => {
  it('trades the refresh token of the environment once, and keeps the pair before it is used', async () => {
    const { standIn, storage, tokens, presented } = await startClocked()
    const accessToken = tokenOf(await tokens.current())
    expect(accessToken).toBe(standIn.oauth.live()?.accessToken)
    expect(storage.kept()).toMatchObject({ accessToken, refreshToken: standIn.oauth.live()?.refreshToken })
    expect(tokenOf(await tokens.current())).toBe(accessToken)
    expect(presented()).toEqual([1, 0])
    await standIn.close()
  })

  it('renews after 20 of 25 hours, not before', async () => {
    const { standIn, tokens, clock, presented } = await startClocked()
    const first = tokenOf(await tokens.current())
    clock.now += 20 * hour - 1
    expect(tokenOf(await tokens.current())).toBe(first)
    clock.now += 1
    const second = tokenOf(await tokens.current())
    expect(second).toBe(standIn.oauth.live()?.accessToken)
    expect(presented()).toEqual([1, 1, 0])
    await standIn.close()
  })

  it('renews once for many sends of several processes at the same time', async () => {
    const { standIn, api, storage, channel, clock, presented } = await startClocked()
    const others = [startProcess(api, storage), startProcess(api, storage)]
    const all = async () => Promise.all([...others.map((one) => one.current()), ...Array.from({ length: 10 }, send)])
    const send = () => channel.send(makeMessage(farmer, 'Chào'))
    const early = await all()
    expect(presented()).toEqual([1, 0])
    // Nothing to use yet: the processes that do not renew wait a little, and no attempt is counted.
    expect(early.filter((one) => one.type === 'token').length).toBeLessThanOrEqual(1)
    expect(early.every((one) => ['token', 'busy', 'wired', 'throttled'].includes(one.type))).toBe(true)
    const messages = standIn.messages.length
    expect(messages).toBe(early.filter((one) => one.type === 'wired').length)
    clock.now += 21 * hour
    const late = await all()
    expect(presented()).toEqual([1, 1, 0])
    // The old token may have died under a send that began with it: that one is sent with the new one.
    expect(late.every((one) => ['token', 'wired', 'throttled'].includes(one.type))).toBe(true)
    expect(standIn.messages.length - messages).toBe(late.filter((one) => one.type === 'wired').length)
    await standIn.close()
  })

  it('makes the sends of one process wait for its renewal, and sends them all', async () => {
    const { standIn, channel, presented } = await startClocked()
    const texts = Array.from({ length: 10 }, (_, index) => `Tin ${index}`)
    const results = await Promise.all(texts.map((text) => channel.send(makeMessage(farmer, text))))
    expect(results.map((one) => one.type)).toEqual(texts.map(() => 'wired'))
    expect(presented()).toEqual([1, 0])
    await standIn.close()
  })

  it('takes another process’s new token from the store where Zalo refuses the old one', async () => {
    const { standIn, api, storage, tokens, clock, presented } = await startClocked()
    const old = tokenOf(await tokens.current())
    clock.now += 21 * hour
    const renewed = tokenOf(await startProcess(api, storage).current())
    expect(tokenOf(await tokens.replace(old))).toBe(renewed)
    expect(presented()).toEqual([1, 1, 0])
    await standIn.close()
  })

  it('renews and sends once more where Zalo refuses the token before its time', async () => {
    const { standIn, channel, presented } = await startClocked()
    await channel.send(makeMessage(farmer, 'Một'))
    standIn.fail({ type: 'answer', status: 200, body: { error: -216 } })
    expect(await channel.send(makeMessage(farmer, 'Hai'))).toMatchObject({ type: 'wired' })
    expect(standIn.messages.map((one) => one.text)).toEqual(['Một', 'Hai'])
    expect(presented()).toEqual([1, 1, 0])
    await standIn.close()
  })

  it('is for staff where Zalo refuses the refresh token, and does not present it again', async () => {
    const { standIn, channel, tokens, lines, presented } = await startClocked({ refreshToken: 'rt-1-for-tests' })
    const grant = standIn.oauth.grants[0]
    if (grant !== undefined) grant.isSpent = true
    const failed = { type: 'failed', code: '-14014', config: true }
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toEqual(failed)
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toEqual(failed)
    expect(await tokens.current()).toMatchObject({ type: 'unavailable', config: true })
    expect(presented()).toEqual([1])
    expect(lines.filter((line) => line.includes('zalo_needs_new_consent')).length).toBe(1)
    await standIn.close()
  })

  it.each([
    ['Zalo asks for patience', { type: 'answer', status: 200, body: { error: -32 } } as const],
    ['Zalo is not there', 'unreached' as const],
  ])('goes on with the old token where %s, and tries again after five minutes', async (_name, fault) => {
    const { standIn, api, storage, clock, presented } = await startClocked()
    let calls = 0
    const guarded: Fetch = (url, init) => {
      if (!url.includes('/access_token') || fault !== 'unreached' || calls < 1) return fetch(url, init)
      calls += 1
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('no'), { code: 'ECONNREFUSED', syscall: 'connect' }),
      })
    }
    const tokens = startProcess({ ...api, fetch: guarded }, storage)
    const old = tokenOf(await tokens.current())
    clock.now += 20 * hour
    calls = 1
    if (fault !== 'unreached') standIn.fail(fault, { matches: isTokenCall })
    expect(tokenOf(await tokens.current())).toBe(old)
    const before = standIn.requestCount() + calls
    expect(tokenOf(await tokens.current())).toBe(old)
    expect(standIn.requestCount() + calls).toBe(before)
    clock.now += 5 * 60_000
    calls = 0
    expect(tokenOf(await tokens.current())).toBe(standIn.oauth.live()?.accessToken)
    expect(presented()).toEqual([1, 1, 0])
    await standIn.close()
  })

  it('says that there is no token where nobody has given one', async () => {
    const { standIn, api } = await startClocked()
    const { refreshToken: _none, ...config } = api.config
    const tokens = startProcess({ ...api, config }, memoryTokenStorage())
    expect(await tokens.current()).toEqual({ type: 'unavailable', code: 'no_token', config: true })
    await standIn.close()
  })
})

describe('zalo tokens: the environment', () => {
  it('does not put back what has been renewed since, and replaces all where its value changes', async () => {
    const { standIn, api, storage, tokens, presented } = await startClocked()
    const renewed = tokenOf(await tokens.current())
    expect(tokenOf(await startProcess(api, storage).current())).toBe(renewed)
    const given = standIn.oauth.addGrant()
    const config = makeConfig(standIn, { refreshToken: given.refreshToken })
    const restarted = startProcess({ ...api, config }, storage)
    const replaced = tokenOf(await restarted.current())
    expect(replaced).not.toBe(renewed)
    expect(replaced).toBe(standIn.oauth.live()?.accessToken)
    expect(presented()).toEqual([1, 0, 1, 0])
    await standIn.close()
  })
})
