import { describe, expect, it } from 'vitest'
import type { ChannelEvent, Received } from '../../src/channels/channel.ts'
import { describeChannelContract } from './contract.ts'
import { farmer, fromKannel, secret, startKannel, startKannelRig, webhookUrl } from './kannel-rig.ts'
import { makeMessage, publicUrl } from './rig.ts'

describeChannelContract('kannel', startKannelRig)

function eventsOf(received: Received): ChannelEvent[] {
  if (received.type !== 'accepted') throw new Error(received.code)
  return received.events
}

const refused = { type: 'refused', status: 403, code: 'bad_secret' }
const noon = Date.parse('2026-11-22T12:00:00+07:00')

describe('kannel: a text comes in', () => {
  it.each([
    ['84912345678', farmer],
    ['+84912345678', farmer],
    ['0912345678', farmer],
    ['+14156667777', 'tel:+14156667777'],
    ['8099', null],
    ['VIETTEL_QC', null],
    ['19001234', null],
    ['02439123456', null],
  ])('from %s', async (sender, from) => {
    const { standIn, channel } = await startKannel()
    const post = standIn.inbound(webhookUrl, sender, 'Giá ngô hôm nay?', { id: 'e2b358ee-b83e-430a', at: noon / 1000 })
    const message = { externalId: 'e2b358ee-b83e-430a', text: 'Giá ngô hôm nay?', sentAt: noon }
    expect(eventsOf(await channel.receive(fromKannel(post)))).toEqual([
      from === null
        ? { type: 'machine_wrote', sender, ...message }
        : { type: 'message', from, attachments: [], ...message },
    ])
    await standIn.close()
  })

  it.each([
    ['recoded', true, 'Gừng bán 15 nghìn 🌱'],
    ['as UTF-16BE', false, 'Gừng bán 15 nghìn 🌱'],
    ['as UTF-16BE, decomposed', false, 'Gừng bán 15 nghìn 🌱'.normalize('NFD')],
    ['in plain letters', false, 'gung 15k @_{}'],
  ])('%s', async (_name, isRecoded, text) => {
    const { standIn, channel } = await startKannel()
    const post = standIn.inbound(webhookUrl, '84912345678', text, { isRecoded })
    expect(eventsOf(await channel.receive(fromKannel(post)))).toMatchObject([{ text: text.normalize('NFC') }])
    await standIn.close()
  })

  it.each([
    ['without its charset', 'text/plain', '2'],
    ['with a charset nobody knows', 'text/plain; charset="KLINGON"', '0'],
    ['without any type', undefined, '2'],
  ])('accented %s', async (_name, contentType, coding) => {
    const { standIn, channel } = await startKannel()
    const headers = { 'content-type': contentType, 'x-kannel-coding': coding }
    const post = standIn.inbound(webhookUrl, '84912345678', 'giá lúa', { isRecoded: coding === '0', headers })
    expect(eventsOf(await channel.receive(fromKannel(post)))).toMatchObject([{ text: 'giá lúa' }])
    await standIn.close()
  })

  it('is nothing to answer where it is data for a phone', async () => {
    const { standIn, channel } = await startKannel()
    const headers = { 'content-type': 'application/octet-stream', 'x-kannel-coding': '1' }
    const post = standIn.inbound(webhookUrl, '84912345678', '\u0001\u0002', { headers })
    expect(eventsOf(await channel.receive(fromKannel(post)))).toEqual([{ type: 'ignored', name: 'binary_message' }])
    await standIn.close()
  })

  it('has one id for all tries where the configuration does not tell it, and another for another text', async () => {
    const { standIn, channel } = await startKannel()
    const idOf = async (text: string, at: number, query = '') => {
      const post = standIn.inbound(webhookUrl, '84912345678', text, { id: null, at })
      const [event] = eventsOf(await channel.receive(fromKannel({ ...post, url: post.url + query })))
      return event?.type === 'message' ? event.externalId : ''
    }
    const first = await idOf('bc ngô 3 tạ', 1_795_392_505)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(await idOf('bc ngô 3 tạ', 1_795_392_505, '?id=%25I')).toBe(first)
    expect(await idOf('bc ngô 3 tạ', 1_795_392_506)).not.toBe(first)
    expect(await idOf('bc ngô 4 tạ', 1_795_392_505)).not.toBe(first)
    await standIn.close()
  })

  it('is refused, so that Kannel sends it again, while nobody can say whose it is; staff are told', async () => {
    const { standIn, channel, lines } = await startKannel()
    const post = (headers?: { 'x-kannel-from': undefined }) =>
      fromKannel(standIn.inbound(webhookUrl, '84912345678', 'CB', headers ? { headers } : {}))
    expect(channel.trouble?.()).toBeNull()
    const silent = await channel.receive(post({ 'x-kannel-from': undefined }))
    expect(silent).toEqual({ type: 'refused', status: 400, code: 'no_sender' })
    expect([channel.trouble?.(), lines]).toEqual(['no_sender', ['{"event":"kannel_tells_no_sender"}']])
    await channel.receive(fromKannel({ ...standIn.inbound(`${publicUrl}/webhooks/kannel/x`, '84912345678', 'CB') }))
    expect(channel.trouble?.()).toBe('no_sender')
    expect(eventsOf(await channel.receive(post()))).toMatchObject([{ type: 'message' }])
    expect(channel.trouble?.()).toBeNull()
    await standIn.close()
  })

  it.each([
    ['another secret', `${publicUrl}/webhooks/kannel/other-secret-0123456789`],
    ['the secret and more', `${webhookUrl}0`],
    ['less of it', webhookUrl.slice(0, -1)],
    ['none', `${publicUrl}/webhooks/kannel/`],
    ['the route itself', `${publicUrl}/webhooks/kannel/:secret`],
    ['the address of receipts', `${webhookUrl}/status`],
    ['the secret in the query', `${publicUrl}/webhooks/kannel/x?secret=${secret}&path=/webhooks/kannel/${secret}`],
  ])('is refused under %s', async (_name, url) => {
    const { standIn, channel } = await startKannel()
    expect(await channel.receive(fromKannel(standIn.inbound(url, '84912345678', 'CB', { id: null })))).toEqual(refused)
    await standIn.close()
  })

  it('comes in also where our public address has a path of its own', async () => {
    const { standIn, channel } = await startKannel({ publicUrl: `${publicUrl}/mua` })
    const post = standIn.inbound(`${publicUrl}/mua/webhooks/kannel/${secret}`, '84912345678', 'CB')
    expect(eventsOf(await channel.receive(fromKannel(post)))).toMatchObject([{ text: 'CB' }])
    await standIn.close()
  })
})

