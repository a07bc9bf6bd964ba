import type { Attachment, ChannelEvent, Urn } from '../channel.ts'
import { readMobile } from '../mobile.ts'
import { hex, type makeHmac, utf8 } from '../signing.ts'
import { readAttachments } from './attachments.ts'
import { message as messageShape, pressed, receipt, sharedInfo, type WebhookEvent } from './schemas.ts'
import { outboxIdOf } from './send-template.ts'

interface ReadOptions {
  /** The event is about a template sent to a phone number. */
  isByPhone: boolean
  /** HMAC-SHA256 under the OA secret key. */
  hmac: ReturnType<typeof makeHmac>
}

/** What an event tells us; null where it lacks what its kind must have. */
type Reader = (event: WebhookEvent, options: ReadOptions) => ChannelEvent[] | null | Promise<ChannelEvent[] | null>

/** Zalo itself posts this beside `user_submit_info`, in the person's name. */
const sharedInfoCopy = 'Bạn đã gởi thông tin cho OA'

/** Every event with a meaning to us, by its `event_name`. */
export const readers: Readonly<Record<string, Reader>> = {
  user_send_text: (event) => readText(event),
  user_send_image: (event) => readMessage(event, 'image'),
  user_send_gif: (event) => readMessage(event, 'image'),
  user_send_sticker: (event) => readMessage(event, 'sticker'),
  user_send_audio: (event) => readMessage(event, 'audio'),
  user_send_video: (event) => readMessage(event, 'video'),
  user_send_link: (event) => readMessage(event, 'link'),
  user_send_file: (event) => readMessage(event, 'file'),
  user_send_location: (event) => readMessage(event, 'location'),
  user_send_business_card: (event) => readMessage(event, 'contact'),
  follow: (event, { hmac }) => readFlat(event, hmac, event.follower?.id, 'followed'),
  unfollow: (event, { hmac }) => readFlat(event, hmac, event.follower?.id, 'unfollowed'),
  user_withdraw: (event, { hmac }) => readFlat(event, hmac, event.user_id ?? event.sender?.id, 'withdrew'),
  user_submit_info: readSharedInfo,
  user_received_message: readDelivered,
  user_seen_message: readSeen,
  user_click_response_button: readPressed,
  oa_send_text: readOwn,
  oa_send_image: readOwn,
  oa_send_gif: readOwn,
  oa_send_list: readOwn,
  oa_send_file: readOwn,
  oa_send_sticker: readOwn,
}

function readMessage(event: WebhookEvent, type?: Attachment['type']): ChannelEvent[] | null {
  const parsed = messageShape.safeParse(event.message)
  if (!parsed.success || event.sender == null) return null
  return [
    {
      type: 'message',
      externalId: parsed.data.msg_id,
      from: urnOf(event.sender.id),
      text: (parsed.data.text ?? '').normalize('NFC'),
      attachments: type === undefined ? [] : readAttachments(type, parsed.data),
      ...timed('sentAt', event),
    },
  ]
}

/** A tap on a button comes as a plain text that is the button's payload, which always begins with `#`. */
function readText(event: WebhookEvent): ChannelEvent[] | null {
  const read = readMessage(event)
  const [only] = read ?? []
  if (only?.type !== 'message') return read
  if (only.text.startsWith(sharedInfoCopy)) return [{ type: 'ignored', name: 'user_submit_info_copy' }]
  return /^#\S+$/.test(only.text) ? [{ ...only, payload: only.text }] : read
}

async function readFlat(
  event: WebhookEvent,
  hmac: ReadOptions['hmac'],
  userId: string | null | undefined,
  type: 'followed' | 'unfollowed' | 'withdrew',
): Promise<ChannelEvent[] | null> {
  if (userId == null) return null
  return [{ type, externalId: await madeUpId(event, hmac, userId), from: urnOf(userId), ...timed('at', event) }]
}

