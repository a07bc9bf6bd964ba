import { septetsOf } from '../language/text/gsm.ts'
import { plainForm } from '../language/text/plain-form.ts'
import { MAX_SMS_PARTS, MAX_ZALO_CHARS } from './limits.ts'

const SINGLE_SEPTETS = 160
const PART_SEPTETS = 153

/** The text as an SMS carries it: unaccented, every character in the GSM alphabet; what has no plain form is left out, see {@link leftOut}. */
export function toSms(text: string): string {
  let kept = ''
  for (const char of plainForm(text)) if (septetsOf(char) > 0) kept += char
  return cutSms(
    kept
      .replace(/ {2,}/gu, ' ')
      .replace(/ +([.,!?])(?=\s|$)/gu, '$1')
      .trim(),
  )
}

/** The characters of a text that an SMS leaves out though they say something: emoji, other scripts, signs without a plain form. */
export const leftOut = (text: string): string[] => [
  ...new Set([...plainForm(text)].filter((char) => septetsOf(char) === 0 && !isSilent(char))),
]

/** Marks on other letters, what joins and directs, and controls: they say nothing by themselves. */
const isSilent = (char: string): boolean => /[\p{M}\p{Cf}\p{Cc}\p{Cn}\p{Co}\p{Cs}\p{Z}]/u.test(char)

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
