import { describe, expect, it } from 'vitest'
import type { Received } from '../../src/channels/channel.ts'
import { describeChannelContract } from './contract.ts'
import { makeMessage, publicUrl, toInbound } from './rig.ts'
import { farmer, startTwilio, startTwilioRig } from './twilio-rig.ts'

describeChannelContract('twilio', startTwilioRig)

const inboundUrl = `${publicUrl}/webhooks/twilio`

async function receive(fields: Record<string, string | undefined>, url = inboundUrl): Promise<Received> {
  const { standIn, channel } = await startTwilio()
  const received = await channel.receive(toInbound(standIn.inbound(url, fields)))
  await standIn.close()
  return received
}

describe('twilio: a text comes in', () => {
  it('gives the text as it was written, with Twilio’s id', async () => {
    const received = await receive({ MessageSid: 'SM0001', Body: ' bc ngô 3 tạ ' })
    expect(received).toEqual({
      type: 'accepted',
      events: [{ type: 'message', externalId: 'SM0001', from: farmer, text: ' bc ngô 3 tạ ', attachments: [] }],
    })
  })

  it('gives pictures as attachments', async () => {
    const received = await receive({
      MessageSid: 'MM0001',
      NumMedia: '2',
      MediaUrl0: 'https://api.twilio.com/m/1',
      MediaContentType0: 'image/jpeg',
      MediaUrl1: 'https://api.twilio.com/m/2',
      MediaContentType1: 'application/pdf',
    })
    expect(received).toMatchObject({
      events: [
        {
          text: '',
          attachments: [
            { type: 'image', url: 'https://api.twilio.com/m/1', contentType: 'image/jpeg' },
            { type: 'file', url: 'https://api.twilio.com/m/2', contentType: 'application/pdf' },
          ],
        },
      ],
    })
  })

  it.each([
    ['short code', '8099'],
    ['brandname', 'VIETTEL_QC'],
    ['1900 number', '19001234'],
    ['landline', '+842439123456'],
    ['WhatsApp', 'whatsapp:+84912345678'],
    ['hidden number', '+266696687'],
  ])('takes a %s for a machine', async (_name, from) => {
    expect(await receive({ From: from, Body: 'Quy khach' })).toEqual({
      type: 'accepted',
      events: [{ type: 'machine_wrote', externalId: expect.any(String), sender: from, text: 'Quy khach' }],
    })
  })

  it.each([
    ['STOP', 'HUY', { type: 'stopped', externalId: 'SM0002', from: farmer, text: 'HUY' }],
    ['START', 'DK', { type: 'started', externalId: 'SM0002', from: farmer, text: 'DK' }],
    ['HELP', 'HELP', { type: 'ignored', name: 'answered_by_provider' }],
  ])('leaves %s to Twilio, which has answered it', async (kind, text, event) => {
    const received = await receive({ MessageSid: 'SM0002', OptOutType: kind, Body: text })
    expect(received).toEqual({ type: 'accepted', events: [event] })
  })

  it.each([
    ['no id', { MessageSid: undefined }],
    ['an id of another kind', { MessageSid: 'CA0001' }],
    ['no sender', { From: undefined }],
    ['no account', { AccountSid: undefined }],
    ['a count that is none', { NumMedia: 'many' }],
  ])('refuses a genuine request with %s as malformed', async (_name, fields) => {
    expect(await receive(fields)).toEqual({ type: 'refused', status: 400, code: 'malformed' })
  })

  it('refuses a genuine request for another account', async () => {
    const refused = { type: 'refused', status: 403, code: 'other_account' }
    expect(await receive({ AccountSid: 'ACother' })).toEqual(refused)
  })

  it('refuses a request signed for another address', async () => {
    const { standIn, channel } = await startTwilio()
    const request = toInbound(standIn.inbound('https://evil.example.vn/webhooks/twilio', {}))
    const moved = { ...request, url: new URL(inboundUrl) }
    expect(await channel.receive(moved)).toEqual({ type: 'refused', status: 403, code: 'bad_signature' })
    await standIn.close()
  })

  it('refuses a body that is no form: unsigned as a stranger’s, signed as malformed', async () => {
    const { standIn, channel } = await startTwilio()
    const body = '{"From":"+84912345678"}'
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))).toString('hex')
    const url = `${inboundUrl}?bodySHA256=${hash}`
    const signed = standIn.sign(url, {})
    const headers = { ...signed.headers, 'content-type': 'application/json' }
    expect(await channel.receive(toInbound({ url, headers, body }))).toMatchObject({ status: 400, code: 'not_a_form' })
    expect(await channel.receive(toInbound({ url: inboundUrl, headers, body }))).toMatchObject({ status: 403 })
    await standIn.close()
  })
})

