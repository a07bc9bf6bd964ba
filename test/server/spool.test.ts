import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Channel, InboundRequest, Received } from '../../src/channels/channel.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { createReception, type Reception } from '../../src/server/reception.ts'

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
let room = 3
const spooled: Buffer[] = []
let reception: Reception

beforeAll(() => {
  reception = createReception({
    handler: {
      handle: async (_, event) => {
        if (isDown) return { type: 'unavailable', reason: 'SQLITE_FULL' }
        if (event.type === 'message') taken.push(event.externalId)
        return { type: 'kept', wakeAt: null }
      },
    },
    spool: {
      get pending() {
        return spooled.length
      },
      append: async (record) => {
        if (spooled.length >= room) return 'full'
        spooled.push(Buffer.from(record))
        return 'kept'
      },
      drain: async (take) => {
        let count = 0
        for (let first = spooled[0]; first; first = spooled[0]) {
          if ((await take(first)) === 'later') break
          spooled.shift()
          count += 1
        }
        return { taken: count, left: spooled.length }
      },
      close: async () => undefined,
    },
    quarantine: { keep: async () => undefined, review: async () => undefined, count: async () => 0 },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    metrics: createMetrics(),
    onWake: () => undefined,
  })
})
afterAll(() => {
  room = 0
})

test('while the database is away requests are spooled and answered; with the spool full too they are not', async () => {
  isDown = true
  for (const id of ['a', 'b', 'c']) expect(await reception.take(channel, request(id))).toEqual({ type: 'kept' })
  expect(await reception.take(channel, request('d'))).toEqual({ type: 'lost' })
  expect(taken).toEqual([])
})

test('when it is back, what came first is taken first: nothing overtakes the spool', async () => {
  isDown = false
  room = 10
  expect(await reception.take(channel, request('e'))).toEqual({ type: 'kept' })
  await reception.drain()
  expect(taken).toEqual(['a', 'b', 'c', 'e'])
  await reception.take(channel, request('f'))
  expect(taken.at(-1)).toBe('f')
})
