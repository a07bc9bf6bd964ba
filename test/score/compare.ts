import type { ScoredAs } from './case.ts'

/** How well a text was read, best first. */
export const OUTCOMES = ['right', 'asked', 'unread', 'wrong'] as const
/** One of {@link OUTCOMES}: `asked` has the right reading among others, `unread` is nothing where something was said, `wrong` all else. */
export type Outcome = (typeof OUTCOMES)[number]

/** Compares what was read, as JSON, with what should have been. */
export function compare(as: ScoredAs, expected: unknown, got: unknown): Outcome {
  if (as === 'report') return compareReports(expected, got)
  if (as === 'fold') return compareFolds(expected, got)
  return compareReadings(expected, got)
}

function compareReadings(expected: unknown, got: unknown): Outcome {
  const [wanted, read] = [readingsOf(expected), readingsOf(got)]
  if (read.length === 0) return wanted.length === 0 ? 'right' : 'unread'
  if (wanted.length === 0) return isAsk(got) ? 'asked' : 'wrong'
  if (!wanted.every((one) => read.some((other) => isSame(one, other)))) return 'wrong'
  return read.every((one) => wanted.some((other) => isSame(one, other))) ? 'right' : 'asked'
}

/** As bad as its worst slot. `rest` and further harvests (`more`) count only where they are expected, but none may be made up. */
function compareReports(expected: unknown, got: unknown): Outcome {
  const [wanted, read] = [recordOf(expected), recordOf(got)]
  const [slots, readSlots] = [recordOf(wanted.slots), recordOf(read.slots)]
  const names = new Set([...Object.keys(slots), ...Object.keys(readSlots)])
  const outcomes = [...names].map((name) => compareReadings(slots[name], readSlots[name]))
  const [more, readMore] = [listOf(wanted.more), listOf(read.more)]
  for (let at = 0; at < Math.max(more.length, readMore.length); at++)
    outcomes.push(
      more[at] === undefined || readMore[at] !== undefined ? compareReports(more[at], readMore[at]) : 'unread',
    )
  if ('rest' in wanted) outcomes.push(isSame(wanted.rest, read.rest) ? 'right' : 'wrong')
  return worst(outcomes)
}

function compareFolds(expected: unknown, got: unknown): Outcome {
  const [wanted, read] = [recordOf(expected), recordOf(got)]
  if (wanted.repaired !== undefined && read.repaired === undefined) return 'unread'
  const isRepaired =
    typeof wanted.repaired === 'string' && typeof read.repaired === 'string'
      ? isSameSpelling(wanted.repaired, read.repaired)
      : wanted.repaired === read.repaired
  return isRepaired && wanted.fold === read.fold ? 'right' : 'wrong'
}

/** Whether two texts are written alike but for the vowel a tone mark stands on: `hoà` and `hòa`. */
export function isSameSpelling(one: string, other: string): boolean {
  return toneless(one) === toneless(other)
}

/** The words with their tone marks moved behind them. */
function toneless(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\S+/gu, (word) => word.replace(tones, '') + (word.match(tones) ?? []).join(''))
    .normalize('NFC')
}

/** Combining grave, acute, tilde, hook above and dot below. */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu

/** The worst of some outcomes; right where there are none. */
function worst(outcomes: readonly Outcome[]): Outcome {
  return OUTCOMES.findLast((one) => outcomes.includes(one)) ?? 'right'
}

function readingsOf(value: unknown): unknown[] {
  if (value === null || value === undefined) return []
  return isAsk(value) ? value.ask : [value]
}

function isAsk(value: unknown): value is { ask: unknown[] } {
  return isRecord(value) && Array.isArray(value.ask)
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return isNear(one, other)
  if (!isRecord(one) || !isRecord(other)) return one === other
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && isSame(one[key], other[key]))
}

/** Equal but for the last digits of a floating-point sum. */
function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
