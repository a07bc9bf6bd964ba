import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import type { Channel } from '../../src/channels/channel.ts'
import { createRuntime } from '../../src/runtime.ts'
import { createApp } from '../../src/server/app.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { readSpooled, writeSpooled } from '../../src/server/spooled.ts'
import { outbox } from '../../src/store/schema/outbox.ts'
import { type EsmsStandIn, startEsmsStandIn } from '../stand-ins/esms.ts'
import { PUBLIC_URL, type ServiceRig, startService } from './rig.ts'

const SECRET = 'esms-path-secret'
const FARMER = '84912345701'
const URL_IN = `${PUBLIC_URL}/webhooks/esms/${SECRET}`
const NO_TWILIO = {
  ...{ TWILIO_ACCOUNT_SID: undefined, TWILIO_AUTH_TOKEN: undefined },
  ...{ TWILIO_FROM: undefined, TWILIO_API_URL: undefined },
}
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function start(env: Record<string, string> = {}): Promise<{ service: ServiceRig; esms: EsmsStandIn }> {
  const esms = await startEsmsStandIn()
  closers.push(esms.close)
  const service = await startService({
    ...NO_TWILIO,
    ...{ ESMS_API_KEY: esms.apiKey, ESMS_SECRET_KEY: esms.secretKey, ESMS_API_URL: esms.url, ESMS_FROM: '8079' },
    ...{ ESMS_MO_SECRET: SECRET, ESMS_MO_KEY: esms.privateKey, ...env },
  })
  closers.push(service.close)
  return { service, esms }
}

/** What eSMS calls, as it reaches us behind a proxy. */
const call = async ({ runtime }: ServiceRig, url: string): Promise<Response> => {
  const { pathname, search } = new URL(url)
  return runtime.app.request(`http://10.0.0.1:3000${pathname}${search}`)
}

async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let tries = 0; tries < 1500; tries++) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((done) => setTimeout(done, 10))
  }
  throw new Error('it never came')
}

const sentOf = (esms: EsmsStandIn, count: number) => until(() => esms.messages[count - 1])
const rowOf = async ({ runtime }: ServiceRig, id: string) =>
  (await runtime.store.db.select().from(outbox).where(eq(outbox.id, id)))[0]

test('a text is answered in XML at once, by a message of our own, and its report settles that', async () => {
  const { service, esms } = await start()
  const url = esms.inbound(URL_IN, FARMER, 'alo', { smsid: '4711' })
  const response = await call(service, url)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/xml')
  expect(await response.text()).toBe(
    `<ClientResponse><Message></Message><Smsid>4711</Smsid><Receiver>${FARMER}</Receiver></ClientResponse>`,
  )
  const reply = await sentOf(esms, 1)
  expect(reply).toMatchObject({ to: FARMER, brandname: '8079', text: expect.stringMatching(/^Chao ba con\./) })
  expect((await call(service, url)).status).toBe(200)
  for (const again of [1, 2]) expect((await call(service, esms.report(reply, {}))).status, `${again}`).toBe(200)
  const row = await until(async () => {
    const found = await rowOf(service, reply.requestId)
    return found?.status === 'delivered' ? found : undefined
  })
  expect(row).toMatchObject({ channel: 'esms', externalId: reply.smsId })
  expect(esms.messages).toHaveLength(1)
  const logged = service.lines.join('\n')
  for (const secret of [SECRET, FARMER, esms.apiKey, 'Chao ba con']) expect(logged).not.toContain(secret)
})

test('a reply whose answer was lost is sent again and is one SMS', async () => {
  const { service, esms } = await start()
  esms.fail({ type: 'reset', accept: true })
  await call(service, esms.inbound(URL_IN, FARMER, 'alo'))
  const { requestId } = await sentOf(esms, 1)
  const row = await until(async () => {
    const found = await rowOf(service, requestId)
    return found?.status === 'wired' ? found : undefined
  })
  expect(row).toMatchObject({ externalId: requestId, possibleDouble: false, attempts: 2 })
  expect(esms.messages).toHaveLength(1)
  expect(esms.requestCount()).toBe(2)
}, 20_000)

test('a report settles a message whose answer was lost, and gives it eSMS’s id', async () => {
  const { service, esms } = await start()
  esms.fail({ type: 'reset', accept: true })
  await call(service, esms.inbound(URL_IN, FARMER, 'alo'))
  const sent = await sentOf(esms, 1)
  await call(service, esms.report(sent, {}))
  expect(await rowOf(service, sent.requestId)).toMatchObject({ status: 'delivered', externalId: sent.smsId })
})

