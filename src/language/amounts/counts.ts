import { cropAt, isAnimal, isAnimalAt } from '../names/crops.ts'
import type { Amount } from '../numbers/amounts.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import type { Unit } from '../units/units.ts'
import { bareKilos } from './bare-kilos.ts'
import { containerListAt } from './container-lists.ts'
import { closedAt, containerWeights, eachOf, isWeighed } from './containers.ts'
import { measuredAt } from './measured.ts'
import { type Counts, countReadings, massReadings, volumeReadings } from './quantity-readings.ts'
import type { Measured } from './unit-tails.ts'

const timesSigns = new Set(['x', '×', '*'])

/** A count, or the weight it comes to where the weight of one container is said. */
export function countSpan(scan: Scan, at: number, measured: Measured, unit: Extract<Unit, { type: 'count' }>): Span {
  const found = containerWeight(scan, measured, unit.name)
  // A weight beside animals is all of theirs, unless it is said to be one's.
  const weighed = unit.container || (found?.isEach && isWeighed(scan, scan.crop)) ? found : null
  if (weighed?.type === 'volume')
    return {
      type: 'volume',
      readings: volumeReadings(weighed.amounts),
      from: at,
      to: weighed.to,
      rule: 'container-weight',
    }
  if (weighed !== null)
    return { type: 'mass', readings: massReadings(weighed.amounts), from: at, to: weighed.to, rule: 'container-weight' }
  const [name = unit.name, ...others] = countUnits(scan, measured.to, unit.name)
  const [first, ...more] = countReadings(measured.amounts, name)
  const readings: Counts = [first, ...more, ...others.flatMap((other) => countReadings(measured.amounts, other))]
  // "hai con trâu": two of them, and none that is picked (hái).
  const bonus = name === 'con' && isAnimalAt(scan, measured.to) ? OVER_A_VERB : 0
  return { type: 'count', readings, from: at, to: measured.to, rule: measured.rule, bonus }
}
const OVER_A_VERB = 1

interface Weighed {
  type: 'mass' | 'volume'
  amounts: [Amount, ...Amount[]]
  to: number
  isEach: boolean
}

/** `5 bao mỗi bao 50 cân`, `5 bao x 50kg`, `5 bao 50kg/bao`, `6 chai mỗi chai 1 lít`; without such a word 50 kg may be all there is, and both are given. */
function containerWeight(scan: Scan, measured: Measured, name: string): Weighed | null {
  const sign = scan.tokens[measured.to]
  const opened = openedAt(scan, measured.to, name)
  const start = opened ?? (sign?.fold === ',' ? measured.to + 1 : measured.to)
  // "2 bao 1 bao 30 cân 1 bao 25 cân": the weights behind are told lot by lot.
  const lots = sign?.fold === ',' ? measured.to + 1 : measured.to
  if (scan.tokens[start] === undefined || (opened !== null && containerListAt(scan, lots) !== null)) return null
  const phrase = measuredAt(scan, start) ?? (opened === null ? null : bareKilos(scan, start))
  const type = phrase?.unit.type
  if (phrase === null || (type !== 'mass' && type !== 'volume')) return null
  const closed = closedAt(scan, phrase.to, name)
  const isEach = opened !== null || closed !== null
  const amounts = containerWeights(measured.amounts, phrase.amounts, isEach)
  return { type, amounts, isEach, to: closed ?? phrase.to }
}

const kinds = phraseLexicon('loại')

/** The index behind `x`, `mỗi bao`, `loại`: the weight there is one container's. */
function openedAt(scan: Scan, at: number, name: string): number | null {
  if (timesSigns.has(scan.tokens[at]?.fold ?? '')) return at + 1
  return eachOf(scan, at, name) ?? matchAt(kinds, scan.tokens, at)?.to ?? null
}

/** `2 bo` without accents may be two bundles or two head of cattle. */
function countUnits(scan: Scan, to: number, name: string): string[] {
  const token = scan.tokens[to - 1]
  const behind = cropAt(scan, to)?.span.readings[0].crop ?? scan.crop
  const isPlant = behind !== undefined && !isAnimal(scan.context.crops, behind)
  const isOpen = name === 'bó' && token?.accented === false && !scan.accented && !isPlant
  return isOpen ? ['bó', 'con'] : [name]
}
