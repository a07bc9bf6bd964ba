import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findLastingTrouble, findTrouble, troubleOf } from '../../src/delivery/bullmq/redis.ts'
import { hasRedis, openRedis, type RedisServer } from '../real/redis.ts'
import { many, openRig, type Rig, until, useRedis } from './rig.ts'

const isThere = hasRedis()

/** All of these once, whatever became of Redis meanwhile. */
function expectAllOnce(rig: Rig, count: number): void {
  expect(new Set(rig.sms.ids).size).toBe(count)
  expect(rig.sms.ids).toHaveLength(count)
}

/** Sends that take so long each. */
const slowly = (count: number, ms: number) => Array.from({ length: count }, () => () => sleep(ms))

describe.skipIf(!isThere)('what becomes of messages when Redis', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await openRedis()
    useRedis(redis.url)
  })
  afterAll(() => redis.stop())

  test('is emptied: they are put in line again, and none is sent twice', async () => {
    const rig = await openRig()
    await many(rig, 300, { class: 'broadcast' })
    rig.sms.script.push(...slowly(300, 5))
    const worker = rig.dispatcher()
    for (const sent of [40, 120, 200]) {
      await until(() => rig.sms.asked.length >= sent)
      await redis.command('flushall')
    }
    await worker.idle()
    expectAllOnce(rig, 300)
  })

  test('is killed and comes back empty: they wait and go, and the operator is told of both', async () => {
    const rig = await openRig()
    await many(rig, 200)
    rig.sms.script.push(...slowly(200, 5))
    const worker = rig.dispatcher()
    await until(() => rig.sms.asked.length >= 40)
    await redis.kill()
    await until(() => worker.trouble?.() !== null)
    expect(worker.trouble?.()).toMatch(/^Redis does not answer: messages are kept/)
    await redis.start()
    await until(() => worker.trouble?.() === null)
    await worker.idle()
    expectAllOnce(rig, 200)
    expect(rig.logged).toEqual(expect.arrayContaining(['redis_trouble', 'redis_back']))
  })

  test('is full: they wait until it has room', async () => {
    const rig = await openRig()
    const worker = rig.dispatcher()
    await worker.idle()
    await redis.command('config', 'set', 'maxmemory', '1')
    onTestFinished(() => redis.command('config', 'set', 'maxmemory', '0').then(() => undefined))
    await rig.addUrn('u1')
    await rig.queue('o1')
    await until(() => worker.trouble?.() !== null)
    expect(worker.trouble?.()).toMatch(/^Redis is full/)
    expect(rig.sms.asked).toEqual([])
    await redis.command('config', 'set', 'maxmemory', '0')
    await until(() => rig.sms.asked.length === 1)
    await worker.idle()
    expect(worker.trouble?.()).toBeNull()
    expectAllOnce(rig, 1)
  })

  test('becomes a replica: they wait until it is none', async () => {
    const rig = await openRig()
    const worker = rig.dispatcher()
    await worker.idle()
    await redis.command('replicaof', '127.0.0.1', '1')
    onTestFinished(() => redis.command('replicaof', 'no', 'one').then(() => undefined))
    await rig.addUrn('u1')
    await rig.queue('o1')
    await until(() => worker.trouble?.() !== null)
    expect(worker.trouble?.()).toMatch(/names a replica/)
    expect(await findLastingTrouble(redis.url)).toBe('replica')
    await redis.command('replicaof', 'no', 'one')
    await until(() => rig.sms.asked.length === 1)
    await worker.idle()
    expectAllOnce(rig, 1)
  })

  test('holds their jobs: nothing personal is in it', async () => {
    const rig = await openRig()
    const worker = rig.dispatcher()
    await worker.idle()
    await rig.addUrn('u1', { address: 'tel:+84912345678', person: { name: 'Lò Thị Mai' } })
    rig.sms.script.push(...slowly(1, 300))
    await rig.queue('o1', { what: 'bí mật' })
    await until(() => rig.sms.asked.length === 1)
    const keys = await redis.command('keys', '*')
    expect(keys).toEqual(expect.arrayContaining([expect.stringMatching(/:reply:o1-1$/)]))
    for (const key of keys as string[]) {
      const held = String(await redis.command('dump', key)) + key
      expect(held).not.toMatch(/84912345678|Mai|mật|mat/)
    }
    await worker.idle()
  })
})

describe.skipIf(!isThere)('with a large broadcast under way', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await openRedis()
    useRedis(redis.url)
  })
  afterAll(() => redis.stop())

  test('a reply does not wait behind it', async () => {
    const rig = await openRig()
    await many(rig, 1000, { class: 'broadcast' })
    rig.sms.script.push(...slowly(1001, 5))
    const worker = rig.dispatcher()
    await until(() => rig.sms.asked.length >= 100)
    await rig.addUrn('u1')
    await rig.queue('r1')
    await until(() => rig.sms.ids.includes('r1'))
    expect(rig.sms.asked.length).toBeLessThan(600)
    await worker.idle()
    expectAllOnce(rig, 1001)
  })
})

test.each([
  ['redis_version:5.0.14\r\nrole:master', 'old'],
  ['redis_version:6.0.16\r\nrole:master', 'old'],
  ['redis_version:6.2.0\r\nrole:master', null],
  ['redis_version:7.0.15\r\nrole:slave', 'replica'],
  ['redis_version:7.0.15\r\nrole:master\r\nmaxmemory:1000\r\nmaxmemory_policy:allkeys-lru', 'evicts'],
  ['redis_version:7.0.15\r\nrole:master\r\nmaxmemory:0\r\nmaxmemory_policy:allkeys-lru', null],
  ['redis_version:7.0.15\r\nrole:master\r\nmaxmemory:1000\r\nmaxmemory_policy:noeviction', null],
])('a Redis that says %j of itself: %s', async (said, trouble) => {
  expect(await findTrouble({ info: async () => said })).toBe(trouble)
})

test.each([
  ["OOM command not allowed when used memory > 'maxmemory'.", 'full'],
  ['MISCONF Redis is configured to save RDB snapshots, but it is unable to persist to disk.', 'read_only'],
  ["READONLY You can't write against a read only replica.", 'replica'],
  ['WRONGPASS invalid username-password pair', 'refuses'],
  ['connect ECONNREFUSED 127.0.0.1:6379', 'gone'],
])('%s: %s', (said, trouble) => {
  expect(troubleOf(new Error(said))).toBe(trouble)
})
