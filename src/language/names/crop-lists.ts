import { phraseBefore } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'

type CropSpan = Extract<Span, { type: 'crop' }>

/** What joins two crops in so many words: `ngô với lúa`, `cả ngô cả lúa`. */
const joints = phraseLexicon(
  'và, với, cùng, cùng với, lẫn, cả, và cả, với cả, lẫn cả, và với, xen, xen với, xen canh, hoặc, hay',
)

/** How two crops stand beside each other: joined by a word, by a mark (`ngo, lua`), or with nothing between (`ngo lua`). */
export type Joint = 'word' | 'mark' | 'none'

/** Before a crop, that there is none of it (`nha em khong co ngo, lua duoc 2 ta`) or none yet (`chưa thu ngô, lúa 3 tạ`). */
const denials = phraseLexicon('không, không trồng, ko, k, chưa, chẳng, chả, hết')

/** What joins two crops; null: something else stands between, or the first is told to be none. */
export function jointOf(scan: Scan, first: CropSpan, second: CropSpan): Joint | null {
  if (phraseBefore(scan, denials, first.from) !== null) return null
  if (first.to === second.from) return 'none'
  const isMarked = scan.tokens[first.to]?.kind === 'mark'
  const from = isMarked ? first.to + 1 : first.to
  if (from === second.from) return 'mark'
  return matchAt(joints, scan.tokens, from)?.to === second.from ? 'word' : null
}

/** The crops that each span may name. */
const keysOf = ({ readings }: CropSpan): string => readings.map(({ crop }) => crop).join()

const shared = new Set<Span['type']>(['mass', 'count', 'volume', 'area'])

/**
 * Leaves out what is told once of several crops (`cả ngô cả lúa được 1 tấn`): how much of it is each one's, nobody can know, and it is no amount of one of them. Only
 * where all crops of the text stand side by side, and all amounts on one side of them: `3 tạ ngô và lúa 5 tạ` tells each one's.
 */
export function withoutJoint(scan: Scan, spans: readonly Span[]): readonly Span[] {
  const crops = spans.filter((span): span is CropSpan => span.type === 'crop')
  if (new Set(crops.map(keysOf)).size < 2) return spans
  // Spans stand in the order of the text: a list has no amount between two of its crops.
  const told = spans.filter((span) => span.type === 'crop' || shared.has(span.type))
  const [first, last] = [
    told.findIndex(({ type }) => type === 'crop'),
    told.findLastIndex(({ type }) => type === 'crop'),
  ]
  const isOneSided =
    told.slice(first, last).every(({ type }) => type === 'crop') && (first === 0 || last === told.length - 1)
  const isList = crops.slice(1).every((crop, index) => crops[index] && jointOf(scan, crops[index], crop) !== null)
  return isList && isOneSided ? spans.filter(({ type }) => !shared.has(type)) : spans
}
