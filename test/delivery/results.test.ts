import { expect, test } from 'vitest'
import { writePaused } from '../../src/delivery/pauses.ts'
import { consentsOf } from '../../src/store/queries/consents.ts'
import { loadUrn } from '../../src/store/queries/people.ts'
import { insert, update } from '../../src/store/writes.ts'
import { at, HOUR, MINUTE, NOW, SECOND } from './fixtures.ts'
import { openRig } from './rig.ts'

test('failed attempts wait 5 s, 30 s, 2, 10, 30 minutes, and a reminder fails after the eighth', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.queue('o1', { class: 'reminder', personId: 'p-u1', deadline: NOW + 11 * HOUR })
  rig.sms.script.push(...Array.from({ length: 9 }, () => ({ type: 'errored', code: '30500' }) as const))
  const waits: number[] = []
  let now = NOW
  for (let tries = 1; tries <= 7; tries++) {
    await rig.at(now)
    const { dueAt } = await rig.row('o1')
    waits.push((dueAt - now) / SECOND)
    await rig.at(dueAt - 1)
    expect(rig.sms.asked).toHaveLength(tries)
    now = dueAt
  }
  expect(waits).toEqual([5, 30, 120, 600, 1800, 1800, 1800])
  await rig.at(now)
  expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: '30500', attempts: 8, settledAt: now })
})

test('chance moves a wait by a fifth, the provider lengthens it, the deadline ends it', async () => {
  const rig = await openRig()
  for (const id of ['u1', 'u2', 'u3']) await rig.addUrn(id)
  rig.sms.script.push(
    { type: 'errored', code: 'a' },
    { type: 'errored', code: 'a', retryAfterMs: 90_000 },
    { type: 'errored', code: 'a' },
  )
  await rig.queue('o1')
  await rig.queue('o2', { urnId: 'u2' })
  await rig.queue('o3', { urnId: 'u3', deadline: NOW + 3 * SECOND })
  rig.dispatcher({ random: () => 0 })
  await rig.at(NOW)
  expect((await rig.row('o1')).dueAt).toBe(NOW + 4 * SECOND)
  expect((await rig.row('o2')).dueAt).toBe(NOW + 90 * SECOND)
  await rig.at(NOW + 3 * SECOND)
  expect(await rig.row('o3')).toMatchObject({ status: 'expired', reason: 'late', attempts: 1 })
})

test('being asked to slow down is no attempt, and holds back all that goes by that channel', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.addUrn('u2')
  await rig.addUrn('z1', { scheme: 'zalo' })
  rig.sms.script.push({ type: 'throttled', retryAfterMs: 7 * SECOND })
  await rig.queue('o1')
  rig.dispatcher({ concurrency: 1 })
  await rig.at(NOW)
  await rig.queue('o2', { urnId: 'u2' })
  await rig.queue('o3', { urnId: 'z1' })
  await rig.at(NOW + SECOND)
  expect([rig.sms.ids, rig.zalo.ids]).toEqual([['o1'], ['o3']])
  expect(await rig.row('o1')).toMatchObject({ status: 'queued', attempts: 0, firstTriedAt: null, reason: 'throttled' })
  expect(await rig.row('o2')).toMatchObject({ status: 'queued', dueAt: NOW + 7 * SECOND, reason: 'rest' })
  await rig.at(NOW + 7 * SECOND)
  expect(rig.sms.asked.map(({ id, attempt }) => [id, attempt])).toEqual([
    ['o1', 1],
    ['o1', 1],
    ['o2', 1],
  ])
})

test('a refused message has failed; the next to that person goes out', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  rig.sms.script.push({ type: 'failed', code: '21211' })
  await rig.queue('o1')
  await rig.queue('o2')
  await rig.at(NOW)
  expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: '21211', attempts: 1, settledAt: NOW })
  expect(await rig.row('o2')).toMatchObject({ status: 'wired' })
})

