import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { fetchAttachments } from '../../src/server/attachments.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { attachments, messages } from '../../src/store/schema/messages.ts'
import { tickets } from '../../src/store/schema/tickets.ts'
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite.ts'
import { insert, update } from '../../src/store/writes.ts'
import { PUBLIC_URL, type ServiceRig, startService } from './rig.ts'

const OFFICER = '+84912345699'

describe('a farmer sends a picture on Zalo', () => {
  let service: ServiceRig
  beforeAll(async () => {
    service = await startService({ MUA_OFFICER_URN: `tel:${OFFICER}` })
  })
  afterAll(() => service.close())

  test('a ticket opens, the officer is texted, the file is wanted', async () => {
    const user = '3344556677889900301'
    const event = service.zalo.sign(`${PUBLIC_URL}/webhooks/zalo`, {
      app_id: service.zalo.appId,
      sender: { id: user },
      recipient: { id: service.zalo.oaId },
      event_name: 'user_send_image',
      message: {
        msg_id: 'image-1',
        text: 'lá bị đốm',
        attachments: [
          {
            type: 'image',
            payload: { url: 'https://f6.photo.talk.zdn.vn/1.jpg', thumbnail: 'https://x.zdn.vn/t.jpg' },
          },
        ],
      },
      timestamp: String(Date.now()),
    })
    const response = await service.runtime.app.request('/webhooks/zalo', { method: 'POST', ...event })
    expect(response.status).toBe(200)
    const { db, keys } = service.runtime.store
    expect(await db.select().from(tickets)).toMatchObject([{ number: 1, status: 'open' }])
    const [wanted] = await db.select().from(attachments)
    expect(wanted).toMatchObject({ type: 'image' })
    if (wanted?.url) expect(keys.open(wanted.url)).toBe('https://f6.photo.talk.zdn.vn/1.jpg')
  })

  test('its link is kept sealed, also while the message waits for its turn, and is fetched then', async () => {
    const user = '3344556677889900303'
    const { store, newId } = service.runtime
    const url = `${PUBLIC_URL}/webhooks/zalo`
    await service.runtime.app.request('/webhooks/zalo', { method: 'POST', ...service.zalo.inbound(url, user, 'alo') })
    const urnId = (await findUrn(store.db, store.keys.hash(`zalo:${user}`)))?.urn.id ?? ''
    const before = { id: newId(), urnId, channel: 'zalo', externalId: 'before', text: 'alo', receivedAt: 1 }
    const hold = { status: 'waiting', nextTryAt: Date.now() + 60_000 } as const
    await store.commit({ writes: [insert('messages', { ...before, ...hold })] })
    const link = 'https://f6.photo.talk.zdn.vn/kin.jpg'
    const event = service.zalo.sign(url, {
      app_id: service.zalo.appId,
      sender: { id: user },
      recipient: { id: service.zalo.oaId },
      event_name: 'user_send_image',
      message: { msg_id: 'image-3', attachments: [{ type: 'image', payload: { url: link } }] },
      timestamp: String(Date.now()),
    })
    await service.runtime.app.request('/webhooks/zalo', { method: 'POST', ...event })
    const rowOf = async () => (await store.db.select().from(messages)).find((row) => row.externalId === 'image-3')
    expect(await rowOf()).toMatchObject({ status: 'waiting' })
    expect(JSON.stringify(store.client.prepare('select * from messages').all())).not.toContain('kin.jpg')
    await store.commit({ writes: [update('messages', { id: before.id }, { status: 'taken' })] })
    await vi.waitFor(async () => expect(await rowOf()).toMatchObject({ status: 'taken' }), 5000)
    const wanted = (await store.db.select().from(attachments)).map((row) => row.messageId)
    expect(wanted).toContain((await rowOf())?.id)
  })

  test('a sticker alone is not answered', async () => {
    const user = '3344556677889900302'
    const event = service.zalo.sign(`${PUBLIC_URL}/webhooks/zalo`, {
      app_id: service.zalo.appId,
      sender: { id: user },
      recipient: { id: service.zalo.oaId },
      event_name: 'user_send_sticker',
      message: {
        msg_id: 'sticker-1',
        attachments: [{ type: 'sticker', payload: { id: '18', url: 'https://s.zdn.vn/s.png' } }],
      },
      timestamp: String(Date.now()),
    })
    await service.runtime.app.request('/webhooks/zalo', { method: 'POST', ...event })
    await new Promise((done) => setTimeout(done, 200))
    expect(service.zalo.messages.filter(({ to }) => to === user)).toEqual([])
  })
})

