import { expect, test } from 'vitest'
import { LOOP_WORDS, SAME_WORDS } from '../../src/conversation/loop-limits.ts'
import { ticketEntries, tickets } from '../../src/store/schema/tickets.ts'
import { HOUR, MINUTE, NOW } from './fixtures.ts'
import { openRig } from './rig.ts'

const WORDS = 'Nha minh thu cay gi a?'

/** So many messages of the same words, `everyMs` apart, each sent when it is written. */
async function sendSame(rig: Awaited<ReturnType<typeof openRig>>, count: number, everyMs: number, from = 0) {
  for (let number = from; number < from + count; number++) {
    const now = NOW + (number - from) * everyMs
    await rig.queue(`o${String(number).padStart(4, '0')}`, { what: WORDS, now })
    await rig.at(now)
  }
}

test('the same words twenty times in a day to one person: no more go, one ticket, and another text goes as ever', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.addUrn('u2', { person: {} })
  await sendSame(rig, 30, 10 * MINUTE)
  expect(rig.sms.taken).toHaveLength(LOOP_WORDS.most)
  expect(await rig.store.db.select().from(tickets)).toMatchObject([{ kind: 'abuse', urnId: 'u1', status: 'open' }])
  expect(await rig.store.db.select().from(ticketEntries)).toMatchObject([
    { text: expect.stringMatching(/^máy đã gửi cùng một câu 20 lần.* \/ the same words went out 20 times/) },
  ])
  const held = await rig.row('o0025')
  expect(held).toMatchObject({ status: 'queued', reason: 'loop', attempts: 0 })
  expect(held.decisions).toMatchObject([{ does: 'waits', reason: 'loop' }])
  await rig.queue('p1', { what: 'Da ghi: ngo 3 ta.', now: NOW + 5 * HOUR })
  await rig.queue('p2', { what: WORDS, urnId: 'u2', now: NOW + 5 * HOUR })
  await rig.at(NOW + 5 * HOUR)
  expect(rig.sms.taken).toHaveLength(LOOP_WORDS.most + 2)
  // What is held leaves when there is room, or is of no use any more: none is without an end.
  await rig.untilAllEnd()
  expect(rig.sms.taken.length).toBeLessThanOrEqual(2 * LOOP_WORDS.most + 2)
  expect((await rig.row('o0029')).status).not.toBe('queued')
})

test('the same words more than twelve times in ten minutes wait for room, and all go', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await sendSame(rig, 15, 10_000)
  expect(rig.sms.taken).toHaveLength(SAME_WORDS.most)
  await rig.untilAllEnd()
  expect(rig.sms.taken).toHaveLength(15)
  expect(await rig.store.db.select().from(tickets)).toEqual([])
})
