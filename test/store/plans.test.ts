import { expect, test } from 'vitest'
import { knownOnceKeys, memberPage } from '../../src/store/queries/audience.ts'
import { openOfBroadcast, toldPage, untriedOutbox } from '../../src/store/queries/broadcasts.ts'
import { broadcastsWithOpen, dueOutboxOf } from '../../src/store/queries/due-outbox.ts'
import { sentByLine } from '../../src/store/queries/line-quota.ts'
import { claimTimes, inboundTimes, nthInboundAt, waitingOf } from '../../src/store/queries/messages.ts'
import { nthOutboxAt, openOutbox } from '../../src/store/queries/outbox.ts'
import { backlog } from '../../src/store/queries/queue-depths.ts'
import { dueSessions, nextWakeAt } from '../../src/store/queries/sessions.ts'
import { waitingForBudget } from '../../src/store/queries/spending.ts'
import { abuseTicket } from '../../src/store/queries/tickets.ts'
import type { Db } from '../../src/store/store.ts'
import { openStore, outboxRow } from './helpers.ts'

/** Reads taken on every turn or every tick, and the index without which they would walk a person's whole past, or everybody's. */
const reads: { name: string; index: string; read: (db: Db) => Promise<unknown> }[] = [
  { name: 'open rows of a URN', index: 'outbox_open', read: (db) => openOutbox(db, 'u1') },
  { name: 'what is due and later, by class', index: 'outbox_due', read: (db) => backlog(db, 1) },
  { name: 'due rows', index: 'outbox_due', read: (db) => dueOutboxOf(db, 'reply', { now: 1, limit: 1 }) },
  {
    name: 'what a line has sent',
    index: 'outbox_line',
    read: (db) => sentByLine(db, 'smsgate', '1', 1),
  },
  {
    name: 'what waits for a budget',
    index: 'outbox_due',
    read: (db) => waitingForBudget(db, 'broadcast', 1, 1),
  },
  { name: 'waiting messages of a URN', index: 'messages_waiting', read: (db) => waitingOf(db, 'u1') },
  { name: 'the nth text of a URN', index: 'messages_urn', read: (db) => nthInboundAt(db, 'u1', 16) },
  { name: 'the times of the last texts of a URN', index: 'messages_urn', read: (db) => inboundTimes(db, 'u1', 200) },
  { name: 'the nth message to a URN', index: 'outbox_urn', read: (db) => nthOutboxAt(db, 'u1', 13) },
  {
    name: 'new numbers of a prefix',
    index: 'sqlite_autoindex_claims_1',
    read: (db) => claimTimes(db, 'prefix:+94771', 1),
  },
  { name: 'tickets about a flood', index: 'tickets_urn', read: (db) => abuseTicket(db, 'u1', 1) },
  { name: 'talks to wake', index: 'sessions_wake', read: (db) => dueSessions(db, 1, 1) },
  { name: 'the next talk to wake', index: 'sessions_wake', read: (db) => nextWakeAt(db, 1) },
  {
    name: 'the next members of a cooperative',
    index: 'people_cooperative',
    read: (db) => memberPage(db, { cooperativeId: 'c', after: '', at: 1, limit: 1 }),
  },
  {
    name: 'the next messages of a broadcast',
    index: 'outbox_broadcast',
    read: (db) => toldPage(db, { broadcastId: 'b', after: '', limit: 1 }),
  },
  // Not by that of all its messages, of which most are sent.
  { name: 'broadcasts with open rows', index: 'outbox_broadcast_due', read: (db) => broadcastsWithOpen(db) },
  {
    name: 'what is open of a broadcast',
    index: 'outbox_broadcast_due',
    read: (db) => openOfBroadcast(db, 'b'),
  },
  { name: 'once-only keys', index: 'outbox_once', read: (db) => knownOnceKeys(db, ['k']) },
  { name: 'what a broadcast has not sent', index: 'outbox_broadcast_due', read: (db) => untriedOutbox(db, 'b', 1) },
]

/** What there may be many of must come in the index's own order. */
const SORTED_AFTER = new Set(['messages_waiting', 'tickets_urn'])

test.each(reads)('$name are found by $index', async ({ index, read }) => {
  const { db, client } = await openStore({ file: ':memory:' })
  const texts: string[] = []
  const prepare = client.prepare.bind(client)
  client.prepare = (text: string) => {
    texts.push(text)
    return prepare(text)
  }
  await read(db)
  // Of a slice of which nothing is found the first read is the only one that counts.
  const text = texts[0] ?? ''
  const plan = prepare(`explain query plan ${text}`).all(
    ...text
      .split('?')
      .slice(1)
      .map(() => 1),
  )
  expect(JSON.stringify(plan)).toMatch(new RegExp(`USING (COVERING )?INDEX ${index}\\b`))
  expect(JSON.stringify(plan).includes('TEMP B-TREE')).toBe(SORTED_AFTER.has(index))
})

test('of several broadcasts, the open ones and what belongs to none are found without reading what was sent', async () => {
  const { db, client, commit } = await openStore({ file: ':memory:' })
  const rows = ['b1', 'b2'].map((broadcastId, index) => outboxRow(`o${index}`, { broadcastId, class: 'broadcast' }))
  await commit({ writes: rows })
  const plans: string[] = []
  const prepare = client.prepare.bind(client)
  client.prepare = (text: string) => {
    const bound = text.split('?').slice(1)
    plans.push(JSON.stringify(prepare(`explain query plan ${text}`).all(...bound.map(() => 1))))
    return prepare(text)
  }
  await dueOutboxOf(db, 'broadcast', { now: 1, limit: 1 })
  const by = plans.flatMap((plan) =>
    [...plan.matchAll(/outbox USING (?:COVERING )?INDEX (\w+)/g)].map(([, name]) => name),
  )
  expect(by).toEqual(['outbox_broadcast_due', 'outbox_broadcast_due', 'outbox_single_due', 'outbox_broadcast_due'])
})