test('a picture by MMS is fetched with the credentials of the account', async () => {
  const service = await startService()
  onTestFinished(service.close)
  const url = service.twilio.addMedia(new Uint8Array(77), 'image/jpeg')
  expect((await fetch(url)).status).toBe(401)
  const media = { NumMedia: '1', MediaUrl0: url, MediaContentType0: 'image/jpeg' }
  expect((await service.text('lá bị đốm', '+84912345605', media)).status).toBe(200)
  const { db } = service.runtime.store
  await vi.waitFor(
    async () => expect(await db.select().from(attachments)).toMatchObject([{ status: 'fetched', bytes: 77 }]),
    5000,
  )
})

interface Case {
  name: string
  url: string
  answer(): Response | Promise<Response>
  expected: Record<string, unknown>
}

const image = (bytes: number, type = 'image/jpeg') =>
  new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
const TOKEN = 'Basic QUM6dG9rZW4='
const OURS = 'https://f6.photo.talk.zdn.vn/1.jpg'

const CASES: Case[] = [
  {
    name: 'a picture',
    url: OURS,
    answer: () => image(1000),
    expected: { status: 'fetched', bytes: 1000, contentType: 'image/jpeg', url: null },
  },
  {
    name: 'a voice',
    url: OURS,
    answer: () => image(10, 'audio/amr'),
    expected: { status: 'fetched', contentType: 'audio/amr' },
  },
  {
    name: 'over 5 MB',
    url: OURS,
    answer: () => image(5 * 1024 * 1024 + 1),
    expected: { status: 'failed', code: 'too_large', data: null },
  },
  {
    name: 'a page of HTML',
    url: OURS,
    answer: () => image(10, 'text/html'),
    expected: { status: 'failed', code: 'type' },
  },
  {
    name: 'a dead link',
    url: OURS,
    answer: () => new Response('', { status: 404 }),
    expected: { status: 'failed', code: 'http_404' },
  },
  {
    name: 'a server in trouble',
    url: OURS,
    answer: () => new Response('', { status: 503 }),
    expected: { status: 'wanted', code: 'http_503', attempts: 1, nextTryAt: 16_000 },
  },
  {
    name: 'a broken connection',
    url: OURS,
    answer: () => Promise.reject(new TypeError('fetch failed')),
    expected: { status: 'wanted', code: 'network', attempts: 1 },
  },
]
const FORBIDDEN = [
  'http://169.254.169.254/latest',
  'http://127.0.0.1:3000/metrics',
  'https://zdn.vn.evil.example/x',
  'file:///etc/passwd',
  'nonsense',
  'https://evilzdn.vn/x',
]

