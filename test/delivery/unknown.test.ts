import { expect, test } from 'vitest'
import { applyEcho, applyStatus } from '../../src/delivery/statuses.ts'
import type { MessageClass } from '../../src/store/writes.ts'
import { update } from '../../src/store/writes.ts'
import { at, HOUR, NOW, SECOND } from './fixtures.ts'
import { openRig, type Rig } from './rig.ts'

/** One message whose only answer was lost, then the clock runs 5 minutes, second by second. */
async function lost(over: { class: MessageClass; took: boolean; canLook?: boolean; prepare?: (rig: Rig) => void }) {
  const rig = await openRig({ canLook: over.canLook ?? true })
  await rig.addUrn('u1', { person: {} })
  rig.sms.script.push(over.took ? 'lost' : { type: 'unknown', code: 'timeout' })
  over.prepare?.(rig)
  await rig.queue('o1', { class: over.class, personId: 'p-u1' })
  for (let second = 0; second <= 300; second++) await rig.at(NOW + second * SECOND)
  return { rig, row: await rig.row('o1') }
}
const sends = (rig: Rig) => rig.sms.asked.length
const down = (rig: Rig) => {
  rig.sms.isListDown = true
}
const lagging = (lagMs: number) => (rig: Rig) => {
  rig.sms.listLagMs = lagMs
}

test.each(['reply', 'service', 'reminder', 'broadcast'] as const)(
  'a %s that the list shows is not sent again',
  async (each) => {
    const { rig, row } = await lost({ class: each, took: true })
    expect(sends(rig)).toBe(1)
    expect(row).toMatchObject({
      status: 'wired',
      externalId: 'SM1',
      possibleDouble: false,
      settledAt: NOW + 2 * SECOND,
    })
  },
)

test.each(['reply', 'service', 'reminder', 'broadcast'] as const)(
  'a %s in a list that lags 5 s is not sent again',
  async (each) => {
    const { rig, row } = await lost({ class: each, took: true, prepare: lagging(5 * SECOND) })
    expect([sends(rig), rig.sms.looks]).toEqual([1, 2])
    expect(row).toMatchObject({ status: 'wired', externalId: 'SM1', settledAt: NOW + 10 * SECOND })
  },
)

test.each(['reply', 'service', 'reminder', 'broadcast'] as const)(
  'a %s that never left is sent again, once',
  async (each) => {
    const { rig, row } = await lost({ class: each, took: false })
    expect(rig.sms.asked.map(({ attempt }) => attempt)).toEqual([1, 2])
    expect(row).toMatchObject({
      status: 'wired',
      externalId: 'SM1',
      possibleDouble: false,
      settledAt: NOW + 10 * SECOND,
    })
  },
)

test.each([
  { class: 'reply', sent: 2, status: 'wired', possibleDouble: true },
  { class: 'service', sent: 2, status: 'wired', possibleDouble: true },
  { class: 'reminder', sent: 1, status: 'uncertain', possibleDouble: false },
  { class: 'broadcast', sent: 1, status: 'uncertain', possibleDouble: false },
] as const)('a $class nobody can look up: sent $sent times, $status', async ({ class: each, sent, ...is }) => {
  for (const how of [{ canLook: false }, { prepare: down }]) {
    const { rig, row } = await lost({ class: each, took: true, ...how })
    expect(sends(rig)).toBe(sent)
    expect(row).toMatchObject({ ...is, leaseUntil: null })
    expect(row.settledAt).not.toBeNull()
  }
})

test('a reply lost twice stays uncertain', async () => {
  const prepare = (rig: Rig) => rig.sms.script.push('lost')
  const { rig, row } = await lost({ class: 'reply', took: true, canLook: false, prepare })
  expect(sends(rig)).toBe(2)
  expect(row).toMatchObject({ status: 'uncertain', possibleDouble: true, reason: 'unknown' })
})

test('what may have left is never called expired or stopped', async () => {
  const rig = await openRig({ canLook: false })
  await rig.addUrn('u1', { person: {} })
  rig.sms.script.push('lost', { type: 'errored', code: '30001' })
  await rig.queue('o1', { class: 'service', personId: 'p-u1', deadline: NOW + 20 * SECOND })
  await rig.at(NOW)
  await rig.at(NOW + 2 * SECOND)
  expect(await rig.row('o1')).toMatchObject({ status: 'errored', possibleDouble: true })
  await rig.at(NOW + 20 * SECOND)
  expect(await rig.row('o1')).toMatchObject({ status: 'uncertain', reason: 'late' })
})

test.each(['reply', 'service', 'reminder', 'broadcast'] as const)(
  'a %s is left alone by a process without its channel, until it is of no use',
  async (each) => {
    const rig = await openRig()
    await rig.addUrn('u1', { person: {} })
    rig.sms.script.push('lost')
    await rig.queue('o1', { class: each, personId: 'p-u1', deadline: NOW + HOUR })
    const has = rig.dispatcher()
    await rig.at(NOW)
    await has.stop()
    const before = await rig.row('o1')
    expect(before.reason).toBe('look_1')
    const hasNot = rig.dispatcher({ channels: [rig.zalo] })
    for (const minutes of [1, 2, 3]) {
      rig.setNow(NOW + minutes * 60 * SECOND)
      await hasNot.idle()
    }
    expect(await rig.row('o1')).toEqual({ ...before, dueAt: expect.any(Number) })
    rig.setNow(NOW + HOUR)
    await hasNot.idle()
    expect(await rig.row('o1')).toMatchObject({ status: 'uncertain' })
  },
)

