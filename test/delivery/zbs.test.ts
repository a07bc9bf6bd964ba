import { expect, onTestFinished, test } from 'vitest'
import { createZaloChannel } from '../../src/channels/zalo/channel.ts'
import { createZbsChannels } from '../../src/channels/zalo/zbs-channel.ts'
import { applyEcho, applyStatus } from '../../src/delivery/statuses.ts'
import { update } from '../../src/store/writes.ts'
import { toInbound } from '../channels/rig.ts'
import { farmer, farmerId, webhookUrl } from '../channels/zalo-rig.ts'
import { farmerPhone, phone, startZbs } from '../channels/zbs-rig.ts'
import type { TemplateSent } from '../stand-ins/zalo-templates.ts'
import { HOUR, NOW, SECOND } from './fixtures.ts'
import { openRig } from './rig.ts'
import { approved, SAID } from './zbs-rig.ts'

const ID = '019ab000-0000-7000-8000-0000000000a1'
/** In three SMS parts it costs more than a template. */
const LONG = 'Gừng Bảo Lâm 15.000 đ/kg, mua tại nhà văn hoá xóm hết tháng này; '.repeat(6).trim()

/** An Official Account whose farmer has a phone and Zalo, and never wrote; SMS beside it. */
async function open({ most = 400, hasSms = true, tag = 'transaction' as 'transaction' | 'promotion' } = {}) {
  const rig = await openRig()
  const zalo = await startZbs({ now: rig.delivery.clock })
  onTestFinished(() => zalo.standIn.close())
  zalo.standIn.zbs.register(SAID, [{ name: 'what', maxLength: 400 }])
  const oa = createZaloChannel(zalo)
  const current = approved()
  const [template] = current.zaloTemplates
  const params = template?.params.map((param) => ({ ...param, most })) ?? []
  const programs = {
    current: { ...current, zaloTemplates: template ? [{ ...template, tag, params }] : [] },
    byRevision: () => undefined,
  }
  const channels = [...(hasSms ? [rig.sms] : []), oa, ...createZbsChannels(zalo)]
  rig.dispatcher({ channels, programs })
  const tell = async (sent: TemplateSent | undefined) => {
    if (sent === undefined) throw new Error('nothing was sent')
    const received = await oa.receive(toInbound(zalo.standIn.templateReceipt(webhookUrl, sent)))
    if (received.type !== 'accepted') throw new Error(received.code)
    const results = []
    for (const event of received.events)
      if (event.type === 'status') results.push(await applyStatus(rig.delivery, event.by ?? 'zalo', event))
    return results
  }
  const person = { id: 'p1' }
  return {
    ...{ rig, zbs: zalo.standIn.zbs, standIn: zalo.standIn, tell },
    addPhone: (over = {}) => rig.addUrn('t1', { address: phone, person: { ...person, ...over } }),
    addUser: () => rig.addUrn('z1', { scheme: 'zalo', address: farmer, person }),
    queue: (over = {}) =>
      rig.queue(ID, {
        class: 'broadcast',
        urnId: 't1',
        personId: 'p1',
        what: LONG,
        deadline: NOW + 10 * HOUR,
        ...over,
      }),
  }
}

test('what says more than two SMS parts goes as a template, with its words kept for show', async () => {
  const { rig, zbs, addPhone, queue } = await open()
  await addPhone()
  await queue()
  await rig.at(NOW)
  expect(zbs.sent).toMatchObject([{ way: 'phone', to: farmerPhone, values: { what: LONG } }])
  expect(await rig.row(ID)).toMatchObject({
    ...{
      status: 'wired',
      channel: 'zbs',
      externalId: zbs.sent[0]?.id,
      text: `Đã ghi: ${LONG}.`,
      parts: null,
      costVnd: 750,
    },
  })
  expect(rig.sms.asked).toEqual([])
})

