import { MAX_SMS_PARTS, MAX_ZALO_CHARS } from './limits.ts'
import { countParts, toSms, toZalo } from './parts.ts'
import type { Program, TextRef } from './types.ts'

/** The very first characters of every advertising message (Decree 91/2020/ND-CP, Art. 15; sms.md §4.1). */
const ADVERTISING_LABEL = '[QC]'

/** How to refuse it, which stands at its end (Art. 16). `refusal`: the number or address that takes TC QC; null: they answer here. */
export const refusalText = (refusal: string | null): TextRef => ({
  key: 'common.refuse-advertising',
  values: { refusal },
})

/** Whether a leader's price alert is advertising, as the project has it. */
export const isAlertAdvertising = ({ sending }: Pick<Program, 'sending'>): boolean => sending.alerts === 'advertising'

/** An advertising message as an SMS carries it: label, text, how to refuse. A text that is too long is cut, never what stands around it. */
export function toSmsAdvertisement(text: string, ending: string): string {
  const tail = ` ${toSms(ending)}`
  const body = toSms(`${ADVERTISING_LABEL} ${text}`)
  if (countParts(body + tail) <= MAX_SMS_PARTS) return body + tail
  let end = body.length
  while (countParts(`${body.slice(0, end)}...${tail}`) > MAX_SMS_PARTS) end -= 1
  return `${body.slice(0, end)}...${tail}`
}

/** The same on Zalo. */
export function toZaloAdvertisement(text: string, ending: string): string {
  const tail = `\n${toZalo(ending)}`
  const body = [...toZalo(`${ADVERTISING_LABEL} ${text}`)]
  const room = MAX_ZALO_CHARS - [...tail].length
  return (body.length <= room ? body.join('') : `${body.slice(0, room - 1).join('')}…`) + tail
}
