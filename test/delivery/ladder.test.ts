import { describe, expect, test } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { DEFAULT_RULES } from '../../src/conversation/sending-rules.ts'
import { climbTime, inOrder, type Weighed } from '../../src/delivery/ladder.ts'
import { CLIMB_MS, HEALTH_SENDS } from '../../src/delivery/limits.ts'
import { applyStatus } from '../../src/delivery/statuses.ts'
import type { Outgoing } from '../../src/farm/outgoing.ts'
import { outboxByOnceKey } from '../../src/store/queries/outbox.ts'
import { insert, update, type Write } from '../../src/store/writes.ts'
import { at, HOUR, MINUTE, NOW, SECOND } from './fixtures.ts'
import { Provider } from './provider.ts'
import { openRig, type Rig } from './rig.ts'

/** Someone with a phone and Zalo, who wrote to the account `agoMs` ago (null: never). */
async function openBoth(agoMs: number | null = HOUR) {
  const rig = await openRig()
  rig.zalo.reports = true
  await rig.addUrn('z1', {
    scheme: 'zalo',
    person: { id: 'p1' },
    lastInboundAt: agoMs === null ? null : NOW - agoMs,
  })
  await rig.addUrn('t1', { person: { id: 'p1' } })
  return rig
}

const started = { class: 'broadcast', urnId: 't1', personId: 'p1', deadline: at(20) } as const

/** The account tells of receipts: one came. */
async function tellReceipt(rig: Rig) {
  await rig.addUrn('z0', { scheme: 'zalo', person: { id: 'p0' }, lastInboundAt: NOW })
  await rig.queue('o0', { urnId: 'z0', personId: 'p0' })
  await rig.at(NOW)
  await delivered(rig, 'SM1')
  rig.zalo.asked.length = 0
}

/** Made after the other way was begun, where it was. */
const later = (write: Write, isClimbing: boolean): Write =>
  isClimbing && write.type === 'update' && 'updatedAt' in write.set
    ? update('trainings', { id: 'k1' }, { startsAt: at(19), updatedAt: at(15) + HOUR })
    : write

const successor = async (rig: Rig, id: string) => (await outboxByOnceKey(rig.store.db, `rung:${id}`))[0]
const delivered = (rig: Rig, externalId: string) =>
  applyStatus(rig.delivery, 'zalo', { type: 'status', externalId, status: 'delivered' })

describe('the cheapest way first', () => {
  test.each([
    [HOUR, 'zalo'],
    [72 * HOUR, 'zalo'],
    [8 * 24 * HOUR, 'twilio'],
    [null, 'twilio'],
  ] as const)('who wrote on Zalo %s ms ago is told by %s', async (agoMs, channel) => {
    const rig = await openBoth(agoMs)
    await rig.queue('o1', started)
    await rig.at(NOW)
    expect(await rig.row('o1')).toMatchObject({ status: 'wired', channel, urnId: channel === 'zalo' ? 'z1' : 't1' })
    expect(rig.zalo.ids.length + rig.sms.ids.length).toBe(1)
  })

  test('an answer goes back where the question came from', async () => {
    const rig = await openBoth()
    await rig.queue('o1', { class: 'reply', urnId: 't1', personId: 'p1' })
    await rig.queue('o2', { class: 'service', urnId: 't1', personId: 'p1', ticketId: 'k1' })
    await rig.at(NOW)
    await rig.at(NOW + 1)
    expect(rig.sms.ids).toEqual(['o1', 'o2'])
  })

  test('what asks a question stays with the talk it asks in', async () => {
    const rig = await openBoth()
    await rig.queue('o1', { ...started, question: 't1.1' })
    await rig.at(NOW)
    expect(rig.sms.ids).toEqual(['o1'])
  })

  test('with under half an hour left it goes by SMS, which reaches every phone', async () => {
    const rig = await openBoth()
    await rig.queue('o1', { ...started, deadline: NOW + 29 * MINUTE })
    await rig.at(NOW)
    expect(rig.sms.ids).toEqual(['o1'])
  })

  test('what goes to a phone that several share stays there: it is for all of them', async () => {
    const rig = await openBoth()
    await rig.write(
      insert('people', { id: 'p2', role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: NOW }),
      insert('personUrns', { personId: 'p2', urnId: 't1', createdAt: NOW }),
    )
    await rig.queue('o1', started)
    await rig.at(NOW)
    expect(rig.sms.ids).toEqual(['o1'])
  })

  test('a stopped address is no way', async () => {
    const rig = await openBoth()
    await rig.write(update('urns', { id: 'z1' }, { stoppedAt: NOW }))
    await rig.queue('o1', started)
    await rig.at(NOW)
    expect(rig.sms.ids).toEqual(['o1'])
  })
})

