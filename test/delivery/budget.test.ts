import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { SendResult } from '../../src/channels/channel.ts'
import type { Budget } from '../../src/conversation/budget.ts'
import { type Costs, DEFAULT_COSTS } from '../../src/conversation/costs.ts'
import { applyStatus, type StatusEvent } from '../../src/delivery/statuses.ts'
import { loadSpending } from '../../src/store/queries/spending.ts'
import { insert } from '../../src/store/writes.ts'
import { at, HOUR, MINUTE, NOW, SECOND } from './fixtures.ts'
import { gate, many, openRig, type Rig, until } from './rig.ts'

/** What an attempt costs and counts in, and what waits once that is used up. */

const MONTH = 'month:2026-11'
const NONE = { month: null, broadcast: null }
const sure = (vnd: number) => ({ vnd, isAssumed: false })

const costs = (budget: Partial<Budget> = {}): Costs => ({
  ...DEFAULT_COSTS,
  sms: { twilio: { viettel: sure(300), vinaphone: sure(400), other: sure(500) } },
  budget: { ...NONE, ...budget },
})
const price = (rig: Rig, budget: Partial<Budget> = {}) => {
  rig.delivery.programs.current.costs = costs(budget)
}

async function spent(rig: Rig, name = MONTH) {
  const { vnd, parts } = await loadSpending(rig.store.db, name)
  return { vnd, parts }
}
const nothing = { vnd: 0, parts: 0 }
const told = (rig: Rig, report: Omit<StatusEvent, 'type'>, channel: 'twilio' | 'smsgate' = 'twilio') =>
  applyStatus(rig.delivery, channel, { type: 'status', ...report })

test('an attempt is counted by its operator and parts, in its month', async () => {
  const rig = await openRig()
  price(rig)
  await rig.addUrn('viettel', { address: 'tel:+84981234567' })
  await rig.addUrn('vina', { address: 'tel:+84912345678' })
  await rig.addUrn('nobody', { address: 'tel:+84311234567' })
  await rig.queue('o1', { urnId: 'viettel' })
  await rig.queue('o2', { urnId: 'vina', what: 'x'.repeat(200) })
  await rig.queue('o3', { urnId: 'nobody' })
  await rig.at(NOW)
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', parts: 1, costVnd: 300, isCostTold: false })
  expect(await rig.row('o2')).toMatchObject({ parts: 2, costVnd: 800 })
  expect(await rig.row('o3')).toMatchObject({ parts: 1, costVnd: 500 })
  expect(await spent(rig)).toEqual({ vnd: 1600, parts: 4 })
})

test('what goes on Zalo costs nothing in its window, and something after; it has no parts', async () => {
  const rig = await openRig()
  price(rig)
  await rig.addUrn('u1', { scheme: 'zalo', lastInboundAt: NOW - 48 * HOUR })
  await rig.addUrn('u2', { scheme: 'zalo', lastInboundAt: NOW - 49 * HOUR })
  await rig.queue('o1', { urnId: 'u1' })
  await rig.queue('o2', { urnId: 'u2' })
  await rig.at(NOW)
  expect((await rig.row('o1')).costVnd).toBe(0)
  expect((await rig.row('o2')).costVnd).toBe(55)
  expect(await spent(rig)).toEqual({ vnd: 55, parts: 0 })
})

test.each<[string, SendResult]>([
  ['errored', { type: 'errored', code: '500' }],
  ['throttled', { type: 'throttled', retryAfterMs: SECOND }],
  ['failed', { type: 'failed', code: '21614' }],
  ['to be mended', { type: 'failed', code: '20003', config: true }],
  ['of one who stopped', { type: 'contact_stopped', code: '21610' }],
  ['with a closed window', { type: 'window_closed', code: 'x' }],
])('an attempt that is %s has not left and costs nothing', async (_, result) => {
  const rig = await openRig()
  price(rig)
  await rig.addUrn('u1')
  await rig.queue('o1')
  rig.sms.script.push(result)
  await rig.at(NOW)
  expect(rig.sms.asked).toHaveLength(1)
  expect((await rig.row('o1')).costVnd).toBeNull()
  expect(await spent(rig)).toEqual(nothing)
})

