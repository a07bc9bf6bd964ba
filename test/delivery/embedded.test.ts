import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { MINUTE, NOW, SECOND } from './fixtures.ts'
import { gate, many, openRig, until } from './rig.ts'

/** What rests on one process picking all rows itself: its order, and its slots. */

test('replies go first, then service, reminders, broadcasts; each class in its order', async () => {
  const rig = await openRig()
  for (const id of ['u1', 'u2', 'u3', 'u4']) await rig.addUrn(id, { person: {} })
  await rig.queue('o1', { class: 'broadcast', urnId: 'u1', personId: 'p-u1' })
  await rig.queue('o2', { class: 'reminder', urnId: 'u2', personId: 'p-u2' })
  await rig.queue('o3', { class: 'service', urnId: 'u3', personId: 'p-u3' })
  await rig.queue('o4', { class: 'reply', urnId: 'u4' })
  await rig.queue('o5', { class: 'reply', urnId: 'u1' })
  await rig.queue('o6', { class: 'reply', urnId: 'u1' })
  rig.dispatcher({ concurrency: 1 })
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual(['o4', 'o5', 'o6', 'o3', 'o2', 'o1'])
})

test('an account to be mended rests the channel, longer each time; one message tries whether it works', async () => {
  const rig = await openRig()
  const ids = ['u1', 'u2', 'u3']
  for (const id of ids) await rig.addUrn(id)
  const broken = { type: 'failed', code: '20003', config: true } as const
  rig.sms.script.push(broken, broken, broken, broken)
  for (const [n, urnId] of ids.entries()) await rig.queue(`o${n}`, { urnId })
  await rig.at(NOW)
  expect(rig.sms.asked).toHaveLength(3)
  for (const id of ['o0', 'o1', 'o2'])
    expect(await rig.row(id)).toMatchObject({
      status: 'queued',
      attempts: 0,
      code: '20003',
      reason: 'rest',
      dueAt: NOW + MINUTE,
    })
  await rig.at(NOW + MINUTE)
  expect(rig.sms.asked).toHaveLength(4)
  await rig.at(NOW + 6 * MINUTE - 1)
  expect(rig.sms.asked).toHaveLength(4)
  await rig.at(NOW + 6 * MINUTE)
  await rig.at(NOW + 6 * MINUTE + 10 * SECOND)
  expect(rig.sms.taken.map(({ message }) => message.id).sort()).toEqual(['o0', 'o1', 'o2'])
  expect(rig.logged).toContain('channel_rests')
  expect(rig.counted.get('mua_delivery_rests_total twilio 20003')).toBe(4)
})

test('a reply overtakes broadcasts under way, to others at once and to the same person as the next', async () => {
  const rig = await openRig()
  await many(rig, 20, { class: 'broadcast' })
  const gates = Array.from({ length: 20 }, gate)
  rig.sms.script.push(...gates.slice(0, 6).map(({ promise }) => promise))
  const worker = rig.dispatcher({ concurrency: 8 })
  await until(() => rig.sms.asked.length === 6)
  await rig.addUrn('u1')
  await rig.queue('r1')
  await rig.queue('r2', { urnId: 'u0000' })
  worker.wake()
  await until(() => rig.sms.asked.length === 7)
  await sleep(30)
  expect(rig.sms.ids.slice(6)).toEqual(['r1'])
  gates[0]?.open()
  await until(() => rig.sms.asked.length > 7)
  expect(rig.sms.ids[7]).toBe('r2')
  for (const { open } of gates) open()
  await worker.idle()
  expect(rig.sms.taken).toHaveLength(22)
})
