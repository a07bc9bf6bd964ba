import type { Lexicon, Match } from '../text/lexicon.ts'
import { matchAt } from '../text/lexicon.ts'
import { isSyllable } from '../text/syllables.ts'
import { isThumbSlip } from '../text/thumb-slips.ts'
import type { Token } from '../text/tokens.ts'
import { bitOf } from '../text/tokens.ts'

/** Names of so many letters are told from others only by a slip that a thumb makes. */
const LETTERS = 3

/** The names of one word of three letters, among a crop book's: `ngo`, `lua`, `lac`. */
export function shortNames(words: Iterable<string>): readonly string[] {
  return [...new Set(words)].filter((word) => word.length === LETTERS && /^[a-z]+$/.test(word))
}

/** Letters of a cooperative, an office, a telephone, a standard: no slips. */
const shortenings = new Set('htx sdt ubn tdp xdt bvt dtx hnd hpn ttx ocp gap sms otp vnd usd npk'.split(' '))

/** The crop that three letters which make no syllable are a slip of: `ngp` ngô, `lus` lúa; every one they may be. */
export function matchShort<T>(
  lexicon: Lexicon<T>,
  names: readonly string[],
  tokens: readonly Token[],
  at: number,
): (Match<T> & { meant: string[] }) | null {
  const token = tokens[at]
  if (token?.kind !== 'word' || token.accented || token.fold.length !== LETTERS) return null
  if (isSyllable(token.fold) || shortenings.has(token.fold) || token.repair !== undefined) return null
  const meant = names.filter((name) => isThumbSlip(token.fold, name))
  const values = meant.flatMap(
    (word) => matchAt(lexicon, [{ ...token, fold: word, key: word, bit: bitOf(word) }], 0)?.values ?? [],
  )
  const [first, ...others] = new Set(values)
  return first === undefined ? null : { values: [first, ...others], to: at + 1, exact: false, meant }
}
