import { halfWidth } from './half-width.ts'
import { decodeOldCharset } from './old-charsets.ts'

/** A text as it is read, with the way back to the one that was typed. */
export interface Cleaned {
  text: string
  /** For each UTF-16 unit the unit of the typed text it comes from; null: they are the same. */
  at: readonly number[] | null
  /** Whether it came in the charset of an old phone. */
  decoded: boolean
}

/** Marks that nobody sees: joiners, blanks of no width, direction marks, soft hyphens, choices of how an emoji looks. */
const invisible = /\u034f|[\ufe00-\ufe0f]|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u
const plain = /^[\t-~]*$/

/** Takes a text out of an old phone's charset, full-width forms and invisible characters. */
export function clean(typed: string): Cleaned {
  if (plain.test(typed)) return { text: typed, at: null, decoded: false }
  const decoded = decodeOldCharset(typed)
  if (decoded === null && !invisible.test(typed)) return { text: halfWidth(typed), at: null, decoded: false }
  const at: number[] = []
  let text = ''
  for (const [index, piece] of (decoded ?? typed.split('')).entries()) {
    if (invisible.test(piece)) continue
    text += piece
    for (let unit = 0; unit < piece.length; unit++) at.push(index)
  }
  return { text: halfWidth(text), at, decoded: decoded !== null }
}
