import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyStatus, type StatusEvent } from '../../src/delivery/statuses.ts'
import { loadUrn } from '../../src/store/queries/people.ts'
import type { Commit } from '../../src/store/store.ts'
import { update } from '../../src/store/writes.ts'
import { HOUR, NOW } from './fixtures.ts'
import { openRig, type Rig } from './rig.ts'

type Status = StatusEvent['status']
const report = (rig: Rig, status: Status, over: Partial<StatusEvent> = {}) =>
  applyStatus(rig.delivery, 'twilio', { type: 'status', externalId: 'SM1', status, ...over })

/** What a set of reports about one message must come to, whatever their order: the one that tells most. */
const most = (statuses: readonly Status[]) =>
  (['read', 'delivered', 'failed', 'errored', 'sent'] as const)
    .find((each) => statuses.includes(each))
    ?.replace('errored', 'failed') ?? 'wired'

const reports = fc.array(
  fc.record({
    status: fc.constantFrom<Status>('sent', 'delivered', 'read', 'failed', 'errored'),
    isNamed: fc.boolean(),
  }),
  { maxLength: 6 },
)

test("reports end the same in any order, before and after the send's own answer", async () => {
  const rig = await openRig()
  const worker = rig.dispatcher()
  let serial = 0
  await fc.assert(
    fc.asyncProperty(reports, fc.nat(6), async (all, early) => {
      const n = ++serial
      const externalId = `SM${n}`
      const apply = ({ status, isNamed }: (typeof all)[number]) =>
        report(rig, status, { externalId, ...(isNamed ? { outboxId: `o${n}` } : {}) })
      await rig.addUrn(`u${n}`)
      let answer: () => void = () => undefined
      rig.sms.script.push(
        new Promise<void>((resolve) => {
          answer = resolve
        }),
      )
      await rig.queue(`o${n}`, { urnId: `u${n}` })
      worker.wake()
      while (rig.sms.asked.length < n) await new Promise((resolve) => setTimeout(resolve, 1))
      for (const each of all.slice(0, early)) await apply(each)
      const late = Promise.all(all.slice(early).map(apply))
      answer()
      await late
      await worker.idle()
      const row = await rig.row(`o${n}`)
      expect(row).toMatchObject({ status: most(all.map(({ status }) => status)), externalId, leaseUntil: null })
      await rig.at(NOW + HOUR)
      rig.setNow(NOW)
      expect(rig.sms.asked).toHaveLength(n)
    }),
    { numRuns: 60 },
  )
}, 60_000)

test('every report is kept, and the late ones say nothing new', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1')
  await rig.at(NOW)
  expect(await report(rig, 'delivered', { at: NOW + 5 })).toEqual({ type: 'applied' })
  expect(await report(rig, 'sent', { at: NOW + 1 })).toEqual({ type: 'late' })
  expect(await report(rig, 'delivered')).toEqual({ type: 'late' })
  expect(await rig.row('o1')).toMatchObject({ status: 'delivered', code: null })
  const kept = rig.store.client
    .prepare('select outbox_id, external_id, status, at from status_events order by id')
    .raw()
    .all()
  expect(kept).toEqual([
    ['o1', 'SM1', 'delivered', NOW + 5],
    ['o1', 'SM1', 'sent', NOW + 1],
    ['o1', 'SM1', 'delivered', NOW],
  ])
})

test('a report about no message of ours is counted and kept', async () => {
  const rig = await openRig()
  expect(await report(rig, 'delivered', { externalId: 'SM-foreign' })).toEqual({ type: 'unmatched' })
  expect(await report(rig, 'sent', { externalId: 'SM-foreign', outboxId: 'no-such' })).toEqual({ type: 'unmatched' })
  expect(rig.counted.get('mua_statuses_unmatched_total twilio')).toBe(2)
  expect(rig.store.client.prepare('select count(*) from status_events').pluck().get()).toBe(2)
})

test('a failure of an earlier attempt says nothing about the one that left', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1')
  await rig.at(NOW)
  expect(await report(rig, 'failed', { externalId: 'SM-first', outboxId: 'o1', code: '30008' })).toEqual({
    type: 'late',
  })
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', code: null })
  expect(await report(rig, 'delivered', { externalId: 'SM-first', outboxId: 'o1' })).toEqual({ type: 'applied' })
})

test.each([
  { code: '30003', status: 'failed', isStopped: false },
  { code: '30005', status: 'failed', isStopped: false },
  { code: '30007', status: 'failed', isStopped: false },
  { code: '30004', status: 'stopped', isStopped: true },
  { code: '21610', status: 'stopped', isStopped: true },
])('$code after it was sent: $status', async ({ code, status, isStopped }) => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.queue('o1', { personId: 'p-u1' })
  await rig.at(NOW)
  await report(rig, 'sent')
  await report(rig, 'failed', { code })
  expect(await rig.row('o1')).toMatchObject({ status, code })
  expect((await loadUrn(rig.store.db, 'u1'))?.urn.stoppedAt).toBe(isStopped ? NOW : null)
  const ledger = rig.store.client.prepare('select kind, source, proof, urn_id, person_id from consents').raw().all()
  expect(ledger).toEqual(isStopped ? [['stopped', 'provider', code, 'u1', 'p-u1']] : [])
  await rig.at(NOW + 12 * HOUR)
  expect(rig.sms.asked).toHaveLength(1)
})

