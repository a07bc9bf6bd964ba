import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeKeys } from '../../src/store/crypto.ts'
import { sessions } from '../../src/store/schema/talks.ts'
import { openSpool } from '../../src/store/spool.ts'
import { KEY, openStore, tmp } from './helpers.ts'

/** Where in its work each run is killed, ms after its first line. */
const KILLS = [3, 41, 9, 77, 23, 58]

/** Runs a child until it is killed with SIGKILL; gives the whole lines it printed. */
async function killed(child: string, file: string, first: number, afterMs: number): Promise<string[]> {
  const script = fileURLToPath(new URL(`./children/${child}`, import.meta.url))
  const running = spawn(process.execPath, [script, file, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  running.stdout.on('data', (chunk) => {
    if (output === '') setTimeout(() => running.kill('SIGKILL'), afterMs)
    output += chunk
  })
  await once(running, 'close')
  expect(running.signalCode).toBe('SIGKILL')
  return output.split('\n').slice(0, -1)
}

test('every commit that was answered is there after kill -9, and each is whole', async () => {
  const file = join(tmp(), 'mua.db')
  const answered: number[] = []
  for (const [run, afterMs] of KILLS.entries())
    answered.push(...(await killed('commits.ts', file, run * 100_000, afterMs)).map(Number))
  const store = await openStore({ file })
  const there = await store.db.select().from(sessions)
  const claimed = store.client.prepare('select external_id from claims').pluck().all()
  expect(answered.length).toBeGreaterThan(KILLS.length)
  const kept = new Map(there.map(({ updatedAt, version }) => [updatedAt, version]))
  expect(answered.filter((n) => kept.get(n) !== 1)).toEqual([])
  expect(new Set(kept.values())).toEqual(new Set([1]))
  expect(new Set(claimed)).toEqual(new Set([...kept.keys()].map((n) => `SM${n}`)))
  expect(store.client.pragma('integrity_check', { simple: true })).toBe('ok')
})

test('every request the spool kept is taken up after kill -9, in order, and again only where it died in between', async () => {
  const file = join(tmp(), 'spool')
  const kept = new Set<number>()
  const taken: number[] = []
  for (const [run, afterMs] of KILLS.entries()) {
    for (const line of await killed('spool.ts', file, run * 100_000, afterMs)) {
      const [what, n] = line.split(' ')
      if (what === 'kept') kept.add(Number(n))
      else taken.push(Number(n))
    }
  }
  const spool = await openSpool({ file, maxBytes: 256 * 1024, keys: makeKeys({ key: KEY }) })
  await spool.drain(async (record) => {
    taken.push(Number(record.toString().split(' ')[0]))
    return 'taken'
  })
  await spool.close()
  expect(kept.size).toBeGreaterThan(KILLS.length)
  expect([...kept].filter((n) => !taken.includes(n))).toEqual([])
  expect(taken).toEqual(taken.toSorted((a, b) => a - b))
  expect(taken.length - new Set(taken).size).toBeLessThanOrEqual(KILLS.length)
})
