import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { CLIMB_AGAIN_MS, CLIMB_MS } from '../../src/delivery/limits.ts'
import { applyStatus } from '../../src/delivery/statuses.ts'
import { outboxByOnceKey, recentOutbox } from '../../src/store/queries/outbox.ts'
import { insert, update } from '../../src/store/writes.ts'
import { at, HOUR, MINUTE, NOW, SECOND } from './fixtures.ts'
import { Provider } from './provider.ts'
import { gate, openRig, type Rig, until } from './rig.ts'
import { approved } from './zbs-rig.ts'

/** Someone with Zalo and a phone, both of whose accounts tell of receipts. */
async function openBoth() {
  const rig = await openRig()
  rig.zalo.reports = true
  await rig.addUrn('z1', { scheme: 'zalo', person: { id: 'p1' }, lastInboundAt: NOW - HOUR })
  await rig.addUrn('t1', { person: { id: 'p1' } })
  await rig.write(
    ...['zalo', 'zbs', 'twilio'].map((name) => insert('settings', { name: `receipt ${name}`, value: NOW })),
  )
  return rig
}

/** A template that costs next to nothing, to phones. */
function withTemplates(rig: Rig, mayGoAtNight = true) {
  const zbs = new Provider('zbs', rig.delivery.clock, false)
  Object.assign(zbs, { form: 'template', scheme: 'tel', reports: true })
  const program = approved()
  const zaloTemplates = program.zaloTemplates.map((one) => ({ ...one, mayGoAtNight, vnd: { phone: 1, user: 1 } }))
  const over = {
    channels: [rig.sms, rig.zalo, zbs],
    programs: { current: { ...program, zaloTemplates }, byRevision: () => undefined },
  }
  Object.assign(rig.delivery, over)
  return zbs
}

const started = { class: 'broadcast', urnId: 't1', personId: 'p1', deadline: at(20) } as const
const successor = async (rig: Rig, id: string) => (await outboxByOnceKey(rig.store.db, `rung:${id}`))[0]

describe('from Zalo by a template to SMS', () => {
  async function openThird() {
    const rig = await openBoth()
    const zbs = withTemplates(rig)
    await rig.queue('o1', { ...started, class: 'service', deadline: at(22) })
    await rig.at(NOW)
    await rig.at(at(16) + CLIMB_MS)
    await rig.at(at(16) + 2 * CLIMB_MS)
    expect([rig.zalo.ids.length, zbs.ids.length, rig.sms.ids.length]).toEqual([1, 1, 0])
    expect((await successor(rig, 'o1'))?.climbAt).toBeGreaterThan(at(16))
    return rig
  }

  test('the third way is tried where the first two are silent', async () => {
    const rig = await openThird()
    await rig.at(at(19) + MINUTE)
    await rig.at(at(19) + 2 * MINUTE)
    expect(rig.sms.ids).toHaveLength(1)
    expect(await rig.row(rig.sms.ids[0] ?? '')).toMatchObject({ rungOf: 'o1', possibleDouble: true })
  })

  test('a receipt of the first stops the third', async () => {
    const rig = await openThird()
    await applyStatus(rig.delivery, 'zalo', { type: 'status', outboxId: 'o1', status: 'delivered' })
    await rig.at(at(19) + MINUTE)
    await rig.at(at(19) + 2 * MINUTE)
    expect(rig.sms.ids).toEqual([])
    expect((await successor(rig, 'o1'))?.climbAt).toBeNull()
  })
})

test.each([
  ['stopped', { stoppedAt: NOW + MINUTE, lastInboundAt: NOW + MINUTE }],
  ['wrote', { lastInboundAt: NOW + MINUTE }],
])('who %s where it went gets it no other way', async (_, change) => {
  const rig = await openBoth()
  await rig.queue('o1', started)
  await rig.at(NOW)
  await rig.write(update('urns', { id: 'z1' }, change))
  await rig.at(at(15) + CLIMB_MS)
  await rig.at(at(16))
  expect(rig.sms.ids).toEqual([])
})

test('the pieces of a long message go the next way together, as possible doubles', async () => {
  const rig = await openBoth()
  const what = Array.from({ length: 30 }, (_, i) => `Việc ${i + 1}: nhổ cây vàng rồi.`).join(' ')
  await rig.queue('o1', { ...started, class: 'reminder', what })
  for (const time of [NOW, at(15) + CLIMB_MS, at(16), at(16) + MINUTE]) await rig.at(time)
  expect(rig.zalo.ids).toEqual(['o1'])
  const pieces = await recentOutbox(rig.store.db, 't1', 9)
  expect(pieces.length).toBeGreaterThan(1)
  expect(pieces.map(({ possibleDouble, rungOf, channel }) => [possibleDouble, rungOf, channel])).toEqual(
    pieces.map(() => [true, 'o1', 'twilio']),
  )
})

