import { isAlertAdvertising, refusalText, toSmsAdvertisement } from '../../conversation/advertising.ts'
import { dayOf } from '../../conversation/calendar.ts'
import { countParts, toSms } from '../../conversation/parts.ts'
import { renderText } from '../../conversation/texts.ts'
import type { Program, TextRef } from '../../conversation/types.ts'
import type { Row } from '../../store/writes.ts'
import type { FarmSettings } from '../farm.ts'

/** What one SMS part costs the project, in đồng, where the installation says nothing else: about a domestic SMS of an own SIM or short code. */
const SMS_PART_VND = 350

export interface Cost {
  /** SMS parts in all. */
  sms: number
  /** Messages on Zalo: free in the window of one who wrote there. */
  zalo: number
  vnd: number
}

/** What it costs to send a text to these people, one message a phone. */
export function costOf(
  text: TextRef,
  phones: readonly { urn: Row<'urns'>; person: Row<'people'> }[],
  { program, now, settings }: { program: Program; now: number; settings: FarmSettings },
): Cost {
  const { saoM2, operator, refusal = null, smsPartVnd = SMS_PART_VND } = settings
  const parts = new Map<string, number>()
  const partsIn = (locale: string): number => {
    const known = parts.get(locale)
    if (known !== undefined) return known
    const options = { locale, form: 'sms' as const, today: dayOf(now), saoM2, operator }
    const words = renderText(program, text, options)
    const ending = isAlertAdvertising(program) ? renderText(program, refusalText(refusal), options) : null
    const counted = countParts(ending === null ? toSms(words) : toSmsAdvertisement(words, ending))
    parts.set(locale, counted)
    return counted
  }
  const bySms = phones.filter(({ urn }) => urn.scheme === 'tel')
  const sms = bySms.reduce((sum, { person }) => sum + partsIn(person.locale), 0)
  return { sms, zalo: phones.length - bySms.length, vnd: sms * smsPartVnd }
}
