import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dayOf, instantOf } from '../../src/conversation/calendar.ts'
import { outgoing } from '../../src/farm/outgoing.ts'
import { readScriptFiles } from '../../src/script-files.ts'
import { revisionHash } from '../../src/server/program-source.ts'
import { publish } from '../../src/server/publish.ts'
import { readSpooled, writeSpooled } from '../../src/server/spooled.ts'
import { loadOutbox } from '../../src/store/queries/outbox.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { insert } from '../../src/store/writes.ts'
import { FARMER, PUBLIC_URL, type ServiceRig, startService } from './rig.ts'

const URL_IN = `${PUBLIC_URL}/webhooks/zalo`
const TEMPLATE = `templates:
  - id: "417001"
    text: person.opened
    tag: care
    night: true
    params: []
`
/** Nine in the morning: the law's hours are not those of whoever runs this. */
const offsetMs = instantOf(dayOf(Date.now()), 9 * 60) - Date.now()
const clock = () => Date.now() + offsetMs

let service: ServiceRig
let urnId = ''
let personId = ''
const post = (request: { headers: Record<string, string>; body: string }) =>
  service.runtime.app.request('/webhooks/zalo', { method: 'POST', ...request })

beforeAll(async () => {
  // No SMS: templates are all there is.
  service = await startService(
    { TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '', TWILIO_FROM: '', TWILIO_API_URL: '' },
    clock,
  )
  const { runtime, zalo } = service
  const begin = await runtime.app.request('/oauth/zalo')
  const { pathname, search } = new URL(zalo.oauth.consent(begin.headers.get('location') ?? ''))
  await runtime.app.request(pathname + search)
  zalo.zbs.register('417001', [], { templateTag: 'CUSTOMER_CARE' })
  const files = { ...readScriptFiles('.'), 'content/zalo-templates.yaml': TEMPLATE }
  const publication = { files, hash: revisionHash(files), author: 'mai', note: '', endTalks: false }
  await publish(runtime.store, publication, { now: clock(), newId: uuidv7 })
  await vi.waitFor(() => expect(runtime.programs.current.zaloTemplates).toHaveLength(1), 10_000)
  const { keys } = runtime.store
  urnId = uuidv7()
  personId = uuidv7()
  const urn = `tel:${FARMER}`
  await runtime.store.commit({
    writes: [
      insert('urns', {
        id: urnId,
        scheme: 'tel',
        hash: keys.hash(urn),
        address: keys.seal(urn),
        channel: 'smsgate',
        createdAt: clock(),
      }),
      insert('people', { id: personId, role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: clock() }),
      insert('personUrns', { personId, urnId, createdAt: clock() }),
    ],
  })
}, 30_000)
afterAll(() => service.close())

test('a template reaches a phone, and its delivery and its button come back', { timeout: 20_000 }, async () => {
  const { runtime, zalo } = service
  const id = uuidv7()
  const { revision } = runtime.programs.current
  const write = outgoing({
    ...{ id, now: clock(), class: 'service', urnId, personId, locale: 'vi', revision },
    texts: [{ key: 'person.opened' }],
  })
  await runtime.store.commit({ writes: [write] })
  runtime.dispatcher.wake([write])
  await vi.waitFor(() => expect(zalo.zbs.sent).toHaveLength(1), 10_000)
  const [sent] = zalo.zbs.sent
  if (sent === undefined) throw new Error('nothing was sent')
  await vi.waitFor(async () => expect(await loadOutbox(runtime.store.db, id)).toMatchObject({ status: 'wired' }), 5000)
  expect((await post(zalo.templateReceipt(URL_IN, sent))).status).toBe(200)
  expect(await loadOutbox(runtime.store.db, id)).toMatchObject({
    status: 'delivered',
    channel: 'zbs',
    externalId: sent.id,
  })

  const press = (trackingId: string | null) =>
    post(
      zalo.sign(URL_IN, {
        ...{ app_id: zalo.appId, oa_id: zalo.oaId, event_name: 'user_click_response_button', msg_id: sent.id },
        message: { submit_time: String(clock()), data: 'ngô 3 tạ', button_type: 'response', tracking_id: trackingId },
        timestamp: String(clock()),
      }),
    )
  expect((await press(sent.trackingId)).status).toBe(200)
  const messages = () => runtime.store.client.prepare('select urn_id, channel, text, status from messages').all()
  expect(messages()).toEqual([{ urn_id: urnId, channel: 'zbs', text: 'ngô 3 tạ', status: 'taken' }])
  const known = await findUrn(runtime.store.db, runtime.store.keys.hash(`tel:${FARMER}`))
  expect(known?.urn).toMatchObject({ channel: 'smsgate', lastInboundAt: expect.any(Number) })

  // Below a message that is none of ours nobody can be told to have pressed.
  expect((await press('f'.repeat(32))).status).toBe(200)
  expect(messages()).toHaveLength(1)
})

test('who has no SMS channel is asked for no code by SMS', () => {
  expect(service.runtime.settings.canText).toBe(false)
})

test.each([
  {
    type: 'status' as const,
    outboxId: 'o1',
    externalId: 'm1',
    status: 'delivered' as const,
    at: 1,
    by: 'zbs' as const,
  },
  { type: 'answered' as const, externalId: 'x', outboxId: 'o1', text: 'Đi được', at: 1 },
])('what the spool holds of a template is read back: $type', (event) => {
  expect(readSpooled(writeSpooled({ channel: 'zalo', events: [event] }, 0))?.events).toEqual([event])
})
