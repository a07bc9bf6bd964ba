import { tidy } from '../numbers/amounts.ts'
import { figureAt } from '../numbers/figures.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import { factor, unitAt } from '../units/units.ts'
import type { Measured } from './unit-tails.ts'

const signs = new Set(['x', '×', '*'])
const metres = compileLexicon<'metre'>([
  ['m', 'metre'],
  ['mét', 'metre'],
])
const lengths = phraseLexicon('dài, chiều dài, rộng, chiều rộng, ngang, chiều ngang')

/** One side of a field. */
interface Side {
  value: number
  to: number
  inMetres: boolean
}

/** Reads `10x20m`, `8 x 8 m2` and `dài 20m rộng 10m` as a field, and `5x50kg` as all there is. Metres make a field only where one was asked for. */
export function productAt(scan: Scan, at: number): Measured | null {
  if (signs.has(scan.tokens[at - 1]?.fold ?? '')) return null
  const named = matchAt(lengths, scan.tokens, at)
  if (named === null && !isBeforeSign(scan, at)) return null
  const first = sideAt(scan, named?.to ?? at)
  if (first === null) return null
  const between = scan.tokens[first.to]?.fold === ',' ? first.to + 1 : first.to
  const other = named === null ? null : matchAt(lengths, scan.tokens, between)
  const isTimes = named === null && signs.has(scan.tokens[first.to]?.fold ?? '')
  const second = isTimes ? sideAt(scan, first.to + 1) : other === null ? null : sideAt(scan, other.to)
  if (second === null || signs.has(scan.tokens[second.to]?.fold ?? '')) return null
  return second.inMetres || first.inMetres ? field(scan, first, second) : withUnitBehind(scan, first, second)
}

/** How many tokens a side takes at most: a figure grouped with blanks, and its metre. */
const SIDE_TOKENS = 7

/** Whether a figure stands at token `at` and a sign for times soon behind it: most figures have none, and need no closer look. */
function isBeforeSign(scan: Scan, at: number): boolean {
  if (scan.tokens[at]?.kind !== 'figure') return false
  for (let next = at + 1; next <= at + SIDE_TOKENS; next++) if (signs.has(scan.tokens[next]?.fold ?? '')) return true
  return false
}

function sideAt(scan: Scan, at: number): Side | null {
  const figure = figureAt(scan.tokens, at)
  if (figure === null || figure.values.length > 1) return null
  const unit = matchAt(metres, scan.tokens, figure.to)
  const isSquare = unitAt(scan, figure.to)?.units[0].name === 'm2' && !isBareMetre(scan, figure.to)
  return {
    value: figure.values[0],
    to: unit === null || isSquare ? figure.to : unit.to,
    inMetres: unit !== null && !isSquare,
  }
}

/** `m` is read as square metres where an area was asked for; `m2` and `mét vuông` are longer. */
function isBareMetre(scan: Scan, at: number): boolean {
  return unitAt(scan, at)?.to === at + 1 && scan.tokens[at]?.fold !== 'mv'
}

function field(scan: Scan, { value }: Side, second: Side): Measured | null {
  if (!isExpected(scan, 'area')) return null
  return {
    unit: { type: 'area', m2: 1, name: 'm2' },
    amounts: [{ value: tidy(value * second.value) }],
    to: second.to,
    rule: 'product',
  }
}

function withUnitBehind(scan: Scan, first: Side, second: Side): Measured | null {
  const found = unitAt(scan, second.to)
  const unit = found?.units[0]
  const value = tidy(first.value * second.value)
  if (found === null || unit === undefined || found.units.length > 1)
    return scan.context.expect?.[0] === 'area' ? field(scan, first, second) : null
  if (unit.type === 'count' || (unit.type === 'area' && unit.name !== 'm2')) return null
  if (unit.type === 'area') return { unit, amounts: [{ value }], to: found.to, rule: 'product' }
  return { unit, amounts: [{ value: tidy(value * factor(unit)) }], to: found.to, rule: 'product' }
}
