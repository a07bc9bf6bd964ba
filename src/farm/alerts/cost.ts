import { isAlertAdvertising, refusalText, toSmsAdvertisement } from '../../conversation/advertising.ts'
import { dayOf } from '../../conversation/calendar.ts'
import { needsOperator, priceOf, WRITABLE_MS } from '../../conversation/costs.ts'
import { countParts, toSms } from '../../conversation/parts.ts'
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
  { settings: { saoM2, operator, refusal }, keys }: Pick<Farm, 'settings' | 'keys'>,
): Costs {
  const total: Cost = { messages: 0, sms: 0, zalo: 0, vnd: 0 }
  const partsIn = remembering((locale) => {
    const options = { locale, form: 'sms' as const, today: dayOf(now), saoM2, operator }
    const words = renderText(program, text, options)
    if (!isAlertAdvertising(program)) return countParts(toSms(words))
    return countParts(toSmsAdvertisement(words, renderText(program, refusalText(refusal ?? null), options)))
  })
  // Of a whole province each address costs microseconds to open: only where the operator matters.
  const isOpened = remembering((channel) => needsOperator(program.costs, channel))
  const addressOf = ({ scheme, channel, address }: Phone['urn']): string | null => {
    if (scheme === 'zalo') return 'zalo:'
    return isOpened(channel) ? keys.open(address) : null
  }
  const priced = (urn: Phone['urn'], parts: number): number => {
    const { lastInboundAt } = urn
    return priceOf(program.costs, { channel: wayTo(urn, now), to: addressOf(urn), parts, lastInboundAt, now }).vnd
  }
  const known = new Map<string, number>()
  /** Of a text whose operator does not matter: the same for thousands. */
  const vndOf = (kind: string, urn: Phone['urn'], parts: number): number => {
    const vnd = known.get(kind) ?? priced(urn, parts)
    known.set(kind, vnd)
    return vnd
  }
  return {
    total,
    add({ locale, urn }) {
      const isText = urn.scheme === 'tel'
      const parts = isText ? partsIn(locale) : 0
      total.messages += 1
      total.sms += parts
      total.zalo += isText ? 0 : 1
      total.vnd += isText && !isOpened(urn.channel) ? vndOf(`${urn.channel} ${parts}`, urn, parts) : priced(urn, parts)
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

/** The way they last wrote; after a week Zalo takes nothing but a template (zalo.md §2.6). */
const wayTo = ({ channel, lastInboundAt }: Phone['urn'], now: number): string =>
  channel === 'zalo' && now - (lastInboundAt ?? 0) > WRITABLE_MS ? 'zbs' : channel
