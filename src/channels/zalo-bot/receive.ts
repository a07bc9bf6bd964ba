import {
  type Attachment,
  BOT_USER,
  type ChannelEvent,
  type InboundRequest,
  type Received,
  type Urn,
} from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import { readJson } from '../read-json.ts'
import { equalInConstantTime } from '../signing.ts'
import type { ZaloBotConfig } from './config.ts'
import { type Message, message, posted, type Update } from './schemas.ts'

export interface ZaloBotReceiver {
  config: Pick<ZaloBotConfig, 'secret'>
  log: ChannelLog
}

/** Checks and reads what the platform posts. Nothing is signed: the secret in the header is all that shows who posts. */
export async function receiveZaloBot(receiver: ZaloBotReceiver, request: InboundRequest): Promise<Received> {
  const { config, log } = receiver
  const secret = request.headers.get('x-bot-api-secret-token')
  if (secret === null) return { type: 'refused', status: 403, code: 'no_secret' }
  const update = readJson(new TextDecoder().decode(request.body), posted)
  if (!equalInConstantTime(secret, config.secret)) {
    // Nobody says that the platform posts anything twice, and our secret may be what is wrong.
    const kept = update === null ? {} : { quarantine: { from: senderOf(update) } }
    return { type: 'refused', status: 403, code: 'bad_secret', ...kept }
  }
  const event = update === null ? null : readEvent(update)
  if (event !== null) return { type: 'accepted', events: [event] }
  log.warn({ isUpdate: update !== null }, 'zalo_bot_malformed')
  return { type: 'refused', status: 400, code: 'malformed' }
}

/** What a message is, by its event; null where it lacks what its kind must have. */
const kinds: Readonly<Record<string, (it: Message) => { text: string; attachments: Attachment[] } | null>> = {
  'message.text.received': ({ text }) => (text == null ? null : { text, attachments: [] }),
  'message.image.received': (it) => ({
    text: it.caption ?? '',
    attachments: [file('image', it.photo_url ?? it.photo)],
  }),
  'message.sticker.received': ({ url }) => ({ text: '', attachments: [file('sticker', url)] }),
  'message.voice.received': ({ voice_url }) => ({ text: '', attachments: [file('audio', voice_url)] }),
  // A link, a place, a card, or anything of a protected user: it comes without its content, and an empty text is answered
  // with what can be written.
  'message.unsupported.received': () => ({ text: '', attachments: [] }),
}

function readEvent(update: Update): ChannelEvent | null {
  const kind = Object.hasOwn(kinds, update.event_name) ? kinds[update.event_name] : undefined
  if (kind === undefined) return ignored('unknown_event')
  const parsed = message.safeParse(update.message)
  if (!parsed.success) return null
  const it = parsed.data
  if (it.from.is_bot === true) return ignored('from_bot')
  if (!isPrivate(it)) return ignored('group_chat')
  const content = kind(it)
  if (content === null) return null
  return {
    type: 'message',
    // One message may come under two names, each with a part of it.
    externalId: `${update.event_name} ${it.message_id}`,
    from: urnOf(it),
    text: content.text.normalize('NFC'),
    attachments: content.attachments,
    ...(it.date == null ? {} : { sentAt: it.date }),
  }
}

/** In a group many write under one `chat.id`, and all would read the answer. */
const isPrivate = ({ chat, from }: Message): boolean =>
  chat.chat_type == null ? chat.id === from.id : chat.chat_type.toUpperCase() === 'PRIVATE'

/** What is answered: the chat. */
const urnOf = ({ chat }: Message): Urn => `${BOT_USER}${chat.id}`

function senderOf(update: Update): Urn | null {
  const parsed = message.safeParse(update.message)
  return parsed.success && isPrivate(parsed.data) ? urnOf(parsed.data) : null
}

const file = (type: Attachment['type'], url: string | null | undefined): Attachment =>
  url == null || url === '' ? { type } : { type, url }

/** Few names, so that counters stay few. */
const ignored = (name: 'from_bot' | 'group_chat' | 'unknown_event'): ChannelEvent => ({ type: 'ignored', name })