describe('without a receipt by half its time', () => {
  /** Sent on Zalo at 10:00, of use until 20:00. */
  async function openSilent() {
    const rig = await openBoth()
    await tellReceipt(rig)
    await rig.queue('o1', started)
    await rig.at(NOW)
    expect(rig.zalo.ids).toEqual(['o1'])
    return rig
  }

  test('it goes on by SMS, once, as a possible double', async () => {
    const rig = await openSilent()
    await rig.at(at(15) - SECOND)
    expect(rig.sms.ids).toEqual([])
    await rig.at(at(15) + CLIMB_MS)
    await rig.at(at(16))
    const second = await successor(rig, 'o1')
    expect(rig.sms.ids).toEqual([second?.id])
    expect(second).toMatchObject({
      ...{ rungOf: 'o1', status: 'wired', channel: 'twilio', urnId: 't1', possibleDouble: true, class: 'broadcast' },
      decisions: [
        { does: 'climbs', reason: 'silent', rung: 'zalo z1' },
        { does: 'sends', reason: 'agreed' },
      ],
    })
    expect(await rig.row('o1')).toMatchObject({ status: 'wired', reason: 'climbed', climbAt: null })
  })

  test('a receipt stops it', async () => {
    const rig = await openSilent()
    await delivered(rig, 'SM2')
    await rig.at(at(16))
    expect(rig.sms.ids).toEqual([])
    expect(await rig.row('o1')).toMatchObject({ status: 'delivered', climbAt: null })
  })

  test('a receipt stops what is on its way and not sent', async () => {
    const rig = await openSilent()
    // The gateway has no turn for it now.
    rig.sms.script.push({ type: 'throttled', retryAfterMs: HOUR })
    await rig.at(at(15) + CLIMB_MS)
    const second = await successor(rig, 'o1')
    expect(second?.status).toBe('queued')
    await delivered(rig, 'SM2')
    expect(await rig.row(second?.id ?? '')).toMatchObject({ status: 'cancelled', reason: 'arrived' })
    await rig.at(at(18))
    expect(rig.sms.ids).toEqual([second?.id])
  })

  test('a receipt that only says it was sent does not', async () => {
    const rig = await openSilent()
    await applyStatus(rig.delivery, 'zalo', { type: 'status', externalId: 'SM2', status: 'sent' })
    await rig.at(at(15) + CLIMB_MS)
    expect(rig.sms.ids).toHaveLength(1)
  })

  const training = { id: 'k1', title: 'IPM', startsAt: at(20), place: 'Nà Luông', createdAt: NOW, updatedAt: NOW }
  const alert = {
    id: 'b1',
    kind: 'price_alert',
    cooperativeId: 'c1',
    authorId: 'p9',
    values: {},
    createdAt: NOW,
  } as const
  test.each<[string, Partial<Outgoing>, Write[], Write[]]>([
    ['nothing', {}, [], []],
    [
      'its broadcast was corrected',
      { broadcastId: 'b1' },
      [insert('broadcasts', { ...alert, status: 'sent' })],
      [insert('broadcasts', { ...alert, id: 'b2', corrects: 'b1', status: 'sending' })],
    ],
    [
      'its broadcast was stopped',
      { broadcastId: 'b1' },
      [insert('broadcasts', { ...alert, status: 'sending' })],
      [update('broadcasts', { id: 'b1' }, { status: 'stopped' })],
    ],
    [
      'its training was moved',
      { trainingId: 'k1', class: 'reminder' },
      [insert('trainings', { ...training, status: 'planned' })],
      [update('trainings', { id: 'k1' }, { startsAt: at(19), updatedAt: NOW + HOUR })],
    ],
  ])('changed meanwhile: %s', async (what, over, before, meanwhile) => {
    for (const isClimbing of [false, true]) {
      const rig = await openBoth()
      await tellReceipt(rig)
      await rig.write(...before)
      await rig.queue('o1', { ...started, ...over })
      await rig.at(NOW)
      rig.sms.script.push({ type: 'throttled', retryAfterMs: HOUR })
      if (isClimbing) await rig.at(at(15) + CLIMB_MS)
      if (meanwhile.length > 0) await rig.write(...meanwhile.map((write) => later(write, isClimbing)))
      await rig.at(at(15) + 2 * CLIMB_MS)
      await rig.at(at(17))
      const second = await successor(rig, 'o1')
      if (what === 'nothing') expect(second?.status).toBe('wired')
      else if (isClimbing) expect(second).toMatchObject({ status: 'cancelled', reason: 'changed' })
      else expect(second).toBeUndefined()
      await rig.close()
    }
  })

  test('an account that never tells is not mistrusted', async () => {
    const rig = await openBoth()
    delete rig.zalo.reports
    await rig.queue('o1', started)
    await rig.at(NOW)
    await rig.at(at(19))
    expect([rig.zalo.ids, rig.sms.ids]).toEqual([['o1'], []])
  })

  test('an account whose receipts are switched off neither', async () => {
    const rig = await openBoth()
    await rig.queue('o1', started)
    await rig.at(NOW)
    await rig.at(at(16))
    expect([rig.zalo.ids, rig.sms.ids]).toEqual([['o1'], []])
    expect(rig.logged).toContain('no_receipts')
    expect((await rig.row('o1')).climbAt).toBeNull()
  })

  test('an address that kept silent twice is left for the other, until they write from it', async () => {
    const rig = await openBoth()
    await tellReceipt(rig)
    for (const [index, id] of ['o1', 'o2'].entries()) {
      await rig.queue(id, { ...started, deadline: NOW + (index + 1) * 2 * HOUR })
      await rig.at(NOW + index * 2 * HOUR)
      await rig.at(NOW + (index * 2 + 1) * HOUR + CLIMB_MS)
      expect(await successor(rig, id)).toMatchObject({ channel: 'twilio' })
    }
    await rig.queue('o3', started)
    await rig.at(NOW + 4 * HOUR)
    expect(await rig.row('o3')).toMatchObject({ channel: 'twilio' })
    await rig.write(update('urns', { id: 'z1' }, { lastInboundAt: NOW + 5 * HOUR }))
    await rig.queue('o4', started)
    await rig.at(NOW + 5 * HOUR)
    expect(await rig.row('o4')).toMatchObject({ channel: 'zalo' })
  })
})

