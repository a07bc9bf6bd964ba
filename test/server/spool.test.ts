import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Channel, InboundRequest, Received, Urn } from '../../src/channels/channel.ts'
import { erasePerson } from '../../src/farm/erase.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { createReception, type Reception } from '../../src/server/reception.ts'
import { createSetAside, type SetAside } from '../../src/server/set-aside.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { setAside as setAsideTable } from '../../src/store/schema/messages.ts'
import { ticketEntries, tickets } from '../../src/store/schema/tickets.ts'
import { openSpool, type Spool } from '../../src/store/spool.ts'
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite.ts'
import { insert } from '../../src/store/writes.ts'

const LAN = 'tel:+84912345601'
const MAI = 'tel:+84912345678'

/** A channel whose requests are their own events; what begins with `lan` is Lan's, all else Mai's. */
const channel: Channel = {
  type: 'simulator',
  form: 'sms',
  scheme: 'tel',
  routes: [],
  acknowledge: () => ({ contentType: 'text/plain', body: '' }),
  receive: async ({ body }): Promise<Received> => {
    const externalId = new TextDecoder().decode(body)
    const from: Urn = externalId.startsWith('lan') ? LAN : MAI
    return { type: 'accepted', events: [{ type: 'message', externalId, from, text: 'bc ngô 3 tạ', attachments: [] }] }
  },
  send: async () => ({ type: 'wired', externalId: 'x' }),
}
const request = (id: string): InboundRequest => ({
  method: 'POST',
  url: new URL('https://bot.example.vn/x'),
  headers: new Headers(),
  body: new TextEncoder().encode(id),
})

let isDown: boolean
/** External ids whose handling is a mistake of ours. */
let bugs: Set<string>
/** Ids whose handling began; it ends once `slow` does. */
let begun: string[]
let slow: Promise<void> | undefined
let taken: string[]
let lines: string[]
let store: SqliteStore
let spool: Spool
let setAside: SetAside
let reception: Reception
let folder: string
let serial = 0
/** How often it was told that a request could not be kept. */
let losses: number

/** A process on the spool and the database as they are. */
async function begin(): Promise<void> {
  spool = await openSpool({ file: join(folder, 'mua.spool'), maxBytes: 2400, keys: store.keys })
  const keep = (fields: Record<string, unknown>, message: string) =>
    void lines.push(JSON.stringify({ ...fields, message }))
  const log = { info: keep, warn: keep, error: keep }
  const newId = () => String(++serial).padStart(8, '0')
  const metrics = createMetrics()
  setAside = createSetAside({ store, clock: () => 1000, newId, log, metrics })
  reception = createReception({
    handler: {
      handle: async (_, event) => {
        if (isDown) return { type: 'unavailable', reason: 'SQLITE_FULL' }
        if (event.type !== 'message') throw new Error('not a message')
        begun.push(event.externalId)
        await slow
        if (bugs.has(event.externalId)) throw new TypeError(`can't read ${event.text}`)
        taken.push(event.externalId)
        return { type: 'kept', wakeAt: null }
      },
    },
    spool,
    setAside,
    quarantine: {
      keep: async () => undefined,
      review: async () => undefined,
      count: async () => ({ kept: 0, dropped: 0 }),
    },
    clock: () => 1000,
    log,
    metrics,
    onWake: () => undefined,
    onLost: () => void losses++,
  })
}

beforeEach(async () => {
  isDown = false
  losses = 0
  bugs = new Set()
  taken = []
  begun = []
  slow = undefined
  lines = []
  folder = mkdtempSync(join(tmpdir(), 'mua-spool-'))
  store = await openSqliteStore({ file: ':memory:', key: randomBytes(32) })
  await begin()
  onTestFinished(async () => {
    await spool.close()
    await store.close()
    rmSync(folder, { recursive: true })
  })
})

const send = (id: string) => reception.take(channel, request(id))

/** Spools these while the database is away. */
async function spooled(...ids: string[]): Promise<void> {
  isDown = true
  for (const id of ids) expect(await send(id)).toEqual({ type: 'kept' })
  isDown = false
}

