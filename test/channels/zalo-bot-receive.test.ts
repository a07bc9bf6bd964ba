import { describe, expect, it } from 'vitest'
import type { ChannelEvent, InboundRequest, Received } from '../../src/channels/channel.ts'
import { describeChannelContract } from './contract.ts'
import { toInbound } from './rig.ts'
import { farmer, farmerId, startZaloBot, startZaloBotRig } from './zalo-bot-rig.ts'

describeChannelContract('zalo-bot', startZaloBotRig)

const at = Date.parse('2026-11-22T12:00:00+07:00')

function eventsOf(received: Received): ChannelEvent[] {
  if (received.type !== 'accepted') throw new Error(received.code)
  return received.events
}

/** What the channel makes of an event of the farmer's. */
async function read(name: string, fields: Record<string, unknown>, posts: 'bare' | 'wrapped' = 'bare') {
  const { standIn, channel } = await startZaloBot({ posts, now: () => at })
  const received = await channel.receive(toInbound(standIn.event(name, farmerId, fields)))
  await standIn.close()
  return received
}

const fromFarmer = { type: 'message', from: farmer, sentAt: at }

describe('zalo-bot: a message comes in', () => {
  it.each(['bare', 'wrapped'] as const)('%s, with its own id and time', async (posts) => {
    const received = await read('message.text.received', { message_id: 'm1', text: 'Lúa bị vàng lá' }, posts)
    const message = { ...fromFarmer, externalId: 'message.text.received m1', text: 'Lúa bị vàng lá', attachments: [] }
    expect(eventsOf(received)).toEqual([message])
  })

  it.each([
    [
      'image',
      { photo_url: 'https://f1.zdn.vn/1.jpg', caption: 'Lá này ạ', message_type: 'CHAT_PHOTO' },
      'image',
      'Lá này ạ',
    ],
    ['image', { photo: 'https://f1.zdn.vn/1.jpg' }, 'image', ''],
    ['sticker', { sticker: '46', url: 'https://f1.zdn.vn/1.png' }, 'sticker', ''],
    ['voice', { voice_url: 'https://f1.zdn.vn/1.aac', message_type: 'CHAT_VOICE' }, 'audio', ''],
  ])('%s with %j', async (name, fields, type, text) => {
    const [event] = eventsOf(await read(`message.${name}.received`, fields))
    const url = expect.stringContaining('https://f1.zdn.vn/1.')
    expect(event).toMatchObject({ ...fromFarmer, text, attachments: [{ type, url }] })
  })

  it.each([
    ['an image without its address', 'image', { photo_url: null }, [{ type: 'image' }]],
    ['an image of a new shape', 'image', { photo: [{ file_id: '1' }], caption: 7 }, [{ type: 'image' }]],
    ['what comes without its content', 'unsupported', {}, []],
  ])('%s is a message all the same', async (_name, kind, fields, attachments) => {
    const [event] = eventsOf(await read(`message.${kind}.received`, fields))
    expect(event).toMatchObject({ ...fromFarmer, text: '', attachments })
  })

  it.each([
    ['date', { date: '1795312800000' }],
    ['date', { date: null }],
    ['chat_type', { chat: { id: farmerId } }],
    ['is_bot', { from: { id: farmerId, is_bot: 'no' } }],
  ])('does without a %s it can read', async (_name, fields) => {
    const [event] = eventsOf(await read('message.text.received', { text: 'alo', ...fields }))
    expect(event).toMatchObject({ type: 'message', from: farmer, text: 'alo' })
  })

  it.each<[string, string, Record<string, unknown>]>([
    ['group_chat', 'message.text.received', { chat: { id: 'g1', chat_type: 'GROUP' } }],
    ['group_chat', 'message.image.received', { chat: { id: 'g1', chat_type: 'SUPERGROUP' } }],
    ['group_chat', 'message.text.received', { chat: { id: 'g1' } }],
    ['from_bot', 'message.text.received', { from: { id: farmerId, is_bot: true } }],
    ['unknown_event', 'message.location.received', {}],
    ['unknown_event', 'constructor', {}],
  ])('%s is counted and not answered: %s', async (name, event, fields) => {
    expect(eventsOf(await read(event, { text: 'alo', ...fields }))).toEqual([{ type: 'ignored', name }])
  })

  it.each<[string, Record<string, unknown>]>([
    ['a text without words', { text: undefined }],
    ['no message id', { message_id: undefined }],
    ['no chat', { chat: undefined }],
    ['a chat with an id that is none', { chat: { id: 'a:b', chat_type: 'PRIVATE' } }],
  ])('%s is refused, and the log says so', async (_name, fields) => {
    const { standIn, channel, lines } = await startZaloBot()
    const post = standIn.inbound(farmerId, 'alo', fields)
    expect(await channel.receive(toInbound(post))).toEqual({ type: 'refused', status: 400, code: 'malformed' })
    expect(lines).toEqual([JSON.stringify({ isUpdate: true, event: 'zalo_bot_malformed' })])
    await standIn.close()
  })

  it('is the same message when it is posted again', async () => {
    const { standIn, channel } = await startZaloBot()
    const post = standIn.inbound(farmerId, 'alo')
    const [first, second] = [await channel.receive(toInbound(post)), await channel.receive(toInbound(post))]
    expect(eventsOf(first)).toEqual(eventsOf(second))
    await standIn.close()
  })
})

describe('zalo-bot: the secret', () => {
  const withSecret = (post: InboundRequest, secret: string | null): InboundRequest => {
    const headers = new Headers(post.headers)
    if (secret === null) headers.delete('x-bot-api-secret-token')
    else headers.set('x-bot-api-secret-token', secret)
    return { ...post, headers }
  }

  it('that is missing is refused, and nothing is kept', async () => {
    const { standIn, channel } = await startZaloBot()
    const post = withSecret(toInbound(standIn.inbound(farmerId, 'alo')), null)
    expect(await channel.receive(post)).toEqual({ type: 'refused', status: 403, code: 'no_secret' })
    await standIn.close()
  })

  it.each(['', 'x', 'bot-secret-for-test', 'bot-secret-for-tests0'])(
    '%j is refused, and kept: ours may be wrong',
    async (secret) => {
      const { standIn, channel } = await startZaloBot()
      const refused = { type: 'refused', status: 403, code: 'bad_secret' }
      const post = withSecret(toInbound(standIn.inbound(farmerId, 'alo')), secret)
      expect(await channel.receive(post)).toEqual({ ...refused, quarantine: { from: farmer } })
      const group = standIn.inbound(farmerId, 'alo', { chat: { id: 'g1', chat_type: 'GROUP' } })
      expect(await channel.receive(withSecret(toInbound(group), secret))).toEqual({
        ...refused,
        quarantine: { from: null },
      })
      const html = toInbound({ url: 'https://bot.example.vn/webhooks/zalo-bot', headers: {}, body: '<html>' })
      expect(await channel.receive(withSecret(html, secret))).toEqual(refused)
      await standIn.close()
    },
  )
})
