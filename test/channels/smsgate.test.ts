import { describe, expect, it } from 'vitest'
import type { ChannelEvent, Received } from '../../src/channels/channel.ts'
import { ignoredEvents } from '../../src/channels/smsgate/constants.ts'
import { describeChannelContract } from './contract.ts'
import { isNoneTaken, makeMessage, toInbound } from './rig.ts'
import { farmer, noon, startSmsgate, startSmsgateRig, webhookUrl } from './smsgate-rig.ts'

describeChannelContract('smsgate', startSmsgateRig)

function eventsOf(received: Received): ChannelEvent[] {
  if (received.type !== 'accepted') throw new Error(received.code)
  return received.events
}

function idOf(received: Received): string | undefined {
  const [event] = eventsOf(received)
  return event !== undefined && 'externalId' in event ? event.externalId : undefined
}

describe('smsgate: a text comes in', () => {
  it.each([
    ['+84912345678', farmer],
    ['84912345678', farmer],
    ['0912345678', farmer],
    ['0912 345 678', farmer],
    ['+14156667777', 'tel:+14156667777'],
    ['Vinaphone', null],
    ['8099', null],
    ['19001234', null],
    ['02439123456', null],
  ])('from %s', async (sender, from) => {
    const { standIn, channel } = await startSmsgate()
    const received = await channel.receive(toInbound(standIn.inbound(webhookUrl, sender, 'Giá ngô hôm nay?')))
    const machine = { type: 'machine_wrote', sender, text: 'Giá ngô hôm nay?', sentAt: noon }
    const message = { type: 'message', from, text: 'Giá ngô hôm nay?', attachments: [], sentAt: noon }
    expect(eventsOf(received)).toMatchObject([from === null ? machine : message])
    await standIn.close()
  })

  it('has one id however often it is delivered: retried, signed anew, or exported again in a batch', async () => {
    const { standIn, channel } = await startSmsgate()
    const first = standIn.inbound(webhookUrl, '+84912345678', 'bc ngô 3 tạ')
    const payload = { sender: '+84912345678', message: 'bc ngô 3 tạ', receivedAt: '2026-11-22T12:00:00.000+07:00' }
    const batch = standIn.event(webhookUrl, 'sms:batch:received', {
      messages: [payload, { ...payload, message: 'CB' }],
    })
    const id = idOf(await channel.receive(toInbound(first)))
    expect(idOf(await channel.receive(toInbound(standIn.resign(first))))).toBe(id)
    const again = eventsOf(await channel.receive(toInbound(batch)))
    expect(again).toMatchObject([{ externalId: id, text: 'bc ngô 3 tạ' }, { text: 'CB' }])
    expect(again[1]).not.toMatchObject({ externalId: id })
    await standIn.close()
  })

  it.each([
    ['another second', { receivedAt: '2026-11-22T12:00:01.000+07:00' }],
    ['another text', { message: 'bc ngô 3 ta' }],
    ['another sender', { sender: '+84987654321' }],
  ])('has another id for %s', async (_name, fields) => {
    const { standIn, channel } = await startSmsgate()
    const one = await channel.receive(toInbound(standIn.inbound(webhookUrl, '+84912345678', 'bc ngô 3 tạ')))
    const other = await channel.receive(toInbound(standIn.inbound(webhookUrl, '+84912345678', 'bc ngô 3 tạ', fields)))
    expect(idOf(other)).not.toBe(idOf(one))
    await standIn.close()
  })

  it('takes the older name of the sender', async () => {
    const { standIn, channel } = await startSmsgate()
    const fields = { sender: undefined, phoneNumber: '+84912345678' }
    const received = await channel.receive(toInbound(standIn.inbound(webhookUrl, '', 'CB', fields)))
    expect(eventsOf(received)).toMatchObject([{ from: farmer }])
    await standIn.close()
  })

  it.each([
    ['4 minutes late', -240_000, 'accepted', undefined],
    ['6 minutes late', -360_000, 'refused', 'old_timestamp'],
    ['6 minutes early', 360_000, 'refused', 'old_timestamp'],
  ])('signed %s', async (_name, byMs, type, code) => {
    const { standIn, channel, lines } = await startSmsgate()
    const received = await channel.receive(toInbound(standIn.event(webhookUrl, 'system:ping', {}, noon + byMs)))
    expect(received).toMatchObject({ type, ...(code === undefined ? {} : { code, status: 403 }) })
    expect(lines.length).toBe(type === 'refused' ? 1 : 0)
    await standIn.close()
  })

  it('takes a retry that was signed anew long after the text came', async () => {
    let now = noon
    const { standIn, channel } = await startSmsgate({ now: () => now })
    const first = standIn.inbound(webhookUrl, '+84912345678', 'CB')
    now += 22 * 3_600_000
    expect(await channel.receive(toInbound(first))).toMatchObject({ code: 'old_timestamp' })
    expect(eventsOf(await channel.receive(toInbound(standIn.resign(first))))).toMatchObject([{ sentAt: noon }])
    await standIn.close()
  })

  it('refuses what another key signed, or nobody', async () => {
    const { standIn, channel } = await startSmsgate({}, { signingKey: 'other' })
    const post = standIn.inbound(webhookUrl, '+84912345678', 'CB')
    const refused = { type: 'refused', status: 403, code: 'bad_signature' }
    expect(await channel.receive(toInbound(post))).toEqual(refused)
    expect(await channel.receive(toInbound({ ...post, headers: {} }))).toEqual(refused)
    await standIn.close()
  })

  it.each([
    ['a text that is missing', 'sms:received', { sender: '+84912345678', receivedAt: '2026-11-22T05:00:00Z' }],
    ['a batch that is none', 'sms:batch:received', []],
    ['a status of nothing', 'sms:sent', {}],
    ['no payload', 'sms:delivered', undefined],
  ])('refuses %s as malformed', async (_name, event, payload) => {
    const { standIn, channel } = await startSmsgate()
    const received = await channel.receive(toInbound(standIn.event(webhookUrl, event, payload)))
    expect(received).toEqual({ type: 'refused', status: 400, code: 'malformed' })
    await standIn.close()
  })

  it('counts every event that it does not use by its name, and others as unknown', async () => {
    const { standIn, channel } = await startSmsgate()
    for (const name of [...ignoredEvents, 'sms:new-kind']) {
      const received = await channel.receive(toInbound(standIn.event(webhookUrl, name, {})))
      expect(eventsOf(received)).toEqual([{ type: 'ignored', name: name === 'sms:new-kind' ? 'unknown_event' : name }])
    }
    await standIn.close()
  })
})

