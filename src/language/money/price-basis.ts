import { measuredAt } from '../amounts/measured.ts'
import { pieceAt, setsOf } from '../amounts/pieces.ts'
import { isAnimal } from '../names/crops.ts'
import { figureAt } from '../numbers/figures.ts'
import { groupAt } from '../numbers/number-groups.ts'
import { numberPhraseAt } from '../numbers/number-phrase.ts'
import { numberWordAt } from '../numbers/number-words.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { factor, type Unit, unitAt } from '../units/units.ts'

/** What one of something is: a base unit and how many of it the price was said for. */
export interface Basis {
  per: string
  divisor: number
  to: number
  /**
   * How it was said: `each` with a slash, mỗi or một; `plain` by the unit alone, which may be another word (`15k ta`); `counted` by several of it (`2 cân 30k`),
   * which may be what was sold; `unknown` is no unit of ours.
   */
  how: 'each' | 'plain' | 'counted' | 'unknown'
}

const each = phraseLexicon('/, mỗi, một, 1, trên, /1')

/** Whether what a price is for begins at token `at`. */
export function opensBasis(scan: Scan, at: number): boolean {
  return matchAt(each, scan.tokens, at) !== null
}

/** `1 kg 15k`, `mỗi cân 15 nghìn`; as the answer to a price `tạ 1tr5` and `2 cân 30k` too. */
export function leadingBasis(scan: Scan, at: number): Basis | null {
  const one = matchAt(each, scan.tokens, at)
  if (one !== null && scan.tokens[at]?.fold !== '/') {
    const basis = basisOf(scan, one.to)
    if (basis !== null) return basis
  }
  if (scan.context.expect?.[0] !== 'money') return bulkBasis(scan, at)
  const isTyped = scan.tokens[at]?.accented || !scan.accented
  const isOpen = scan.tokens[at]?.kind === 'word' && isTyped && !isBehindNumber(scan, at)
  return (isOpen ? plain(measureOf(scan, at)) : null) ?? several(scan, at)
}

/** `ngô tạ 700k`, `lúa tấn 8 triệu`: from ten kilograms on a unit with no number before the price of it. Without its accent (`ta`, we) it is none that is sure. */
function bulkBasis(scan: Scan, at: number): Basis | null {
  const token = scan.tokens[at]
  if (token?.kind !== 'word' || !(token.accented || token.fold === 'yen') || isBehindNumber(scan, at)) return null
  const unit = unitAt(scan, at)?.units[0]
  return unit?.type === 'mass' && unit.kg >= LEAST_BULK_KG ? plain(basisOf(scan, at)) : null
}
const LEAST_BULK_KG = 10

/** `/kg`, `một cân`, `1 tạ`, `/10kg`, `kg`; as the answer to a price `30k 2 cân` too. A slash before any other word is for something that is no unit of ours. */
export function trailingBasis(scan: Scan, at: number, sure: boolean): Basis | null {
  const isAsked = sure && scan.context.expect?.[0] === 'money'
  const part = isAsked && matchAt(halves, scan.tokens, at) !== null ? several(scan, at) : null
  if (part !== null) return part
  const opened = matchAt(each, scan.tokens, at)
  if (opened !== null) {
    const start = matchAt(each, scan.tokens, opened.to)?.to ?? opened.to
    const isSlash = scan.tokens[at]?.fold === '/'
    return basisOf(scan, start) ?? (isSlash ? (countedBasis(scan, start) ?? unknownBasis(scan, start)) : null)
  }
  if (!sure) return null
  return plain(basisOf(scan, at)) ?? (isAsked ? several(scan, at) : null)
}

function plain(basis: Basis | null): Basis | null {
  return basis && { ...basis, how: 'plain' }
}

/** Whether a figure or a number word stands right before token `at`. */
export function isBehindNumber(scan: Scan, at: number): boolean {
  return scan.tokens[at - 1]?.kind === 'figure' || numberWordAt(scan, at - 1) !== null
}

