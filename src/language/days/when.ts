import { compileLexicon, matchAt } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'

/** Where a day lies, as it was said: behind, ahead, or in the month or week that runs. */
export type When = 'past' | 'future' | 'this'

const whens = compileLexicon<When>([
  ...['vừa rồi', 'vừa qua', 'mới rồi', 'mới qua', 'rồi', 'trước', 'trc'].map((word): [string, When] => [word, 'past']),
  ...['tới', 'sắp tới', 'tới đây', 'tới này', 'sau'].map((word): [string, When] => [word, 'future']),
  ...['này', 'nay'].map((word): [string, When] => [word, 'this']),
])

/** Whether the day lies behind or ahead, where that is said (vừa rồi, trước, tới, sau, này), and the index of the token after it. */
export function whenAt(scan: Scan, at: number): { when: When; to: number } | null {
  const match = matchAt(whens, scan.tokens, at)
  if (match === null) return null
  const [when] = match.values
  const next = scan.tokens[match.to]
  // "từ tháng 9 tới nay" ends today, and of what lies behind nothing is to come.
  if (isTillNow(scan, at, match.to)) return null
  // "thu 5 toi ban 3 ta" is no coming Thursday: toi without its accents is tôi too, and "hôm 18 tới bán" is to have come.
  const isCome = scan.tokens[at]?.fold === 'toi' && match.to === at + 1 && scan.context.tense === 'past'
  if (isCome && (scan.tokens[at]?.key === 'toi' || next?.kind === 'word')) return null
  // "trước 8h", "sau khi": before or after something else.
  const isOther = match.to === at + 1 && (next?.kind === 'figure' || ['khi', 'luc', 'tet'].includes(next?.fold ?? ''))
  return isOther && (scan.tokens[at]?.fold === 'truoc' || scan.tokens[at]?.fold === 'sau')
    ? null
    : { when, to: match.to }
}

const isTillNow = (scan: Scan, at: number, to: number): boolean =>
  scan.context.tense === 'past' && scan.tokens[at]?.fold === 'toi' && scan.tokens[to - 1]?.key === 'nay'
