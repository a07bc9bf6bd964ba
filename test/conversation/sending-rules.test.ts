import { expect, test } from 'vitest'
import { instantOf } from '../../src/conversation/calendar.ts'
import { parseSendingRules } from '../../src/conversation/load/sending.ts'
import { DEFAULT_RULES, openingAt } from '../../src/conversation/sending-rules.ts'

const rulesOf = (value: unknown) => {
  const parsed = parseSendingRules(value)
  if (!('book' in parsed)) throw new Error(JSON.stringify(parsed.problems))
  return parsed.book
}
const TET = rulesOf({ holidays: [{ name: 'Tết', tet: { before: 1, after: 3 } }] })

// The first days of the lunar years 2026 to 2028.
test.each(['2026-02-17', '2027-02-06', '2028-01-26'])('Tết of %s is held from its eve to its fourth day', (first) => {
  const dayAt = (days: number) => instantOf(first, 12 * 60) + days * 24 * 60 * 60_000
  expect([-2, -1, 0, 3, 4].map((days) => openingAt(TET, dayAt(days), true).type)).toEqual([
    'open',
    'closed',
    'closed',
    'closed',
    'open',
  ])
  expect(openingAt(TET, dayAt(0), true)).toEqual({
    type: 'closed',
    why: 'holiday',
    opensAt: instantOf(first, 7 * 60) + 4 * 24 * 60 * 60_000,
  })
  expect(openingAt(TET, dayAt(0), false)).toEqual({ type: 'open' })
})

test('nothing said: the hours of the law', () => {
  expect(rulesOf(null)).toEqual(DEFAULT_RULES)
})

test.each([
  ['hours before the law', { hours: { from: '06:00', to: '21:00' } }, /^the law lets nobody write unasked/],
  ['hours beyond the law', { hours: { from: '07:00', to: '22:30' } }, /^the law lets nobody write unasked/],
  ['hours the wrong way round', { hours: { from: '20:00', to: '08:00' } }, /^the first hour must lie before/],
  ['an hour as a number', { hours: { from: 7, to: 21 } }, /expected string/],
  ['an hour of no clock', { hours: { from: '7h', to: '21:00' } }, /^an hour is written 07:00/],
  ['more in a day than in its week', { most: { day: 5, week: 3 } }, /^a day can have no more/],
  ['none in a day', { most: { day: 0, week: 3 } }, /^so many unasked messages are a whole number from 1 to 100$/],
  [
    'too many in a week',
    { most: { day: 5, week: 101 } },
    /^so many unasked messages are a whole number from 1 to 100$/,
  ],
  ['half a message', { most: { day: 0.5, week: 3 } }, /^so many unasked messages are a whole number from 1 to 100$/],
  ['a shortener as own domain', { links: ['htxmuongvi.vn', 'bit.ly'] }, /^it shortens links/],
  ['what lies under a shortener', { links: ['htx.bit.ly'] }, /^it shortens links/],
  [
    'a holiday that ends before it begins',
    { holidays: [{ name: 'x', from: '2026-12-02', to: '2026-12-01' }] },
    /^a holiday ends after/,
  ],
  [
    'a day that is none',
    { holidays: [{ name: 'x', from: '2026-02-30', to: '2026-03-01' }] },
    /^a day is written 2026-11-26/,
  ],
  ['a Tết of no days', { holidays: [{ name: 'Tết', tet: { before: 1 } }] }, /received undefined$/],
  ['an entry nobody reads', { hour: { from: '07:00', to: '21:00' } }, /^Unrecognized key/],
  ['alerts of another kind', { alerts: 'ads' }, /expected one of/],
])('%s is refused', (_, value, message) => {
  const parsed = parseSendingRules(value)
  expect('problems' in parsed && parsed.problems[0]?.message).toMatch(message)
})
