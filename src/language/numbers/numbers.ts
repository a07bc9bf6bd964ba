import type { FactRule } from '../explain-rules.ts'
import { skipFiller } from '../text/fillers.ts'
import { compileLexicon, matchAt } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'
import type { NumberReading } from '../types.ts'
import { unitAt } from '../units/units.ts'
import { type Amount, tidy, times, vagueness } from './amounts.ts'
import { divisionAt } from './fractions.ts'
import { numberPhraseAt } from './number-phrase.ts'
import { hasUnit } from './standing.ts'

interface Found {
  amounts: readonly [Amount, ...Amount[]]
  to: number
  /** Over another reading of the same words, where a number was asked for: `1/2` as a day, `2 đôi` as a count. */
  bonus?: number
  rule: FactRule
}

/** Reads a number that is nothing else: `350`, `ba trăm rưỡi`, `âm năm`, `2/3`, `một phần ba`, `2 tá`, `nửa`. */
export function numberAt(scan: Scan, at: number): Span | null {
  if (isPartOfOther(scan, at)) return null
  const isNegative = isMinus(scan, at - 1)
  const found = dividedAt(scan, at, isNegative) ?? setsAt(scan, at) ?? halfAt(scan, at) ?? plainAt(scan, at)
  if (found === null) return null
  const sign = isNegative ? -1 : 1
  const make = (amount: Amount): NumberReading => ({ number: tidy(sign * amount.value), ...vagueness(amount) })
  const [first, ...others] = found.amounts
  const { to, bonus, rule } = found
  const readings: [NumberReading, ...NumberReading[]] = [make(first), ...others.map(make)]
  return { type: 'number', readings, from: isNegative ? at - 1 : at, to, rule, ...(bonus !== undefined && { bonus }) }
}

/** `năm 2026` is a year, `10:00` a time. */
function isPartOfOther(scan: Scan, at: number): boolean {
  const [before, token, next] = [scan.tokens[at - 1], scan.tokens[at], scan.tokens[at + 1]]
  if (token?.kind !== 'figure') return false
  if (before?.fold === 'nam' && /^(?:19|20)\d\d$/.test(token.fold)) return true
  const after = scan.tokens[at + 2]
  return (before?.fold === ':' && token.glued) || (next?.fold === ':' && after?.kind === 'figure' && after.glued)
}

const bonusWhereAsked = 0.7

function dividedAt(scan: Scan, at: number, isNegative: boolean): Found | null {
  const found = divisionAt(scan, at)
  if (found === null || unitAt(scan, found.to) !== null) return null
  const isWanted = isNegative || scan.context.expect?.[0] === 'number'
  return {
    amounts: [{ value: found.value }],
    to: found.to,
    rule: 'number-part',
    ...(isWanted && { bonus: bonusWhereAsked }),
  }
}

const sets = compileLexicon<number>([
  ['tá', 12],
  ['đôi', 2],
  ['cặp', 2],
])

/** `2 tá`, `một đôi`, `nửa tá`: only with their accents. */
function setsAt(scan: Scan, at: number): Found | null {
  const half = matchAt(halves, scan.tokens, at, true)
  const phrase = half === null ? numberPhraseAt(scan, at) : null
  const set = matchAt(sets, scan.tokens, half?.to ?? phrase?.to ?? at, true)
  if (set === null || !isClosed(scan, set.to)) return null
  const [first, ...others] = phrase?.amounts ?? [{ value: half === null ? 1 : 0.5 }]
  const by = (amount: Amount) => times(amount, set.values[0])
  return { amounts: [by(first), ...others.map(by)], to: set.to, rule: 'number-sets', bonus: bonusWhereAsked }
}

const halves = compileLexicon<'half'>([
  ['nửa', 'half'],
  ['một nửa', 'half'],
])

function halfAt(scan: Scan, at: number): Found | null {
  const half = matchAt(halves, scan.tokens, at)
  if (half === null || !isClosed(scan, half.to) || (!half.exact && half.to === at + 1)) return null
  return { amounts: [{ value: 0.5 }], to: half.to, rule: 'number-part' }
}

function isClosed(scan: Scan, at: number): boolean {
  const next = scan.tokens[at]
  return next === undefined || next.kind === 'mark'
}

function plainAt(scan: Scan, at: number): Found | null {
  const phrase = numberPhraseAt(scan, at)
  if (phrase === null || (phrase.implicit && phrase.to - at < 2)) return null
  const next = scan.tokens[phrase.to]
  if (next?.kind === 'word' && (next.glued || isHomograph(scan, at, phrase.to))) return null
  const hasComma = scan.tokens.slice(at, phrase.to).some((token) => token.fold.includes(','))
  const amounts: Found['amounts'] = phrase.doubtfulMark && !hasComma ? [phrase.amounts[0]] : phrase.amounts
  // Asked for a number, `từ 1-2` is no day.
  const isRange = amounts[0].min !== undefined && scan.context.expect?.[0] === 'number'
  return { amounts, to: phrase.to, rule: 'number', ...(isRange && { bonus: bonusWhereAsked }) }
}

/** Without accents these are năm (year), muỗi, sau, bay, tắm, chín (ripe) as well. */
const homographs = new Set(['nam', 'muoi', 'sau', 'bay', 'tam', 'chin'])

/** `ca nam vat va`: one such word is a number only before what is counted, or where nothing else is said. */
function isHomograph(scan: Scan, at: number, to: number): boolean {
  const token = scan.tokens[at]
  return (
    token !== undefined &&
    to === at + 1 &&
    homographs.has(token.key) &&
    !hasUnit(scan, at) &&
    skipFiller(scan, to) === null
  )
}

const minusWords = compileLexicon<'minus'>([
  ['âm', 'minus'],
  ['trừ', 'minus'],
])

/** `-5` at the beginning of a text, `âm năm`. A dash elsewhere parts or joins. */
export function isMinus(scan: Scan, at: number): boolean {
  const isDash = at === 0 && scan.tokens[0]?.fold === '-' && scan.tokens[1]?.glued === true
  return isDash || matchAt(minusWords, scan.tokens, at)?.to === at + 1
}
