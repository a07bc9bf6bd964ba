import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { IntakeService } from '../../src/server/intake.ts'
import { createSweeper, type Sweeper, talkChores } from '../../src/server/sweeper.ts'
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite.ts'
import { insert, update } from '../../src/store/writes.ts'

const START = Date.UTC(2026, 10, 22, 1, 0)
/** Two chores that beat every second. */
const BEATS = 2

let store: SqliteStore
let sweeper: Sweeper
/** How long a turn takes. */
let turnMs: number
let woken: { urnId: string; at: number }[]
beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:', key: randomBytes(32) })
  vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  woken = []
  turnMs = 0
  const waiting = async () => ({ type: 'waiting' }) as const
  const intake: IntakeService = {
    receive: waiting,
    retake: waiting,
    wake: async (urnId) => {
      woken.push({ urnId, at: Date.now() - START })
      await store.commit({ writes: [update('sessions', { urnId }, { wakeAt: null })] })
      await new Promise((resolve) => setTimeout(resolve, turnMs))
      return { type: 'taken', wakeAt: null }
    },
  }
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  sweeper = createSweeper(talkChores(store, intake), () => Date.now(), quiet)
  sweeper.start()
})
afterEach(async () => {
  await sweeper.stop()
  vi.useRealTimers()
  await store.close()
})

/** A turn that wants another so long after the start. */
async function talk(urnId: string, afterMs: number): Promise<void> {
  const wakeAt = START + afterMs
  await store.commit({ writes: [insert('sessions', { urnId, version: 1, state: {}, wakeAt, updatedAt: START })] })
  sweeper.wakeAt(wakeAt)
}

test('however many turns ask to be woken, one timer waits', async () => {
  for (let n = 0; n < 500; n++) await talk(`u${n}`, 200 + (n % 5) * 1000 * 60 * 60)
  expect(vi.getTimerCount()).toBeLessThanOrEqual(BEATS + 1)
})

test('each talk has its turn at its instant, not at the beat after it', async () => {
  for (const [urnId, afterMs] of [
    ['late', 2450],
    ['second', 350],
    ['first', 150],
    ['third', 700],
  ] as const)
    await talk(urnId, afterMs)
  for (let n = 0; n < 60; n++) await vi.advanceTimersByTimeAsync(50)
  expect(woken).toEqual([
    { urnId: 'first', at: 150 },
    { urnId: 'second', at: 350 },
    { urnId: 'third', at: 700 },
    { urnId: 'late', at: 2450 },
  ])
})

test('one that asks while a round is under way, for an instant the round has passed, has its turn when the round ends', async () => {
  turnMs = 400
  await talk('slow', 150)
  for (let n = 0; n < 4; n++) await vi.advanceTimersByTimeAsync(50)
  expect(woken).toEqual([{ urnId: 'slow', at: 150 }])
  turnMs = 0
  await talk('meanwhile', 100)
  for (let n = 0; n < 12; n++) await vi.advanceTimersByTimeAsync(50)
  expect(woken.map(({ urnId }) => urnId)).toEqual(['slow', 'meanwhile'])
  expect(woken[1]?.at).toBeLessThan(1000)
})
