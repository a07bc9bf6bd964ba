import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { supersede } from '../../src/delivery/supersede.ts'
import type { Commit } from '../../src/store/store.ts'
import { update, type Write } from '../../src/store/writes.ts'
import { MINUTE, NOW, SECOND } from './fixtures.ts'
import { gate, many, openRig, type Rig, until } from './rig.ts'

test('two workers on one database send everything once', async () => {
  const rig = await openRig()
  await many(rig, 400)
  const other = await openRig({ file: rig.store.client.name })
  for (const each of [rig, other]) each.sms.script.push(...Array.from({ length: 300 }, () => sleep(1)))
  rig.dispatcher({ concurrency: 8 })
  other.dispatcher({ concurrency: 8 })
  for (const each of [rig, other]) await each.at(NOW)
  await rig.at(NOW + MINUTE)
  const all = [...rig.sms.ids, ...other.sms.ids]
  expect(all).toHaveLength(400)
  expect(new Set(all).size).toBe(400)
  expect(Math.min(rig.sms.ids.length, other.sms.ids.length)).toBeGreaterThan(0)
})

test('an answer that comes after the lease went to another worker is not applied', async () => {
  const rig = await openRig()
  const other = await openRig({ file: rig.store.client.name })
  await rig.addUrn('u1')
  const { promise, open } = gate()
  rig.sms.script.push(promise)
  await rig.queue('o1')
  const first = rig.dispatcher()
  await until(() => rig.sms.asked.length === 1)
  await other.at(NOW + 29 * SECOND)
  expect(other.sms.asked).toHaveLength(0)
  await other.at(NOW + 30 * SECOND)
  expect(other.sms.asked.map(({ attempt }) => attempt)).toEqual([2])
  open()
  await first.idle()
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', attempts: 2, fence: 3, possibleDouble: false })
  expect(rig.counted.get('mua_delivery_too_late_total reply')).toBe(1)
})

test('a lease is renewed as long as its send takes', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  rig.sms.script.push(sleep(500))
  await rig.queue('o1')
  // By the hour of NOW, whatever the hour of the day: at night nothing is sent.
  const started = Date.now()
  const over = { clock: () => NOW + Date.now() - started, leaseMs: 120, pollMs: 20 }
  await rig.write(update('outbox', { id: 'o1' }, { deadline: NOW + 2e9 }))
  const workers = [rig.dispatcher(over), rig.dispatcher(over)]
  await until(() => rig.sms.taken.length === 1)
  await Promise.all(workers.map((worker) => worker.idle()))
  expect(rig.sms.asked).toHaveLength(1)
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', attempts: 1 })
})

test('never two at once to one address, whatever their class and whichever worker', async () => {
  const rig = await openRig()
  const other = await openRig({ file: rig.store.client.name })
  await rig.addUrn('u1', { person: {} })
  const { promise, open } = gate()
  rig.sms.script.push(promise)
  for (const each of ['broadcast', 'reminder', 'service', 'reply'] as const)
    await rig.queue(`o-${each}`, { class: each, personId: 'p-u1' })
  const worker = rig.dispatcher()
  await until(() => rig.sms.asked.length === 1)
  await other.at(NOW)
  await sleep(30)
  expect([rig.sms.ids, other.sms.ids]).toEqual([['o-reply'], []])
  await other.close()
  open()
  await worker.idle()
  expect(rig.sms.ids).toEqual(['o-reply', 'o-service', 'o-reminder', 'o-broadcast'])
})

test('a stop waits for sends under way, and leaves a slow one under its lease', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.addUrn('u2')
  const slow = gate()
  rig.sms.script.push(sleep(30), slow.promise)
  await rig.queue('o1')
  await rig.queue('o2', { urnId: 'u2' })
  const worker = rig.dispatcher({ graceMs: 200 })
  await until(() => rig.sms.asked.length === 2)
  await rig.queue('o3', { urnId: 'u2' })
  await worker.stop()
  slow.open()
  await sleep(20)
  expect(await rig.row('o1')).toMatchObject({ status: 'wired' })
  expect(await rig.row('o2')).toMatchObject({ status: 'queued', attempts: 1, leaseUntil: NOW + 30 * SECOND })
  expect(await rig.row('o3')).toMatchObject({ status: 'queued', attempts: 0 })
  rig.dispatcher()
  await rig.at(NOW + 30 * SECOND)
  expect(await rig.row('o2')).toMatchObject({ status: 'wired', attempts: 1, externalId: 'SM2' })
})

