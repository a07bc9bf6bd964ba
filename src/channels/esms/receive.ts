import type { ChannelEvent, DeliveryStatus, InboundRequest, Received } from '../channel.ts'
import { readMobile } from '../mobile.ts'
import { hasPathSecret } from '../path-secret.ts'
import type { EsmsConfig } from './config.ts'
import { inboundPath, statusPath } from './constants.ts'
import { inboundFields, statusFields } from './schemas.ts'
import { isRightlySigned, type Md5 } from './sign.ts'

export interface EsmsReceiver {
  config: Pick<EsmsConfig, 'moSecret' | 'moKey' | 'keyword'>
  md5: Md5
}

type Query = Readonly<Record<string, string | undefined>>

/** Checks and reads what eSMS calls: an inbound text, signed, or a report, which bears no signature but the path. */
export async function receiveEsms(receiver: EsmsReceiver, { url }: InboundRequest): Promise<Received> {
  const { moSecret } = receiver.config
  const query: Query = Object.fromEntries(url.searchParams)
  if (hasPathSecret(url, statusPath, moSecret)) return readStatus(query)
  if (hasPathSecret(url, inboundPath, moSecret)) return readInbound(receiver, query)
  return { type: 'refused', status: 403, code: 'bad_secret' }
}

async function readInbound({ config, md5 }: EsmsReceiver, query: Query): Promise<Received> {
  const parsed = inboundFields.safeParse(query)
  if (!(await isRightlySigned(md5, config.moKey ?? config.moSecret, query))) {
    // Whoever knows the path is eSMS, and our key may be what is wrong: the farmer has paid for this text.
    const kept = parsed.success ? { quarantine: { from: readMobile(parsed.data.sender) } } : {}
    return { type: 'refused', status: 403, code: 'bad_signature', ...kept }
  }
  if (!parsed.success) return { type: 'refused', status: 400, code: 'malformed' }
  const { sender, content, smsid, receiverTime } = parsed.data
  const from = readMobile(sender)
  const sentAt = readTime(receiverTime)
  const text = withoutKeyword(content.normalize('NFC'), config.keyword)
  const told = { externalId: smsid, text, ...(sentAt === undefined ? {} : { sentAt }) }
  if (from === null) return accepted({ type: 'machine_wrote', sender, ...told })
  return accepted({ type: 'message', from, attachments: [], ...told })
}

/** Where nothing follows the keyword it stays: an empty text would get no answer. */
function withoutKeyword(text: string, keyword: string | undefined): string {
  const [first = '', ...rest] = text.trim().split(/\s+/u)
  const isOurs = keyword !== undefined && first.toLowerCase() === keyword.toLowerCase() && rest.length > 0
  return isOurs ? text.trim().slice(first.length).trim() : text
}

/** `yyyyMMddhhmmss` as epoch ms; in Vietnam's time, presumably. undefined: it can't be read. */
function readTime(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? []
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+07:00`)
  return Number.isNaN(at) ? undefined : at
}

function readStatus(query: Query): Received {
  const parsed = statusFields.safeParse(query)
  if (!parsed.success) return { type: 'refused', status: 400, code: 'malformed' }
  const { SMSID: externalId, RequestId, SendStatus, SendSuccess, SendFailed, TotalPrice } = parsed.data
  const told = statusOf(SendStatus, SendSuccess, SendFailed)
  if (typeof told === 'string') return accepted({ type: 'ignored', name: told })
  const vnd = /^\d{1,9}(\.\d{1,4})?$/.test(TotalPrice ?? '') ? Math.round(Number(TotalPrice)) : undefined
  return accepted({
    type: 'status',
    ...(RequestId !== undefined && /^[0-9a-f-]{36}$/.test(RequestId) ? { outboxId: RequestId } : {}),
    ...(externalId === undefined ? {} : { externalId }),
    ...told,
    ...(vnd === undefined ? {} : { cost: { vnd } }),
  })
}

type Told = { status: DeliveryStatus; code?: string }

/** Their number → ours; a text names a step that tells nothing new. */
function statusOf(status: string, succeeded: number, failed: number): Told | string {
  switch (status) {
    // Waits to be approved, or to be sent.
    case '1':
    case '2':
      return `status_${status}`
    case '4':
      return { status: 'failed', code: 'refused' }
    case '5':
      // Some parts reached the phone: no proof that the text can be read.
      if (succeeded > 0) return failed > 0 ? { status: 'sent', code: 'partly_delivered' } : { status: 'delivered' }
      return failed > 0 ? { status: 'failed', code: 'not_delivered' } : 'finished_without_count'
    // Sent; the operator's report is still to come.
    case '7':
      return { status: 'sent' }
    default:
      return 'unknown_status'
  }
}

const accepted = (event: ChannelEvent): Received => ({ type: 'accepted', events: [event] })
