import { isOneSlip } from './words.ts'

/** The rows of letters on a phone, each half a key further to the right than the one above. */
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const places = new Map(rows.flatMap((row, y) => [...row].map((key, x) => [key, { x: x + y * 0.5, y }] as const)))

function areNeighbours(one: string, other: string): boolean {
  const [a, b] = [places.get(one), places.get(other)]
  return a !== undefined && b !== undefined && Math.abs(a.x - b.x) <= 1 && Math.abs(a.y - b.y) <= 1
}

/**
 * Whether a short word is another with a slip such as a thumb makes: a letter struck for its neighbour on the keyboard, or one missing, too many, or swapped with
 * the next. Of short words any other letter makes too many slips of one another. The first letter is always right.
 */
export function isThumbSlip(typed: string, wanted: string): boolean {
  if (typed === wanted || !isOneSlip(typed, wanted)) return false
  const off = [...typed].flatMap((letter, at) => (letter === wanted[at] ? [] : [at]))
  const [at = 0] = off
  return typed.length !== wanted.length || off.length > 1 || areNeighbours(typed[at] ?? '', wanted[at] ?? '')
}
