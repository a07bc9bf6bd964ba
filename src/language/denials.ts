import { skipFiller } from './text/fillers.ts'
import { matchAt, phraseLexicon } from './text/lexicon.ts'
import type { Scan, Span } from './text/scan.ts'

const denials = phraseLexicon(
  'không phải, không phải là, chứ không phải, chứ không phải là, đâu phải, đâu phải là, không phải do',
)
/** No phrase above has more words. */
const MOST_WORDS = 4

/**
 * Takes out what a text says is not so: `không phải ngô mà là lúa`, `4 tạ chứ không phải 3 tạ`. Where another of its kind is told, its words are used up; else they
 * stay left over.
 */
export function withoutDenied(scan: Scan, spans: readonly Span[]): { spans: readonly Span[]; used: Span[] } {
  const denied = new Map(spans.map((span) => [span, denialBefore(scan, span.from)]))
  const kept = spans.filter((span) => denied.get(span) === null)
  if (kept.length === spans.length) return { spans, used: [] }
  const used = spans.flatMap((span) => {
    const from = denied.get(span) ?? null
    return from !== null && kept.some(({ type }) => type === span.type) ? [{ ...span, from }] : []
  })
  return { spans: kept, used }
}

/** Where a phrase begins that denies what stands at token `at`, fillers only between; null: none does. */
function denialBefore(scan: Scan, at: number): number | null {
  for (let start = at - 1; start >= Math.max(0, at - MOST_WORDS - 2); start--) {
    let to = matchAt(denials, scan.tokens, start)?.to ?? null
    while (to !== null && to < at) to = skipFiller(scan, to)
    if (to === at) return start
  }
  return null
}
