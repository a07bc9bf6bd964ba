import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeKeys } from '../../src/store/crypto.ts'
import { openSpool } from '../../src/store/spool.ts'
import { KEY, message, openStore, session, tmp } from './helpers.ts'

/** Another process takes the write lock for so long; resolves when it has it. */
async function lockFor(file: string, ms: number): Promise<void> {
  const script = fileURLToPath(new URL('./children/lock.ts', import.meta.url))
  const child = spawn(process.execPath, [script, file, String(ms)], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill()
  })
  await once(child.stdout, 'data')
}

test('a lock held 2 s by another process is waited for without freezing', { retry: 2 }, async () => {
  const store = await openStore()
  await lockFor(store.client.name, 2000)
  const lag = monitorEventLoopDelay({ resolution: 5 })
  lag.enable()
  await sleep(50)
  const startedAt = performance.now()
  const results = await Promise.all(Array.from({ length: 20 }, (_, n) => store.commit({ writes: [session(`u${n}`)] })))
  lag.disable()
  expect(results).toEqual(Array.from({ length: 20 }, () => ({ type: 'committed' })))
  expect(performance.now() - startedAt).toBeGreaterThan(1500)
  expect(lag.max / 1e6).toBeLessThan(300)
  expect(store.client.pragma('busy_timeout', { simple: true })).toBe(250)
})

test('a lock held over the patience makes it unavailable, then it works again, in the order asked', async () => {
  const store = await openStore({ patienceMs: 500 })
  await lockFor(store.client.name, 2000)
  expect(await store.isWritable()).toBe(false)
  expect(await store.commit({ writes: [session('u1')] })).toEqual({ type: 'unavailable', reason: 'SQLITE_BUSY' })
  let result = await store.commit({ writes: [session('u1')] })
  while (result.type === 'unavailable') result = await store.commit({ writes: [session('u1')] })
  expect(result).toEqual({ type: 'committed' })
  expect(await store.isWritable()).toBe(true)
})

test('a start beside a lock waits for it', async () => {
  const file = join(tmp(), 'mua.db')
  await (await openStore({ file })).commit({ writes: [session('u1')] })
  await lockFor(file, 700)
  expect(await (await openStore({ file })).isWritable()).toBe(true)
})

/** A file system of so many MB, gone with the test; undefined where we may not mount. */
function smallDisk(megabytes: number): string | undefined {
  const dir = join(tmp(), 'disk')
  mkdirSync(dir)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', dir])
  })
  return dir
}

describe('a full disk', () => {
  test('keeps nothing of the group, crashes nothing, and works again when there is room', async ({ skip }) => {
    const dir = smallDisk(4)
    if (dir === undefined) return skip('may not mount a small tmpfs here')
    const store = await openStore({ file: join(dir, 'mua.db') })
    const filler = join(dir, 'filler')
    await store.commit({ writes: [session('before')] })
    expect(() => writeFileSync(filler, Buffer.alloc(8 * 1024 * 1024))).toThrow('ENOSPC')
    const big = (id: string) => message(id, { text: 'ngô '.repeat(20_000) })
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        store.commit({ writes: n === 29 ? [big('b1'), big('b2'), big('b3'), big('b4')] : [big(`m${n}`)] }),
      ),
    )
    expect(new Set(results.map(({ type }) => type))).toEqual(new Set(['unavailable']))
    expect(results[0]).toMatchObject({ reason: 'SQLITE_FULL' })
    expect(store.client.prepare('select count(*) from messages').pluck().get()).toBe(0)
    rmSync(filler)
    expect(await store.commit({ writes: [big('after')] })).toEqual({ type: 'committed' })
    expect(store.client.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  test('does not stop the spool, which has its room from the start', async ({ skip }) => {
    const dir = smallDisk(2)
    if (dir === undefined) return skip('may not mount a small tmpfs here')
    const spool = await openSpool({ file: join(dir, 'spool'), maxBytes: 1024 * 1024, keys: makeKeys({ key: KEY }) })
    expect(() => writeFileSync(join(dir, 'filler'), Buffer.alloc(8 * 1024 * 1024))).toThrow('ENOSPC')
    expect(await spool.append(Buffer.alloc(64 * 1024))).toBe('kept')
    expect(statSync(join(dir, 'spool')).size).toBe(1024 * 1024)
    await spool.close()
  })
})

test('a database that may only be read makes it unavailable, and works again after', async () => {
  const store = await openStore()
  store.client.pragma('query_only = ON')
  const asked = [session('u1'), session('u2')].map((write) => store.commit({ writes: [write] }))
  expect(await Promise.all(asked)).toEqual(asked.map(() => ({ type: 'unavailable', reason: 'SQLITE_READONLY' })))
  store.client.pragma('query_only = OFF')
  expect(await store.commit({ writes: [session('u1')] })).toEqual({ type: 'committed' })
})

test("a start that can't be made says why in a sentence", async () => {
  const file = join(tmp(), 'mua.db')
  await (await openStore({ file })).close()
  await lockFor(file, 3000)
  await expect(openStore({ file, patienceMs: 300 })).rejects.toThrow('locked by another process')
  const text = join(tmp(), 'text.db')
  writeFileSync(text, 'không phải cơ sở dữ liệu '.repeat(100))
  await expect(openStore({ file: text })).rejects.toThrow("can't be opened or written (SQLITE_NOTADB)")
})

test('a closed store answers unavailable', async () => {
  const store = await openStore()
  await store.close()
  expect((await store.commit({ writes: [session('u1')] })).type).toBe('unavailable')
})
