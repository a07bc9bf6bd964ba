import { describe, expect, it } from 'vitest'
import type { ChannelEvent, Received } from '../../src/channels/channel.ts'
import { describeChannelContract } from './contract.ts'
import { called, farmer, inboundUrl, moSecret, noon, startEsms, startEsmsRig } from './esms-rig.ts'
import { makeMessage, publicUrl } from './rig.ts'

describeChannelContract('esms', startEsmsRig)

function eventsOf(received: Received): ChannelEvent[] {
  if (received.type !== 'accepted') throw new Error(received.code)
  return received.events
}

describe('esms: a text comes in', () => {
  it.each([
    ['84912345678', farmer],
    ['+84912345678', farmer],
    ['0912345678', farmer],
    ['8079', null],
    ['Vinaphone', null],
    ['842439123456', null],
  ])('from %s', async (sender, from) => {
    const { standIn, channel } = await startEsms()
    const url = standIn.inbound(inboundUrl, sender, 'Giá ngô hôm nay?', { smsid: '118' })
    const told = { externalId: '118', text: 'Giá ngô hôm nay?', sentAt: noon }
    const message = { type: 'message', from, attachments: [], ...told }
    const expected = from === null ? { type: 'machine_wrote', sender, ...told } : message
    expect(eventsOf(await channel.receive(called(url)))).toEqual([expected])
    await standIn.close()
  })

  it.each(['base64', 'hex'] as const)('signed in %s', async (signing) => {
    const { standIn, channel } = await startEsms({ signing })
    const url = new URL(standIn.inbound(inboundUrl, '84912345678', 'bc ngô 3 tạ'))
    expect(eventsOf(await channel.receive(called(url.href)))).toMatchObject([{ text: 'bc ngô 3 tạ' }])
    url.searchParams.set('sign', (url.searchParams.get('sign') ?? '').toUpperCase())
    expect((await channel.receive(called(url.href))).type).toBe(signing === 'hex' ? 'accepted' : 'refused')
    await standIn.close()
  })

  it('with a plus of Base64 that was left plain', async () => {
    const { standIn, channel } = await startEsms()
    const urls = Array.from({ length: 60 }, () => standIn.inbound(inboundUrl, '84912345678', 'CB'))
    const [url] = urls.filter((each) => new URL(each).searchParams.get('sign')?.includes('+'))
    expect(url).toContain('%2B')
    expect((await channel.receive(called((url ?? '').replaceAll('%2B', '+')))).type).toBe('accepted')
    await standIn.close()
  })

  it.each([
    ['of another key', { moKey: 'other' }, {}],
    ['of another text', {}, { content: 'bc ngo 4 ta' }],
    ['of another id', {}, { smsid: 'x' }],
    ['of another time', {}, { receiverTime: '20261122120001' }],
    ['of another partner', {}, { cpid: '1' }],
    ['that is empty', {}, { sign: '' }],
  ])('with a sign %s: 403, and kept for a day', async (_name, config, fields) => {
    const { standIn, channel } = await startEsms({}, config)
    const url = new URL(standIn.inbound(inboundUrl, '84912345678', 'bc ngo 3 ta'))
    for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value)
    const refused = { type: 'refused', status: 403, code: 'bad_signature', quarantine: { from: farmer } }
    expect(await channel.receive(called(url.href))).toEqual(refused)
    await standIn.close()
  })

  it('is signed with the secret of the path where no key of its own is set', async () => {
    const { standIn, channel } = await startEsms({}, { moSecret: 'esms-private-key' })
    const url = standIn.inbound(`${publicUrl}/webhooks/esms/esms-private-key`, '84912345678', 'CB')
    expect((await channel.receive(called(url))).type).toBe('accepted')
    await standIn.close()
  })

  it.each(['other-secret', `${moSecret}x`, moSecret.slice(1), '', ':secret'])(
    'under the secret "%s": 403, and nothing is kept',
    async (secret) => {
      const { standIn, channel } = await startEsms()
      const refused = { type: 'refused', status: 403, code: 'bad_secret' }
      for (const path of ['', '/status']) {
        const url = standIn.inbound(`${publicUrl}/webhooks/esms/${secret}${path}`, '84912345678', 'CB')
        expect(await channel.receive(called(`${url}&SMSID=1&SendStatus=5`))).toEqual(refused)
      }
      await standIn.close()
    },
  )

  it.each([
    ['an id', { smsid: '' }],
    ['a sender', { sender: '' }],
  ])('without %s: 400', async (_name, fields) => {
    const { standIn, channel } = await startEsms()
    const url = standIn.inbound(inboundUrl, '84912345678', 'CB', fields)
    expect(await channel.receive(called(url))).toEqual({ type: 'refused', status: 400, code: 'malformed' })
    await standIn.close()
  })

  it('with nothing at all: refused, and nothing is kept', async () => {
    const { standIn, channel } = await startEsms()
    expect(await channel.receive(called(inboundUrl))).toEqual({ type: 'refused', status: 403, code: 'bad_signature' })
    await standIn.close()
  })

  it.each(['yesterday', '', '20261340256199'])(
    'at a time "%s" that can not be read is taken all the same',
    async (receiverTime) => {
      const { standIn, channel } = await startEsms()
      const url = standIn.inbound(inboundUrl, '84912345678', 'CB', { receiverTime })
      const [event] = eventsOf(await channel.receive(called(url)))
      expect(event).toMatchObject({ type: 'message', text: 'CB' })
      expect(event).not.toHaveProperty('sentAt')
      await standIn.close()
    },
  )

  it.each([
    ['HTX bc ngô 3 tạ', 'bc ngô 3 tạ'],
    ['  htx   bc ngô 3 tạ', 'bc ngô 3 tạ'],
    ['HTX\nbc', 'bc'],
    ['HTX', 'HTX'],
    ['HTXa bc', 'HTXa bc'],
    ['bc HTX', 'bc HTX'],
    ['', ''],
  ])('on a shared short code: "%s" says "%s"', async (content, text) => {
    const { standIn, channel } = await startEsms({}, { keyword: 'HTX' })
    const url = standIn.inbound(inboundUrl, '84912345678', content)
    expect(eventsOf(await channel.receive(called(url)))).toMatchObject([{ text }])
    await standIn.close()
  })

  it.each([
    ['', '<Message></Message>'],
    ['Da nhan & dang tra loi <1 phut', '<Message>Da nhan &amp; dang tra loi &lt;1 phut</Message>'],
  ])('and is answered with "%s", its id and its sender', async (moAnswer, message) => {
    const { standIn, channel } = await startEsms({}, { moAnswer })
    const url = standIn.inbound(inboundUrl, '84912345678', 'CB', { smsid: 'a<b>&\u0001"c' })
    expect(channel.acknowledge(called(url))).toEqual({
      contentType: 'text/xml; charset=utf-8',
      body: `<ClientResponse>${message}<Smsid>a&lt;b&gt;&amp;"c</Smsid><Receiver>84912345678</Receiver></ClientResponse>`,
    })
    expect(channel.acknowledge(called(`${inboundUrl}/status?SMSID=1`)).body).toBe('')
    await standIn.close()
  })
})

