import { expect, onTestFinished, test, vi } from 'vitest'
import { dayOf, instantOf } from '../../src/conversation/calendar.ts'
import { FARMER, type ServiceRig, startService } from './rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Two at night of today. */
const NIGHT = instantOf(dayOf(Date.now()), 2 * 60)

let now: number
/** The service at this time, which goes on from there. */
async function startAt(instant: number): Promise<ServiceRig> {
  now = instant
  const begun = performance.now()
  const service = await startService({}, () => Math.round(now + performance.now() - begun))
  onTestFinished(() => service.close())
  return service
}

/** A text whose provider says it was sent so long before it came; how its reply waits. */
async function answerTo(service: ServiceRig, ageMs: number | undefined) {
  const { intake, store, dispatcher } = service.runtime
  const sentAt = ageMs === undefined ? {} : { sentAt: now - ageMs }
  const text = { type: 'message', from: `tel:${FARMER}`, text: 'giá ngô' } as const
  await intake.receive('twilio', { ...text, attachments: [], externalId: `late-${ageMs}`, ...sentAt })
  await dispatcher.idle()
  return store.client.prepare('select status, reason from outbox order by id').get()
}

const answered = { status: 'wired', reason: 'reply' }
const waits = { status: 'queued', reason: 'night' }

test.each([
  { name: 'just now', ageMs: 0, is: answered },
  { name: 'half an hour ago', ageMs: 29 * MINUTE, is: answered },
  { name: 'over half an hour ago', ageMs: 31 * MINUTE, is: waits },
  { name: 'seven hours ago', ageMs: 7 * HOUR, is: waits },
  { name: 'a week ago', ageMs: 7 * DAY, is: waits },
  { name: 'at no time', ageMs: undefined, is: answered },
  // Wrong clocks.
  { name: 'in a year', ageMs: -365 * DAY, is: answered },
  { name: 'in 1970', ageMs: NIGHT, is: answered },
])('a text that comes at night and was sent $name', async ({ ageMs, is }) => {
  const service = await startAt(NIGHT)
  expect(await answerTo(service, ageMs)).toEqual(is)
})

test('by day a text of hours ago is answered at once', async () => {
  const service = await startAt(NIGHT + 8 * HOUR)
  expect(await answerTo(service, 7 * HOUR)).toEqual(answered)
})

test('a text that waited in the spool until night is answered in the morning', async () => {
  const evening = NIGHT + 19 * HOUR
  const service = await startAt(evening)
  const { store } = service.runtime
  const { commit } = store
  store.commit = async () => ({ type: 'unavailable', reason: 'SQLITE_FULL' })
  expect((await service.text('giá ngô')).status).toBe(200)
  now = evening + 3 * HOUR
  store.commit = commit
  const first = () => store.client.prepare('select received_at from messages').pluck().get()
  await vi.waitFor(() => expect(first()).toBeDefined(), 5000)
  expect(Number(first())).toBeLessThan(evening + MINUTE)
  const row = () => store.client.prepare('select status, reason from outbox').get()
  await vi.waitFor(() => expect(row()).toEqual(waits), 3000)
  expect(service.twilio.messages).toEqual([])
})
