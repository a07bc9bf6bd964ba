import type { ChannelEvent, DeliveryStatus, InboundRequest, Received, Urn } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import { readMobile } from '../mobile.ts'
import { readJson } from '../read-json.ts'
import { concatBytes, equalInConstantTime, hex, type makeHmac, utf8 } from '../signing.ts'
import type { SmsgateConfig } from './config.ts'
import { defaultMaxSkewMs, ignoredEvents } from './constants.ts'
import { outboxIdOf } from './message-id.ts'
import { envelope, type ReceivedPayload, smsBatchReceived, smsReceived, smsStatus } from './schemas.ts'

type Hmac = ReturnType<typeof makeHmac>

export interface SmsgateReceiver {
  config: Pick<SmsgateConfig, 'maxSkewMs'>
  /** HMAC-SHA256 under the signing key. */
  hmac: Hmac
  log: ChannelLog
  /** Epoch ms. */
  now: () => number
}

/** Checks and reads what the phone posts. */
export async function receiveSmsgate(receiver: SmsgateReceiver, request: InboundRequest): Promise<Received> {
  const refusal = await checkSignature(receiver, request)
  if (refusal !== null) return { type: 'refused', status: 403, code: refusal }
  const malformed: Received = { type: 'refused', status: 400, code: 'malformed' }
  const post = readJson(new TextDecoder().decode(request.body), envelope)
  if (post === null) return malformed
  const events = await readEvents(receiver.hmac, post.deviceId, post.event, post.payload)
  return events === null ? malformed : { type: 'accepted', events }
}

/** Lower-case hex of HMAC-SHA256 over the raw body and the `X-Timestamp` text; the time in seconds must be near ours. */
async function checkSignature(
  { config, hmac, log, now }: SmsgateReceiver,
  { headers, body }: InboundRequest,
): Promise<string | null> {
  const timestamp = headers.get('x-timestamp') ?? ''
  const expected = hex(await hmac(concatBytes(body, utf8(timestamp))))
  if (!equalInConstantTime(expected, headers.get('x-signature') ?? '')) return 'bad_signature'
  const skewMs = /^\d{1,12}$/.test(timestamp) ? now() - Number(timestamp) * 1000 : Number.POSITIVE_INFINITY
  if (Math.abs(skewMs) <= (config.maxSkewMs ?? defaultMaxSkewMs)) return null
  // A phone whose clock is wrong signs well and is still refused: staff must learn why it is silent.
  log.warn({ skewMs }, 'smsgate_clock_differs')
  return 'old_timestamp'
}

async function readEvents(
  hmac: Hmac,
  deviceId: string,
  event: string,
  payload: unknown,
): Promise<ChannelEvent[] | null> {
  switch (event) {
    case 'sms:received': {
      const parsed = smsReceived.safeParse(payload)
      return parsed.success ? [await readMessage(hmac, deviceId, parsed.data)] : null
    }
    case 'sms:batch:received': {
      const parsed = smsBatchReceived.safeParse(payload)
      if (!parsed.success) return null
      return Promise.all(parsed.data.messages.map((one) => readMessage(hmac, deviceId, one)))
    }
    case 'sms:sent':
    case 'sms:delivered':
    case 'sms:failed':
    case 'sms:cancelled': {
      const parsed = smsStatus.safeParse(payload)
      return parsed.success ? [readStatus(event, parsed.data)] : null
    }
    default:
      return [{ type: 'ignored', name: ignoredEvents.has(event) ? event : 'unknown_event' }]
  }
}

async function readMessage(hmac: Hmac, deviceId: string, payload: ReceivedPayload): Promise<ChannelEvent> {
  const sender = payload.sender ?? payload.phoneNumber ?? ''
  const from: Urn | null = readMobile(sender)
  const sentAt = Date.parse(payload.receivedAt)
  const told = {
    externalId: await identify(hmac, [deviceId, sender, payload.receivedAt, payload.message]),
    text: payload.message.normalize('NFC'),
    ...(Number.isNaN(sentAt) ? {} : { sentAt }),
  }
  if (from === null) return { type: 'machine_wrote', sender, ...told }
  const line = isSim(payload.simNumber) ? { line: String(payload.simNumber) } : {}
  return { type: 'message', from, attachments: [], ...told, ...line }
}

const isSim = (number: number | null | undefined): boolean => Number.isInteger(number) && (number ?? 0) >= 1

/**
 * The same for every delivery of one SMS. The post's own id changes when the inbox is exported again after an outage,
 * and `messageId` is a hash of 32 bits; keyed, so that nobody can try numbers against it.
 */
async function identify(hmac: Hmac, parts: readonly string[]): Promise<string> {
  const [deviceId = '', sender = '', receivedAt = '', text = ''] = parts
  const instant = Date.parse(receivedAt)
  const at = Number.isNaN(instant) ? receivedAt : String(instant)
  return hex(await hmac(utf8(JSON.stringify([deviceId, sender, at, text]))))
}

type StatusPayload = ReturnType<typeof smsStatus.parse>

function readStatus(event: string, payload: StatusPayload): ChannelEvent {
  const outboxId = outboxIdOf(payload.messageId)
  const { status, code } = statusOf(event, payload.reason ?? '')
  const at = payload.deliveredAt ?? payload.sentAt ?? payload.failedAt ?? payload.cancelledAt
  return {
    type: 'status',
    ...(outboxId === undefined ? {} : { outboxId }),
    externalId: payload.messageId,
    status,
    ...(code === undefined ? {} : { code }),
    ...(at === undefined ? {} : { at }),
  }
}

/** The reason is a sentence of the app, which may hold a number of the operator: only its known words become a code. */
function statusOf(event: string, reason: string): { status: DeliveryStatus; code?: string } {
  if (event === 'sms:sent') return { status: 'sent' }
  if (event === 'sms:delivered') return { status: 'delivered' }
  if (event === 'sms:cancelled') return { status: 'failed', code: 'cancelled' }
  if (reason === 'TTL expired') return { status: 'failed', code: 'ttl_expired' }
  if (reason.startsWith('Delivery result')) return { status: 'failed', code: 'not_delivered' }
  // Android's RESULT_…: no service, radio off, limit of the day. Whatever it is, the phone may do better later.
  const result = /\bRESULT_([A-Z_]+)\b/.exec(reason)?.[1]
  return { status: 'errored', code: result === undefined ? 'failed_on_phone' : result.toLowerCase() }
}
