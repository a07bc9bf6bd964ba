import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan, Span } from '../text/scan.ts'

/**
 * Old prefixes of eleven-digit mobile numbers and what they became on 15 September 2018; the last seven digits stayed (Ministry of Information
 * and Communications, plan of May 2018).
 */
const changed2018 = new Map([
  ['120', '70'],
  ['121', '79'],
  ['122', '77'],
  ['123', '83'],
  ['124', '84'],
  ['125', '85'],
  ['126', '76'],
  ['127', '81'],
  ['128', '78'],
  ['129', '82'],
  ['162', '32'],
  ['163', '33'],
  ['164', '34'],
  ['165', '35'],
  ['166', '36'],
  ['167', '37'],
  ['168', '38'],
  ['169', '39'],
  ['186', '56'],
  ['188', '58'],
  ['199', '59'],
])

const old = /^(?:\+?84|0084|0)(1\d{2})(\d{7})$/
/** By their shape: new ranges are in use before lists of ranges name them. The 0 may stand behind the country's code, or be left out. */
const mobile = /^(?:\+?840?|00840?|0)?([35789]\d{8})$/

/** The Vietnamese mobile number a text is, in E.164 (`0912 345 678` → `+84912345678`), numbers from before September 2018 as they are now; null if it is none. */
export function toMobile(text: string): string | null {
  const compact = compacted(text)
  const [, prefix, rest] = old.exec(compact) ?? []
  const current = prefix === undefined ? undefined : changed2018.get(prefix)
  const [, national] = mobile.exec(current === undefined ? compact : `0${current}${rest}`) ?? []
  return national === undefined ? null : `+84${national}`
}

/**
 * Codes that a landline number begins with, of an area or of Hà Nội (24) and Hồ Chí Minh City (28): ten digits all together (numbering plan of the Ministry of
 * Information and Communications, Thông tư 22/2014/TT-BTTTT, in force everywhere since June 2017).
 */
const landline =
  /^(?:\+?84|0084|0)(2(?:0[3-9]|1[0-689]|2[0125-9]|3[2-9]|5[124-9]|6[01239]|7[0-7]|9[0-479])[2-9]\d{6}|2[48][2-9]\d{7})$/

/** The landline number a text is, in E.164 (`0206 3852 123` → `+842063852123`), to which no message can be sent; null if it is none. */
export function toLandline(text: string): string | null {
  const [, national] = landline.exec(compacted(text)) ?? []
  return national === undefined ? null : `+84${national}`
}

/** A number without the marks it is written with. */
export const compacted = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/^tel:/iu, '')
    .replace(/[\s.\-()]/gu, '')

const separators = new Set(['.', '-', '(', ')'])

/** How numbers begin, old ones among them: most runs of digits are none, and need no closer look. */
const beginning = /^(?:\+?84|0084|0)0?[1235789]|^00(?:8(?:4|$)|$)|^\+?84$/

/** Digits as they are said one by one. */
const saidDigits = compileLexicon<string>(
  ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']
    .map((word, digit) => [word, String(digit)] as const)
    .concat([
      ['mốt', '1'],
      ['tư', '4'],
      ['lăm', '5'],
      ['bẩy', '7'],
    ]),
)
const otherNumbers = phraseLexicon(
  'stk, số tài khoản, tài khoản, tk, số tk, cccd, cmnd, căn cước, số căn cước, chứng minh, mã, số thẻ, otp, mst, mã số thuế',
)

/** Whether a word for an account, an identity card or a code stands right before, a `là`, `:` or the like between. */
function isOtherNumber(scan: Scan, at: number): boolean {
  return [1, 2, 3, 4].some((back) => {
    const match = matchAt(otherNumbers, scan.tokens, at - back)
    if (match === null || match.to > at) return false
    return scan.tokens.slice(match.to, at).every(({ kind, fold }) => kind === 'mark' || fold === 'la' || fold === 'so')
  })
}

/** The digits of a figure, of a digit that is said, or of the letter o for a nought at the beginning; null: none. */
function digitsAt(scan: Scan, at: number, isFirst: boolean): string | null {
  const token = scan.tokens[at]
  if (token?.kind === 'figure') return token.fold.replaceAll(/\D/gu, '')
  if (isFirst && token?.fold === 'o' && scan.tokens[at + 1]?.glued === true) return '0'
  const match = matchAt(saidDigits, scan.tokens, at)
  return match?.to === at + 1 ? match.values[0] : null
}

/**
 * Reads a mobile or landline number at token `at`, its digits grouped with blanks, dots or dashes as one likes, or said one by one (`không chín tám hai …`). Numbers of
 * accounts and identity cards are none.
 */
export function phoneAt(scan: Scan, at: number): Span | null {
  const first = scan.tokens[at]
  const hasPlus = first?.fold === '+'
  const start = hasPlus ? at + 1 : at
  // 84.912.345.678 is as good a number as a phone: without its plus such a one is told by nothing.
  if (first === undefined || !(hasPlus || startsNumber(scan, start)) || isOtherNumber(scan, at)) return null
  let digits = hasPlus ? '+' : ''
  for (let to = start; to < scan.tokens.length && digits.length < 16; to++) {
    const token = scan.tokens[to]
    const more = digitsAt(scan, to, to === start)
    if (token === undefined || (more === null && !separators.has(token.fold))) break
    digits += more ?? ''
    const isOver = digitsAt(scan, to + 1, false) === null || digits.length >= 10
    if (digits.length > 3 && !beginning.test(digits)) return null
    const phone = more !== null && isOver && digits.length >= 9 ? (toMobile(digits) ?? toLandline(digits)) : null
    if (phone !== null && runsOn(scan, to)) return null
    if (phone !== null)
      return { type: 'phone', readings: [{ phone }], from: at, to: to + 1, rule: ruleOf(digits, phone) }
  }
  return null
}

/** An old number has kept only its last seven digits. */
const ruleOf = (digits: string, phone: string): 'phone' | 'phone-renewed' =>
  digits.endsWith(phone.slice(3)) ? 'phone' : 'phone-renewed'

/** Whether digits told one by one go on behind the last of a number: then it has one too many, and is none. */
function runsOn(scan: Scan, last: number): boolean {
  const kind = scan.tokens[last]?.kind
  return [last, last + 1].every((at) => {
    const token = scan.tokens[at]
    return token?.kind === kind && (kind === 'word' || token?.fold.length === 1) && digitsAt(scan, at, false) !== null
  })
}

function startsNumber(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  if (token?.kind === 'figure') return /^(?:0|84\d*$)/.test(token.fold)
  return digitsAt(scan, at, true) === '0' && !isBehindOtherCode(scan, at)
}

const ownCode = phraseLexicon('tám mươi bốn, tám mươi tư, tám tư, tám bốn')

/** `cộng một không chín …`: digits said before a number are the code of another country, unless they are 84. */
function isBehindOtherCode(scan: Scan, at: number): boolean {
  const isOwn = [2, 3].some((back) => matchAt(ownCode, scan.tokens, at - back)?.to === at)
  return !isOwn && scan.tokens[at - 1]?.kind === 'word' && digitsAt(scan, at - 1, false) !== null
}