describe('esms: a report comes in', () => {
  const told = async (fields: Record<string, string>) => {
    const { standIn, channel, lines } = await startEsms()
    const message = makeMessage(farmer, 'Da ghi')
    await channel.send(message)
    const [sent] = standIn.messages
    if (sent === undefined) throw new Error('nothing was sent')
    const received = await channel.receive(called(standIn.report(sent, fields)))
    await standIn.close()
    return { events: eventsOf(received), message, sent, lines }
  }

  it.each([
    [{ SendStatus: '5', SendSuccess: '1', SendFailed: '0' }, { status: 'delivered' }],
    [
      { SendStatus: '5', SendSuccess: '0', SendFailed: '1' },
      { status: 'failed', code: 'not_delivered' },
    ],
    [
      { SendStatus: '5', SendSuccess: '1', SendFailed: '1' },
      { status: 'sent', code: 'partly_delivered' },
    ],
    [
      { SendStatus: '4', SendSuccess: '0' },
      { status: 'failed', code: 'refused' },
    ],
    [{ SendStatus: '7', SendSuccess: '0' }, { status: 'sent' }],
  ])('%o', async (fields, expected) => {
    const { events, message, sent, lines } = await told(fields)
    const common = { type: 'status', outboxId: message.id, externalId: sent.smsId, cost: { vnd: 350 } }
    expect(events).toEqual([{ ...common, ...expected }])
    expect(lines).toEqual([])
  })

  it.each([
    [{ SendStatus: '1' }, 'status_1'],
    [{ SendStatus: '2' }, 'status_2'],
    [{ SendStatus: '5', SendSuccess: '0' }, 'finished_without_count'],
    [{ SendStatus: '5', SendSuccess: '-1', SendFailed: 'x' }, 'finished_without_count'],
    [{ SendStatus: '3' }, 'unknown_status'],
    [{ SendStatus: 'constructor' }, 'unknown_status'],
  ])('%o tells nothing new', async (fields, name) => {
    expect((await told(fields)).events).toEqual([{ type: 'ignored', name }])
  })

  it.each([
    ['770', { vnd: 770 }],
    ['700.0', { vnd: 700 }],
    ['0', { vnd: 0 }],
    ['', undefined],
    ['-5', undefined],
    ['1,000', undefined],
    ['9'.repeat(30), undefined],
  ])('a price of "%s"', async (TotalPrice, cost) => {
    const { events } = await told({ TotalPrice })
    expect(events).toMatchObject([{ status: 'delivered' }])
    expect(events.map((event) => ('cost' in event ? event.cost : undefined))).toEqual([cost])
  })

  it('keeps the operator and the number out', async () => {
    expect(JSON.stringify((await told({})).events)).not.toMatch(/telcoid|84912345678/)
  })

  it('about a message of another name is named by eSMS’s id alone', async () => {
    const { events, sent } = await told({ RequestId: 'campaign-7' })
    expect(events).toEqual([{ type: 'status', externalId: sent.smsId, status: 'delivered', cost: { vnd: 350 } }])
  })

  it.each([
    ['no id', { SMSID: '', RequestId: '' }],
    ['no status', { SendStatus: '' }],
  ])('with %s: 400', async (_name, fields) => {
    await expect(told(fields)).rejects.toThrow('malformed')
  })
})
