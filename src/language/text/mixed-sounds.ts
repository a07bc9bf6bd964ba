import { type Lexicon, type Match, phrasesOf } from './lexicon.ts'
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
      sound: sound(fold),
      accentedSound: sound(key),
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
  const entries = first?.kind === 'word' ? lexicon.byFirst.get(sound(first.fold)) : undefined
  if (entries === undefined) return null
  const fitting = entries.filter(({ words }) => words.length >= minWords && soundsLike(words, tokens, at))
  if (fitting.length === 0) return null
  const length = Math.max(...fitting.map(({ words }) => words.length))
  const longest = fitting.filter(({ words }) => words.length === length)
  const [value, ...others] = new Set(longest.map((entry) => entry.value))
  return value === undefined ? null : { values: [value, ...others], to: at + length, exact: false }
}

function soundsLike(words: readonly Word[], tokens: readonly Token[], at: number): boolean {
  return words.every((word, index) => {
    const token = tokens[at + index]
    if (token === undefined) return false
    if (token.accented) return token.key === word.key || sound(token.key) === word.accentedSound
    // An unaccented d may be đ, which nobody mixes up with r.
    return token.fold === word.fold || (sound(token.fold) === word.sound && !word.key.startsWith('đ'))
  })
}

/** A word with its first sound as northern speech says it. */
function sound(word: string): string {
  const [first, second = ''] = word
  if (first === 'l') return `n${word.slice(1)}`
  if (first === 's') return `x${word.slice(1)}`
  if (first === 't' && second === 'r') return `ch${word.slice(2)}`
  if (first === 'r') return `d${word.slice(1)}`
  if (first === 'g' && second === 'i' && word.length > 2)
    return /^gi[eê]/.test(word) ? `d${word.slice(1)}` : `d${word.slice(2)}`
  return word
}
