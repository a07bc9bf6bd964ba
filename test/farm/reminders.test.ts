import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NEVER_QUIET } from '../../src/conversation/opening.ts'
import { DEFAULT_RULES } from '../../src/conversation/sending-rules.ts'
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

  const WORKING = { ...DEFAULT_RULES, hours: { from: 8 * 60, to: 17 * 60 } }
  const MOURNING = {
    ...DEFAULT_RULES,
    holidays: [{ name: 'Quốc tang', days: { from: '2026-11-25', to: '2026-11-26' }, holds: 'all' as const }],
  }
  const quietHours = (from: number, to: number) => ({ ...NEVER_QUIET, quietHours: { from: from * 60, to: to * 60 } })
  it.each([
    // The project's hours: the last time before is the end of its day.
    ['2026-11-26 08:30', WORKING, NEVER_QUIET, ['3d 2026-11-23 08:30', '1d 2026-11-25 08:30', '2h 2026-11-25 16:55']],
    ['2026-11-26 20:00', WORKING, NEVER_QUIET, ['3d 2026-11-24 08:00', '1d 2026-11-26 08:00', '2h 2026-11-26 16:55']],
    // Days that hold all: before them, once.
    ['2026-11-26 08:00', MOURNING, NEVER_QUIET, ['3d 2026-11-23 08:00', '1d 2026-11-24 19:00']],
    ['2026-11-27 08:00', MOURNING, NEVER_QUIET, ['3d 2026-11-24 08:00', '1d 2026-11-27 07:00']],
    // A broadcast's holiday holds no reminder.
    [
      '2026-11-26 08:00',
      { ...MOURNING, holidays: MOURNING.holidays.map((one) => ({ ...one, holds: 'broadcasts' as const })) },
      NEVER_QUIET,
      ['3d 2026-11-23 08:00', '1d 2026-11-25 08:00', '2h 2026-11-26 07:00'],
    ],
    // A person's quiet: over midnight, at noon, for days.
    [
      '2026-11-26 08:00',
      DEFAULT_RULES,
      quietHours(18, 8),
      ['3d 2026-11-23 08:00', '1d 2026-11-25 08:00', '2h 2026-11-25 17:55'],
    ],
    [
      '2026-11-26 15:00',
      DEFAULT_RULES,
      quietHours(12, 15),
      ['3d 2026-11-23 15:00', '1d 2026-11-25 15:00', '2h 2026-11-26 11:55'],
    ],
    [
      '2026-11-26 07:30',
      DEFAULT_RULES,
      quietHours(18, 20),
      ['3d 2026-11-23 07:30', '1d 2026-11-25 07:30', '2h 2026-11-25 20:00'],
    ],
    [
      '2026-11-26 14:00',
      DEFAULT_RULES,
      { ...NEVER_QUIET, quietUntil: vn('2026-11-26 00:00') },
      ['3d 2026-11-26 07:00', '2h 2026-11-26 12:00'],
    ],
    ['2026-11-26 14:00', DEFAULT_RULES, { ...NEVER_QUIET, quietUntil: vn('2026-11-27 00:00') }, []],
  ])('a training at %s beside closed hours (%#)', (start, rules, quiet, expected) => {
    expect(remindersOf(vn(start), rules, quiet).map(({ kind, at }) => `${kind} ${local(at)}`)).toEqual(expected)
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
