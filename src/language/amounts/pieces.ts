import { isAnimalAt } from '../names/crops.ts'
import { type Amount, times } from '../numbers/amounts.ts'
import type { NumberPhrase } from '../numbers/number-phrase.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { type UnitSpan, unitAt } from '../units/units.ts'
import type { Measured } from './unit-tails.ts'

const eggs = phraseLexicon('trứng')
const layers = phraseLexicon('gà, vịt, ngan, ngỗng, cút')

/** What stands behind a number without a unit of its own: animals by the head, eggs by the piece. */
interface Piece {
  name: string
  /** The index behind it where it says nothing more; an animal is a crop too and stays. */
  to: number
}

/** `10 gà`, `chục gà`, `5 chục trứng`: what is counted without con or quả. */
export function piecesOf(scan: Scan, phrase: NumberPhrase): Measured | null {
  if (phrase.slang || phrase.doubtfulMark) return null
  const piece = pieceAt(scan, phrase.to, phrase.scale === 10)
  return piece && { unit: { type: 'count', name: piece.name }, amounts: phrase.amounts, to: piece.to, rule: 'pieces' }
}

/** `2 đôi gà`, `2 tá trứng`: sets of what is named behind them; null where nothing is. */
export function setsOf(scan: Scan, amounts: readonly [Amount, ...Amount[]], { units, to }: UnitSpan): Measured | null {
  const unit = units[0]
  if (unit.type !== 'count' || unit.of === undefined) return null
  const counted = unitAt(scan, to)?.units[0]
  const isCounted = counted?.type === 'count' && (counted.name === 'con' || counted.name === 'quả')
  const piece = isCounted ? { name: counted.name, to: to + 1 } : pieceAt(scan, to, true)
  if (piece === null) return null
  const of = unit.of
  const [first, ...others] = amounts
  const all: Measured['amounts'] = [times(first, of), ...others.map((amount) => times(amount, of))]
  return { unit: { type: 'count', name: piece.name }, amounts: all, to: piece.to, rule: 'pieces' }
}

/** Without its accent trung is an egg only behind a chục or before a bird: it is the name of a district too. */
export function pieceAt(scan: Scan, at: number, isSet: boolean): Piece | null {
  const egg = matchAt(eggs, scan.tokens, at)
  if (egg !== null && (egg.exact || isSet || matchAt(layers, scan.tokens, egg.to) !== null))
    return { name: 'quả', to: egg.to }
  return isAnimalAt(scan, at) ? { name: 'con', to: at } : null
}
