import { createHmac } from 'node:crypto'
import type { Attachment, ChannelEvent } from '../../src/channels/channel.ts'
import { farmer, farmerId } from './zalo-rig.ts'

const oaId = '2233445566778899001'
const sentAt = 1_795_312_800_000

/** Event name → cases: name, what differs from a user's message, what the channel makes of it. */
export interface EventCase {
  name: string
  body: Record<string, unknown>
  expected: ChannelEvent[]
}

const byUser = { sender: { id: farmerId }, recipient: { id: oaId } }
const byAccount = { sender: { id: oaId }, recipient: { id: farmerId } }
const flat = { oa_id: oaId, user_id_by_app: '4455667788990011223' }

function media(type: string, payload: object, attachment: Attachment, text?: string): EventCase[] {
  const message = { msg_id: 'a1b2', ...(text === undefined ? {} : { text }), attachments: [{ type, payload }] }
  return [{ name: type, body: { ...byUser, message }, expected: [inbound(text ?? '', [attachment])] }]
}

function inbound(text: string, attachments: Attachment[] = [], rest: { payload?: string } = {}): ChannelEvent {
  return { type: 'message', externalId: 'a1b2', from: farmer, text, attachments, sentAt, ...rest }
}

function echo(name: string, message: object, text: string): EventCase {
  const expected: ChannelEvent = { type: 'echoed', externalId: 'b7c8', to: farmer, text, at: sentAt }
  return { name, body: { ...byAccount, message: { msg_id: 'b7c8', ...message } }, expected: [expected] }
}

/** The same kinds for every echo: our own, and one that a person typed. */
function own(message: object, text: string): EventCase[] {
  const { name, body, expected } = echo('our own', message, text)
  const sender = { id: oaId, admin_id: '9988776655443322110' }
  const staff: ChannelEvent = { type: 'staff_wrote', externalId: 'b7c8', to: farmer, at: sentAt }
  return [
    { name, body, expected },
    { name: 'by a person', body: { ...body, sender }, expected: [staff] },
  ]
}

const place: Attachment = { type: 'location', latitude: 22.6657, longitude: 106.2522 }
const link = { thumbnail: 'https://t.example.zdn.vn/t.jpg', url: 'https://f.example.zdn.vn/p.jpg' }
const template = {
  attachments: [{ type: 'template', payload: { zinstant_id: 'z1', text: 'Mời xem giá', checksum: 'c' } }],
}

const press = {
  ...{ submit_time: '1795312809000', data: 'Đi được', button_type: 'response' },
  tracking_id: '019ab0000000700080000000000000a1',
}

