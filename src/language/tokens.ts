import { halfWidth } from './half-width.ts'
import { undoTelex, undoVni } from './typing.ts'

/** One word, figure or mark of a text, with what it is compared by. */
export interface Token {
  kind: 'word' | 'figure' | 'mark'
  /** Where it stands in the original text, in UTF-16 units, end excluded. */
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
}

const pattern = /\p{L}[\p{L}\p{M}]*|\d+(?:[.,]\d+)*²?|(?<![\p{L}\p{M}\d])[.,]\d+|²|\S/gu
/** Letters with digits among them, which a VNI keyboard may have left. */
const mixed = /(?<![\p{L}\p{M}\d.,])[A-Za-z]+(?:[1-9]{1,2}[A-Za-z]+)+[1-9]?(?![\p{L}\p{M}\d])/gu
const ascii = /^[a-z]+$/
const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu
const marks = /[\u0300-\u036f]/gu

/** The words, figures and marks of a text, in order. Letters and digits are parted (`15k5` is `15`, `k`, `5`) but in residue of VNI (`lu1a`). */
export function tokenize(typed: string): Token[] {
  const text = halfWidth(typed)
  const whole = vniWords(text)
  const tokens: Token[] = []
  let end = -1
  for (const match of text.matchAll(pattern)) {
    const start = match.index
    if (start < end) continue
    const vni = whole.get(start)
    const said = vni?.said ?? match[0]
    tokens.push(makeToken(said, start, start === end, vni?.undone))
    end = start + said.length
  }
  return tokens
}

function vniWords(text: string): Map<number, { said: string; undone: string }> {
  const words = new Map<number, { said: string; undone: string }>()
  if (!/[a-z][1-9]/iu.test(text)) return words
  for (const match of text.matchAll(mixed)) {
    const undone = undoVni(match[0].toLowerCase())
    if (undone !== null) words.set(match.index, { said: match[0], undone })
  }
  return words
}

function makeToken(said: string, start: number, glued: boolean, undone?: string): Token {
  const end = start + said.length
  if (/^[\d.,²]*[\d²]$/u.test(said)) {
    const figure = said.replace('²', '2')
    return { kind: 'figure', start, end, fold: figure, key: figure, accented: false, glued }
  }
  const { fold, key } = letters(undone ?? said)
  const kind = /^\p{L}/u.test(said) ? 'word' : 'mark'
  return { kind, start, end, fold, key, accented: fold !== key, glued }
}

function letters(said: string): { fold: string; key: string } {
  const lower = said.toLowerCase()
  const typed = ascii.test(lower) ? (undoTelex(lower) ?? lower) : lower
  if (ascii.test(typed)) return { fold: typed, key: typed }
  const parts = typed.normalize('NFD')
  const tone = parts.match(tones)?.join('') ?? ''
  const fold = parts.replace(marks, '').replaceAll('đ', 'd').normalize('NFC')
  return { fold, key: parts.replace(tones, '').normalize('NFC') + tone }
}
