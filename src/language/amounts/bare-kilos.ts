import { numberPhraseAt } from '../numbers/number-phrase.ts'
import { skipFiller } from '../text/fillers.ts'
import type { Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import type { Measured } from './unit-tails.ts'

/** What a sack or a basket may hold, in kg. */
const likelyKg: readonly [number, number] = [10, 100]

/**
 * The 50 of `5 bao mỗi bao 50`: kilograms are left out where nothing else can be meant. In a list the next container may stand right behind it
 * (`bao 42 bao 45`).
 */
export function bareKilos(scan: Scan, at: number, inList = false): Measured | null {
  const phrase = scan.context.expect?.[0] === 'money' ? null : numberPhraseAt(scan, at)
  const value = phrase?.amounts[0].value ?? 0
  if (phrase === null || phrase.amounts.length > 1 || phrase.scale > 10 || phrase.slang) return null
  const isLikely = value >= likelyKg[0] && value <= likelyKg[1]
  const next = scan.tokens[phrase.to]
  const isNext = inList && (next?.kind === 'figure' || isContainerAt(scan, phrase.to))
  const isOpen = next === undefined || next.kind === 'mark' || isNext || skipFiller(scan, phrase.to) !== null
  if (!isLikely || !isOpen || next?.fold === '/' || next?.fold === '%') return null
  if (inList && unitAt(scan, phrase.to) !== null && !isNext) return null
  return { unit: { type: 'mass', kg: 1, name: 'kg' }, amounts: phrase.amounts, to: phrase.to, rule: 'container-weight' }
}

function isContainerAt(scan: Scan, at: number): boolean {
  const unit = unitAt(scan, at)?.units[0]
  return scan.tokens[at]?.kind === 'word' && unit?.type === 'count' && unit.container === true
}
