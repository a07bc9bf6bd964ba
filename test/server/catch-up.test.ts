import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { dayOf, instantOf } from '../../src/conversation/calendar.ts'
import { createRuntime, type Runtime, type RuntimeOptions } from '../../src/runtime.ts'
import { startSmsgateStandIn } from '../stand-ins/smsgate.ts'
import { startTwilioStandIn, type TwilioStandInOptions } from '../stand-ins/twilio.ts'
import { PUBLIC_URL, post, type ServiceRig, startService } from './rig.ts'

const URL_IN = `${PUBLIC_URL}/webhooks/twilio`
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Ten in the morning of today. */
const MORNING = instantOf(dayOf(Date.now()), 10 * 60)

let now: number
const clock = () => Math.round(now)

/** The service since this time, with a Twilio whose list is of the same time. */
async function startAt(instant: number, options: TwilioStandInOptions = {}) {
  now = instant
  const twilio = await startTwilioStandIn({ now: clock, ...options })
  const env = { TWILIO_ACCOUNT_SID: twilio.accountSid, TWILIO_AUTH_TOKEN: twilio.authToken, TWILIO_API_URL: twilio.url }
  const service = await startService(env, clock)
  onTestFinished(async () => {
    await service.close()
    await twilio.close()
  })
  await marked(service.runtime)
  return { service, twilio }
}

/** It has said that it can keep messages. */
const marked = (runtime: Runtime) =>
  vi.waitFor(() => expect(markOf(runtime)).toMatchObject({ keptAt: now }), { timeout: 3000 })

const markOf = ({ store }: Runtime): unknown =>
  JSON.parse(String(store.client.prepare(`select value from settings where name = 'inbound'`).pluck().get() ?? 'null'))

/** The same installation again, as after a restart. */
async function restart(service: ServiceRig, options: Partial<RuntimeOptions> = {}): Promise<Runtime> {
  await service.runtime.stop()
  const { config, log } = service.runtime
  const runtime = await createRuntime({ config, log, clock, ...options })
  onTestFinished(() => runtime.stop())
  runtime.dispatcher.start()
  runtime.sweeper.start()
  return runtime
}

const kept = ({ store }: Runtime): unknown[] =>
  store.client.prepare('select text from messages order by id').pluck().all()
/** Nothing is owed but the last minute, which a list may not show yet. */
const caughtUp = (runtime: Runtime) =>
  vi.waitFor(
    () => {
      const mark = z.object({ keptAt: z.number(), ask: z.record(z.string(), z.object({ since: z.number() })) })
      const { keptAt, ask } = mark.parse(markOf(runtime))
      expect(keptAt).toBe(now)
      for (const { since } of Object.values(ask)) expect(since).toBeGreaterThanOrEqual(now - MINUTE)
    },
    { timeout: 8000 },
  )

test('what was texted while we were away is taken up once, in the order it was sent', async () => {
  const { service, twilio } = await startAt(MORNING)
  await service.text('menu')
  await vi.waitFor(() => expect(twilio.messages).toHaveLength(1))
  await service.runtime.stop()
  now += HOUR
  const texts = ['bc ngo 3 ta', 'dy', 'sua 4 ta']
  for (const body of texts) {
    now += MINUTE
    twilio.receive({ body, createdAt: Math.floor(now / 1000) * 1000 })
  }
  now += HOUR
  const runtime = await restart(service)
  await caughtUp(runtime)
  expect(kept(runtime)).toEqual(['menu', ...texts])
  const yields = runtime.store.client.prepare('select quantity_kg from yields').pluck().all()
  expect(yields).toEqual([400])
  const again = await restart({ ...service, runtime })
  await caughtUp(again)
  expect(kept(again)).toHaveLength(4)
})