test('a report about a stranger is counted, and changes nothing', async () => {
  const { service } = await start()
  expect((await call(service, `${URL_IN}/status?SMSID=9&RequestId=x&SendStatus=5&SendSuccess=1`)).status).toBe(200)
  const metrics = await (await service.runtime.app.request('/metrics')).text()
  expect(metrics).toContain('mua_statuses_unmatched_total{channel="esms"} 1')
})

test('a wrong secret, a wrong sign, a POST and half a text are refused', async () => {
  const { service, esms } = await start()
  const { search } = new URL(esms.inbound(URL_IN, FARMER, 'alo'))
  expect((await call(service, `${PUBLIC_URL}/webhooks/esms/other${search}`)).status).toBe(403)
  expect((await call(service, `${URL_IN}${search.replace('alo', 'ala')}`)).status).toBe(403)
  expect((await service.runtime.app.request(`/webhooks/esms/${SECRET}${search}`, { method: 'POST' })).status).toBe(404)
  expect((await call(service, esms.inbound(URL_IN, '', 'alo'))).status).toBe(400)
  const ready = await (await service.runtime.app.request('/readyz')).json()
  expect(ready).toMatchObject({ checks: { quarantine: '1 with a wrong signature, app or account' } })
  await new Promise((done) => setTimeout(done, 200))
  expect(esms.messages).toEqual([])
  expect(service.lines.join('\n')).not.toContain(SECRET)
})

test('registered texts come from the file; one that can not be read stops the start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mua-'))
  closers.push(async () => rmSync(folder, { recursive: true }))
  const file = join(folder, 'texts.txt')
  writeFileSync(file, 'HTX Nam Pung: gia {cay}\n')
  const { service, esms } = await start({ ESMS_FROM: 'HTXNAMPUNG', ESMS_TEMPLATES: file })
  await call(service, esms.inbound(URL_IN, FARMER, 'alo'))
  const [row] = await until(async () => {
    const rows = await service.runtime.store.db.select().from(outbox).where(eq(outbox.status, 'failed'))
    return rows.length > 0 ? rows : undefined
  })
  expect(row).toMatchObject({ channel: 'esms', code: 'no_template' })
  writeFileSync(file, '{a}\n')
  const config = (path: string) => ({ ...service.runtime.config, esms: { ...settings, templateFile: path } })
  const settings = service.runtime.config.esms ?? expect.unreachable()
  await expect(createRuntime({ config: config(file) })).rejects.toThrow(/^ESMS_TEMPLATES names .*: line 1 has no words/)
  await expect(createRuntime({ config: config(join(folder, 'none')) })).rejects.toThrow(
    /^ESMS_TEMPLATES .* not be read/,
  )
})

test('the log of a mistake names the route and not the secret in the path', async () => {
  const lines: string[] = []
  const keep = (fields: object, event: string) => void lines.push(JSON.stringify({ ...fields, event }))
  const channel: Channel = {
    ...{ type: 'esms', form: 'sms', scheme: 'tel' },
    routes: [{ method: 'GET', path: '/webhooks/esms/:secret' }],
    acknowledge: () => ({ contentType: 'text/plain', body: '' }),
    receive: async () => ({ type: 'accepted', events: [] }),
    send: async () => ({ type: 'unknown', code: 'x' }),
  }
  const reception = {
    take: () => Promise.reject(new TypeError('a mistake')),
    drain: async () => undefined,
    retrySetAside: async () => undefined,
  }
  const app = createApp({
    ...{ channels: [channel], publicUrl: PUBLIC_URL, reception, metrics: createMetrics(), operator: 'HTX' },
    ...{ log: { info: keep, warn: keep, error: keep }, readyChecks: {} },
  })
  expect((await app.request(`/webhooks/esms/${SECRET}`)).status).toBe(500)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('/webhooks/esms/:secret')
  expect(lines[0]).not.toContain(SECRET)
})

test('a text signed with another key is refused, kept, and taken up once our key is right', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mua-'))
  const DATABASE_URL = `file:${join(folder, 'mua.db')}`
  const wrong = await start({ DATABASE_URL, ESMS_MO_KEY: 'other' })
  expect((await call(wrong.service, wrong.esms.inbound(URL_IN, FARMER, 'alo'))).status).toBe(403)
  await wrong.service.close()
  closers.splice(closers.indexOf(wrong.service.close), 1)
  const { esms } = await start({ DATABASE_URL })
  closers.push(async () => rmSync(folder, { recursive: true }))
  expect(await sentOf(esms, 1)).toMatchObject({ to: FARMER })
})

test('a price outlasts the spool', () => {
  const event = { type: 'status', externalId: '1', status: 'delivered', cost: { vnd: 350 } } as const
  expect(readSpooled(writeSpooled({ channel: 'esms', events: [event] }, 0))?.events).toEqual([event])
})
