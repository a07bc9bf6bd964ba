import { type Letters, type Token, tokenize, traitsOf } from './tokens.ts'

/** Phrases and what they mean, ready for looking up at any place of a text. */
export interface Lexicon<T> {
  readonly byFirst: ReadonlyMap<string, readonly Entry<T>[]>
  /** The bits of all its first words. */
  readonly bits: number
}
interface Entry<T> {
  words: readonly Letters[]
  value: T
}

/** The longest phrase at one place: all it may mean, and the index of the token after it. */
export interface Match<T> {
  values: [T, ...T[]]
  to: number
  /** Whether it was typed with exactly the accents of the phrase. */
  exact: boolean
}

/** Builds a lexicon from phrases written with their accents. One phrase may be given more than one meaning. */
export function compileLexicon<T>(phrases: Iterable<readonly [phrase: string, value: T]>): Lexicon<T> {
  const byFirst = new Map<string, Entry<T>[]>()
  let bits = 0
  for (const [phrase, value] of phrases) {
    const words = tokenize(phrase).map(({ fold, key, bit, sound }) => ({ fold, key, bit, sound }))
    const first = words[0]
    if (first === undefined) continue
    const entries = byFirst.get(first.fold) ?? []
    entries.push({ words, value })
    byFirst.set(first.fold, entries)
    bits |= first.bit
  }
  for (const entries of byFirst.values()) entries.sort((a, b) => b.words.length - a.words.length)
  return { byFirst, bits }
}

/** Builds a lexicon of phrases, parted by commas, that all say the same: only whether one stands there is of interest. */
export function phraseLexicon(phrases: string): Lexicon<true> {
  return compileLexicon(phrases.split(',').map((phrase) => [phrase, true] as const))
}

/** Whether any phrase of a lexicon begins with the word of a token, whatever its accents. */
export function begins(lexicon: Lexicon<unknown>, token: Letters): boolean {
  return (token.bit & lexicon.bits) !== 0 && lexicon.byFirst.has(token.fold)
}

/** Every phrase of a lexicon, taken apart. */
export function phrasesOf<T>(lexicon: Lexicon<T>): Entry<T>[] {
  return [...lexicon.byFirst.values()].flat()
}

/** Every word of a lexicon's phrases, without accents. */
export function wordsOf(lexicon: Lexicon<unknown>): string[] {
  return [...new Set(phrasesOf(lexicon).flatMap(({ words }) => words.map((word) => word.fold)))]
}

/**
 * Looks a phrase up at token `at`. A word typed with accents means only itself; one typed without may mean any word that reads
 * so once its accents are gone, unless `strict`. Exact matches push loose ones of the same length aside where the text has accents.
 */
export function matchAt<T>(lexicon: Lexicon<T>, tokens: readonly Token[], at: number, strict = false): Match<T> | null {
  const first = tokens[at]
  if (first === undefined || (first.bit & lexicon.bits) === 0) return null
  const entries = lexicon.byFirst.get(first.fold)
  if (entries === undefined) return null
  // The longest come first: the first that fits tells the length.
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]
    const how = entry === undefined ? null : compare(entry.words, tokens, at, strict)
    if (entry === undefined || how === null) continue
    const isAlone = entries[index + 1]?.words.length !== entry.words.length
    return isAlone
      ? { values: [entry.value], to: at + entry.words.length, exact: how === 'exact' }
      : meaningsOf(entries.slice(index), entry.words.length, tokens, at, strict)
  }
  return null
}

/** All that the phrases of one length mean which fit at token `at`. */
function meaningsOf<T>(
  entries: readonly Entry<T>[],
  length: number,
  tokens: readonly Token[],
  at: number,
  strict: boolean,
): Match<T> | null {
  const loose: T[] = []
  const exact: T[] = []
  for (const entry of entries) {
    if (entry.words.length < length) break
    const how = compare(entry.words, tokens, at, strict)
    if (how === null) continue
    const values = how === 'exact' ? exact : loose
    if (!values.includes(entry.value)) values.push(entry.value)
  }
  const isTyped = exact.length > 0 && loose.length > 0 && (strict || traitsOf(tokens).accented)
  const [value, ...others] = isTyped ? exact : [...exact, ...loose.filter((other) => !exact.includes(other))]
  if (value === undefined) return null
  return { values: [value, ...others], to: at + length, exact: exact.length > 0 }
}

function compare(
  words: Entry<unknown>['words'],
  tokens: readonly Token[],
  at: number,
  strict: boolean,
): 'exact' | 'loose' | null {
  let how: 'exact' | 'loose' = 'exact'
  for (let index = 0; index < words.length; index++) {
    const word = words[index]
    const token = tokens[at + index]
    if (token === undefined || word === undefined) return null
    if (token.key === word.key) continue
    if (strict || token.accented || token.fold !== word.fold) return null
    how = 'loose'
  }
  return how
}
