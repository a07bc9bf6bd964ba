import { surePlaceEnd } from '../names/places.ts'
import { remembered } from '../text/remember.ts'
import { isCapital, type Scan } from '../text/scan.ts'
import type { Token } from '../text/tokens.ts'
import { unitAt } from '../units/units.ts'
import { isNumberAmong, isNumberLike } from './doubtful-numbers.ts'
import { bareOf, byFold, byKey, keyOf, keysByFold, type NumberWord, ownWords } from './number-vocabulary.ts'

export type { NumberWord }

/** Letters and nicknames for scales; they stand right behind digits only, nicknames only where money was asked for. */
const letters = new Map<string, number>([
  ['k', 1e3],
  ['ka', 1e3],
  ['tr', 1e6],
  ['kđ', 1e3],
  ['kd', 1e3],
  ['trđ', 1e6],
  ['trd', 1e6],
])
const gluedLetters = new Map<string, number>([
  ['n', 1e3],
  ['ng', 1e3],
])
const nicknames = new Map<string, number>([
  ['củ', 1e6],
  ['chai', 1e6],
  ['tỏi', 1e9],
  ['xị', 1e5],
  ['lít', 1e5],
  ['loét', 1e5],
  ['lốp', 1e5],
])
/** Nicknames that hold something too: with what is sold by the litre they do. */
const vessels = new Set(['chai', 'lit'])

/** `năm nay`, `sau khi`: what shows that năm, or an unaccented sau, is no number. */
const behindYear = bothWays('nay ngoái trước sau kia rồi mới')
const behindAfter = bothWays('khi đó này tết vụ')

const nicknameKeys = new Map([...nicknames].map(([word, value]) => [keyOf(word), value]))
const nicknameFolds = new Map([...nicknames].map(([word, value]) => [bareOf(word), value]))

/** What the word at token `at` does inside a number, or null. */
export function numberWordAt(scan: Scan, at: number): NumberWord | null {
  return numberWordsOf(scan).words[at] ?? null
}

/** What each word of a text does: whether one without accents is a number depends on the one before it. */
const numberWordsOf = remembered((scan) => {
  const words: (NumberWord | null)[] = []
  const isNamed = scan.tokens.map(({ fold }, at) => byFold.has(fold) && (isInPlace(scan, at) || isInName(scan, at)))
  // "xã Lý Bôn chín nghìn", "ở Phong Hải hai tấn": the end of a name is no number.
  for (const [at, named] of isNamed.entries()) words.push(named ? null : wordAmong(scan, at, words[at - 1] ?? null))
  return { words, isNamed }
})

/** No name of a commune has more words. */
const PLACE_WORDS = 4

function isInPlace(scan: Scan, at: number): boolean {
  for (let back = 0; back <= Math.min(at, PLACE_WORDS); back++) {
    if ((surePlaceEnd(scan, at - back) ?? 0) > at) return true
  }
  return false
}

function wordAmong(scan: Scan, at: number, before: NumberWord | null): NumberWord | null {
  const token = scan.tokens[at]
  if (token?.kind !== 'word' || isOtherWord(scan, at)) return null
  const exact = byKey.get(token.key)
  if (token.accented) return exact ?? halfAccented(token)
  if (scan.accented && exact !== undefined) return exact
  const meant = byFold.get(token.fold) ?? null
  const isDoubtful = scan.accented && ownWords.has(token.fold)
  return meant === null || !isDoubtful || isNumberAmong(scan, at, meant, before) ? meant : null
}

/** Of words without accents that may be part of a number, those that are other words far more often: làm, từ, lẻ. */
const seldomNumbers = new Set(['lam', 'tu', 'le', 'khong'])
const partOfNumber = new Set<NumberWord['type']>(['digit', 'either', 'hundred'])

/** Whether the word at token `at`, no number in a text with accents, may be one all the same: then what is behind it is only the rest of a number. */
export function mayBeNumber(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  if (token?.kind !== 'word' || token.accented || seldomNumbers.has(token.fold)) return false
  const type = byFold.get(token.fold)?.type
  const { words, isNamed } = numberWordsOf(scan)
  return type !== undefined && partOfNumber.has(type) && words[at] === null && isNamed[at] === false
}

/** Whether a word has the letters of a digit or of mươi, be it a number or the end of a name (`xã Lý Bôn`). */
export function looksLikeNumber(token: Token | undefined): boolean {
  const type = token?.kind === 'word' ? byFold.get(token.fold)?.type : undefined
  return type !== undefined && token !== undefined && !seldomNumbers.has(token.fold) && tensAndDigits.has(type)
}

/** Other words whose accents a number word has too (bây giờ: bẩy). */
const alike = new Set(['bây', 'bôn', 'bón', 'bòn', 'bỏn', 'bọn', 'lâm', 'nhầm'].map(keyOf))

/** `muời`, `rươi`, `triêu`: a number word that some of its accents were left out of, where only one has them all. */
function halfAccented({ fold, key }: Token): NumberWord | null {
  const known = keysByFold.get(fold)
  if (known === undefined || alike.has(key)) return null
  const marks = [...key.normalize('NFD')].filter((mark) => mark > '\u02ff')
  const words = known.filter((word) => {
    const all = word.normalize('NFD')
    return marks.every((mark) => all.includes(mark))
  })
  const [meaning, ...others] = new Set(words.map((word) => byKey.get(word)))
  return meaning === undefined || others.length > 0 ? null : meaning
}

