import { type Token, tokenize } from '../text/tokens.ts'
import type { CropBook, PlaceBook } from '../types.ts'
import { inFull, kindAt } from './intent-words.ts'
import { isQuestion } from './questions.ts'

/** Names that differ from text to text, each standing for all of its kind: its words without accents, by the first of them. */
export type Names = ReadonlyMap<string, readonly { words: readonly string[]; kind: string }[]>

/** How much each kind of feature counts beside a word, which counts 1. */
const SHARES = { pair: 0.7, negated: 0.8, kind: 0.8, kinds: 0.5, trigrams: 0.5, asking: 0.8 }
/** Words that turn round what follows, so many words far: `không đi`, `đừng nhắn`. */
const negations = new Set('khong dung thoi bo huy ngung chua khoi xoa'.split(' '))
const NEGATED = 3
/** Words of address and politeness, which say nothing about the job. */
const courtesy = new Set('a ah da vang nhe nha nhi oi voi ha'.split(' '))
const CROP = '<crop>'
const PLACE = '<place>'
const FIGURE = '<figure>'

/**
 * The names of crops and places; of one word only crops, where none of the texts uses the word for something else (`hồi`: hỏi).
 * @param texts written with accents
 */
export function namesOf(crops: CropBook, places: PlaceBook, texts: readonly (readonly Token[])[]): Names {
  const others = new Map<string, Set<string>>()
  for (const { fold, key, accented } of texts.flat())
    if (accented) others.set(fold, (others.get(fold) ?? new Set()).add(key))
  const names = new Map<string, { words: string[]; kind: string }[]>()
  const add = (phrase: string, kind: string): void => {
    const tokens = tokenize(phrase)
    const [first] = tokens
    const isOpen = kind === PLACE || [...(others.get(first?.fold ?? '') ?? [])].some((key) => key !== first?.key)
    if (!first || (tokens.length === 1 && isOpen)) return
    names.set(first.fold, [...(names.get(first.fold) ?? []), { words: tokens.map(({ fold }) => fold), kind }])
  }
  for (const { words } of crops.values()) for (const word of words) add(word, CROP)
  for (const { name, formerNames } of places.values())
    for (const each of [name, ...formerNames.map((former) => former.name)]) add(each, PLACE)
  return names
}

/** What a text is told by, each with its share: words, pairs, words behind a negation (`!`), kinds of words (`@`), whether it asks (`?`), trigrams of letters (`~`). */
export function featuresOf(text: readonly Token[], names: Names): Map<string, number> {
  const words = wordsOf(text, names)
  const features = new Map([[isQuestion(text) ? '?asks' : '?tells', SHARES.asking]])
  let negatedTo = -1
  for (const [at, word] of words.entries()) {
    features.set(word, 1)
    features.set(`${words[at - 1] ?? ''} ${word}`, SHARES.pair)
    if (at <= negatedTo) features.set(`!${word}`, SHARES.negated)
    if (negations.has(word)) negatedTo = at + NEGATED
    if (word.length > 3 && !word.startsWith('<'))
      for (let start = 0; start + 3 <= word.length; start++)
        features.set(`~${word.slice(start, start + 3)}`, SHARES.trigrams / word.length)
  }
  const kinds = kindsOf(words)
  for (const [at, kind] of kinds.entries()) {
    features.set(kind, SHARES.kind)
    if (at > 0) features.set(`${kinds[at - 1]} ${kind}`, SHARES.kinds)
  }
  return features
}

/** Whether a feature is a word by itself. */
export const isWord = (feature: string): boolean => !/^[!~@?]| /.test(feature)

/** Whether it is a word of letters, a name counting as one. */
export const isSaying = (feature: string): boolean => feature !== FIGURE && isWord(feature)

/** The words that say something, without accents and in full. */
function wordsOf(text: readonly Token[], names: Names): string[] {
  const tokens = text.filter(({ kind }) => kind !== 'mark')
  const words: string[] = []
  for (let at = 0; at < tokens.length; ) {
    const name = nameAt(tokens, at, names)
    const token = tokens[at]
    const { kind, fold } = token ?? { kind: 'mark', fold: '' }
    if (name) words.push(name.kind)
    else if (kind === 'figure') words.push(FIGURE)
    else if (kind === 'word' && tokens[at - 1]?.kind === 'figure')
      words.push(...behindFigure(fold, token?.glued ?? false))
    else if (!courtesy.has(fold)) words.push(...inFull(fold))
    at += name?.words.length ?? 1
  }
  return words
}

/** The k of `15k` is a thousand and no không; of what else stands right against a figure (`3ta`, `5h`) the figure says enough. */
function behindFigure(fold: string, isGlued: boolean): readonly string[] {
  const money = { k: 'nghin', tr: 'trieu' }[fold]
  if (money !== undefined) return [money]
  return isGlued || courtesy.has(fold) ? [] : inFull(fold)
}

/** The longest name at one place. */
function nameAt(tokens: readonly Token[], at: number, names: Names): { words: readonly string[]; kind: string } | null {
  let longest: { words: readonly string[]; kind: string } | null = null
  for (const name of names.get(tokens[at]?.fold ?? '') ?? [])
    if (
      name.words.length > (longest?.words.length ?? 0) &&
      name.words.every((word, by) => tokens[at + by]?.fold === word)
    )
      longest = name
  return longest
}

/** The kinds in the order said, one said twice in a row once. */
function kindsOf(words: readonly string[]): string[] {
  const kinds: string[] = []
  for (let at = 0; at < words.length; ) {
    const word = words[at] ?? ''
    const found = word.startsWith('<') ? { kind: word, length: 1 } : kindAt(words, at)
    if (found && kinds.at(-1) !== `@${found.kind}`) kinds.push(`@${found.kind}`)
    at += found?.length ?? 1
  }
  return kinds
}
