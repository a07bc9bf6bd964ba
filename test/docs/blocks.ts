import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** A fenced block of a paper: its language, the rest of its first line, its text, and the line it begins on. */
export interface Block {
  language: string
  about: string
  text: string
  line: number
}

export const readDoc = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

export function blocksOf(markdown: string): Block[] {
  const fence = /^```(\w+)[ \t]*([^\n]*)\n([\s\S]*?)^```[ \t]*$/gm
  return [...markdown.matchAll(fence)].map(({ 1: language = '', 2: about = '', 3: text = '', index }) => ({
    language,
    about: about.trim(),
    text,
    line: markdown.slice(0, index).split('\n').length,
  }))
}

/** What a `diff` block asks for: lines with `-` give way to lines with `+`. Throws where they are not there. */
export function applyDiff(text: string, diff: string): string {
  const lines = diff.split('\n')
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('')
  const [before, after] = [side('-'), side('+')]
  if (!text.includes(before)) throw new Error(`not there: ${before}`)
  return text.replace(before, () => after)
}