describe('a way that is closed', () => {
  test.each([
    { type: 'window_closed', code: '-230' },
    { type: 'failed', code: '-201' },
  ] as const)('$type: goes on at once, and is no double', async (ending) => {
    const rig = await openBoth()
    rig.zalo.script.push(ending)
    await rig.queue('o1', started)
    await rig.at(NOW)
    expect(rig.sms.ids).toEqual(['o1'])
    expect(await rig.row('o1')).toMatchObject({
      ...{ status: 'wired', channel: 'twilio', urnId: 't1', possibleDouble: false },
      decisions: [{ does: 'sends' }, { does: 'climbs', reason: ending.code, rung: 'zalo z1' }, { does: 'sends' }],
    })
  })

  test('when every way is closed it has failed, and no way is tried twice', async () => {
    const rig = await openBoth()
    rig.zalo.script.push({ type: 'window_closed', code: '-230' })
    rig.sms.script.push({ type: 'failed', code: '21211' })
    await rig.queue('o1', started)
    await rig.at(NOW)
    await rig.at(at(19))
    expect([rig.zalo.ids, rig.sms.ids]).toEqual([['o1'], ['o1']])
    expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: '21211' })
  })

  test('reported failed on its way: goes on as a message of its own, no double', async () => {
    const rig = await openBoth(null)
    const template = new Provider('zbs', rig.delivery.clock, false)
    await rig.queue('o1', started)
    rig.dispatcher({ channels: [rig.zalo, rig.sms, template] })
    await rig.at(NOW)
    expect(await rig.row('o1')).toMatchObject({ channel: 'twilio' })
    await rig.write(update('urns', { id: 'z1' }, { lastInboundAt: NOW }))
    await applyStatus(rig.delivery, 'twilio', { type: 'status', externalId: 'SM1', status: 'failed', code: '30003' })
    await rig.at(NOW + 2 * CLIMB_MS)
    expect(await successor(rig, 'o1')).toMatchObject({
      ...{ status: 'wired', channel: 'zalo', rungOf: 'o1', possibleDouble: false },
    })
    expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: '30003' })
  })

  test('a number that is none is left for Zalo', async () => {
    const rig = await openBoth(null)
    for (const [index, id] of ['o1', 'o2'].entries()) {
      rig.sms.script.push({ type: 'failed', code: '21211' })
      await rig.queue(id, started)
      await rig.at(NOW + index)
    }
    await rig.write(update('urns', { id: 'z1' }, { lastInboundAt: NOW + 2 * HOUR, channel: 'zalo' }))
    await rig.write(update('urns', { id: 't1' }, { lastInboundAt: null }))
    await rig.queue('o3', { ...started, deadline: NOW + 2 * HOUR + 20 * MINUTE })
    await rig.at(NOW + 2 * HOUR)
    expect(await rig.row('o3')).toMatchObject({ status: 'wired', channel: 'zalo', urnId: 'z1' })
    expect(rig.sms.ids).toEqual(['o1', 'o2'])
  })
})

