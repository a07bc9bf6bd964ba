import { describe, expect, it } from 'vitest'
import type { ZaloApi } from '../../src/channels/zalo/api.ts'
import type { TokenStorage } from '../../src/channels/zalo/token-storage.ts'
import { captureLog } from './rig.ts'
import { startProcess } from './zalo-rig.ts'
import { hour, isTokenCall, startClocked, tokenOf } from './zalo-tokens-rig.ts'

describe('zalo tokens: a renewal breaks off', () => {
  it('is tried again only when the old token proves that the refresh token was not traded', async () => {
    const { standIn, storage, tokens, api, clock, lines, presented } = await startClocked()
    const old = tokenOf(await tokens.current())
    clock.now += 20 * hour
    standIn.fail({ type: 'hang', accept: false }, { matches: isTokenCall })
    expect(tokenOf(await tokens.current())).toBe(old)
    expect(lines.some((line) => line.includes('zalo_renewal_unknown'))).toBe(true)
    // Within the lease nobody touches it; then a new process looks first.
    const restarted = startProcess(api, storage)
    expect(tokenOf(await restarted.current())).toBe(old)
    expect(presented()).toEqual([1, 0])
    clock.now += 10 * 60_000
    expect(tokenOf(await restarted.current())).toBe(standIn.oauth.live()?.accessToken)
    expect(presented()).toEqual([1, 1, 0])
    await standIn.close()
  })

  it.each([
    ['is restarted', true],
    ['goes on', false],
  ])('is for staff where the pair was given and lost; the process %s', async (_name, isRestarted) => {
    const { standIn, api, storage, clock, lines, presented, ...rest } = await startClocked()
    await rest.tokens.current()
    clock.now += 20 * hour
    standIn.fail({ type: 'hang', accept: true }, { matches: isTokenCall })
    await rest.tokens.current()
    clock.now += 10 * 60_000
    const tokens = isRestarted ? startProcess(api, storage) : rest.tokens
    await tokens.current()
    clock.now += 5 * hour
    const lost = { type: 'unavailable', code: 'maybe_spent', config: true }
    expect(await tokens.current()).toEqual(lost)
    expect(await startProcess(api, storage).current()).toEqual(lost)
    // Presented once, never again, whatever was asked for since.
    expect(presented()).toEqual([1, 1, 0])
    expect(lines.some((line) => line.includes('zalo_needs_new_consent'))).toBe(true)
    await standIn.close()
  })

  it('keeps a new pair in memory while the store is down, uses it only when it is kept, and loses nothing', async () => {
    const { standIn, storage, tokens, clock, presented } = await startClocked()
    const old = tokenOf(await tokens.current())
    clock.now += 24 * hour
    const broken: TokenStorage = storage
    const save = broken.save
    let saves = 0
    broken.save = async (fence, record) => {
      saves += 1
      // The mark that the token goes out is kept; the pair it brings is not.
      if (saves === 2 || saves === 3) throw new Error('disk full')
      return save(fence, record)
    }
    const used = [await tokens.current()]
    clock.now += 61_000
    used.push(await tokens.replace(old))
    expect(used.some((one) => one.type === 'token' && one.accessToken !== old)).toBe(false)
    clock.now += 61_000
    const renewed = tokenOf(await tokens.replace(old))
    expect(renewed).toBe(standIn.oauth.live()?.accessToken)
    expect(storage.kept()).toMatchObject({ accessToken: renewed })
    expect(presented()).toEqual([1, 1, 0])
    await standIn.close()
  })

  /** Dies at its nth call to the outside, before or after that call has done its work. */
  function mortal(api: ZaloApi, storage: TokenStorage, diesAt: number, isDone: boolean) {
    let calls = 0
    let die: (none: null) => void = () => undefined
    const death = new Promise<null>((resolve) => {
      die = resolve
    })
    async function step<T>(work: () => Promise<T>): Promise<T> {
      const isLast = calls === diesAt
      calls += 1
      if (!isLast) return work()
      if (isDone) await work()
      die(null)
      return new Promise(() => undefined)
    }
    const wrapped: TokenStorage = {
      load: () => step(() => storage.load()),
      lease: (now, until) => step(() => storage.lease(now, until)),
      save: (fence, record) => step(() => storage.save(fence, record)),
      release: (fence) => step(() => storage.release(fence)),
    }
    const tokens = startProcess({ ...api, fetch: (url, init) => step(() => fetch(url, init)) }, wrapped)
    return { tokens, death }
  }

  it('survives a death at every step: no refresh token twice, no token unkept, either new tokens or a call to staff', async () => {
    let deaths = 0
    for (const isDone of [false, true]) {
      for (let diesAt = 0; ; diesAt += 1) {
        const { standIn, api, storage, tokens, clock, presented } = await startClocked()
        await tokens.current()
        clock.now += 20 * hour
        const { log, lines } = captureLog()
        const dying = mortal({ ...api, log }, storage, diesAt, isDone)
        const end = await Promise.race([dying.tokens.current(), dying.death])
        if (end !== null) {
          await standIn.close()
          break
        }
        deaths += 1
        clock.now += 61_000
        const next = startProcess({ ...api, log }, storage)
        await next.current()
        clock.now += 10 * 60_000
        const last = await next.current()
        const live = standIn.oauth.live()
        const alive = storage.kept()?.accessToken === live?.accessToken
        expect({ isDone, diesAt, presented: presented().every((times) => times <= 1) }).toEqual({
          isDone,
          diesAt,
          presented: true,
        })
        if (alive) expect(tokenOf(last)).toBe(live?.accessToken)
        else expect(lines.join()).toContain('zalo_needs_new_consent')
        await standIn.close()
      }
    }
    expect(deaths).toBeGreaterThan(8)
  })
})
