import { dayOf } from '../../conversation/calendar.ts'
import { smsParts } from '../../conversation/parts.ts'
import { renderText } from '../../conversation/texts.ts'
import type { Program, TextRef } from '../../conversation/types.ts'
import type { Phones } from '../../store/queries/broadcasts.ts'
import type { FarmSettings } from '../farm.ts'
import { phoneCount } from './count.ts'

/** What one SMS part costs the project, in đồng, where the installation says nothing else: about a domestic SMS of an own SIM or short code. */
const SMS_PART_VND = 350

export interface Cost {
  /** SMS parts in all. */
  sms: number
  /** Messages on Zalo: free in the window of one who wrote there. */
  zalo: number
  vnd: number
}

/** What it costs to send a text to so many phones. */
export function costOf(
  text: TextRef,
  phones: readonly Phones[],
  { program, now, settings }: { program: Program; now: number; settings: FarmSettings },
): Cost {
  const { saoM2, operator, smsPartVnd = SMS_PART_VND } = settings
  const partsIn = (locale: string): number =>
    smsParts(renderText(program, text, { locale, form: 'sms', today: dayOf(now), saoM2, operator }))
  const bySms = phones.filter(({ scheme }) => scheme === 'tel')
  const sms = bySms.reduce((sum, { locale, count }) => sum + partsIn(locale) * count, 0)
  return { sms, zalo: phoneCount(phones) - phoneCount(bySms), vnd: sms * smsPartVnd }
}