test.each(['reply', 'service', 'reminder', 'broadcast'] as const)(
  'a %s that may be there, refused when it is sent again, is not said to have failed',
  async (each) => {
    const prepare = (rig: Rig) => {
      rig.sms.isRepeatable = true
      rig.sms.script.push({ type: 'throttled', retryAfterMs: SECOND }, { type: 'failed', code: '146' })
    }
    const { rig, row } = await lost({ class: each, took: true, prepare })
    expect(sends(rig)).toBe(3)
    expect(row).toMatchObject({ status: 'uncertain', code: '146', possibleDouble: false })
  },
)

test('what may be there, and waits until it is of no use, is not said to have expired', async () => {
  const rig = await openRig()
  rig.sms.isRepeatable = true
  await rig.addUrn('u1', { person: {} })
  rig.sms.script.push('lost', { type: 'throttled', retryAfterMs: HOUR })
  await rig.queue('o1', { class: 'broadcast', personId: 'p-u1', deadline: NOW + HOUR })
  for (const seconds of [0, 2, 10, 3600]) await rig.at(NOW + seconds * SECOND)
  expect(await rig.row('o1')).toMatchObject({ status: 'uncertain', reason: 'late' })
})

test('what was not there, and is refused when it is sent again, has failed', async () => {
  const prepare = (rig: Rig) => rig.sms.script.push({ type: 'failed', code: '146' })
  const { row } = await lost({ class: 'reminder', took: false, prepare })
  expect(row).toMatchObject({ status: 'failed', code: '146' })
})

test('the guard decides on the second try too', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  rig.sms.script.push({ type: 'unknown', code: 'timeout' })
  await rig.queue('o1', { class: 'reminder', personId: 'p-u1' })
  await rig.at(NOW)
  await rig.write(update('urns', { id: 'u1' }, { stoppedAt: NOW + 1 }))
  await rig.at(NOW + 2 * SECOND)
  await rig.at(NOW + 10 * SECOND)
  expect(await rig.row('o1')).toMatchObject({ status: 'stopped', reason: 'stopped', attempts: 1 })
  expect(sends(rig)).toBe(1)
})

test('the same words sent before are not taken for the lost ones', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1', { what: 'ngô' })
  await rig.at(NOW)
  rig.sms.script.push({ type: 'unknown', code: 'timeout' })
  await rig.queue('o2', { what: 'ngô' })
  for (const seconds of [1, 3, 11]) await rig.at(NOW + seconds * SECOND)
  expect(rig.sms.ids).toEqual(['o1', 'o2', 'o2'])
  expect((await rig.row('o2')).externalId).toBe('SM2')
})

test('the lost ones are found behind the same words sent before', async () => {
  const rig = await openRig()
  rig.sms.isOldestFirst = true
  await rig.addUrn('u1')
  await rig.queue('o1', { what: 'ngô' })
  await rig.at(NOW)
  rig.sms.script.push('lost')
  await rig.queue('o2', { what: 'ngô' })
  for (const seconds of [1, 3, 11]) await rig.at(NOW + seconds * SECOND)
  expect(rig.sms.ids).toEqual(['o1', 'o2'])
  expect(await rig.row('o2')).toMatchObject({ status: 'wired', externalId: 'SM2' })
})

test('a channel with a bug counts as unknown, and the others go on', async () => {
  const { rig, row } = await lost({
    class: 'reminder',
    took: false,
    prepare: (rig) => rig.sms.script.splice(0, 1, 'bug'),
  })
  expect(row).toMatchObject({ status: 'wired', attempts: 2 })
  expect(rig.logged).toContain('send_threw')
})

test.each(['status', 'echo'] as const)("a provider's %s proves that a lost message left", async (proof) => {
  const rig = await openRig({ canLook: false })
  const channel = proof === 'echo' ? rig.zalo : rig.sms
  await rig.addUrn('u1', { scheme: channel.scheme, address: proof === 'echo' ? 'zalo:42' : 'tel:+84912345678' })
  channel.script.push('lost')
  await rig.queue('o1', { what: 'ngô' })
  await rig.at(NOW)
  const result =
    proof === 'echo'
      ? await applyEcho(rig.delivery, 'zalo', {
          type: 'echoed',
          externalId: 'SM1',
          to: 'zalo:42',
          text: 'Đã ghi: ngô.',
        })
      : await applyStatus(rig.delivery, 'twilio', { type: 'status', outboxId: 'o1', externalId: 'SM1', status: 'sent' })
  expect(result).toEqual({ type: 'applied' })
  await rig.at(NOW + HOUR)
  expect(channel.asked).toHaveLength(1)
  expect(await rig.row('o1')).toMatchObject({ status: 'sent', externalId: 'SM1' })
})

test('an echo brings the reports that came before it', async () => {
  const rig = await openRig({ canLook: false })
  await rig.addUrn('u1', { scheme: 'zalo', address: 'zalo:42' })
  rig.zalo.script.push('lost')
  await rig.queue('o1', { what: 'ngô' })
  await rig.at(NOW)
  await applyStatus(rig.delivery, 'zalo', { type: 'status', externalId: 'SM1', status: 'delivered' })
  const echo = { type: 'echoed', externalId: 'SM1', to: 'zalo:42', text: 'Đã ghi: ngô.' } as const
  expect(await applyEcho(rig.delivery, 'zalo', echo)).toEqual({ type: 'applied' })
  expect(await rig.row('o1')).toMatchObject({ status: 'delivered', externalId: 'SM1' })
})

test('a reply that waits for its second try is held back by the night when it is old', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  rig.sms.script.push({ type: 'errored', code: '30001', retryAfterMs: 40 * 60 * SECOND })
  await rig.queue('o1', { now: at(22) })
  await rig.at(at(22))
  await rig.at(at(22, 40))
  expect(await rig.row('o1')).toMatchObject({ status: 'errored', reason: 'night' })
  await rig.at(at(7, 20, 1))
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', attempts: 2 })
})
