import type { ChannelEvent, InboundRequest, Received } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import { readMobile } from '../mobile.ts'
import { hasPathSecret } from '../path-secret.ts'
import { hex, type makeHmac, utf8 } from '../signing.ts'
import type { KannelConfig } from './config.ts'
import { inboundPath, statusPath } from './constants.ts'
import { readReceipt } from './receipt.ts'
import { inboundHeaders, inboundQuery, statusQuery } from './schemas.ts'

export interface KannelReceiver {
  config: Pick<KannelConfig, 'secret'>
  /** HMAC-SHA256 under the path's secret. */
  hmac: ReturnType<typeof makeHmac>
  log: ChannelLog
}

/** 8-bit data: settings and ringtones for phones, nothing that a farmer typed. */
const BINARY = '1'
const UCS2 = '2'

/** Checks and reads what Kannel sends: a farmer's text by POST, what became of one of ours by GET. */
export async function receiveKannel(receiver: KannelReceiver, request: InboundRequest): Promise<Received> {
  const { method, url } = request
  const { secret } = receiver.config
  if (method === 'POST' && hasPathSecret(url, inboundPath, secret)) return readInbound(receiver, request)
  if (method === 'GET' && hasPathSecret(url, statusPath, secret)) return accepted(readStatus(receiver.log, url))
  return { type: 'refused', status: 403, code: 'bad_secret' }
}

async function readInbound({ hmac, log }: KannelReceiver, { url, headers, body }: InboundRequest): Promise<Received> {
  const parsed = inboundHeaders.safeParse({
    sender: headers.get('x-kannel-from'),
    receiver: headers.get('x-kannel-to'),
    time: headers.get('x-kannel-time'),
    coding: headers.get('x-kannel-coding'),
    contentType: headers.get('content-type'),
  })
  if (!parsed.success) {
    // Kannel sends again whatever is not answered 200: nothing is lost if its configuration is mended in time.
    log.warn({}, 'kannel_tells_no_sender')
    return { type: 'refused', status: 400, code: 'no_sender' }
  }
  const { sender, receiver, time, coding, contentType } = parsed.data
  const from = readMobile(sender)
  if (coding === BINARY) return accepted({ type: 'ignored', name: 'binary_message' })
  const text = decode(body, contentType, coding)
  const { id, at } = inboundQuery.parse(Object.fromEntries(url.searchParams))
  // Without `%I` in its configuration: the same for each try, since the time is that of the message.
  const externalId = id ?? hex(await hmac(utf8(JSON.stringify([sender, receiver, time ?? at, text]))))
  const told = { externalId, text: text.normalize('NFC'), ...(at === undefined ? {} : { sentAt: at }) }
  if (from === null) return accepted({ type: 'machine_wrote', sender, ...told })
  return accepted({ type: 'message', from, attachments: [], ...told })
}

/** UTF-8 where `mo-recode` is set; without it an accented text comes as UTF-16BE and says so. */
function decode(body: Uint8Array, contentType: string, coding: string): string {
  const named = /charset="?([^\s";]+)/i.exec(contentType)?.[1]
  const label = named ?? (coding === UCS2 ? 'utf-16be' : 'utf-8')
  return decoderOf(label).decode(body)
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder()
  }
}

function readStatus(log: ChannelLog, { searchParams }: URL): ChannelEvent {
  const parsed = statusQuery.safeParse(Object.fromEntries(searchParams))
  // No later try would say more: it is counted under its name, and answered.
  if (!parsed.success) return { type: 'ignored', name: 'unreadable_receipt' }
  const { outbox, attempt, type, reply, smsc } = parsed.data
  const told = readReceipt(type, reply)
  if (told === null) return { type: 'ignored', name: 'unknown_receipt' }
  // The operator's own id is what its staff ask for.
  if (told.code !== undefined) log.info({ outboxId: outbox, code: told.code, smscId: smsc }, 'kannel_not_delivered')
  return { type: 'status', outboxId: outbox, externalId: `${outbox}-${attempt}`, ...told }
}

function accepted(...events: ChannelEvent[]): Received {
  return { type: 'accepted', events }
}