/** `150k/10kg`: the price was said for several of a measure. */
function countedBasis(scan: Scan, at: number): Basis | null {
  const phrase = numberPhraseAt(scan, at)
  const count = phrase?.amounts[0].value ?? 0
  if (phrase === null || phrase.amounts.length > 1 || count <= 0) return null
  const basis = basisOf(scan, phrase.to)
  return basis && { ...basis, divisor: basis.divisor * count }
}

/** So many of a small measure are what a price is told for; more is what was sold. */
const MOST_COUNTED = 20

const halves = phraseLexicon('nửa, một nửa, 1/2')

/** `2 cân 30k`, `nửa cân 8k`, `10 quả 35k`: no animals and no sacks, of which each has its own price. */
function several(scan: Scan, at: number): Basis | null {
  const half = matchAt(halves, scan.tokens, at)
  const halved = half && measureOf(scan, half.to)
  if (halved !== null) return { ...halved, divisor: halved.divisor / 2 }
  const figure = figureAt(scan.tokens, at) ?? groupAt(scan, at)
  const count = figure === null ? 0 : 'values' in figure ? figure.values[0] : figure.amounts[0].value
  const unit = figure && unitAt(scan, figure.to)?.units[0]
  if (figure === null || unit === null || unit === undefined || count < 2) return null
  if (count > MOST_COUNTED && count !== 100) return null
  if (unit.type === 'area' || (unit.type === 'count' && (unit.container || unit.name === 'con'))) return null
  const basis = basisOf(scan, figure.to)
  return basis && { ...basis, divisor: basis.divisor * count, how: 'counted' }
}

/** A measure of weight or volume, chục or quả: what a price is told for by its name alone. */
function measureOf(scan: Scan, at: number): Basis | null {
  const unit = unitAt(scan, at)?.units[0]
  const isMeasure = unit?.type === 'mass' || unit?.type === 'volume'
  return isMeasure ? basisOf(scan, at) : null
}

function basisOf(scan: Scan, at: number): Basis | null {
  const ten = numberWordAt(scan, at)
  if (ten?.type === 'scale' && ten.value === 10) return tenOf(scan, at + 1)
  const found = unitAt(scan, at)
  const unit = found?.units[0]
  if (found === null || unit === undefined || found.units.length > 1) return null
  const set = setsOf(scan, [{ value: 1 }], found)
  if (set?.unit.type === 'count') return { per: set.unit.name, divisor: set.amounts[0].value, to: set.to, how: 'each' }
  const ofHeads = unit.type === 'count' && unit.of === 2 && isAnimal(scan.context.crops, scan.crop ?? '')
  if (ofHeads) return { per: 'con', divisor: 2, to: found.to, how: 'each' }
  const filled = unit.type === 'count' && unit.container ? measuredAt(scan, found.to) : null
  if (filled?.unit.type === 'mass' && filled.amounts.length === 1)
    return { per: 'kg', divisor: filled.amounts[0].value, to: filled.to, how: 'each' }
  return { per: baseName(unit), divisor: factor(unit), to: found.to, how: 'each' }
}

/** `35k/chục` stays so; `35k/chục quả` is for ten of them. */
function tenOf(scan: Scan, at: number): Basis {
  const found = unitAt(scan, at)
  const unit = found?.units[0]
  const piece = pieceAt(scan, at, true)
  if (piece?.name === 'quả') return { per: piece.name, divisor: 10, to: piece.to, how: 'each' }
  if (found === null || unit?.type !== 'count') return { per: 'chục', divisor: 1, to: at, how: 'each' }
  return { per: unit.name, divisor: 10, to: found.to, how: 'each' }
}

/** `50.000đ/ngày`: dropping what it is for would make it a price for anything. */
function unknownBasis(scan: Scan, at: number): Basis | null {
  const token = scan.tokens[at]
  if (token?.kind !== 'word') return null
  return { per: scan.text.slice(token.start, token.end).toLowerCase(), divisor: 1, to: at + 1, how: 'unknown' }
}

function baseName(unit: Unit): string {
  switch (unit.type) {
    case 'mass':
      return 'kg'
    case 'area':
      return 'm2'
    case 'volume':
      return 'l'
    case 'count':
      return unit.name
  }
}
