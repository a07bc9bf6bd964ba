import { type Lexicon, type Match, matchAt, wordsOf } from './lexicon.ts'
import { soundOf } from './sounds.ts'
import { bitOf, type Token, traitsOf } from './tokens.ts'
import { isOneSlip } from './words.ts'

/** The words of a lexicon, found by what they are with one letter left out: who meant which slip is looked up, not searched for. */
export type SlipIndex = () => Index

interface Index {
  words: ReadonlySet<string>
  byShortened: ReadonlyMap<string, readonly string[]>
}

/** From so many letters on a word is told from others by one slip; in a shorter one only a doubled letter is. */
const SLIP_LETTERS = 4
/** No word of a name is longer by more than a slip. */
const MOST_LETTERS = 12
/** No name has more words. */
const MAX_WORDS = 5

/** The index for the words of a lexicon, made when the first slip is met: most texts have none. */
export function compileSlips(lexicon: Lexicon<unknown>): SlipIndex {
  let made: Index | undefined
  return () => {
    made ??= makeIndex(lexicon)
    return made
  }
}

function makeIndex(lexicon: Lexicon<unknown>): Index {
  const words = new Set(wordsOf(lexicon).filter((word) => /^[a-z]+$/.test(word)))
  const byShortened = new Map<string, string[]>()
  for (const word of words) {
    if (word.length < SLIP_LETTERS) continue
    for (const shortened of new Set([word, ...shortenings(word)])) {
      const known = byShortened.get(shortened)
      if (known === undefined) byShortened.set(shortened, [word])
      else known.push(word)
    }
  }
  return { words, byShortened }
}

function shortenings(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))
}

/** The words that one may be a slip of: a letter is wrong, missing, too many, doubled, or swapped with the next. */
function meantBy(index: Index, token: Token): string[] {
  if (token.fold.length > MOST_LETTERS) return []
  const single = token.fold.replace(/(.)\1+/g, '$1')
  if (index.words.has(single)) return [single]
  const near = [token.fold, ...shortenings(token.fold)].flatMap((shortened) => index.byShortened.get(shortened) ?? [])
  return [...new Set(near)].filter((word) => isOneSlip(token.fold, word))
}

/** A phrase with a slip in one of its words, and its first words as they may have been meant. */
export type SlippedMatch<T> = Match<T> & { meant: string[] }

/** Looks a phrase up at token `at` with one word of it slipped. All that may have been meant is given: none is picked. */
export function matchSlipped<T>(
  lexicon: Lexicon<T>,
  index: SlipIndex,
  tokens: readonly Token[],
  at: number,
  minWords = 1,
): SlippedMatch<T> | null {
  if (!traitsOf(tokens).slipped) return null
  for (let off = 0; off < MAX_WORDS; off++) {
    const token = tokens[at + off]
    if (token?.kind !== 'word') return null
    const meant = token.slipped === true ? meantBy(index(), token) : []
    if (meant.length === 0) continue
    const window = tokens.slice(at, at + off + MAX_WORDS)
    const found = meant.flatMap((word) => {
      const match = matchAt(
        lexicon,
        // What accents it has do not count: who slips a key may slip a mark.
        window.with(off, { ...token, fold: word, key: word, bit: bitOf(word), sound: soundOf(word), accented: false }),
        0,
      )
      return match !== null && match.to > off && match.to >= minWords ? [{ match, word }] : []
    })
    return joined(found, tokens, at, off)
  }
  return null
}

function joined<T>(
  found: readonly { match: Match<T>; word: string }[],
  tokens: readonly Token[],
  at: number,
  off: number,
): SlippedMatch<T> | null {
  const to = Math.max(...found.map(({ match }) => match.to))
  const longest = found.filter(({ match }) => match.to === to)
  const [first, ...others] = new Set(longest.flatMap(({ match }) => match.values))
  if (first === undefined) return null
  const meant = off === 0 ? longest.map(({ word }) => word) : [tokens[at]?.fold ?? '']
  return { values: [first, ...others], to: at + to, exact: false, meant }
}
