import { dayOf } from '../../conversation/calendar.ts'
import { needsOperator, priceOf, WRITABLE_MS } from '../../conversation/costs.ts'
import { smsParts } from '../../conversation/parts.ts'
import { renderText } from '../../conversation/texts.ts'
import type { Program, TextRef } from '../../conversation/types.ts'
import type { Phone } from '../../store/queries/audience.ts'
import type { Farm } from '../farm.ts'

export interface Cost {
  /** One a phone. */
  messages: number
  /** SMS parts in all. */
  sms: number
  /** Messages on Zalo. */
  zalo: number
  vnd: number
}

/** What it costs to send a text to all that are added, one message a phone, by the way each last wrote. */
export interface Costs {
  add(phone: Phone): void
  readonly total: Cost
}

export function makeCosts(
  text: TextRef,
  { program, now }: { program: Program; now: number },
  { settings: { saoM2, operator }, keys }: Pick<Farm, 'settings' | 'keys'>,
): Costs {
  const total: Cost = { messages: 0, sms: 0, zalo: 0, vnd: 0 }
  const partsIn = remembering((locale) =>
    smsParts(renderText(program, text, { locale, form: 'sms', today: dayOf(now), saoM2, operator })),
  )
  // Of a whole province each address costs microseconds to open: only where the operator matters.
  const isOpened = remembering((channel) => needsOperator(program.costs, channel))
  const vndTo = ({ urn }: Phone, parts: number): number => {
    const { scheme, channel, lastInboundAt } = urn
    if (scheme === 'zalo' && channel === 'zalo' && now - (lastInboundAt ?? 0) > WRITABLE_MS)
      // Zalo takes nothing but a template then, and a text to their phone costs no more.
      return priceOf(program.costs, { channel: 'zbs', to: 'zalo:', parts: null, lastInboundAt, now }).vnd
    const to = scheme === 'zalo' ? 'zalo:' : isOpened(channel) ? keys.open(urn.address) : null
    return priceOf(program.costs, { channel, to, parts, lastInboundAt, now }).vnd
  }
  return {
    total,
    add(phone) {
      const isText = phone.urn.scheme === 'tel'
      const parts = isText ? partsIn(phone.locale) : 0
      total.messages += 1
      total.sms += parts
      total.zalo += isText ? 0 : 1
      total.vnd += vndTo(phone, parts)
    },
  }
}

/** Works each out once. */
function remembering<T>(work: (of: string) => T): (of: string) => T {
  const known = new Map<string, T>()
  return (of) => {
    const before = known.get(of)
    if (before !== undefined) return before
    const fresh = work(of)
    known.set(of, fresh)
    return fresh
  }
}
