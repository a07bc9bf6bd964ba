import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { dayOf, instantOf } from '../../src/conversation/calendar.ts'
import { createRuntime } from '../../src/runtime.ts'
import { readSpooled, writeSpooled } from '../../src/server/spooled.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { attachments as attachmentRows } from '../../src/store/schema/messages.ts'
import { startZaloBotStandIn, type ZaloBotStandIn } from '../stand-ins/zalo-bot.ts'
import { type ServiceRig, startService } from './rig.ts'

type Post = ReturnType<ZaloBotStandIn['inbound']>

/** The whole service with a bot beside the Official Account and Twilio. */
async function start(
  env: Record<string, string> = {},
  clock: () => number = Date.now,
): Promise<{ service: ServiceRig; bot: ZaloBotStandIn }> {
  const bot = await startZaloBotStandIn()
  const service = await startService(
    {
      ...{ ZALO_BOT_TOKEN: bot.token, ZALO_BOT_SECRET: bot.webhook.secret, ZALO_BOT_API_URL: bot.url },
      ...env,
    },
    clock,
  )
  return { service, bot }
}

let service: ServiceRig
let bot: ZaloBotStandIn
beforeAll(async () => {
  ;({ service, bot } = await start())
})
afterAll(async () => {
  await service.close()
  await bot.close()
})

const post = async ({ headers, body }: Pick<Post, 'headers' | 'body'>, to = service) =>
  to.runtime.app.request('/webhooks/zalo-bot', { method: 'POST', headers, body })
const says = (user: string, text: string) => post(bot.inbound(user, text))
const sentTo = (user: string) => bot.messages.filter(({ to }) => to === user)
const hears = (user: string, count: number) =>
  vi.waitFor(() => {
    const sent = sentTo(user)
    expect(sent.length).toBeGreaterThanOrEqual(count)
    return sent.map(({ text }) => text)
  }, 5000)
/** Longer than a second reply is held. */
const quiet = () => new Promise((done) => setTimeout(done, 300))
const rowOf = (externalId: string | undefined) =>
  service.runtime.store.client.prepare('select * from outbox where external_id = ?').get(externalId)