test('while the database is away requests are spooled and answered; with the spool full too they are not; then nothing overtakes', async () => {
  isDown = true
  const kept: string[] = []
  let outcome = await send('0')
  for (let id = 1; outcome.type === 'kept'; id++) {
    kept.push(String(id - 1))
    outcome = await send(String(id))
  }
  expect(outcome).toEqual({ type: 'lost' })
  expect(losses).toBe(1)
  expect(kept.length).toBeGreaterThan(1)
  expect(taken).toEqual([])

  isDown = false
  await reception.drain()
  expect(taken).toEqual(kept)

  await spooled('first')
  expect(await send('second')).toEqual({ type: 'kept' })
  await reception.drain()
  expect(taken.slice(-2)).toEqual(['first', 'second'])
})

test('what an earlier process left holds up its own senders alone', async () => {
  await spooled('lan 1')
  await spool.close()
  await begin()
  await send('mai 1')
  await send('lan 2')
  expect(taken).toEqual(['mai 1'])
  await reception.drain()
  await send('lan 3')
  expect(taken).toEqual(['mai 1', 'lan 1', 'lan 2', 'lan 3'])
})

test('what another process left when it died is taken up by the one that lives, before what its senders send now', async () => {
  const dead = spool
  await begin()
  const event = (id: string) => ({ type: 'message', externalId: id, from: LAN, text: 'bc ngô 3 tạ', attachments: [] })
  await dead.append(Buffer.from(JSON.stringify({ channel: 'simulator', events: [event('lan 1')] })))
  await reception.drain()
  expect(taken).toEqual([])
  await dead.close()
  bugs.add('lan 1')
  await reception.drain()
  await send('lan 2')
  expect(taken).toEqual([])
  bugs.clear()
  await reception.drain()
  expect(taken).toEqual(['lan 1', 'lan 2'])
})

test('a request that a mistake of ours stops is answered, holds up its sender for five tries, and no one else', async () => {
  const urn = { id: 'u1', scheme: 'tel', hash: store.keys.hash(LAN), address: store.keys.seal(LAN) } as const
  await store.commit({ writes: [insert('urns', { ...urn, channel: 'simulator', createdAt: 1 })] })
  await spooled('lan 1', 'mai 1', 'lan 2', 'mai 2')
  bugs.add('lan 1')
  await reception.drain()
  expect(taken).toEqual(['mai 1', 'mai 2'])
  expect(await send('lan 3')).toEqual({ type: 'kept' })
  for (let tries = 2; tries < 5; tries++) await reception.drain()
  expect(taken).toEqual(['mai 1', 'mai 2'])
  expect(await setAside.count()).toBe(0)

  await reception.drain()
  expect(taken).toEqual(['mai 1', 'mai 2', 'lan 2', 'lan 3'])
  expect(await setAside.count()).toBe(1)
  expect(spool.pending).toBe(0)
  expect(await store.db.select().from(ticketEntries)).toMatchObject([{ from: 'farmer', text: 'bc ngô 3 tạ' }])
  const [row] = await store.db.select().from(setAsideTable)
  expect(row).toMatchObject({ urnId: 'u1', code: 'TypeError' })

  await reception.retrySetAside()
  expect(await setAside.count()).toBe(1)
  bugs.clear()
  await reception.retrySetAside()
  expect(taken.at(-1)).toBe('lan 1')
  expect(await setAside.count()).toBe(0)
})

test('a fresh request is kept too where its handling fails, and what its sender sends next goes behind it', async () => {
  bugs.add('lan 1')
  expect(await send('lan 1')).toEqual({ type: 'kept' })
  expect(await send('lan 2')).toEqual({ type: 'kept' })
  expect(await send('mai 1')).toEqual({ type: 'kept' })
  expect(taken).toEqual(['mai 1'])
  bugs.clear()
  await reception.drain()
  expect(taken).toEqual(['mai 1', 'lan 1', 'lan 2'])
})

/** The next five rounds fail, then the record is set aside. */
async function setAsideOf(id: string): Promise<void> {
  bugs.add(id)
  await spooled(id)
  for (let tries = 0; tries < 5; tries++) await reception.drain()
}

