import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findUrn } from '../../src/store/queries/people.ts'
import { yields } from '../../src/store/schema/records.ts'
import { tables } from '../../src/store/schema.ts'
import { insert, update } from '../../src/store/writes.ts'
import { PUBLIC_URL, type ServiceRig, startService } from './rig.ts'

const URL_IN = `${PUBLIC_URL}/webhooks/zalo`
let service: ServiceRig
beforeAll(async () => {
  service = await startService()
  const begin = await service.runtime.app.request('/oauth/zalo')
  expect(begin.status).toBe(302)
  const consent = service.zalo.oauth.consent(begin.headers.get('location') ?? '')
  const { pathname, search } = new URL(consent)
  const answer = await service.runtime.app.request(pathname + search)
  expect(answer.status).toBe(200)
})
afterAll(() => service.close())

const send = async (request: { headers: Record<string, string>; body: string }) =>
  service.runtime.app.request('/webhooks/zalo', { method: 'POST', ...request })
const says = (user: string, text: string) => send(service.zalo.inbound(URL_IN, user, text))

async function sentTo(user: string, count: number) {
  for (let tries = 0; tries < 500; tries++) {
    const sent = service.zalo.messages.filter(({ to }) => to === user)
    if (sent.length >= count) return sent
    await new Promise((done) => setTimeout(done, 10))
  }
  throw new Error(`only ${service.zalo.messages.length} messages were sent`)
}

