import { looksLikeNumber } from '../numbers/number-words.ts'
import { skipFiller } from '../text/fillers.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { remembered } from '../text/remember.ts'
import type { Scan } from '../text/scan.ts'
import { containerSpelled } from '../units/count-words.ts'
import { unitAt } from '../units/units.ts'

/** What produce is weighed in: every container of the unit table, with or without its shell, and the shells themselves. */
const packings = [
  ...containerSpelled.flatMap((name) => [name, `vỏ ${name}`]),
  ...['bì', 'bao bì', 'vỏ', 'vỏ bao bì', 'vỏ bì'],
]
const grossOpeners = ['cả', 'lẫn', 'luôn', 'luôn cả', 'tính cả', 'cân cả', 'chưa trừ']
/** What says that a weight is with what it was packed in. */
const grossSigns = compileLexicon(
  grossOpeners.flatMap((opener) => packings.map((packing) => [`${opener} ${packing}`, true] as const)),
)
/** What was packed in, which behind such a word is told with its own weight. */
const tares = compileLexicon(packings.map((packing) => [packing, true] as const))
const weighing = phraseLexicon('hết, nặng, mất, cân, cân được, chiếm, riêng, không')

const each = phraseLexicon('mỗi, một, 1, từng')
const pieces = phraseLexicon('cái, chiếc, bì, vỏ')

/** Where the words stand that say a weight is gross. `Tất cả bao` is all of the sacks. */
const grossAt = remembered((scan: Scan): readonly (readonly [from: number, to: number])[] =>
  scan.tokens.flatMap((_, at) => {
    const match = scan.tokens[at - 1]?.fold === 'tat' ? null : matchAt(grossSigns, scan.tokens, at)
    return match === null ? [] : [[at, match.to] as const]
  }),
)

/** Whether a text tells a weight with what it was packed in: `cả bì 52 cân`, `3 tạ chưa trừ bì`. */
export const isGross = (scan: Scan): boolean => grossAt(scan).length > 0

/** Whether the word at token `at` is part of what says so, and no container that is counted. */
export const isInGrossSign = (scan: Scan, at: number): boolean =>
  grossAt(scan).some(([from, to]) => from <= at && at < to)

/** The index behind the words at token `at` that say so (`cả bì`), or null. */
export const skipGross = (scan: Scan, at: number): number | null =>
  grossAt(scan).find(([from]) => from === at)?.[1] ?? null

/** The index behind the name of what a gross weight was packed in, where its own weight may stand (`bì hết 5 cân`), or null. */
export function skipTare(scan: Scan, at: number): number | null {
  if (!isGross(scan) || isInGrossSign(scan, at)) return null
  const before = scan.tokens[at - 1]
  const match = matchAt(tares, scan.tokens, at)
  const isCounted = before?.kind === 'figure' || looksLikeNumber(before) || matchAt(each, scan.tokens, at - 1) !== null
  if (match === null || isCounted) return null
  let end = match.to
  for (let next: number | null = end; next !== null; next = weighedAt(scan, end)) end = next
  return skipEach(scan, end) ?? end
}

const weighedAt = (scan: Scan, at: number): number | null =>
  matchAt(weighing, scan.tokens, at)?.to ?? skipFiller(scan, at)

/** The index behind `mỗi bao`, `1 cái` before a weight or behind one, or null. */
export function skipEach(scan: Scan, at: number): number | null {
  const start = scan.tokens[at]?.fold === '/' ? at + 1 : matchAt(each, scan.tokens, at)?.to
  if (start === undefined) return null
  const unit = unitAt(scan, start)
  const isContainer = unit?.units[0].type === 'count' && unit.units[0].container === true
  return isContainer ? unit.to : (matchAt(pieces, scan.tokens, start)?.to ?? null)
}