test('after two reports that a number is dead nothing more is begun with it, until somebody writes from it', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  const reminder = (id: string) => rig.queue(id, { class: 'reminder', personId: 'p-u1', deadline: NOW + 10 * HOUR })
  for (const [n, code] of [
    [1, '30005'],
    [2, '30006'],
  ] as const) {
    await reminder(`o${n}`)
    await rig.at(NOW + n)
    await report(rig, 'failed', { externalId: `SM${n}`, code })
  }
  await reminder('o3')
  await rig.at(NOW + 3)
  expect(await rig.row('o3')).toMatchObject({ status: 'cancelled', reason: 'dead', attempts: 0 })
  await rig.queue('o4', { class: 'reply' })
  await rig.at(NOW + 4)
  expect(await rig.row('o4')).toMatchObject({ status: 'wired' })
  await rig.write(
    update('urns', { id: 'u1' }, { lastInboundAt: NOW + 5 }),
    update('outbox', { id: 'o4' }, { settledAt: null }),
  )
  await reminder('o5')
  await rig.at(NOW + 6)
  expect(await rig.row('o5')).toMatchObject({ status: 'wired' })
})

test("a report that comes while the send's own answer is being stored is not lost", async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1')
  const { store } = rig.delivery
  let isFirst = true
  const commit = async (asked: Commit) => {
    // The answer gets in between the look for the message and the report's own write.
    if (isFirst) {
      isFirst = false
      await rig.at(NOW)
    }
    return store.commit(asked)
  }
  const event = { type: 'status', externalId: 'SM1', status: 'delivered' } as const
  expect(await applyStatus({ ...rig.delivery, store: { ...store, commit } }, 'twilio', event)).toEqual({
    type: 'applied',
  })
  expect(await rig.row('o1')).toMatchObject({ status: 'delivered', externalId: 'SM1' })
})

test('a phone without signal has sent nothing: the message is due again, until it is of no use', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  await rig.queue('o1', { deadline: NOW + HOUR })
  await rig.at(NOW)
  const noSignal = () =>
    applyStatus(rig.delivery, 'smsgate', {
      type: 'status',
      outboxId: 'o1',
      status: 'errored',
      code: 'error_no_service',
    })
  expect(await noSignal()).toEqual({ type: 'applied' })
  expect(await rig.row('o1')).toMatchObject({ status: 'errored', code: 'error_no_service', settledAt: null })
  await rig.at(NOW + 6 * 60_000)
  expect(rig.sms.asked).toHaveLength(2)
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', attempts: 2 })
  rig.setNow(NOW + HOUR - 60_000)
  await noSignal()
  expect(await rig.row('o1')).toMatchObject({ status: 'failed', code: 'error_no_service' })
})

const failedOnPhone = (rig: Rig) =>
  applyStatus(rig.delivery, 'smsgate', {
    ...{ type: 'status', status: 'errored' },
    ...{ outboxId: 'o1', externalId: 'SM1', code: 'error_no_service' },
  })

test.each(['cancelled', 'superseded', 'expired', 'stopped', 'failed', 'delivered', 'read'] as const)(
  'a phone that failed, told again, never sends what is %s',
  async (status) => {
    const rig = await openRig()
    await rig.addUrn('u1')
    await rig.queue('o1')
    await rig.at(NOW)
    expect(await failedOnPhone(rig)).toEqual({ type: 'applied' })
    await rig.write(update('outbox', { id: 'o1' }, { status, reason: 'corrected', settledAt: NOW }))
    expect(await failedOnPhone(rig)).toEqual({ type: 'late' })
    await rig.at(NOW + 12 * HOUR)
    expect(await rig.row('o1')).toMatchObject({ status, reason: 'corrected', settledAt: NOW })
    expect(rig.sms.asked).toHaveLength(1)
  },
)

test.each(['queued', 'errored', 'wired', 'sent', 'uncertain'] as const)(
  'a phone that failed on what is %s tries it again, once however often it tells',
  async (status) => {
    const rig = await openRig()
    await rig.addUrn('u1')
    await rig.queue('o1')
    await rig.write(update('outbox', { id: 'o1' }, { status, dueAt: NOW + HOUR, code: 'backoff' }))
    rig.setNow(NOW)
    expect(await failedOnPhone(rig)).toEqual({ type: 'applied' })
    const due = { status: 'errored', externalId: 'SM1', dueAt: NOW + 5 * 60_000, settledAt: null }
    expect(await rig.row('o1')).toMatchObject(due)
    rig.setNow(NOW + 60_000)
    expect(await failedOnPhone(rig)).toEqual({ type: 'late' })
    expect(await rig.row('o1')).toMatchObject(due)
    await rig.at(NOW + 6 * 60_000)
    expect(rig.sms.asked).toHaveLength(1)
  },
)

test('a message known by our own id alone takes the provider’s with its first report, a failure too', async () => {
  const rig = await openRig()
  await rig.addUrn('u1')
  rig.sms.script.push({ type: 'wired', externalId: 'o1' })
  await rig.queue('o1')
  await rig.at(NOW)
  expect(await report(rig, 'failed', { outboxId: 'o1', externalId: 'SM9', code: '30003' })).toEqual({ type: 'applied' })
  expect(await rig.row('o1')).toMatchObject({ status: 'failed', externalId: 'SM9', code: '30003' })
})
