import { afterAll, beforeAll, describe } from 'vitest'
import { hasRedis, openRedis, type RedisServer } from '../real/redis.ts'
import { useRedis } from './rig.ts'

/** All that holds for the embedded dispatcher holds for BullMQ's: the same tests, on a real Redis. */
describe.skipIf(!hasRedis())('with BullMQ', async () => {
  let redis: RedisServer | undefined
  beforeAll(async () => {
    redis = await openRedis()
    useRedis(redis.url)
  })
  afterAll(() => redis?.stop())
  await import('./dispatcher.test.ts')
  await import('./results.test.ts')
  await import('./lease.test.ts')
  await import('./unknown.test.ts')
  await import('./promise.test.ts')
  await import('./broadcasts.test.ts')
  await import('./budget.test.ts')
  await import('./ladder.test.ts')
  await import('./ladder-chain.test.ts')
})
