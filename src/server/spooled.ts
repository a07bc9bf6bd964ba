import { z } from 'zod'
import { CHANNEL_TYPES, type ChannelEvent, type ChannelType, type Urn } from '../channels/channel.ts'
import { jsonText } from './json-text.ts'

const urn: z.ZodType<Urn> = z.templateLiteral([z.enum(['tel:', 'zalo:']), z.string().min(1)])
const words = z.exactOptional(z.string())
const figure = z.exactOptional(z.number())
const from = { externalId: z.string(), from: urn, at: figure }
const to = { externalId: z.string(), to: urn, at: figure }

const attachment = z.object({
  type: z.enum(['image', 'audio', 'video', 'file', 'location', 'sticker', 'link', 'contact']),
  url: words,
  name: words,
  contentType: words,
  latitude: figure,
  longitude: figure,
})

/** Every event, as it is written down. */
const channelEvent: z.ZodType<ChannelEvent> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    externalId: z.string(),
    from: urn,
    text: z.string(),
    attachments: z.array(attachment),
    payload: words,
    sentAt: figure,
    receivedAt: figure,
    line: words,
  }),
  z.object({
    type: z.literal('status'),
    outboxId: words,
    externalId: words,
    status: z.enum(['sent', 'delivered', 'read', 'errored', 'failed']),
    code: words,
    at: figure,
    cost: z.exactOptional(z.object({ vnd: z.number() })),
    by: z.exactOptional(z.enum(CHANNEL_TYPES)),
  }),
  z.object({ type: z.enum(['stopped', 'started']), ...from, text: words }),
  z.object({ type: z.enum(['followed', 'unfollowed']), ...from }),
  z.object({ type: z.literal('contact_shared'), ...from, name: words, phone: words }),
  z.object({ type: z.literal('answered'), externalId: z.string(), outboxId: z.string(), text: z.string(), at: figure }),
  z.object({ type: z.literal('staff_wrote'), ...to }),
  z.object({ type: z.literal('echoed'), ...to, text: z.string() }),
  z.object({ type: z.literal('withdrew'), ...from }),
  z.object({
    type: z.literal('machine_wrote'),
    externalId: z.string(),
    sender: z.string(),
    text: z.string(),
    sentAt: figure,
  }),
  z.object({ type: z.literal('ignored'), name: z.string() }),
])

const channelType: z.ZodType<ChannelType> = z.enum(CHANNEL_TYPES)
const spooled = z.object({ channel: channelType, events: z.array(channelEvent) })

/** A provider's request, read, as the spool and what is set aside hold it. */
export type Spooled = z.infer<typeof spooled>

/** `now`: epoch ms. What a farmer wrote keeps the time at which it came, however late it is taken up. */
export function writeSpooled({ channel, events }: Spooled, now: number): Buffer {
  const dated = events.map((event) => (event.type === 'message' ? { receivedAt: now, ...event } : event))
  return Buffer.from(JSON.stringify({ channel, events: dated } satisfies Spooled))
}

/** null: another version wrote it in another way. */
export function readSpooled(record: Buffer): Spooled | null {
  const parsed = jsonText.pipe(spooled).safeParse(record.toString())
  return parsed.success ? parsed.data : null
}
