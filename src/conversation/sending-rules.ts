import { fromLunar, toLunar } from '../language/days/lunar.ts'
import type { Day } from '../language/types.ts'
import { addDays, instantOf, localTime } from './calendar.ts'
import { FIRST_MINUTE, LAST_MINUTE } from './law-hours.ts'

/** When and how often we write unasked, as the project decides within the law (`content/sending.yaml`). */
export interface SendingRules {
  /** Minutes of the day in Vietnam, from and before. */
  hours: { from: number; to: number }
  /** Reminders and broadcasts to one number in any 24 hours, and in any 7 days. */
  most: { day: number; week: number }
  holidays: readonly Holiday[]
  /** What a leader's price alert to the own members is: whoever calls it advertising has it obey the rules of that. */
  alerts: 'service' | 'advertising'
  /** Domains of the operator: texts may link to pages under these alone. */
  links: readonly string[]
}

/** Days on which nothing is started: Tết and mourning. */
interface Holiday {
  name: string
  days: { from: Day; to: Day } | { tet: { before: number; after: number } }
  /** Reminders are of use only in time, and go all the same unless all is held. */
  holds: 'broadcasts' | 'all'
}

/** What holds where the project says nothing. */
export const DEFAULT_RULES: SendingRules = {
  hours: { from: FIRST_MINUTE, to: LAST_MINUTE },
  most: { day: 5, week: 15 },
  holidays: [],
  alerts: 'service',
  links: [],
}

/** Whether reminders and broadcasts, or broadcasts alone, may be started at this instant; `night` or the holiday that says no, and from when on it may. */
export type Opening = { type: 'open' } | { type: 'closed'; why: 'night' | 'holiday'; opensAt: number }

const MOST_DAYS = 60

/** Whether what we start may go at this instant (epoch ms). `isBroadcast`: not only reminders and notices. */
export function openingAt(rules: SendingRules, at: number, isBroadcast: boolean): Opening {
  const { day, minutes } = localTime(at)
  const isHeld = isHoliday(rules, day, isBroadcast)
  if (!isHeld && minutes >= rules.hours.from && minutes < rules.hours.to) return { type: 'open' }
  let next = minutes < rules.hours.from ? day : addDays(day, 1)
  for (let days = 0; days < MOST_DAYS && isHoliday(rules, next, isBroadcast); days++) next = addDays(next, 1)
  return { type: 'closed', why: isHeld ? 'holiday' : 'night', opensAt: instantOf(next, rules.hours.from) }
}

function isHoliday({ holidays }: SendingRules, day: Day, isBroadcast: boolean): boolean {
  return holidays.some(({ days, holds }) => (isBroadcast || holds === 'all') && isWithin(days, day))
}

function isWithin(days: Holiday['days'], day: Day): boolean {
  if ('from' in days) return days.from <= day && day <= days.to
  // The days before Tết still belong to the old lunar year.
  const { year } = toLunar(day)
  return [year, year + 1].some((each) => {
    const first = fromLunar({ year: each, month: 1, day: 1, leap: false })
    return first !== null && addDays(first, -days.tet.before) <= day && day <= addDays(first, days.tet.after)
  })
}
