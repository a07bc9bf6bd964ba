import { describe, expect, it, onTestFinished } from 'vitest'
import type { SendResult } from '../../src/channels/channel.ts'
import { errorCodes } from '../../src/channels/zalo/errors.ts'
import { makeMessage, toInbound } from './rig.ts'
import { farmer, farmerId, webhookUrl } from './zalo-rig.ts'
import { farmerPhone, phone, startZbs, TEMPLATE, templateMessage } from './zbs-rig.ts'

const noon = Date.parse('2026-11-22T12:00:20+07:00')
const hours = 3_600_000

async function start(now: () => number = () => noon) {
  const zbs = await startZbs({ now })
  onTestFinished(() => zbs.standIn.close())
  return zbs
}

describe('zbs: a template goes out', () => {
  it('to a phone, composed, under an id that comes back', async () => {
    const { standIn, byPhone, lines } = await start()
    const message = templateMessage(phone, 'Gừng 15.000 đ/kg'.normalize('NFD'))
    const result = await byPhone.send(message)
    const [sent] = standIn.zbs.sent
    expect(result).toEqual({ type: 'wired', externalId: sent?.id })
    expect(sent).toMatchObject({
      ...{ way: 'phone', to: farmerPhone, templateId: TEMPLATE, values: { words: 'Gừng 15.000 đ/kg' } },
      trackingId: message.id.replaceAll('-', ''),
    })
    expect(lines).toEqual([JSON.stringify({ messageId: message.id, remainingToday: 499, event: 'zbs_quota' })])
  })

  it('to a user of the account', async () => {
    const { standIn, byUser } = await start()
    const result = await byUser.send(templateMessage(farmer, 'Gừng 15.000 đ/kg'))
    const [sent] = standIn.zbs.sent
    expect(result).toEqual({ type: 'wired', externalId: sent?.id })
    expect(sent).toMatchObject({ way: 'user', to: farmerId, values: { words: 'Gừng 15.000 đ/kg' }, trackingId: null })
  })

  it('and is told to have arrived: a phone’s under our own id, a user’s by Zalo’s', async () => {
    const { standIn, byPhone, byUser, oaChannel } = await start()
    const message = templateMessage(phone, 'Một')
    await byPhone.send(message)
    await byUser.send(templateMessage(farmer, 'Hai'))
    const events = []
    for (const sent of standIn.zbs.sent) {
      const received = await oaChannel.receive(toInbound(standIn.templateReceipt(webhookUrl, sent)))
      if (received.type === 'accepted') events.push(...received.events)
    }
    const [first, second] = standIn.zbs.sent
    expect(events).toEqual([
      {
        ...{ type: 'status', outboxId: message.id, externalId: first?.id, status: 'delivered' },
        ...{ at: noon + 4_000, by: 'zbs' },
      },
      { type: 'status', externalId: second?.id, status: 'delivered', at: noon },
    ])
  })

  it.each([
    ['no template', makeMessage(phone, 'Chào'), 'byPhone', { type: 'failed', code: 'no_template' }],
    ['no template for a user', makeMessage(farmer, 'Chào'), 'byUser', { type: 'failed', code: 'no_template' }],
    [
      'a user of the bot',
      { ...templateMessage(farmer, 'x'), to: 'zalo:bot:a1b2' as const },
      'byUser',
      { type: 'failed', code: 'not_a_zalo_user' },
    ],
    ['a phone in place of a user', templateMessage(phone, 'x'), 'byUser', { type: 'failed', code: 'not_a_zalo_user' }],
    ['a user in place of a phone', templateMessage(farmer, 'x'), 'byPhone', { type: 'failed', code: 'not_a_phone' }],
    [
      'a phone of another country',
      { ...templateMessage(phone, 'x'), to: 'tel:+8562012345678' as const },
      'byPhone',
      { type: 'window_closed', code: 'not_vietnamese' },
    ],
  ] as const)('never with %s', async (_name, message, which, expected) => {
    const zbs = await start()
    expect(await zbs[which].send(message)).toEqual(expected)
    expect(zbs.standIn.requestCount()).toBe(0)
  })

  it.each([
    ['an unknown parameter', { words: 'x', other: 'y' }, '-112'],
    ['a missing parameter', {}, '-1122'],
    ['one that is too long', { words: 'x'.repeat(401) }, '-1121'],
  ])('which Zalo refuses for %s leaves the person their phone', async (_name, values, code) => {
    const { standIn, byPhone, lines } = await start()
    const message = makeMessage(phone, 'x', { template: { id: TEMPLATE, values } })
    expect(await byPhone.send(message)).toEqual({ type: 'window_closed', code })
    expect(standIn.zbs.sent).toEqual([])
    expect(lines).toEqual([JSON.stringify({ messageId: message.id, templateId: TEMPLATE, code, event: 'zbs_refused' })])
  })

  it.each<[number, string, SendResult]>([
    [200, '<html>', { type: 'unknown', code: 'http_200' }],
    [200, '{"error":0,"message":"Success"}', { type: 'unknown', code: 'unreadable_answer' }],
    [200, '{"error":0,"data":{"msg_id":"m1","quota":7}}', { type: 'wired', externalId: 'm1' }],
    [200, '{"error":"-118"}', { type: 'window_closed', code: '-118' }],
    [429, '', { type: 'throttled', retryAfterMs: 41_000 }],
    [403, '', { type: 'failed', code: 'http_403', config: true }],
    [502, '', { type: 'unknown', code: 'http_502' }],
  ])('answer %s %s', async (status, body, expected) => {
    const { standIn, byPhone, tokens } = await start()
    await tokens.current()
    standIn.fail({ type: 'answer', status, body })
    expect(await byPhone.send(templateMessage(phone, 'x'))).toEqual(expected)
  })
})