describe('twilio: a status comes in', () => {
  const cases: [string, number | undefined, object][] = [
    ['queued', undefined, { type: 'ignored', name: 'status_queued' }],
    ['accepted', undefined, { type: 'ignored', name: 'status_accepted' }],
    ['scheduled', undefined, { type: 'ignored', name: 'status_scheduled' }],
    ['sending', undefined, { type: 'ignored', name: 'status_sending' }],
    ['receiving', undefined, { type: 'ignored', name: 'status_receiving' }],
    ['received', undefined, { type: 'ignored', name: 'status_received' }],
    ['sent', undefined, { type: 'status', status: 'sent' }],
    ['partially_delivered', undefined, { type: 'status', status: 'sent', code: 'partially_delivered' }],
    ['delivered', undefined, { type: 'status', status: 'delivered' }],
    ['read', undefined, { type: 'status', status: 'read' }],
    ['canceled', undefined, { type: 'status', status: 'failed', code: 'canceled' }],
    ['failed', undefined, { type: 'status', status: 'failed', code: 'failed' }],
    ['undelivered', 30003, { type: 'status', status: 'errored', code: '30003' }],
    ['undelivered', 30005, { type: 'status', status: 'failed', code: '30005' }],
    ['undelivered', 99999, { type: 'status', status: 'failed', code: '99999' }],
    ['constructor', undefined, { type: 'ignored', name: 'unknown_status' }],
  ]
  it.each(cases)('%s %s', async (status, code, event) => {
    const { standIn, channel } = await startTwilio()
    const message = makeMessage(farmer, 'Giá ngô 7.000đ')
    await channel.send(message)
    const sid = standIn.messages[0]?.sid ?? ''
    const received = await channel.receive(toInbound(standIn.statusCallback(sid, status, code)))
    const named = 'status' in event ? { ...event, outboxId: message.id, externalId: sid } : event
    expect(received).toEqual({ type: 'accepted', events: [named] })
    await standIn.close()
  })

  it('says that the person has stopped where Twilio reports 21610', async () => {
    const { standIn, channel } = await startTwilio()
    await channel.send(makeMessage(farmer, 'Giá ngô 7.000đ'))
    const sid = standIn.messages[0]?.sid ?? ''
    const received = await channel.receive(toInbound(standIn.statusCallback(sid, 'failed', 21610)))
    expect(received).toMatchObject({
      events: [
        { type: 'status', status: 'failed', code: '21610' },
        { type: 'stopped', externalId: `${sid}:stopped`, from: farmer },
      ],
    })
    await standIn.close()
  })

  it('takes a status whose address lost its outbox id by Twilio’s id alone', async () => {
    const { standIn, channel } = await startTwilio()
    const fields = { MessageSid: 'SM0009', MessageStatus: 'delivered', AccountSid: standIn.accountSid }
    const request = standIn.sign(`${publicUrl}/webhooks/twilio/status?outbox=../x`, fields)
    expect(await channel.receive(toInbound(request))).toEqual({
      type: 'accepted',
      events: [{ type: 'status', externalId: 'SM0009', status: 'delivered' }],
    })
    await standIn.close()
  })
})
