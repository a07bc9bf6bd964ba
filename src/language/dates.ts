import { distinct } from './amounts.ts'
import { weekdayOf } from './calendar.ts'
import { type Clock, clockAt } from './clock.ts'
import { impossibleDayAt } from './impossible-days.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { type Days, namedDayAt } from './named-days.ts'
import { numberedDayAt } from './numbered-days.ts'
import type { Scan, Span, Unread } from './scan.ts'
import type { DateReading } from './types.ts'
import { unitAt } from './units.ts'

const joints = compileLexicon<'joint'>([
  [',', 'joint'],
  ['(', 'joint'],
  ['vào', 'joint'],
  ['ngày', 'joint'],
  [', ngày', 'joint'],
])

/** Reads a day, a range of days, or a day with its hour: `20/11`, `hôm kia`, `8h sáng thứ 5, 26/11`, `rằm tháng bảy`. What is no day of the calendar is left unread. */
export function dateAt(scan: Scan, at: number): Span | Unread | null {
  const before = clockAt(scan, at)
  const start = before === null ? at : skipJoint(scan, before.to)
  const day = dayAt(scan, start, before !== null)
  if (day === null) {
    const end = impossibleDayAt(scan, at)
    return end === null ? null : { type: 'unread', from: at, to: end }
  }
  const clock = before ?? clockAt(scan, skipJoint(scan, day.to))
  const to = before === null && clock !== null ? clock.to : day.to
  return { type: 'date', readings: withTime(day.days, clock), from: at, to }
}

function dayAt(scan: Scan, at: number, behindClock: boolean): Days | null {
  const named = namedDayAt(scan, at, behindClock)
  if (named === null) return numberedDayAt(scan, at)
  // "thu 5 bao" is a harvest of five sacks, not a Thursday.
  if (scan.tokens[named.to - 1]?.kind === 'figure' && unitAt(scan, named.to) !== null) return null
  const exact = numberedDayAt(scan, skipJoint(scan, named.to))
  return exact === null ? named : agreeing(named, exact)
}

/** `thứ 5, 26/11`, `mai 23/11`: the date, or both where the named day contradicts it. */
function agreeing(named: Days, exact: Days): Days {
  const [said] = named.days
  const [date] = exact.days
  if (!('date' in said) || !('date' in date)) return named
  if (named.isWeekday ? weekdayOf(said.date) === weekdayOf(date.date) : said.date === date.date) return exact
  // Without its year the date may be of another one: hôm nay 22/11 is today.
  if (said.date.slice(5) === date.date.slice(5)) return { days: named.days, to: exact.to }
  return { days: distinct([...exact.days, ...named.days]), to: exact.to }
}

function skipJoint(scan: Scan, at: number): number {
  return matchAt(joints, scan.tokens, at)?.to ?? at
}

function withTime(days: Days['days'], clock: Clock | null): [DateReading, ...DateReading[]] {
  if (clock === null) return days
  const timed = days.flatMap((day): DateReading[] =>
    'date' in day ? clock.times.map((time) => ({ ...day, time })) : [day],
  )
  const [first, ...others] = timed
  return first === undefined ? days : [first, ...others]
}
