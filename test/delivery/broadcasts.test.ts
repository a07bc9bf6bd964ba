import { expect, test } from 'vitest'
import { insert, type NewRow, type Row, update, type Write } from '../../src/store/writes.ts'
import { MINUTE, NOW, SECOND } from './fixtures.ts'
import { many, openRig, type Rig } from './rig.ts'

type Status = Row<'broadcasts'>['status']

const broadcast = (id: string, status: Status, over: Partial<NewRow<'broadcasts'>> = {}): Write =>
  insert('broadcasts', {
    ...{ id, kind: 'price_alert', cooperativeId: 'c', authorId: 'a', values: {}, status, createdAt: NOW },
    ...over,
  })
const become = (id: string, status: Status): Write => update('broadcasts', { id }, { status })

/** One person, with a message of each of these broadcasts. */
async function one(statuses: Record<string, Status>): Promise<Rig> {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  for (const [id, status] of Object.entries(statuses)) {
    await rig.write(broadcast(id, status))
    await rig.queue(`o-${id}`, { class: 'broadcast', personId: 'p-u1', broadcastId: id })
  }
  return rig
}

test('what a paused broadcast holds back waits and holds up no other, then goes', async () => {
  const rig = await one({ b1: 'paused', b2: 'sending' })
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual(['o-b2'])
  expect(await rig.row('o-b1')).toMatchObject({ status: 'queued', attempts: 0, fence: 0 })
  await rig.write(become('b1', 'sent'))
  await rig.at(NOW + MINUTE)
  expect(rig.sms.ids).toEqual(['o-b2', 'o-b1'])
})

test('what a paused broadcast holds back ends with its own deadline, all of it', async () => {
  const rig = await openRig()
  await rig.write(broadcast('b1', 'paused'))
  await many(rig, 40, { class: 'broadcast', broadcastId: 'b1', deadline: NOW + MINUTE })
  await rig.at(NOW)
  for (let n = 1; n < 60 && (await rig.row('o0039')).status === 'queued'; n++)
    await rig.at(NOW + MINUTE + n * 6 * SECOND)
  for (const id of ['o0000', 'o0020', 'o0039'])
    expect(await rig.row(id)).toMatchObject({ status: 'expired', reason: 'late' })
  expect(rig.sms.ids).toEqual([])
})

test.each([
  ['stopped', 'stopped'],
  ['cancelled', 'corrected'],
] as const)('what is left of a broadcast that is %s is not sent', async (status, reason) => {
  const rig = await one({ b1: status })
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual([])
  expect(await rig.row('o-b1')).toMatchObject({ status: 'cancelled', reason, settledAt: NOW })
  expect((await rig.row('o-b1')).decisions).toEqual([{ at: NOW, does: 'ends', reason, attempts: 0 }])
})

test('stopped between two tries it is not tried again, and says so', async () => {
  const rig = await one({ b1: 'sent' })
  rig.sms.script.push({ type: 'errored', code: '30001' })
  await rig.at(NOW)
  await rig.write(become('b1', 'stopped'))
  await rig.at(NOW + MINUTE)
  expect(rig.sms.asked).toHaveLength(1)
  expect(await rig.row('o-b1')).toMatchObject({ status: 'cancelled', reason: 'stopped', attempts: 1 })
})

test('stopped while an outcome is unknown it is looked for all the same', async () => {
  const rig = await one({ b1: 'sent' })
  rig.sms.script.push({ type: 'unknown', code: 'no_answer' })
  await rig.at(NOW)
  const { status, reason } = await rig.row('o-b1')
  expect([status, reason]).toEqual(['errored', 'look_1'])
  await rig.write(become('b1', 'stopped'))
  await rig.untilAllEnd()
  expect(rig.sms.asked).toHaveLength(1)
  expect(await rig.row('o-b1')).toMatchObject({ status: 'cancelled', reason: 'stopped' })
})

test('one that waits for its turn of the account does not go once its broadcast is paused', async () => {
  const rig = await openRig()
  await rig.write(broadcast('b1', 'sending'))
  await many(rig, 30, { class: 'broadcast', broadcastId: 'b1' })
  let slept = 0
  // The pause comes while the first of those that wait are asleep.
  const sleep = async () => {
    if (slept++ === 0) await rig.write(become('b1', 'paused'))
  }
  const worker = rig.dispatcher({ pace: { twilio: 10 }, sleep })
  await worker.idle()
  expect(slept).toBeGreaterThan(0)
  expect(rig.sms.asked.length).toBeLessThan(14)
  expect((await rig.row('o0029')).status).toBe('queued')
})

test('who gets it by another way does not get it where somebody gets it already who shares that phone', async () => {
  const rig = await openRig()
  await rig.write(broadcast('b1', 'sent'))
  await rig.addUrn('u1', { person: {} })
  await rig.addUrn('z1', { scheme: 'zalo', channel: 'zalo', person: { id: 'p2' }, lastInboundAt: NOW - MINUTE })
  await rig.write(insert('personUrns', { personId: 'p2', urnId: 'u1', createdAt: NOW }))
  const of = { class: 'broadcast', broadcastId: 'b1' } as const
  await rig.queue('o1', { ...of, personId: 'p-u1', onceKey: 'b1:u1' })
  await rig.queue('o2', { ...of, personId: 'p2', urnId: 'z1', onceKey: 'b1:z1' })
  rig.zalo.script.push({ type: 'window_closed', code: '-230' })
  await rig.at(NOW)
  await rig.untilAllEnd()
  expect([rig.sms.ids, rig.zalo.ids]).toEqual([['o1'], ['o2']])
  expect(await rig.row('o2')).toMatchObject({ status: 'failed', code: '-230' })
})
