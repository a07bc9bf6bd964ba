import { type Lexicon, type Match, phrasesOf } from './lexicon.ts'
import { soundOf } from './sounds.ts'
import type { Token } from './tokens.ts'

/** Phrases by the sounds that northern speech makes one of: l and n, s and x, ch and tr, d, gi and r. */
export interface MixedLexicon<T> {
  readonly byFirst: ReadonlyMap<string, readonly Entry<T>[]>
}
interface Word {
  fold: string
  key: string
  sound: string
  accentedSound: string
}
interface Entry<T> {
  words: readonly Word[]
  value: T
}

/** First sounds that are mixed up. */
const isMixable = /^(?:l|n(?![gh])|s|x|ch|tr|d|gi|r)/

/** The phrases of a lexicon that may be mixed up. */
export function compileMixed<T>(lexicon: Lexicon<T>): MixedLexicon<T> {
  const byFirst = new Map<string, Entry<T>[]>()
  for (const { words: spelled, value } of phrasesOf(lexicon)) {
    const words = spelled.map(({ fold, key }) => ({
      fold,
      key,
      sound: soundOf(fold),
      accentedSound: soundOf(key),
    }))
    const first = words[0]?.sound
    if (first === undefined || !words.some(({ fold }) => isMixable.test(fold))) continue
    byFirst.set(first, [...(byFirst.get(first) ?? []), { words, value }])
  }
  return { byFirst }
}

/** Looks up the longest phrase of `minWords` words or more that sounds like the tokens from `at` on, one of them at least spelled otherwise. */
export function matchMixed<T>(
  lexicon: MixedLexicon<T>,
  tokens: readonly Token[],
  at: number,
  minWords: number,
): Match<T> | null {
  const first = tokens[at]
  const entries = first?.kind === 'word' ? lexicon.byFirst.get(first.sound) : undefined
  if (entries === undefined) return null
  let longest: Entry<T>[] = []
  for (const entry of entries) {
    const length = entry.words.length
    if (length < Math.max(minWords, longest[0]?.words.length ?? 0) || !soundsLike(entry.words, tokens, at)) continue
    longest = length === longest[0]?.words.length ? [...longest, entry] : [entry]
  }
  const length = longest[0]?.words.length ?? 0
  const [value, ...others] = new Set(longest.map((entry) => entry.value))
  return value === undefined ? null : { values: [value, ...others], to: at + length, exact: false }
}

function soundsLike(words: readonly Word[], tokens: readonly Token[], at: number): boolean {
  // From the end: the first word is known to sound so, and names differ most in their last.
  for (let index = words.length - 1; index >= 0; index--) {
    const [word, token] = [words[index], tokens[at + index]]
    if (word === undefined || token === undefined || !soundsSame(word, token)) return false
  }
  return true
}

function soundsSame(word: Word, token: Token): boolean {
  if (token.accented) return token.key === word.key || soundOf(token.key) === word.accentedSound
  // An unaccented d may be đ, which nobody mixes up with r.
  return token.fold === word.fold || (token.sound === word.sound && !word.key.startsWith('đ'))
}
