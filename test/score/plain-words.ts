import { readFileSync } from 'node:fs'
import { type Case, NOW } from './case.ts'

/** The row of words that no repair may touch. */
export const PLAIN_WORDS = 'plain-words'

const FILE = new URL('../language/plain-words.txt', import.meta.url)

/** Common words as people type them without accents, one a line: each is a word already, so nothing of a keyboard may be undone in it. */
export function readPlainWords(): Case[] {
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text, index) => ({
      corpus: PLAIN_WORDS,
      kind: 'word',
      at: `plain-words.txt:${index + 1}`,
      text,
      as: 'fold',
      value: { fold: text },
      now: NOW,
      tense: 'past',
    }))
}
