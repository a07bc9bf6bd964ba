import { addDays, instantOf, localTime } from './calendar.ts'
import { type Opening, openingAt, type SendingRules } from './sending-rules.ts'

/** When one person wants nothing that we start, as they told it or had it written down. */
export interface Quiet {
  /** Minutes of the day in Vietnam, from and before; over midnight where `from` is the later. null: none. */
  quietHours: { from: number; to: number } | null
  /** Nothing before this instant (epoch ms); null: no such wish. */
  quietUntil: number | null
}

/** Somebody who has said nothing of the kind. */
export const NEVER_QUIET: Quiet = { quietHours: null, quietUntil: null }

export type OpeningFor = Opening | { type: 'closed'; why: 'quiet'; opensAt: number }

/** Nights, holidays and quiet hours that are passed in search of an open minute. */
const MOST_STEPS = 200

/**
 * Whether what we start may go to one person at this instant (epoch ms), by the law, the project and their own wish; else why not, and
 * the first instant at which all three let it. `quiet` is the reason wherever their wish is one of several.
 */
export function openingFor(rules: SendingRules, quiet: Quiet, at: number, isBroadcast: boolean): OpeningFor {
  let opensAt = at
  let why: 'night' | 'holiday' | 'quiet' | null = null
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const closed = closedAt(rules, quiet, opensAt, isBroadcast)
    if (closed === null) break
    why = closed.why === 'quiet' ? 'quiet' : (why ?? closed.why)
    opensAt = closed.until
  }
  return why === null ? { type: 'open' } : { type: 'closed', why, opensAt }
}

function closedAt(rules: SendingRules, { quietHours, quietUntil }: Quiet, at: number, isBroadcast: boolean) {
  const opening = openingAt(rules, at, isBroadcast)
  if (opening.type === 'closed') return { why: opening.why, until: opening.opensAt }
  if (quietUntil !== null && at < quietUntil) return { why: 'quiet' as const, until: quietUntil }
  const until = quietHours === null ? null : endOfQuiet(quietHours, at)
  return until === null ? null : { why: 'quiet' as const, until }
}

/** When the quiet hours around an instant end; null: it lies in none. */
function endOfQuiet({ from, to }: { from: number; to: number }, at: number): number | null {
  const { day, minutes } = localTime(at)
  if (from < to) return minutes >= from && minutes < to ? instantOf(day, to) : null
  if (minutes >= from) return instantOf(addDays(day, 1), to)
  return minutes < to ? instantOf(day, to) : null
}
