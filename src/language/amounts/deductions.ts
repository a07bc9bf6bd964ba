import { type Amount, distinct, plus } from '../numbers/amounts.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import type { MassReading } from '../types.ts'
import { measuredAt } from './measured.ts'
import { massReadings } from './quantity-readings.ts'
import { isGross, skipEach, skipTare } from './tares.ts'

const deductions = phraseLexicon('bớt, bớt đi, trừ, trừ đi, trừ bì, trừ bao, trừ bao bì, trừ vỏ, trừ hao, hao, hao hụt')
/** What was lost of it. */
const losses = phraseLexicon(
  'ăn mất, chuột ăn, chuột ăn mất, chuột ăn hết, bị mất, mất đi, hao mất, hỏng mất, thối mất',
)
/** Without its accent it is honey. */
const accentedLosses = phraseLexicon('mất')

/** The index behind a word that takes a weight off (`bớt`, `trừ bì mỗi bao`, or the `bì` of a gross weight), fillers behind it too, or null. */
export function skipDeduction(scan: Scan, at: number): number | null {
  const said = takesOff(scan, at)
  if (said === null) return skipTare(scan, at)
  // "3 tạ trừ bì còn 2 tạ 95": what is left, and nothing taken off.
  if (scan.tokens[said]?.fold === 'con') return null
  const end = skipFiller(scan, said) ?? said
  return skipEach(scan, end) ?? end
}

function takesOff(scan: Scan, at: number): number | null {
  const { tokens } = scan
  const match =
    matchAt(deductions, tokens, at) ?? matchAt(losses, tokens, at) ?? matchAt(accentedLosses, tokens, at, true)
  return match?.to ?? null
}

type Mass = Extract<Span, { type: 'mass' }>

/**
 * Joins a weight that is taken off with the last weight before it: `3 tạ bớt 20 kg` is 300 or 280 kg, to be asked about; what a gross weight was packed in is taken
 * off for sure (`cả bì 52 cân, bì 2 cân`). Without one before it, it is no weight of its own and left unread. What is gone is given too.
 */
export function joinDeductions(scan: Scan, spans: readonly Span[]): { spans: Span[]; used: Span[] } {
  const offs = spans.filter((span): span is Mass => span.type === 'mass' && skipDeduction(scan, span.from) !== null)
  const kept = spans.filter((span) => !offs.some((off) => off === span))
  const used: Span[] = []
  for (const off of offs) {
    const before = kept.findLastIndex(({ type, to }) => type === 'mass' && to <= off.from)
    const index = before < 0 && isGross(scan) ? kept.findIndex(({ type }) => type === 'mass') : before
    const whole = kept[index]
    if (whole?.type !== 'mass') continue
    // "cả bao 52 cân, bao 48 cân": no sack is so heavy, and the second is another one.
    if (takesOff(scan, off.from) === null && off.readings[0].kg * LEAST_OF_TARE > whole.readings[0].kg) {
      kept.splice(index + 1, 0, off)
      continue
    }
    kept[index] = { ...whole, readings: lessened(scan, whole, off, containersIn(scan, kept)), rule: 'deduction' }
    used.push(off)
  }
  return { spans: kept, used }
}

/** What a weight was packed in is at most one part in so many of it. */
const LEAST_OF_TARE = 5

/** How many containers are told, be it with what they weigh together; null: none. */
function containersIn(scan: Scan, spans: readonly Span[]): number | null {
  for (const { from, type } of spans) {
    const counted = type === 'count' || type === 'mass' ? measuredAt(scan, from) : null
    if (counted?.unit.type === 'count' && counted.unit.container === true) return counted.amounts[0].value
  }
  return null
}

/** What is left of a weight: the tare of a gross one is taken off, once or for each container; of any other it may be what was left already. */
function lessened(scan: Scan, whole: Mass, off: Mass, containers: number | null): [MassReading, ...MassReading[]] {
  const [{ kg: lessKg }] = off.readings
  const all = lessKg * (containers ?? 1)
  const isEach = skipEach(scan, off.to) !== null || isForEach(scan, off)
  const less = isEach ? [all] : isGross(scan) ? [lessKg, all] : [lessKg]
  const isSure = isGross(scan) && (!isEach || containers !== null)
  const amounts = whole.readings.flatMap(({ kg, ...vague }): Amount[] => {
    const said = { value: kg, ...vague }
    const nets = less.filter((one) => one < kg).map((one) => plus(said, -one))
    return isSure && nets.length > 0 ? nets : [said, ...nets]
  })
  const [first, ...others] = amounts
  return first === undefined ? [...whole.readings] : massReadings(distinct([first, ...others]))
}

function isForEach(scan: Scan, { from, to }: Mass): boolean {
  for (let at = from; at < to; at++) if (skipEach(scan, at) !== null) return true
  return false
}
