import { describe, expect, it } from 'vitest'
import type { SendResult } from '../../src/channels/channel.ts'
import { errorCodes } from '../../src/channels/twilio/errors.ts'
import { isNoneTaken, makeMessage, publicUrl, toInbound } from './rig.ts'
import { farmer, startTwilio } from './twilio-rig.ts'

describe('twilio: a message goes out', () => {
  it('names the number, the text and a callback with the outbox id', async () => {
    const { standIn, channel } = await startTwilio()
    const message = makeMessage('tel:+84987654321', 'Da ghi: ngo 350 kg')
    expect(await channel.send(message)).toEqual({ type: 'wired', externalId: standIn.messages[0]?.sid })
    expect(standIn.messages).toMatchObject([
      {
        to: '+84987654321',
        from: '+15005550006',
        messagingServiceSid: null,
        body: 'Da ghi: ngo 350 kg',
        statusCallback: `${publicUrl}/webhooks/twilio/status?outbox=${message.id}`,
      },
    ])
    await standIn.close()
  })

  it('sends by a messaging service', async () => {
    const { standIn, channel } = await startTwilio(
      {},
      { sender: { type: 'service', messagingServiceSid: 'MGstandin' } },
    )
    await channel.send(makeMessage(farmer, 'Da ghi'))
    expect(standIn.messages).toMatchObject([{ from: null, messagingServiceSid: 'MGstandin' }])
    await standIn.close()
  })

  it('stops the channel where the messaging service is not there', async () => {
    const sender = { type: 'service', messagingServiceSid: 'MGgone' } as const
    const { standIn, channel } = await startTwilio({}, { sender })
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual({ type: 'failed', code: '21701', config: true })
    await standIn.close()
  })

  it('is found again where it went by a messaging service and still has no sender', async () => {
    const sender = { type: 'service', messagingServiceSid: 'MGstandin' } as const
    const { standIn, channel } = await startTwilio({ queueMs: 3_600_000 }, { sender })
    const message = makeMessage(farmer, 'Da ghi')
    standIn.fail({ type: 'reset', accept: true })
    expect(await channel.send(message)).toMatchObject({ type: 'unknown' })
    expect(standIn.messages).toMatchObject([{ from: null, status: 'accepted' }])
    const externalId = standIn.messages[0]?.sid
    expect(await channel.findSent?.(message, Date.now(), isNoneTaken)).toEqual({ type: 'found', externalId })
    await standIn.close()
  })

  it.each([
    ['too long for Twilio', makeMessage(farmer, 'x'.repeat(1601)), 'too_long'],
    ['for no phone', makeMessage('zalo:3344556677889900112', 'Da ghi'), 'not_a_phone'],
  ])('does not ask Twilio to take a message %s', async (_name, message, code) => {
    const { standIn, channel } = await startTwilio()
    expect(await channel.send(message)).toEqual({ type: 'failed', code })
    expect(standIn.requestCount()).toBe(0)
    await standIn.close()
  })

  it('stops the channel where the token is wrong', async () => {
    const { standIn, channel } = await startTwilio({}, { authToken: 'wrong' })
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual({ type: 'failed', code: '20003', config: true })
    await standIn.close()
  })

  it('takes an opt-out at Twilio for a stop', async () => {
    const { standIn, channel } = await startTwilio()
    standIn.optOut('+84912345678')
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual({ type: 'contact_stopped', code: '21610' })
    await standIn.close()
  })

  it.each<[number, string, Record<string, string>, SendResult]>([
    [429, '', { 'retry-after': '7' }, { type: 'throttled', retryAfterMs: 7000 }],
    [429, '', {}, { type: 'throttled', retryAfterMs: 2000 }],
    [429, '{"code":20429}', { 'retry-after': '3' }, { type: 'throttled', retryAfterMs: 3000 }],
    [401, '<html>', {}, { type: 'failed', code: 'http_401', config: true }],
    [400, '{"code":21999}', {}, { type: 'failed', code: '21999' }],
    [404, '', {}, { type: 'failed', code: 'http_404' }],
    [302, '', { location: 'http://127.0.0.1:1/' }, { type: 'failed', code: 'http_302' }],
    [201, '{}', {}, { type: 'unknown', code: 'unreadable_answer' }],
    [502, '{"code":20500}', {}, { type: 'unknown', code: 'http_502' }],
  ])('answer %s %s', async (status, body, headers, result) => {
    const { standIn, channel } = await startTwilio()
    standIn.fail({ type: 'answer', status, body, headers })
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual(result)
    await standIn.close()
  })
})

