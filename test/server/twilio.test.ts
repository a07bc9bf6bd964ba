import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { yields } from '../../src/store/schema/records.ts'
import { FARMER, newSid, PUBLIC_URL, post, type ServiceRig, startService } from './rig.ts'

let service: ServiceRig
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
const URL_IN = `${PUBLIC_URL}/webhooks/twilio`

describe('a farmer texts through Twilio', () => {
  test('is answered at once with empty TwiML, and by a message of our own', async () => {
    const response = await service.text('alo', '+84912345601')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/xml')
    expect(await response.text()).toBe(TWIML)
    const [reply] = await service.sentTo('+84912345601', 1)
    expect(reply).toMatch(/^Chao ba con\./)
  })

  test('whose report came before consent is kept at DY, and not before', async () => {
    const from = '+84912345602'
    await service.text('bc ngo 3 ta ruoi 2 sao', from)
    const [first] = await service.sentTo(from, 1)
    expect(first).toContain('Da nhan: ngo 350 kg')
    expect(first).toContain('DY')
    expect(await service.runtime.store.db.select().from(yields)).toEqual([])
    await service.text('dy', from)
    const [, second] = await service.sentTo(from, 2)
    expect(second).toMatch(/^Da ghi: ngo 350 kg, 2 sao/)
    const kept = await service.runtime.store.db.select().from(yields)
    expect(kept).toMatchObject([{ crop: 'maize', quantityKg: 350, areaM2: 720, channel: 'twilio' }])
  })

  test('once, however often and however late it is delivered', async () => {
    const from = '+84912345603'
    const form = service.twilio.inbound(URL_IN, { MessageSid: newSid(), From: from, Body: 'alo' })
    const responses = await Promise.all(Array.from({ length: 20 }, () => post(service.runtime, form)))
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    await service.sentTo(from, 1)
    await post(service.runtime, form)
    await new Promise((done) => setTimeout(done, 300))
    expect(await service.sentTo(from, 1)).toHaveLength(1)
  })
})

describe('what is refused', () => {
  const inbound = (fields: Record<string, string | undefined>) =>
    service.twilio.inbound(URL_IN, { MessageSid: newSid(), From: FARMER, Body: 'alo', ...fields })

  test('a wrong signature: 403, and nothing is sent', async () => {
    const before = service.twilio.messages.length
    const { url, headers, body } = inbound({ From: '+84912345604' })
    const response = await post(service.runtime, { url, body: `${body}&Extra=1`, headers })
    expect(response.status).toBe(403)
    await new Promise((done) => setTimeout(done, 200))
    expect(service.twilio.messages.length).toBe(before)
  })

  test('no signature at all: 403', async () => {
    const { url, body } = inbound({})
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await post(service.runtime, { url, body, headers })).status).toBe(403)
  })

  test('another account: 403', async () => {
    const form = inbound({ AccountSid: 'AC99999999999999999999999999999999' })
    expect((await post(service.runtime, form)).status).toBe(403)
  })

  test('a form without what a message needs: 400', async () => {
    const form = service.twilio.sign(URL_IN, { AccountSid: service.twilio.accountSid, Foo: 'bar' })
    expect((await post(service.runtime, form)).status).toBe(400)
  })

  test('over 64 KB: 413', async () => {
    const form = inbound({ Body: 'a'.repeat(70_000) })
    expect((await post(service.runtime, form)).status).toBe(413)
  })

  test('a delivery report for an unknown id is counted, never a crash', async () => {
    const url = `${PUBLIC_URL}/webhooks/twilio/status`
    const { accountSid } = service.twilio
    const form = service.twilio.sign(url, { AccountSid: accountSid, MessageSid: newSid(), MessageStatus: 'delivered' })
    expect((await post(service.runtime, form)).status).toBe(200)
    const metrics = await (await service.runtime.app.request('/metrics')).text()
    expect(metrics).toContain('mua_statuses_unmatched_total{channel="twilio"} 1')
  })
})

describe.concurrent('odd texts leave no talk stuck', () => {
  const odd: [string, string][] = [
    ['nothing', ''],
    ['blanks', '   '],
    ['1,600 characters', 'ngo '.repeat(400)],
    ['decomposed accents', 'bc ngô 3 tạ rưỡi 2 sào'.normalize('NFD')],
    ['control characters', 'bc\u0000 ngo\u200b 3 ta'],
    ['half a surrogate pair', 'ngo \ud83c 3 ta'],
    ['braces of a template', '{crop} {0} {x, select,'],
    ['a button of nobody', '#abcdefgh.1.2'],
  ]
  test.each(odd)('%s', async (name, text) => {
    const from = `+849123457${String(odd.findIndex(([each]) => each === name)).padStart(2, '0')}`
    expect((await service.text(text, from)).status).toBe(200)
    await service.sentTo(from, 1)
    const { length } = await service.sentTo(from, 1)
    await new Promise((done) => setTimeout(done, 30))
    expect((await service.text('menu', from)).status).toBe(200)
    expect((await service.sentTo(from, length + 1)).at(-1)).toMatch(/^Chao ba con\./)
  })
})

test('logs carry no text, name or number', () => {
  const all = service.lines.join('\n')
  expect(all).not.toMatch(/849123|ngo 3 ta|Chao ba con/)
})
