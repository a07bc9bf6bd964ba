import { type compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { rememberedAt } from '../text/remember.ts'
import type { Scan } from '../text/scan.ts'
import { tidy } from './amounts.ts'
import { groupAt } from './number-groups.ts'

/** A fraction of one, or a whole with one behind it. */
export interface Fraction {
  value: number
  to: number
}

const parts = phraseLexicon('phần')
const divisions = phraseLexicon('phần, trên, chia, chia cho')

/** Parts smaller than a tenth are told by nobody: `20/11` is a day. */
const MOST_PARTS = 10

const fractionSigns = new Map([
  ['½', 1 / 2],
  ['¼', 1 / 4],
  ['¾', 3 / 4],
])

/** The value of a sign for a part (`½`), or null. */
export function fractionSign(scan: Scan, at: number): number | null {
  return fractionSigns.get(scan.tokens[at]?.fold ?? '') ?? null
}

/** From so many on two figures that follow each other are no part. */
const LEAST_EITHER = 4

/** Reads `2/3`, `3 1/2`, `một phần ba`, `ba phần tư`; null for `5/3` and `20/11`. */
export const fractionAt = rememberedAt(findFraction)

function findFraction(scan: Scan, at: number): Fraction | null {
  const sign = fractionSign(scan, at)
  if (sign !== null) return { value: sign, to: at + 1 }
  const behind = fractionSign(scan, at + 1)
  if (behind !== null && /^\d{1,3}$/.test(scan.tokens[at]?.fold ?? ''))
    return { value: Number(scan.tokens[at]?.fold) + behind, to: at + 2 }
  const said = dividedBy(scan, at, parts)
  if (said !== null) return said
  const own = slashed(scan, at)
  if (own !== null) return own
  const whole = scan.tokens[at]
  const added =
    /^\d{1,3}$/.test(whole?.fold ?? '') && scan.tokens[at + 1]?.glued === false ? slashed(scan, at + 1) : null
  return added && { value: tidy(Number(whole?.fold) + added.value), to: added.to }
}

/** Reads what {@link fractionAt} does and `hai trên mười lăm`, `một chia tám`: numbers only, for with a unit behind it `trên` says where. */
export function divisionAt(scan: Scan, at: number): Fraction | null {
  return fractionAt(scan, at) ?? dividedBy(scan, at, divisions)
}

function dividedBy<T>(scan: Scan, at: number, words: ReturnType<typeof compileLexicon<T>>): Fraction | null {
  const above = groupAt(scan, at)
  const over = above === null ? null : matchAt(words, scan.tokens, above.to)
  const below = over === null ? null : groupAt(scan, over.to)
  const [top, bottom] = [above?.amounts.at(-1)?.value ?? 0, below?.amounts.at(-1)?.value ?? 0]
  return below === null || bottom === 0 ? null : { value: tidy(Number((top / bottom).toPrecision(15))), to: below.to }
}

function slashed(scan: Scan, at: number): Fraction | null {
  const [top, slash, bottom] = [scan.tokens[at], scan.tokens[at + 1], scan.tokens[at + 2]]
  if (top?.kind !== 'figure' || slash?.fold !== '/' || bottom?.kind !== 'figure') return null
  if (scan.tokens[at + 3]?.fold === '/' || scan.tokens[at - 1]?.fold === '/') return null
  const [above, below] = [Number(top.fold), Number(bottom.fold)]
  // "5/6 tạ" is five or six; but 2/3 and 3/4 are parts.
  const isEither = above >= LEAST_EITHER && below === above + 1
  return above > 0 && above < below && below <= MOST_PARTS && !isEither
    ? { value: tidy(above / below), to: at + 3 }
    : null
}
