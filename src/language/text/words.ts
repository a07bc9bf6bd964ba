import { isSyllable } from './syllables.ts'
import { type Token, tokenize } from './tokens.ts'

/**
 * Whether a text begins with a phrase, and where in the original text the rest begins. The phrase may be given with accents or without; a
 * word typed with accents must carry the phrase's own, one typed without need not. One slip of a key is forgiven in a word of four
 * letters or more.
 */
export function startsWithPhrase(text: string, phrase: string): { end: number } | null {
  const { tokens } = takenApart(text)
  const from = tokens.findIndex((token) => token.kind !== 'mark')
  const to = from < 0 ? null : matchWords(tokens, from, tokenizedPhrase(phrase))
  const last = to === null ? undefined : tokens[to - 1]
  return last === undefined ? null : { end: last.end }
}

/** Where a phrase stands in a text on word borders, matched as {@link startsWithPhrase} does; null: nowhere. */
export function findPhrase(text: string, phrase: string): { start: number; end: number } | null {
  const { tokens } = takenApart(text)
  const wanted = tokenizedPhrase(phrase)
  let from = 0
  for (const { index } of text.matchAll(/\S+/g)) {
    for (let token = tokens[from]; token !== undefined && (token.start < index || token.kind === 'mark'); )
      token = tokens[++from]
    const to = from === tokens.length ? null : matchWords(tokens, from, wanted)
    const last = to === null ? undefined : tokens[to - 1]
    if (last !== undefined) return { start: index, end: last.end }
  }
  return null
}

/**
 * Whether the whole message is the phrase, matched as {@link startsWithPhrase} does. Marks, emoji and polite words at its borders
 * (`dạ dừng ạ`) count for nothing.
 */
export function isPhrase(text: string, phrase: string): boolean {
  const wanted = tokenizedPhrase(phrase)
  const { words: tokens } = takenApart(text)
  for (let from = 0; from < tokens.length; from++) {
    const to = matchWords(tokens, from, wanted)
    if (to !== null && tokens.slice(to).every((token) => isPolite(token, politeAfter))) return true
    const token = tokens[from]
    if (token === undefined || !isPolite(token, politeBefore)) return false
  }
  return false
}

/**
 * Matches wanted words one by one at token `from`, marks between them left out. Gives the index of the token after the last word, or null.
 */
function matchWords(tokens: readonly Token[], from: number, wanted: readonly Token[]): number | null {
  let at = from
  for (const word of wanted) {
    while (at > from && tokens[at]?.kind === 'mark') at += 1
    const token = tokens[at]
    if (token === undefined || !isSameWord(token, word)) return null
    at += 1
  }
  return wanted.length === 0 ? null : at
}

function isSameWord(typed: Token, wanted: Token): boolean {
  // The first letter is always right, slips or not: this spares most comparisons.
  if (typed.fold[0] !== wanted.fold[0]) return false
  if (typed.key === wanted.key) return true
  // A wanted word without accents may stand for any accents; a wanted word with accents is not another accented word.
  if (typed.accented && wanted.accented) return false
  if (typed.fold === wanted.fold) return !typed.accented || !wanted.accented
  if (wanted.kind !== 'word' || typed.kind !== 'word' || wanted.fold.length < 4) return false
  // What reads as a syllable is most often the word that was meant: dong is not dung.
  const isPlausible = !isSyllable(typed.fold) || wanted.fold.length >= 6
  return isPlausible && isOneSlip(typed.fold, wanted.fold)
}

/** Whether two words without accents are one slip of a key apart: one letter wrong, missing, too many, or two neighbours swapped; the first letter is always right. */
export function isOneSlip(typed: string, wanted: string): boolean {
  const difference = typed.length - wanted.length
  if (Math.abs(difference) > 1 || typed[0] !== wanted[0]) return false
  let at = 0
  while (typed[at] === wanted[at]) at += 1
  if (difference > 0) return typed.slice(at + 1) === wanted.slice(at)
  if (difference < 0) return typed.slice(at) === wanted.slice(at + 1)
  if (typed.slice(at + 1) === wanted.slice(at + 1)) return true
  return typed[at] === wanted[at + 1] && typed[at + 1] === wanted[at] && typed.slice(at + 2) === wanted.slice(at + 2)
}

const politeBefore = tokenize('dạ vâng ạ a ơi thưa em cháu')
const politeAfter = tokenize('ạ nhé nhá nha ơi em cháu a nhe đấy')

function isPolite(token: Token, polite: readonly Token[]): boolean {
  return polite.some((word) => (token.accented ? word.key === token.key : word.fold === token.fold))
}

interface TakenApart {
  text: string
  tokens: readonly Token[]
  /** The tokens without marks. */
  words: readonly Token[]
}

/** The text last looked at: one is compared with hundreds of phrases in a row. */
let latest: TakenApart = { text: '', tokens: [], words: [] }

function takenApart(text: string): TakenApart {
  if (latest.text !== text) {
    const tokens = tokenize(text)
    latest = { text, tokens, words: tokens.filter((token) => token.kind !== 'mark') }
  }
  return latest
}

const phrases = new Map<string, readonly Token[]>()

/** Phrases come from flow files, a few hundred at most: each is taken apart once. */
function tokenizedPhrase(phrase: string): readonly Token[] {
  let tokens = phrases.get(phrase)
  if (tokens === undefined) {
    tokens = tokenize(phrase).filter((token) => token.kind !== 'mark')
    phrases.set(phrase, tokens)
  }
  return tokens
}
