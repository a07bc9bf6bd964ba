import { describe, expect, it } from 'vitest'
import { errorCodes, type Meaning } from '../../src/channels/zalo-bot/errors.ts'
import { splitText } from '../../src/channels/zalo-bot/split.ts'
import { makeMessage } from './rig.ts'
import { farmer, farmerId, startZaloBot } from './zalo-bot-rig.ts'

describe('zalo-bot: a message goes out', () => {
  it('carries the text, composed, to the chat; choices stand in it already', async () => {
    const { standIn, channel, lines } = await startZaloBot()
    const text = 'Trồng cây gì ạ? 1: ngô. 2: lúa.'
    const message = makeMessage(farmer, text.normalize('NFD'), { choices: [{ title: 'ngô', payload: '#s.q.1' }] })
    expect(await channel.send(message)).toEqual({ type: 'wired', externalId: standIn.messages[0]?.id })
    expect(standIn.messages).toMatchObject([{ to: farmerId, text }])
    expect(lines).toEqual([])
    await standIn.close()
  })

  it('is wired under our own id where the answer has none', async () => {
    const { standIn, channel } = await startZaloBot({ tells: 'nothing' })
    const message = makeMessage(farmer, 'Chào')
    expect(await channel.send(message)).toEqual({ type: 'wired', externalId: message.id })
    await standIn.close()
  })

  it.each(['zalo:3344556677889900112', `zalo:${farmerId}`, 'tel:+84912345678'] as const)(
    'never to %s: no user of this bot',
    async (to) => {
      const { standIn, channel } = await startZaloBot()
      expect(await channel.send(makeMessage(to, 'Chào'))).toEqual({ type: 'failed', code: 'not_a_bot_user' })
      expect(standIn.requestCount()).toBe(0)
      await standIn.close()
    },
  )

  it('is nothing where nothing is to be said', async () => {
    const { standIn, channel } = await startZaloBot()
    expect(await channel.send(makeMessage(farmer, ' \n'))).toEqual({ type: 'failed', code: 'empty_text' })
    expect(standIn.requestCount()).toBe(0)
    await standIn.close()
  })

  it('cannot be looked for: the platform shows nothing of what was sent', async () => {
    const { standIn, channel } = await startZaloBot()
    expect(channel.findSent).toBeUndefined()
    await standIn.close()
  })
})

describe('zalo-bot: a long text', () => {
  it.each([
    ['2,000 characters', 'ế'.repeat(2000), 1],
    ['2,000 characters, decomposed', 'ế'.normalize('NFD').repeat(2000), 1],
    ['2,001 characters', 'ế'.repeat(2001), 2],
    ['2,000 characters of two units each', '🌱'.repeat(2000), 2],
  ])('%s', async (_name, text, pieces) => {
    const { standIn, channel } = await startZaloBot()
    const result = await channel.send(makeMessage(farmer, text))
    expect(result).toEqual({ type: 'wired', externalId: standIn.messages.at(-1)?.id })
    expect(standIn.messages).toHaveLength(pieces)
    expect(standIn.messages.map((one) => one.text).join('')).toBe(text.normalize('NFC'))
    await standIn.close()
  })

  it.each([
    ['a line', '\n', 'Giá ngô 7.500 đ. Hôm nay'],
    ['a sentence', ' ', 'Giá ngô 7.500 đ/kg hôm nay.'],
    ['a word', ' ', 'ngô'],
  ])('is parted behind %s', (_name, between, words) => {
    const pieces = splitText(Array.from({ length: 600 }, () => words).join(between))
    expect(pieces.length).toBeGreaterThan(1)
    for (const piece of pieces)
      expect([piece.length <= 2000, piece.startsWith(words), piece.endsWith(words)]).toEqual([true, true, true])
    expect(pieces.flatMap((piece) => piece.split(words)).length - pieces.length).toBe(600)
  })

  it('never between the halves of a character', () => {
    const [first = '', second = ''] = splitText(`a${'🌱'.repeat(1000)}`)
    expect([first.isWellFormed(), second.isWellFormed(), first.length]).toEqual([true, true, 1999])
  })

  it.each([
    ['is refused', 429],
    ['is lost', 'lost'],
  ] as const)('whose second piece %s may have left, for the first has', async (_name, fault) => {
    const { standIn, channel, lines } = await startZaloBot()
    let sends = 0
    const matches = () => ++sends > 1
    if (fault === 'lost') standIn.fail({ type: 'reset', accept: false }, { matches })
    else standIn.fail({ type: 'answer', status: fault, body: { ok: false, error_code: fault } }, { matches })
    const result = await channel.send(makeMessage(farmer, 'ế'.repeat(2001)))
    expect(result).toEqual({ type: 'unknown', code: 'part_missing' })
    expect(standIn.messages).toHaveLength(1)
    expect(lines.at(-1)).toContain('"piece":2')
    await standIn.close()
  })
})

