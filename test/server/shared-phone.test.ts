import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { dayOf, instantOf } from '../../src/conversation/calendar.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { phoneClaims } from '../../src/store/schema/people.ts'
import { ticketEntries } from '../../src/store/schema/tickets.ts'
import { insert } from '../../src/store/writes.ts'
import { PUBLIC_URL, type ServiceRig, startService } from './rig.ts'

const URL_IN = `${PUBLIC_URL}/webhooks/zalo`
/** Nine in the morning of today, and on from there: the law's hours are not those of whoever runs this. */
const OFFSET_MS = instantOf(dayOf(Date.now()), 9 * 60) - Date.now()
const clock = () => Date.now() + OFFSET_MS

async function start(env: Record<string, string | undefined> = {}): Promise<ServiceRig> {
  const service = await startService(env, clock)
  const begin = await service.runtime.app.request('/oauth/zalo')
  const { pathname, search } = new URL(service.zalo.oauth.consent(begin.headers.get('location') ?? ''))
  await service.runtime.app.request(pathname + search)
  return service
}

let users = 0
const newUser = () => `33445566778899005${String(++users).padStart(2, '0')}`
const newPhone = () => `+8491234561${users % 10}`

const talking = (service: ServiceRig, user: string) => {
  const { runtime, zalo } = service
  const send = async (request: { headers: Record<string, string>; body: string }) => {
    const response = await runtime.app.request('/webhooks/zalo', { method: 'POST', ...request })
    expect(response.status).toBe(200)
  }
  const shared = (phone: string) =>
    zalo.sign(URL_IN, {
      app_id: zalo.appId,
      sender: { id: user },
      recipient: { id: zalo.oaId },
      event_name: 'user_submit_info',
      timestamp: String(Date.now()),
      info: { name: 'Vàng Thị Mẩy', phone: phone.slice(1) },
    })
  const sent = () => zalo.messages.filter(({ to }) => to === user).map(({ text }) => text)
  return {
    send,
    shared,
    says: (text: string) => send(zalo.inbound(URL_IN, user, text)),
    /** Waits until the newest message to them holds this. */
    hears: (words: string) => vi.waitFor(() => expect(sent().at(-1) ?? '').toContain(words), 5000),
    people: async () => (await findUrn(runtime.store.db, runtime.store.keys.hash(`zalo:${user}`)))?.people ?? [],
  }
}

/** A farmer who agreed, known by this phone. */
async function farmer(service: ServiceRig, phone: string): Promise<string | undefined> {
  await service.text('bc ngo 5 ta', phone)
  await service.text('dy', phone)
  await service.sentTo(phone, 2)
  const { store } = service.runtime
  return (await findUrn(store.db, store.keys.hash(`tel:${phone}`)))?.people[0]?.person.id
}

async function codeFor(service: ServiceRig, phone: string, count = 3): Promise<string> {
  const text = (await service.sentTo(phone, count)).at(-1) ?? ''
  expect(text.length).toBeLessThanOrEqual(160)
  return /^Ma noi Zalo: (\d{4})\./.exec(text)?.[1] ?? text
}
const wrongFor = (code: string) => String((Number(code) + 1) % 10_000).padStart(4, '0')

