import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import type { Scan, Span } from './scan.ts'

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
/** Vietnamese mobile numbers by their shape: new ranges are in use before lists of ranges name them. */
const mobile = /^\+84[35789]\d{8}$/

/** The mobile number a text is, in E.164 (`0912 345 678` → `+84912345678`), numbers from before September 2018 as they are now; null if it is none. */
export function toE164(text: string): string | null {
  const compact = text
    .normalize('NFKC')
    .replace(/^tel:/iu, '')
    .replace(/[\s.\-()]/gu, '')
  if (!/^\+?\d{8,15}$/.test(compact)) return null
  const [, prefix, rest] = old.exec(compact) ?? []
  const current = prefix === undefined ? undefined : changed2018.get(prefix)
  const dialled = current === undefined ? compact : `0${current}${rest}`
  const parsed = parsePhoneNumberFromString(dialled, 'VN')
  if (parsed === undefined) return null
  return parsed.isValid() || mobile.test(parsed.number) ? parsed.number : null
}

const separators = new Set(['.', '-', '(', ')'])

/** Reads a mobile number at token `at`, its digits grouped with blanks, dots or dashes as one likes. */
export function phoneAt(scan: Scan, at: number): Span | null {
  const first = scan.tokens[at]
  const hasPlus = first?.fold === '+'
  const start = hasPlus ? at + 1 : at
  const head = scan.tokens[start]
  // 84.912.345.678 is as good a number as a phone: without its plus such a one is told by nothing.
  if (first === undefined || head?.kind !== 'figure' || !(hasPlus || /^(?:0|84\d*$)/.test(head.fold))) return null
  let digits = hasPlus ? '+' : ''
  for (let to = start; to < scan.tokens.length && digits.length < 16; to++) {
    const token = scan.tokens[to]
    if (token === undefined || (token.kind !== 'figure' && !separators.has(token.fold))) break
    if (token.kind === 'figure') digits += token.fold.replaceAll(/\D/gu, '')
    const next = scan.tokens[to + 1]
    const isOver = next?.kind !== 'figure' || digits.length >= 10
    const phone = token.kind === 'figure' && isOver && digits.length >= 9 ? toE164(digits) : null
    if (phone !== null) return { type: 'phone', readings: [{ phone }], from: at, to: to + 1 }
  }
  return null
}
