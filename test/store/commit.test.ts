import { expect, test } from 'vitest'
import { loadSession } from '../../src/store/queries/sessions.ts'
import type { SqliteStore } from '../../src/store/sqlite.ts'
import type { Commit, CommitResult } from '../../src/store/store.ts'
import { increase, insert, insertNew, remove, update, updateOne, type Write } from '../../src/store/writes.ts'
import { message, NOW, openStore, outboxRow, session } from './helpers.ts'

const claim = (externalId: string) => ({ channel: 'twilio', externalId })
const count = (store: SqliteStore, table: string): number =>
  Number(Object.values(store.client.prepare(`select count(*) from ${table}`).get() ?? {})[0])

test('the file is opened so that a commit is on disk', async () => {
  const { client } = await openStore()
  expect(client.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(client.pragma('synchronous', { simple: true })).toBe(2)
  expect(client.pragma('foreign_keys', { simple: true })).toBe(0)
  expect(client.pragma('busy_timeout', { simple: true })).toBe(250)
})

test('commits asked for at once share a transaction and keep their order', async () => {
  const groups: number[] = []
  const store = await openStore({ onCommit: ({ commits }) => groups.push(commits) })
  await store.commit({ writes: [session('u1', { version: 0 })] })
  const done: number[] = []
  await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      await store.commit({ writes: [updateOne('sessions', { urnId: 'u1', version: n }, { version: n + 1 })] })
      done.push(n)
    }),
  )
  expect((await loadSession(store.db, 'u1'))?.version).toBe(50)
  expect(done).toEqual(Array.from({ length: 50 }, (_, n) => n))
  expect(groups).toEqual([1, 50])
})

test('a commit that may wait goes along with the next that can not, in the order asked', async () => {
  const groups: number[] = []
  const store = await openStore({ onCommit: ({ commits }) => groups.push(commits) })
  const lazy = store.commit({ writes: [session('u1', { version: 0 })] }, 60_000)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(groups).toEqual([])
  const urgent = store.commit({ writes: [updateOne('sessions', { urnId: 'u1', version: 0 }, { version: 1 })] })
  expect(await Promise.all([lazy, urgent])).toEqual([{ type: 'committed' }, { type: 'committed' }])
  expect(groups).toEqual([2])
})

test('a commit that may wait begins by itself at its time, or at the time of one that may wait less', async () => {
  const groups: number[] = []
  const store = await openStore({ onCommit: ({ commits }) => groups.push(commits) })
  await store.commit({ writes: [session('u1')] }, 10)
  expect(groups).toEqual([1])
  const patient = store.commit({ writes: [session('u2')] }, 60_000)
  const hasty = store.commit({ writes: [session('u3')] }, 10)
  await Promise.all([patient, hasty])
  expect(groups).toEqual([1, 2])
})

test('many that may wait for others wait for no more, and share a transaction', async () => {
  const groups: number[] = []
  const store = await openStore({ onCommit: ({ commits }) => groups.push(commits) })
  await Promise.all(Array.from({ length: 40 }, (_, n) => store.commit({ writes: [session(`u${n}`)] }, 60_000)))
  expect(groups).toEqual([40])
})

test('a store that closes waits for a commit that may wait', async () => {
  const store = await openStore()
  const lazy = store.commit({ writes: [session('u1')] }, 50)
  await store.close()
  expect(await lazy).toEqual({ type: 'committed' })
})

test('figures grow up to their limit and not beyond, whoever adds at once', async () => {
  const store = await openStore()
  const spend = (vnd: number, parts: number) =>
    store.commit({
      writes: [
        insertNew('spending', { name: 'month:2026-11' }),
        increase('spending', { name: 'month:2026-11' }, { vnd, parts }, { vnd: 1000, parts: 4 }),
      ],
    })
  const results = await Promise.all(Array.from({ length: 5 }, () => spend(300, 1)))
  expect(results.map(({ type }) => type)).toEqual(['committed', 'committed', 'committed', 'conflict', 'conflict'])
  expect((await spend(100, 2)).type).toBe('conflict')
  expect((await spend(100, 1)).type).toBe('committed')
  expect((await spend(-900, -3)).type).toBe('committed')
  expect(store.client.prepare('select name, vnd, parts from spending').all()).toEqual([
    { name: 'month:2026-11', vnd: 100, parts: 1 },
  ])
})

/** What can go wrong in one commit of a group, each after a write that must vanish with it. */
const broken: { name: string; writes: Write[]; claim?: Commit['claim']; type: CommitResult['type'] }[] = [
  { name: 'its message was claimed before', writes: [], claim: claim('SM0'), type: 'duplicate' },
  {
    name: 'a precondition does not hold',
    writes: [updateOne('sessions', { urnId: 'u0', version: 9 }, { version: 10 })],
    type: 'conflict',
  },
  {
    name: 'a precondition fits two rows',
    writes: [updateOne('sessions', { version: 1 }, { version: 2 })],
    type: 'conflict',
  },
  {
    name: 'what is to grow is not there',
    writes: [increase('spending', { name: 'none' }, { vnd: 1 })],
    type: 'conflict',
  },
  { name: 'a unique key is there', writes: [outboxRow('o2', { onceKey: 'tet' })], type: 'refused' },
  {
    name: 'a value is missing',
    writes: [{ type: 'insert', table: 'sessions', values: JSON.parse('{"urnId":"ux"}') }],
    type: 'refused',
  },
  {
    name: 'a column is unknown',
    writes: [{ type: 'insert', table: 'sessions', values: JSON.parse('{"urn":"ux"}') }],
    type: 'refused',
  },
  { name: 'a delete has no condition', writes: [remove('sessions', {})], type: 'refused' },
  { name: 'an update has no condition', writes: [update('sessions', {}, { version: 3 })], type: 'refused' },
  {
    name: 'a condition is undefined',
    writes: [{ type: 'delete', table: 'sessions', where: Object({ urnId: undefined }) }],
    type: 'refused',
  },
  {
    name: 'encoding a value throws',
    writes: [
      session('ux', {
        state: Object({
          toJSON: () => {
            throw new Error('no')
          },
        }),
      }),
    ],
    type: 'refused',
  },
]

