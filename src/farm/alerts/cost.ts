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
  const total: Cost = { sms: 0, zalo: 0, vnd: 0 }
  for (const { urn, person } of phones) {
    const parts = urn.scheme === 'tel' ? partsIn(person.locale) : 0
    total.vnd += vndTo(urn, parts, program, now, keys)
    total.sms += parts
    total.zalo += urn.scheme === 'tel' ? 0 : 1
  }
  return total
}

function vndTo(urn: Row<'urns'>, parts: number, { costs }: Program, now: number, keys: Farm['keys']): number {
  const { scheme, channel, lastInboundAt } = urn
  if (scheme === 'zalo' && channel === 'zalo' && now - (lastInboundAt ?? 0) > WRITABLE_MS)
    // Zalo takes nothing but a template then, and a text to their phone costs no more.
    return priceOf(costs, { channel: 'zbs', to: 'zalo:', parts: null, lastInboundAt, now }).vnd
  // Of a whole province each address costs microseconds to open: only where the operator matters.
  const to = scheme === 'zalo' ? 'zalo:' : needsOperator(costs, channel) ? keys.open(urn.address) : null
  return priceOf(costs, { channel, to, parts, lastInboundAt, now }).vnd
}
