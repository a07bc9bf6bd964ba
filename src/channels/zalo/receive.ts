import type { ChannelEvent, InboundRequest, Received, Urn } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import { makeHmac } from '../signing.ts'
import type { AccountWatch, ForeignCode } from './account-watch.ts'
import type { ZaloConfig } from './config.ts'
import { readers } from './events.ts'
import { ignoredName } from './ignored-events.ts'
import { parseKeepingDigits } from './parse-json.ts'
import { type WebhookEvent, webhookEvent } from './schemas.ts'
import { checkMac, readMac } from './signature.ts'
import { logTemplateNews } from './template-news.ts'

export interface ZaloReceiver {
  config: Pick<ZaloConfig, 'appId' | 'oaId' | 'oaSecretKey'>
  log: ChannelLog
  watch: AccountWatch
}

/**
 * Checks and reads what Zalo posts. Always to be answered with 200: Zalo saves a webhook address only after an
 * unsigned trial post saw 200, and unsubscribes an app whose webhook fails. There is no window of time: a redelivery
 * is up to two hours old, and a replay finds its id taken.
 */
export async function receiveZalo(receiver: ZaloReceiver, request: InboundRequest): Promise<Received> {
  const { config, log, watch } = receiver
  // A person or a probe that opens the address.
  if (request.method === 'GET') return { type: 'accepted', events: [] }
  const mac = readMac(request.headers.get('x-zevent-signature'))
  if (mac === null) return { type: 'refused', status: 200, code: 'no_signature' }
  const parsed = webhookEvent.safeParse(parseKeepingDigits(new TextDecoder().decode(request.body)))
  if (!parsed.success) return { type: 'refused', status: 200, code: 'malformed' }
  const event = parsed.data
  const signedWith = await checkMac(mac, event, request.body, config.oaSecretKey)
  const quarantine = { from: userOf(config.oaId, event) }
  // May be genuine and what we are told of the account wrong: kept, to be taken up when that is mended.
  const foreign = (code: ForeignCode): Received => ({
    ...{ type: 'refused', status: 200, code },
    ...(watch.foreign(code) ? { quarantine } : {}),
  })
  if (event.app_id !== config.appId)
    return signedWith === null ? { type: 'refused', status: 200, code: 'other_app' } : foreign('other_app')
  if (signedWith === null) return { type: 'refused', status: 200, code: 'bad_signature', quarantine }
  if (signedWith !== 'app_id') log.warn({ signedWith }, 'zalo_signature_variant')
  const parties = partiesOf(event)
  if (parties.includes(config.oaId)) watch.own()
  else if (parties.length > 0 && Object.hasOwn(readers, event.event_name)) return foreign('other_oa')
  return { type: 'accepted', events: await readEvents(receiver, event, request.headers) }
}

/** The person an event is about, or says it is. */
function userOf(oaId: string, event: WebhookEvent): Urn | null {
  const parties = [event.sender?.id, event.recipient?.id, event.follower?.id, event.user_id]
  const id = parties.find((party) => party != null && party !== oaId)
  return id == null ? null : `zalo:${id}`
}

async function readEvents(
  { config, log }: ZaloReceiver,
  event: WebhookEvent,
  headers: Headers,
): Promise<ChannelEvent[]> {
  const { event_name: name } = event
  logTemplateNews(log, event)
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
  if (reader === undefined) return [{ type: 'ignored', name: ignoredName(name) }]
  const isByPhone = headers.get('x-zevent-server')?.trim().toUpperCase() === 'ZNS'
  const events = await reader(event, { isByPhone, hmac: makeHmac('SHA-256', config.oaSecretKey) })
  if (events !== null) return events
  log.warn({ eventName: name }, 'zalo_event_malformed')
  return [{ type: 'ignored', name: 'malformed_event' }]
}

/** One app has one webhook for all its accounts. Who the account is, recipient or sender, depends on the direction. */
const partiesOf = (event: WebhookEvent): string[] =>
  [event.oa_id, event.sender?.id, event.recipient?.id].filter((id) => id != null)