describe('kannel: a message goes out', () => {
  it('in the 7-bit alphabet, from our number, with the address of its receipts', async () => {
    const { standIn, channel } = await startKannel()
    const text = 'Da ghi: ngo 350 kg @ $5 {a} [b] ~ ^ | \\ € & + % = ?\nSai nhan SUA'
    const message = makeMessage(farmer, text, { attempt: 2 })
    expect(await channel.send(message)).toEqual({ type: 'wired', externalId: `${message.id}-2` })
    const query = `outbox=${message.id}&attempt=2&type=%d&reply=%A&smsc=%F`
    const dlrUrl = `${webhookUrl}/status?${query}`
    expect(standIn.messages).toEqual([
      { to: '84912345678', from: '8099', text, coding: '0', dlrMask: 31, dlrUrl, validity: null },
    ])
    await standIn.close()
  })

  it.each([
    ['accents', 'Giá lúa ướt đẫm'],
    ['an emoji', 'Da ghi 🌱'],
    ['letters that only composed are in the alphabet', 'gi\u0300'.repeat(3)],
  ])('loses nothing of %s', async (_name, text) => {
    const { standIn, channel } = await startKannel()
    await channel.send(makeMessage(farmer, text))
    expect(standIn.messages).toMatchObject([{ text: text.normalize('NFC'), coding: text.startsWith('gi') ? '0' : '2' }])
    await standIn.close()
  })

  it.each([
    ['1,530 plain letters', 'a'.repeat(1530), true],
    ['one more', 'a'.repeat(1531), false],
    ['766 that count twice', '€'.repeat(766), false],
    ['670 accented letters', 'ế'.repeat(670), true],
    ['one more', 'ế'.repeat(671), false],
  ])('%s: Kannel would cut what does not fit ten parts', async (_name, text, fits) => {
    const { standIn, channel } = await startKannel()
    const result = await channel.send(makeMessage(farmer, text))
    expect(result).toMatchObject(fits ? { type: 'wired' } : { type: 'failed', code: 'too_long' })
    expect(standIn.messages.map((sent) => sent.text)).toEqual(fits ? [text] : [])
    await standIn.close()
  })

  it('keeps what the address of sendsms says besides', async () => {
    const { standIn } = await startKannel()
    const { channel } = await startKannel({
      sendsmsUrl: `${standIn.sendsmsUrl}?smsc=viettel`,
      password: standIn.password,
    })
    standIn.fail({ type: 'answer', status: 400 }, { matches: (request) => !request.url.includes('?smsc=viettel&') })
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toMatchObject({ type: 'wired' })
    await standIn.close()
  })

  it.each([
    ['202 0:', 202, '0: Accepted for delivery', { type: 'wired' }],
    ['202 3:, the link is down', 202, '3: Queued for later delivery', { type: 'wired' }],
    ['202 and something else', 202, 'Accepted', { type: 'unknown', code: 'unreadable_answer' }],
    ['200 with the same words', 200, '0: Accepted for delivery', { type: 'unknown', code: 'unreadable_answer' }],
    ['200 with HTML', 200, '<html>', { type: 'unknown', code: 'unreadable_answer' }],
    ['302', 302, '', { type: 'failed', code: 'http_302', config: true }],
    ['400', 400, 'DLR-URL field misformed, rejected', { type: 'failed', code: 'http_400' }],
    ['no receiver', 400, 'Empty receiver number not allowed, rejected', { type: 'failed', code: 'no_receiver' }],
    [
      'a number on a black list',
      400,
      'Number(s) has/have been denied by white- and/or black-lists.',
      { type: 'failed', code: 'number_denied' },
    ],
    ['no link for the number', 403, 'Not routable. Do not try again.', { type: 'failed', code: 'not_routable' }],
    ['wrong credentials', 403, 'Authorization failed for sendsms', { type: 'failed', code: 'http_403', config: true }],
    ['an address of nothing', 404, 'Unknown request.', { type: 'failed', code: 'http_404', config: true }],
    ['429', 429, '', { type: 'throttled', retryAfterMs: 10_000 }],
    ['a full queue', 503, 'Temporal failure, try again later.', { type: 'throttled', retryAfterMs: 10_000 }],
    ['503 of something in front', 503, '<html>', { type: 'unknown', code: 'http_503' }],
    ['an error after which nobody knows', 500, 'Sending failed.', { type: 'unknown', code: 'http_500' }],
  ])('%s', async (_name, status, body, result) => {
    const { standIn, channel } = await startKannel()
    standIn.fail({ type: 'answer', status, body })
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual(
      result.type === 'wired' ? { ...result, externalId: expect.any(String) } : result,
    )
    await standIn.close()
  })

  it('says what stands in the way: credentials, another kind of address', async () => {
    const { standIn, channel } = await startKannel({ password: 'wrong' })
    const result = await channel.send(makeMessage(farmer, 'Da ghi'))
    expect(result).toEqual({ type: 'failed', code: 'http_403', config: true })
    const toZalo = await channel.send(makeMessage('zalo:3344556677889900112', 'Da ghi'))
    expect(toZalo).toEqual({ type: 'failed', code: 'not_a_phone' })
    await standIn.close()
  })

  it('can not be looked up', async () => {
    const { standIn, channel } = await startKannel()
    expect(channel.findSent).toBeUndefined()
    await standIn.close()
  })
})

