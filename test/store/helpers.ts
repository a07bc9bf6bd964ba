import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { openSqliteStore, type SqliteOptions, type SqliteStore } from '../../src/store/sqlite.ts'
import { insert, type NewRow, type Write } from '../../src/store/writes.ts'

export const NOW = Date.UTC(2026, 10, 22, 1, 0)
export const KEY = new Uint8Array(32).fill(7)
export const OTHER_KEY = new Uint8Array(32).fill(8)

export function tmp(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mua-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** A store on a real file, closed with the test. */
export async function openStore(options: Partial<SqliteOptions> = {}): Promise<SqliteStore> {
  const store = await openSqliteStore({ file: join(tmp(), 'mua.db'), key: KEY, clock: () => NOW, ...options })
  onTestFinished(() => store.close())
  return store
}

export const session = (urnId: string, over: Partial<NewRow<'sessions'>> = {}): Write =>
  insert('sessions', { urnId, version: 1, state: { step: 'hỏi' }, updatedAt: NOW, ...over })

export const message = (id: string, over: Partial<NewRow<'messages'>> = {}): Write =>
  insert('messages', {
    id,
    urnId: 'u1',
    channel: 'twilio',
    externalId: `SM-${id}`,
    text: 'bc ngô 3 tạ rưỡi',
    receivedAt: NOW,
    status: 'waiting',
    ...over,
  })

export const outboxRow = (id: string, over: Partial<NewRow<'outbox'>> = {}): Write =>
  insert('outbox', {
    id,
    urnId: 'u1',
    class: 'reply',
    texts: [{ key: 'recorded', values: { kg: 350 } }],
    locale: 'vi',
    revision: 'r1',
    status: 'queued',
    dueAt: NOW,
    deadline: NOW + 1000,
    createdAt: NOW,
    ...over,
  })

/** A store in memory that holds these rows. */
export async function holding(writes: Write[]): Promise<SqliteStore> {
  const store = await openStore({ file: ':memory:' })
  expect(await store.commit({ claim: { channel: 'twilio', externalId: 'SM1' }, writes })).toEqual({ type: 'committed' })
  return store
}

export const person = (id: string, over: Partial<NewRow<'people'>> = {}) =>
  insert('people', { id, name: 'Nông Thị Lả', role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: 1, ...over })

export const urn = (id: string, over: Partial<NewRow<'urns'>> = {}) =>
  insert('urns', {
    id,
    scheme: 'tel',
    hash: `hash ${id}`,
    address: Buffer.from(id),
    channel: 'sms',
    createdAt: 1,
    ...over,
  })

export const link = (personId: string, urnId: string, createdAt = 1) =>
  insert('personUrns', { personId, urnId, createdAt })
