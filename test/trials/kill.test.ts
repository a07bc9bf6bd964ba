import { describe, expect, test } from 'vitest'
import { killTrial } from './kill.ts'

/** Short forms of the long trials, with a seed that does not change: `npm run trial -- <name>` runs the long ones. */
const SEED = 20_261_122
/** Each begins a process or several, on a machine that may be busy. */
const TIMEOUT_MS = 120_000

describe('an answered webhook is a kept message', { timeout: TIMEOUT_MS, concurrent: false }, () => {
  test('kill -9 under load: nothing answered is lost, nothing is done or said twice', async () => {
    const counts = await killTrial({ listLagMs: 0, isAged: true })({ seed: SEED, rounds: 8 })
    expect(counts).toMatchObject({
      'kill -9': 8,
      'starts that failed': 0,
      'answered 200 without effect': 0,
      'effects twice': 0,
      'answered 200 without reply': 0,
      'replies sent twice': 0,
      'replies out of order': 0,
      settled: 'yes',
      'PRAGMA synchronous': 2,
    })
    expect(counts['texts answered 200']).toBeGreaterThan(10)
    const looked = counts['answers 200 looked at']
    if (looked !== undefined) expect(counts['of these after write and sync']).toBe(looked)
  })

  test("where the provider's list lags 5 s, what it does not show yet is looked for again, and not sent twice", async () => {
    const counts = await killTrial({ listLagMs: 5000, isAged: false, leaseMs: 1500 })({ seed: SEED, rounds: 4 })
    expect(counts).toMatchObject({
      'answered 200 without effect': 0,
      'answered 200 without reply': 0,
      'replies sent twice': 0,
      settled: 'yes',
    })
    expect(counts['looks that the lag hid a message from']).toBeGreaterThan(0)
  })
})
