import { type Amount, distinct, sum, times } from '../numbers/amounts.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import { bareKilos } from './bare-kilos.ts'
import { MOST_IN_ONE, nameAt } from './container-names.ts'
import { measuredAt } from './measured.ts'
import { isInGrossSign } from './tares.ts'

/** Containers told lot by lot, each lot with what it weighs: `2 bao 40 cân, 1 bao 30 cân`. */
export interface ContainerList {
  /** What all of them weigh, in kg. */
  amounts: [Amount, ...Amount[]]
  /** How many they are, and of what, by the name a reading gives it. */
  count: number
  name: string
  to: number
}

interface Lot {
  count: number
  name: string
  weight: Amount
  /** Whether it is said, or plain, that the weight is one container's. */
  isEach: boolean
  hasUnit: boolean
  to: number
}

/** Up to so many kg are what a sack usually holds (fertiliser 25 or 50, paddy 40 to 60); a lot of several is told so by what one weighs. */
const USUAL_KG = 60
/** More lots than this nobody tells in one text. */
const MOST_LOTS = 20

/** Reads two lots or more of one container at token `at`. One lot alone is no list: `2 bao 40 cân` may be 40 in all. */
export function containerListAt(scan: Scan, at: number): ContainerList | null {
  // "cả bì 52 cân": no sack of 52 kg.
  if (isInGrossSign(scan, at)) return null
  const lots: Lot[] = []
  for (let next: number | null = at; next !== null && lots.length < MOST_LOTS; ) {
    const lot: Lot | null = lotAt(scan, next, lots[0]?.name)
    if (lot === null) break
    lots.push(lot)
    next = skipJoiners(scan, lot.to)
  }
  const [first] = lots
  const last = lots.at(-1)
  if (first === undefined || last === undefined || lots.length < 2 || !lots.some(({ hasUnit }) => hasUnit)) return null
  const count = lots.reduce((all, lot) => all + lot.count, 0)
  return { amounts: weightsOf(lots), count, name: first.name, to: last.to }
}

/** `2 bao 40 cân`, `1 bao mỗi bao 30`, `bao 42`: so many containers and what they weigh. */
function lotAt(scan: Scan, at: number, name: string | undefined): Lot | null {
  const counted = countedAt(scan, at, name !== undefined)
  if (counted === null || (name !== undefined && counted.name !== name)) return null
  const opened = openedAt(scan, counted.to, counted.name)
  const measured = measuredAt(scan, opened ?? counted.to)
  const said = measured?.unit.type === 'mass' ? measured : null
  const weight = said ?? bareKilos(scan, opened ?? counted.to, true)
  if (weight === null || weight.amounts.length > 1) return null
  const closed = closedAt(scan, weight.to, counted.name)
  const isEach = counted.count === 1 || opened !== null || closed !== null
  const { count } = counted
  return {
    ...{ count, name: counted.name, isEach, weight: weight.amounts[0] },
    ...{ hasUnit: said !== null, to: closed ?? weight.to },
  }
}

function countedAt(scan: Scan, at: number, inList: boolean): { count: number; name: string; to: number } | null {
  const alone = unitAt(scan, at)
  const isFirstWord = scan.tokens[at]?.kind === 'word' && (inList || scan.tokens[at - 1]?.kind !== 'figure')
  if (isFirstWord && alone?.units[0].type === 'count' && alone.units[0].container)
    return { count: 1, name: alone.units[0].name, to: alone.to }
  const measured = measuredAt(scan, at)
  if (measured?.unit.type !== 'count' || !measured.unit.container) return null
  const [{ value, about, min }, other] = measured.amounts
  const isPlain = other === undefined && !about && min === undefined && Number.isInteger(value) && value > 0
  return isPlain ? { count: value, name: measured.unit.name, to: measured.to } : null
}

const eachSigns = phraseLexicon('mỗi, x, ×, *, loại, đều, đều là')
const closers = phraseLexicon('/, mỗi, một, 1')

function openedAt(scan: Scan, at: number, name: string): number | null {
  const sign = matchAt(eachSigns, scan.tokens, scan.tokens[at]?.fold === ',' ? at + 1 : at)
  return sign && (nameAt(scan, sign.to, name) ?? sign.to)
}

/** The index behind `/bao`, `mỗi bao`, `1 bao` at the end of a lot; a `1 bao` with a weight behind it is the next lot. */
function closedAt(scan: Scan, at: number, name: string): number | null {
  const closer = matchAt(closers, scan.tokens, at)
  const end = closer && nameAt(scan, closer.to, name)
  return end !== null && !isWeightAt(scan, end) ? end : null
}

/** Whether a weight stands at token `at`, its unit said or not. */
function isWeightAt(scan: Scan, at: number): boolean {
  return measuredAt(scan, at)?.unit.type === 'mass' || bareKilos(scan, at, true) !== null
}

const joiners = compileLexicon<'and'>(
  [',', ';', '+', '.', 'và', 'với', 'còn', 'cộng', 'thêm', 'còn lại'].map((word) => [word, 'and'] as const),
)

function skipJoiners(scan: Scan, from: number): number {
  let at = from
  for (let match = matchAt(joiners, scan.tokens, at); match !== null; match = matchAt(joiners, scan.tokens, at))
    at = match.to
  return at
}

/**
 * What the lots weigh together. A lot of several told by more than a sack usually holds may have been weighed together; by more than any holds it was.
 */
function weightsOf(lots: readonly Lot[]): [Amount, ...Amount[]] {
  const total = (each: (lot: Lot) => boolean): Amount =>
    lots.reduce<Amount>((all, lot) => sum(all, each(lot) ? times(lot.weight, lot.count) : lot.weight), { value: 0 })
  const most = total(({ isEach, weight }) => isEach || weight.value <= MOST_IN_ONE)
  return distinct([most, total(({ isEach, weight }) => isEach || weight.value <= USUAL_KG)])
}
