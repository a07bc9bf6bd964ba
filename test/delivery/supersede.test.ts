import { expect, test } from 'vitest'
import { replyDueAt, supersede } from '../../src/delivery/supersede.ts'
import { type Row, update } from '../../src/store/writes.ts'
import { MINUTE, NOW } from './fixtures.ts'
import { openRig } from './rig.ts'

test.each([
  ['the first reply', null, NOW],
  ['a second reply at once', NOW, NOW + 2000],
  ['a second reply after 4.999 s', NOW - 4999, NOW + 2000],
  ['a second reply after 5 s', NOW - 5000, NOW],
] as const)('%s', (_, last, dueAt) => {
  expect(replyDueAt(last, NOW)).toBe(dueAt)
})

const cases: { name: string; row: Partial<Row<'outbox'>>; isTakenBack: boolean }[] = [
  { name: 'that waits', row: {}, isTakenBack: true },
  { name: 'that a worker holds and may be sending', row: { leaseUntil: NOW + MINUTE }, isTakenBack: false },
  { name: 'that was tried and may have left', row: { firstTriedAt: NOW }, isTakenBack: false },
  { name: 'that failed once', row: { status: 'errored', firstTriedAt: NOW }, isTakenBack: false },
  { name: 'that is sent', row: { status: 'wired', firstTriedAt: NOW }, isTakenBack: false },
  { name: 'that asks another question', row: { question: 'u1.4' }, isTakenBack: false },
  { name: 'of another talk', row: { urnId: 'u2' }, isTakenBack: false },
  { name: 'that we began with', row: { class: 'reminder' }, isTakenBack: false },
]

test.each(cases)("an answered question's reply $name: taken back $isTakenBack", async ({ row, isTakenBack }) => {
  const rig = await openRig()
  await rig.queue('o1', { question: 'u1.3' })
  await rig.write(update('outbox', { id: 'o1' }, row))
  const before = await rig.row('o1')
  await rig.write(supersede('u1', 'u1.3', NOW))
  const changed = { status: 'superseded', reason: 'answered', settledAt: NOW }
  expect(await rig.row('o1')).toEqual({ ...before, ...(isTakenBack ? changed : {}) })
})
