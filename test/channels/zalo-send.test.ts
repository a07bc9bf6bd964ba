import { describe, expect, it } from 'vitest'
import type { SendResult } from '../../src/channels/channel.ts'
import { errorCodes } from '../../src/channels/zalo/errors.ts'
import { appSecretProof, codeChallenge } from '../../src/channels/zalo/oauth.ts'
import { makeMessage, toInbound } from './rig.ts'
import { farmer, farmerId, startZalo, webhookUrl } from './zalo-rig.ts'

const noon = Date.parse('2026-11-22T12:00:20+07:00')
const hours = 3_600_000

describe('zalo: a message goes out', () => {
  it('carries the text, composed, to the user, and its quota is noted without them', async () => {
    const { standIn, channel, lines } = await startZalo()
    const message = makeMessage(farmer, 'Đã ghi: ngô 350 kg'.normalize('NFD'))
    const result = await channel.send(message)
    expect(result).toEqual({ type: 'wired', externalId: standIn.messages[0]?.id })
    expect(standIn.messages).toMatchObject([{ to: farmerId, text: 'Đã ghi: ngô 350 kg', buttons: [] }])
    expect(lines).toEqual([JSON.stringify({ messageId: message.id, quota: 'reply', event: 'zalo_quota' })])
    await standIn.close()
  })

  it('carries choices as buttons: five at most, titles shortened, only payloads that come back', async () => {
    const { standIn, channel } = await startZalo()
    const choices = [
      { title: 'Báo sản lượng', payload: '#s.q.1' },
      { title: 'ấ'.repeat(120), payload: '#s.q.2' },
      { title: 'Không có dấu thăng', payload: 's.q.3' },
      { title: 'Dài quá', payload: `#${'x'.repeat(1000)}` },
      ...['4', '5', '6', '7'].map((number) => ({ title: number, payload: `#s.q.${number}` })),
    ]
    await channel.send(makeMessage(farmer, '1. Báo sản lượng\n2. …', { choices }))
    const [sent] = standIn.messages
    expect(sent?.buttons.map((one) => one.payload)).toEqual(['#s.q.1', '#s.q.2', '#s.q.4', '#s.q.5', '#s.q.6'])
    expect(sent?.buttons[0]).toEqual({ title: 'Báo sản lượng', type: 'oa.query.hide', payload: '#s.q.1' })
    expect(sent?.buttons[1]?.title).toBe(`${'ấ'.repeat(99)}…`)
    expect(sent?.templateType).toBeUndefined()
    await standIn.close()
  })

  it('names a template type where one is set up', async () => {
    const { standIn, channel } = await startZalo({}, { buttonsTemplateType: 'button' })
    await channel.send(makeMessage(farmer, 'Chọn', { choices: [{ title: 'Giá', payload: '#gia' }] }))
    expect(standIn.messages).toMatchObject([{ templateType: 'button' }])
    await standIn.close()
  })

  it.each([
    ['of 2,000 characters', 'ế'.repeat(2000), 'wired'],
    ['of 2,000 characters, decomposed', 'ế'.normalize('NFD').repeat(2000), 'wired'],
    ['of 2,001 characters', 'ế'.repeat(2001), 'failed'],
  ])('text %s', async (_name, text, type) => {
    const { standIn, channel } = await startZalo()
    expect(await channel.send(makeMessage(farmer, text))).toMatchObject({ type })
    expect(standIn.messages.length).toBe(type === 'wired' ? 1 : 0)
    await standIn.close()
  })

  it.each(['tel:+84912345678', `zalo:bot:${farmerId}`] as const)('is for its own users only, not %s', async (to) => {
    const { standIn, channel } = await startZalo()
    const result = await channel.send(makeMessage(to, 'Chào'))
    expect(result).toEqual({ type: 'failed', code: 'not_a_zalo_user' })
    expect(standIn.requestCount()).toBe(0)
    await standIn.close()
  })

  it('is free for 48 hours, charged for 7 days, and then this channel may not write', async () => {
    let now = noon
    const { standIn, channel, lines } = await startZalo({ now: () => now })
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toMatchObject({ type: 'wired' })
    now += 49 * hours
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toMatchObject({ type: 'wired' })
    expect(lines.at(-1)).toContain('"quota":"charged"')
    now += 7 * 24 * hours
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toEqual({ type: 'window_closed', code: '-230' })
    standIn.interact(farmerId)
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toMatchObject({ type: 'wired' })
    expect(await channel.send(makeMessage('zalo:777', 'Chào'))).toEqual({ type: 'window_closed', code: '-232' })
    await standIn.close()
  })

  it('waits for the next minute where the account’s limit is reached', async () => {
    const { standIn, channel } = await startZalo({ now: () => noon, requestsPerMinute: 1 })
    expect(await channel.send(makeMessage(farmer, 'Một'))).toMatchObject({ type: 'wired' })
    expect(await channel.send(makeMessage(farmer, 'Hai'))).toEqual({ type: 'throttled', retryAfterMs: 41_000 })
    expect(standIn.messages.length).toBe(1)
    await standIn.close()
  })

  it('proves the app secret, unless told not to', async () => {
    const asked = await startZalo({ demandsProof: true }, { sendsAppSecretProof: false })
    const refused = { type: 'failed', code: '-242', config: true }
    expect(await asked.channel.send(makeMessage(farmer, 'Chào'))).toEqual(refused)
    // A wrong proof is no reason to spend a refresh token.
    expect(asked.standIn.oauth.grants.length).toBe(2)
    await asked.standIn.close()
    const silent = await startZalo({ demandsProof: false }, { sendsAppSecretProof: false })
    expect(await silent.channel.send(makeMessage(farmer, 'Chào'))).toMatchObject({ type: 'wired' })
    await silent.standIn.close()
  })

  it.each<[number, string, SendResult]>([
    [200, '<html>', { type: 'unknown', code: 'http_200' }],
    [200, '{"error":0,"message":"Success"}', { type: 'unknown', code: 'unreadable_answer' }],
    [200, '{"error":"-230"}', { type: 'window_closed', code: '-230' }],
    [429, '', { type: 'throttled', retryAfterMs: 41_000 }],
    [403, '', { type: 'failed', code: 'http_403', config: true }],
    [404, '', { type: 'failed', code: 'http_404' }],
    [502, '', { type: 'unknown', code: 'http_502' }],
  ])('answer %s %s', async (status, body, expected) => {
    const { standIn, channel, tokens } = await startZalo({ now: () => noon })
    await tokens.current()
    standIn.fail({ type: 'answer', status, body })
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toEqual(expected)
    await standIn.close()
  })

  it('is proved by the echo, received and seen', async () => {
    const { standIn, channel } = await startZalo()
    standIn.fail({ type: 'reset', accept: true }, { matches: (request) => request.url.includes('/message/cs') })
    const message = makeMessage(farmer, 'Đã ghi: ngô 350 kg')
    expect(await channel.send(message)).toMatchObject({ type: 'unknown' })
    const [sent] = standIn.messages
    if (sent === undefined) throw new Error('not taken')
    const events = []
    for (const post of [
      standIn.echo(webhookUrl, sent),
      standIn.receipt(webhookUrl, sent, 'received'),
      standIn.receipt(webhookUrl, sent, 'seen'),
    ]) {
      const received = await channel.receive(toInbound(post))
      if (received.type === 'accepted') events.push(...received.events)
    }
    expect(events).toMatchObject([
      { type: 'echoed', externalId: sent.id, to: farmer, text: message.text },
      { type: 'status', externalId: sent.id, status: 'delivered' },
      { type: 'status', externalId: sent.id, status: 'read' },
    ])
    await standIn.close()
  })
})