export const eventCases: Record<string, EventCase[]> = {
  user_send_text: [
    {
      name: 'text',
      body: { ...byUser, message: { text: 'Lúa bị vàng lá', msg_id: 'a1b2' } },
      expected: [inbound('Lúa bị vàng lá')],
    },
    {
      name: 'tap on a button',
      body: { ...byUser, message: { text: '#s1.q2.c3', msg_id: 'a1b2' } },
      expected: [inbound('#s1.q2.c3', [], { payload: '#s1.q2.c3' })],
    },
    {
      name: 'text that begins like a button',
      body: { ...byUser, message: { text: '#1 là gì', msg_id: 'a1b2' } },
      expected: [inbound('#1 là gì')],
    },
    {
      name: 'Zalo’s own copy of shared information',
      body: { ...byUser, message: { text: 'Bạn đã gởi thông tin cho OA: Lúa', msg_id: 'a1b2' } },
      expected: [{ type: 'ignored', name: 'user_submit_info_copy' }],
    },
    {
      name: 'no message id',
      body: { ...byUser, message: { text: 'Lúa' } },
      expected: [{ type: 'ignored', name: 'malformed_event' }],
    },
  ],
  user_send_image: media('image', link, { type: 'image', url: link.url }, 'lá bị đốm'),
  user_send_gif: media('gif', link, { type: 'image', url: link.url }),
  user_send_sticker: media(
    'sticker',
    { id: '18', url: 'https://s.example.zdn.vn/s.png' },
    { type: 'sticker', url: 'https://s.example.zdn.vn/s.png' },
  ),
  user_send_audio: media(
    'audio',
    { url: 'https://v.example.zdn.vn/v.amr' },
    { type: 'audio', url: 'https://v.example.zdn.vn/v.amr' },
  ),
  user_send_video: media('video', { ...link, description: 'ruộng' }, { type: 'video', url: link.url }),
  user_send_link: media('link', { ...link, description: 'bài' }, { type: 'link', url: link.url }),
  user_send_file: media(
    'file',
    { name: 'gia.pdf', size: '20480', type: 'pdf', checksum: 'c', url: link.url },
    { type: 'file', url: link.url, name: 'gia.pdf' },
  ),
  user_send_business_card: media(
    'link',
    { ...link, description: '{"phone":"84901234567"}' },
    { type: 'contact', url: link.url },
  ),
  user_send_location: [
    ...media('location', { coordinates: { latitude: '22.6657', longitude: '106.2522' } }, place, ''),
    ...media('location', { coordinates: { lat: 22.6657, long: 106.2522 } }, place, ''),
    ...media('location', { coordinates: { latitude: '', longitude: '200' } }, { type: 'location' }, ''),
    {
      name: 'in the message',
      body: { ...byUser, message: { msg_id: 'a1b2', location: { latitude: 22.6657, longitude: 106.2522 } } },
      expected: [inbound('', [place])],
    },
  ],
  follow: [
    {
      name: 'flat',
      body: { ...flat, follower: { id: farmerId }, source: 'oa_profile' },
      expected: [{ type: 'followed', externalId: madeUp('follow'), from: farmer, at: sentAt }],
    },
    { name: 'nobody', body: flat, expected: [{ type: 'ignored', name: 'malformed_event' }] },
  ],
  unfollow: [
    {
      name: 'flat',
      body: { ...flat, follower: { id: farmerId } },
      expected: [{ type: 'unfollowed', externalId: madeUp('unfollow'), from: farmer, at: sentAt }],
    },
  ],
  user_withdraw: [
    {
      name: 'flat',
      body: { ...flat, user_id: farmerId },
      expected: [{ type: 'withdrew', externalId: madeUp('user_withdraw'), from: farmer, at: sentAt }],
    },
  ],
  user_submit_info: [
    {
      name: 'today',
      body: {
        ...byUser,
        info: {
          name: 'Nguyễn Văn Lúa',
          phone: '84901234567',
          user_dob: '30/10/1970',
          gender: 'Nam',
          full_address: { user_city: 'Cao Bằng', user_ward: 'Xã Quảng Uyên', user_address: 'xóm 3' },
        },
      },
      expected: [shared('Nguyễn Văn Lúa', '+84901234567')],
    },
    {
      name: 'older, phone as a number',
      body: {
        ...byUser,
        info: { name: 'Lúa', phone: 84901234567, address: 'xóm 3', city: 'CB', district: 'QU', ward: 'Q' },
      },
      expected: [shared('Lúa', '+84901234567')],
    },
    { name: 'no mobile', body: { ...byUser, info: { name: 'Lúa', phone: '19001234' } }, expected: [shared('Lúa')] },
  ],
  user_received_message: [
    { name: 'ours', body: { ...byAccount, message: { msg_id: 'b7c8' } }, expected: [status('b7c8', 'delivered')] },
    {
      name: 'template by phone',
      body: {
        ...byAccount,
        message: {
          msg_id: 'c5d6',
          tracking_id: '019ab0000000700080000000000000a1',
          delivery_time: '1795312803000',
        },
      },
      expected: [
        {
          type: 'status',
          outboxId: '019ab000-0000-7000-8000-0000000000a1',
          externalId: 'c5d6',
          status: 'delivered',
          at: 1_795_312_803_000,
          by: 'zbs',
        },
      ],
    },
    {
      name: 'template by phone with an id that is none of ours',
      body: { ...byAccount, message: { msg_id: 'c5d6', tracking_id: 'other', delivery_time: 'soon' } },
      expected: [{ type: 'status', outboxId: 'other', externalId: 'c5d6', status: 'delivered', at: sentAt, by: 'zbs' }],
    },
  ],
  user_seen_message: [
    {
      name: 'two at once',
      body: { ...byAccount, message: { msg_ids: ['b7c8', 'b7c9'] } },
      expected: [status('b7c8', 'read'), status('b7c9', 'read')],
    },
    { name: 'one', body: { ...byAccount, message: { msg_id: 'b7c8' } }, expected: [status('b7c8', 'read')] },
    {
      name: 'none',
      body: { ...byAccount, message: { msg_ids: [] } },
      expected: [{ type: 'ignored', name: 'malformed_event' }],
    },
  ],
  user_click_response_button: [
    {
      name: 'below a template by phone',
      body: { oa_id: oaId, msg_id: 'c5d6', message: press },
      expected: [
        {
          type: 'answered',
          externalId: pressId(press.submit_time),
          outboxId: '019ab000-0000-7000-8000-0000000000a1',
          text: 'Đi được',
          at: 1_795_312_809_000,
        },
      ],
    },
    {
      name: 'changed a minute later',
      body: { oa_id: oaId, msg_id: 'c5d6', message: { ...press, submit_time: '1795312869000' } },
      expected: [
        {
          type: 'answered',
          externalId: pressId('1795312869000'),
          outboxId: '019ab000-0000-7000-8000-0000000000a1',
          text: 'Đi được',
          at: 1_795_312_869_000,
        },
      ],
    },
    {
      name: 'below one of which nothing is told',
      body: { oa_id: oaId, msg_id: 'c5d6', message: { ...press, tracking_id: undefined } },
      expected: [{ type: 'ignored', name: 'malformed_event' }],
    },
    {
      name: 'of another kind',
      body: { oa_id: oaId, msg_id: 'c5d6', message: { ...press, button_type: 'open' } },
      expected: [{ type: 'ignored', name: 'malformed_event' }],
    },
  ],
  oa_send_text: own({ text: 'Chào bà con' }, 'Chào bà con'),
  oa_send_image: own({ attachments: [{ type: 'image', payload: link }] }, ''),
  oa_send_gif: own({ attachments: [{ type: 'gif', payload: link }] }, ''),
  oa_send_list: own(template, 'Mời xem giá'),
  oa_send_file: own({ attachments: [{ type: 'file', payload: link }] }, ''),
  oa_send_sticker: own({ attachments: [{ type: 'sticker', payload: link }] }, ''),
}

function pressId(submittedAt: string): string {
  const told = ['user_click_response_button', press.tracking_id, submittedAt, press.data]
  const hmac = createHmac('sha256', 'oa-secret-for-tests').update(JSON.stringify(told)).digest('hex')
  return `user_click_response_button:${hmac}`
}

/** As anyone with the OA secret key can work it out, and nobody else. */
function madeUp(name: string): string {
  const hmac = createHmac('sha256', 'oa-secret-for-tests')
  return `${name}:${hmac.update(JSON.stringify([name, farmerId, String(sentAt)])).digest('hex')}`
}

function shared(name: string, phone?: string): ChannelEvent {
  const externalId = madeUp('user_submit_info')
  return {
    type: 'contact_shared',
    externalId,
    from: farmer,
    name,
    ...(phone === undefined ? {} : { phone }),
    at: sentAt,
  }
}

function status(externalId: string, value: 'delivered' | 'read'): ChannelEvent {
  return { type: 'status', externalId, status: value, at: sentAt }
}