describe('a farmer writes on Zalo', () => {
  test('is answered with accents, and with buttons that answer', async () => {
    const user = '3344556677889900201'
    expect((await says(user, 'alo')).status).toBe(200)
    const [menu] = await sentTo(user, 1)
    expect(menu?.text).toMatch(/^Chào bà con\./)
    const payload = menu?.buttons[0]?.payload
    expect(payload).toMatch(/^#\w+\.1\.report$/)
    await says(user, String(payload))
    const [, question] = await sentTo(user, 2)
    expect(question?.text).toContain('Nhà mình thu cây gì ạ? Ví dụ: ngô, lúa, gừng.')
    await says(user, String(payload))
    const [, , stale] = await sentTo(user, 3)
    expect(stale?.text).toMatch(/^Câu hỏi này đã qua/)
  })

  test('reports in full, and is kept after ĐY', async () => {
    const user = '3344556677889900202'
    await says(user, 'báo sản lượng ngô 3 tạ rưỡi 2 sào')
    const [first] = await sentTo(user, 1)
    expect(first?.text).toContain('Đã nhận: ngô 350 kg, 2 sào (720 m²)')
    await says(user, 'đy')
    await sentTo(user, 2)
    expect(await service.runtime.store.db.select().from(yields)).toMatchObject([{ crop: 'maize', channel: 'zalo' }])
  })

  test('redelivered by Zalo: once', async () => {
    const request = service.zalo.inbound(URL_IN, '3344556677889900203', 'alo')
    for (let again = 0; again < 3; again++) expect((await send(request)).status).toBe(200)
    await sentTo('3344556677889900203', 1)
    await new Promise((done) => setTimeout(done, 300))
    expect(await sentTo('3344556677889900203', 1)).toHaveLength(1)
  })

  test('a wrong signature is answered 200, kept a day, and taken up when the secret is right', async () => {
    const user = '3344556677889900204'
    const right = service.zalo.inbound(URL_IN, user, 'alo')
    const forged = { ...right, headers: { ...right.headers, 'x-zevent-signature': `mac=${'0'.repeat(64)}` } }
    expect((await send(forged)).status).toBe(200)
    const ready = await service.runtime.app.request('/readyz')
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({ checks: { quarantine: '1 with a wrong signature, app or account' } })
    await new Promise((done) => setTimeout(done, 200))
    expect(service.zalo.messages.filter(({ to }) => to === user)).toEqual([])
  })

  test('the staff of the account write themselves: the bot keeps quiet, until MENU', async () => {
    const user = '3344556677889900205'
    await says(user, 'alo')
    await sentTo(user, 1)
    const { oaId } = service.zalo
    await send(
      service.zalo.sign(URL_IN, {
        app_id: service.zalo.appId,
        sender: { id: oaId, admin_id: '99' },
        recipient: { id: user },
        event_name: 'oa_send_text',
        message: { text: 'Em là cán bộ xã đây ạ', msg_id: 'staff-1' },
        timestamp: String(Date.now()),
      }),
    )
    await says(user, 'vâng em ơi lá gừng bị vàng')
    // Longer than a second reply is held.
    await new Promise((done) => setTimeout(done, 2600))
    expect(await sentTo(user, 1)).toHaveLength(1)
    await says(user, 'menu')
    expect(await sentTo(user, 2)).toHaveLength(2)
  })

  test('unfollowing stops what we start; withdrawing erases', async () => {
    const user = '3344556677889900206'
    await says(user, 'bc ngo 3 ta')
    await says(user, 'dy')
    await sentTo(user, 2)
    const flat = { oa_id: service.zalo.oaId, app_id: service.zalo.appId, timestamp: String(Date.now()) }
    const unfollow = { ...flat, follower: { id: user }, event_name: 'unfollow', source: 'oa_profile' }
    expect((await send(service.zalo.sign(URL_IN, unfollow))).status).toBe(200)
    const { store } = service.runtime
    const urn = async () => findUrn(store.db, store.keys.hash(`zalo:${user}`))
    expect((await urn())?.urn.stoppedAt).not.toBeNull()
    const withdraw = { ...flat, user_id: user, event_name: 'user_withdraw' }
    expect((await send(service.zalo.sign(URL_IN, withdraw))).status).toBe(200)
    expect((await urn())?.people).toEqual([])
    const kept = await store.db.select().from(yields)
    expect(kept.filter(({ personId }) => personId === null)).toHaveLength(1)
  })

  test('whose Zalo id stands in no table in plain, not even in the ids of what Zalo told', async () => {
    const user = '3344556677889900207'
    const { runtime, zalo } = service
    const tell = (event_name: string, extra: object) => {
      const event = { oa_id: zalo.oaId, app_id: zalo.appId, event_name, timestamp: String(Date.now()), ...extra }
      return send(zalo.sign(URL_IN, event))
    }
    const by = { sender: { id: user }, recipient: { id: zalo.oaId } }
    await service.text('bc ngo 5 ta', '+84912345607')
    await service.text('dy', '+84912345607')
    await tell('follow', { follower: { id: user } })
    await says(user, 'alo')
    await tell('user_submit_info', { ...by, info: { name: 'Vàng Thị Mẩy', phone: '84912345607' } })
    await tell('unfollow', { follower: { id: user } })
    const { db } = runtime.store
    const claimed = (await db.select().from(tables.claims)).map(({ externalId }) => externalId.split(':')[0])
    expect(claimed).toEqual(expect.arrayContaining(['follow', 'user_submit_info', 'unfollow']))
    for (const [name, table] of Object.entries(tables))
      expect(JSON.stringify(await db.select().from(table)), name).not.toContain(user)
  })

  test('withdrawing erases all who share a Zalo, and what was written to each about the other', async () => {
    const user = '3344556677889900208'
    const { store, newId } = service.runtime
    await says(user, 'gia ngo')
    const known = await findUrn(store.db, store.keys.hash(`zalo:${user}`))
    const [urnId = '', first = '', second] = [known?.urn.id, known?.people[0]?.person.id, newId()]
    await store.commit({
      writes: [
        update('people', { id: first }, { name: 'Wừ', consent: 'agreed' }),
        insert('people', { id: second, name: 'Pừ', role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: 1 }),
        insert('personUrns', { personId: second, urnId, createdAt: Date.now() }),
      ],
    })
    for (const text of ['bc ngo 3 ta', '1', 'bc gung 2 ta', 'doi nguoi', '2']) await says(user, text)
    const held = async () => {
      const rows = await Promise.all(Object.values(tables).map((table) => store.db.select().from(table)))
      return JSON.stringify(rows).match(/Wừ|Pừ/g)?.length ?? 0
    }
    expect(await held()).toBeGreaterThan(4)
    const withdraw = { oa_id: service.zalo.oaId, app_id: service.zalo.appId, timestamp: String(Date.now()) }
    await send(service.zalo.sign(URL_IN, { ...withdraw, user_id: user, event_name: 'user_withdraw' }))
    expect((await findUrn(store.db, store.keys.hash(`zalo:${user}`)))?.people).toEqual([])
    expect(await held()).toBe(0)
    expect((await store.db.select().from(tables.sessions)).filter((row) => row.urnId === urnId)).toEqual([])
  })
})
