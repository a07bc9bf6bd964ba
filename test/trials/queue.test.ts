import { describe, expect, test } from 'vitest'
import { hasRedis } from '../real/redis.ts'
import { queueTrial } from './queue.ts'

const SEED = 20_261_122

describe.skipIf(!hasRedis())('many workers on one queue', { timeout: 180_000 }, () => {
  test('workers killed, Redis emptied and away: all are answered, none twice, in order', async () => {
    const counts = await queueTrial({ farmers: 800, awayMs: 2000, flushes: 1 })({ seed: SEED, rounds: 2 })
    expect(counts).toMatchObject({
      'workers killed': 2,
      'answered 200 without effect': 0,
      'effects twice': 0,
      'answered 200 without reply': 0,
      'replies sent twice': 0,
      'replies out of order': 0,
      'rows that differ from its record': 0,
      uncertain: 0,
      settled: 'yes',
      'workers that ended well': 3,
      'exit code': 0,
    })
    expect(counts['texts answered 200']).toBeGreaterThan(50)
  })
})