test('one that can not be read holds up none', async () => {
  const rig = await openBoth()
  await rig.addUrn('z2', { scheme: 'zalo', person: { id: 'p2' }, lastInboundAt: NOW - HOUR })
  await rig.addUrn('t2', { person: { id: 'p2' } })
  Object.assign(rig.delivery, {
    channels: [rig.sms, rig.zalo, Object.assign(new Provider('kannel', rig.delivery.clock, false), { standsIn: true })],
  })
  await rig.queue('o1', { ...started, urnId: 't2', personId: 'p2' })
  await rig.queue('o2', started)
  await rig.at(NOW)
  rig.store.client.prepare("update urns set address = 'zzz' where id = 't2'").run()
  await rig.at(at(15) + CLIMB_MS)
  await rig.at(at(16))
  expect(await successor(rig, 'o2')).toMatchObject({ channel: 'twilio' })
  expect((await rig.row('o1')).climbAt).toBe(at(15) + CLIMB_MS + CLIMB_AGAIN_MS)
  expect(rig.logged).toContain('climb_threw')
})

test('a clock that was set back holds up none', async () => {
  const rig = await openBoth()
  await rig.at(at(12, 0, 1))
  await rig.queue('o1', started)
  for (const time of [NOW, at(15) + CLIMB_MS, at(16)]) await rig.at(time)
  expect(rig.sms.ids).toHaveLength(1)
})

test('late receipts are receipts: the address is no silent one', async () => {
  const rig = await openBoth()
  for (const [index, id] of ['o1', 'o2'].entries()) {
    const begin = NOW + index * 2 * HOUR
    await rig.queue(id, { ...started, deadline: begin + 2 * HOUR })
    await rig.at(begin)
    await rig.at(begin + HOUR + CLIMB_MS)
    await applyStatus(rig.delivery, 'zalo', { type: 'status', outboxId: id, status: 'read' })
  }
  await rig.queue('o3', started)
  await rig.at(NOW + 5 * HOUR)
  expect(await rig.row('o3')).toMatchObject({ channel: 'zalo' })
})

test('what was stopped while its way was closed to it goes no other', async () => {
  const rig = await openBoth()
  const broadcast = {
    id: 'b1',
    kind: 'price_alert',
    cooperativeId: 'c',
    authorId: 'a',
    values: {},
    createdAt: NOW,
  } as const
  await rig.write(insert('broadcasts', { ...broadcast, status: 'sent' }))
  rig.zalo.send = async () => {
    await rig.write(update('broadcasts', { id: 'b1' }, { status: 'stopped' }))
    return { type: 'window_closed', code: '-230' }
  }
  await rig.queue('o1', { ...started, broadcastId: 'b1' })
  await rig.at(NOW)
  await rig.at(NOW + MINUTE)
  expect(rig.sms.ids).toEqual([])
  expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: '-230' })
})

test('a template whose outcome is unknown and whose night has come goes on as a possible double', async () => {
  const rig = await openRig()
  const zbs = withTemplates(rig, false)
  await rig.addUrn('t1', { person: { id: 'p1' } })
  await rig.queue('o1', { class: 'service', urnId: 't1', personId: 'p1', deadline: at(20, 0, 2) })
  zbs.script.push('lost')
  for (let s = -1; s < 300; s += 5) await rig.at(at(21, 45) + s * SECOND)
  expect([zbs.ids, rig.sms.ids]).toEqual([['o1'], ['o1']])
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', channel: 'twilio', possibleDouble: true })
})

test('a number that is none is left alone, however often it is tried', async () => {
  const rig = await openRig()
  await rig.addUrn('t1', { person: { id: 'p1' } })
  for (let n = 0; n < 6; n++) {
    rig.sms.script.push({ type: 'failed', code: '21211' })
    await rig.queue(`o${n}`, { ...started, deadline: at(20) })
    await rig.at(NOW + n * SECOND)
  }
  expect(rig.sms.ids).toEqual(['o0', 'o1'])
})

test('a stop that comes while the provider is asked leaves the address free', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {}, lastInboundAt: NOW })
  await rig.queue('o1', { class: 'service', personId: 'p-u1' })
  const tried = { status: 'errored', attempts: 1, reason: 'look_2', channel: 'twilio', firstTriedAt: NOW } as const
  await rig.write(update('outbox', { id: 'o1' }, { ...tried, leftAt: NOW, text: 'x' }))
  const asked = gate()
  let looks = 0
  const find = rig.sms.findSent
  rig.sms.findSent = async (...given) => {
    looks += 1
    await asked.promise
    return (await find?.(...given)) ?? { type: 'unknown' }
  }
  const dispatcher = rig.dispatcher({ leaseMs: 400, pollMs: 10 })
  await until(() => looks === 1)
  await rig.write(update('urns', { id: 'u1' }, { stoppedAt: NOW + 1, lastInboundAt: NOW + 1 }))
  asked.open()
  await sleep(200)
  await rig.queue('o2', { class: 'reply', urnId: 'u1' })
  await rig.at(NOW + 2)
  await dispatcher.idle()
  expect(await rig.row('o2')).toMatchObject({ status: 'wired' })
})
