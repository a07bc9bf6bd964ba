import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasKannel, type RealKannel, startKannel } from '../real/kannel.ts'
import { read } from '../real/kannel-phones.ts'
import { sendAll, textsOfAllKinds } from '../real/kannel-wire.ts'
import { seeded } from '../seeded.ts'
import { channelOf, type Listener, QUICK, SECRET, startListener, statusesOf, textsOf } from './kannel-real-rig.ts'
import { makeMessage } from './rig.ts'

const FARMER = '84912345678'
const URN = `tel:+${FARMER}` as const
const SEED = 20_261_122

describe.skipIf(!hasKannel())('a real Kannel', { timeout: 60_000 }, () => {
  let listener: Listener
  let kannel: RealKannel
  let channel: ReturnType<typeof channelOf>

  beforeAll(async () => {
    listener = await startListener()
    kannel = await startKannel({ muaUrl: listener.url, secret: SECRET, changes: QUICK })
    channel = channelOf(kannel, listener)
  })
  afterAll(async () => {
    await kannel?.close()
    listener?.server.closeAllConnections()
    listener?.server.close()
  })
  beforeEach(async () => {
    listener.state.status = null
    await kannel.start()
    listener.events.length = 0
    listener.tried.length = 0
  })

  const texts = () => textsOf(listener)
  const statuses = (id: string) => statusesOf(listener, id)
  const soon = { timeout: 20_000 }

  test('brings what a farmer texts, letter for letter, and sends nothing back', async () => {
    const before = kannel.phones.parts.length
    const sent = ['bc ngo 3 ta ruoi 2 sao', 'Giá gừng hôm nay?', 'Ngô 🌽 3 tạ\nlúa 5 tạ', '{gia} [ngo] ~ € @ _ % + &']
    for (const text of sent) kannel.phones.text(FARMER, '8099', text)
    await expect.poll(texts, soon).toHaveLength(sent.length)
    expect(texts().toSorted()).toEqual(sent.toSorted())
    const now = Date.now()
    for (const event of listener.events) {
      expect(event).toMatchObject({ type: 'message', from: URN, externalId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
      expect(Math.abs(now - ('sentAt' in event ? (event.sentAt ?? 0) : 0))).toBeLessThan(30_000)
    }
    expect(kannel.phones.parts.length).toBe(before)
  })

  test.each([400, 403, 404, 429, 500, 503])(
    'tries again under the same id after %d, and tells the farmer nothing',
    async (status) => {
      const before = kannel.phones.parts.length
      listener.state.status = status
      kannel.phones.text(FARMER, '8099', `after ${status}`)
      await expect.poll(() => listener.tried.length, soon).toBeGreaterThanOrEqual(2)
      listener.state.status = null
      await expect.poll(texts, soon).toEqual([`after ${status}`])
      expect(new Set(listener.tried).size).toBe(1)
      expect(kannel.phones.parts.length).toBe(before)
    },
  )

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'keeps what comes while smsbox is stopped, through a %s of bearerbox too',
    async (signal) => {
      await kannel.stop('SIGTERM', ['smsbox'])
      const sent = Array.from({ length: 10 }, (_, index) => `text ${index}`)
      const already = kannel.phones.textedCount
      for (const text of sent) kannel.phones.text(FARMER, '8099', text)
      await expect.poll(() => kannel.phones.textedCount - already, soon).toBe(sent.length)
      await expect.poll(async () => (await kannel.counts()).stored, soon).toBe(sent.length)
      await kannel.stop(signal, ['bearerbox'])
      await kannel.start()
      await expect.poll(() => texts().toSorted(), soon).toEqual(sent)
    },
  )

  test('carries our texts and brings their receipts', async () => {
    const before = kannel.phones.parts.length
    const messages = ['Da ghi: ngo 350 kg {a}', 'Giá lúa ướt đẫm', 'Ngô 🌽'].map((text) => makeMessage(URN, text))
    for (const message of messages)
      expect(await channel.send(message)).toEqual({ type: 'wired', externalId: `${message.id}-1` })
    for (const { id } of messages) await expect.poll(() => statuses(id).toSorted(), soon).toEqual(['delivered', 'sent'])
    await expect.poll(() => kannel.phones.parts.length - before, soon).toBe(messages.length)
    const parts = kannel.phones.parts.slice(before)
    expect(parts.map(({ from, to }) => [from, to])).toEqual(messages.map(() => ['8099', FARMER]))
    expect(parts.map((part) => read([part], part.isUcs2 === true))).toEqual(messages.map(({ text }) => text))
  })

  test('brings receipts although we could not be reached when they came', async () => {
    const message = makeMessage(URN, 'Da ghi')
    listener.state.status = 503
    await channel.send(message)
    await expect.poll(() => listener.tried.length, soon).toBeGreaterThanOrEqual(3)
    expect(statuses(message.id)).toEqual([])
    listener.state.status = null
    await expect.poll(() => statuses(message.id).toSorted(), soon).toEqual(['delivered', 'sent'])
  })

  test('keeps our text while the operator can’t be reached, through a kill', async () => {
    const before = kannel.phones.parts.length
    await kannel.phones.disconnect('operator')
    const message = makeMessage(URN, 'khi mat song')
    await expect.poll(async () => (await channel.send(message)).type).toBe('wired')
    await kannel.stop('SIGKILL')
    expect(await channel.send(message)).toMatchObject({ type: 'errored', code: 'network_econnrefused' })
    await kannel.start()
    await expect.poll(() => statuses(message.id), soon).toContain('delivered')
    const shown = () => kannel.phones.parts.slice(before).map((part) => read([part], false))
    await expect.poll(shown, soon).toEqual(['khi mat song'])
  })

  test('says what it refuses', async () => {
    const wrong = channelOf({ ...kannel, password: 'wrong' }, listener)
    expect(await wrong.send(makeMessage(URN, 'x'))).toEqual({ type: 'failed', code: 'http_403', config: true })
    const lost = channelOf({ ...kannel, sendsmsUrl: `${kannel.sendsmsUrl}x` }, listener)
    expect(await lost.send(makeMessage(URN, 'x'))).toEqual({ type: 'failed', code: 'http_404', config: true })
    expect(await channel.send(makeMessage('tel:+abc', 'x'))).toEqual({ type: 'failed', code: 'number_denied' })
    expect(await channel.send(makeMessage('tel:+', 'x'))).toEqual({ type: 'failed', code: 'no_receiver' })
  })

  test('puts texts of all lengths and letters into as many parts as we count', async () => {
    const wired = await sendAll(channel, kannel.phones, textsOfAllKinds(20, seeded(SEED)))
    for (const { text, shown, parts, counted } of wired)
      expect({ shown, parts }).toEqual({ shown: text, parts: counted })
    expect(new Set(wired.map(({ parts }) => parts)).size).toBeGreaterThan(5)
  })

  test('cuts accented texts after 67 letters', async () => {
    const before = kannel.phones.parts.length
    const text = 'Gừng được giá '.repeat(40)
    await channel.send(makeMessage(URN, text))
    await expect.poll(() => kannel.phones.parts.length - before, soon).toBe(Math.ceil(text.length / 67))
    expect(read(kannel.phones.parts.slice(before), true)).toBe(text)
  })
})

test.skipIf(!hasKannel())(
  'a real Kannel tells the farmer nothing even after its last try',
  { timeout: 60_000 },
  async () => {
    const listener = await startListener()
    const last = ['http-request-retry = 8640', 'http-request-retry = 1'] as const
    const kannel = await startKannel({ muaUrl: listener.url, secret: SECRET, changes: [...QUICK, last] })
    try {
      listener.state.status = 500
      kannel.phones.text(FARMER, '8099', 'alo')
      await expect.poll(() => listener.tried.length, { timeout: 20_000 }).toBe(2)
      await sleep(2000)
      expect([listener.tried.length, kannel.phones.parts]).toEqual([2, []])
    } finally {
      await kannel.close()
      listener.server.closeAllConnections()
      listener.server.close()
    }
  },
)
