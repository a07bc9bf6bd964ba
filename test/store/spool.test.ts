import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeKeys } from '../../src/store/crypto.ts'
import { lockFile } from '../../src/store/file-lock.ts'
import { openSpool, type Spool } from '../../src/store/spool.ts'
import { KEY, OTHER_KEY, tmp } from './helpers.ts'

const keys = makeKeys({ key: KEY })
const request = (n: number) => Buffer.from(`yêu cầu ${String(n).padStart(3, '0')}`)

async function opened(file: string, maxBytes = 4096): Promise<Spool> {
  const spool = await openSpool({ file, maxBytes, keys })
  onTestFinished(() => spool.close().catch(() => undefined))
  return spool
}

/** Takes up to `most` records and gives their texts. */
async function taken(spool: Spool, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  const texts: string[] = []
  await spool.drain(async (record) => {
    if (texts.length >= most) return 'later'
    texts.push(record.toString())
    return 'taken'
  })
  return texts
}

const texts = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => request(from + n).toString())

test('requests come out in order, once, over a restart between', async () => {
  const file = join(tmp(), 'spool')
  const first = await opened(file)
  const results = await Promise.all(Array.from({ length: 9 }, (_, n) => first.append(request(n))))
  expect(new Set(results)).toEqual(new Set(['kept']))
  expect(first.pending).toBe(9)
  expect(await taken(first, 4)).toEqual(texts(0, 4))
  await first.close()
  const second = await opened(file)
  expect(second.pending).toBe(5)
  expect(await second.append(request(9))).toBe('kept')
  expect(await taken(second)).toEqual(texts(4, 10))
  expect(await second.drain(async () => 'taken')).toEqual({ taken: 0, left: 0 })
  await second.close()
  expect((await opened(file)).pending).toBe(0)
})

test('it is full when it is full, and has room again once all is taken', async () => {
  const file = join(tmp(), 'spool')
  const spool = await opened(file, 1000)
  const results = await Promise.all(Array.from({ length: 20 }, (_, n) => spool.append(request(n))))
  const fit = results.indexOf('full')
  expect(fit).toBeGreaterThan(5)
  expect(results.slice(fit).every((result) => result === 'full')).toBe(true)
  for (let round = 1; round <= 5; round++) {
    expect(await taken(spool)).toEqual(texts((round - 1) * 100, (round - 1) * 100 + fit))
    for (let n = 0; n < fit; n++) expect(await spool.append(request(round * 100 + n))).toBe('kept')
  }
  expect(readFileSync(file).length).toBe(1000)
  await spool.close()
  expect(await taken(await opened(file, 1000))).toEqual(texts(500, 500 + fit))
})

test('a tail torn at any byte loses only the request that was never answered for', async () => {
  const file = join(tmp(), 'spool')
  const spool = await opened(file, 1000)
  for (const n of [0, 1]) await spool.append(request(n))
  const before = readFileSync(file)
  await spool.append(request(2))
  const after = readFileSync(file)
  await spool.close()
  const from = before.findIndex((byte, at) => byte !== after[at])
  const to = after.findLastIndex((byte, at) => byte !== before[at]) + 1
  expect(to - from).toBeGreaterThan(40)
  for (let cut = from; cut < to; cut++) {
    writeFileSync(file, Buffer.concat([after.subarray(0, cut), before.subarray(cut)]))
    const again = await opened(file, 1000)
    expect(again.pending).toBe(2)
    expect(await again.append(request(3))).toBe('kept')
    await again.close()
    const last = await opened(file, 1000)
    expect(await taken(last)).toEqual([...texts(0, 2), ...texts(3, 4)])
    await last.close()
  }
})

test('what was taken never comes back from behind a new tail', async () => {
  const file = join(tmp(), 'spool')
  const spool = await opened(file)
  for (let n = 0; n < 10; n++) await spool.append(request(n))
  await taken(spool)
  await spool.append(request(10))
  await spool.close()
  expect(await taken(await opened(file))).toEqual(texts(10, 11))
})

