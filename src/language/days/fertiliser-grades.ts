import { remembered } from '../text/remember.ts'
import type { Scan } from '../text/scan.ts'

/** Fertilisers of which a grade is told. */
const fertilisers = new Set(['npk', 'dap'])
/** Words that speak of fertiliser only beside another of them, or without their accents as often of something else. */
const feeding = new Set(['phan', 'dam', 'kali', 'bon', 'dau'])
/** Before figures they say that a day is told. */
const dayWords = new Set(['ngay', 'hom', 'tu', 'den', 'toi', 'mung', 'mong'])
/** No fertiliser holds more of one part in a hundred. */
const MOST_PERCENT = 60

/**
 * `npk 5-10-3`, `bón phân 16-16-8 20kg`: the index behind three figures with dashes that are a fertiliser's grade (nitrogen, phosphate, potash in a hundred) and
 * no day. Null where they don't begin at token `at`, or no fertiliser is told of.
 */
export function gradeEnd(scan: Scan, at: number): number | null {
  if (scan.tokens[at]?.kind !== 'figure' || !tellsFertiliser(scan)) return null
  if (dayWords.has(scan.tokens[at - 1]?.fold ?? '') || scan.tokens[at - 1]?.fold === '-') return null
  const isGrade = [0, 2, 4].every((step) => isPercent(scan, at + step))
  const isDashed = [1, 3].every((step) => scan.tokens[at + step]?.fold === '-')
  return isGrade && isDashed && scan.tokens[at + 5]?.fold !== '-' ? at + 5 : null
}

/** Whether the figure at token `at` ends a fertiliser's grade. */
export const endsGrade = (scan: Scan, at: number): boolean => gradeEnd(scan, at - 4) === at + 1

function isPercent(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  return token?.kind === 'figure' && /^\d{1,2}$/.test(token.fold) && Number(token.fold) <= MOST_PERCENT
}

const tellsFertiliser = remembered(({ tokens }) =>
  tokens.some(({ fold }, at) => fertilisers.has(fold) || (feeding.has(fold) && isFed(tokens, at))),
)

/** `bón phân`, `phân đạm`, `đạm 30-10-10`: two such words together, or the figures right behind one. */
function isFed(tokens: Scan['tokens'], at: number): boolean {
  return feeding.has(tokens[at + 1]?.fold ?? '') || tokens[at + 1]?.kind === 'figure'
}
