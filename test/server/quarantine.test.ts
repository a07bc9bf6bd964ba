import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { InboundRequest, Urn } from '../../src/channels/channel.ts'
import { createZaloChannel } from '../../src/channels/zalo/channel.ts'
import { createMetrics, type Metrics } from '../../src/server/metrics.ts'
import { createQuarantine, type Quarantine } from '../../src/server/quarantine.ts'
import { makeKeys } from '../../src/store/crypto.ts'
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite.ts'
import { insert } from '../../src/store/writes.ts'
import { memoryTokenStorage } from '../channels/memory-token-storage.ts'
import { makeConfig, startProcess } from '../channels/zalo-rig.ts'
import { startZaloStandIn, type ZaloStandIn } from '../stand-ins/zalo.ts'

const URL_IN = 'https://bot.example.vn/webhooks/zalo'
const DAY_MS = 24 * 60 * 60 * 1000
const HOA = '3344556677889900401'
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

let store: SqliteStore
let zalo: ZaloStandIn
let metrics: Metrics
let quarantine: Quarantine
let now: number
let complaints: string[]
let serial = 0

beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:', key: new Uint8Array(32).fill(7) })
  zalo = await startZaloStandIn()
  onTestFinished(async () => {
    await zalo.close()
    await store.close()
  })
  metrics = createMetrics()
  complaints = []
  now = Date.UTC(2026, 10, 22, 1, 0)
  const log = { ...quiet, error: (_: unknown, message: string) => void complaints.push(message) }
  const newId = () => String(++serial).padStart(8, '0')
  quarantine = createQuarantine({ store, clock: () => now, newId, log, metrics })
})

/** The account's channel under a secret of ours, right or wrong. */
const channelWith = (oaSecretKey: string) => {
  const api = { config: makeConfig(zalo, { oaSecretKey }), fetch, log: quiet, now: () => now }
  return createZaloChannel({ api, tokens: startProcess(api, memoryTokenStorage()) })
}

/** A post of Zalo's, genuine, that we can't check: our key is not the account's. */
async function post(user: string, text: string): Promise<void> {
  const { headers, body } = zalo.inbound(URL_IN, user, text)
  const request = { method: 'POST', url: new URL(URL_IN), headers: new Headers(headers), body: Buffer.from(body) }
  const received = await channelWith('a former key').receive(request)
  if (received.type !== 'refused' || !received.quarantine) throw new Error('not for the quarantine')
  await quarantine.keep('zalo', request, received.quarantine.from)
}

const know = (user: string) =>
  store.commit({
    writes: [
      insert('urns', {
        id: `urn-${user}`,
        scheme: 'zalo',
        hash: store.keys.hash(`zalo:${user}` satisfies Urn),
        address: store.keys.seal(`zalo:${user}`),
        channel: 'zalo',
        createdAt: now,
      }),
    ],
  })

/** Texts that pass under the right key, in the order they are given on. */
async function reviewed(key = zalo.oaSecretKey): Promise<string[]> {
  const texts: string[] = []
  const channel = channelWith(key)
  await quarantine.review([channel], async (_, request: InboundRequest) => {
    const received = await channel.receive(request)
    const events = received.type === 'accepted' ? received.events : []
    texts.push(...events.flatMap((event) => (event.type === 'message' ? [event.text] : [])))
    return true
  })
  return texts
}

describe('places in the quarantine', () => {
  test('a flood of made-up senders takes no place from people we know, whoever came first', async () => {
    await know(HOA)
    await post(HOA, 'trước')
    await Promise.all(Array.from({ length: 1200 }, (_, n) => post(`99${n}`, 'giả')))
    await post(HOA, 'sau')
    expect(await quarantine.count()).toEqual({ kept: 502, dropped: 700 })
    expect((await reviewed()).filter((text) => text !== 'giả')).toEqual(['trước', 'sau'])
    expect(await quarantine.count()).toMatchObject({ kept: 0 })
  })

  test('a stranger of before the flood is not put out by it', async () => {
    await post(HOA, 'trước')
    for (let n = 0; n < 600; n++) await post(`99${n}`, 'giả')
    expect(await reviewed()).toContain('trước')
  })

  test('one known sender takes 20, all together 1,000', async () => {
    const users = Array.from({ length: 55 }, (_, n) => `77${n}`)
    for (const user of users) await know(user)
    for (let n = 0; n < 25; n++) await post('770', `tin ${n}`)
    expect(await quarantine.count()).toEqual({ kept: 20, dropped: 5 })
    await Promise.all(users.flatMap((user) => Array.from({ length: 20 }, () => post(user, 'tin'))))
    expect(await quarantine.count()).toEqual({ kept: 1000, dropped: 5 + 20 + 100 })
    expect((await reviewed()).slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, n) => `tin ${n}`))
  })

  test('what is dropped is counted by reason, and told once a minute', async () => {
    await know(HOA)
    for (let n = 0; n < 22; n++) await post(HOA, 'tin')
    expect(await metrics.expose()).toContain('mua_quarantine_total{channel="zalo",outcome="kept"} 20')
    expect(await metrics.expose()).toContain('mua_quarantine_total{channel="zalo",outcome="sender_full"} 2')
    expect(complaints).toHaveLength(1)
    now += 61_000
    await post(HOA, 'tin')
    expect(complaints).toHaveLength(2)
  })
})

test.each([
  { what: 'this version can not read', seal: () => store.keys.seal(JSON.stringify({ url: 'nonsense' })) },
  { what: 'is no JSON', seal: () => store.keys.seal('tin') },
  { what: 'another key sealed', seal: () => makeKeys({ key: new Uint8Array(32).fill(9) }).seal('{}') },
  { what: 'nobody sealed', seal: () => Buffer.from('x') },
])('one that $what holds up nobody', async ({ seal }) => {
  const request = seal()
  await store.commit({ writes: [insert('quarantine', { id: '0', channel: 'zalo', request, at: now })] })
  await post(HOA, 'sau')
  expect(await reviewed()).toEqual(['sau'])
  expect(await quarantine.count()).toMatchObject({ kept: 1 })
})

test.each([
  { name: 'under a day old waits for the right key', ageMs: DAY_MS - 1, kept: 1, given: ['chờ'] },
  { name: 'a day old still does', ageMs: DAY_MS, kept: 1, given: ['chờ'] },
  { name: 'over a day old is gone', ageMs: DAY_MS + 1, kept: 0, given: [] },
])('what is $name', async ({ ageMs, kept, given }) => {
  await post(HOA, 'chờ')
  now += ageMs
  expect(await reviewed('a former key')).toEqual([])
  expect(await quarantine.count()).toEqual({ kept, dropped: 0 })
  expect(await reviewed()).toEqual(given)
})
