import { describe, expect, test } from 'vitest'
import { fragments } from './fragments.ts'
import { redelivery } from './redelivery.ts'

/** Short forms of the long trials, with a seed that does not change: `npm run trial -- <name>` runs the long ones. */
const SEED = 20_261_122
/** Each begins a process or several, on a machine that may be busy. */
const TIMEOUT_MS = 120_000

describe('once, and one after another', { timeout: TIMEOUT_MS, concurrent: false }, () => {
  test('20 copies at once and again after a restart: one effect, one reply; corrections form a chain', async () => {
    expect(await redelivery({ seed: SEED, rounds: 13 })).toMatchObject({
      'copies answered 200': 40,
      'effects of the one message': 1,
      'replies to the one message': 1,
      'corrections in effect': 13,
      'effects out of commit order': 0,
      'last one stands': 'yes',
      'correction replies': 13,
      'replies out of order': 0,
      'exit code': 0,
    })
  })

  test('reports split in four texts at the same instant are whole', async () => {
    const counts = await fragments({ seed: SEED, rounds: 24 })
    expect(counts).toMatchObject({ 'texts answered 200': 96, 'complete reports': 24, 'other reports': 0 })
    expect(counts.replies).toBeLessThanOrEqual(48)
  })
})
