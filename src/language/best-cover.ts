import type { Span, Unread } from './text/scan.ts'
import type { FactType } from './types.ts'

/** For the same words: what is more special wins. */
const preference: Record<FactType | 'unread', number> = {
  unread: 0.8,
  phone: 0.7,
  money: 0.5,
  mass: 0.6,
  area: 0.6,
  volume: 0.6,
  count: 0.55,
  date: 0.4,
  crop: 0.3,
  place: 0.2,
  'yes-no': 0.1,
  number: 0,
}

/** The spans that together explain the most tokens with the fewest facts. */
export function bestCover(length: number, spans: readonly (Span | Unread)[]): readonly (Span | Unread)[] {
  if (spans.length < 2) return spans
  const byStart = Map.groupBy(spans, ({ from }) => from)
  const scores = new Array<number>(length + 1).fill(0)
  const taken = new Array<Span | Unread | null>(length + 1).fill(null)
  for (let at = length - 1; at >= 0; at--) {
    scores[at] = scores[at + 1] ?? 0
    for (const span of byStart.get(at) ?? []) {
      const score = worth(span) + (scores[span.to] ?? 0)
      if (score <= (scores[at] ?? 0)) continue
      scores[at] = score
      taken[at] = span
    }
  }
  const cover: (Span | Unread)[] = []
  for (let at = 0; at < length; ) {
    const take = taken[at] ?? null
    if (take !== null) cover.push(take)
    at = take?.to ?? at + 1
  }
  return cover
}

function worth(span: Span | Unread): number {
  const bonus = span.type === 'unread' ? 0 : (span.bonus ?? 0)
  return 2 * (span.to - span.from) - 1 + preference[span.type] + bonus
}