test("a stranger's request that is set aside makes them known, opens a ticket, and goes when they are erased", async () => {
  await setAsideOf('lan 1')
  const known = await findUrn(store.db, store.keys.hash(LAN))
  const personId = known?.people[0]?.person.id ?? ''
  expect(known?.urn.channel).toBe('simulator')
  expect(await store.db.select().from(setAsideTable)).toMatchObject([{ urnId: known?.urn.id }])
  expect(await store.db.select().from(tickets)).toMatchObject([{ kind: 'failure', urnId: known?.urn.id, personId }])
  const asked = { urnId: known?.urn.id ?? '', newId: () => 'erased-1', source: 'staff' } as const
  await store.commit({ writes: await erasePerson(store.db, personId, { ...asked, now: 2000 }) })
  expect(await setAside.count()).toBe(0)
  expect(await store.db.select().from(ticketEntries)).toMatchObject([{ text: '' }])
})

test('a process that died before it marked the record does not set it aside again', async () => {
  const drain = spool.drain
  let record: Buffer | undefined
  spool.drain = (take) =>
    drain(async (each, id) => {
      record = each
      return take(each, id)
    })
  await setAsideOf('lan 1')
  expect(spool.pending).toBe(0)
  if (record) await spool.append(record)
  await spool.close()
  await begin()
  for (let tries = 0; tries < 5; tries++) await reception.drain()
  expect(spool.pending).toBe(0)
  expect(await setAside.count()).toBe(1)
  expect(await store.db.select().from(tickets)).toHaveLength(1)
})

test('a ticket whose number another took meanwhile opens under the next; where none can, the request is kept all the same', async () => {
  const { commit } = store
  const refuse = (times: number) => {
    let left = times
    store.commit = async (it, withinMs) =>
      it.writes.some((write) => write.table === 'tickets') && left-- > 0
        ? { type: 'refused', reason: 'SQLITE_CONSTRAINT_UNIQUE' }
        : commit(it, withinMs)
  }
  refuse(1)
  await setAsideOf('lan 1')
  expect(await store.db.select().from(tickets)).toHaveLength(1)
  refuse(100)
  await setAsideOf('mai 1')
  store.commit = commit
  expect(await store.db.select().from(tickets)).toHaveLength(1)
  expect(await setAside.count()).toBe(2)
  expect(spool.pending).toBe(0)
})

test('one set aside that no key opens holds up none behind it', async () => {
  const record = Buffer.from('sealed by nobody')
  await store.commit({ writes: [insert('setAside', { id: '0', record, code: 'TypeError', at: 1 })] })
  await setAsideOf('lan 1')
  bugs.clear()
  await reception.retrySetAside()
  expect(taken).toEqual(['lan 1'])
  expect(await setAside.count()).toBe(1)
})

test('what is tried again waits for what its sender has under way', async () => {
  await setAsideOf('lan 1')
  bugs.clear()
  begun = []
  let letGo: () => void = () => undefined
  slow = new Promise((resolve) => {
    letGo = resolve
  })
  const sending = send('lan 2')
  await vi.waitFor(() => expect(begun).toContain('lan 2'))
  const retrying = reception.retrySetAside()
  for (let n = 0; n < 20; n++) await new Promise(setImmediate)
  expect(begun).toEqual(['lan 2'])
  letGo()
  await Promise.all([sending, retrying])
  expect(taken).toEqual(['lan 2', 'lan 1'])
})

test('what this version can not read is set aside, and holds up nobody', async () => {
  await spool.append(Buffer.from('{"channel":"simulator","events":[{"type":"message","from":7}]}'))
  await spool.append(Buffer.from('no JSON'))
  await spooled('mai 1')
  await reception.drain()
  expect(taken).toEqual(['mai 1'])
  expect(await setAside.count()).toBe(2)
})

test('while the database can not be written nothing is set aside, and nothing lost', async () => {
  await spooled('lan 1')
  bugs.add('lan 1')
  for (let tries = 1; tries < 5; tries++) await reception.drain()
  const { commit } = store
  store.commit = async () => ({ type: 'unavailable', reason: 'SQLITE_FULL' })
  await reception.drain()
  expect(spool.pending).toBe(1)
  store.commit = commit
  await reception.drain()
  expect(spool.pending).toBe(0)
  expect(await setAside.count()).toBe(1)
})

test('the log tells ids and where it happened, nothing of what was written', async () => {
  bugs.add('lan 1')
  await send('lan 1')
  for (let tries = 0; tries < 5; tries++) await reception.drain()
  const said = lines.join('\n')
  expect(said).toContain('event could not be handled')
  expect(said).toContain('request set aside')
  expect(said).toContain('spool.test.ts')
  for (const word of ['ngô', 'tạ', LAN]) expect(said).not.toContain(word)
})