const outcomes: Record<Meaning, object> = {
  unknown: { type: 'unknown' },
  slow_down: { type: 'throttled', retryAfterMs: 60_000 },
  account: { type: 'failed', config: true },
  // The bot answers to its name: it is this chat that is not there.
  doubtful: { type: 'window_closed' },
  permanent: { type: 'failed' },
}
const codeCases: Record<string, Meaning> = {
  '400': 'permanent',
  '401': 'account',
  '403': 'unknown',
  '404': 'doubtful',
  '408': 'unknown',
  '429': 'slow_down',
}
const unlisted: Record<string, Meaning> = { '402': 'permanent', '500': 'unknown', '503': 'unknown', '-1': 'permanent' }

describe('zalo-bot: error codes', () => {
  it('has a case for every code of the table', () => {
    expect(codeCases).toEqual(errorCodes)
  })

  describe.each(['ok', 'own'] as const)('refused with HTTP %s', (refusesWith) => {
    it.each(Object.entries({ ...codeCases, ...unlisted }))('%s: %s', async (code, meaning) => {
      const { standIn, channel, lines } = await startZaloBot({ refusesWith: code === '-1' ? 'ok' : refusesWith })
      standIn.refuseNext(Number(code))
      const result = await channel.send(makeMessage(farmer, 'Chào'))
      const named = meaning === 'slow_down' ? {} : { code }
      expect(result).toEqual({ ...outcomes[meaning], ...named })
      expect(standIn.messages).toEqual([])
      expect(standIn.calls('sendMessage')).toBe(1)
      expect(lines[0]).toContain(meaning === 'slow_down' ? 'zalo_bot_quota' : 'zalo_bot_refused')
      await standIn.close()
    })
  })

  it.each([
    ['refused without a code', 200, { ok: false }, { type: 'failed', code: 'no_code' }],
    ['refused with a code that is none', 200, { ok: false, error_code: 'x y' }, { type: 'failed', code: 'no_code' }],
    ['HTML with 200', 200, '<html>', { type: 'unknown', code: 'unreadable_answer' }],
    ['ok that is no yes or no', 200, { ok: 'true' }, { type: 'unknown', code: 'unreadable_answer' }],
    ['sent on elsewhere', 302, '', { type: 'failed', code: 'http_302', config: true }],
    ['HTML with 400', 400, '<html>', { type: 'failed', code: 'http_400' }],
    ['HTML with 401', 401, '<html>', { type: 'failed', code: 'http_401', config: true }],
    ['HTML with 403', 403, '<html>', { type: 'unknown', code: 'http_403' }],
    ['HTML with 413', 413, '<html>', { type: 'failed', code: 'http_413' }],
    ['HTML with 429', 429, '<html>', { type: 'throttled', retryAfterMs: 60_000 }],
    ['HTML with 502', 502, '<html>', { type: 'unknown', code: 'http_502' }],
  ])('%s', async (_name, status, body, expected) => {
    const { standIn, channel } = await startZaloBot()
    standIn.fail({ type: 'answer', status, body })
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toEqual(expected)
    await standIn.close()
  })

  it('waits as long as a 429 says, an hour at most', async () => {
    const { standIn, channel } = await startZaloBot()
    for (const [seconds, retryAfterMs] of [
      ['7', 7000],
      ['86400', 3_600_000],
    ] as const) {
      const body = { ok: false, error_code: 429 }
      standIn.fail({ type: 'answer', status: 429, body, headers: { 'retry-after': seconds } })
      expect(await channel.send(makeMessage(farmer, 'Chào'))).toEqual({ type: 'throttled', retryAfterMs })
    }
    await standIn.close()
  })
})

describe('zalo-bot: 404 does not say what is not there', () => {
  it('a chat: the bot may not write to this person', async () => {
    const { standIn, channel } = await startZaloBot()
    expect(await channel.send(makeMessage('zalo:bot:ffff', 'Chào'))).toEqual({ type: 'window_closed', code: '404' })
    expect(standIn.calls('getMe')).toBe(1)
    await standIn.close()
  })

  it.each([
    ['the bot, by its answer', 404, { ok: false, error_code: 404 }],
    ['the bot, by its token', 401, { ok: false, error_code: 401 }],
    ['the platform, under that address', 404, '<html>'],
  ])('%s: nobody can be served', async (_name, status, body) => {
    const { standIn, channel } = await startZaloBot()
    standIn.fail({ type: 'answer', status: 404, body: '<html>' })
    standIn.fail({ type: 'answer', status, body })
    const result = await channel.send(makeMessage(farmer, 'Chào'))
    expect(result).toEqual({ type: 'failed', code: 'http_404', config: true })
    await standIn.close()
  })

  it.each([
    ['nobody answers', { type: 'reset', accept: false }],
    ['it fails itself', { type: 'answer', status: 403, body: { ok: false, error_code: 403 } }],
    ['it is too much', { type: 'answer', status: 429, body: '' }],
  ] as const)('nor can it be asked, for %s: tried again, nothing has left', async (_name, fault) => {
    const { standIn, channel } = await startZaloBot()
    standIn.refuseNext(404)
    standIn.fail(fault, { matches: ({ url }) => url.endsWith('/getMe') })
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toEqual({ type: 'errored', code: '404' })
    await standIn.close()
  })

  it('a token that was taken back: 401', async () => {
    const { standIn, channel } = await startZaloBot()
    standIn.revoke()
    expect(await channel.send(makeMessage(farmer, 'Chào'))).toEqual({ type: 'failed', code: '401', config: true })
    await standIn.close()
  })
})
