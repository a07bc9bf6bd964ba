import { type Amount, plus } from '../numbers/amounts.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import type { MassReading } from '../types.ts'
import { massReadings } from './quantity-readings.ts'

const deductions = phraseLexicon('bớt, bớt đi, trừ, trừ đi, trừ bì, trừ bao, trừ bao bì, trừ vỏ, trừ hao, hao, hao hụt')
/** What was lost of it. */
const losses = phraseLexicon(
  'ăn mất, chuột ăn, chuột ăn mất, chuột ăn hết, bị mất, mất đi, hao mất, hỏng mất, thối mất',
)
/** Without its accent it is honey. */
const accentedLosses = phraseLexicon('mất')

/** The index behind a word that takes a weight off (`bớt`, `trừ bì`), fillers behind it too, or null. */
export function skipDeduction(scan: Scan, at: number): number | null {
  const { tokens } = scan
  const match =
    matchAt(deductions, tokens, at) ?? matchAt(losses, tokens, at) ?? matchAt(accentedLosses, tokens, at, true)
  return match && (skipFiller(scan, match.to) ?? match.to)
}

/**
 * Joins a weight that is taken off with the last weight before it: `3 tạ bớt 20 kg` is 300 or 280 kg, to be asked about. Without one before it, it is no weight of
 * its own and left unread. What is gone is given too.
 */
export function joinDeductions(scan: Scan, spans: readonly Span[]): { spans: Span[]; used: Span[] } {
  const kept: Span[] = []
  const used: Span[] = []
  for (const span of spans) {
    if (span.type !== 'mass' || skipDeduction(scan, span.from) === null) {
      kept.push(span)
      continue
    }
    const index = kept.findLastIndex((one) => one.type === 'mass')
    const whole = kept[index]
    if (whole?.type !== 'mass') continue
    kept[index] = { ...whole, readings: lessened(whole.readings, span.readings[0].kg), rule: 'deduction' }
    used.push(span)
  }
  return { spans: kept, used }
}

function lessened(readings: readonly [MassReading, ...MassReading[]], lessKg: number): [MassReading, ...MassReading[]] {
  const amounts = readings.flatMap(({ kg, ...vague }): Amount[] => {
    const whole = { value: kg, ...vague }
    return kg > lessKg ? [whole, plus(whole, -lessKg)] : [whole]
  })
  const [first, ...others] = amounts
  return first === undefined ? [...readings] : massReadings([first, ...others])
}