/** Code → how a first attempt ends. */
const closed = 'window_closed'
const config = 'config'
const codeCases: Record<string, SendResult['type'] | typeof config> = {
  '-32': 'throttled',
  '-100': 'errored',
  '-124': config,
  '-200': 'errored',
  '-201': 'failed',
  '-204': config,
  '-205': config,
  '-209': config,
  '-210': 'failed',
  '-211': closed,
  '-212': config,
  '-213': closed,
  '-214': 'errored',
  '-216': config,
  '-217': 'failed',
  '-218': closed,
  '-219': config,
  '-220': config,
  '-221': config,
  '-223': config,
  '-224': config,
  '-227': closed,
  '-230': closed,
  '-231': closed,
  '-232': closed,
  '-233': 'failed',
  '-234': closed,
  '-235': config,
  '-237': 'failed',
  '-238': 'failed',
  '-240': config,
  '-241': 'failed',
  '-242': config,
  '-244': 'failed',
  '-248': 'failed',
  '-249': 'failed',
  '-320': config,
  '-321': config,
  '-403': 'failed',
  '-1340': 'failed',
  '-1341': 'failed',
  '-9999': 'failed',
}

describe('zalo: error codes', () => {
  it('has a case for every code of the table', () => {
    const { '-9999': _unknown, ...listed } = codeCases
    expect(Object.keys(listed).sort()).toEqual(Object.keys(errorCodes.openapi).sort())
  })

  it.each(Object.entries(codeCases))('%s: %s', async (code, expected) => {
    const { standIn, channel } = await startZalo({ now: () => noon })
    standIn.refuse(farmerId, Number(code))
    const result = await channel.send(makeMessage(farmer, 'Chào'))
    expect(result).toMatchObject(expected === config ? { type: 'failed', code, config: true } : { type: expected })
    expect('config' in result).toBe(expected === config)
    // Only a refused token is worth a second one, and that once.
    expect(standIn.oauth.grants.length).toBe(['-124', '-216', '-220'].includes(code) ? 3 : 2)
    await standIn.close()
  })

  it('gives up at the second -200: the first may have left', async () => {
    const { standIn, channel } = await startZalo()
    standIn.refuse(farmerId, -200)
    const again = makeMessage(farmer, 'Chào', { attempt: 2 })
    expect(await channel.send(again)).toEqual({ type: 'failed', code: '-200' })
    await standIn.close()
  })
})

describe('zalo: known values', () => {
  it('challenge of RFC 7636, appendix B', async () => {
    const challenge = await codeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
    expect(challenge).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
  })

  it('proof of the app secret', async () => {
    const proof = await appSecretProof('app-secret-for-tests', 'access-token-for-tests')
    expect(proof).toBe('7196be12396e82d498574863aab45f32c0f0c84c6d6d4038d19a0d78120bdf44')
  })
})
