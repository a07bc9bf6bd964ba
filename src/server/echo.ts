import { ECHO_CHARACTERS, ECHO_TEXTS } from '../conversation/loop-limits.ts'
import { fold, foldWithMap, unaccent } from '../language/text/fold.ts'
import { recentOutbox } from '../store/queries/outbox.ts'
import type { Db } from '../store/store.ts'

/**
 * A text without what it repeats of our own last words to that URN, which must not be heard as theirs: a machine quotes what it
 * answers, and "Đã ghi: ngô 350 kg" is no report. null: it repeats nothing.
 */
export async function withoutEcho(db: Db, urnId: string, text: string): Promise<string | null> {
  if (text.length < ECHO_CHARACTERS) return null
  const alike = plain(text)
  let left = text
  for (const { text: ours } of await recentOutbox(db, urnId, ECHO_TEXTS))
    if (ours !== null && ours.length >= ECHO_CHARACTERS && alike.includes(plain(ours))) left = without(left, ours)
  return left === text ? null : left
}

/** Quick to make, and alike for one text with and without its accents. */
const plain = (text: string): string => unaccent(text).toLowerCase().replace(/\s+/gu, ' ').trim()

function without(text: string, ours: string): string {
  const { text: folded, at } = foldWithMap(text)
  const sought = fold(ours)
  const start = sought === '' ? -1 : folded.indexOf(sought)
  if (start < 0) return ''
  const rest = `${text.slice(0, at[start])} ${text.slice(at[start + sought.length] ?? text.length)}`
  // What is left of quotation marks and "re:" says nothing.
  return /[\p{L}\p{N}]/u.test(rest) ? rest.trim() : ''
}