test.each([
  ['too long for the template', { most: 100 }, {}],
  [
    'of several texts',
    {},
    {
      texts: [
        { key: 't.said', values: { what: LONG } },
        { key: 't.said', values: { what: 'x' } },
      ],
    },
  ],
  ['with buttons', {}, { choices: [{ title: 'Có', payload: '#1' }] }],
  ['that no template says', {}, { texts: [{ key: 't.asked', values: { options: LONG } }] }],
])('a message %s goes by SMS, whole', async (_name, options, over) => {
  const { rig, zbs, addPhone, queue } = await open(options)
  await addPhone()
  await queue(over)
  await rig.at(NOW)
  expect([zbs.sent.length, rig.sms.ids]).toEqual([0, [ID]])
  expect(await rig.row(ID)).toMatchObject({ status: 'wired', channel: 'twilio' })
})

test.each([-118, -139, -131, -1121])('who can not be reached by template (%i) gets it by SMS at once', async (code) => {
  const { rig, zbs, addPhone, queue } = await open()
  zbs.refuse(farmerPhone, code)
  await addPhone()
  await queue()
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual([ID])
  expect(await rig.row(ID)).toMatchObject({ status: 'wired', channel: 'twilio', possibleDouble: false })
})

test.each([
  ['promotion', true, 'wired'],
  ['promotion', false, 'failed'],
  ['transaction', true, 'failed'],
] as const)('by a %s template, advertising %s: %s', async (tag, advertising, status) => {
  const { rig, zbs, addPhone, queue } = await open({ hasSms: false, tag })
  await addPhone({ advertising: 'agreed' })
  await queue({ advertising })
  await rig.at(NOW)
  await rig.at(NOW + 11 * HOUR)
  expect(zbs.sent.length).toBe(status === 'wired' ? 1 : 0)
  if (status === 'wired') expect(await rig.row(ID)).toMatchObject({ status, channel: 'zbs', advertising: true })
})

test('a user who can not be sent the template gets it by phone number', async () => {
  const { rig, zbs, addPhone, addUser, queue } = await open({ hasSms: false })
  zbs.refuse(farmerId, -249)
  await addUser()
  await addPhone()
  await queue({ urnId: 'z1' })
  await rig.at(NOW)
  expect(zbs.sent).toMatchObject([{ way: 'phone', to: farmerPhone }])
  expect(await rig.row(ID)).toMatchObject({ status: 'wired', channel: 'zbs', urnId: 't1' })
})

test('the report of a delivery by phone is known by our own id, though its answer was lost', async () => {
  const { rig, zbs, standIn, addPhone, queue, tell } = await open()
  standIn.fail({ type: 'reset', accept: true }, { matches: ({ url }) => url.endsWith('/message/template') })
  await addPhone()
  await queue()
  await rig.at(NOW)
  expect(await rig.row(ID)).toMatchObject({ status: 'errored', reason: 'look_1' })
  expect(await tell(zbs.sent[0])).toEqual([{ type: 'applied' }])
  const told = { status: 'delivered', channel: 'zbs', externalId: zbs.sent[0]?.id }
  expect(await rig.row(ID)).toMatchObject(told)
  await rig.at(NOW + HOUR)
  expect(zbs.sent).toHaveLength(1)
  expect([await rig.row(ID), rig.sms.asked]).toMatchObject([told, []])
})

test('a broadcast whose answer was lost is not sent again', async () => {
  const { rig, zbs, standIn, addPhone, queue } = await open({ hasSms: false })
  standIn.fail({ type: 'reset', accept: true }, { matches: ({ url }) => url.endsWith('/message/template') })
  await addPhone()
  await queue()
  await rig.at(NOW)
  await rig.at(NOW + HOUR)
  expect(zbs.sent).toHaveLength(1)
  expect(await rig.row(ID)).toMatchObject({ status: 'uncertain', channel: 'zbs' })
})

