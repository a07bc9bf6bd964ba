import { afterAll, beforeAll, expect, test } from 'vitest'
import { insert } from '../../src/store/writes.ts'
import { PUBLIC_URL, type ServiceRig, startService } from './rig.ts'

let service: ServiceRig
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const get = (path: string) => Promise.resolve(service.runtime.app.request(path))

test('/healthz says that the process lives', async () => {
  expect(await (await get('/healthz')).text()).toBe('ok')
})

test('/readyz says that messages can be kept', async () => {
  const response = await get('/readyz')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    ready: true,
    checks: {
      database: 'ok',
      spool: 'ok',
      setAside: 'ok',
      quarantine: 'ok',
      zalo: 'not_linked',
      zbs: 'ok',
      delivery: 'ok',
    },
  })
})

test('/readyz names a channel whose account refuses to send', async () => {
  const { headers, body } = service.zalo.inbound(`${PUBLIC_URL}/webhooks/zalo`, '3344556677889900301', 'alo')
  await service.runtime.app.request('/webhooks/zalo', { method: 'POST', headers, body })
  await service.runtime.dispatcher.idle()
  const response = await get('/readyz')
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ checks: { delivery: 'zalo refused: the account must be mended' } })
})

test('/readyz says when the Zalo account is linked', async () => {
  const begin = await get('/oauth/zalo')
  const { pathname, search } = new URL(service.zalo.oauth.consent(begin.headers.get('location') ?? ''))
  expect((await get(pathname + search)).status).toBe(200)
  expect(await (await get('/readyz')).json()).toMatchObject({ checks: { zalo: 'ok' } })
})

test('/metrics counts turns', async () => {
  await service.text('alo', '+84912345811')
  const text = await (await get('/metrics')).text()
  expect(text).toMatch(/^mua_turns_total [1-9]/m)
})

test('/metrics counts requests that are too large', async () => {
  const request = { method: 'POST', body: 'x'.repeat(64 * 1024 + 1) }
  expect((await service.runtime.app.request('/webhooks/twilio', request)).status).toBe(413)
  expect(await (await get('/metrics')).text()).toMatch(
    /^mua_webhooks_total\{channel="twilio",outcome="too_large"\} 1$/m,
  )
})

test("Zalo's verification page and tag are served", async () => {
  expect(await (await get('/zalo_verifierabc123.html')).text()).toContain('content="abc123"')
  expect(await (await get('/')).text()).toContain('<meta name="zalo-platform-site-verification" content="abc123"')
})

test('GET /webhooks/zalo answers 200', async () => {
  expect((await get('/webhooks/zalo?hub.challenge=x')).status).toBe(200)
})

test('a route nobody has answers 404', async () => {
  expect((await get('/nowhere')).status).toBe(404)
})

test('/readyz tells of what could not be handled, and of a flood that was dropped, and is ready all the same', async () => {
  const { store, newId } = service.runtime
  const record = store.keys.seal('{}')
  await store.commit({ writes: [insert('setAside', { id: newId(), record, code: 'TypeError', at: Date.now() })] })
  for (let n = 0; n < 502; n++) {
    const { headers, body } = service.zalo.inbound(`${PUBLIC_URL}/webhooks/zalo`, `99${n}`, 'giả')
    const forged = { ...headers, 'x-zevent-signature': `mac=${'0'.repeat(64)}` }
    const url = '/webhooks/zalo'
    expect((await service.runtime.app.request(url, { method: 'POST', headers: forged, body })).status).toBe(200)
  }
  const response = await get('/readyz')
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    ready: true,
    checks: { setAside: '1 not handled', quarantine: '500 with a wrong signature, app or account, 2 dropped' },
  })
})
