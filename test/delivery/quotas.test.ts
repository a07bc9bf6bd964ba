import { expect, test } from 'vitest'
import type { Lines } from '../../src/channels/channel.ts'
import { insert } from '../../src/store/writes.ts'
import { HOUR, MINUTE, NOW, SECOND } from './fixtures.ts'
import { Provider } from './provider.ts'
import { many, openRig, type Rig } from './rig.ts'

const DAY = 24 * HOUR

const lines = (perHour: number | null, perDay: number | null = null): Lines => ({
  for: (askedOn) => askedOn ?? '1',
  perHour,
  perDay,
})

async function open(limits: Lines): Promise<Rig> {
  const rig = await openRig()
  rig.sms.lines = limits
  return rig
}

const states = (rig: Rig) =>
  rig.store.client
    .prepare('select status, reason, due_at - ? as inMs, count(*) as count from outbox group by 1, 2, 3 order by 1, 3')
    .all(NOW)

test('what is over in an hour waits until the first has left it, and a restart forgets none', async () => {
  const rig = await open(lines(3))
  await many(rig, 5)
  await rig.at(NOW)
  expect(rig.sms.taken).toHaveLength(3)
  // They asked while the first were still under way, and these might have failed.
  expect(states(rig)[0]).toMatchObject({ reason: 'quota', inMs: 10 * SECOND })
  await rig.at(NOW + 10 * SECOND)
  expect(states(rig)).toEqual([
    { status: 'queued', reason: 'quota', inMs: HOUR, count: 2 },
    { status: 'wired', reason: 'reply', inMs: 0, count: 3 },
  ])
  rig.store.client.prepare(`update outbox set due_at = ? where status = 'queued'`).run(NOW)
  const again = rig.dispatcher()
  rig.setNow(NOW + HOUR - 1)
  await again.idle()
  expect(rig.sms.taken).toHaveLength(3)
  await rig.at(NOW + HOUR)
  expect(rig.sms.taken).toHaveLength(5)
})

test('a day is any 24 hours', async () => {
  const rig = await open(lines(2, 3))
  await many(rig, 5, { deadline: NOW + 3 * DAY })
  await rig.at(NOW)
  for (const at of [10 * SECOND, HOUR, HOUR + 10 * SECOND]) await rig.at(NOW + at)
  expect(rig.sms.taken).toHaveLength(3)
  expect(states(rig)[0]).toEqual({ status: 'queued', reason: 'quota', inMs: DAY, count: 2 })
  await rig.at(NOW + DAY)
  expect(rig.sms.taken).toHaveLength(5)
})

test('many at the same instant are no more than may go', async () => {
  const rig = await open(lines(10))
  await many(rig, 60)
  await rig.at(NOW)
  expect(rig.sms.taken).toHaveLength(10)
})

test('a quarter is kept for answers, and what we start comes back spread out', async () => {
  const rig = await open(lines(8))
  await many(rig, 10, { class: 'broadcast', deadline: NOW + 5 * HOUR })
  await rig.at(NOW)
  expect(rig.sms.taken).toHaveLength(6)
  await rig.at(NOW + 16 * MINUTE)
  expect(states(rig)[0]).toMatchObject({ reason: 'quota', inMs: HOUR + 15 * MINUTE, count: 4 })
  await rig.addUrn('asks')
  for (const id of ['r1', 'r2', 'r3']) await rig.queue(id, { urnId: 'asks' })
  for (let sent = 0; sent < 3; sent += 1) await rig.at(NOW + (16 + sent) * MINUTE)
  expect(rig.sms.taken).toHaveLength(8)
})

test('what has not left is not counted, what may have is', async () => {
  const rig = await open(lines(3))
  await many(rig, 5)
  rig.sms.script.push({ type: 'errored', code: 'network' }, { type: 'throttled', retryAfterMs: SECOND }, 'lost')
  await rig.at(NOW)
  for (let at = 0; at < 10 * MINUTE; at += 5 * SECOND) await rig.at(NOW + at)
  expect(rig.sms.taken).toHaveLength(3)
  await rig.at(NOW + 2 * HOUR)
  expect(rig.sms.taken).toHaveLength(5)
})

test('a message longer than all that may go goes alone', async () => {
  const rig = await open(lines(2))
  await rig.addUrn('u1')
  await rig.queue('long', { what: 'x'.repeat(400) })
  await rig.at(NOW)
  expect(rig.sms.taken).toHaveLength(1)
  expect((await rig.row('long')).parts).toBeGreaterThan(2)
  await rig.queue('next')
  await rig.at(NOW + MINUTE)
  expect(await rig.row('next')).toMatchObject({
    ...{ reason: 'quota', dueAt: NOW + HOUR },
    decisions: [{ at: NOW + MINUTE, does: 'waits', reason: 'quota', until: NOW + HOUR }],
  })
})

test('another channel that carries all stands in, but not for what was tried before', async () => {
  const rig = await open(lines(1))
  const other = new Provider('smsgate', () => NOW, false)
  other.standsIn = true
  const dispatcher = rig.dispatcher({ channels: [rig.sms, other, rig.zalo] })
  for (const id of ['u1', 'u2', 'u3']) await rig.addUrn(id)
  await rig.queue('a', { urnId: 'u1' })
  await dispatcher.idle()
  await rig.queue('b', { urnId: 'u2' })
  await rig.queue('c', { urnId: 'u3' })
  rig.store.client
    .prepare(`update outbox set attempts = 1, status = 'errored', channel = 'twilio' where id = 'c'`)
    .run()
  await dispatcher.idle()
  expect(rig.sms.ids).toEqual(['a'])
  expect(other.ids).toEqual(['b'])
  expect(await rig.row('b')).toMatchObject({ channel: 'smsgate', line: null, status: 'wired' })
  expect(await rig.row('c')).toMatchObject({ reason: 'quota' })
})

test('an answer goes by the line that was written to, and each line has its own room', async () => {
  const rig = await open(lines(1))
  for (const id of ['u1', 'u2', 'u3', 'u4']) await rig.addUrn(id)
  const asked = (id: string, channel: string, line: string | null) =>
    insert('messages', {
      ...{ id, urnId: 'u1', channel, externalId: id, text: 'CB', line },
      ...{ receivedAt: NOW, status: 'taken' },
    })
  await rig.write(asked('m2', 'twilio', '2'), asked('other', 'esms', '8099'), asked('none', 'twilio', null))
  await rig.queue('a', { urnId: 'u1', replyTo: 'm2' })
  await rig.queue('b', { urnId: 'u2', replyTo: 'other' })
  await rig.queue('c', { urnId: 'u3', replyTo: 'none' })
  await rig.queue('d', { urnId: 'u4', replyTo: 'm2' })
  await rig.at(NOW)
  expect(rig.sms.asked.map(({ id, line }) => [id, line])).toEqual([
    ['a', '2'],
    ['b', '1'],
  ])
  expect(await rig.row('c')).toMatchObject({ reason: 'quota', line: null })
  await rig.at(NOW + HOUR)
  expect(rig.sms.asked.slice(2).map(({ id, line }) => [id, line])).toEqual([
    ['c', '1'],
    ['d', '2'],
  ])
})

test('where the provider chooses the line nothing is counted', async () => {
  const rig = await open({ ...lines(1), for: () => null })
  await many(rig, 3)
  await rig.at(NOW)
  expect(rig.sms.asked.map(({ line }) => line)).toEqual([undefined, undefined, undefined])
})