test('a service message whose answer was lost is sent once more, as a template again', async () => {
  const { rig, zbs, standIn, addPhone, queue } = await open()
  standIn.fail({ type: 'reset', accept: true }, { matches: ({ url }) => url.endsWith('/message/template') })
  await addPhone()
  await queue({ class: 'service' })
  await rig.at(NOW)
  await rig.at(NOW + 3 * SECOND)
  expect(zbs.sent).toMatchObject([{ way: 'phone' }, { way: 'phone' }])
  expect(await rig.row(ID)).toMatchObject({ status: 'wired', channel: 'zbs', possibleDouble: true })
  expect(rig.sms.asked).toEqual([])
})

test('an answer that Zalo would not carry in free words goes as a template', async () => {
  const { rig, zbs, standIn, addUser, queue } = await open({ hasSms: false })
  standIn.interact(farmerId, NOW - 8 * 24 * HOUR)
  await addUser()
  await queue({ class: 'reply', urnId: 'z1' })
  await rig.at(NOW)
  await rig.at(NOW + SECOND)
  expect(zbs.sent).toMatchObject([{ way: 'user', to: farmerId }])
  expect(await rig.row(ID)).toMatchObject({ status: 'wired', channel: 'zbs', attempts: 2 })
})

test('a receipt for a user belongs to the template, not to a text of the same account', async () => {
  const { rig, zbs, addUser, queue, tell } = await open()
  await addUser()
  await queue({ urnId: 'z1' })
  await rig.at(NOW)
  expect(await tell(zbs.sent[0])).toEqual([{ type: 'applied' }])
  expect(await rig.row(ID)).toMatchObject({ status: 'delivered', channel: 'zbs', costVnd: 510 })
})

test('a receipt for a user that comes before the send’s own answer waits for it', async () => {
  const { rig, zbs, standIn, addUser, queue, tell } = await open()
  await addUser()
  await queue({ urnId: 'z1' })
  const early = { ...zbs.sent[0], id: 'm1', way: 'user', to: farmerId, templateId: SAID, values: {} } as const
  expect(await tell({ ...early, trackingId: null, at: NOW })).toEqual([{ type: 'unmatched' }])
  const answer = { error: 0, data: { message_id: 'm1' } }
  standIn.fail(
    { type: 'answer', status: 200, body: answer },
    { matches: ({ url }) => url.endsWith('/message/template') },
  )
  await rig.at(NOW)
  expect(await rig.row(ID)).toMatchObject({ status: 'delivered', channel: 'zbs', externalId: 'm1' })
})

test('an id that a text and a template bear is taken for neither', async () => {
  const { rig } = await open()
  rig.sms.script.push({ type: 'wired', externalId: 'm1' }, { type: 'wired', externalId: 'm1' })
  await rig.addUrn('u1')
  for (const [id, channel] of [
    ['o1', 'zalo'],
    ['o2', 'zbs'],
  ] as const) {
    await rig.queue(id)
    await rig.at(rig.delivery.clock() + 6 * SECOND)
    await rig.write(update('outbox', { id }, { channel }))
  }
  const event = { type: 'status', externalId: 'm1', status: 'delivered' } as const
  expect(await applyStatus(rig.delivery, 'zalo', event)).toEqual({ type: 'unmatched' })
  expect(await applyStatus(rig.delivery, 'zbs', event)).toEqual({ type: 'applied' })
  expect([await rig.row('o1'), await rig.row('o2')]).toMatchObject([{ status: 'wired' }, { status: 'delivered' }])
})

test('the echo of a template proves no text', async () => {
  const { rig, zbs, addUser, queue } = await open()
  await addUser()
  await queue({ urnId: 'z1' })
  await rig.at(NOW)
  const echoed = { type: 'echoed', externalId: zbs.sent[0]?.id ?? '', to: farmer, text: 'Mời xem' } as const
  expect(await applyEcho(rig.delivery, 'zalo', echoed)).toEqual({ type: 'late' })
  expect(await applyEcho(rig.delivery, 'zalo', { ...echoed, externalId: 'other' })).toEqual({ type: 'unmatched' })
})
