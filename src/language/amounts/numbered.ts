import { type Amount, distinct, sum, vagueness } from '../numbers/amounts.ts'
import { numbered } from '../numbers/ordinals.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import { massReadings } from './quantity-readings.ts'

type Mass = Extract<Span, { type: 'mass' }>

/**
 * Adds up weights that are told round by round or plot by plot (`đợt 1 3 tạ, đợt 2 2 tạ`); each of them may be all that is told of as well, so they are asked about.
 */
export function joinNumbered(scan: Scan, spans: readonly Span[]): { spans: readonly Span[]; used: Span[] } {
  const lots = spans.flatMap((span) => {
    const at = span.type === 'mass' ? numberBefore(scan, span.from) : null
    return span.type === 'mass' && at !== null ? [{ span, at }] : []
  })
  const [first, ...others] = lots
  const isRow = lots.every(
    ({ at }, index) => scan.tokens[at]?.fold === String(index + 1) && isSame(scan, at, first?.at),
  )
  const harvests = spans.filter(({ type }) => type === 'mass' || type === 'count' || type === 'volume')
  if (first === undefined || others.length === 0 || !isRow || harvests.length !== lots.length)
    return { spans, used: [] }
  const said = lots.map(({ span }) => amountOf(span))
  const all = said.reduce((whole, one) => sum(whole, one))
  const readings = massReadings(distinct([all, ...said]))
  // The numbers of the rounds are told with them.
  const used = lots.map(({ span, at }) => ({ ...span, from: at }))
  const gone = new Set<Span>(others.map(({ span }) => span))
  return {
    spans: spans.flatMap((span) =>
      gone.has(span) ? [] : [span === first.span ? { ...first.span, readings, rule: 'round-or-whole' as const } : span],
    ),
    used,
  }
}

const amountOf = ({ readings: [{ kg, ...vague }] }: Mass): Amount => ({ value: kg, ...vagueness(vague) })

/** The figure that numbers a round right before an amount: `đợt 1 3 tạ`, `đợt 1: 3 tạ`, `đợt 1 được 3 tạ`. */
function numberBefore(scan: Scan, from: number): number | null {
  for (const back of [1, 2]) {
    const at = from - back
    const isLed = back === 1 || scan.tokens[at + 1]?.kind === 'mark' || skipFiller(scan, at + 1) === from
    if (isLed && scan.tokens[at]?.kind === 'figure' && matchAt(numbered, scan.tokens, at - 1)?.to === at) return at
  }
  return null
}

const isSame = (scan: Scan, at: number, first: number | undefined): boolean =>
  first !== undefined && scan.tokens[at - 1]?.fold === scan.tokens[first - 1]?.fold
