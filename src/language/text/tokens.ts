import type { RepairRule } from '../explain-rules.ts'
import { clean } from './clean.ts'
import { expander } from './shorthand.ts'
import { soundOf } from './sounds.ts'
import { unstretch } from './stretched.ts'
import { isAccentedSyllable, isSyllable, respell } from './syllables.ts'
import { undoTelex, undoTone } from './typing.ts'
import { vniResidue } from './vni-residue.ts'

/** What a word, figure or mark is compared by. */
export interface Letters {
  /** Lower case without accents; a figure as it was typed. */
  fold: string
  /** Lower case with accents, the tone mark moved to the end so that `hoà` and `hòa` are one. */
  key: string
  /** One of 32 bits, by `fold`: most lexicons have no first word with it, and are not asked. */
  bit: number
  /** `fold` as northern speech says it, see {@link soundOf}. */
  sound: string
}

/** One word, figure or mark of a text. */
export interface Token extends Letters {
  kind: 'word' | 'figure' | 'mark'
  /** Where it stands in the original text, in UTF-16 units, end excluded. The second word of a shortening (`hnay`) has no letters of its own. */
  start: number
  end: number
  /** Whether it was typed with an accent: then it only means words with the very same accents. */
  accented: boolean
  /** Whether it stands right against the token before it (`3ta`, `15k5`). */
  glued: boolean
  /** Whether it is four letters or more that make no syllable, whatever their accents, as a slip of a key does (`gungg`, `khươg`). */
  slipped: boolean
  /** What it was read as where that is not what was typed, in lower case. */
  repair?: { read: string; rule: RepairRule }
}

const pattern =
  /(?<![\p{L}\p{M}\d])[kK]0(?![\p{L}\d.,])|\p{L}[\p{L}\p{M}]*|\d+(?:[.,]\d+)*|(?<![\p{L}\p{M}\d])[.,]\d+|²|\S|\n/gu
/** The same for a text of plain letters, found faster. */
const plainPattern = /(?<![A-Za-z\d])[kK]0(?![A-Za-z\d.,])|[A-Za-z]+|\d+(?:[.,]\d+)*|(?<![A-Za-z\d])[.,]\d+|\S|\n/g
const plain = /^[\t-~]*$/
const ascii = /^[a-z]+$/
const mayBeSlip = /^[a-z]{4,}$/
const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu
const marks = /[\u0300-\u036f]/gu

/** Words taken apart lately: nearly all of a text are among the commonest few thousand of the language. */
const words = new Map<string, Word>()
const MOST_WORDS = 4096
/** No syllable is longer: what is, is not met again. */
const MOST_LETTERS = 12

const expand = expander(takeApart)

/**
 * The words, figures and marks of a text, in order. Letters and digits are parted (`15k5` is `15`, `k`, `5`) but in residue of VNI (`lu1a`); shortenings are the
 * words they stand for.
 */
export function tokenize(typed: string): Token[] {
  const { text, at } = clean(typed)
  const tokens = expand(takeApart(text))
  if (at === null) return tokens
  const original = (index: number): number => at[index] ?? typed.length
  return tokens.map((token) => {
    const end = original(token.end - 1) + 1
    return { ...token, start: token.start === token.end ? end : original(token.start), end }
  })
}

function takeApart(text: string): Token[] {
  const found = vniResidue(text)
  const residue = found.length === 0 ? undefined : new Map(found.map((one) => [one.start, one]))
  const tokens: Token[] = []
  let end = -1
  let isNewLine = false
  for (const match of text.matchAll(plain.test(text) ? plainPattern : pattern)) {
    const start = match.index
    if (start < end) continue
    if (match[0] === '\n') {
      isNewLine = tokens.length > 0
      continue
    }
    if (isNewLine && tokens.at(-1)?.kind !== 'mark') tokens.push(lineEnd(end))
    isNewLine = false
    const vni = residue?.get(start)
    const said = vni?.said ?? match[0]
    tokens.push(makeToken(said, start, start === end, vni?.undone))
    end = start + said.length
  }
  return tokens
}

/** A new line parts what is told as a mark does. It has no letters of its own. */
function lineEnd(at: number): Token {
  const { fold, key, bit, sound } = wordOf(';')
  return { kind: 'mark', start: at, end: at, fold, key, bit, sound, accented: false, glued: false, slipped: false }
}

