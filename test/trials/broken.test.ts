import { describe, expect, test } from 'vitest'
import { brokenScript, fullDisk, lockedDatabase } from './broken.ts'

/** Short forms of the long trials, with a seed that does not change: `npm run trial -- <name>` runs the long ones. */
const SEED = 20_261_122
/** Each begins a process or several, on a machine that may be busy. */
const TIMEOUT_MS = 120_000

describe('what breaks loses nothing', { timeout: TIMEOUT_MS, concurrent: false }, () => {
  test('a flow that throws holds up that farmer alone, and is taken in order once it is mended', async () => {
    expect(await brokenScript({ isMended: true })({ seed: SEED, rounds: 4 })).toMatchObject({
      'texts answered 200': 9,
      'waiting, each farmer two': 8,
      'others served meanwhile': 1,
      'farmers served in order': 4,
      replies: 9,
      settled: 'yes',
    })
  })

  const allKept = {
    '/readyz meanwhile': 503,
    'answered otherwise': 0,
    'farmers whose effects are not what was answered, in order': 0,
    settled: 'yes',
  }

  test('a database locked for longer than a turn may wait loses nothing and keeps the order', async () => {
    const counts = await lockedDatabase({ seed: SEED, rounds: 12 })
    expect(counts).toMatchObject({ ...allKept, 'answered 200': 144, 'in effect': 144, replies: 144 })
  })

  test('a full disk, killed upon it, loses nothing and keeps the order', async ({ skip }) => {
    const counts = await fullDisk({ seed: SEED, rounds: 10 })
    if (counts['not tried'] !== undefined) return skip(String(counts['not tried']))
    expect(counts).toMatchObject({ ...allKept, 'answered 200': 80, 'in effect': 80, replies: 80 })
  })
})