test('three attempts of which the last one leaves cost one', async () => {
  const rig = await openRig()
  price(rig)
  await rig.addUrn('u1')
  await rig.queue('o1', { class: 'broadcast', broadcastId: 'b1', onceKey: 'b1:x' })
  await rig.write(insert('people', { id: 'p', role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: NOW }))
  await rig.write(insert('personUrns', { personId: 'p', urnId: 'u1', createdAt: NOW }))
  rig.sms.script.push({ type: 'errored', code: '500' }, { type: 'throttled', retryAfterMs: SECOND })
  await rig.untilAllEnd()
  expect(rig.sms.asked).toHaveLength(3)
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', costVnd: 500 })
  expect(await spent(rig)).toEqual({ vnd: 500, parts: 1 })
  expect(await spent(rig, 'broadcast:b1')).toEqual({ vnd: 500, parts: 1 })
})

test('what may have left is paid for, until a look finds nothing; what is sent twice is paid for twice', async () => {
  const absent = await openRig()
  price(absent)
  await absent.addUrn('u1')
  await absent.queue('o1')
  absent.sms.script.push({ type: 'unknown', code: 'timeout' })
  await absent.at(NOW)
  expect((await absent.row('o1')).costVnd).toBe(500)
  expect(await spent(absent)).toEqual({ vnd: 500, parts: 1 })
  await absent.untilAllEnd()
  expect(absent.sms.asked).toHaveLength(2)
  expect(await absent.row('o1')).toMatchObject({ status: 'wired', costVnd: 500 })
  expect(await spent(absent)).toEqual({ vnd: 500, parts: 1 })

  const blind = await openRig({ canLook: false })
  price(blind)
  await blind.addUrn('u1')
  await blind.queue('o1')
  blind.sms.script.push('lost', { type: 'errored', code: '500' })
  await blind.untilAllEnd()
  expect(blind.sms.asked).toHaveLength(3)
  expect(await blind.row('o1')).toMatchObject({ status: 'wired', possibleDouble: true, costVnd: 1000 })
  expect(await spent(blind)).toEqual({ vnd: 1000, parts: 2 })
})

test('an absent message that is not sent again after all is not paid for', async () => {
  const rig = await openRig()
  price(rig)
  await rig.addUrn('u1')
  await rig.queue('o1', { deadline: NOW + 9 * SECOND })
  rig.sms.script.push({ type: 'unknown', code: 'timeout' })
  await rig.untilAllEnd()
  expect(rig.sms.asked).toHaveLength(1)
  expect(await rig.row('o1')).toMatchObject({ status: 'expired', costVnd: null })
  expect(await spent(rig)).toEqual(nothing)
})

test('what the provider says it costs takes the place of what we counted', async () => {
  const rig = await openRig()
  price(rig)
  await rig.addUrn('u1', { person: {} })
  await rig.queue('o1', { class: 'broadcast', broadcastId: 'b1', personId: 'p-u1' })
  await rig.at(NOW)
  // Not yet billed: it says nothing of what it will be.
  await told(rig, { outboxId: 'o1', status: 'sent', cost: { vnd: 0 } })
  expect(await rig.row('o1')).toMatchObject({ status: 'sent', costVnd: 500, isCostTold: false })
  await told(rig, { outboxId: 'o1', status: 'sent', cost: { vnd: 640 } })
  expect(await rig.row('o1')).toMatchObject({ status: 'sent', costVnd: 640, isCostTold: true })
  await told(rig, { outboxId: 'o1', status: 'delivered', cost: { vnd: 420 } })
  await told(rig, { outboxId: 'o1', status: 'delivered', cost: { vnd: 420 } })
  await told(rig, { outboxId: 'o1', status: 'sent', cost: { vnd: 0 } })
  await told(rig, { outboxId: 'o1', status: 'read' })
  expect(await rig.row('o1')).toMatchObject({ status: 'read', costVnd: 420, isCostTold: true })
  for (const name of [MONTH, 'broadcast:b1']) expect(await spent(rig, name)).toEqual({ vnd: 420, parts: 1 })
})

