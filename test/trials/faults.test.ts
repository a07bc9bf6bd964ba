import { describe, expect, test } from 'vitest'
import { CHANNEL_TYPES } from '../../src/channels/channel.ts'
import { hasRedis } from '../real/redis.ts'
import { ADAPTERS, faultsTrial } from './faults.ts'

/** A short form of the long trial, with seeds that do not change: `npm run trial -- faults` plays 500 for each channel. */
const SEED = 20_261_122
const ROUNDS = 12
/** BullMQ takes real time to find out that a worker is gone: one schedule, without one. */
const BULL_EVERY = ROUNDS

describe('whatever goes wrong on the way', { timeout: 180_000, concurrent: false }, () => {
  test.each(ADAPTERS)(
    '$type: each message ends in a state that is true, and none goes twice unmarked',
    async (adapter) => {
      const counts = await faultsTrial([adapter], BULL_EVERY)({ seed: SEED, rounds: ROUNDS })
      for (const by of ['', ...(hasRedis() ? [' by BullMQ'] : [])]) {
        const of = (what: string) => counts[`${adapter.type}${by}: ${what}`]
        expect(of('messages')).toBeGreaterThan(5)
        expect(of('disagreements and doubles that may not be')).toBe(0)
      }
      expect(counts[`${adapter.type}: of these gone wrong`]).toBeGreaterThan(20)
      expect(counts[`${adapter.type}: processes killed`]).toBeGreaterThan(2)
      expect(counts[`${adapter.type}: ends`]).toMatch(/wired \d/)
    },
  )

  test('every channel that sends to somebody has its faults', () => {
    const played = ADAPTERS.map(({ type }) => type)
    expect([...played, 'simulator'].sort()).toEqual([...CHANNEL_TYPES].sort())
  })
})
