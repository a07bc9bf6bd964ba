import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import type { Urn } from './channel.ts'

/**
 * The URN of a sender that is a mobile phone, as `tel:+84912345678`; null for anything else: short codes (8099),
 * brandnames (VIETTEL_QC), 1900 numbers, landlines. Those are kept and never answered: two machines would text
 * each other for money. Vietnamese ranges that the metadata does not know yet count as mobile.
 */
export function readMobile(sender: string): Urn | null {
  const number = sender.replace(/[\s.()-]/g, '')
  const vietnamese = /^(?:\+84|84|0)([35789]\d{8})$/.exec(number)?.[1]
  if (vietnamese !== undefined) return `tel:+84${vietnamese}`
  if (!/^\+\d{8,15}$/.test(number)) return null
  const parsed = parsePhoneNumberFromString(number)
  return parsed?.isValid() ? `tel:${parsed.number}` : null
}
