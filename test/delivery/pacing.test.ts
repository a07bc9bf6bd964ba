import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { createSharedPacing } from '../../src/delivery/bullmq/pacing.ts'
import { createPacing, type Pacing } from '../../src/delivery/pacing.ts'
import { hasRedis, openRedis, type RedisServer } from '../real/redis.ts'
import { NOW } from './fixtures.ts'
import { Provider } from './provider.ts'
import { many, openRig, until } from './rig.ts'

const sms = new Provider('twilio', () => NOW, false)
const zalo = new Provider('zalo', () => NOW, false)

/** How many parts are granted within `forMs`, each asked for as soon as it may be. */
async function granted(
  pacing: Pacing,
  channel: Channel,
  forMs: number,
  wait: (ms: number) => Promise<unknown>,
): Promise<number> {
  let parts = 0
  for (let atMs = 0; atMs <= forMs; ) {
    const turn = await pacing.turn(channel, 2, 'broadcast')
    if (turn.type === 'granted') parts += 2
    await wait(turn.waitMs)
    atMs += turn.waitMs
  }
  return parts
}

describe('in this process', () => {
  const open = () => {
    let now = NOW
    const pacing = createPacing({ twilio: 10 }, () => now)
    const wait = async (ms: number) => {
      now += ms
    }
    return { pacing, wait }
  }

  test('an account is given its rate and no more, after a second of it at once', async () => {
    const { pacing, wait } = open()
    const parts = await granted(pacing, sms, 60_000, wait)
    expect(parts).toBeGreaterThanOrEqual(10 * 60)
    expect(parts).toBeLessThanOrEqual(10 * 61 + 4)
  })

  test('one without a rate is not paced, nor by the rate of another', async () => {
    const { pacing } = open()
    for (let n = 0; n < 1000; n++)
      expect(await pacing.turn(zalo, 1, 'broadcast')).toEqual({ type: 'granted', waitMs: 0 })
  })

  test('a reply is granted behind 50 ms of what we start, however much of that there is', async () => {
    const { pacing } = open()
    const turns = []
    for (let n = 0; n < 100; n++) turns.push(await pacing.turn(sms, 1, 'broadcast'))
    expect(turns.at(-1)?.type).toBe('later')
    const reply = await pacing.turn(sms, 1, 'reply')
    expect(reply.type).toBe('granted')
    expect(reply.waitMs).toBeLessThanOrEqual(150)
  })

  test('asked to slow down it halves its rate, sixteen times at most, and comes back with what is taken', async () => {
    const { pacing, wait } = open()
    await granted(pacing, sms, 2000, wait)
    const before = await granted(pacing, sms, 10_000, wait)
    await pacing.widen(sms)
    expect(await granted(pacing, sms, 10_000, wait)).toBeCloseTo(before / 2, -1)
    for (let n = 0; n < 10; n++) await pacing.widen(sms)
    expect(await granted(pacing, sms, 10_000, wait)).toBeGreaterThanOrEqual(before / 20)
    for (let n = 0; n < 200; n++) await pacing.narrow(sms)
    expect(await granted(pacing, sms, 10_000, wait)).toBeGreaterThan(before * 0.8)
  })
})

describe.skipIf(!hasRedis())('in Redis', () => {
  let server: RedisServer
  const connections: Redis[] = []
  const connect = () => {
    const redis = new Redis(server.url, { maxRetriesPerRequest: 0, retryStrategy: () => 50 })
    redis.on('error', () => undefined)
    connections.push(redis)
    return redis
  }
  beforeAll(async () => {
    server = await openRedis()
  })
  afterAll(async () => {
    for (const redis of connections) redis.disconnect()
    await server.stop()
  })

  test('three processes together are given the rate of one account', async () => {
    const pacings = [1, 2, 3].map(() => createSharedPacing(connect(), 'p', { twilio: 100 }))
    const parts = await Promise.all(pacings.map((pacing) => granted(pacing, sms, 1500, sleep)))
    const all = parts.reduce((sum, each) => sum + each, 0)
    // A second of it at once, and a slow machine's lag.
    expect(all).toBeGreaterThan(100)
    expect(all).toBeLessThan(100 * 4)
  })

  test('slows down and comes back as it does in one process', async () => {
    const pacing = createSharedPacing(connect(), 'q', { twilio: 100 })
    for (let n = 0; n < 6; n++) await pacing.widen(sms)
    expect(await server.command('hget', 'q:pace:twilio:tel', 'widened')).toBe('16')
    for (let n = 0; n < 400; n++) await pacing.narrow(sms)
    expect(await server.command('hget', 'q:pace:twilio:tel', 'widened')).toBe('1')
  })

  test('while it is away nothing is granted, and nothing fails', async () => {
    const pacing = createSharedPacing(connect(), 'r', { twilio: 100 })
    expect((await pacing.turn(sms, 1, 'reply')).type).toBe('granted')
    await server.kill()
    expect((await pacing.turn(sms, 1, 'reply')).type).toBe('later')
    await pacing.widen(sms)
    await server.start()
    await sleep(200)
    expect((await pacing.turn(sms, 1, 'reply')).type).toBe('granted')
  })
})

test('a broadcast leaves by the rate of its account, and a reply does not wait behind it', async () => {
  const rig = await openRig()
  await many(rig, 200, { class: 'broadcast' })
  const started = Date.now()
  // By the hour of NOW, whatever the hour of the day: at night nothing is sent.
  const clock = () => NOW + Date.now() - started
  const worker = rig.dispatcher({ pace: { twilio: 50 }, concurrency: 16, clock, pollMs: 20 })
  await until(() => rig.sms.asked.length >= 70)
  expect(Date.now() - started).toBeGreaterThan(300)
  await rig.addUrn('u1')
  await rig.queue('r1')
  worker.wake()
  await until(() => rig.sms.ids.includes('r1'))
  expect(rig.sms.ids.indexOf('r1')).toBeLessThan(120)
  await worker.stop()
})
