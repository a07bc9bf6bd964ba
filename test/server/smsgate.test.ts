import { expect, onTestFinished, test, vi } from 'vitest'
import { createRuntime } from '../../src/runtime.ts'
import { type SmsgateStandIn, startSmsgateStandIn } from '../stand-ins/smsgate.ts'
import { startTwilioStandIn } from '../stand-ins/twilio.ts'
import { PUBLIC_URL, post, type ServiceRig, startService } from './rig.ts'

const url = `${PUBLIC_URL}/webhooks/smsgate`

/** The whole service with a phone of two SIMs. Without Twilio, unless `env` says so. */
async function start(env: Record<string, string | undefined>): Promise<{ service: ServiceRig; phone: SmsgateStandIn }> {
  const phone = await startSmsgateStandIn()
  const service = await startService({
    TWILIO_ACCOUNT_SID: undefined,
    TWILIO_AUTH_TOKEN: undefined,
    TWILIO_FROM: undefined,
    TWILIO_API_URL: undefined,
    SMSGATE_URL: phone.url,
    SMSGATE_USERNAME: phone.username,
    SMSGATE_PASSWORD: phone.password,
    SMSGATE_SIGNING_KEY: phone.signingKey,
    MUA_PACE: 'smsgate=1000',
    ...env,
  })
  onTestFinished(async () => {
    await service.close()
    await phone.close()
  })
  return { service, phone }
}

let serial = 0
const texts = async ({ runtime }: Pick<ServiceRig, 'runtime'>, phone: SmsgateStandIn, simNumber: number | null) => {
  serial += 1
  const sender = `+849123456${String(serial).padStart(2, '0')}`
  expect((await post(runtime, phone.receive(url, { sender, message: 'menu', simNumber }))).status).toBe(200)
  return sender
}

const sent = (phone: SmsgateStandIn, count: number) =>
  vi.waitFor(() => expect(phone.messages).toHaveLength(count), { timeout: 5000 })

test('a text is answered by the SIM that got it, also where its turn is taken later', async () => {
  const { service, phone } = await start({ SMSGATE_SIM: '1' })
  const expected = [await texts(service, phone, 2), await texts(service, phone, null), await texts(service, phone, 1)]
  await sent(phone, 3)
  const { programs } = service.runtime
  // Its turn fails once: it waits in the database.
  const broken = vi.spyOn(programs, 'endTalksSince').mockImplementation(() => {
    throw new Error('mistake')
  })
  const sender = expected[0] ?? ''
  await post(service.runtime, phone.receive(url, { sender, message: 'menu', simNumber: 2 }))
  expect(broken).toHaveBeenCalled()
  broken.mockRestore()
  await sent(phone, 4)
  const sims = phone.messages.map(({ to, simNumber }) => [to, simNumber])
  expect(new Map(sims.map(([to, sim]) => [to, sim] as const))).toEqual(
    new Map([
      [expected[0], 2],
      [expected[1], 1],
      [expected[2], 1],
    ]),
  )
  expect(sims.at(-1)).toEqual([sender, 2])
})

test('without a SIM named the phone chooses for what answers none', async () => {
  const { service, phone } = await start({})
  await texts(service, phone, null)
  await sent(phone, 1)
  expect(phone.messages[0]?.simNumber).toBeNull()
})

test('a full SIM sends no more after a restart, the other one does', async () => {
  const { service, phone } = await start({ SMSGATE_SIM: '1', SMSGATE_PER_HOUR: '6' })
  const parts = () => {
    const all = service.runtime.store.client.prepare(
      `select sum(parts) from outbox where status = 'wired' and line = '1'`,
    )
    return Number(all.pluck().get())
  }
  for (let nth = 0; nth < 8; nth += 1) await texts(service, phone, 1)
  await service.runtime.dispatcher.idle()
  const before = phone.messages.length
  expect(parts()).toBeGreaterThan(0)
  expect(parts()).toBeLessThanOrEqual(6)
  await service.runtime.stop()
  const { config, log } = service.runtime
  const runtime = await createRuntime({ config, log })
  onTestFinished(() => runtime.stop())
  runtime.store.client.prepare(`update outbox set due_at = 0 where status = 'queued'`).run()
  runtime.dispatcher.start()
  await runtime.dispatcher.idle()
  expect(phone.messages).toHaveLength(before)
  await texts({ runtime }, phone, 2)
  await sent(phone, before + 1)
  expect(phone.messages.at(-1)?.simNumber).toBe(2)
})

test('what a full SIM can not send goes by Twilio', async () => {
  const twilio = await startTwilioStandIn()
  onTestFinished(() => twilio.close())
  const { service, phone } = await start({
    SMSGATE_SIM: '1',
    SMSGATE_PER_DAY: '2',
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_FROM: '+15005550006',
    TWILIO_API_URL: twilio.url,
  })
  const senders: string[] = []
  for (let nth = 0; nth < 3; nth += 1) senders.push(await texts(service, phone, 1))
  const all = () => [...phone.messages, ...twilio.messages].map(({ to }) => to).sort()
  await vi.waitFor(() => expect(all()).toEqual(senders), { timeout: 5000 })
  expect(phone.messages.length).toBeGreaterThanOrEqual(1)
  expect(twilio.messages.length).toBeGreaterThanOrEqual(1)
})

test('a text that waited in the spool is answered by its SIM', async () => {
  const { service, phone } = await start({ SMSGATE_SIM: '1' })
  const { store } = service.runtime
  const { commit } = store
  store.commit = async () => ({ type: 'unavailable', reason: 'SQLITE_FULL' })
  await texts(service, phone, 2)
  store.commit = commit
  await sent(phone, 1)
  expect(phone.messages[0]?.simNumber).toBe(2)
})