test('a message that its webhook told of has no second effect, nor one whose webhook comes late', async () => {
  const { service, twilio } = await startAt(MORNING)
  const early = twilio.receive({ body: 'alo', from: '+84912345601' })
  await post(service.runtime, twilio.inbound(URL_IN, early))
  const late = twilio.receive({ body: 'menu', from: '+84912345602' })
  const posts = Array.from({ length: 5 }, () => twilio.inbound(URL_IN, late))
  const runtime = await restart(service)
  const answers = await Promise.all(posts.map((form) => post(runtime, form)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  await caughtUp(runtime)
  await Promise.all(posts.map((form) => post(runtime, form)))
  expect(kept(runtime)).toHaveLength(2)
  await runtime.dispatcher.idle()
  expect(twilio.messages.map(({ to }) => to).sort()).toEqual(['+84912345601', '+84912345602'])
})

test('a crash between two pages loses none and doubles none', async () => {
  const { service, twilio } = await startAt(MORNING, { maxPageSize: 10 })
  await service.runtime.stop()
  now += HOUR
  const from = (index: number) => `+849123456${String(index).padStart(2, '0')}`
  for (let index = 0; index < 35; index += 1) twilio.receive({ body: `menu ${index}`, from: from(index) })
  now += MINUTE
  // It dies before the third page: nothing of it is heard again.
  let die: () => void = () => undefined
  const death = new Promise<never>((_, reject) => {
    die = () => reject(new TypeError('fetch failed'))
  })
  const fetch: NonNullable<RuntimeOptions['fetch']> = (url, init) =>
    String(url).includes('&Page=2') ? death : globalThis.fetch(url, init)
  const dying = await restart(service, { fetch })
  await vi.waitFor(() => expect(twilio.listed).toHaveLength(2), { timeout: 5000 })
  expect(kept(dying)).toEqual([])
  const { config, log } = service.runtime
  const next = await createRuntime({ config, log, clock })
  onTestFinished(() => next.stop())
  next.dispatcher.start()
  next.sweeper.start()
  await caughtUp(next)
  expect(kept(next)).toHaveLength(35)
  await next.dispatcher.idle()
  die()
  await vi.waitFor(() => expect(service.lines.join()).toContain('not_caught_up'))
  await vi.waitFor(() => expect(new Set(twilio.messages.map(({ to }) => to)).size).toBe(35), { timeout: 5000 })
  expect(twilio.messages).toHaveLength(35)
})

test('days are asked for one after another, a week back at most', async () => {
  const { service, twilio } = await startAt(MORNING)
  await service.runtime.stop()
  twilio.receive({ body: 'alo', from: '+84912345601', createdAt: now + HOUR })
  twilio.receive({ body: 'menu', from: '+84912345602', createdAt: now + 50 * HOUR })
  now += 10 * 24 * HOUR
  const runtime = await restart(service)
  await caughtUp(runtime)
  const days = twilio.listed.map((query) => query.get('DateSent') ?? '')
  expect(days).toEqual([...new Set(days)].sort())
  expect(days).toHaveLength(8)
  expect(twilio.listed.every((query) => query.get('To') === '+15005550006')).toBe(true)
  expect(kept(runtime)).toEqual([])
})

test('a text of hours ago that is taken up at night is answered in the morning', async () => {
  const { service, twilio } = await startAt(MORNING + 11 * HOUR)
  await service.runtime.stop()
  twilio.receive({ body: 'gia ngo', createdAt: now + MINUTE })
  now += 5 * HOUR
  const runtime = await restart(service)
  await caughtUp(runtime)
  await runtime.dispatcher.idle()
  expect(runtime.store.client.prepare('select status, reason from outbox').all()).toEqual([
    { status: 'queued', reason: 'night' },
  ])
  expect(twilio.messages).toEqual([])
})

test('a new installation asks for nothing of before', async () => {
  const { service, twilio } = await startAt(MORNING)
  twilio.receive({ body: 'alo', createdAt: now - MINUTE })
  await sleep(300)
  expect(markOf(service.runtime)).toMatchObject({ ask: {} })
  expect(twilio.listed).toEqual([])
})

test('an installation that has no mark yet asks from the last message it kept', async () => {
  const { service, twilio } = await startAt(MORNING)
  await service.text('alo')
  await service.runtime.dispatcher.idle()
  service.runtime.store.client.prepare(`delete from settings where name = 'inbound'`).run()
  twilio.receive({ body: 'menu', from: '+84912345601', createdAt: now + HOUR })
  now += 2 * HOUR
  const runtime = await restart(service)
  await caughtUp(runtime)
  expect(kept(runtime)).toEqual(['alo', 'menu'])
})

test('what only concerns others, or is no text to us, is left alone', async () => {
  const { service, twilio } = await startAt(MORNING)
  await service.runtime.stop()
  now += MINUTE
  twilio.receive({ body: 'alo', to: '+15005550009' })
  twilio.receive({ body: 'alo', from: 'VIETTEL' })
  twilio.receive({ body: 'al', status: 'receiving' })
  twilio.receive({ body: 'giá ngô'.normalize('NFD'), numMedia: '1' })
  const runtime = await restart(service)
  await caughtUp(runtime)
  expect(kept(runtime)).toEqual(['giá ngô'])
  expect(
    runtime.store.client.prepare('select count(*) from messages where attachments is not null').pluck().get(),
  ).toBe(1)
})

test.each([
  ['named in the list', { TWILIO_FROM: undefined }, ['alo']],
  ['whose number is set up', { TWILIO_FROM: '+15005550006' }, ['alo', 'menu']],
])('with a messaging service %s', async (_name, env, texts) => {
  const sid = 'MG00000000000000000000000000000001'
  now = MORNING
  const twilio = await startTwilioStandIn({ now: clock, senders: ['+15005550006', sid] })
  const settings = {
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_API_URL: twilio.url,
    TWILIO_MESSAGING_SERVICE_SID: sid,
  }
  const service = await startService({ ...settings, ...env }, clock)
  onTestFinished(async () => {
    await service.close()
    await twilio.close()
  })
  await marked(service.runtime)
  await service.runtime.stop()
  now += MINUTE
  twilio.receive({ body: 'alo', messagingServiceSid: sid })
  twilio.receive({ body: 'menu', from: '+84912345601' })
  twilio.receive({ body: 'menu', from: '+84912345602', to: '+15005550009', messagingServiceSid: 'MG2' })
  const runtime = await restart(service)
  await caughtUp(runtime)
  expect(kept(runtime).sort()).toEqual(texts)
  await runtime.dispatcher.idle()
  expect(twilio.messages.map(({ messagingServiceSid }) => messagingServiceSid)).toEqual(texts.map(() => sid))
})

test('the phone is asked for its inbox, and what it posts again has its effect once', async () => {
  now = MORNING
  const phone = await startSmsgateStandIn({ now: clock })
  const url = `${PUBLIC_URL}/webhooks/smsgate`
  const env = {
    SMSGATE_URL: phone.url,
    SMSGATE_USERNAME: phone.username,
    SMSGATE_PASSWORD: phone.password,
    SMSGATE_SIGNING_KEY: phone.signingKey,
  }
  const service = await startService(env, clock)
  onTestFinished(async () => {
    await service.close()
    await phone.close()
  })
  await marked(service.runtime)
  const taken = phone.receive(url, { message: 'alo', sender: '+84912345601' })
  await post(service.runtime, taken)
  await service.runtime.stop()
  for (const message of ['bc ngo 3 ta', 'dy']) {
    now += HOUR
    phone.receive(url, { message })
  }
  now += HOUR
  const runtime = await restart(service)
  await caughtUp(runtime)
  expect(phone.exports).toEqual([{ since: MORNING - 2 * MINUTE, until: now }])
  const posts = phone.exported(url).reverse()
  expect(posts).toHaveLength(3)
  for (const each of [...posts, ...posts]) expect((await post(runtime, phone.resign(each))).status).toBe(200)
  expect(kept(runtime)).toEqual(['alo', 'bc ngo 3 ta', 'dy'])
  expect(runtime.store.client.prepare('select quantity_kg from yields').pluck().all()).toEqual([300])
})

test('a worker neither says that it keeps messages nor owes any', async () => {
  const { service, twilio } = await startAt(MORNING)
  await service.runtime.stop()
  now += HOUR
  twilio.receive({ body: 'alo', createdAt: now - MINUTE })
  const { config, log } = service.runtime
  const worker = await createRuntime({ config, log, clock, isWorker: true })
  onTestFinished(() => worker.stop())
  worker.sweeper.start()
  await sleep(300)
  expect(markOf(worker)).toEqual({ keptAt: MORNING, ask: {} })
  expect(twilio.listed).toEqual([])
})
