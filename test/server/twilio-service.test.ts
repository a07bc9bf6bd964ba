import { expect, onTestFinished, test, vi } from 'vitest'
import { startTwilioStandIn, type TwilioStandIn } from '../stand-ins/twilio.ts'
import { FARMER, PUBLIC_URL, post, type ServiceRig, startService } from './rig.ts'

const SERVICE = `MG${'1'.repeat(32)}`

interface Started {
  service: ServiceRig
  twilio: TwilioStandIn
  text(body: string, fields?: Record<string, string>): Promise<Response>
}

async function start(): Promise<Started> {
  const twilio = await startTwilioStandIn({ senders: ['+15005550006', SERVICE] })
  const service = await startService({
    TWILIO_FROM: undefined,
    TWILIO_MESSAGING_SERVICE_SID: SERVICE,
    TWILIO_API_URL: twilio.url,
  })
  onTestFinished(async () => {
    await service.close()
    await twilio.close()
  })
  const text = (body: string, fields: Record<string, string> = {}) => {
    const form = { Body: body, From: FARMER, MessagingServiceSid: SERVICE, ...fields }
    return post(service.runtime, twilio.inbound(`${PUBLIC_URL}/webhooks/twilio`, form))
  }
  return { service, twilio, text }
}

test('a text to a number of the messaging service is answered by the service, and its reports count', async () => {
  const { service, twilio, text } = await start()
  expect((await text('menu')).status).toBe(200)
  await vi.waitFor(() => expect(twilio.messages).toHaveLength(1), { timeout: 5000 })
  expect(twilio.messages).toMatchObject([{ from: null, messagingServiceSid: SERVICE, status: 'accepted' }])
  const { store } = service.runtime
  const status = () => store.client.prepare('select status from outbox').pluck().get()
  await vi.waitFor(() => expect(status()).toBe('wired'))
  const { sid } = twilio.messages[0] ?? { sid: '' }
  const seen = []
  // Its first state is told by the answer alone; should it come as a report all the same, it says nothing new.
  for (const report of ['accepted', 'queued', 'sent', 'accepted', 'delivered', 'sent']) {
    const callback = twilio.statusCallback(sid, report)
    expect(callback.body).toContain(`MessagingServiceSid=${SERVICE}`)
    expect((await post(service.runtime, callback)).status).toBe(200)
    seen.push(status())
  }
  expect(seen).toEqual(['wired', 'wired', 'sent', 'sent', 'delivered', 'delivered'])
})

test('the service’s id is signed like all else', async () => {
  const { service, twilio } = await start()
  const form = twilio.inbound(`${PUBLIC_URL}/webhooks/twilio`, { Body: 'menu', MessagingServiceSid: SERVICE })
  const body = form.body.replace(SERVICE, `MG${'2'.repeat(32)}`)
  expect((await post(service.runtime, { ...form, body })).status).toBe(403)
})

test('words that the service took itself stop and start, without an answer of ours', async () => {
  const { service, twilio, text } = await start()
  const stopped = () => service.runtime.store.client.prepare('select stopped_at is not null from urns').pluck().get()
  await text('HUY', { OptOutType: 'STOP' })
  expect(stopped()).toBe(1)
  await text('DK', { OptOutType: 'START' })
  expect(stopped()).toBe(0)
  await text('HELP', { OptOutType: 'HELP' })
  await service.runtime.dispatcher.idle()
  expect(twilio.messages).toEqual([])
})
