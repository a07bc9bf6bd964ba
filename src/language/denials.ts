import { phraseBefore } from './text/fillers.ts'
import { phraseLexicon } from './text/lexicon.ts'
import type { Scan, Span } from './text/scan.ts'

const denials = phraseLexicon(
  'không phải, không phải là, chứ không phải, chứ không phải là, đâu phải, đâu phải là, không phải do',
)

/**
 * Takes out what a text says is not so: `không phải ngô mà là lúa`, `4 tạ chứ không phải 3 tạ`. Where another of its kind is told, its words are used up; else they
 * stay left over.
 */
export function withoutDenied(scan: Scan, spans: readonly Span[]): { spans: readonly Span[]; used: Span[] } {
  const denied = new Map(spans.map((span) => [span, phraseBefore(scan, denials, span.from)]))
  const kept = spans.filter((span) => denied.get(span) === null)
  if (kept.length === spans.length) return { spans, used: [] }
  const used = spans.flatMap((span) => {
    const from = denied.get(span) ?? null
    return from !== null && kept.some(({ type }) => type === span.type) ? [{ ...span, from }] : []
  })
  return { spans: kept, used }
}