async function readSharedInfo(event: WebhookEvent, { hmac }: ReadOptions): Promise<ChannelEvent[] | null> {
  const parsed = sharedInfo.safeParse(event.info)
  if (!parsed.success || event.sender == null) return null
  const { name, phone } = parsed.data
  const mobile = phone == null ? null : readMobile(phone)
  return [
    {
      type: 'contact_shared',
      externalId: await madeUpId(event, hmac, event.sender.id),
      from: urnOf(event.sender.id),
      ...(name == null ? {} : { name: name.normalize('NFC') }),
      ...(mobile === null ? {} : { phone: mobile.slice('tel:'.length) }),
      ...timed('at', event),
    },
  ]
}

/** A receipt for a template sent to a phone number has the same name: its header or the tracking id, which is ours, tells it. */
function readDelivered(event: WebhookEvent, { isByPhone }: ReadOptions): ChannelEvent[] | null {
  const parsed = receipt.safeParse(event.message)
  if (!parsed.success || parsed.data.msg_id == null) return null
  const { msg_id: externalId, tracking_id: trackingId, delivery_time: deliveredAt } = parsed.data
  const reported = { type: 'status', externalId, status: 'delivered', ...timed('at', event) } as const
  if (!isByPhone && trackingId == null) return [reported]
  return [
    {
      ...reported,
      ...(trackingId == null ? {} : { outboxId: outboxIdOf(trackingId) }),
      ...(isInstant(deliveredAt) ? { at: Number(deliveredAt) } : {}),
      by: 'zbs',
    },
  ]
}

function readSeen(event: WebhookEvent): ChannelEvent[] | null {
  const parsed = receipt.safeParse(event.message)
  if (!parsed.success) return null
  const ids = parsed.data.msg_ids ?? (parsed.data.msg_id == null ? [] : [parsed.data.msg_id])
  if (ids.length === 0) return null
  return ids.map((externalId) => ({ type: 'status', externalId, status: 'read', ...timed('at', event) }))
}

/** It names no person: who was sent the message it hangs on. Of an answer changed later, each is one of its own. */
async function readPressed(event: WebhookEvent, { hmac }: ReadOptions): Promise<ChannelEvent[] | null> {
  const parsed = pressed.safeParse(event.message)
  if (!parsed.success) return null
  const { tracking_id: trackingId, data, submit_time: submittedAt } = parsed.data
  const id = hex(await hmac(utf8(JSON.stringify([event.event_name, trackingId, submittedAt, data]))))
  return [
    {
      type: 'answered',
      externalId: `${event.event_name}:${id}`,
      outboxId: outboxIdOf(trackingId),
      text: data.normalize('NFC'),
      ...(isInstant(submittedAt) ? { at: Number(submittedAt) } : timed('at', event)),
    },
  ]
}

/** What the Official Account sent: `admin_id` is there only where a person typed it in Zalo's own chat page. */
function readOwn(event: WebhookEvent): ChannelEvent[] | null {
  const parsed = messageShape.safeParse(event.message)
  if (!parsed.success || event.recipient == null) return null
  const { msg_id: externalId, text, attachments } = parsed.data
  const to = urnOf(event.recipient.id)
  if (event.sender?.admin_id != null) return [{ type: 'staff_wrote', externalId, to, ...timed('at', event) }]
  const words = text ?? attachments?.[0]?.payload?.text ?? ''
  return [{ type: 'echoed', externalId, to, text: words.normalize('NFC'), ...timed('at', event) }]
}

function urnOf(userId: string): Urn {
  return `zalo:${userId}`
}

/**
 * For events that carry no id: a redelivery has the same body, so the same name, person and time. It outlives the person's
 * erasure, so it is keyed: nobody reads their Zalo id from it, nor can try ids against it.
 */
async function madeUpId(event: WebhookEvent, hmac: ReadOptions['hmac'], userId: string): Promise<string> {
  const { event_name: name, timestamp } = event
  return `${name}:${hex(await hmac(utf8(JSON.stringify([name, userId, timestamp]))))}`
}

function timed<Name extends 'at' | 'sentAt'>(name: Name, event: WebhookEvent): { [key in Name]?: number } {
  const at: { [key in Name]?: number } = {}
  if (isInstant(event.timestamp)) at[name] = Number(event.timestamp)
  return at
}

/** Epoch ms, as text. */
const isInstant = (text: string | null | undefined): boolean => text != null && /^\d{12,14}$/.test(text)