/** A worker whose first lease is preceded by other writes: what happens between the guard's look and the lease. */
function workerBehind(rig: Rig, ...writes: Write[]) {
  let isFirst = true
  const { store } = rig.delivery
  const commit = async (asked: Commit) => {
    if (isFirst) await store.commit({ writes })
    isFirst = false
    return store.commit(asked)
  }
  return rig.dispatcher({ store: { ...store, commit } })
}

test.each([
  { what: 'a stop', write: update('urns', { id: 'u1' }, { stoppedAt: NOW }), status: 'stopped' },
  { what: 'a withdrawn consent', write: update('people', { id: 'p-u1' }, { consent: 'refused' }), status: 'cancelled' },
  { what: 'an erasure', write: update('people', { id: 'p-u1' }, { erasedAt: NOW }), status: 'cancelled' },
])('$what that comes just before the send still holds it back', async ({ write, status }) => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.queue('o1', { class: 'reminder', personId: 'p-u1' })
  workerBehind(rig, write)
  await rig.at(NOW)
  expect(rig.sms.asked).toEqual([])
  expect(await rig.row('o1')).toMatchObject({ status, attempts: 0 })
})

test('a message waits where another worker has begun to send to the same address since it was read', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1')
  workerBehind(rig, update('urns', { id: 'u1' }, { sendingId: 'o0', sendingUntil: NOW + 30 * SECOND }))
  await rig.at(NOW + 29 * SECOND)
  expect(rig.sms.asked).toEqual([])
  expect(await rig.row('o1')).toMatchObject({ status: 'queued', attempts: 0 })
  await rig.at(NOW + 30 * SECOND)
  expect(rig.sms.ids).toEqual(['o1'])
})

test('an answered question takes back the reply that asks it, just before the send too', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1', { question: 'u1.7' })
  await rig.queue('o2', { question: 'u1.8' })
  workerBehind(rig, supersede('u1', 'u1.7', NOW))
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual(['o2'])
  expect(await rig.row('o1')).toMatchObject({ status: 'superseded', reason: 'answered', settledAt: NOW })
})

test('a reply under a lease, or one that may have left, is not taken back', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  const { promise, open } = gate()
  rig.sms.script.push(promise, { type: 'errored', code: '30001' })
  await rig.queue('o1', { question: 'u1.7' })
  const worker = rig.dispatcher()
  await until(() => rig.sms.asked.length === 1)
  await rig.write(supersede('u1', 'u1.7', NOW))
  open()
  await worker.idle()
  expect(await rig.row('o1')).toMatchObject({ status: 'wired' })
  await rig.queue('o2', { question: 'u1.8' })
  await rig.at(NOW)
  await rig.write(supersede('u1', 'u1.8', NOW))
  expect(await rig.row('o2')).toMatchObject({ status: 'errored' })
})

test('an answer is written however long the database is locked', async () => {
  const rig = await openRig({ patienceMs: 30 })
  await rig.addUrn('u1')
  const { promise, open } = gate()
  rig.sms.script.push(promise)
  await rig.queue('o1')
  const worker = rig.dispatcher()
  await until(() => rig.sms.asked.length === 1)
  const locker = new Database(rig.store.client.name)
  locker.exec('begin immediate')
  open()
  await until(() => rig.logged.includes('send_result_not_written'))
  locker.exec('rollback')
  locker.close()
  await worker.idle()
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', attempts: 1 })
})

test('what is due later is sent then, without being woken', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1', { dueAt: NOW + 2 * SECOND })
  await rig.at(NOW)
  expect(rig.sms.asked).toEqual([])
  rig.dispatcher({ pollMs: 10 })
  rig.setNow(NOW + 2 * SECOND)
  await until(() => rig.sms.asked.length === 1)
})