describe('a phone number is shared on Zalo', { timeout: 20_000 }, () => {
  let service: ServiceRig
  beforeAll(async () => {
    service = await start()
  })
  afterAll(() => service.close())

  test('that a farmer is known by: joined by the code texted to it, and by nothing less', async () => {
    const [user, phone] = [newUser(), newPhone()]
    const owner = await farmer(service, phone)
    const talk = talking(service, user)
    await talk.says('bc ngo 3 ta')
    await talk.says('dy')
    const [own] = await talk.people()
    const event = talk.shared(phone)
    await talk.send(event)
    await talk.send(event)
    const code = await codeFor(service, phone)
    await talk.hears('mã 4 số tới máy có đuôi')
    expect((await talk.people()).map(({ person }) => person.id)).toEqual([own?.person.id])
    await talk.says(wrongFor(code))
    await talk.hears('Mã không đúng')
    expect((await talk.people()).map(({ person }) => person.id)).toEqual([own?.person.id])
    await talk.says(code)
    await talk.hears('Đã nối Zalo này')
    expect((await talk.people()).map(({ person }) => person.id)).toEqual([owner])
    await talk.says('xem')
    await talk.hears('2 lần báo sản lượng')
    expect(await service.sentTo(phone, 3)).toHaveLength(3)
  })

  test('three wrong codes: a person has to look, and the right one comes too late', async () => {
    const [user, phone] = [newUser(), newPhone()]
    const owner = await farmer(service, phone)
    const talk = talking(service, user)
    await talk.says('alo')
    await talk.send(talk.shared(phone))
    const code = await codeFor(service, phone)
    for (const words of ['Mã không đúng', 'Mã không đúng', 'cán bộ']) {
      await talk.says(wrongFor(code))
      await talk.hears(words)
    }
    await talk.says(code)
    expect((await talk.people()).map(({ person }) => person.id)).not.toContain(owner)
    const entries = (await service.runtime.store.db.select().from(ticketEntries)).map(({ text }) => text)
    expect(entries.join('\n')).toContain(`xác nhận số ...${phone.slice(-3)}`)
  })

  test('that nobody is known by: kept sealed as told, and whoever texts from it is another', async () => {
    const [user, phone] = [newUser(), newPhone()]
    const talk = talking(service, user)
    await talk.says('alo')
    await talk.send(talk.shared(phone))
    const { store } = service.runtime
    expect(await findUrn(store.db, store.keys.hash(`tel:${phone}`))).toBeUndefined()
    const claims = await store.db.select().from(phoneClaims)
    expect(claims.map((row) => row.phone && store.keys.open(row.phone))).toContain(`tel:${phone}`)
    const owner = await farmer(service, phone)
    expect((await talk.people()).map(({ person }) => person.id)).not.toContain(owner)
    expect(await service.sentTo(phone, 2)).toHaveLength(2)
  })

  test('of the second of two who use this Zalo: it is known to be theirs, and nothing is asked', async () => {
    const [user, phone] = [newUser(), newPhone()]
    const owner = (await farmer(service, phone)) ?? ''
    const talk = talking(service, user)
    await talk.says('alo')
    const { store } = service.runtime
    const urnId = (await findUrn(store.db, store.keys.hash(`zalo:${user}`)))?.urn.id ?? ''
    await store.commit({ writes: [insert('personUrns', { personId: owner, urnId, createdAt: clock() })] })
    await talk.send(talk.shared(phone))
    expect((await store.db.select().from(phoneClaims)).filter((row) => row.urnId === urnId)).toEqual([])
    expect(await talk.people()).toHaveLength(2)
  })

  test('by one Zalo user after another: three texts a day to one number', async () => {
    const phone = '+84912345699'
    await farmer(service, phone)
    for (let n = 0; n < 4; n++) {
      const talk = talking(service, newUser())
      await talk.says('alo')
      await talk.send(talk.shared(phone))
      await talk.hears(n < 3 ? 'mã 4 số' : 'cán bộ')
    }
    expect(await service.sentTo(phone, 5)).toHaveLength(5)
  })

  test('of one who stopped: nothing is texted to them, a person has to look', async () => {
    const [user, phone] = [newUser(), newPhone()]
    await farmer(service, phone)
    await service.text('tc', phone)
    const talk = talking(service, user)
    await talk.says('alo')
    await talk.send(talk.shared(phone))
    await talk.hears('cán bộ')
    expect((await service.sentTo(phone, 2)).join('\n')).not.toContain('Ma noi Zalo')
  })
})

test('without a channel for SMS a person has to look, and nobody is joined', async () => {
  const off = { TWILIO_ACCOUNT_SID: undefined, TWILIO_AUTH_TOKEN: undefined, TWILIO_FROM: undefined }
  const service = await start({ ...off, TWILIO_API_URL: undefined })
  onTestFinished(() => service.close())
  const { store, intake } = service.runtime
  const phone = '+84912345612'
  await intake.receive('twilio', {
    type: 'message',
    externalId: 'm1',
    from: `tel:${phone}`,
    text: 'bc ngo 5 ta dy',
    attachments: [],
  })
  const owner = (await findUrn(store.db, store.keys.hash(`tel:${phone}`)))?.people[0]?.person.id
  const talk = talking(service, newUser())
  await talk.says('alo')
  await talk.send(talk.shared(phone))
  await talk.hears('cán bộ')
  expect((await talk.people()).map(({ person }) => person.id)).not.toContain(owner)
  expect(await store.db.select().from(phoneClaims)).toMatchObject([{ status: 'refused' }])
})
