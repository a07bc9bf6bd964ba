import { describe, expect, it } from 'vitest'
import { resultCodes } from '../../src/channels/esms/codes.ts'
import { farmer, inboundUrl, noon, startEsms } from './esms-rig.ts'
import { isNoneTaken, makeMessage } from './rig.ts'

const DAY_MS = 24 * 3_600_000

describe('esms: a message goes out', () => {
  it('as customer care, under our own id, with the address for reports', async () => {
    const { standIn, channel } = await startEsms()
    const message = makeMessage(farmer, 'Da ghi: ngo 350 kg')
    const result = await channel.send(message)
    const [sent] = standIn.messages
    expect(result).toEqual({ type: 'wired', externalId: sent?.smsId })
    expect(sent).toMatchObject({
      ...{ to: '84912345678', text: 'Da ghi: ngo 350 kg', brandname: '8079', isUnicode: false },
      ...{ requestId: message.id, callbackUrl: `${inboundUrl}/status` },
    })
    await standIn.close()
  })

  it.each([
    ['Giá gừng', true],
    ['Gia gung: 15.000d/kg\n(TC: ngung) [a] ~', false],
    ['5 €', true],
  ])('%s is Unicode: %s', async (text, isUnicode) => {
    const { standIn, channel } = await startEsms()
    await channel.send(makeMessage(farmer, text))
    expect(standIn.messages).toMatchObject([{ text, isUnicode }])
    await standIn.close()
  })

  it.each([false, true])('is one SMS however often it is tried; its id told again: %s', async (tellsKnownId) => {
    const { standIn, channel, lines } = await startEsms({ tellsKnownId }, { timeoutMs: 300 })
    const message = makeMessage(farmer, 'Da ghi')
    standIn.fail({ type: 'hang', accept: true })
    expect(await channel.send(message)).toEqual({ type: 'unknown', code: 'timeout' })
    expect(await channel.findSent?.(message, noon, isNoneTaken)).toEqual({ type: 'repeatable' })
    const externalId = tellsKnownId ? standIn.messages[0]?.smsId : message.id
    for (const attempt of [2, 3]) {
      expect(await channel.send({ ...message, attempt })).toEqual({ type: 'wired', externalId })
    }
    expect(standIn.messages.length).toBe(1)
    expect(lines).toEqual([])
    await standIn.close()
  })

  it('an id that is taken before anything can have left: wired, and staff are told', async () => {
    const { standIn, channel, lines } = await startEsms()
    const message = makeMessage(farmer, 'Da ghi')
    await channel.send(message)
    expect(await channel.send(message)).toEqual({ type: 'wired', externalId: message.id })
    expect(lines).toEqual([JSON.stringify({ messageId: message.id, event: 'esms_request_id_taken' })])
    await standIn.close()
  })

  it('is not said to be safe to send again once eSMS has forgotten its id', async () => {
    let now = noon
    const { standIn, channel } = await startEsms({ now: () => now })
    const message = makeMessage(farmer, 'Da ghi')
    now += DAY_MS
    expect(await channel.findSent?.(message, noon, isNoneTaken)).toEqual({ type: 'unknown' })
    await standIn.close()
  })

  const config = { type: 'failed', config: true }
  it.each([
    ['99', { type: 'contact_stopped' }],
    ['101', config],
    ['103', config],
    ['104', config],
    ['107', { type: 'failed' }],
    ['108', { type: 'failed' }],
    ['118', config],
    ['120', { type: 'failed' }],
    ['140', config],
    ['143', config],
    ['146', { type: 'failed' }],
    ['160', { type: 'throttled', retryAfterMs: 2000 }],
    ['177', { type: 'failed' }],
    ['201', { type: 'failed' }],
    ['300', { type: 'failed' }],
    ['98765', { type: 'failed' }],
  ])('code %s', async (code, expected) => {
    const { standIn, channel } = await startEsms()
    standIn.refuseNext(code)
    const result = await channel.send(makeMessage(farmer, 'Da ghi'))
    expect(result).toEqual(expected.type === 'throttled' ? expected : { ...expected, code })
    expect(standIn.messages).toEqual([])
    await standIn.close()
  })

  it('has a test of each code', () => {
    const tested = ['99', '100', '101', '103', '104', '107', '108', '118', '120', '124', '140', '143', '146', '160']
    expect(Object.keys(resultCodes)).toEqual([...tested, '177', '201', '300'])
  })

  it.each([
    ['104', 'esms_account_needs_mending'],
    ['146', 'esms_refused'],
    ['177', 'esms_refused'],
    ['98765', 'esms_refused'],
  ])('code %s is told to staff as %s', async (code, event) => {
    const { standIn, channel, lines } = await startEsms()
    standIn.refuseNext(code)
    const message = makeMessage(farmer, 'Da ghi')
    await channel.send(message)
    expect(lines).toEqual([JSON.stringify({ messageId: message.id, code, event })])
    await standIn.close()
  })

  it('stops the channel where a key is wrong', async () => {
    const { standIn, channel } = await startEsms({}, { secretKey: 'wrong' })
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual({ ...config, code: '101' })
    await standIn.close()
  })

  it.each([
    ['a code under an HTTP error', 500, { CodeResult: '160' }, { type: 'throttled', retryAfterMs: 2000 }],
    ['a code that is a number', 200, { CodeResult: 100, SMSID: 7 }, { type: 'wired', externalId: '7' }],
    ['no id of eSMS', 200, { CodeResult: '100', SMSID: null }, { type: 'wired' }],
    ['HTML with 200', 200, '<html>ok</html>', { type: 'unknown', code: 'unreadable_answer' }],
    ['no code', 200, { SMSID: '1' }, { type: 'unknown', code: 'unreadable_answer' }],
    ['words for a code', 200, { CodeResult: 'Da ghi 84912345678' }, { type: 'unknown', code: 'unreadable_answer' }],
    ['over 64 KB', 200, 'a'.repeat(70_000), { type: 'unknown', code: 'unreadable_answer' }],
    ['502', 502, '<html>', { type: 'unknown', code: 'http_502' }],
    ['429', 429, '', { type: 'throttled', retryAfterMs: 2000 }],
    ['400', 400, '<html>', { type: 'failed', code: 'http_400' }],
    ['403', 403, '<html>', { ...config, code: 'http_403' }],
    ['404', 404, '<html>', { ...config, code: 'http_404' }],
    ['a redirect', 302, '', { ...config, code: 'http_302' }],
  ] as const)('answered with %s', async (_name, status, body, expected) => {
    const { standIn, channel } = await startEsms()
    standIn.fail({ type: 'answer', status, body })
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toMatchObject(expected)
    await standIn.close()
  })

  it('waits as long as a 429 asks', async () => {
    const { standIn, channel } = await startEsms()
    standIn.fail({ type: 'answer', status: 429, body: '', headers: { 'retry-after': '30' } })
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toEqual({ type: 'throttled', retryAfterMs: 30_000 })
    await standIn.close()
  })

  it('is only checked in the sandbox, which is told at the start', async () => {
    const { standIn, channel, lines } = await startEsms({}, { isSandbox: true })
    expect(lines).toEqual([JSON.stringify({ event: 'esms_sandbox_sends_nothing' })])
    expect(await channel.send(makeMessage(farmer, 'Da ghi'))).toMatchObject({ type: 'wired' })
    expect([standIn.sandboxed(), standIn.messages.length]).toEqual([1, 0])
    await standIn.close()
  })

  it('is for phones only', async () => {
    const { standIn, channel } = await startEsms()
    const result = await channel.send(makeMessage('zalo:3344556677889900112', 'Da ghi'))
    expect(result).toEqual({ type: 'failed', code: 'not_a_phone' })
    expect(standIn.requestCount()).toBe(0)
    await standIn.close()
  })
})
