import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { outgoing } from '../../src/farm/outgoing.ts'
import { messages } from '../../src/store/schema/messages.ts'
import { outbox } from '../../src/store/schema/outbox.ts'
import { sessions } from '../../src/store/schema/talks.ts'
import { openSpool } from '../../src/store/spool.ts'
import { insert, update, type Write } from '../../src/store/writes.ts'
import { makePlace, type Place } from './helpers.ts'

const now = Date.now()
const FARMER = 'tel:+84912345601'

/** A real farmer, reached by Twilio. */
const farmer = ({ keys }: Parameters<Parameters<Place['look']>[0]>[0]): Write[] => [
  insert('people', { id: 'p1', role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: 1 }),
  insert('urns', {
    id: 'u1',
    scheme: 'tel',
    hash: keys.hash(FARMER),
    address: keys.seal(FARMER),
    channel: 'twilio',
    createdAt: 1,
  }),
  insert('personUrns', { personId: 'p1', urnId: 'u1', createdAt: 1 }),
]

const message = (id: string, each: 'reply' | 'service' | 'reminder' | 'broadcast'): Write =>
  outgoing({
    id,
    now: now - 1000,
    class: each,
    urnId: 'u1',
    personId: 'p1',
    locale: 'vi',
    revision: 'r',
    texts: [{ key: 'help.menu' }],
  })
/** Its last attempt, by Twilio, has an unknown outcome. */
const unknown = (id: string): Write =>
  update(
    'outbox',
    { id },
    { status: 'errored', channel: 'twilio', reason: 'look_1', attempts: 1, firstTriedAt: now - 3000, text: 'Chào bác' },
  )

const CASES = (['reply', 'service', 'reminder', 'broadcast'] as const).flatMap((each) => [
  { name: `a ${each} not yet tried`, writes: [message('o1', each)] },
  { name: `a ${each} with an unknown outcome`, writes: [message('o1', each), unknown('o1')] },
])

test.each(CASES)("chat leaves real farmers' rows as they are: $name", async ({ writes }) => {
  const place = makePlace()
  await place.look(async (store) => store.commit({ writes: [...farmer(store), ...writes] }))
  const rowOf = () => place.look(async ({ db }) => (await db.select().from(outbox)).find(({ id }) => id === 'o1'))
  const before = await rowOf()
  expect(before).toBeDefined()
  const { code, out } = await place.runPiped(['giá ngô'], 'chat')
  expect(code).toBe(0)
  expect(out).toMatch(/^M: .+/)
  expect(await rowOf()).toEqual(before)
})

test("chat neither wakes others' talks nor takes their waiting messages, and holds none of their requests", async () => {
  const place = makePlace()
  const kept = { urnId: 'u1', channel: 'twilio', externalId: 'x1', text: 'bc ngô 3 tạ', receivedAt: 1 }
  await place.look(async (store) => {
    await store.commit({
      writes: [
        ...farmer(store),
        insert('sessions', { urnId: 'u1', version: 1, state: {}, wakeAt: 1, updatedAt: 1 }),
        insert('messages', { id: 'm1', ...kept, status: 'waiting', nextTryAt: 1 }),
      ],
    })
    const spool = await openSpool({ file: join(place.dir, 'mua.spool'), maxBytes: 4096, keys: store.keys })
    await spool.append(Buffer.from(JSON.stringify({ channel: 'twilio', events: [] })))
    await spool.close()
  })
  const rows = () =>
    place.look(async ({ db }) => ({
      session: (await db.select().from(sessions)).find(({ urnId }) => urnId === 'u1'),
      message: (await db.select().from(messages)).find(({ id }) => id === 'm1'),
    }))
  const before = await rows()
  await place.runPiped(['giá ngô'], 'chat')
  expect(await rows()).toEqual(before)
  expect(existsSync(join(place.dir, 'mua-2.spool'))).toBe(false)
  await place.look(async ({ keys }) => {
    const spool = await openSpool({ file: join(place.dir, 'mua.spool'), maxBytes: 4096, keys })
    expect(spool.pending).toBe(1)
    await spool.close()
  })
})

test('a fragment held in the talk is answered once it has waited', async () => {
  const { out } = await makePlace().runPiped(['3 ta'], 'chat')
  expect(out).toMatch(/^M: .+/)
})
