import type { Rule } from '../explain-rules.ts'
import { clean } from '../text/clean.ts'
import { type Token, tokenize } from '../text/tokens.ts'

/** Words of a text as they were typed, with where they stand in it in UTF-16 units, end excluded. */
export interface Quoted {
  said: string
  start: number
  end: number
}
/** What was undone or filled in before words could be read, and what they were read as. */
export interface Repair extends Quoted {
  read: string
  rule: Rule
}

/** Every repair of the letters of a text, in order: charsets and odd characters, then what the keyboard left and shortenings. */
export function repairsOf(text: string): Repair[] {
  const typed = tokenize(text).flatMap((token) => repairOfToken(text, token))
  return [...repairsOfCharacters(text), ...typed].sort((a, b) => a.start - b.start)
}

/** Whether the words of a text have accents; null: it has no words. */
export function accentsOf(tokens: readonly Token[]): 'accents' | 'no-accents' | null {
  const words = tokens.filter(({ kind }) => kind === 'word')
  if (words.length === 0) return null
  return words.some(({ accented }) => accented) ? 'accents' : 'no-accents'
}

/** The words behind a shortening's first have no letters of their own. */
function repairOfToken(text: string, { start, end, repair }: Token): Repair[] {
  return repair === undefined || start === end ? [] : [{ said: text.slice(start, end), start, end, ...repair }]
}

function repairsOfCharacters(typed: string): Repair[] {
  const { text, at, decoded } = clean(typed)
  if (text === typed) return []
  const original = (index: number): number => at?.[index] ?? index
  return [...text.matchAll(/\S+/gu)].flatMap(({ 0: word, index }): Repair[] => {
    const start = original(index)
    const end = original(index + word.length - 1) + 1
    const said = typed.slice(start, end)
    const read = word.normalize('NFC')
    if (said.normalize('NFC') === read) return []
    const rule = decoded ? 'old-charset' : said.length > word.length ? 'invisible' : 'full-width'
    return [{ said, start, end, read, rule }]
  })
}
