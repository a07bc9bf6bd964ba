import { type Amount, vagueness } from '../numbers/amounts.ts'
import { scaled } from '../numbers/number-phrase.ts'
import type { Scan, Span } from '../text/scan.ts'
import { massReadings } from './quantity-readings.ts'

/**
 * Gives containers the weight that this household told of one before (`5 bao` where its bao is 50 kg), after all that the text itself says of
 * their weight is joined with them: `12 bao lúa mỗi bao 40 cân` is of sacks that are not the usual ones.
 */
export function weighByHousehold(scan: Scan, spans: readonly Span[]): Span[] {
  const known = scan.context.containerKg ?? {}
  return spans.map((span) => {
    if (span.type !== 'count') return span
    const amounts = span.readings.flatMap(({ unit, ...reading }): Amount[] => {
      const kg = known[unit]
      return kg === undefined ? [] : [...scaled([{ value: reading.count, ...vagueness(reading) }], kg)]
    })
    const [first, ...others] = amounts
    if (first === undefined || amounts.length !== span.readings.length) return span
    const { from, to } = span
    return { type: 'mass', readings: massReadings([first, ...others]), from, to, rule: 'container-household' }
  })
}