describe('kannel: what became of it', () => {
  const receiptText =
    'id:15A2 sub:001 dlvrd:000 submit date:2611221200 done date:2611221201 stat:UNDELIV err:027 text:Da ghi ngo'

  it.each([
    ['delivered', 1, receiptText.replace('UNDELIV', 'DELIVRD'), { status: 'delivered' }],
    ['taken by the operator', 8, 'ACK/', { status: 'sent' }],
    ['kept by the operator', 4, '', { status: 'sent' }],
    ['undeliverable', 2, receiptText, { status: 'failed', code: 'undeliverable_027' }],
    ['expired, as Kannel says it', 34, 'stat:EXPIRED err:000', { status: 'failed', code: 'expired' }],
    ['expired', 2, 'stat:EXPIRED err:000', { status: 'failed', code: 'expired' }],
    ['rejected', 2, 'stat:REJECTD err:', { status: 'failed', code: 'rejected' }],
    ['not delivered, and no reason', 2, '', { status: 'failed', code: 'not_delivered' }],
    ['not delivered, in words', 2, 'Anh Páo 0912345678', { status: 'failed', code: 'not_delivered' }],
    [
      'a number that is none',
      16,
      'NACK/0x0000000b/Invalid Destination Address',
      { status: 'failed', code: 'invalid_destination' },
    ],
    ['refused by another number', 16, 'NACK/0x00000404/whatever', { status: 'failed', code: 'smpp_0x404' }],
    ['refused by Kannel', 16, 'NACK/MALFORMED', { status: 'failed', code: 'kannel_malformed' }],
    ['refused without a word', 16, 'NACK/', { status: 'failed', code: 'refused' }],
  ])('%s', async (_name, kind, reply, told) => {
    const { standIn, channel, lines } = await startKannel()
    const message = makeMessage(farmer, 'Da ghi', { attempt: 3 })
    await channel.send(message)
    const [sent] = standIn.messages
    if (sent === undefined) throw new Error('nothing sent')
    const events = eventsOf(await channel.receive(fromKannel(standIn.receipt(sent, kind, reply, '15A2'))))
    expect(events).toEqual([{ type: 'status', outboxId: message.id, externalId: `${message.id}-3`, ...told }])
    const code = 'code' in told ? told.code : null
    const logged = { outboxId: message.id, code, smscId: '15A2', event: 'kannel_not_delivered' }
    expect(lines).toEqual(code === null ? [] : [JSON.stringify(logged)])
    await standIn.close()
  })

  it.each([
    ['a kind nobody knows', 'outbox=019ab000-0000-7000-8000-000000000001&attempt=1&type=32', 'unknown_receipt'],
    [
      'placeholders left as they are',
      'outbox=019ab000-0000-7000-8000-000000000001&attempt=1&type=%25d',
      'unknown_receipt',
    ],
    ['no kind', 'outbox=019ab000-0000-7000-8000-000000000001&attempt=1', 'unreadable_receipt'],
    ['a message of nobody', 'outbox=x&attempt=1&type=1', 'unreadable_receipt'],
    ['nothing', '', 'unreadable_receipt'],
  ])('%s is counted, and not sent again', async (_name, query, name) => {
    const { standIn, channel } = await startKannel()
    const request = fromKannel({ method: 'GET', url: `${webhookUrl}/status?${query}`, headers: {}, body: '' })
    expect(await channel.receive(request)).toEqual({ type: 'accepted', events: [{ type: 'ignored', name }] })
    await standIn.close()
  })

  it('an operator’s id that is none is not logged', async () => {
    const { standIn, channel, lines } = await startKannel()
    await channel.send(makeMessage(farmer, 'Da ghi'))
    const [sent] = standIn.messages
    if (sent !== undefined) await channel.receive(fromKannel(standIn.receipt(sent, 2, '', 'gửi 0912345678')))
    expect(lines[0]).toContain('"smscId":""')
    await standIn.close()
  })

  it.each([
    ['another secret', 'GET', `${publicUrl}/webhooks/kannel/other-secret-0123456789/status`],
    ['the address of texts', 'GET', webhookUrl],
    ['a post', 'POST', `${webhookUrl}/status`],
  ] as const)('is refused under %s', async (_name, method, url) => {
    const { standIn, channel } = await startKannel()
    const query = '?outbox=019ab000-0000-7000-8000-000000000001&attempt=1&type=1'
    expect(await channel.receive(fromKannel({ method, url: url + query, headers: {}, body: '' }))).toEqual(refused)
    await standIn.close()
  })
})