describe('what is fetched', () => {
  let store: SqliteStore
  beforeAll(async () => {
    store = await openSqliteStore({ file: ':memory:', key: randomBytes(32) })
  })
  afterAll(() => store.close())
  let count = 0

  async function wanted(url: string): Promise<string> {
    const id = `a${++count}`
    await store.commit({
      writes: [
        insert('attachments', {
          id,
          messageId: 'm1',
          type: 'image',
          url: store.keys.seal(url),
          status: 'wanted',
          nextTryAt: 500,
          at: 0,
        }),
      ],
    })
    return id
  }
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const run = (answer: Case['answer'], asked: string[] = [], channel = 'zalo') =>
    fetchAttachments({
      store,
      fetch: async (input) => {
        asked.push(String(input))
        return answer()
      },
      clock: () => 1000,
      log: quiet,
      channelOf: async () => channel,
    })
  const rowOf = async (id: string) => (await store.db.select().from(attachments)).find((row) => row.id === id)

  test.each(CASES)('$name', async ({ url, answer, expected }) => {
    const id = await wanted(url)
    await run(answer)
    expect(await rowOf(id)).toMatchObject(expected)
  })

  test.each(['zalo', 'zalo-bot'])('fetches for %s what lies with Zalo', async (channel) => {
    const id = await wanted(OURS)
    await run(() => image(3), [], channel)
    expect(await rowOf(id)).toMatchObject({ status: 'fetched', bytes: 3 })
  })

  test.each(FORBIDDEN)('never asks %s', async (url) => {
    const id = await wanted(url)
    const asked: string[] = []
    await run(() => image(1), asked)
    expect(asked).not.toContain(url)
    expect(await rowOf(id)).toMatchObject({ status: 'failed', code: 'host', url: null })
  })

  test('a redirect is followed to hosts of the same provider, and nowhere else', async () => {
    const to = (location: string) => () => new Response(null, { status: 302, headers: { location } })
    const away = await wanted(OURS)
    const asked: string[] = []
    await run(to('http://169.254.169.254/latest'), asked)
    expect(asked).toEqual([OURS])
    expect(await rowOf(away)).toMatchObject({ status: 'failed', code: 'host' })
    const near = await wanted(OURS)
    let count = 0
    await run(() => (count++ === 0 ? to('https://f7.photo.talk.zdn.vn/2.jpg')() : image(5)))
    expect(await rowOf(near)).toMatchObject({ status: 'fetched', bytes: 5 })
  })

  test.each([
    { to: 'https://media.twiliocdn.com/1.jpg', told: [TOKEN, null] },
    { to: 'https://s.twilio.com/1.jpg', told: [TOKEN, null] },
    { to: 'http://api.twilio.com/1.jpg', told: [TOKEN, null] },
    { to: 'https://api.twilio.com.evil.example/1.jpg', told: [TOKEN] },
    { to: 'https://api.twilio.com/2.jpg', told: [TOKEN, TOKEN] },
  ])("the account's credentials stay with Twilio's own address: sent on to $to", async ({ to, told }) => {
    await wanted('https://api.twilio.com/1.jpg')
    const asked: (string | null)[] = []
    await fetchAttachments({
      store,
      fetch: async (_, init) => {
        asked.push(new Headers(init?.headers).get('authorization'))
        return asked.length === 1 ? new Response(null, { status: 307, headers: { location: to } }) : image(1)
      },
      clock: () => 1000,
      log: quiet,
      channelOf: async () => 'twilio',
      authorizations: { 'https://api.twilio.com': TOKEN },
    })
    expect(asked).toEqual(told)
  })

  test('a round that has lasted ten seconds begins no other file, and the next one does', async () => {
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push(await wanted(`https://r${n}.photo.talk.zdn.vn/${n}.jpg`))
    let now = 1000
    const asked: string[] = []
    const round = () =>
      fetchAttachments({
        store,
        fetch: async (input) => {
          asked.push(String(input))
          now += 3000
          return image(1)
        },
        clock: () => now,
        log: quiet,
        channelOf: async () => 'zalo',
      })
    await round()
    expect(asked.length).toBeGreaterThanOrEqual(4)
    expect(asked.length).toBeLessThan(12)
    await round()
    await round()
    expect(asked.length).toBe(12)
  })

  describe('a slow host', () => {
    const SLOW = 'https://slow.photo.talk.zdn.vn/'
    let letGo: () => void
    let slow: Promise<void>
    let underWay: string[]
    let most: Record<'all' | 'slow', number>
    beforeEach(() => {
      slow = new Promise((resolve) => {
        letGo = resolve
      })
      underWay = []
      most = { all: 0, slow: 0 }
    })
    const answer: typeof fetch = async (input) => {
      const url = String(input)
      underWay.push(url)
      const ofSlow = underWay.filter((one) => one.startsWith(SLOW)).length
      most = { all: Math.max(most.all, underWay.length), slow: Math.max(most.slow, ofSlow) }
      await (url.startsWith(SLOW) ? slow : new Promise(setImmediate))
      underWay.splice(underWay.indexOf(url), 1)
      return image(4)
    }
    const round = () =>
      fetchAttachments({ store, fetch: answer, clock: () => 1000, log: quiet, channelOf: async () => 'zalo' })
    const statusesOf = (ids: string[]) => Promise.all(ids.map(async (id) => (await rowOf(id))?.status))

    test('does not hold up the files of others', async () => {
      const held: string[] = []
      for (let n = 0; n < 6; n++) held.push(await wanted(`${SLOW}${n}.jpg`))
      const others: string[] = []
      for (let n = 0; n < 12; n++) others.push(await wanted(`https://f${n % 3}.photo.talk.zdn.vn/${n}.jpg`))
      const done = round()
      await vi.waitFor(async () => expect(await statusesOf(others)).toEqual(others.map(() => 'fetched')))
      expect(await statusesOf(held)).toEqual(held.map(() => 'wanted'))
      letGo()
      await done
      expect(await statusesOf(held)).toEqual(held.map(() => 'fetched'))
      expect(most).toEqual({ all: 4, slow: 2 })
    })

    test('never has more than four connections with the others together', async () => {
      for (let n = 0; n < 8; n++) await wanted(`https://g${n}.photo.talk.zdn.vn/${n}.jpg`)
      await round()
      expect(most.all).toBe(4)
    })
  })

  test('what can not be written is not fetched over and over', async () => {
    const id = await wanted(OURS)
    const asked: string[] = []
    const broken = {
      ...store,
      db: store.db,
      commit: async () => ({ type: 'unavailable', reason: 'SQLITE_FULL' }) as const,
    }
    await fetchAttachments({
      store: broken,
      fetch: async (input) => {
        asked.push(String(input))
        return image(1)
      },
      clock: () => 1000,
      log: quiet,
      channelOf: async () => 'zalo',
    })
    expect(asked).toEqual([OURS])
    expect(await rowOf(id)).toMatchObject({ status: 'wanted', attempts: 0 })
    await run(() => image(1))
  })

  test('what was fetched is sealed, and opens', async () => {
    const id = await wanted(OURS)
    await run(() => image(3))
    const row = await rowOf(id)
    expect(row?.data && store.keys.openBytes(row.data)).toEqual(Buffer.alloc(3))
  })
})
