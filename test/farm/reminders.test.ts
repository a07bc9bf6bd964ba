import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { remindersOf } from '../../src/farm/reminders.ts'
import { HOUR, MINUTE, vn } from './trainings-rig.ts'

const local = (at: number): string => new Date(at + 7 * HOUR).toISOString().slice(0, 16).replace('T', ' ')

describe('remindersOf', () => {
  it.each([
    ['2026-11-26 08:00', '3d 2026-11-23 08:00', '1d 2026-11-25 08:00', '2h 2026-11-26 07:00'],
    ['2026-11-26 14:00', '3d 2026-11-23 14:00', '1d 2026-11-25 14:00', '2h 2026-11-26 12:00'],
    ['2026-11-26 07:45', '3d 2026-11-23 07:45', '1d 2026-11-25 07:45', '2h 2026-11-26 07:00'],
    ['2026-11-26 07:44', '3d 2026-11-23 07:44', '1d 2026-11-25 07:44', '2h 2026-11-25 19:00'],
    ['2026-11-26 05:00', '3d 2026-11-23 07:00', '1d 2026-11-25 07:00', '2h 2026-11-25 19:00'],
    ['2026-11-26 22:30', '3d 2026-11-24 07:00', '1d 2026-11-26 07:00', '2h 2026-11-26 20:30'],
    ['2026-11-27 00:30', '3d 2026-11-24 07:00', '1d 2026-11-26 07:00', '2h 2026-11-26 19:00'],
  ])('a training at %s', (start, ...expected) => {
    expect(remindersOf(vn(start)).map(({ kind, at }) => `${kind} ${local(at)}`)).toEqual(expected)
  })

  it('never at a forbidden hour, never under 45 minutes ahead, never two within three hours', () => {
    const start = vn('2026-11-26 00:00')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 60 * 30 }), (minutes) => {
        const startsAt = start + minutes * MINUTE
        const times = remindersOf(startsAt).map(({ at }) => at)
        expect(times.length).toBe(3)
        for (const [index, at] of times.entries()) {
          const hour = Number(local(at).slice(11, 13))
          expect(hour).toBeGreaterThanOrEqual(7)
          expect(hour).toBeLessThan(22)
          expect(startsAt - at).toBeGreaterThanOrEqual(45 * MINUTE)
          if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThan(3 * HOUR)
        }
      }),
    )
  })
})
