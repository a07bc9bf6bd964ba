import { expect, test } from 'vitest'
import { dueOutbox, nextDueAt } from '../../src/store/queries/due-outbox.ts'
import { openOutbox, outboxByExternalId, recentOutbox } from '../../src/store/queries/outbox.ts'
import { type NewRow, update } from '../../src/store/writes.ts'
import { openStore, outboxRow } from './helpers.ts'

/** The ids due at 100, given these rows; `n1`: nothing special about it. */
const cases: { name: string; rows: Record<string, Partial<NewRow<'outbox'>>>; due: string[] }[] = [
  {
    name: 'by class, then the longest due',
    rows: {
      o1: { class: 'broadcast', urnId: 'a' },
      o2: { class: 'reminder', urnId: 'b' },
      o3: { class: 'reply', urnId: 'c', dueAt: 90 },
      o4: { class: 'service', urnId: 'd' },
      o5: { class: 'reply', urnId: 'e', dueAt: 80 },
      o6: { class: 'reply', urnId: 'f', dueAt: 80 },
    },
    due: ['o5', 'o6', 'o3', 'o4', 'o2', 'o1'],
  },
  { name: 'not before it is due', rows: { o1: { dueAt: 101 }, o2: { dueAt: 100 } }, due: ['o2'] },
  { name: 'what is due later holds nobody up', rows: { o1: { dueAt: 5000 }, o2: {} }, due: ['o2'] },
  {
    name: 'only what is open',
    rows: { o1: { status: 'wired' }, o2: { status: 'superseded' }, o3: { status: 'errored' } },
    due: ['o3'],
  },
  {
    name: 'one of a URN and class at a time',
    rows: { o1: {}, o2: {}, o3: { urnId: 'b' }, o4: { class: 'service' } },
    due: ['o1', 'o3', 'o4'],
  },
  {
    name: 'what waits for its next try holds the later ones back',
    rows: { o1: { status: 'errored', attempts: 1, dueAt: 200 }, o2: {} },
    due: [],
  },
  {
    name: 'a reply overtakes a reminder that waits',
    rows: { o1: { class: 'reminder', status: 'errored', attempts: 1, dueAt: 200 }, o2: {} },
    due: ['o2'],
  },
  { name: 'what is leased is left alone, and holds its URN back', rows: { o1: { leaseUntil: 101 }, o2: {} }, due: [] },
  {
    name: 'broadcasts in turn',
    rows: {
      o1: { class: 'broadcast', broadcastId: 'b1', urnId: 'a' },
      o2: { class: 'broadcast', broadcastId: 'b1', urnId: 'b' },
      o3: { class: 'broadcast', broadcastId: 'b1', urnId: 'c' },
      o4: { class: 'broadcast', broadcastId: 'b2', urnId: 'd' },
      o5: { class: 'broadcast', broadcastId: 'b2', urnId: 'a' },
      o6: { class: 'broadcast', broadcastId: 'b3', urnId: 'e', dueAt: 101 },
    },
    due: ['o1', 'o4', 'o2', 'o3'],
  },
  { name: 'a lease that ran out is taken up', rows: { o1: { leaseUntil: 100 } }, due: ['o1'] },
]

test.each(cases)('due: $name', async ({ rows, due }) => {
  const { db, commit } = await openStore({ file: ':memory:' })
  await commit({ writes: Object.entries(rows).map(([id, over]) => outboxRow(id, { dueAt: 50, ...over })) })
  expect((await dueOutbox(db, { now: 100, limit: 99 })).map(({ id }) => id)).toEqual(due)
  expect((await dueOutbox(db, { now: 100, limit: 2 })).map(({ id }) => id)).toEqual(due.slice(0, 2))
})

test('when to look again', async () => {
  const { db, commit } = await openStore({ file: ':memory:' })
  expect(await nextDueAt(db)).toBeNull()
  await commit({
    writes: [
      outboxRow('o1', { dueAt: 50, leaseUntil: 300 }),
      outboxRow('o2', { dueAt: 200 }),
      outboxRow('o3', { dueAt: 10, status: 'sent' }),
    ],
  })
  expect(await nextDueAt(db)).toBe(200)
  await commit({ writes: [update('outbox', { id: 'o2' }, { status: 'expired' })] })
  expect(await nextDueAt(db)).toBe(300)
})

test('rows of a URN, and by what the provider calls them', async () => {
  const { db, commit } = await openStore({ file: ':memory:' })
  const sent = { status: 'sent', channel: 'twilio', externalId: 'SM7' } as const
  await commit({
    writes: [
      outboxRow('o1', sent),
      outboxRow('o2'),
      outboxRow('o3', { urnId: 'u2', ...sent, channel: 'smsgate' }),
      outboxRow('o4', { status: 'errored' }),
    ],
  })
  const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
  expect(ids(await openOutbox(db, 'u1'))).toEqual(['o2', 'o4'])
  expect(ids(await recentOutbox(db, 'u1', 2))).toEqual(['o4', 'o2'])
  expect(ids(await outboxByExternalId(db, 'twilio', 'SM7'))).toEqual(['o1'])
})