test('a report that comes before the send’s own answer is believed, and nothing is given back', async () => {
  const rig = await openRig()
  price(rig)
  await rig.addUrn('u1')
  const { promise, open } = gate()
  rig.sms.send = async (message) => {
    rig.sms.asked.push(message)
    await promise
    return { type: 'errored', code: '500' }
  }
  await rig.queue('o1')
  const worker = rig.dispatcher()
  await until(() => rig.sms.asked.length === 1)
  await told(rig, { outboxId: 'o1', externalId: 'SMx', status: 'delivered', cost: { vnd: 420 } })
  open()
  await worker.idle()
  expect(await rig.row('o1')).toMatchObject({ status: 'delivered', costVnd: 420, isCostTold: true })
  expect(await spent(rig)).toEqual({ vnd: 420, parts: 1 })
})

test('a report in December corrects the month it was sent in', async () => {
  const lastDay = at(20, 0, 8)
  const rig = await openRig({ at: lastDay })
  price(rig)
  await rig.addUrn('u1')
  await rig.queue('o1', { now: lastDay })
  await rig.at(lastDay)
  rig.setNow(lastDay + 12 * HOUR)
  await told(rig, { outboxId: 'o1', status: 'delivered', cost: { vnd: 900 } })
  expect(await spent(rig)).toEqual({ vnd: 900, parts: 1 })
  expect(await spent(rig, 'month:2026-12')).toEqual(nothing)
})

test('a text that the gateway phone kept is not paid for', async () => {
  const rig = await openRig()
  price(rig)
  await rig.addUrn('u1')
  await rig.queue('o1')
  await rig.at(NOW)
  await told(rig, { outboxId: 'o1', status: 'errored', code: 'no signal' }, 'smsgate')
  expect(await rig.row('o1')).toMatchObject({ status: 'errored', costVnd: null })
  expect(await spent(rig)).toEqual(nothing)
  await rig.untilAllEnd()
  expect(await spent(rig)).toEqual({ vnd: 500, parts: 1 })
})

test('over the month’s budget what we start waits for the next month; answers go, and count', async () => {
  const rig = await openRig()
  price(rig, { month: { vnd: 1100, parts: null } })
  const classes = ['service', 'reminder', 'broadcast'] as const
  for (const each of classes) {
    await rig.addUrn(each, { person: {} })
    const deadline = NOW + 20 * 24 * HOUR
    for (const n of [1, 2, 3])
      await rig.queue(`${each}${n}`, { class: each, urnId: each, personId: `p-${each}`, deadline })
  }
  await rig.at(NOW)
  expect(rig.sms.asked).toHaveLength(2)
  expect(await spent(rig)).toEqual({ vnd: 1000, parts: 2 })
  const row = await rig.row('broadcast3')
  expect(row).toMatchObject({ status: 'queued', reason: 'budget', attempts: 0, costVnd: null })
  expect(row.decisions?.at(-1)).toMatchObject({ does: 'waits', reason: 'budget', until: row.dueAt })

  await rig.addUrn('u1', { person: {} })
  await rig.queue('reply')
  await rig.queue('ticket', { class: 'service', ticketId: 't1', personId: 'p-u1' })
  await rig.queue('notice', { class: 'service', personId: 'p-u1', onceKey: 'budget:month:2026-11:80' })
  await rig.at(NOW + SECOND)
  expect(rig.sms.ids.slice(2).sort()).toEqual(['notice', 'reply', 'ticket'])
  expect(await spent(rig)).toEqual({ vnd: 2500, parts: 5 })

  await rig.at(at(9, 0, 8))
  expect(rig.sms.asked).toHaveLength(5)
  price(rig, { month: { vnd: 100_000, parts: null } })
  await rig.untilAllEnd()
  expect(rig.sms.asked).toHaveLength(12)
})

test('a new month has its own budget, and what waits goes in it', async () => {
  const lastDay = at(20, 0, 8)
  const rig = await openRig({ at: lastDay })
  price(rig, { month: { vnd: 500, parts: null } })
  for (const id of ['u1', 'u2']) {
    await rig.addUrn(id, { person: {} })
    await rig.queue(`o-${id}`, { class: 'reminder', urnId: id, personId: `p-${id}`, now: lastDay })
  }
  await rig.at(lastDay)
  expect(rig.sms.asked).toHaveLength(1)
  await rig.untilAllEnd()
  expect(rig.sms.asked).toHaveLength(2)
  expect(await spent(rig)).toEqual({ vnd: 500, parts: 1 })
  expect(await spent(rig, 'month:2026-12')).toEqual({ vnd: 500, parts: 1 })
})

