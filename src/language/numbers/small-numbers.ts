import { compileLexicon, type Match, matchAt } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { numberWordAt } from './number-words.ts'

/** A whole number of a date or a clock, and the index of the token after it. */
export interface SmallNumber {
  value: number
  to: number
  /** Whether it was said in words. */
  spelled: boolean
}

const digits = ['', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']
/** Other ways of saying a digit: behind mười, and behind mươi or a bare tens digit (hai tư, hăm mốt). */
const behindTen: Record<number, string[]> = { 5: ['lăm', 'nhăm'], 7: ['bẩy'] }
const behindTens: Record<number, string[]> = { 1: ['mốt'], 4: ['tư'], 5: ['lăm', 'nhăm'], 7: ['bẩy'] }

/** Every way of saying 0 to 59: hai mươi tư, hai tư, hăm bốn, mười lăm, linh năm, không tám. */
function spellings(): [string, number][] {
  const all: [string, number][] = [
    ['không', 0],
    ['mười', 10],
  ]
  for (let unit = 1; unit <= 9; unit++) {
    const said = digits[unit] ?? ''
    for (const word of [said, ...(unit === 7 ? ['bẩy'] : [])])
      for (const opening of ['', 'linh ', 'lẻ ', 'không ']) all.push([`${opening}${word}`, unit])
    for (const word of [said, ...(behindTen[unit] ?? [])]) all.push([`mười ${word}`, 10 + unit])
  }
  for (let ten = 2; ten <= 5; ten++) {
    const openings = [digits[ten] ?? '', ...(ten === 2 ? ['hăm'] : ten === 3 ? ['băm'] : [])]
    all.push([`${digits[ten]} mươi`, 10 * ten])
    for (let unit = 1; unit <= 9; unit++) {
      for (const word of [digits[unit] ?? '', ...(behindTens[unit] ?? [])]) {
        all.push([`${digits[ten]} mươi ${word}`, 10 * ten + unit])
        for (const opening of openings) all.push([`${opening} ${word}`, 10 * ten + unit])
      }
    }
  }
  return all
}
const words = compileLexicon(spellings())

/**
 * A whole number of one or two digits from `least` to `most`, in figures or words. In a text with accents a single word without its own is no number (sau,
 * nam, tu).
 */
export function smallNumberAt(scan: Scan, at: number, least: number, most: number): SmallNumber | null {
  const token = scan.tokens[at]
  if (token?.kind === 'figure') {
    const value = /^\d{1,2}$/.test(token.fold) ? Number(token.fold) : -1
    return value >= least && value <= most ? { value, to: at + 1, spelled: false } : null
  }
  const match = token === undefined ? null : matchAt(words, scan.tokens, at)
  if (match === null || isOtherWord(scan, at, match)) return null
  // "mừng năm mới", "năm nay": there năm is the year.
  if (token?.fold === 'nam' && match.to === at + 1 && numberWordAt(scan, at) === null) return null
  const [value] = match.values
  return value >= least && value <= most ? { value, to: match.to, spelled: true } : null
}

/** In a text with accents a single word without its own is no number, unless what stands beside it says so (`mùng nam tháng chin`). */
function isOtherWord(scan: Scan, at: number, match: Match<number>): boolean {
  return scan.accented && !match.exact && match.to === at + 1 && numberWordAt(scan, at) === null
}

const fourth = compileLexicon<number>([['tư', 4]])

/** The number of a month, 1 to 12, in figures or words; tư is its own word for the fourth. */
export function monthNumberAt(scan: Scan, at: number): SmallNumber | null {
  const four = matchAt(fourth, scan.tokens, at)
  if (four !== null && !isOtherWord(scan, at, four)) return { value: 4, to: four.to, spelled: true }
  const token = scan.tokens[at]
  if (token?.kind === 'figure') return smallNumberAt(scan, at, 1, 12)
  const match = matchAt(monthWords, scan.tokens, at)
  if (match === null || isOtherWord(scan, at, match)) return null
  return { value: match.values[0], to: match.to, spelled: true }
}
/** Only the names of months: "tháng năm năm hai nghìn" is May, no fifty-fifth. */
const monthWords = compileLexicon<number>([
  ...digits.slice(1).map((word, index): [string, number] => [word, index + 1]),
  ['bẩy', 7],
  ['mười', 10],
  ['mười một', 11],
  ['mười hai', 12],
])
