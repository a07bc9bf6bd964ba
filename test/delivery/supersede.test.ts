import { expect, test } from 'vitest'
import { replyDueAt } from '../../src/delivery/supersede.ts'
import { NOW } from './fixtures.ts'

test.each([
  ['the first reply', null, NOW],
  ['a second reply at once', NOW, NOW + 2000],
  ['a second reply after 4.999 s', NOW - 4999, NOW + 2000],
  ['a second reply after 5 s', NOW - 5000, NOW],
] as const)('%s', (_, last, dueAt) => {
  expect(replyDueAt(last, NOW)).toBe(dueAt)
})