describe('the health of a channel', () => {
  test('one that fails is left for another way, and taken again later', async () => {
    const rig = await openBoth()
    for (let n = 0; n < HEALTH_SENDS; n++) {
      await rig.addUrn(`x${n}`, { scheme: 'zalo', person: { id: `px${n}` }, lastInboundAt: NOW })
      rig.zalo.script.push({ type: 'errored', code: 'http_500', retryAfterMs: 10 * HOUR })
      await rig.queue(`f${n}`, { ...started, urnId: `x${n}`, personId: `px${n}` })
    }
    await rig.at(NOW)
    await rig.queue('o1', started)
    await rig.at(NOW + 1)
    expect(await rig.row('o1')).toMatchObject({ status: 'wired', channel: 'twilio' })
    await rig.queue('o2', started)
    await rig.at(NOW + 11 * MINUTE)
    expect(await rig.row('o2')).toMatchObject({ status: 'wired', channel: 'zalo' })
  })

  test('one whose account must be mended too', async () => {
    const rig = await openBoth()
    await rig.addUrn('x1', { scheme: 'zalo', person: { id: 'px' }, lastInboundAt: NOW })
    rig.zalo.script.push({ type: 'failed', code: '-216', config: true })
    await rig.queue('f1', { ...started, urnId: 'x1', personId: 'px' })
    await rig.at(NOW)
    await rig.queue('o1', started)
    await rig.at(NOW + 1)
    expect(await rig.row('o1')).toMatchObject({ status: 'wired', channel: 'twilio' })
  })
})

describe('an answer whose channel can not be used', () => {
  test('waits ten minutes for the account to be mended, then goes to the phone', async () => {
    const rig = await openBoth()
    rig.zalo.script.push(...Array.from({ length: 9 }, () => ({ type: 'failed', code: '-216', config: true }) as const))
    await rig.queue('o1', { class: 'reply', urnId: 'z1', personId: 'p1' })
    for (let minute = 0; minute < 10; minute++) await rig.at(NOW + minute * MINUTE)
    expect(rig.sms.ids).toEqual([])
    for (let minute = 10; minute < 30; minute++) await rig.at(NOW + minute * MINUTE)
    expect(rig.sms.ids).toEqual(['o1'])
    expect(await rig.row('o1')).toMatchObject({ status: 'wired', channel: 'twilio', possibleDouble: false })
  })
})

describe('a second gateway', () => {
  test('stands in for the number they know only while that one fails', async () => {
    const rig = await openRig()
    const gateway = new Provider('smsgate', rig.delivery.clock, false)
    rig.sms.standsIn = true
    await rig.addUrn('t1', { channel: 'smsgate', person: { id: 'p1' } })
    rig.dispatcher({ channels: [rig.sms, gateway] })
    await rig.queue('o1', started)
    await rig.at(NOW)
    expect(await rig.row('o1')).toMatchObject({ channel: 'smsgate' })
    gateway.script.push({ type: 'failed', code: 'http_401', config: true })
    await rig.queue('o2', started)
    await rig.at(NOW + 1)
    await rig.addUrn('t2', { channel: 'smsgate', person: { id: 'p2' } })
    await rig.queue('o3', { ...started, urnId: 't2', personId: 'p2' })
    await rig.at(NOW + 2)
    await rig.at(NOW + 2 * MINUTE)
    await rig.queue('o4', started)
    await rig.at(NOW + 2 * MINUTE + 1)
    expect([rig.sms.ids, gateway.ids]).toEqual([['o3'], ['o1', 'o2', 'o2', 'o4']])
  })
})

describe('when another way is tried', () => {
  const hours = { ...DEFAULT_RULES, hours: { from: 7 * 60, to: 21 * 60 } }
  test.each([
    ['half the time', at(10), at(20), at(15)],
    ['in the night, with the morning in time: then', at(16), at(10, 0, 1), at(1, 0, 1)],
    ['in the night, with the morning too late: before', at(19), at(7, 5, 1), at(20, 47, 0)],
    ['so late that nothing is left', at(10), at(10, 15), null],
  ])('%s', (_, from, deadline, expected) => {
    const found = climbTime({ class: 'broadcast', deadline }, from, hours)
    if (expected === null) expect(found).toBeNull()
    else expect(Math.abs((found ?? 0) - expected)).toBeLessThanOrEqual(15 * MINUTE)
    if (found !== null) expect(found).toBeLessThan(deadline)
  })

  test('doubt weighs more than cost', () => {
    const rung = (form: Channel['form'], vnd: number, isDoubtful = false) =>
      ({ channel: { form }, vnd, isDoubtful }) as Weighed
    const [free, dear, doubtful] = [rung('zalo', 55), rung('sms', 700), rung('zalo', 0, true)]
    expect(inOrder([dear, doubtful, free], 10 * HOUR)).toEqual([free, dear, doubtful])
    expect(inOrder([free, dear, doubtful], 10 * MINUTE)).toEqual([dear, free, doubtful])
  })
})
