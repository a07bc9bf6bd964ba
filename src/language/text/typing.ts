import { foreignWords } from './foreign-words.ts'
import { isAccentedSyllable, isSyllable } from './syllables.ts'

const tones = new Map([
  ['s', '\u0301'],
  ['f', '\u0300'],
  ['r', '\u0309'],
  ['x', '\u0303'],
  ['j', '\u0323'],
])
const circumflex = '\u0302'
const breve = '\u0306'
const horn = '\u031b'
const vowels = new Set(['a', 'e', 'i', 'o', 'u', 'y'])
interface Letter {
  base: string
  mark?: string
}

/**
 * Undoes what a Telex keyboard leaves when its program is off: `ngoo` ngô, `luas` lúa, `ddaauj` đậu, `gias` giá. Takes lower-case letters without accents; gives
 * null for what reads as a syllable already, or does not become one.
 */
export function undoTelex(word: string): string | null {
  if (word.length < 2 || word.length > 10 || foreignWords.has(word) || isSyllable(word)) return null
  // giaas: a vowel struck twice.
  return undoKeys(word) ?? (/([aeiouy])\1.*[sfrxj]/.test(word) ? undoKeys(word.replace(/([aeiouy])\1/, '$1')) : null)
}

/** The keys that change a vowel's shape. */
const shapeKeys = ['w', 'a', 'e', 'o']

/**
 * Takes the one tone key off a word whose vowel lacks its mark, so that the two make no syllable: `muoif` → `muoi` (mười), `nuocs` → `nuoc`. Which accents were
 * meant stays open. Null where no mark would make one.
 */
export function undoTone(word: string): string | null {
  if (word.length < 4 || word.length > 10 || foreignWords.has(word) || isSyllable(word)) return null
  const key = [...word].findLastIndex((char) => tones.has(char))
  if (key < 2) return null
  const plain = word.slice(0, key) + word.slice(key + 1)
  const isMeant = isSyllable(plain) && shapeKeys.some((shape) => undoKeys(plain + shape + word[key]) !== null)
  return isMeant ? plain : null
}

function undoKeys(word: string): string | null {
  const letters: Letter[] = []
  let tone = ''
  for (const char of word) {
    const hasVowel = letters.some(({ base }) => vowels.has(base))
    const mark = tones.get(char)
    if (mark !== undefined && hasVowel) {
      if (tone !== '') return null
      tone = mark
    } else if (char === 'w') {
      // Behind a consonant w is ư itself: thwowngf.
      if (!hasVowel && letters.length > 0) letters.push({ base: 'u', mark: horn })
      else if (!addHorn(letters)) return null
    } else if (!addDouble(letters, char)) letters.push({ base: char })
  }
  unbendOpen(letters)
  const undone = compose(letters, tone)
  return undone !== null && isAccentedSyllable(undone) ? undone : null
}

/** Marks of the VNI keyboard: 1 to 5 tones, 6 roof, 7 horn, 8 bowl, 9 the bar of đ. */
const vniTones = new Map([
  ['1', '\u0301'],
  ['2', '\u0300'],
  ['3', '\u0309'],
  ['4', '\u0303'],
  ['5', '\u0323'],
])
const vniMarks = new Map([
  ['6', { mark: circumflex, on: 'aeo' }],
  ['7', { mark: horn, on: 'ou' }],
  ['8', { mark: breve, on: 'a' }],
  ['9', { mark: 'đ', on: 'd' }],
])

/**
 * Undoes what a VNI keyboard leaves when its program is off: `lu1a` lúa, `d9a65u` đậu, `trie6u5` triệu, `ta5` tạ. Whether a digit at the end is a mark or a
 * figure, only the words around tell. Takes lower-case letters and digits; null for what becomes no syllable.
 */
export function undoVni(word: string): string | null {
  if (word.length > 12 || !/^[a-z]+\d/.test(word)) return null
  const letters: Letter[] = []
  let tone = ''
  for (const char of word) {
    const mark = vniMarks.get(char)
    const toneMark = vniTones.get(char)
    if (toneMark !== undefined) {
      if (tone !== '') return null
      tone = toneMark
    } else if (mark !== undefined) {
      const letter = letters.findLast(({ base, mark: own }) => mark.on.includes(base) && own === undefined)
      if (letter === undefined) return null
      letter.mark = mark.mark
      const before = letters[letters.indexOf(letter) - 1]
      if (char === '7' && letter.base === 'o' && before?.base === 'u' && letters[0]?.base !== 'q') before.mark = horn
    } else letters.push({ base: char })
  }
  unbendOpen(letters)
  const undone = compose(letters, tone)
  return undone !== null && isAccentedSyllable(undone) ? undone : null
}

/** `w` bends the last a, o or u; uo becomes ươ. */
function addHorn(letters: Letter[]): boolean {
  const last = letters.findLastIndex(
    ({ base, mark }) => (base === 'a' || base === 'o' || base === 'u') && mark === undefined,
  )
  const letter = letters[last]
  if (letter === undefined) return false
  const before = letters[last - 1]
  // ưu: the horn is the first one's.
  if (letter.base === 'u' && before?.base === 'u') {
    before.mark = horn
    return true
  }
  // Behind u an a keeps its shape: ưa, not uă, but after q.
  const target = letter.base === 'a' && before?.base === 'u' && letters[last - 2]?.base !== 'q' ? before : letter
  target.mark = target.base === 'a' ? breve : horn
  if (target === letter && letter.base === 'o' && before?.base === 'u' && letters[last - 2]?.base !== 'q')
    before.mark = horn
  return true
}

/** ươ never ends a word: thuowr is thuở. */
function unbendOpen(letters: Letter[]): void {
  const [before, last] = letters.slice(-2)
  if (before?.base === 'u' && last?.base === 'o' && last.mark === horn) delete before.mark
}

/** A second a, e or o puts a roof on the first; a second d bars it. */
function addDouble(letters: Letter[], char: string): boolean {
  if (char === 'd') {
    const [first] = letters
    if (first?.base !== 'd' || first.mark !== undefined) return false
    first.mark = 'đ'
    return true
  }
  if (char !== 'a' && char !== 'e' && char !== 'o') return false
  const same = letters.find(({ base, mark }) => base === char && mark === undefined)
  if (same === undefined) return false
  same.mark = circumflex
  return true
}

function compose(letters: readonly Letter[], tone: string): string | null {
  if (tone === '' && letters.every(({ mark }) => mark === undefined)) return null
  const at = tone === '' ? -1 : tonePlace(letters)
  return letters
    .map(({ base, mark }, index) =>
      (mark === 'đ' ? 'đ' : base + (mark ?? '') + (index === at ? tone : '')).normalize('NFC'),
    )
    .join('')
}

/** Which letter bears the tone, in the old style (hòa, thủy). */
function tonePlace(letters: readonly Letter[]): number {
  const marked = letters.findLastIndex(({ base, mark }) => vowels.has(base) && mark !== undefined)
  if (marked >= 0) return marked
  const word = letters.map(({ base }) => base).join('')
  const onset = /^(?:qu|gi(?=[aeouy]))/.exec(word)?.[0].length ?? 0
  const nucleus = letters.flatMap(({ base }, index) => (index >= onset && vowels.has(base) ? [index] : []))
  const [first = -1, second, third] = nucleus
  if (second === undefined) return first
  const hasCoda = nucleus.at(-1) !== letters.length - 1
  return third !== undefined || hasCoda ? second : first
}
