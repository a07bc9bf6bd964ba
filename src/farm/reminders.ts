import { instantOf, localTime } from '../conversation/calendar.ts'
import { NEVER_QUIET, type OpeningFor, openingFor, type Quiet } from '../conversation/opening.ts'
import { DEFAULT_RULES, type SendingRules } from '../conversation/sending-rules.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** When nothing later helps, people are told at home, after dinner. */
const EVENING_MINUTE = 19 * 60
/** A reminder that leaves less than this is of no use: who lives far could not come any more. */
const LEAST_NOTICE_MS = 45 * MINUTE_MS
/** One that is put forward keeps so far from where it is closed again, and goes so far back at most: days earlier it is the one before. */
const MARGIN_MS = 5 * MINUTE_MS
const MOST_BEFORE_MS = 3 * 24 * HOUR_MS
/** Two reminders closer than this are one. */
export const MERGE_MS = 3 * HOUR_MS

type ReminderKind = '3d' | '1d' | '2h'
export interface Reminder {
  kind: ReminderKind
  /** Epoch ms, when it may be sent, and before the start. */
  at: number
}

const BEFORE_MS: readonly [ReminderKind, number][] = [
  ['3d', 72 * HOUR_MS],
  ['1d', 24 * HOUR_MS],
  ['2h', 2 * HOUR_MS],
]

/**
 * When a training that starts at `startsAt` is reminded of: 3 days, 1 day and 2 hours before, as far as the law, the project and the person's
 * own quiet let it. Else at the next minute that they do, or, where that leaves under 45 minutes, at the last time before: of an evening after dinner,
 * at seven. Two within 3 hours are one. In order, all before the start; one for which days are closed is not there.
 */
export function remindersOf(
  startsAt: number,
  rules: SendingRules = DEFAULT_RULES,
  quiet: Quiet = NEVER_QUIET,
): Reminder[] {
  const isOpen = (at: number) => openingFor(rules, quiet, at, false)
  const reminders = BEFORE_MS.flatMap(([kind, before]) => {
    const wanted = startsAt - before
    // Nothing before the end of a rest is open, however far back.
    const earliest = Math.max(wanted - MOST_BEFORE_MS, quiet.quietUntil ?? 0)
    const at = openTime({ wanted, earliest, startsAt }, isOpen)
    return at === null ? [] : [{ kind, at }]
  })
  const kept: Reminder[] = []
  for (const each of reminders.sort((a, b) => a.at - b.at))
    if (each.at - (kept.at(-1)?.at ?? Number.NEGATIVE_INFINITY) > MERGE_MS) kept.push(each)
  return kept
}

type Openings = (at: number) => OpeningFor

interface Wish {
  wanted: number
  earliest: number
  startsAt: number
}

function openTime({ wanted, earliest, startsAt }: Wish, openings: Openings): number | null {
  const opening = openings(wanted)
  if (opening.type === 'open') return wanted
  return startsAt - opening.opensAt >= LEAST_NOTICE_MS ? opening.opensAt : timeBefore(wanted, earliest, openings)
}

/** The last open time before `wanted`; of an evening, after dinner. null: for days it is closed. */
function timeBefore(wanted: number, earliest: number, openings: Openings): number | null {
  const isOpen = (at: number) => openings(at).type === 'open'
  for (let at = wanted - MARGIN_MS; at >= earliest; at -= MARGIN_MS) {
    if (!isOpen(at) || !isOpen(at + MARGIN_MS - 1)) continue
    const evening = instantOf(localTime(at).day, EVENING_MINUTE)
    const opening = openings(evening)
    return Math.min(at, Math.max(evening, opening.type === 'open' ? evening : opening.opensAt))
  }
  return null
}