describe('a farmer writes to the bot', () => {
  test('is answered with accents, by numbers where an account has buttons, and as a user of the bot', async () => {
    const user = 'a1b2c3d4e5f60718a001'
    expect((await says(user, 'alo')).status).toBe(200)
    const [menu] = await hears(user, 1)
    expect(menu).toMatch(/^Chào bà con\./)
    await says(user, '1')
    const [, question] = await hears(user, 2)
    expect(question).toContain('Nhà mình thu cây gì ạ?')
    const { store } = service.runtime
    const known = await findUrn(store.db, store.keys.hash(`zalo:bot:${user}`))
    expect(known?.urn).toMatchObject({ scheme: 'zalo', channel: 'zalo-bot' })
    expect(await findUrn(store.db, store.keys.hash(`zalo:${user}`))).toBeUndefined()
    expect(service.zalo.messages).toEqual([])
    await vi.waitFor(() => expect(rowOf(sentTo(user)[1]?.id)).toMatchObject({ status: 'wired', channel: 'zalo-bot' }))
  })

  test('posted again: once', async () => {
    const user = 'a1b2c3d4e5f60718a002'
    const request = bot.inbound(user, 'alo')
    for (let again = 0; again < 3; again++) expect((await post(request)).status).toBe(200)
    await hears(user, 1)
    await quiet()
    expect(sentTo(user)).toHaveLength(1)
  })

  test('what comes without its content is answered with what can be written; a sticker is not', async () => {
    const user = 'a1b2c3d4e5f60718a003'
    expect((await post(bot.event('message.sticker.received', user, { url: 'https://f1.zdn.vn/1.png' }))).status).toBe(
      200,
    )
    await quiet()
    expect(sentTo(user)).toEqual([])
    expect((await post(bot.event('message.unsupported.received', user))).status).toBe(200)
    const [answer] = await hears(user, 1)
    expect(answer).toMatch(/^Chưa hiểu tin này ạ. Nhắn MENU/)
  })

  test('a picture is fetched from Zalo’s hosts alone', async () => {
    const user = 'a1b2c3d4e5f60718a004'
    const photo = (host: string) => bot.event('message.image.received', user, { photo_url: `${host}/lua.jpg` })
    expect((await post(photo('http://127.0.0.1:1'))).status).toBe(200)
    const rows = () => service.runtime.store.db.select().from(attachmentRows)
    await vi.waitFor(async () => expect(await rows()).toMatchObject([{ status: 'failed', code: 'host' }]), 5000)
    expect((await post(photo('https://f9.photo.talk.zdn.vn.invalid'))).status).toBe(200)
    await vi.waitFor(async () => expect(await rows()).toMatchObject([{}, { status: 'failed', code: 'host' }]), 5000)
    // Of the bot's stand-in and of Zalo's hosts it would be taken.
    expect((await post(photo(bot.url))).status).toBe(200)
    await vi.waitFor(async () => expect((await rows())[2]).toMatchObject({ status: 'failed', code: 'http_404' }), 5000)
  })

  test('in a group: counted, and not answered', async () => {
    const user = 'a1b2c3d4e5f60718a005'
    expect((await post(bot.inbound(user, 'alo', { chat: { id: 'g1', chat_type: 'GROUP' } }))).status).toBe(200)
    await quiet()
    expect([sentTo(user), sentTo('g1')]).toEqual([[], []])
    const metrics = await (await service.runtime.app.request('/metrics')).text()
    expect(metrics).toContain('mua_events_total{channel="zalo-bot",type="ignored"}')
  })

  test('an answer that was lost is sent once more, and the row says that it may be a double', async () => {
    const user = 'a1b2c3d4e5f60718a006'
    bot.fail({ type: 'reset', accept: true })
    await says(user, 'alo')
    await vi.waitFor(() => expect(sentTo(user)).toHaveLength(2), 10_000)
    await vi.waitFor(() => expect(rowOf(sentTo(user)[1]?.id)).toMatchObject({ status: 'wired', possible_double: 1 }))
  }, 15_000)

  test('too large, malformed, without a secret: refused, each with its own answer', async () => {
    const user = 'a1b2c3d4e5f60718a007'
    const { headers } = bot.inbound(user, 'alo')
    expect((await post({ headers, body: JSON.stringify({ event_name: 'x'.repeat(70_000) }) })).status).toBe(413)
    expect((await post({ headers, body: '{}' })).status).toBe(400)
    expect((await post({ headers: {}, body: bot.inbound(user, 'alo').body })).status).toBe(403)
    expect((await service.runtime.app.request('/webhooks/zalo-bot')).status).toBe(404)
    await quiet()
    expect(sentTo(user)).toEqual([])
  })

  test('neither token, secret, user nor text stands in the log', () => {
    const said = service.lines.join('\n')
    for (const secret of [bot.token, bot.webhook.secret, 'a1b2c3d4e5f60718a', 'Chào bà con'])
      expect(said).not.toContain(secret)
  })
})

test('under a wrong secret what comes is kept a day, and taken up once it is right', async () => {
  const wrong = await start({ ZALO_BOT_SECRET: 'a-former-secret' })
  onTestFinished(async () => {
    await wrong.service.close()
    await wrong.bot.close()
  })
  const request = wrong.bot.inbound('a1b2c3d4e5f60718b001', 'bc ngô 3 tạ')
  expect((await post(request, wrong.service)).status).toBe(403)
  const ready = await wrong.service.runtime.app.request('/readyz')
  expect(await ready.json()).toMatchObject({ checks: { quarantine: '1 with a wrong signature, app or account' } })
  const { config, log } = wrong.service.runtime
  await wrong.service.runtime.stop()
  const zaloBot = { token: wrong.bot.token, apiUrl: wrong.bot.url, secret: wrong.bot.webhook.secret }
  const mended = await createRuntime({ config: { ...config, zaloBot }, log })
  onTestFinished(() => mended.stop())
  mended.sweeper.start()
  const texts = () => mended.store.client.prepare('select text from messages').pluck().all()
  await vi.waitFor(() => expect(texts()).toEqual(['bc ngô 3 tạ']), 5000)
})

