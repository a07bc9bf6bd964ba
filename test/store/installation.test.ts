import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { expect, test } from 'vitest'
import type { KeyMaterial } from '../../src/store/crypto.ts'
import { inboundMark } from '../../src/store/queries/inbound-mark.ts'
import { findUrn, loadUrn } from '../../src/store/queries/people.ts'
import { loadToken } from '../../src/store/queries/tokens.ts'
import { rehashDatabase } from '../../src/store/rehash.ts'
import { reseal, SEALED_COLUMNS } from '../../src/store/reseal.ts'
import { restoreDatabase } from '../../src/store/restore.ts'
import { tables } from '../../src/store/schema.ts'
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite.ts'
import { insert } from '../../src/store/writes.ts'
import { KEY, NOW, OTHER_KEY, openStore, tmp } from './helpers.ts'

const migrations = readMigrationFiles({
  migrationsFolder: join(import.meta.dirname, '../../src/store/migrations/sqlite'),
})
const URN = 'tel:+84912345678'
const ROTATED = { key: OTHER_KEY, oldKey: KEY }

const urn = (store: SqliteStore, address: string, id = address) =>
  insert('urns', {
    id,
    scheme: 'tel',
    hash: store.keys.hash(address),
    address: store.keys.seal(address),
    channel: 'sms',
    createdAt: NOW,
  })