/** Code → what sending gives, and what a status callback gives. */
const codeCases: Record<number, [SendResult, 'errored' | 'failed']> = {
  11200: [{ type: 'failed', code: '11200' }, 'failed'],
  11205: [{ type: 'failed', code: '11205' }, 'failed'],
  12100: [{ type: 'failed', code: '12100' }, 'failed'],
  12300: [{ type: 'failed', code: '12300' }, 'failed'],
  14107: [{ type: 'failed', code: '14107' }, 'failed'],
  20003: [{ type: 'failed', code: '20003', config: true }, 'failed'],
  20429: [{ type: 'throttled', retryAfterMs: 2000 }, 'errored'],
  21211: [{ type: 'failed', code: '21211' }, 'failed'],
  21408: [{ type: 'failed', code: '21408' }, 'failed'],
  21608: [{ type: 'failed', code: '21608', config: true }, 'failed'],
  21610: [{ type: 'contact_stopped', code: '21610' }, 'failed'],
  21611: [{ type: 'throttled', retryAfterMs: 600_000 }, 'errored'],
  21614: [{ type: 'failed', code: '21614' }, 'failed'],
  21635: [{ type: 'failed', code: '21635' }, 'failed'],
  21701: [{ type: 'failed', code: '21701', config: true }, 'failed'],
  21705: [{ type: 'failed', code: '21705', config: true }, 'failed'],
  30001: [{ type: 'errored', code: '30001' }, 'errored'],
  30003: [{ type: 'errored', code: '30003' }, 'errored'],
  30004: [{ type: 'failed', code: '30004' }, 'failed'],
  30005: [{ type: 'failed', code: '30005' }, 'failed'],
  30006: [{ type: 'failed', code: '30006' }, 'failed'],
  30007: [{ type: 'failed', code: '30007' }, 'failed'],
  30008: [{ type: 'errored', code: '30008' }, 'errored'],
  30036: [{ type: 'failed', code: '30036' }, 'failed'],
  30450: [{ type: 'failed', code: '30450' }, 'failed'],
  30500: [{ type: 'errored', code: '30500' }, 'errored'],
}

describe('twilio: error codes', () => {
  it('has a case for every code of the table', () => {
    expect(Object.keys(codeCases)).toEqual(Object.keys(errorCodes))
  })

  it('classifies every code, and tells staff of those a person must look at', async () => {
    const { standIn, channel, lines } = await startTwilio()
    for (const [code, [result, status]] of Object.entries(codeCases)) {
      standIn.refuse('+84912345678', Number(code), code === '20429' ? 429 : 400)
      const written = lines.length
      expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual(result)
      const needsStaff = ['account', 'alert'].includes(errorCodes[Number(code)]?.type ?? '')
      expect(lines.length - written).toBe(needsStaff ? 1 : 0)
      await channel.send(makeMessage('tel:+84987654321', 'Da ghi'))
      const sid = standIn.messages.at(-1)?.sid ?? ''
      const received = await channel.receive(toInbound(standIn.statusCallback(sid, 'undelivered', Number(code))))
      expect(received.type === 'accepted' && received.events[0]).toMatchObject({ type: 'status', status, code })
    }
    await standIn.close()
  })
})

describe('twilio: a message is looked for', () => {
  const at = Date.parse('2026-11-22T23:59:59.700Z')

  it('finds one whose answer was lost, over midnight and behind a page of others', async () => {
    let now = at
    const { standIn, channel } = await startTwilio({ now: () => now })
    const message = makeMessage(farmer, 'Giá ngô 7.000đ/kg')
    standIn.fail({ type: 'reset', accept: true })
    expect(await channel.send(message)).toMatchObject({ type: 'unknown' })
    for (let index = 0; index < 150; index += 1) await channel.send(makeMessage(farmer, `Tin ${index}`))
    now += 30_000
    const externalId = standIn.messages[0]?.sid
    expect(await channel.findSent?.(message, at, isNoneTaken)).toEqual({ type: 'found', externalId })
    await standIn.close()
  })

  it('finds one that still waits in Twilio’s queue', async () => {
    const { standIn, channel } = await startTwilio({ now: () => at, queueMs: 3_600_000 })
    const message = makeMessage(farmer, 'Giá ngô')
    await channel.send(message)
    expect(await channel.findSent?.(message, at, isNoneTaken)).toMatchObject({ type: 'found' })
    await standIn.close()
  })

  it('is absent where the text, the number or the day is another’s, or the list lags behind', async () => {
    let now = at - 86_400_000
    const { standIn, channel } = await startTwilio({ now: () => now, listLagMs: 5000 })
    const message = makeMessage(farmer, 'Giá ngô')
    await channel.send(message)
    now = at
    await channel.send(makeMessage('tel:+84987654321', 'Giá ngô'))
    await channel.send(makeMessage(farmer, 'Giá lúa'))
    now += 10_000
    expect(await channel.findSent?.(message, at, isNoneTaken)).toEqual({ type: 'absent' })
    await channel.send(message)
    expect(await channel.findSent?.(message, at, isNoneTaken)).toEqual({ type: 'absent' })
    now += 5000
    expect(await channel.findSent?.(message, at, isNoneTaken)).toMatchObject({ type: 'found' })
    await standIn.close()
  })

  it('does not take another of our messages with the same words for it', async () => {
    const { standIn, channel } = await startTwilio({ now: () => at })
    const message = makeMessage(farmer, 'Không hiểu, nhắn TG để được giúp')
    await channel.send(makeMessage(farmer, message.text))
    const known = new Set([standIn.messages[0]?.sid])
    const isTaken = async (sid: string) => known.has(sid)
    expect(await channel.findSent?.(message, at, isTaken)).toEqual({ type: 'absent' })
    await channel.send(message)
    const externalId = standIn.messages[1]?.sid
    expect(await channel.findSent?.(message, at, isTaken)).toEqual({ type: 'found', externalId })
    await standIn.close()
  })

  it('is unknown where Twilio cannot be asked', async () => {
    const { standIn, channel } = await startTwilio()
    standIn.fail({ type: 'answer', status: 503 })
    expect(await channel.findSent?.(makeMessage(farmer, 'Giá ngô'), at, isNoneTaken)).toEqual({ type: 'unknown' })
    standIn.fail({ type: 'answer', status: 200, body: '[]' })
    expect(await channel.findSent?.(makeMessage(farmer, 'Giá ngô'), at, isNoneTaken)).toEqual({ type: 'unknown' })
    await standIn.close()
  })
})
