import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Channel, InboundRequest, Received } from '../../src/channels/channel.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { createReception, type Reception } from '../../src/server/reception.ts'
import { makeKeys } from '../../src/store/crypto.ts'
import { openSpool, type Spool } from '../../src/store/spool.ts'

/** A channel whose requests are their own events. */
const channel: Channel = {
  type: 'simulator',
  form: 'sms',
  scheme: 'tel',
  routes: [],
  acknowledgement: { contentType: 'text/plain', body: '' },
  receive: async ({ body }): Promise<Received> => ({
    type: 'accepted',
    events: [
      {
        type: 'message',
        externalId: new TextDecoder().decode(body),
        from: 'tel:+84912345678',
        text: 'x',
        attachments: [],
      },
    ],
  }),
  send: async () => ({ type: 'wired', externalId: 'x' }),
}
const request = (id: string): InboundRequest => ({
  method: 'POST',
  url: new URL('https://bot.example.vn/x'),
  headers: new Headers(),
  body: new TextEncoder().encode(id),
})

let isDown = false
const taken: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'mua-spool-'))
let spool: Spool
let reception: Reception

beforeAll(async () => {
  spool = await openSpool({ file: join(folder, 'mua.spool'), maxBytes: 1200, keys: makeKeys({ key: randomBytes(32) }) })
  reception = createReception({
    handler: {
      handle: async (_, event) => {
        if (isDown) return { type: 'unavailable', reason: 'SQLITE_FULL' }
        if (event.type === 'message') taken.push(event.externalId)
        return { type: 'kept', wakeAt: null }
      },
    },
    spool,
    quarantine: {
      keep: async () => undefined,
      review: async () => undefined,
      count: async () => ({ kept: 0, dropped: 0 }),
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    metrics: createMetrics(),
    onWake: () => undefined,
  })
})
afterAll(async () => {
  await spool.close()
  rmSync(folder, { recursive: true })
})

test('while the database is away requests are spooled and answered; with the spool full too they are not; then nothing overtakes', async () => {
  isDown = true
  const kept: string[] = []
  let outcome = await reception.take(channel, request('0'))
  for (let id = 1; outcome.type === 'kept'; id++) {
    kept.push(String(id - 1))
    outcome = await reception.take(channel, request(String(id)))
  }
  expect(outcome).toEqual({ type: 'lost' })
  expect(kept.length).toBeGreaterThan(1)
  expect(taken).toEqual([])

  isDown = false
  await reception.drain()
  expect(taken).toEqual(kept)

  isDown = true
  await reception.take(channel, request('first'))
  isDown = false
  expect(await reception.take(channel, request('second'))).toEqual({ type: 'kept' })
  await reception.drain()
  expect(taken.slice(-2)).toEqual(['first', 'second'])
})
