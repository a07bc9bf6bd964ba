import { addDays, instantOf, localTime } from '../conversation/calendar.ts'
import { FIRST_MINUTE, isAllowedHour, nextAllowed } from '../conversation/law-hours.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** When nothing later helps, people are told at home, after dinner. */
const EVENING_MINUTE = 19 * 60
/** A reminder that leaves less than this is of no use: who lives far could not come any more. */
const LEAST_NOTICE_MS = 45 * MINUTE_MS
/** Two reminders closer than this are one. */
export const MERGE_MS = 3 * HOUR_MS

type ReminderKind = '3d' | '1d' | '2h'
export interface Reminder {
  kind: ReminderKind
  /** Epoch ms, in the law's hours and before the start. */
  at: number
}

const BEFORE_MS: readonly [ReminderKind, number][] = [
  ['3d', 72 * HOUR_MS],
  ['1d', 24 * HOUR_MS],
  ['2h', 2 * HOUR_MS],
]

/**
 * When a training that starts at `startsAt` is reminded of: 3 days, 1 day and 2 hours before. Where the law forbids the hour: at the next
 * allowed minute, or the evening before where that leaves under 45 minutes. Two within 3 hours are one. In order, all before the start.
 */
export function remindersOf(startsAt: number): Reminder[] {
  const reminders = BEFORE_MS.map(([kind, before]) => ({ kind, at: allowedTime(startsAt - before, startsAt) }))
  const ahead = reminders.filter(({ at }) => at < startsAt).sort((a, b) => a.at - b.at)
  return ahead.filter(({ at }, index) => index === 0 || at - (ahead[index - 1]?.at ?? 0) > MERGE_MS)
}

function allowedTime(wanted: number, startsAt: number): number {
  if (isAllowedHour(wanted)) return wanted
  const later = nextAllowed(wanted)
  if (startsAt - later >= LEAST_NOTICE_MS) return later
  const { day, minutes } = localTime(wanted)
  return instantOf(minutes < FIRST_MINUTE ? addDays(day, -1) : day, EVENING_MINUTE)
}