test('a contact who opted out at the provider is stopped, in the ledger too; a reply only if they wrote since', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  rig.sms.script.push({ type: 'contact_stopped', code: '21610' })
  await rig.queue('o1', { class: 'reminder', personId: 'p-u1' })
  await rig.queue('o2', { class: 'reminder', personId: 'p-u1' })
  await rig.at(NOW)
  expect(await rig.row('o1')).toMatchObject({ status: 'stopped', code: '21610' })
  expect(await rig.row('o2')).toMatchObject({ status: 'stopped', reason: 'stopped', attempts: 0 })
  expect((await loadUrn(rig.store.db, 'u1'))?.urn.stoppedAt).toBe(NOW)
  expect(await consentsOf(rig.store.db, 'p-u1')).toMatchObject([
    { kind: 'stopped', source: 'provider', proof: '21610', urnId: 'u1', at: NOW },
  ])
  await rig.queue('o3')
  await rig.at(NOW + 1)
  expect(rig.sms.ids).toEqual(['o1'])
  expect(await rig.row('o3')).toMatchObject({ status: 'stopped', attempts: 0 })
  // They wrote again.
  await rig.store.commit({ writes: [update('urns', { id: 'u1' }, { lastInboundAt: NOW + 2 })] })
  await rig.queue('o4')
  await rig.at(NOW + 2)
  expect(rig.sms.ids).toEqual(['o1', 'o4'])
})

test.each(['reply', 'reminder'] as const)('a %s goes on to the phone where Zalo is closed', async (each) => {
  const rig = await openRig()
  await rig.addUrn('z1', { scheme: 'zalo', person: { id: 'p1' }, lastInboundAt: NOW })
  await rig.addUrn('t1', { person: { id: 'p1' }, stoppedAt: NOW })
  await rig.addUrn('t2', { person: { id: 'p1' } })
  rig.zalo.script.push({ type: 'window_closed', code: '-213' })
  await rig.queue('o1', { class: each, urnId: 'z1', personId: 'p1', what: 'gừng' })
  await rig.at(NOW)
  expect(rig.zalo.asked.map(({ text }) => text)).toEqual(['Đã ghi: gừng.'])
  expect(rig.sms.asked.map(({ to, text, attempt }) => [to, text, attempt])).toEqual([['tel:t2', 'Da ghi: gung.', 2]])
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', urnId: 't2', channel: 'twilio', parts: 1 })
})

test('where Zalo is closed and no phone is known, it has failed', async () => {
  const rig = await openRig()
  await rig.addUrn('z1', { scheme: 'zalo', person: { id: 'p1' } })
  rig.zalo.script.push({ type: 'window_closed', code: '-213' })
  await rig.queue('o1', { urnId: 'z1', personId: 'p1' })
  await rig.at(NOW)
  expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: '-213', urnId: 'z1' })
})

test('a text whose values are none fails, and goes to nobody half made', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1', { texts: JSON.parse('[{ "key": "t.said", "values": { "what": { "kg": "3 tạ" } } }]') })
  await rig.at(NOW)
  expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: 'render', attempts: 0 })
  expect(rig.sms.asked).toEqual([])
})

test("a text that can't be made fails alone", async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1', { texts: [{ key: 't.no-such-text' }] })
  await rig.queue('o2', { texts: [{ key: 't.said', values: { what: '🌽' } }] })
  await rig.queue('o3')
  await rig.at(NOW)
  expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: 'render', attempts: 0 })
  expect(rig.sms.asked.map(({ text }) => text)).toEqual(['Da ghi:.', 'Da ghi: o3.'])
  expect(rig.counted.get('mua_delivery_settled_total reply failed')).toBe(1)
})

test('a choice is numbered on SMS, and buttons besides on Zalo', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.addUrn('z1', { scheme: 'zalo' })
  const texts = [{ key: 't.asked', values: { options: { options: ['ngô', 'lúa'] } } }]
  const choices = [
    { title: 'ngô', payload: '#a.1.ngo' },
    { title: 'lúa', payload: '#a.1.lua' },
  ]
  await rig.queue('o1', { texts, choices })
  await rig.queue('o2', { texts, choices, urnId: 'z1' })
  await rig.at(NOW)
  expect(rig.sms.asked).toMatchObject([{ text: 'Trong cay gi a? 1: ngo. 2: lua.', choices: [] }])
  expect(rig.zalo.asked).toMatchObject([{ text: 'Nhà mình trồng cây gì ạ? 1: ngô. 2: lúa.', choices }])
})