function makeToken(said: string, start: number, glued: boolean, undone?: string): Token {
  const end = start + said.length
  if (isFigure(said)) {
    const figure = said === '²' ? '2' : said.replace('²', '2')
    return {
      kind: 'figure',
      start,
      end,
      fold: figure,
      key: figure,
      bit: bitOf(figure),
      sound: figure,
      accented: false,
      glued,
      slipped: false,
    }
  }
  const { kind, fold, key, bit, sound, slipped, repair } = wordOf(undone ?? said)
  const token: Token = { kind, start, end, fold, key, bit, sound, accented: fold !== key, glued, slipped }
  if (undone !== undefined) token.repair = { read: undone, rule: 'vni' }
  else if (repair !== undefined) token.repair = repair
  return token
}

/** What the pattern gives with a digit at its beginning, or behind a point or comma, is a figure. */
function isFigure(said: string): boolean {
  const first = said[0] ?? ''
  return (first >= '0' && first <= '9') || said === '²' || (said.length > 1 && (first === '.' || first === ','))
}

interface Word extends Letters {
  kind: 'word' | 'mark'
  slipped: boolean
  repair?: Token['repair']
}

function wordOf(said: string): Word {
  const known = words.get(said)
  if (known !== undefined) return known
  const { fold, key, repair } = letters(said)
  const slipped = mayBeSlip.test(fold) && !isSyllable(fold)
  const kind = /^\p{L}/u.test(said) ? 'word' : 'mark'
  const word: Word = { kind, fold, key, bit: bitOf(fold), sound: soundOf(fold), slipped, ...(repair && { repair }) }
  if (said.length > MOST_LETTERS) return word
  if (words.size >= MOST_WORDS) words.clear()
  words.set(said, word)
  return word
}

/** The bit of a word without accents, as {@link Letters} has it. */
export function bitOf(fold: string): number {
  let hash = fold.length
  for (let at = 0; at < fold.length && at < MOST_LETTERS; at++) hash = (hash * 33 + fold.charCodeAt(at)) | 0
  // The five highest bits depend on all letters.
  return 1 << (Math.imul(hash, 0x9e3779b1) >>> 27)
}

/** `gừngg`, `sắnn`: a letter struck twice in a word with its accents. */
function withoutDoubled(word: string): string {
  const single = word.replace(/(\p{L})\1/gu, '$1')
  return single !== word && !isAccentedSyllable(word) && isAccentedSyllable(single) ? single : word
}

function repairOf(whole: string, lower: string, undone: string, typed: string): Token['repair'] | undefined {
  if (typed === whole) return undefined
  if (typed !== undone) return { read: typed, rule: 'spelling' }
  return { read: typed, rule: undone === lower ? 'stretched' : 'telex' }
}

function letters(said: string): Pick<Letters, 'fold' | 'key'> & { repair: Token['repair'] | undefined } {
  const folded = said.toLowerCase()
  const whole = ascii.test(folded) ? folded : folded.normalize('NFC')
  const lower = unstretch(whole)
  const undone = ascii.test(lower) ? (undoTelex(lower) ?? undoTone(lower) ?? lower) : lower
  const typed = respell(undone)
  const repair = repairOf(whole, lower, undone, typed)
  if (ascii.test(typed)) return { fold: typed, key: typed, repair }
  const single = withoutDoubled(typed)
  const parts = single.normalize('NFD')
  const tone = parts.match(tones)?.join('') ?? ''
  const fold = parts.replace(marks, '').replaceAll('đ', 'd').normalize('NFC')
  const key = parts.replace(tones, '').normalize('NFC') + tone
  return { fold, key, repair: single === typed ? repair : { read: single, rule: 'doubled' } }
}

/** What a whole text has among its words. */
interface Traits {
  /** A word typed with accents. */
  accented: boolean
  /** A word that makes no syllable, as after a slip of a key. */
  slipped: boolean
}
let latest: { tokens: readonly Token[]; traits: Traits } = { tokens: [], traits: { accented: false, slipped: false } }

/** The {@link Traits} of a text; found once for the text in hand. */
export function traitsOf(tokens: readonly Token[]): Traits {
  if (latest.tokens !== tokens) {
    const traits = {
      accented: tokens.some(({ accented }) => accented),
      slipped: tokens.some(({ slipped }) => slipped),
    }
    latest = { tokens, traits }
  }
  return latest.traits
}
