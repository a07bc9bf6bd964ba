import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDay } from '../../src/language/days/calendar.ts'
import { fromLunar, toLunar } from '../../src/language/days/lunar.ts'

describe('the lunar calendar', () => {
  it.each([
    ['UTC', 0],
    ['Asia/Ho_Chi_Minh', -480],
    ['America/Los_Angeles', 480],
  ])('agrees with two libraries and the table on every day from 1976 to 2050 under TZ=%s', (zone, offset) => {
    const script = join(import.meta.dirname, 'children/lunar-days.ts')
    const found: unknown = JSON.parse(
      execFileSync(process.execPath, [script], { env: { ...process.env, TZ: zone }, encoding: 'utf8' }),
    )
    expect(found).toEqual({ days: 27_394, inTable: 11_311, zone: offset, differences: [] })
  })

  it.each([
    ['2027-02-06', { year: 2027, month: 1, day: 1, leap: false }],
    ['1985-01-21', { year: 1985, month: 1, day: 1, leap: false }],
    ['2025-07-25', { year: 2025, month: 6, day: 1, leap: true }],
    ['2033-12-22', { year: 2033, month: 11, day: 1, leap: true }],
    // The last day of a month whose new moon comes early: counted by mean months it would be day 0 of the next.
    ['2054-05-07', { year: 2054, month: 3, day: 30, leap: false }],
    ['2062-04-09', { year: 2062, month: 2, day: 30, leap: false }],
  ])('%s is %j', (day, lunar) => {
    expect(toLunar(day)).toEqual(lunar)
    expect(fromLunar(lunar)).toBe(day)
  })

  it.each([
    { year: 2026, month: 6, day: 1, leap: true },
    { year: 2026, month: 12, day: 30, leap: false },
    { year: 2026, month: 13, day: 1, leap: false },
    { year: 1700, month: 1, day: 1, leap: false },
  ])('has no day for %j', (lunar) => {
    expect(fromLunar(lunar)).toBeNull()
  })

  it('goes there and back on any day of two centuries', () => {
    const day = fc.record({
      year: fc.integer({ min: 1900, max: 2099 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    })
    fc.assert(
      fc.property(day, (civil) => {
        const solar = toDay(civil) ?? ''
        expect(fromLunar(toLunar(solar))).toBe(solar)
      }),
    )
  })
})
