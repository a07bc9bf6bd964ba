import { compileLexicon, matchAt } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import type { Day } from '../types.ts'
import { weekdayOf } from './calendar.ts'
import type { Mention } from './mentions.ts'

/** What stands between two names of one day; the strong ones say that it is one day. */
const joints = compileLexicon<'weak' | 'strong'>([
  ...[',', 'vào', 'ngày', 'vào ngày', ', ngày', ', vào ngày', 'là', 'là ngày', '- ngày'].map(
    (word): [string, 'weak'] => [word, 'weak'],
  ),
  ...[
    '(',
    '( ngày',
    '( tức',
    '( tức ngày',
    '( là ngày',
    'tức',
    'tức là',
    'tức ngày',
    'tức là ngày',
    ', tức',
    ', tức ngày',
  ].map((word): [string, 'strong'] => [word, 'strong']),
])

/** The index behind a joint between two names of one day (or the same index), and whether it says that they are one. */
export function jointAt(scan: Scan, at: number): { to: number; isStrong: boolean } {
  const match = matchAt(joints, scan.tokens, at)
  return { to: match?.to ?? at, isStrong: match?.values[0] === 'strong' }
}

/** One day named twice (`thứ 5, 26/11`, `mai 23/11`, `20/11 (12/10 âm)`): what both say, or the days of each where they contradict; null: two days, or nothing said twice. */
export function joined(first: Mention, second: Mention, isStrong: boolean): Mention | null {
  if (first.by === second.by && !isStrong) return null
  const [vaguer, exact] = rank(first) <= rank(second) ? [first, second] : [second, first]
  const { to } = second
  const both = exact.days.filter((day) => vaguer.near().includes(day) || isSameWeekday(vaguer, day))
  if (both.length > 0) return { ...exact, days: both, near: () => both, to, ...partOf(first, second) }
  const nearer = vaguer.days.filter((day) => exact.near().includes(day))
  if (nearer.length > 0) return { ...vaguer, days: nearer, near: () => nearer, to, ...partOf(first, second) }
  // Together they say which year: 20/11 (12/10 âm).
  const shared = isStrong ? exact.near().filter((day) => vaguer.near().includes(day)) : []
  if (shared.length > 0) return { ...exact, days: shared, near: () => shared, to, ...partOf(first, second) }
  if (second.isDoubtful) return null
  // A whole date outdoes "hôm nay": the text was written on another day. Only its year may be a slip.
  const isWhole = exact.said?.year !== undefined && exact.said.month !== undefined && vaguer.by === 'distance'
  const isSlip = exact.days.some((day) => vaguer.days.some((other) => other.slice(5) === day.slice(5)))
  const days: readonly Day[] = isWhole && !isSlip ? exact.days : [...exact.days, ...vaguer.days]
  return { ...exact, days, near: () => days.toSorted(), to, ...partOf(first, second) }
}

function isSameWeekday(mention: Mention, day: Day): boolean {
  const near = mention.by === 'weekday' ? mention.near() : []
  const [first] = near
  return near.length > 1 && first !== undefined && weekdayOf(first) === weekdayOf(day)
}

function rank(mention: Mention): number {
  return ['weekday', 'market', 'distance', 'date'].indexOf(mention.by)
}

function partOf(...mentions: Mention[]): Pick<Mention, 'part' | 'isPartDoubtful'> {
  const { part, isPartDoubtful } = mentions.find((mention) => mention.part !== undefined) ?? {}
  return { ...(part !== undefined && { part }), ...(isPartDoubtful && { isPartDoubtful }) }
}
