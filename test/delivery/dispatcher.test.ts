import { expect, test } from 'vitest'
import { HOUR, NOW, SECOND } from './fixtures.ts'
import { openRig } from './rig.ts'

test('a reply goes out unaccented and its row says so', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { address: 'tel:+84912345678' })
  await rig.queue('o1', { what: 'ngô 350 kg' })
  await rig.at(NOW)
  const text = 'Da ghi: ngo 350 kg.'
  expect(rig.sms.asked).toEqual([
    { id: 'o1', to: 'tel:+84912345678', text, choices: [], attempt: 1, isReply: true, usefulMs: 24 * HOUR },
  ])
  expect(await rig.row('o1')).toMatchObject({
    status: 'wired',
    channel: 'twilio',
    externalId: 'SM1',
    attempts: 1,
    firstTriedAt: NOW,
    leaseUntil: null,
    fence: 1,
    parts: 1,
    text,
    reason: 'reply',
    settledAt: NOW,
  })
})

test('one that waits for its next try holds up its class of that person alone', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.addUrn('u2')
  rig.sms.script.push({ type: 'errored', code: '30001' })
  await rig.queue('o1')
  await rig.queue('o2')
  await rig.queue('o3', { urnId: 'u2' })
  await rig.queue('o4', { class: 'service', personId: 'p-u1' })
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual(['o1', 'o3', 'o4'])
  expect(await rig.row('o1')).toMatchObject({ status: 'errored', code: '30001', attempts: 1, dueAt: NOW + 5 * SECOND })
  await rig.at(NOW + 5 * SECOND)
  expect(rig.sms.asked.slice(3).map(({ id, attempt }) => [id, attempt])).toEqual([
    ['o1', 2],
    ['o2', 1],
  ])
})

test('only what answers a text of theirs is handed over as a reply', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.queue('o1')
  await rig.queue('o2', { class: 'reminder', personId: 'p-u1' })
  await rig.at(NOW)
  expect(rig.sms.asked.map(({ id, isReply }) => [id, isReply])).toEqual([
    ['o1', true],
    ['o2', undefined],
  ])
})
