import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKannelChannel } from '../../src/channels/kannel/channel.ts'
import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { createApp } from '../../src/server/app.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { loadOutbox } from '../../src/store/queries/outbox.ts'
import { type KannelRequest, type KannelStandIn, startKannelStandIn } from '../stand-ins/kannel.ts'
import { PUBLIC_URL, type ServiceRig, startService } from './rig.ts'

const SECRET = 'path-secret-0123456789'
const HOOK = `${PUBLIC_URL}/webhooks/kannel/${SECRET}`
const FARMER = '84912345678'

let kannel: KannelStandIn
let rig: ServiceRig

beforeAll(async () => {
  kannel = await startKannelStandIn()
  rig = await startService({
    KANNEL_SENDSMS_URL: kannel.sendsmsUrl,
    KANNEL_USERNAME: kannel.username,
    KANNEL_PASSWORD: kannel.password,
    KANNEL_FROM: '8099',
    KANNEL_SECRET: SECRET,
  })
})
afterAll(async () => {
  await rig.close()
  await kannel.close()
})

const deliver = ({ url, method, headers, body }: KannelRequest): Promise<Response> =>
  Promise.resolve(
    rig.runtime.app.request(url, {
      method,
      headers,
      ...(method === 'POST' ? { body: Uint8Array.from(Buffer.from(body)) } : {}),
    }),
  )

const sent = async (count: number) => {
  await expect.poll(() => kannel.messages.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count)
  return kannel.messages
}

const statusOf = async (id: string) => (await loadOutbox(rig.runtime.store.db, id))?.status

test('a text is answered with nothing, the reply goes by sendsms, and its receipts count', async () => {
  const answer = await deliver(kannel.inbound(HOOK, FARMER, 'alo'))
  // Kannel would text whatever stands here to the farmer.
  expect([answer.status, await answer.text()]).toEqual([200, ''])
  const [reply] = await sent(1)
  if (reply === undefined) throw new Error('no reply')
  expect(reply).toMatchObject({ to: FARMER, from: '8099', coding: '0' })
  const id = new URL(reply.dlrUrl).searchParams.get('outbox') ?? ''
  await expect.poll(() => statusOf(id)).toBe('wired')
  for (const [kind, status] of [
    [8, 'sent'],
    [1, 'delivered'],
    [8, 'delivered'],
    [2, 'delivered'],
  ] as const) {
    const receipt = await deliver(kannel.receipt(reply, kind))
    expect([receipt.status, await receipt.text()]).toEqual([200, ''])
    expect(await statusOf(id)).toBe(status)
  }
})

test('a text delivered again is answered, and has no second effect', async () => {
  const before = kannel.messages.length
  const post = kannel.inbound(HOOK, '84912345679', 'alo')
  expect((await deliver(post)).status).toBe(200)
  await sent(before + 1)
  expect((await deliver(post)).status).toBe(200)
  expect((await deliver(kannel.inbound(HOOK, '84912345670', 'alo'))).status).toBe(200)
  await sent(before + 2)
  expect(kannel.messages.slice(before).map(({ to }) => to)).toEqual(['84912345679', '84912345670'])
})

test('a reply whose answer was lost is sent once more, marked so, and a receipt of either settles it', async () => {
  const before = kannel.messages.length
  kannel.fail({ type: 'reset', accept: true })
  await deliver(kannel.inbound(HOOK, '84912345671', 'alo'))
  const [first, second] = (await sent(before + 2)).slice(before)
  if (first === undefined || second === undefined) throw new Error('not sent again')
  const attempts = [first, second].map(({ dlrUrl }) => new URL(dlrUrl).searchParams)
  const id = attempts[0]?.get('outbox') ?? ''
  expect(attempts.map((query) => [query.get('outbox'), query.get('attempt')])).toEqual([
    [id, '1'],
    [id, '2'],
  ])
  expect(second.text).toBe(first.text)
  await expect.poll(() => statusOf(id)).toBe('wired')
  const row = async () => loadOutbox(rig.runtime.store.db, id)
  expect(await row()).toMatchObject({ possibleDouble: true, externalId: `${id}-2` })
  // The failure of one says nothing of the other.
  await deliver(kannel.receipt(first, 2, 'stat:EXPIRED err:000'))
  expect(await statusOf(id)).toBe('wired')
  await deliver(kannel.receipt(second, 1))
  expect(await statusOf(id)).toBe('delivered')
})

test('a wrong secret is refused on both routes, too much is, and no log tells the right one', async () => {
  const wrong = HOOK.replace(SECRET, 'x'.repeat(SECRET.length))
  expect((await deliver(kannel.inbound(wrong, FARMER, 'alo'))).status).toBe(403)
  expect((await rig.runtime.app.request(`${wrong}/status?outbox=x`)).status).toBe(403)
  expect((await deliver(kannel.inbound(HOOK, FARMER, 'a'.repeat(65 * 1024)))).status).toBe(413)
  expect(rig.lines.join('\n')).not.toContain(SECRET)
  const metrics = await (await rig.runtime.app.request('/metrics')).text()
  expect(metrics).toContain('mua_webhooks_total{channel="kannel",outcome="bad_secret"} 2')
  expect(metrics).not.toContain(SECRET)
})

test('a Kannel that tells no sender makes /readyz warn', async () => {
  const said = async () => (await rig.runtime.app.request('/readyz')).text()
  expect(await said()).toContain('"kannel":"ok"')
  const headers = { 'x-kannel-from': undefined }
  expect((await deliver(kannel.inbound(HOOK, FARMER, 'alo', { headers }))).status).toBe(400)
  expect(await said()).toContain('"kannel":"no_sender"')
})

test('a mistake in the program that a request meets is logged by its route', async () => {
  const lines: string[] = []
  const keep = (fields: object) => void lines.push(JSON.stringify(fields))
  const log = { info: keep, warn: keep, error: keep }
  const { sendsmsUrl, username, password } = kannel
  const config = { sendsmsUrl, username, password, from: '8099', secret: SECRET, publicUrl: PUBLIC_URL }
  const mistaken = () => Promise.reject(new Error('a mistake'))
  const app = createApp({
    channels: [createKannelChannel({ config, fetch: nodeFetch, log })],
    publicUrl: PUBLIC_URL,
    reception: { take: mistaken },
    metrics: createMetrics(),
    log,
    operator: 'HTX',
    readyChecks: {},
  })
  expect((await app.request(HOOK, { method: 'POST', body: 'alo' })).status).toBe(500)
  expect(lines.join()).toContain('"path":"/webhooks/kannel/:secret"')
  expect(lines.join()).not.toContain(SECRET)
})
