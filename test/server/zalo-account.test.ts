import { expect, onTestFinished, test, vi } from 'vitest'
import { createRuntime } from '../../src/runtime.ts'
import { PUBLIC_URL, startService } from './rig.ts'

const USER = '3344556677889900701'

test.each([
  { name: 'app', env: { ZALO_APP_ID: '9988' }, code: 'other_app' },
  { name: 'account', env: { ZALO_OA_ID: '9988' }, code: 'other_oa' },
])('under a wrong number of the $name /readyz says so, and what came is taken up once it is right', async (it) => {
  const service = await startService(it.env)
  onTestFinished(() => service.close())
  const { runtime, zalo, lines } = service
  const request = zalo.inbound(`${PUBLIC_URL}/webhooks/zalo`, USER, 'bc ngô 3 tạ')
  const answer = await runtime.app.request('/webhooks/zalo', { method: 'POST', ...request })
  expect(answer.status).toBe(200)
  const ready = await runtime.app.request('/readyz')
  expect(ready.status).toBe(200)
  const quarantine = '1 with a wrong signature, app or account'
  expect(await ready.json()).toMatchObject({ checks: { zalo: `not_linked, ${it.code}`, quarantine } })
  expect(lines.filter((line) => line.includes('zalo_account_differs'))).toHaveLength(1)

  const { config, log } = runtime
  const right = config.zalo && { ...config.zalo, appId: zalo.appId, oaId: zalo.oaId }
  await runtime.stop()
  const mended = await createRuntime({ config: { ...config, ...(right ? { zalo: right } : {}) }, log })
  onTestFinished(() => mended.stop())
  mended.sweeper.start()
  const texts = () => mended.store.client.prepare('select text from messages').pluck().all()
  await vi.waitFor(() => expect(texts()).toEqual(['bc ngô 3 tạ']), 5000)
  const checks = async () => (await mended.app.request('/readyz')).json()
  const settled = { checks: { zalo: 'not_linked', quarantine: 'ok' } }
  await vi.waitFor(async () => expect(await checks()).toMatchObject(settled), 5000)
})