test('what waits for a budget past its use expires', async () => {
  const rig = await openRig()
  price(rig, { month: { vnd: 0, parts: null } })
  await rig.addUrn('u1', { person: {} })
  await rig.queue('o1', { class: 'reminder', personId: 'p-u1' })
  await rig.untilAllEnd()
  const row = await rig.row('o1')
  expect(row).toMatchObject({ status: 'expired', attempts: 0, costVnd: null })
  expect(row.decisions?.map(({ reason }) => reason)).toContain('budget')
  expect(rig.sms.asked).toHaveLength(0)
})

test('a budget in parts counts parts; what costs nothing waits for none', async () => {
  const rig = await openRig()
  price(rig, { month: { vnd: 400, parts: 2 } })
  await rig.addUrn('vina', { address: 'tel:+84912345678', person: {} })
  await rig.addUrn('z', { scheme: 'zalo', lastInboundAt: NOW, person: {} })
  await rig.queue('long', { class: 'reminder', urnId: 'vina', personId: 'p-vina', what: 'x'.repeat(400) })
  await rig.queue('short', { class: 'reminder', urnId: 'vina', personId: 'p-vina' })
  await rig.queue('reply', { urnId: 'vina', what: 'x'.repeat(400) })
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual(['reply'])
  expect(await spent(rig)).toEqual({ vnd: 1200, parts: 3 })
  await rig.queue('free', { class: 'reminder', urnId: 'z', personId: 'p-z' })
  await rig.at(NOW + SECOND)
  expect(rig.zalo.ids).toEqual(['free'])
})

test('a broadcast that is over its own budget holds up no other', async () => {
  const rig = await openRig()
  price(rig, { broadcast: { vnd: 1000, parts: null } })
  for (const n of [1, 2, 3]) {
    await rig.addUrn(`u${n}`, { person: {} })
    for (const b of ['a', 'b'])
      await rig.queue(`${b}${n}`, { class: 'broadcast', broadcastId: b, urnId: `u${n}`, personId: `p-u${n}` })
  }
  await rig.addUrn('u4', { person: {} })
  await rig.queue('other', { class: 'reminder', urnId: 'u4', personId: 'p-u4' })
  await rig.at(NOW)
  expect(rig.sms.ids).toHaveLength(5)
  expect(rig.sms.ids).toContain('other')
  for (const b of ['a', 'b']) expect(await spent(rig, `broadcast:${b}`)).toEqual({ vnd: 1000, parts: 2 })
  expect(await spent(rig)).toEqual({ vnd: 2500, parts: 5 })
})

test('two workers on one database spend a budget to the last đồng and not one more', async () => {
  const rig = await openRig()
  await many(rig, 120, { class: 'broadcast', broadcastId: 'b1', deadline: NOW + 12 * HOUR })
  const other = await openRig({ file: rig.store.client.name })
  for (const each of [rig, other]) {
    price(each, { month: { vnd: 40_000, parts: null }, broadcast: { vnd: 37_500, parts: 80 } })
    // Some do not leave: what they had taken goes to others.
    each.sms.script.push(
      ...Array.from({ length: 60 }, (_, n) => (n % 5 === 0 ? ({ type: 'errored', code: 'x' } as const) : sleep(n % 3))),
    )
    each.dispatcher({ concurrency: 16 })
  }
  await Promise.all([rig.at(NOW), other.at(NOW)])
  for (let minute = 1; minute < 180; minute += 1)
    await Promise.all([rig, other].map((each) => each.at(NOW + minute * MINUTE)))
  const all = [...rig.sms.taken, ...other.sms.taken]
  expect(all).toHaveLength(75)
  expect(Math.min(rig.sms.taken.length, other.sms.taken.length)).toBeGreaterThan(0)
  expect(await spent(rig, 'broadcast:b1')).toEqual({ vnd: 37_500, parts: 75 })
  expect(await spent(rig)).toEqual({ vnd: 37_500, parts: 75 })
})
