import { describe, expect, it } from 'vitest'
import { createAccountWatch } from '../../src/channels/zalo/account-watch.ts'
import { readers } from '../../src/channels/zalo/events.ts'
import { ignoredName, ignoredNames } from '../../src/channels/zalo/ignored-events.ts'
import { parseKeepingDigits } from '../../src/channels/zalo/parse-json.ts'
import { receiveZalo } from '../../src/channels/zalo/receive.ts'
import { startZaloStandIn } from '../stand-ins/zalo.ts'
import { describeChannelContract } from './contract.ts'
import { captureLog, toInbound } from './rig.ts'
import { eventCases } from './zalo-events.ts'
import { farmerId, startZaloRig, webhookUrl } from './zalo-rig.ts'

describeChannelContract('zalo', startZaloRig)

const config = { appId: '1122334455667788990', oaId: '2233445566778899001', oaSecretKey: 'oa-secret-for-tests' }
const known =
  '{"app_id":"1122334455667788990","sender":{"id":"3344556677889900112"},"user_id_by_app":"4455667788990011223","recipient":{"id":"2233445566778899001"},"event_name":"user_send_text","message":{"text":"Lúa bị vàng lá","msg_id":"a1b2c3d4e5f60718293a"},"timestamp":"1795312800000"}'
const knownMac = '25a7cb495927e07e8394901765de39053bb3cd3431cbe5f0e4d691d6a701f025'

function receive(body: string, headers: Record<string, string>, secret = config.oaSecretKey) {
  const { log, lines } = captureLog()
  const receiver = { config: { ...config, oaSecretKey: secret }, log, watch: createAccountWatch(log) }
  return { lines, result: receiveZalo(receiver, toInbound({ url: webhookUrl, headers, body })) }
}

describe('zalo: signature', () => {
  const message = {
    type: 'message',
    externalId: 'a1b2c3d4e5f60718293a',
    from: 'zalo:3344556677889900112',
    text: 'Lúa bị vàng lá',
    attachments: [],
    sentAt: 1_795_312_800_000,
  }

  it.each([
    ['as it is sent', `mac=${knownMac}`],
    ['bare', knownMac],
    ['in capitals, with blanks', ` mac = ${knownMac.toUpperCase()} `],
  ])('is right %s', async (_name, header) => {
    const { result, lines } = receive(known, { 'x-zevent-signature': header })
    expect(await result).toEqual({ type: 'accepted', events: [message] })
    expect(lines).toEqual([])
  })

  it.each([
    ['of another key', known, `mac=${knownMac}`, 'other', 'bad_signature'],
    ['of another text', known.replace('vàng', 'vang'), `mac=${knownMac}`, undefined, 'bad_signature'],
    [
      'of the same text written anew',
      known.replace('","sender', '", "sender'),
      `mac=${knownMac}`,
      undefined,
      'bad_signature',
    ],
    ['of another app', known.replace('1122334455667788990', '1'), `mac=${knownMac}`, undefined, 'other_app'],
    ['too short', known, 'mac=25a7', undefined, 'no_signature'],
    ['that is missing', known, '', undefined, 'no_signature'],
  ])('is wrong %s', async (_name, body, header, secret, code) => {
    const { result } = receive(body, { 'x-zevent-signature': header }, secret)
    const received = await result
    expect(received).toMatchObject({ type: 'refused', code })
    expect(received).toMatchObject({ status: 200 })
    if (code === 'bad_signature') expect(received).toMatchObject({ quarantine: { from: 'zalo:3344556677889900112' } })
  })

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello'],
    ['another shape', '{"event":"probe"}'],
  ])('of %s sees 200, so that Zalo saves the address', async (_name, body) => {
    const { result } = receive(body, { 'x-zevent-signature': `mac=${knownMac}` })
    expect(await result).toEqual({ type: 'refused', status: 200, code: 'malformed' })
  })

  it.each([
    ['the account’s id', config.oaId, 'recipient_id'],
    ['the sender’s id', farmerId, 'sender_id'],
  ])('over %s is taken, and staff are told', async (_name, firstTerm, variant) => {
    const standIn = await startZaloStandIn()
    const { headers, body } = standIn.sign(webhookUrl, known, { firstTerm })
    await standIn.close()
    const { result, lines } = receive(body, headers)
    expect(await result).toMatchObject({ type: 'accepted', events: [{ type: 'message' }] })
    expect(lines).toEqual([JSON.stringify({ signedWith: variant, event: 'zalo_signature_variant' })])
  })

  it('takes an event that was signed two hours ago', async () => {
    const { result } = receive(known, { 'x-zevent-signature': `mac=${knownMac}`, num_retry: '5' })
    expect(await result).toMatchObject({ type: 'accepted' })
  })

  it('answers anyone who opens the address', async () => {
    const { log } = captureLog()
    const request = { ...toInbound({ url: webhookUrl, headers: {}, body: '' }), method: 'GET' }
    expect(await receiveZalo({ config, log, watch: createAccountWatch(log) }, request)).toEqual({
      type: 'accepted',
      events: [],
    })
  })
})