test('a refused token is told at /readyz, and the message waits', async () => {
  const broken = await start()
  onTestFinished(async () => {
    await broken.service.close()
    await broken.bot.close()
  })
  broken.bot.revoke()
  await post(broken.bot.inbound('a1b2c3d4e5f60718b002', 'alo'), broken.service)
  const checks = async () => (await broken.service.runtime.app.request('/readyz')).json()
  const delivery = 'zalo-bot refused: the account must be mended'
  await vi.waitFor(async () => expect(await checks()).toMatchObject({ checks: { delivery } }), 5000)
  const row = broken.service.runtime.store.client.prepare('select status, attempts, code from outbox').get()
  expect(row).toEqual({ status: 'queued', attempts: 0, code: '401' })
})

test('what the spool holds of a bot is read back', () => {
  const event = {
    ...{ type: 'message' as const, externalId: 'message.text.received m1', from: 'zalo:bot:a1' as const },
    ...{ text: 'alo', attachments: [], receivedAt: 1 },
  }
  expect(readSpooled(writeSpooled({ channel: 'zalo-bot', events: [event] }, 0))?.events).toEqual([event])
})

describe('a farmer known by phone says so to the bot', { timeout: 20_000 }, () => {
  /** Nine in the morning: the law's hours are not those of whoever runs this. */
  const offsetMs = instantOf(dayOf(Date.now()), 9 * 60) - Date.now()
  const PHONE = '+84912345621'
  let linking: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    linking = await start({}, () => Date.now() + offsetMs)
    await linking.service.text('bc ngo 5 ta', PHONE)
    await linking.service.text('dy', PHONE)
    await linking.service.sentTo(PHONE, 2)
  })
  afterAll(async () => {
    await linking.service.close()
    await linking.bot.close()
  })
  const tells = async (user: string, text: string, count: number) => {
    await post(linking.bot.inbound(user, text), linking.service)
    const sent = () => linking.bot.messages.filter(({ to }) => to === user).map((one) => one.text)
    await vi.waitFor(() => expect(sent().length).toBeGreaterThanOrEqual(count), 5000)
    return sent().at(-1)
  }
  const peopleOf = async (urn: string) => {
    const { store } = linking.service.runtime
    return (await findUrn(store.db, store.keys.hash(urn)))?.people.map(({ person }) => person.id)
  }

  test('joined by the code texted to that phone, and by nothing less', async () => {
    const user = 'a1b2c3d4e5f60718c001'
    await tells(user, 'alo', 1)
    expect(await tells(user, 'Xác nhận số điện thoại: 0912 345 621.', 2)).toContain('mã 4 số tới máy có đuôi 621')
    expect(await peopleOf(`zalo:bot:${user}`)).not.toEqual(await peopleOf(`tel:${PHONE}`))
    const [, , code] = await linking.service.sentTo(PHONE, 3)
    const digits = /\d{4}/.exec(code ?? '')?.[0] ?? ''
    expect(await tells(user, digits, 3)).toContain('Đã nối Zalo này')
    expect(await peopleOf(`zalo:bot:${user}`)).toEqual(await peopleOf(`tel:${PHONE}`))
    const texts = linking.service.runtime.store.client.prepare('select text from messages').pluck().all()
    expect(texts).toContain('xác nhận số ...621')
    expect(texts.join('\n')).not.toMatch(/345\s?621/)
  })

  test('posted again: one code', async () => {
    const user = 'a1b2c3d4e5f60718c002'
    const request = linking.bot.inbound(user, 'xac nhan so dien thoai 0912345621')
    for (let again = 0; again < 3; again++) expect((await post(request, linking.service)).status).toBe(200)
    await linking.service.sentTo(PHONE, 4)
    await quiet()
    expect(await linking.service.sentTo(PHONE, 4)).toHaveLength(4)
  })

  test.each(['0912345699', '0203385212', ''])('with %j, which nobody is known by: told what can be', async (number) => {
    const user = `a1b2c3d4e5f60718c1${number.length}${number.at(-1) ?? ''}`
    const said = await tells(user, `xác nhận số điện thoại ${number}`, 1)
    expect(said).toMatch(number === '0203385212' ? /^Chưa hiểu/ : /^Chưa có số máy nào nối được/)
  })

  test('by SMS it is a text like any other', async () => {
    await linking.service.text('xac nhan so dien thoai 0912345621', '+84912345622')
    expect((await linking.service.sentTo('+84912345622', 1))[0]).toMatch(/^Chua hieu/)
  })
})
