import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import { compacted, toMobile } from './phones.ts'

/** The mobile number a text is, of Vietnam (see {@link toMobile}) or, with its code before it, of any country, in E.164; null if it is none. */
export function toE164(text: string): string | null {
  const own = toMobile(text)
  if (own !== null) return own
  const compact = compacted(text)
  const parsed = /^\+?\d{8,15}$/.test(compact) ? parsePhoneNumberFromString(compact, 'VN') : undefined
  return parsed?.isValid() ? parsed.number : null
}