describe('zbs: what is known to be refused is not asked for', () => {
  it('the day’s quota, until tomorrow in Vietnam', async () => {
    let now = noon
    const { standIn, byPhone, byUser } = await start(() => now)
    standIn.zbs.setDailyQuota(2)
    const send = () => byPhone.send(templateMessage(phone, 'x'))
    expect([await send(), await send()]).toMatchObject([{ type: 'wired' }, { type: 'wired' }])
    const asked = standIn.requestCount()
    const used = { type: 'window_closed', code: 'quota_used_up' }
    expect([await send(), await send()]).toEqual([used, used])
    now = Date.parse('2026-11-22T23:59:59+07:00')
    expect(await send()).toEqual(used)
    expect(standIn.requestCount()).toBe(asked)
    // The quota is of sends by phone.
    expect(await byUser.send(templateMessage(farmer, 'x'))).toMatchObject({ type: 'wired' })
    now = Date.parse('2026-11-23T00:00:00+07:00')
    expect(await send()).toMatchObject({ type: 'wired' })
  })

  it('a quota that others have used up', async () => {
    const { standIn, byPhone } = await start()
    standIn.zbs.setDailyQuota(0)
    const send = () => byPhone.send(templateMessage(phone, 'x'))
    expect(await send()).toEqual({ type: 'window_closed', code: '-144' })
    const asked = standIn.requestCount()
    standIn.zbs.setDailyQuota(500)
    expect(await send()).toEqual({ type: 'window_closed', code: '-144' })
    expect(standIn.requestCount()).toBe(asked)
  })

  it.each([
    ['its quota of the day', { dailyLimit: 0 }, '-147', 12 * hours],
    ['the night', { atNight: false }, '-133', 6 * hours + 5 * 60_000],
    ['not being approved yet', { status: 'PENDING_REVIEW' as const }, '-131', hours],
    ['its quality', { status: 'DISABLE' as const }, '-146', hours],
  ])('one template for %s, and no other', async (_name, rest, code, restMs) => {
    // Half past midnight only for the night: all else is the same at noon.
    let now = code === '-133' ? Date.parse('2026-11-22T00:00:00+07:00') : Date.parse('2026-11-22T12:00:00+07:00')
    const began = now
    const { standIn, byPhone } = await start(() => now)
    standIn.zbs.register('500', ['words'], rest)
    const send = (id: string) => byPhone.send(makeMessage(phone, 'x', { template: { id, values: { words: 'x' } } }))
    expect(await send('500')).toEqual({ type: 'window_closed', code })
    standIn.zbs.register('500', ['words'])
    const asked = standIn.requestCount()
    now = began + restMs - 1
    expect(await send('500')).toEqual({ type: 'window_closed', code })
    expect(standIn.requestCount()).toBe(asked)
    expect(await send(TEMPLATE)).toMatchObject({ type: 'wired' })
    now = began + restMs
    expect(await send('500')).toMatchObject({ type: 'wired' })
  })

  it('tells staff which template to mend, until it works', async () => {
    let now = noon
    const { standIn, byPhone, byUser } = await start(() => now)
    standIn.zbs.register('500', ['words'], { status: 'REJECT' })
    const message = () => makeMessage(phone, 'x', { template: { id: '500', values: { words: 'x' } } })
    expect([byPhone.trouble?.(), byUser.trouble]).toEqual([null, undefined])
    await byPhone.send(message())
    await byUser.send({ ...message(), to: farmer })
    expect(byPhone.trouble?.()).toBe('template 500 refused: -131')
    standIn.zbs.register('500', ['words'])
    now += hours
    await byPhone.send(message())
    expect(byPhone.trouble?.()).toBeNull()
  })
})

