import { MAX_MESSAGE_PARTS, MAX_ZALO_PIECE_UNITS } from './limits.ts'
import { smsParts } from './parts.ts'

/** Where a text may be parted, best first: behind a line, a sentence or an entry of a list, a word. */
const BORDERS = [/\n+/gu, /(?<=[.!?…;])\s+/gu, /\s+/gu] as const

/** The longest beginning of a text that fits, parted as well as can be, and what is left; null: not even a word fits. */
export function partOff(
  text: string,
  fits: (piece: string) => boolean,
  borders: readonly RegExp[] = BORDERS,
): { piece: string; rest: string } | null {
  if (fits(text)) return { piece: text, rest: '' }
  for (const border of borders) {
    const ends = [...text.matchAll(border)].map((found) => ({ at: found.index, next: found.index + found[0].length }))
    const end = lastThat(ends, ({ at }) => fits(text.slice(0, at).trim()))
    if (end && end.at > 0) return { piece: text.slice(0, end.at).trim(), rest: text.slice(end.next).trim() }
  }
  return null
}

/** The last of those for which it holds, where it holds for all before one and none behind. */
function lastThat<T>(sorted: readonly T[], holds: (one: T) => boolean): T | undefined {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = sorted[middle]
    if (one !== undefined && holds(one)) low = middle + 1
    else high = middle
  }
  return sorted[low - 1]
}

/**
 * A text as the messages that carry it: one, where it is not too long. In SMS each is numbered ("1/2 …") and takes three parts at
 * most; on Zalo 1,900 UTF-16 units. A word without end is parted where it must be.
 */
export function piecesOf(text: string, form: 'sms' | 'zalo'): string[] {
  const whole = text.normalize('NFC').trim()
  const fits = (piece: string) =>
    form === 'sms' ? smsParts(piece) <= MAX_MESSAGE_PARTS : piece.length <= MAX_ZALO_PIECE_UNITS
  if (fits(whole)) return [whole]
  const pieces: string[] = []
  // Room for the largest number.
  const fitsNumbered = (piece: string) => fits(form === 'sms' ? `99/99 ${piece}` : piece)
  for (let rest = whole; rest !== ''; ) {
    const parted = partOff(rest, fitsNumbered) ?? partOff(rest, fitsNumbered, [/(?<=[\s\S])(?=[\s\S])/gu])
    if (parted === null) break
    pieces.push(parted.piece)
    rest = parted.rest
  }
  return form === 'sms' ? pieces.map((piece, index) => `${index + 1}/${pieces.length} ${piece}`) : pieces
}
