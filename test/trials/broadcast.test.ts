import { describe, expect, test } from 'vitest'
import { hasRedis } from '../real/redis.ts'
import { broadcastTrial } from './broadcast.ts'
import { simulatedBroadcast } from './broadcast-simulated.ts'

/** Short forms: `npm run trial -- broadcast`, `broadcast-embedded` and `broadcast-bullmq` run the long ones. */
const SEED = 20_261_122

describe('a broadcast whose processes die', { timeout: 180_000 }, () => {
  test('in simulated time: nobody is missed or told twice, the rate is used, replies do not wait', async () => {
    const counts = await simulatedBroadcast({ seed: SEED, rounds: 2000 })
    expect(counts).toMatchObject({
      'members and their leader': 2001,
      'processes killed': 2,
      'alerts the provider took': 2001,
      'rows that say it took them': 2001,
      missed: 0,
      doubled: 0,
      uncertain: 0,
    })
    expect(Number(counts['share of the allowed rate used, %'])).toBeGreaterThanOrEqual(98)
    expect(counts['answers to them']).toBe(counts['questions meanwhile'])
    expect(counts['answered after, p95 ms, simulated']).toBeLessThan(300)
  })

  const real = {
    'members and their leader': 301,
    'kill -9': 2,
    'alerts the provider took': 301,
    'rows that say it took them': 301,
    missed: 0,
    doubled: 0,
    'rows that differ from its record': 0,
    uncertain: 0,
    settled: 'yes',
  }

  test('over HTTP by the embedded dispatcher: counts are equal to the provider\u2019s', async () => {
    const counts = await broadcastTrial({ isQueued: false })({ seed: SEED, rounds: 300 })
    expect(counts).toMatchObject(real)
    expect(counts['answers to them']).toBe(counts['questions answered 200 meanwhile'])
  })

  test.skipIf(!hasRedis())(
    'over HTTP by BullMQ with two workers: counts are equal to the provider\u2019s',
    async () => {
      const counts = await broadcastTrial({ isQueued: true })({ seed: SEED, rounds: 300 })
      expect(counts).toMatchObject(real)
      expect(counts['answers to them']).toBe(counts['questions answered 200 meanwhile'])
    },
  )
})
