import { unaccent } from '../language/text/fold.ts'
import { septetsOf } from '../language/text/gsm.ts'
import { MAX_SMS_PARTS, MAX_ZALO_CHARS } from './limits.ts'

const SINGLE_SEPTETS = 160
const PART_SEPTETS = 153

/** Signs of farm advice that have a plain form no general rule finds; a fraction or power must not run into the figure before it. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/(\d)\s*½/gu, '$1,5'],
  [/(\d)\s*¼/gu, '$1,25'],
  [/(\d)\s*¾/gu, '$1,75'],
  [/½/gu, '1/2'],
  [/¼/gu, '1/4'],
  [/¾/gu, '3/4'],
  [/(\d)(?=[⅐-⅞])/gu, '$1 '],
  [/(\d)(?=[²³¹⁰⁴-⁹])/gu, '$1^'],
  [/(\d)\s*°/gu, '$1 do '],
  [/°/gu, ' do '],
  [/≥/gu, '>='],
  [/≤/gu, '<='],
  [/≈/gu, '~'],
  [/÷/gu, ':'],
  [/→/gu, '->'],
  [/[`´ʼ′]/gu, "'"],
  [/″/gu, '"'],
  [/\t/gu, ' '],
]

/** The text as an SMS carries it: unaccented, every character in the GSM alphabet; what has no plain form is left out. */
export function toSms(text: string): string {
  let plain = text.normalize('NFC')
  for (const [sign, form] of PLAIN) plain = plain.replace(sign, form)
  plain = unaccent(unaccent(plain).normalize('NFKC')).replace(/\u2044/gu, '/')
  let kept = ''
  for (const char of plain) if (septetsOf(char) > 0) kept += char
  return cutSms(
    kept
      .replace(/ {2,}/gu, ' ')
      .replace(/ +([.,!?])(?=\s|$)/gu, '$1')
      .trim(),
  )
}

/** The text as Zalo carries it: accented, NFC, 2,000 characters at most. */
export function toZalo(text: string): string {
  const chars = [...text.normalize('NFC').trim()]
  return chars.length <= MAX_ZALO_CHARS ? chars.join('') : `${chars.slice(0, MAX_ZALO_CHARS - 1).join('')}…`
}

/**
 * SMS parts that this text is sent in and paid for, from 1: 160 septets alone, 153 in each of several, an extension pair
 * never split. Our own count, since sms-segments-calculator takes half a millisecond a text; the tests hold it against that.
 */
export const smsParts = (text: string): number => countParts(toSms(text))

/** {@link smsParts} of a text that is already what {@link toSms} gives. */
export function countParts(sms: string): number {
  let septets = 0
  for (const char of sms) septets += septetsOf(char)
  if (septets <= SINGLE_SEPTETS) return 1
  let parts = 1
  let used = 0
  for (const char of sms) {
    const cost = septetsOf(char)
    if (used + cost > PART_SEPTETS) {
      parts += 1
      used = 0
    }
    used += cost
  }
  return parts
}

function cutSms(sms: string): string {
  if (sms.length <= SINGLE_SEPTETS || countParts(sms) <= MAX_SMS_PARTS) return sms
  let end = Math.min(sms.length, MAX_SMS_PARTS * PART_SEPTETS - 3)
  while (countParts(`${sms.slice(0, end)}...`) > MAX_SMS_PARTS) end -= 1
  return `${sms.slice(0, end)}...`
}