test('what waits for the morning goes then; what came to nothing meanwhile does not', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.addUrn('u2', { person: {} })
  const reminder = { class: 'reminder', deadline: at(12, 0, 1) } as const
  await rig.queue('o1', { ...reminder, personId: 'p-u1', dueAt: at(23) })
  await rig.queue('o2', { ...reminder, urnId: 'u2', personId: 'p-u2', dueAt: at(23) })
  await rig.at(at(23))
  await rig.write(update('urns', { id: 'u2' }, { stoppedAt: at(23, 30) }))
  await rig.at(at(7, 30, 1))
  expect(rig.sms.ids).toEqual(['o1'])
  expect(await rig.row('o2')).toMatchObject({ status: 'stopped', reason: 'stopped' })
})

test("without its channel a row is left to a process that has it, and what is the simulator's never goes by a real one", async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { channel: 'smsgate' })
  await rig.addUrn('u2', { channel: 'simulator' })
  await rig.addUrn('u3', { person: { isDemo: true } })
  for (const urnId of ['u1', 'u2', 'u3']) await rig.queue(`o-${urnId}`, { urnId })
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual(['o-u1'])
  for (const id of ['o-u2', 'o-u3'])
    expect(await rig.row(id)).toMatchObject({ status: 'queued', reason: null, fence: 0, attempts: 0 })
})

test('a row that no one can handle ends at its deadline, and holds up nobody', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.addUrn('u2')
  await rig.write(update('urns', { id: 'u1' }, { address: rig.store.keys.seal('no address') }))
  await rig.queue('o1', { deadline: NOW + HOUR })
  await rig.queue('o2', { urnId: 'u2' })
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual(['o2'])
  expect(await rig.row('o1')).toMatchObject({ status: 'queued', attempts: 0 })
  await rig.at(NOW + HOUR)
  expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: 'unreadable', settledAt: NOW + HOUR })
  expect(rig.logged.splice(0)).toEqual(['delivery_threw', 'delivery_threw'])
})

test('a session that can not be read asks nothing', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.write(insert('sessions', { urnId: 'u1', version: 1, state: { question: 7 }, updatedAt: NOW }))
  await rig.queue('o1', { class: 'reminder', personId: 'p-u1' })
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual(['o1'])
})

test('a reminder waits for the answer to an open question, and goes once it is there', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  const state = { question: { number: 3, at: NOW - MINUTE, type: 'slot', slot: 'crop' } }
  await rig.write(insert('sessions', { urnId: 'u1', version: 1, state, updatedAt: NOW }))
  await rig.queue('o1', { class: 'reminder', personId: 'p-u1' })
  await rig.at(NOW)
  expect(await rig.row('o1')).toMatchObject({ status: 'queued', reason: 'question', dueAt: NOW + MINUTE })
  await rig.write(update('sessions', { urnId: 'u1' }, { state: { question: null } }))
  await rig.at(NOW + MINUTE)
  expect(rig.sms.ids).toEqual(['o1'])
})

test.each(['broadcast', 'twilio'] as const)(
  'while %s is paused what it holds back waits, and ends where it is of no use',
  async (what) => {
    const rig = await openRig()
    for (const id of ['u1', 'u2']) await rig.addUrn(id, { person: {} })
    await rig.addUrn('u3', { scheme: 'zalo', channel: 'zalo' })
    await rig.write(...writePaused([what]))
    await rig.queue('o1', { class: 'broadcast', personId: 'p-u1' })
    await rig.queue('o2', { class: 'broadcast', urnId: 'u2', personId: 'p-u2', deadline: NOW + MINUTE })
    await rig.queue('o3', { urnId: 'u3' })
    await rig.at(NOW)
    expect([rig.sms.ids, rig.zalo.ids]).toEqual([[], ['o3']])
    await rig.at(NOW + MINUTE)
    expect(await rig.row('o1')).toMatchObject({ status: 'queued', attempts: 0 })
    expect(await rig.row('o2')).toMatchObject({ status: 'expired', reason: 'late' })
    await rig.write(...writePaused([]))
    await rig.at(NOW + 2 * MINUTE)
    expect(rig.sms.ids).toEqual(['o1'])
  },
)