describe('smsgate: a status comes in', () => {
  it.each([
    ['Sent', undefined, { status: 'sent' }],
    ['Delivered', undefined, { status: 'delivered' }],
    ['Cancelled', undefined, { status: 'failed', code: 'cancelled' }],
    ['Failed', 'TTL expired', { status: 'failed', code: 'ttl_expired' }],
    ['Failed', 'Delivery result from SC +84980200030: 64', { status: 'failed', code: 'not_delivered' }],
    [
      'Failed',
      'Send result: RESULT_ERROR_NO_SERVICE (Failed because service is currently unavailable)',
      { status: 'errored', code: 'error_no_service' },
    ],
    ['Failed', "Can't send message: No SIMs found", { status: 'errored', code: 'failed_on_phone' }],
  ] as const)('%s %s', async (state, reason, expected) => {
    const { standIn, channel } = await startSmsgate()
    const message = makeMessage(farmer, 'Da ghi')
    await channel.send(message)
    const id = standIn.messages[0]?.id ?? ''
    const received = await channel.receive(toInbound(standIn.report(webhookUrl, id, state, reason)))
    const common = { type: 'status', outboxId: message.id, externalId: id, at: noon }
    expect(eventsOf(received)).toEqual([{ ...common, ...expected }])
    await standIn.close()
  })

  it('names a message that is not ours by the phone’s id alone', async () => {
    const { standIn, channel } = await startSmsgate()
    const payload = { messageId: 'PyDmBQZZXYmyxMwED8Fzy', sentAt: 'yesterday' }
    const received = await channel.receive(toInbound(standIn.event(webhookUrl, 'sms:sent', payload)))
    expect(eventsOf(received)).toEqual([{ type: 'status', externalId: 'PyDmBQZZXYmyxMwED8Fzy', status: 'sent' }])
    await standIn.close()
  })
})