/** Code → how a first attempt ends, by phone. */
const closed = 'window_closed'
const config = 'config'
type Ends = Record<string, SendResult['type'] | typeof config>
const closing = [
  ...['-106', '-107', '-108', '-109', '-110', '-111', '-112', '-113', '-114', '-116', '-117', '-118', '-119', '-121'],
  ...['-122', '-125', '-128', '-130', '-131', '-132', '-133', '-139', '-140', '-141', '-144', '-145', '-146', '-147'],
  ...['-153', '-1121', '-1122', '-1124', '-1441', '-1471', '-1472'],
]
const mending = [
  ...['-101', '-102', '-103', '-104', '-105', '-115', '-120', '-124', '-126', '-127', '-135', '-136', '-137', '-138'],
  ...['-1241', '-1351', '-1381'],
]
const phoneCases: Ends = {
  '-100': 'errored',
  ...Object.fromEntries(closing.map((code) => [code, closed])),
  ...Object.fromEntries(mending.map((code) => [code, config])),
  '-9999': closed,
}

/** What differs by user id: the Official Account's own codes. */
const userCases: Ends = {
  ...phoneCases,
  '-32': 'throttled',
  '-200': 'errored',
  '-214': 'errored',
  ...Object.fromEntries(
    ['-204', '-205', '-209', '-212', '-216', '-219', '-220', '-221', '-223', '-224', '-235', '-240', '-242']
      .concat('-320', '-321')
      .map((code) => [code, config]),
  ),
  ...Object.fromEntries(
    ['-201', '-210', '-211', '-213', '-217', '-218', '-227', '-230', '-231', '-232', '-233', '-234', '-237', '-238']
      .concat('-241', '-244', '-248', '-249', '-403', '-1340', '-1341')
      .map((code) => [code, closed]),
  ),
}

describe.each([
  ['by phone', 'byPhone', phone, farmerPhone, phoneCases, errorCodes.business],
  ['by user', 'byUser', farmer, farmerId, userCases, errorCodes.user_template],
] as const)('zbs: error codes %s', (_name, which, to, address, cases, table) => {
  it('has a case for every code of the table', () => {
    const { '-9999': _unknown, ...listed } = cases
    expect(Object.keys(listed).sort()).toEqual(Object.keys(table).sort())
  })

  it.each(Object.entries(cases))('%s: %s', async (code, expected) => {
    const zbs = await start()
    zbs.standIn.zbs.refuse(address, Number(code))
    const result = await zbs[which].send(templateMessage(to, 'x'))
    expect(result).toMatchObject(
      expected === config
        ? { type: 'failed', code, config: true }
        : expected === 'throttled'
          ? { type: expected }
          : { type: expected, code },
    )
    expect('config' in result).toBe(expected === config)
    const isToken = code === '-124' || (which === 'byUser' && ['-216', '-220'].includes(code))
    expect(zbs.standIn.oauth.grants.length).toBe(isToken ? 3 : 2)
    expect(zbs.standIn.zbs.sent).toEqual([])
  })

  it('goes on by another way at the second -100: nobody knows what it was', async () => {
    const zbs = await start()
    zbs.standIn.zbs.refuse(address, -100)
    const again = { ...templateMessage(to, 'x'), attempt: 2 }
    expect(await zbs[which].send(again)).toEqual({ type: 'window_closed', code: '-100' })
  })
})