describe('zalo: another app or account, rightly signed', () => {
  const cases = [
    ['other_app', known.replace('1122334455667788990', '9988')],
    ['other_oa', known.replace('2233445566778899001', '9988')],
  ] as const

  it.each(cases)('%s is kept while none of our own has come, and dropped from then on', async (code, body) => {
    const standIn = await startZaloStandIn()
    const { log, lines } = captureLog()
    const watch = createAccountWatch(log)
    const receiveSigned = async (text: string, firstTerm?: string) => {
      const { headers } = standIn.sign(webhookUrl, text, firstTerm === undefined ? {} : { firstTerm })
      return receiveZalo({ config, log, watch }, toInbound({ url: webhookUrl, headers, body: text }))
    }
    const firstTerm = code === 'other_app' ? '9988' : config.appId
    const refused = { type: 'refused', status: 200, code }
    const quarantine = { from: 'zalo:3344556677889900112' }
    expect(watch.trouble()).toBeNull()
    for (let n = 0; n < 2; n += 1) expect(await receiveSigned(body, firstTerm)).toEqual({ ...refused, quarantine })
    expect(watch.trouble()).toBe(code)
    expect(lines).toEqual([JSON.stringify({ code, event: 'zalo_account_differs' })])
    expect(await receiveSigned(known)).toMatchObject({ type: 'accepted' })
    expect(watch.trouble()).toBeNull()
    expect(await receiveSigned(body, firstTerm)).toEqual(refused)
    await standIn.close()
  })
})

describe('zalo: ids', () => {
  it('keeps every digit of ids and times that are not quoted', async () => {
    const standIn = await startZaloStandIn()
    const body = known.replace(/"(\d{13,})"/g, '$1')
    expect(body).toContain('"id":3344556677889900112')
    const { headers } = standIn.sign(webhookUrl, body)
    await standIn.close()
    const { result } = receive(body, headers)
    expect(await result).toMatchObject({
      events: [{ from: 'zalo:3344556677889900112', sentAt: 1_795_312_800_000 }],
    })
  })

  it.each([
    ['9007199254740993', '9007199254740993'],
    ['-0.10', '-0.10'],
    ['1e400', '1e400'],
    ['[1,"1",true,null]', ['1', '1', true, null]],
    ['{', undefined],
    ['', undefined],
  ])('%s', (text, value) => {
    expect(parseKeepingDigits(text)).toEqual(value)
  })
})

describe('zalo: events', () => {
  it('has a case for every event with a meaning', () => {
    expect(Object.keys(eventCases).sort()).toEqual(Object.keys(readers).sort())
  })

  const cases = Object.entries(eventCases).flatMap(([event, several]) => several.map((one) => ({ event, ...one })))
  it.each(cases)('$event: $name', async ({ event, body, expected }) => {
    const standIn = await startZaloStandIn()
    const whole = { app_id: config.appId, event_name: event, timestamp: '1795312800000', ...body }
    const { headers, body: text } = standIn.sign(webhookUrl, whole)
    await standIn.close()
    const { result } = receive(text, headers)
    expect(await result).toEqual({ type: 'accepted', events: expected })
  })

  it('tells a template’s receipt by its header, too', async () => {
    const standIn = await startZaloStandIn()
    const body = {
      app_id: config.appId,
      sender: { id: config.oaId },
      recipient: { id: '84901234567' },
      event_name: 'user_received_message',
      message: { msg_id: 'c5d6' },
      timestamp: '1795312803100',
    }
    const { headers, body: text } = standIn.sign(webhookUrl, body)
    await standIn.close()
    const { result } = receive(text, { ...headers, 'x-zevent-server': 'ZNS' })
    expect(await result).toEqual({
      type: 'accepted',
      events: [{ type: 'status', externalId: 'c5d6', status: 'delivered', at: 1_795_312_803_100, by: 'zbs' }],
    })
  })

  it.each([
    [
      {
        event_name: 'change_template_status',
        template_id: 417001,
        status: { prev_status: 'ENABLE', new_status: 'DISABLE' },
      },
      { templateId: '417001', status: 'DISABLE', event: 'zalo_template_changed' },
    ],
    [
      { event_name: 'change_oa_daily_quota', oaId: config.oaId, quota: { prev_value: '500', new_value: '5000' } },
      { daily: 5000, event: 'zalo_daily_quota_changed' },
    ],
    [{ event_name: 'change_template_status', template_id: 'x y', status: 'DISABLE' }, null],
    [{ event_name: 'change_oa_daily_quota', quota: { new_value: 'all' } }, null],
  ])('tells staff of a change: %j', async (body, said) => {
    const standIn = await startZaloStandIn()
    const whole = { app_id: config.appId, timestamp: '1795312800000', ...body }
    const { headers, body: text } = standIn.sign(webhookUrl, whole)
    await standIn.close()
    const { result, lines } = receive(text, headers)
    expect(await result).toEqual({ type: 'accepted', events: [{ type: 'ignored', name: body.event_name }] })
    expect(lines).toEqual(said === null ? [] : [JSON.stringify(said)])
  })

  it('counts what it does not use: by name, by family, or as unknown', async () => {
    const standIn = await startZaloStandIn()
    const families = [
      ['user_send_group_text', 'user_send_group'],
      ['oa_send_group_image', 'oa_send_group'],
      ['react_request_join_group_accept', 'react_request_join_group'],
      ['something_new', 'unknown_event'],
      ['constructor', 'unknown_event'],
    ] as const
    const all = [...ignoredNames.map((name) => [name, name] as const), ...families]
    expect(all.length).toBeGreaterThan(40)
    for (const [event, name] of all) {
      const body = { app_id: config.appId, event_name: event, timestamp: '1795312800000', oa_id: config.oaId }
      const { headers, body: text } = standIn.sign(webhookUrl, body)
      expect(await receive(text, headers).result).toEqual({ type: 'accepted', events: [{ type: 'ignored', name }] })
      expect(ignoredName(event)).toBe(name)
    }
    await standIn.close()
  })
})
