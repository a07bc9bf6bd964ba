import type { CaughtUp, ChannelEvent } from '../channel.ts'
import { readMobile } from '../mobile.ts'
import { messagesPath, type TwilioApi } from './api.ts'
import { catchUpPageSize, maxCatchUpPages } from './constants.ts'
import { readListPage } from './list.ts'
import type { MessageResource } from './schemas.ts'

const dayMs = 24 * 60 * 60 * 1000

/**
 * Lists what came in on one day (UTC), the first of the time that is asked for: Twilio filters by whole days, and lists the newest first. `since`, `until`:
 * epoch ms. The list knows neither who took a stop word nor where a file lies: words that Twilio answered itself come as texts, files without their address.
 */
export async function catchUpTwilio(api: TwilioApi, since: number, until: number): Promise<CaughtUp> {
  const dayEnd = (Math.floor(since / dayMs) + 1) * dayMs
  const { number } = api.config
  const filters = { DateSent: new Date(since).toISOString().slice(0, 10), PageSize: String(catchUpPageSize) }
  const query = new URLSearchParams({ ...filters, ...(number === undefined ? {} : { To: number }) })
  const found: Dated[] = []
  let path: string | null = `${messagesPath(api.config)}?${query}`
  for (let pages = 0; path !== null && pages < maxCatchUpPages; pages += 1) {
    const page = await readListPage(api, path)
    if (page.type === 'failed') return page
    found.push(...page.messages.flatMap((one) => datedOf(api, one)).filter(({ at }) => at >= since))
    path = page.nextPath
  }
  if (path !== null) api.log.warn({ pages: maxCatchUpPages }, 'twilio_list_too_long')
  const events = found.sort((one, other) => one.at - other.at).map(({ event }) => event)
  return { type: 'told', events, reached: Math.min(until, dayEnd) }
}

interface Dated {
  at: number
  event: ChannelEvent
}

/** One entry of the list, where it is a text to us that has arrived whole. */
function datedOf(api: TwilioApi, one: MessageResource): Dated[] {
  const at = Date.parse(one.date_created ?? '')
  if (one.direction !== 'inbound' || one.status === 'receiving' || Number.isNaN(at) || !isToUs(api, one)) return []
  return [{ at, event: eventOf(one, at) }]
}

/** The account may have other numbers, with other services behind them. */
function isToUs({ config: { number, sender } }: TwilioApi, one: MessageResource): boolean {
  if (number !== undefined) return one.to === number
  return sender.type === 'service' && one.messaging_service_sid === sender.messagingServiceSid
}

function eventOf(one: MessageResource, sentAt: number): ChannelEvent {
  const from = readMobile(one.from ?? '')
  const text = (one.body ?? '').normalize('NFC')
  if (from === null) return { type: 'machine_wrote', externalId: one.sid, sender: one.from ?? '', text, sentAt }
  const files = /^\d{1,2}$/.test(one.num_media ?? '') ? Number(one.num_media) : 0
  return {
    type: 'message',
    externalId: one.sid,
    from,
    text,
    attachments: Array.from({ length: files }, () => ({ type: 'file' })),
    sentAt,
  }
}
