import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { base64, KEY, makePlace, makeSeeded } from './helpers.ts'

const OTHER_KEY = new Uint8Array(32).fill(8)
const DEMO = { MUA_DEMO: '1' }
const FARMER = '+84912345678'

describe('backup and restore', () => {
  it('brings back what was there, and keeps the former database', async () => {
    const place = await makeSeeded({ isDemo: true })
    const backup = join(place.dir, 'hôm qua.db')
    expect((await place.run('backup', backup)).code).toBe(0)
    expect((await place.run('backup', backup)).err).toContain('exists already')
    await place.run('forget', FARMER, '--yes')
    const restored = await place.run('restore', backup)
    expect(restored).toMatchObject({ code: 0, err: '' })
    expect((await place.run('show', FARMER)).out).toContain('Vàng Thị Seo')
    expect(readdirSync(place.dir).some((name) => name.startsWith('mua.db.before-'))).toBe(true)
  })

  it('refuses a wrong key, what is no backup, and a database in use', async () => {
    const place = await makeSeeded({ isDemo: true })
    const backup = join(place.dir, 'b.db')
    await place.run('backup', backup)
    const wrongKey = await place.runWith({ MUA_KEY: base64(OTHER_KEY) }, 'restore', backup)
    expect(wrongKey).toMatchObject({
      code: 1,
      err: expect.stringMatching(/MUA_KEY is not the key .*\nNothing was changed/),
    })
    expect(await place.run('restore', place.file('x.db', 'không phải'))).toMatchObject({ code: 1 })
    expect((await place.run('restore', join(place.dir, 'y.db'))).err).toContain('There is no file')
    const store = await openSqliteStore({ file: join(place.dir, 'mua.db'), key: KEY })
    try {
      expect((await place.run('restore', backup)).err).toContain('is in use: stop Mùa')
      expect((await place.run('rehash')).err).toContain('is in use: stop Mùa')
    } finally {
      await store.close()
    }
    expect((await place.run('show', FARMER)).code).toBe(0)
  })
})

describe('keys', () => {
  it('a changed MUA_KEY: resealed by migrate, then the former one can go; rehash still finds everybody', async () => {
    const place = await makeSeeded({ isDemo: true })
    const both = { MUA_KEY: base64(OTHER_KEY), MUA_KEY_OLD: base64(KEY) }
    const only = { MUA_KEY: base64(OTHER_KEY) }
    expect((await place.runWith(only, 'show', FARMER)).err).toContain('MUA_KEY is not the key')
    expect((await place.runWith(both, 'migrate')).out).toMatch(/93 values were sealed anew/)
    expect((await place.runWith(only, 'show', FARMER)).out).toContain('Vàng Thị Seo')
    expect((await place.runWith(only, 'rehash')).out).toBe('93 numbers and accounts were hashed anew.\n')
    expect((await place.runWith(only, 'show', FARMER)).out).toContain('Vàng Thị Seo')
  })
})

describe('seed', () => {
  it('publishes once, and fills only an empty database, only for a demonstration', async () => {
    const place = makePlace()
    expect((await place.run('seed')).out).toBe('The scripts were published.\nThe tips were taken in.\n')
    expect((await place.run('seed')).out).toBe('Scripts were published before: nothing to do.\n')
    expect((await place.run('show', FARMER)).err).toContain('Không giữ gì về')
    expect((await place.runWith(DEMO, 'seed')).out).toContain('The demo data is in.')
    expect((await place.runWith(DEMO, 'seed')).out).toContain('There are people already')
    expect(JSON.parse((await place.run('export', 'prices', '--format', 'json')).out)).toHaveLength(13 * 8 * 6)
  })
})

describe('a command', () => {
  it('that only looks makes no database, and says so', async () => {
    const place = makePlace()
    for (const args of [['tickets'], ['show', FARMER], ['export', 'yields'], ['diff', '.'], ['backup', 'x.db']])
      expect((await place.run(...(args as [string]))).err).toMatch(/^Chưa có cơ sở dữ liệu .*mua\.db: /)
    expect(existsSync(join(place.dir, 'mua.db'))).toBe(false)
  })

  it('tells a wrong variable, and a database that is none, in a sentence', async () => {
    const place = makePlace()
    expect((await place.runWith({ MUA_KEY: 'ngắn' }, 'migrate')).err).toMatch(/^MUA_KEY must be 32 bytes in base64/)
    writeFileSync(join(place.dir, 'mua.db'), 'không phải cơ sở dữ liệu'.repeat(100))
    expect((await place.run('tickets')).err).toMatch(
      /^The database .*mua\.db can't be opened or written \(SQLITE_NOTADB\)\.\n$/,
    )
  })
})