/** Opens, does, closes: one life of the service. */
async function during<T>(file: string, material: KeyMaterial, work: (store: SqliteStore) => Promise<T>): Promise<T> {
  const store = await openSqliteStore({ file, ...material, clock: () => NOW })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const isFound = (file: string, material: KeyMaterial) =>
  during(file, material, async (store) => {
    const found = await findUrn(store.db, store.keys.hash(URN))
    return found !== undefined && store.keys.open(found.urn.address) === URN
  })

async function installed(): Promise<string> {
  const file = join(tmp(), 'data', 'mua.db')
  await during(file, { key: KEY }, (store) => store.commit({ writes: [urn(store, URN)] }))
  return file
}

test('only our own user may read the file', async () => {
  expect(statSync(await installed()).mode & 0o077).toBe(0)
})

test('a wrong key stops the start with one sentence', async () => {
  const file = await installed()
  await expect(during(file, { key: OTHER_KEY }, async () => 0)).rejects.toThrow(
    'MUA_KEY is not the key this database was made with',
  )
  expect(await isFound(file, { key: KEY })).toBe(true)
})

test('a key rotates: the old one beside the new, all sealed anew, the old one gone, URNs found all along', async () => {
  const file = await installed()
  expect(await isFound(file, ROTATED)).toBe(true)
  await expect(isFound(file, { key: OTHER_KEY })).rejects.toThrow('give that key as MUA_KEY_OLD')
  await expect(isFound(file, { key: KEY })).rejects.toThrow('give that key as MUA_KEY_OLD')
  expect(await isFound(file, { key: KEY, oldKey: OTHER_KEY })).toBe(true)
  expect(await during(file, ROTATED, (store) => reseal(store, ROTATED))).toEqual({ type: 'done', resealed: 1 })
  expect(await isFound(file, { key: OTHER_KEY })).toBe(true)
  await expect(isFound(file, { key: KEY })).rejects.toThrow('MUA_KEY is not the key')
})

test('resealing reaches every sealed column of the table list', () => {
  const sealed = Object.values(tables).flatMap((table) =>
    Object.values(getTableColumns(table))
      .filter((column) => column.columnType === 'SQLiteBlobBuffer')
      .map((column) => `${getTableName(table)}.${column.name}`),
  )
  expect(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(sealed.toSorted())
})

test('resealing goes in slices of 500, in every sealed column', async () => {
  const file = await installed()
  await during(file, { key: KEY }, async (store) => {
    await store.commit({ writes: Array.from({ length: 1200 }, (_, n) => urn(store, `tel:+84${n}`)) })
    const seal = (text: string) => store.keys.seal(text)
    await store.commit({
      writes: [
        insert('people', {
          id: 'p',
          role: 'farmer',
          locale: 'vi',
          consent: 'none',
          createdAt: 1,
          sensitive: seal('{"group":"Tày"}'),
        }),
        insert('messages', {
          id: 'm',
          urnId: 'u',
          channel: 'zalo',
          externalId: 'x',
          text: '',
          attachments: seal('[]'),
          receivedAt: 1,
          status: 'taken',
        }),
        insert('tokens', { name: 'zalo', value: seal('t1'), previous: seal('t0'), expiresAt: 1, updatedAt: 1 }),
        insert('quarantine', { id: 'q', channel: 'zalo', request: seal('body'), at: 1 }),
        insert('attachments', {
          id: 'a',
          messageId: 'm',
          type: 'image',
          url: seal('https://a'),
          data: seal('x'.repeat(5e6)),
          status: 'fetched',
          at: 1,
        }),
      ],
    })
  })
  const groups: number[] = []
  const store = await openStore({ file, ...ROTATED, onCommit: ({ commits }) => groups.push(commits) })
  expect(await reseal(store, ROTATED)).toEqual({ type: 'done', resealed: 1201 + 7 })
  expect(groups.length).toBe(3 + 7)
  expect(store.keys.isStale((await loadToken(store.db, 'zalo'))?.previous ?? Buffer.of())).toBe(false)
  expect(await reseal(store, ROTATED)).toEqual({ type: 'done', resealed: 0 })
})

test('rehash, stopped, moves every hash to the present key, and knows again the seeds it is given', async () => {
  const file = await installed()
  await during(file, ROTATED, async (store) => {
    const token = (name: string) => ({
      name,
      value: store.keys.seal('t'),
      seed: store.keys.hash(name),
      expiresAt: 1,
      updatedAt: 1,
    })
    await store.commit({ writes: [insert('tokens', token('given')), insert('tokens', token('lost'))] })
    expect(rehashDatabase({ file, ...ROTATED })).toMatchObject({
      type: 'refused',
      reason: expect.stringContaining('is in use'),
    })
  })
  const before = await during(file, ROTATED, async (store) => store.keys.hash(URN))
  expect(rehashDatabase({ file, ...ROTATED, seeds: ['given'] })).toEqual({ type: 'rehashed', urns: 1, forgotten: 0 })
  await during(file, ROTATED, async (store) => {
    expect(store.keys.hash(URN)).not.toBe(before)
    expect((await loadToken(store.db, 'given'))?.seed).toBe(store.keys.hash('given'))
    expect((await loadToken(store.db, 'lost'))?.seed).toBeNull()
  })
  expect(await isFound(file, ROTATED)).toBe(true)
  expect(rehashDatabase({ file, key: new Uint8Array(32) })).toMatchObject({ type: 'refused' })
  expect(rehashDatabase({ file: `${file}.none`, key: KEY })).toMatchObject({ type: 'refused' })
})

test('a database of a newer version is refused and left as it is', async () => {
  const file = await installed()
  await during(file, { key: KEY }, async (store) => {
    store.client.exec(`insert into "__drizzle_migrations" (hash, created_at) values ('later', 9999999999999)`)
  })
  await expect(isFound(file, { key: KEY })).rejects.toThrow('made by a newer version of Mùa')
})

test('two that start at once on an empty file make it once', async () => {
  const file = join(tmp(), 'mua.db')
  const stores = await Promise.all([openStore({ file }), openStore({ file }), openStore({ file })])
  expect(stores[2]?.client.prepare('select count(*) from "__drizzle_migrations"').pluck().get()).toBe(migrations.length)
})

test('a database of an older version is brought up to this one with all that is in it', async () => {
  const file = join(tmp(), 'mua.db')
  const older = new Database(file)
  const [first, ...rest] = migrations
  for (const statement of first?.sql ?? []) older.exec(statement)
  older.exec(`create table "__drizzle_migrations" (id serial primary key, hash text not null, created_at numeric)`)
  older.prepare(`insert into "__drizzle_migrations" (hash, created_at) values ('first', ?)`).run(first?.folderMillis)
  older.exec(`insert into cooperatives (id, name, created_at) values ('c1', 'HTX Mường Vi', 1)`)
  older.close()
  const store = await openStore({ file })
  expect(store.client.prepare('select name from cooperatives').pluck().all()).toEqual(['HTX Mường Vi'])
  expect(rest.length).toBeGreaterThan(0)
  expect(store.client.prepare('select count(*) from "__drizzle_migrations"').pluck().get()).toBe(migrations.length)
  expect(await loadUrn(store.db, 'nobody')).toBeUndefined()
})

const modeOf = (file: string) => statSync(file).mode & 0o777

test('a backup made in use is whole and restores', async () => {
  const file = await installed()
  const backup = join(dirname(file), 'backup.db')
  await during(file, { key: KEY }, async (store) => {
    const later = store.commit({ writes: [urn(store, 'tel:+84900000001')] })
    await store.backup(backup)
    expect(modeOf(backup)).toBe(0o600)
    await later
    await expect(store.backup(backup)).rejects.toThrow('exists already')
    await store.commit({ writes: [urn(store, 'tel:+84900000002')] })
    expect(restoreDatabase({ backup, file, now: NOW, key: KEY })).toMatchObject({
      type: 'refused',
      reason: expect.stringContaining('is in use'),
    })
  })
  const former = `${file}.before-${NOW}`
  // As it comes back from wherever it was kept.
  chmodSync(backup, 0o644)
  expect(restoreDatabase({ backup, file, now: NOW, key: KEY })).toEqual({ type: 'restored', former })
  expect(modeOf(file)).toBe(0o600)
  const count = (path: string) =>
    during(path, { key: KEY }, async ({ client }) => client.prepare('select count(*) from urns').pluck().get())
  expect([await count(file), await count(former)]).toEqual([2, 3])
  expect(readdirSync(dirname(file)).filter((name) => /restoring|part$/.test(name))).toEqual([])
  const elsewhere = join(tmp(), 'new.db')
  expect(restoreDatabase({ backup, file: elsewhere, now: NOW, key: KEY })).toEqual({ type: 'restored' })
  expect(await isFound(elsewhere, { key: KEY })).toBe(true)
  // What came in after the backup had its effect: no provider is asked to tell it again.
  const mark = await during(elsewhere, { key: KEY }, ({ db }) => inboundMark(db))
  expect(mark).toEqual({ value: { keptAt: NOW, ask: {} } })
})

test('what is no fit backup is refused, and the database stays', async () => {
  const file = await installed()
  const dir = tmp()
  const good = join(dir, 'good.db')
  await during(file, { key: KEY }, (store) => store.backup(good))
  const made = (name: string, work: (path: string) => void) => {
    const path = join(dir, name)
    copyFileSync(good, path)
    work(path)
    return path
  }
  const newer = made('newer.db', () => undefined)
  await during(newer, { key: KEY }, async ({ client }) => {
    client.exec(`insert into "__drizzle_migrations" (hash, created_at) values ('later', 9999999999999)`)
  })
  const torn = made('torn.db', (path) => writeFileSync(path, readFileSync(path).subarray(0, 20_000)))
  const text = made('text.db', (path) => writeFileSync(path, 'không phải cơ sở dữ liệu '.repeat(100)))
  const live = made('live.db', (path) => writeFileSync(`${path}-wal`, ''))
  const cases: [string, KeyMaterial, string][] = [
    [newer, { key: KEY }, 'newer version'],
    [torn, { key: KEY }, 'damaged'],
    [text, { key: KEY }, 'damaged or no backup'],
    [live, { key: KEY }, 'in use, not a backup'],
    [join(dir, 'none.db'), { key: KEY }, 'There is no file'],
    [good, { key: OTHER_KEY }, 'MUA_KEY is not the key'],
  ]
  for (const [backup, material, reason] of cases) {
    const result = restoreDatabase({ backup, file, now: NOW, ...material })
    expect(result).toEqual({ type: 'refused', reason: expect.stringContaining(reason) })
  }
  expect(await isFound(file, { key: KEY })).toBe(true)
  expect(existsSync(`${file}.before-${NOW}`)).toBe(false)
})
