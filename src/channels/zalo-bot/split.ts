import { maxTextUnits } from './constants.ts'

/** Looked at from the longest piece back so far for a place to part it, in UTF-16 units. */
const LOOK_BACK = 600

/** Where a text may be parted, best first: behind a line, a sentence, a word. */
const PLACES = [/\n/g, /[.!?…;](?=\s)/g, /\s/g]

/** A text in pieces that the platform takes, each without blanks at its ends; empty for one of blanks alone. */
export function splitText(text: string): string[] {
  const pieces: string[] = []
  let rest = text.trim()
  while (rest.length > maxTextUnits) {
    const end = endOfPiece(rest)
    pieces.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return rest === '' ? pieces : [...pieces, rest]
}

function endOfPiece(text: string): number {
  const from = maxTextUnits - LOOK_BACK
  // The character behind the piece too: a piece may end just before a blank.
  const window = text.slice(from, maxTextUnits + 1)
  for (const place of PLACES) {
    const last = [...window.matchAll(place)].at(-1)
    if (last !== undefined) return Math.min(from + last.index + 1, maxTextUnits)
  }
  // Never between the halves of one character.
  const isHigh = /[\ud800-\udbff]/.test(text[maxTextUnits - 1] ?? '')
  return isHigh ? maxTextUnits - 1 : maxTextUnits
}