describe('smsgate: a message goes out', () => {
  it.each(['/', '/3rdparty/v1'] as const)('by the server at %s', async (basePath) => {
    const { standIn, channel } = await startSmsgate({ basePath })
    const message = makeMessage(farmer, 'Da ghi: ngo 350 kg')
    const result = await channel.send(message)
    expect(result).toEqual({ type: 'wired', externalId: message.id.replaceAll('-', '') })
    expect(standIn.messages).toMatchObject([{ to: '+84912345678', text: 'Da ghi: ngo 350 kg' }])
    await standIn.close()
  })

  it('is one SMS however often it is tried', async () => {
    const { standIn, channel } = await startSmsgate({}, { timeoutMs: 1000 })
    const message = makeMessage(farmer, 'Da ghi')
    standIn.fail({ type: 'hang', accept: true })
    expect(await channel.send(message)).toEqual({ type: 'unknown', code: 'timeout' })
    const externalId = message.id.replaceAll('-', '')
    expect(await channel.findSent?.(message, noon, isNoneTaken)).toEqual({ type: 'found', externalId })
    for (const attempt of [1, 2, 3]) {
      expect(await channel.send({ ...message, attempt })).toEqual({ type: 'wired', externalId })
    }
    expect(standIn.messages.length).toBe(1)
    await standIn.close()
  })

  it('goes out again under a new id after it has failed on the phone, and still once', async () => {
    const { standIn, channel } = await startSmsgate({}, { timeoutMs: 1000 })
    const message = makeMessage(farmer, 'Da ghi')
    await channel.send(message)
    const first = standIn.messages[0]?.id ?? ''
    standIn.report(webhookUrl, first, 'Failed')
    expect(await channel.findSent?.(message, noon, isNoneTaken)).toEqual({ type: 'absent' })
    expect(await channel.send(message)).toEqual({ type: 'errored', code: 'failed_on_phone' })
    const second = { ...message, attempt: 2 }
    expect(await channel.send(second)).toEqual({ type: 'wired', externalId: `${first}-2` })
    expect(await channel.send({ ...message, attempt: 3 })).toEqual({ type: 'wired', externalId: `${first}-2` })
    expect(standIn.messages.map((one) => one.id)).toEqual([first, `${first}-2`])
    const report = standIn.report(webhookUrl, `${first}-2`, 'Delivered')
    expect(eventsOf(await channel.receive(toInbound(report)))).toMatchObject([{ outboxId: message.id }])
    await standIn.close()
  })

  it('is not sent again where a person cancelled it on the phone', async () => {
    const { standIn, channel } = await startSmsgate()
    const message = makeMessage(farmer, 'Da ghi')
    await channel.send(message)
    standIn.report(webhookUrl, standIn.messages[0]?.id ?? '', 'Cancelled')
    expect(await channel.send({ ...message, attempt: 2 })).toMatchObject({ type: 'wired' })
    expect(standIn.messages.length).toBe(1)
    await standIn.close()
  })

  it.each([
    [401, { type: 'failed', code: 'http_401', config: true }],
    [403, { type: 'failed', code: 'http_403', config: true }],
    [404, { type: 'failed', code: 'http_404', config: true }],
    [400, { type: 'failed', code: 'http_400' }],
    [429, { type: 'throttled', retryAfterMs: 10_000 }],
    [202, { type: 'unknown', code: 'unreadable_answer' }],
  ])('answer %s', async (status, expected) => {
    const { standIn, channel } = await startSmsgate()
    standIn.fail({ type: 'answer', status })
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual(expected)
    await standIn.close()
  })

  it('stops the channel where the password is wrong', async () => {
    const { standIn, channel } = await startSmsgate({}, { password: 'wrong' })
    const expected = { type: 'failed', code: 'http_401', config: true }
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual(expected)
    await standIn.close()
  })

  it('does not know where the state of an id taken before cannot be read', async () => {
    const { standIn, channel } = await startSmsgate()
    const message = makeMessage(farmer, 'Da ghi')
    await channel.send(message)
    standIn.fail({ type: 'answer', status: 500 }, { matches: (request) => request.method === 'GET', times: 2 })
    expect(await channel.send(message)).toEqual({ type: 'unknown', code: 'state_unknown' })
    expect(await channel.findSent?.(message, noon, isNoneTaken)).toEqual({ type: 'unknown' })
    await standIn.close()
  })

  it('is for phones only', async () => {
    const { standIn, channel } = await startSmsgate()
    const result = await channel.send(makeMessage('zalo:3344556677889900112', 'Da ghi'))
    expect(result).toEqual({ type: 'failed', code: 'not_a_phone' })
    await standIn.close()
  })
})

describe('smsgate: the phone is asked for its inbox', () => {
  const hour = 3_600_000

  it('of a period', async () => {
    const { standIn, channel } = await startSmsgate()
    expect(await channel.catchUp?.(noon - hour, noon)).toEqual({ type: 'will_post' })
    expect(standIn.exports).toEqual([{ since: noon - hour, until: noon }])
    await standIn.close()
  })

  it.each([
    ['the phone that is named', { deviceId: 'PHONE-1' }, { type: 'will_post' }],
    ['another phone', { deviceId: 'PHONE-2' }, { type: 'failed', code: 'http_400' }],
    ['no phone', {}, { type: 'failed', code: 'http_400' }],
  ])('through a server that phones share: %s', async (_name, config, told) => {
    const { standIn, channel } = await startSmsgate({ basePath: '/3rdparty/v1' }, config)
    expect(await channel.catchUp?.(noon - hour, noon)).toEqual(told)
    await standIn.close()
  })
})
