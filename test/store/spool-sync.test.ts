import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { makeKeys } from '../../src/store/crypto.ts'
import { openSpool } from '../../src/store/spool.ts'
import { KEY, tmp } from './helpers.ts'

const request = (n: number) => Buffer.from(`yêu cầu ${n}`)

/** A spool, and what its file is told from here on, each once it is done. `sync`: instead of the system's. */
async function traced(sync?: () => Promise<void>) {
  const file = join(tmp(), 'spool')
  const spool = await openSpool({ file, maxBytes: 4096, keys: makeKeys({ key: KEY }) })
  const some = await open(file)
  const handle = Object.getPrototypeOf(some)
  await some.close()
  const done: string[] = []
  const { write, datasync } = handle
  vi.spyOn(handle, 'write').mockImplementation(async function (this: unknown, ...args) {
    const result = await write.apply(this, args)
    done.push('written')
    return result
  })
  vi.spyOn(handle, 'datasync').mockImplementation(async function (this: unknown) {
    await (sync ? sync() : datasync.apply(this))
    done.push('synced')
  })
  onTestFinished(async () => {
    await spool.close()
    vi.restoreAllMocks()
  })
  return { spool, done }
}

test('a request is kept once it is written and then synced', async () => {
  const { spool, done } = await traced()
  await spool.append(request(0)).then((result) => done.push(result))
  expect(done).toEqual(['written', 'synced', 'kept'])
})

test('one that can not be synced is not kept', async () => {
  const { spool } = await traced(async () => {
    throw new Error('EIO')
  })
  expect(await spool.append(request(0))).toBe('full')
  expect(spool.pending).toBe(0)
})

test('that a request was taken up is on disk before the next is handed over, and before the run ends', async () => {
  const { spool, done } = await traced()
  await Promise.all([spool.append(request(0)), spool.append(request(1))])
  done.length = 0
  await spool.drain(async (record) => {
    done.push(record.toString())
    return 'taken'
  })
  expect(done).toEqual(['yêu cầu 0', 'written', 'synced', 'yêu cầu 1', 'written', 'synced'])
})

test('one that another process left is on disk here before it is marked there', async () => {
  const { spool, done } = await traced()
  const file = join(tmp(), 'mua.spool')
  const first = await openSpool({ file, maxBytes: 4096, keys: makeKeys({ key: KEY }) })
  const second = await openSpool({ file, maxBytes: 4096, keys: makeKeys({ key: KEY }) })
  await second.append(request(0))
  await second.close()
  done.length = 0
  expect(await first.adopt()).toHaveLength(1)
  expect(done).toEqual(['written', 'synced', 'written', 'synced'])
  await first.close()
  expect(spool.pending).toBe(0)
})
