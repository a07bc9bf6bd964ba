import { type Letters, type Token, tokenize } from './tokens.ts'

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
    const words = tokenize(phrase).map(({ fold, key, bit }) => ({ fold, key, bit }))
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
  let length = 0
  const loose: T[] = []
  const exact: T[] = []
  for (const entry of entries) {
    if (entry.words.length < length) break
    const how = compare(entry.words, tokens, at, strict)
    if (how === null) continue
    length = entry.words.length
    const values = how === 'exact' ? exact : loose
    if (!values.includes(entry.value)) values.push(entry.value)
  }
  const isTyped = exact.length > 0 && loose.length > 0 && (strict || hasAccents(tokens))
  const [value, ...others] = isTyped ? exact : [...exact, ...loose.filter((other) => !exact.includes(other))]
  if (value === undefined) return null
  return { values: [value, ...others], to: at + length, exact: exact.length > 0 }
}

let latest: { tokens: readonly Token[]; accented: boolean } = { tokens: [], accented: false }

/** Whether any word of a text was typed with accents; found once for the text in hand. */
function hasAccents(tokens: readonly Token[]): boolean {
  if (latest.tokens !== tokens) latest = { tokens, accented: tokens.some((token) => token.accented) }
  return latest.accented
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
