import { isAlertAdvertising, refusalText, toSmsAdvertisement } from '../../conversation/advertising.ts'
import { dayOf } from '../../conversation/calendar.ts'
import { needsOperator, priceOf, WRITABLE_MS } from '../../conversation/costs.ts'
import { countParts, toSms } from '../../conversation/parts.ts'
import { renderText } from '../../conversation/texts.ts'
import type { Program, TextRef } from '../../conversation/types.ts'
import type { Row } from '../../store/writes.ts'
import type { Farm } from '../farm.ts'

export interface Cost {
  /** SMS parts in all. */
  sms: number
  /** Messages on Zalo. */
  zalo: number
  vnd: number
}

type Phone = { urn: Row<'urns'>; person: Row<'people'> }

/** What it costs to send a text to these people, one message a phone, by the way each last wrote. */
export function costOf(
  text: TextRef,
  phones: readonly Phone[],
  { program, now }: { program: Program; now: number },
  { settings: { saoM2, operator, refusal }, keys }: Pick<Farm, 'settings' | 'keys'>,
): Cost {
  const known = new Map<string, number>()
  const countedIn = (locale: string): number => {
    const options = { locale, form: 'sms' as const, today: dayOf(now), saoM2, operator }
    const words = renderText(program, text, options)
    if (!isAlertAdvertising(program)) return countParts(toSms(words))
    return countParts(toSmsAdvertisement(words, renderText(program, refusalText(refusal ?? null), options)))
  }
  const partsIn = (locale: string): number => {
    const parts = known.get(locale) ?? countedIn(locale)
    known.set(locale, parts)
    return parts
  }
  const byOperator = new Map<string, boolean>()
  const addressOf = ({ scheme, channel, address }: Row<'urns'>): string | null => {
    if (scheme === 'zalo') return 'zalo:'
    const isNeeded = byOperator.get(channel) ?? needsOperator(program.costs, channel)
    byOperator.set(channel, isNeeded)
    // Of a whole province each address costs microseconds to open: only where the operator matters.
    return isNeeded ? keys.open(address) : null
  }
  const total: Cost = { sms: 0, zalo: 0, vnd: 0 }
  for (const { urn, person } of phones) {
    const parts = urn.scheme === 'tel' ? partsIn(person.locale) : 0
    const message = { channel: wayTo(urn, now), to: addressOf(urn), parts, lastInboundAt: urn.lastInboundAt, now }
    total.vnd += priceOf(program.costs, message).vnd
    total.sms += parts
    total.zalo += urn.scheme === 'tel' ? 0 : 1
  }
  return total
}

/** The way they last wrote; after a week Zalo takes nothing but a template (zalo.md §2.6). */
const wayTo = ({ channel, lastInboundAt }: Row<'urns'>, now: number): string =>
  channel === 'zalo' && now - (lastInboundAt ?? 0) > WRITABLE_MS ? 'zbs' : channel
