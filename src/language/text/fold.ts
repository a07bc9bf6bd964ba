import { clean } from './clean.ts'
import { halfWidth } from './half-width.ts'
import { unstretch } from './stretched.ts'
import { undoTelex } from './typing.ts'
import { vniResidue } from './vni-residue.ts'

/** Folded text with the way back: `at[i]` is the UTF-16 offset in the original of folded character `i`; the last entry is the original's length. */
export interface Folded {
  text: string
  at: readonly number[]
}

const combining = /[\u0300-\u036f]/gu
const plain = /^[\t -~]*$/

/**
 * Accents stripped, case and all else kept, in letters every phone has (GSM 03.38): `Giá 15.000 đ – “rẻ”…` → `Gia 15.000 d - "re"...`.
 * What has no plain form (an emoji) stays.
 */
export function unaccent(text: string): string {
  if (plain.test(text)) return text
  return strip(text).replace(/[^\t-~]/gu, (char) => typographic.get(char) ?? char)
}

/**
 * The text as it is compared: out of an old phone's charset, NFC, lower case, no accents, no invisible characters, letters held down as one (`alooo`), marks that
 * bear no meaning blanked, blanks squeezed. Marks stay where they bear meaning: `.` `,` `/` `-` `:` between digits, `%` after one and `+` before one. Folding twice
 * changes nothing.
 */
export function fold(text: string): string {
  return foldWithMap(text).text
}

/** {@link fold} together with the original offset of every folded character. */
export function foldWithMap(typed: string): Folded {
  const once = unstretched(foldOnce(typed))
  // Without its accents a text may look like one in an old charset that it did not look like before.
  if (!/[\u00a1-\u00ff]/u.test(once.text)) return once
  const again = unstretched(foldOnce(once.text))
  if (again.text === once.text) return once
  return foldedFrom(foldWithMap(again.text), foldedFrom(again, once))
}

/** A fold of a folded text, with the way back to what that came from. */
function foldedFrom(later: Folded, earlier: Folded): Folded {
  return { text: later.text, at: later.at.map((index) => earlier.at[index] ?? 0) }
}

function foldOnce(typed: string): Folded {
  const { text, at: back } = clean(typed)
  let folded = ''
  const at: number[] = []
  let blankAt = -1
  let offset = 0
  for (const cluster of clusters(text)) {
    const letters = strip(cluster.toLowerCase()).replace(/²/gu, '2').toLowerCase()
    for (const char of letters) {
      if (isKept(char, text, offset, cluster.length)) {
        if (blankAt >= 0 && folded !== '') {
          folded += ' '
          at.push(blankAt)
        }
        blankAt = -1
        folded += char
        for (let unit = 0; unit < char.length; unit++) at.push(offset)
      } else if (blankAt < 0) blankAt = offset
    }
    offset += cluster.length
  }
  at.push(text.length)
  return { text: folded, at: back === null ? at : at.map((index) => back[index] ?? typed.length) }
}

/** Letters held down (`alooo`) as one; Roman numerals stay. */
function unstretched(folded: Folded): Folded {
  if (!/(\p{L})\1\1/u.test(folded.text)) return folded
  let text = ''
  const at: number[] = []
  for (const { 0: word, index } of folded.text.matchAll(/\p{L}+|\P{L}+/gu)) {
    const isStretched = unstretch(word) !== word
    for (const run of isStretched ? word.matchAll(/(\p{L})\1*/gu) : [{ 0: word, index: 0 }]) {
      const kept =
        isStretched && /^(\p{L})\1\1/u.test(run[0]) ? String.fromCodePoint(run[0].codePointAt(0) ?? 0) : run[0]
      text += kept
      at.push(...folded.at.slice(index + run.index, index + run.index + kept.length))
    }
  }
  return { text, at: [...at, folded.at[folded.text.length] ?? 0] }
}

/**
 * The text out of an old phone's charset and with the residue of a Telex or VNI keyboard undone (`gias ngoo`, `lu1a` → `giá ngô`, `lúa`), or null where it is
 * neither.
 */
export function repair(typed: string): string | null {
  const cleaned = clean(typed)
  const text = cleaned.decoded ? cleaned.text.normalize('NFC') : typed
  const residue = new Map(vniResidue(text).map((one) => [one.start, one]))
  const repaired = text.replace(/[A-Za-z]+(?:[1-9]{1,2}[A-Za-z]+)*[1-9]{0,2}/gu, (word, at: number) => {
    const isPart = /[\p{L}\p{M}\d]/u.test((text[at - 1] ?? '') + (text[at + word.length] ?? ''))
    const undone = isPart ? null : (residue.get(at)?.undone ?? undoTelex(word.toLowerCase()))
    return undone === null ? word : inCaseOf(word, undone)
  })
  return repaired === typed ? null : repaired
}

function inCaseOf(word: string, undone: string): string {
  if (word.length > 2 && word === word.toUpperCase()) return undone.toUpperCase()
  return /^[A-Z]/.test(word) ? undone[0]?.toUpperCase() + undone.slice(1) : undone
}

/** Accents off, case kept. */
function strip(text: string): string {
  return halfWidth(text)
    .normalize('NFD')
    .replace(combining, '')
    .replace(/đ/gu, 'd')
    .replace(/Đ/gu, 'D')
    .normalize('NFC')
}

/** A letter with the combining marks that follow it, one at a time. */
function clusters(text: string): Iterable<string> {
  return text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []
}

const letterOrDigit = /[\p{L}\p{N}\p{M}]/u
const pictograph = /\p{Extended_Pictographic}/u
const digit = /\d/

function isKept(char: string, text: string, offset: number, length: number): boolean {
  if (letterOrDigit.test(char) || pictograph.test(char)) return true
  const before = text[offset - 1] ?? ''
  const after = text[offset + length] ?? ''
  if ('.,/-:'.includes(char)) return digit.test(before) && digit.test(after)
  if (char === '%') return digit.test(before)
  return char === '+' && digit.test(after)
}

const typographic = new Map([
  ['“', '"'],
  ['”', '"'],
  ['„', '"'],
  ['«', '"'],
  ['»', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['–', '-'],
  ['—', '-'],
  ['−', '-'],
  ['‐', '-'],
  ['‑', '-'],
  ['…', '...'],
  ['²', '2'],
  ['³', '3'],
  ['×', 'x'],
  ['₫', 'd'],
  ['•', '-'],
  ['·', '-'],
  ['\u00a0', ' '],
  ['\u202f', ' '],
  ['\u2009', ' '],
  ['\u200b', ''],
  ['\ufeff', ''],
])
