import { expect, test } from 'vitest'
import { kannelTrial } from './kannel.ts'

/** A short form of the long trial, with a seed that does not change: `npm run trial -- kannel` runs the long one. */
test('a Kannel that is stopped in the middle loses nothing either way', { timeout: 180_000 }, async ({ skip }) => {
  const counts = await kannelTrial('SIGTERM')({ seed: 20_261_122, rounds: 40 })
  if (counts['not tried'] !== undefined) return skip(String(counts['not tried']))
  expect(counts).toMatchObject({
    'texts without effect': 0,
    'texts with two effects': 0,
    'texts without a reply on the phone': 0,
    'replies delivered, by receipt': 40,
    'replies in another state': 0,
    'in other parts than counted': 0,
    'shown otherwise': 0,
    settled: 'yes',
  })
})