test.each(broken)('one of 50 alone is undone where $name', async ({ writes, type, ...other }) => {
  const store = await openStore()
  await store.commit({
    claim: claim('SM0'),
    writes: [session('u0'), session('v0'), outboxRow('o1', { onceKey: 'tet' })],
  })
  const bad: Commit = { claim: other.claim ?? claim('SM-bad'), writes: [message('bad'), ...writes] }
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      store.commit(n === 25 ? bad : { claim: claim(`SM-${n}`), writes: [message(`m${n}`)] }),
    ),
  )
  expect(results.map((result) => result.type)).toEqual(results.map((_, n) => (n === 25 ? type : 'committed')))
  expect(count(store, 'messages')).toBe(49)
  expect(count(store, 'claims')).toBe(50)
  expect(count(store, 'sessions')).toBe(2)
})

test.each(broken)('alone in its transaction it is undone too where $name', async ({ writes, type, ...other }) => {
  const store = await openStore()
  await store.commit({
    claim: claim('SM0'),
    writes: [session('u0'), session('v0'), outboxRow('o1', { onceKey: 'tet' })],
  })
  const result = await store.commit({ claim: other.claim ?? claim('SM-bad'), writes: [message('bad'), ...writes] })
  expect(result.type).toBe(type)
  expect([count(store, 'messages'), count(store, 'claims'), count(store, 'sessions')]).toEqual([0, 1, 2])
})

test('a redelivered message has its effect once, in one group as in two', async () => {
  const store = await openStore()
  const deliver = (n: number) => store.commit({ claim: claim('SM1'), writes: [message(`m${n}`)] })
  const results = await Promise.all(Array.from({ length: 20 }, (_, n) => deliver(n)))
  expect(results.map(({ type }) => type)).toEqual(['committed', ...Array.from({ length: 19 }, () => 'duplicate')])
  expect(await deliver(21)).toEqual({ type: 'duplicate' })
  expect(count(store, 'messages')).toBe(1)
})

test('writes do what they say', async () => {
  const store = await openStore()
  const rows = () => store.client.prepare('select id, status, person_id from messages order by id').raw().all()
  await store.commit({ writes: [message('a'), message('b', { personId: 'p1' })] })
  await store.commit({ writes: [update('messages', { urnId: 'u1', personId: null }, { status: 'taken' })] })
  expect(rows()).toEqual([
    ['a', 'taken', null],
    ['b', 'waiting', 'p1'],
  ])
  await store.commit({ writes: [update('messages', { id: 'b' }, { personId: null, status: undefined as never })] })
  expect(rows()).toEqual([
    ['a', 'taken', null],
    ['b', 'waiting', null],
  ])
  await store.commit({
    writes: [
      {
        type: 'insert',
        table: 'messages',
        values: { ...Object(message('a')).values, status: 'failed' },
        onConflict: 'ignore',
      },
    ],
  })
  await store.commit({ writes: [remove('messages', { status: 'waiting' })] })
  expect(rows()).toEqual([['a', 'taken', null]])
  expect(await store.commit({ writes: [updateOne('messages', { id: 'a', status: 'taken' }, {})] })).toEqual({
    type: 'committed',
  })
  expect(await store.commit({ writes: [updateOne('messages', { id: 'a', status: 'failed' }, {})] })).toEqual({
    type: 'conflict',
  })
})

test('a transaction is cut before it grows long', async () => {
  const groups: { commits: number; ms: number }[] = []
  const store = await openStore({ onCommit: (group) => groups.push(group) })
  const heavy = (n: number): Write[] =>
    Array.from({ length: 500 }, (_, i) => message(`m${n}-${i}`, { text: 'ngô '.repeat(400) }))
  await Promise.all(Array.from({ length: 40 }, (_, n) => store.commit({ writes: heavy(n) })))
  expect(groups.length).toBeGreaterThan(2)
  expect(count(store, 'messages')).toBe(20_000)
})

test('another process that wrote is noticed', async () => {
  const store = await openStore()
  const other = await openStore({ file: store.client.name })
  const before = store.dataVersion()
  await store.commit({ writes: [session('own')] })
  expect(store.dataVersion()).toBe(before)
  await other.commit({ writes: [session('u1')] })
  expect(store.dataVersion()).toBeGreaterThan(before)
})

test('it works in memory, and says that it can be written', async () => {
  const store = await openStore({ file: ':memory:' })
  expect(await store.isWritable()).toBe(true)
  expect(await store.commit({ claim: claim('SM1'), writes: [insert('settings', { name: 'a', value: [1] })] })).toEqual({
    type: 'committed',
  })
  expect(store.client.prepare('select at from claims').pluck().get()).toBe(NOW)
})
