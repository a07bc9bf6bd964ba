import { clean } from './clean.ts'
import type { RepairRule } from './explain-rules.ts'
import { expander } from './shorthand.ts'
import { unstretch } from './stretched.ts'
import { isAccentedSyllable, isSyllable } from './syllables.ts'
import { undoTelex } from './typing.ts'
import { vniResidue } from './vni-residue.ts'

/** One word, figure or mark of a text, with what it is compared by. */
export interface Token {
  kind: 'word' | 'figure' | 'mark'
  /** Where it stands in the original text, in UTF-16 units, end excluded. The second word of a shortening (`hnay`) has no letters of its own. */
  start: number
  end: number
  /** Lower case without accents; a figure as it was typed. */
  fold: string
  /** Lower case with accents, the tone mark moved to the end so that `hoà` and `hòa` are one. */
  key: string
  /** Whether it was typed with an accent: then it only means words with the very same accents. */
  accented: boolean
  /** Whether it stands right against the token before it (`3ta`, `15k5`). */
  glued: boolean
  /** Whether it is four letters or more without accents that make no syllable, as a slip of a key does (`gungg`). */
  slipped?: true
  /** What it was read as where that is not what was typed, in lower case. */
  repair?: { read: string; rule: RepairRule }
}

const pattern =
  /(?<![\p{L}\p{M}\d])[kK]0(?![\p{L}\d.,])|\p{L}[\p{L}\p{M}]*|\d+(?:[.,]\d+)*²?|(?<![\p{L}\p{M}\d])[.,]\d+|²|\S/gu
const ascii = /^[a-z]+$/
const mayBeSlip = /^[a-z]{4,}$/
const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu
const marks = /[\u0300-\u036f]/gu

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
  const residue = new Map(vniResidue(text).map((one) => [one.start, one]))
  const tokens: Token[] = []
  let end = -1
  for (const match of text.matchAll(pattern)) {
    const start = match.index
    if (start < end) continue
    const vni = residue.get(start)
    const said = vni?.said ?? match[0]
    tokens.push(makeToken(said, start, start === end, vni?.undone))
    end = start + said.length
  }
  return tokens
}

function makeToken(said: string, start: number, glued: boolean, undone?: string): Token {
  const end = start + said.length
  if (/^[\d.,²]*[\d²]$/u.test(said)) {
    const figure = said.replace('²', '2')
    return { kind: 'figure', start, end, fold: figure, key: figure, accented: false, glued }
  }
  const { fold, key, repair } = letters(undone ?? said)
  const kind = /^\p{L}/u.test(said) ? 'word' : 'mark'
  const token: Token = { kind, start, end, fold, key, accented: fold !== key, glued }
  if (undone !== undefined) token.repair = { read: undone, rule: 'vni' }
  else if (repair !== undefined) token.repair = repair
  return fold === key && mayBeSlip.test(fold) && !isSyllable(fold) ? { ...token, slipped: true } : token
}

/** `gừngg`, `sắnn`: a letter struck twice in a word with its accents. */
function withoutDoubled(word: string): string {
  const single = word.replace(/(\p{L})\1/gu, '$1')
  return single !== word && !isAccentedSyllable(word) && isAccentedSyllable(single) ? single : word
}

interface Letters {
  fold: string
  key: string
  repair: Token['repair'] | undefined
}

function letters(said: string): Letters {
  const folded = said.toLowerCase()
  const whole = ascii.test(folded) ? folded : folded.normalize('NFC')
  const lower = unstretch(whole)
  const typed = ascii.test(lower) ? (undoTelex(lower) ?? lower) : lower
  const repair: Letters['repair'] =
    typed === whole ? undefined : { read: typed, rule: typed === lower ? 'stretched' : 'telex' }
  if (ascii.test(typed)) return { fold: typed, key: typed, repair }
  const single = withoutDoubled(typed)
  const parts = single.normalize('NFD')
  const tone = parts.match(tones)?.join('') ?? ''
  const fold = parts.replace(marks, '').replaceAll('đ', 'd').normalize('NFC')
  const key = parts.replace(tones, '').normalize('NFC') + tone
  return { fold, key, repair: single === typed ? repair : { read: single, rule: 'doubled' } }
}
