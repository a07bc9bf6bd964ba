import type { Attachment, ChannelEvent, DeliveryStatus, InboundRequest, Received } from '../channel.ts'
import { readMobile } from '../mobile.ts'
import type { TwilioConfig } from './config.ts'
import { statusPath } from './constants.ts'
import { classOf } from './errors.ts'
import { inboundFields, statusFields } from './schemas.ts'
import type { FormFields, SignatureCheck } from './signature.ts'

/** Their word → ours; null: a step on the way that tells nothing new (Message resource, `status`). */
const statuses: Readonly<Record<string, DeliveryStatus | null>> = {
  accepted: null,
  scheduled: null,
  queued: null,
  sending: null,
  receiving: null,
  received: null,
  sent: 'sent',
  // Some parts reached the phone: no proof that the text can be read.
  partially_delivered: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
}

/** Checks and reads what Twilio posts: an inbound message, or the status of one of ours. */
export async function receiveTwilio(
  config: Pick<TwilioConfig, 'accountSid'>,
  check: SignatureCheck,
  request: InboundRequest,
): Promise<Received> {
  const body = new Uint8Array(request.body)
  const signature = request.headers.get('x-twilio-signature')
  const url = request.url.href
  if (!isForm(request.headers)) {
    const genuine = await check.body(url, signature, body)
    return genuine
      ? { type: 'refused', status: 400, code: 'not_a_form' }
      : { type: 'refused', status: 403, code: 'bad_signature' }
  }
  const fields = readForm(body)
  if (!(await check.form(url, signature, fields))) return { type: 'refused', status: 403, code: 'bad_signature' }
  const values = Object.fromEntries([...fields].map(([name, several]) => [name, several[0]]))
  if (values.AccountSid !== undefined && values.AccountSid !== config.accountSid) {
    return { type: 'refused', status: 403, code: 'other_account' }
  }
  return request.url.pathname === statusPath
    ? readStatus(values, request.url.searchParams.get('outbox'))
    : readInbound(values)
}

function isForm(headers: Headers): boolean {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded'
}

function readForm(body: Uint8Array<ArrayBuffer>): FormFields {
  const fields = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(body))) {
    const several = fields.get(name)
    if (several === undefined) fields.set(name, [value])
    else several.push(value)
  }
  return fields
}

function readInbound(values: Record<string, string | undefined>): Received {
  const parsed = inboundFields.safeParse(values)
  if (!parsed.success) return { type: 'refused', status: 400, code: 'malformed' }
  const { MessageSid: externalId, From, Body, OptOutType, NumMedia } = parsed.data
  const from = readMobile(From)
  const text = Body.normalize('NFC')
  if (from === null) return accepted({ type: 'machine_wrote', externalId, sender: From, text })
  if (OptOutType === 'STOP') return accepted({ type: 'stopped', externalId, from, text })
  if (OptOutType === 'START') return accepted({ type: 'started', externalId, from, text })
  // Twilio has answered HELP, and whatever word it may add, with the text set up there: two answers would cost twice.
  if (OptOutType !== undefined) return accepted({ type: 'ignored', name: 'answered_by_provider' })
  return accepted({ type: 'message', externalId, from, text, attachments: readMedia(values, NumMedia) })
}

function readMedia(values: Record<string, string | undefined>, count: number): Attachment[] {
  return Array.from({ length: count }, (_, index) => {
    const url = values[`MediaUrl${index}`]
    const contentType = values[`MediaContentType${index}`]
    return {
      type: attachmentType(contentType),
      ...(url === undefined ? {} : { url }),
      ...(contentType === undefined ? {} : { contentType }),
    }
  })
}

function attachmentType(contentType: string | undefined): Attachment['type'] {
  const kind = contentType?.split('/')[0]
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'file'
}

function readStatus(values: Record<string, string | undefined>, outbox: string | null): Received {
  const parsed = statusFields.safeParse(values)
  if (!parsed.success) return { type: 'refused', status: 400, code: 'malformed' }
  const { MessageSid: externalId, MessageStatus, ErrorCode, To } = parsed.data
  const known = Object.hasOwn(statuses, MessageStatus) ? statuses[MessageStatus] : undefined
  if (known === undefined) return accepted({ type: 'ignored', name: 'unknown_status' })
  if (known === null) return accepted({ type: 'ignored', name: `status_${MessageStatus}` })
  const errorClass = known === 'failed' && ErrorCode !== undefined ? classOf(Number(ErrorCode)) : null
  const code = ErrorCode ?? (known === 'failed' || MessageStatus === 'partially_delivered' ? MessageStatus : undefined)
  const status: ChannelEvent = {
    type: 'status',
    ...(outbox !== null && /^[0-9a-f-]{36}$/i.test(outbox) ? { outboxId: outbox } : {}),
    externalId,
    status: errorClass?.type === 'retry' || errorClass?.type === 'slow_down' ? 'errored' : known,
    ...(code === undefined ? {} : { code }),
  }
  const stopped = errorClass?.type === 'stopped' && To !== undefined ? readMobile(To) : null
  if (stopped === null) return accepted(status)
  return accepted(status, { type: 'stopped', externalId: `${externalId}:stopped`, from: stopped })
}

function accepted(...events: ChannelEvent[]): Received {
  return { type: 'accepted', events }
}