test('where taking up throws, the request stays', async () => {
  const spool = await opened(join(tmp(), 'spool'))
  await spool.append(request(0))
  await expect(
    spool.drain(async () => {
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await taken(spool)).toEqual(texts(0, 1))
})

test('one that stays is passed by, keeps its place and its id, and comes again, over a restart too', async () => {
  const file = join(tmp(), 'spool')
  const spool = await opened(file, 1000)
  for (let n = 0; n < 4; n++) await spool.append(request(n))
  const ids: bigint[] = []
  const passing = async (record: Buffer, id: bigint) => {
    if (!record.toString().endsWith('1')) return 'taken'
    ids.push(id)
    return 'stays'
  }
  expect(await spool.drain(passing)).toEqual({ taken: 3, left: 1 })
  await spool.append(request(4))
  expect(await spool.drain(passing)).toEqual({ taken: 1, left: 1 })
  expect(new Set(ids).size).toBe(1)
  expect(spool.records().map(String)).toEqual(texts(1, 2))
  await spool.close()
  expect(await taken(await opened(file, 1000))).toEqual(texts(1, 2))
})

test('two who drain at once share one run', async () => {
  const spool = await opened(join(tmp(), 'spool'))
  for (let n = 0; n < 5; n++) await spool.append(request(n))
  const seen: string[] = []
  const take = async (record: Buffer) => {
    seen.push(record.toString())
    return 'taken' as const
  }
  await Promise.all([spool.drain(take), spool.drain(take)])
  expect(seen).toEqual(texts(0, 5))
})

test('the file shows nothing of a request, and another key is refused with a sentence', async () => {
  const file = join(tmp(), 'spool')
  const spool = await opened(file)
  await spool.append(Buffer.from('From=%2B84912345678'))
  await spool.close()
  expect(readFileSync(file).includes('84912345678')).toBe(false)
  await expect(openSpool({ file, keys: makeKeys({ key: OTHER_KEY }) })).rejects.toThrow('sealed under another key')
  const rotated = await openSpool({ file, keys: makeKeys({ key: OTHER_KEY, oldKey: KEY }) })
  expect(await taken(rotated)).toEqual(['From=%2B84912345678'])
  await rotated.close()
})

test('two processes on one folder never write into one file', async () => {
  const file = join(tmp(), 'mua.spool')
  const first = await opened(file)
  const second = await opened(file)
  for (let n = 0; n < 4; n++) expect(await (n % 2 ? second : first).append(request(n))).toBe('kept')
  await first.close()
  await second.close()
  const next = await opened(file)
  expect(next.pending).toBe(2)
  expect((await next.adopt()).map(String)).toEqual([request(1).toString(), request(3).toString()])
  expect(await taken(next)).toEqual([0, 2, 1, 3].map((n) => request(n).toString()))
  expect(await next.adopt()).toEqual([])
})

test('what a living process keeps is left to it; what a killed one kept is taken over', async () => {
  const file = join(tmp(), 'mua.spool')
  const child = spawn(process.execPath, [join(import.meta.dirname, 'children/spool-holder.ts'), file])
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  const ours = await opened(file)
  expect(await ours.adopt()).toEqual([])
  expect(await ours.append(request(1))).toBe('kept')
  child.kill('SIGKILL')
  await ended
  expect((await ours.adopt()).map(String)).toEqual(['ngô 3 tạ'])
  expect(await taken(ours)).toEqual([request(1).toString(), 'ngô 3 tạ'])
})

test('what this process holds, and asks for again, stays its own', async () => {
  const file = join(tmp(), 'mua.spool')
  const lock = lockFile(file)
  expect(lock).not.toBeNull()
  expect(lockFile(file)).toBeNull()
  const ofAnother = () =>
    execFileSync(process.execPath, [join(import.meta.dirname, 'children/file-lock.ts'), file]).toString()
  expect(ofAnother()).toBe('held')
  lock?.release()
  expect(ofAnother()).toBe('free')
})

test('what has no room here stays where it is, until there is', async () => {
  const file = join(tmp(), 'mua.spool')
  const [first, second] = [await opened(file, 1000), await opened(file, 1000)]
  let fit = 0
  while ((await first.append(request(fit))) === 'kept') fit++
  expect(fit).toBeGreaterThan(5)
  for (let n = 0; n < fit; n++) expect(await second.append(request(100 + n))).toBe('kept')
  await second.close()
  expect(await first.adopt()).toEqual([])
  expect(await taken(first)).toEqual(texts(0, fit))
  expect(await first.adopt()).toHaveLength(fit)
  expect(await taken(first)).toEqual(texts(100, 100 + fit))
})

test('a spool of another key is not taken over, and says so', async () => {
  const file = join(tmp(), 'mua.spool')
  const first = await opened(file)
  const other = await openSpool({ file, maxBytes: 4096, keys: makeKeys({ key: OTHER_KEY }) })
  await other.append(request(1))
  await other.close()
  await expect(first.adopt()).rejects.toThrow('sealed under another key')
})