/** Words as they are compared, with their accents and without. */
function bothWays(words: string): Set<string> {
  return new Set(words.split(' ').flatMap((word) => [keyOf(word), bareOf(word)]))
}

/** `xã Thác Ba năm sào`: a word with a capital behind another one, and none behind it, ends a name. The first word of a text has its capital anyway. */
function isInName(scan: Scan, at: number): boolean {
  const [before, word, next] = [scan.tokens[at - 1], scan.tokens[at], scan.tokens[at + 1]]
  return at > 1 && isCapital(scan, word) && isCapital(scan, before) && !isCapital(scan, next)
}

/** Words behind which a digit's is another: ripe (chín rồi), traders (tư thương), a little (một ít). */
const others = new Map([
  ['chin', new Set('roi deu kho vang ro het ca'.split(' '))],
  ['tu', new Set('thuong nhan van'.split(' '))],
  ['mot', new Set('it chut teo xiu ti'.split(' '))],
])
const fertilisers = new Set('phan dam lan kali npk dap ure lot thuc'.split(' '))
const tellsFertiliser = remembered((scan) => scan.tokens.some(({ fold }) => fertilisers.has(fold)))

/** Whether năm is a year and sau is after, by what follows. */
function isOtherWord(scan: Scan, at: number): boolean {
  const [token, next] = [scan.tokens[at], scan.tokens[at + 1]]
  if (token === undefined || next === undefined) return false
  if (others.get(token.fold)?.has(next.fold) === true) return true
  // "5 ta bon 2 bao dam": bón, where fertiliser is told of.
  if (token.key === 'bon' && tellsFertiliser(scan)) return true
  if (token.key === 'nham') return scan.tokens[at - 1]?.fold !== 'muoi'
  if (token.fold === 'nam') {
    if (/^20\d\d$/.test(next.fold)) return true
    // "nam sau" without accents is next year, but in nam sau nghin 56 thousand.
    return behindYear.has(next.key) && (next.key !== 'sau' || !isNumberLike(scan.tokens[at + 2]?.fold))
  }
  return token.fold === 'sau' && !token.accented && behindAfter.has(next.key)
}

/** The scale a letter or a nickname behind a figure stands for: `15k`, `2tr`, `2 củ` where money was asked for. */
export function scaleLetterAt(scan: Scan, at: number, wantsMoney: boolean): number | null {
  const token = scan.tokens[at]
  if (token?.kind !== 'word') return null
  const value = letters.get(token.key) ?? (token.glued ? gluedLetters.get(token.key) : undefined)
  if (value !== undefined) return value
  if (!wantsMoney) return null
  if (token.key === 't' && token.glued && isBillion(scan)) return 1e9
  const nickname = token.accented ? nicknameKeys.get(token.key) : nicknameFolds.get(token.fold)
  const next = scan.tokens[at + 1]
  if (vessels.has(token.fold) && scan.context.crops.get(scan.crop ?? '')?.soldBy === 'volume') return null
  // A lít is a litre wherever anything else is said.
  const isPriced = token.fold === 'lit' && (next !== undefined || at !== 1)
  const isLast = !isPriced && (next === undefined || next.kind !== 'word' || numberWordAt(scan, at + 1) !== null)
  return isLast ? (nickname ?? null) : null
}

/** A `t` is tỷ only where money and nothing else was asked for, of no crop, and where nothing is weighed. */
const isBillion = (scan: Scan): boolean =>
  scan.context.expect?.[0] === 'money' && scan.crop === undefined && !weighsMore(scan)

const weighsMore = remembered((scan: Scan): boolean =>
  scan.tokens.some(
    ({ key }, at) =>
      key !== 't' && scan.tokens[at - 1]?.kind === 'figure' && unitAt(scan, at)?.units[0].type === 'mass',
  ),
)

/** Whether the digit word at token `at` is one of three or more in a row: digits told one by one (`không chín ba sáu`), no number. */
export function isToldDigit(scan: Scan, at: number): boolean {
  const isDigit = (other: number): boolean => {
    const word = numberWordAt(scan, other)
    return word?.type === 'zero' || (word?.type === 'digit' && word.last !== true)
  }
  if (!isDigit(at)) return false
  const [before2, before, after, after2] = [-2, -1, 1, 2].map((step) => isDigit(at + step))
  return (
    (before2 === true && before === true) || (before === true && after === true) || (after === true && after2 === true)
  )
}

const tensAndDigits = new Set<NumberWord['type']>(['digit', 'zero', 'ten', 'tens', 'either'])

/** Whether a digit word stands right before token `at`: a number word there is part of what could not be read, and begins nothing. */
export function isBehindDigit(scan: Scan, at: number): boolean {
  const type = numberWordAt(scan, at - 1)?.type
  return (type !== undefined && tensAndDigits.has(type)) || mayBeNumber(scan, at - 1)
}
