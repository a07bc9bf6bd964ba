import { describe, expect, it } from 'vitest'
import { onceKey } from '../../src/farm/alerts/audience.ts'
import { continueBroadcasts } from '../../src/farm/alerts/send.ts'
import { COOPERATIVE_ID } from '../../src/flow-tests/given.ts'
import { recentOutbox } from '../../src/store/queries/outbox.ts'
import { tables } from '../../src/store/schema.ts'
import { insert, type Row, update } from '../../src/store/writes.ts'
import { openCoop, send } from './alerts-rig.ts'
import { HOUR, vn } from './trainings-rig.ts'

const people = (rows: readonly Row<'outbox'>[]) => rows.map(({ personId }) => personId).sort()

describe('a price alert', () => {
  it('is read back with who gets it, who does not, parts and đồng', async () => {
    const coop = await openCoop()
    await coop.members(91, (n) => (n < 6 ? { consent: 'none' } : {}))
    expect(await coop.read('bao gia gung 15k ban xeo den 25/11')).toBe(
      'Gui 86/92 thanh vien (6 chua dong y): "HTX Muong Vi mua gung trau tuoi 15.000 d/kg tai Ban Xeo, het 25/11." 86 SMS, 30.100 d. Gui thi nhan 4172.',
    )
  })

  it('to 1,200 members goes in slices, without a gap or a double when a slice is lost or made twice', async () => {
    const coop = await openCoop()
    await coop.members(1200)
    await send(coop)
    const begun = (await coop.rows()).length
    expect(begun).toBeGreaterThan(400)
    expect(begun).toBeLessThan(500)
    expect(await coop.last()).toMatchObject({ status: 'sending', audience: 1201, prepared: begun })
    const twice = await continueBroadcasts(coop.store.db, coop.now(), { newId: coop.newId, revision: 'r1' })
    expect(twice.length).toBeLessThanOrEqual(500)
    const sizes = await coop.sweepAll()
    for (const size of sizes) expect(size).toBeLessThanOrEqual(500)
    const late = await coop.store.commit({ writes: twice })
    expect(late.type).toBe('conflict')
    const rows = await coop.rows()
    expect(new Set(people(rows)).size).toBe(1201)
    expect(rows).toHaveLength(1201)
    expect(await coop.last()).toMatchObject({ status: 'sent', audience: 1201, prepared: 1201 })
  })

  it('two who share a phone get one message, paid for once', async () => {
    const coop = await openCoop()
    await coop.members(2)
    await coop.store.commit({
      writes: [
        insert('people', {
          id: 'p9',
          role: 'farmer',
          cooperativeId: COOPERATIVE_ID,
          locale: 'vi',
          consent: 'agreed',
          createdAt: 1,
        }),
        insert('personUrns', { personId: 'p9', urnId: 'u1', createdAt: 1 }),
      ],
    })
    const preview = await coop.leader('bao gia gung 15k ban xeo')
    expect(preview).toContain('"reached":4')
    expect(preview).toContain('"cost":{"vnd":1050}')
    await coop.leader('4172')
    await coop.sweepAll()
    expect(await coop.rows()).toHaveLength(3)
    expect(await coop.sweepAll()).toEqual([])
  })

  it('is all that a member gets who asked to be told of that price; another who asked is told of it', async () => {
    const coop = await openCoop()
    await coop.members(2, (n) => (n === 1 ? { cooperativeId: 'other' } : {}))
    const subscription = { crop: 'ginger', thresholdVnd: 14_000, createdAt: 0 }
    await coop.store.commit({
      writes: [0, 1].map((n) =>
        insert('priceSubscriptions', { id: `s${n}`, personId: `p${n}`, urnId: `u${n}`, ...subscription }),
      ),
    })
    await send(coop)
    await coop.sweepAll()
    const to = async (urnId: string) => (await recentOutbox(coop.store.db, urnId, 9)).map((row) => row.class)
    expect(await to('u0')).toEqual(['broadcast'])
    expect(await to('u1')).toEqual(['service'])
  })

  it('is not for those of another cooperative, who did not agree, stopped, or joined after', async () => {
    const coop = await openCoop()
    await coop.members(
      5,
      (n) =>
        [{}, { cooperativeId: 'other' }, { consent: 'asked' as const }, {}, { createdAt: vn('2027-01-01 08:00') }][n] ??
        {},
    )
    await coop.store.commit({ writes: [update('urns', { id: 'u3' }, { stoppedAt: 1 })] })
    await send(coop)
    await coop.sweepAll()
    expect(people(await coop.rows()).filter((id) => id?.startsWith('p'))).toEqual(['p0'])
  })

  it('sent at night says when it goes, and a last day that is over by then is asked again', async () => {
    const coop = await openCoop(vn('2026-11-25 22:30'))
    await coop.members(1)
    expect(await coop.leader('bao gia gung 15k ban xeo den 25/11')).toContain('send-alert.ask.until')
    expect(await coop.leader('26/11')).toContain('"morning":"mai"')
    await coop.leader('4172')
    expect((await coop.rows()).map(({ deadline }) => deadline)).toEqual(Array(2).fill(coop.now() + 24 * HOUR))
  })

  it('is of no use once its last day is over', async () => {
    const coop = await openCoop()
    await coop.members(1)
    await coop.leader('bao gia gung 15k ban xeo den hom nay')
    await coop.leader('4172')
    for (const { deadline } of await coop.rows()) expect(deadline).toBe(vn('2026-11-23 00:00'))
  })
})

describe('the code of a price alert', () => {
  const told = 'bao gia gung 15k ban xeo den 25/11'

  it('typed wrong five times locks alerts for an hour: another BAO GIA gives no new tries', async () => {
    const coop = await openCoop()
    await coop.leader(told)
    for (const again of ['ask.code_again', 'ask.code_again', 'send-alert.ended'])
      expect(await coop.leader('1111')).toContain(again)
    await coop.leader(told)
    expect(await coop.leader('1111')).toContain('ask.code_again')
    expect(await coop.read('2222')).toContain('60 phut nua')
    await coop.leader('4172')
    expect(await coop.leader(told)).toContain('send-alert.locked')
    await coop.leader('4172')
    expect(await coop.store.db.select().from(tables.broadcasts)).toEqual([])
    coop.pass(HOUR)
    await send(coop)
  })

  it('that locked alerts locks them after a refusal and a new yes too', async () => {
    const coop = await openCoop()
    await coop.leader(told)
    for (let wrong = 0; wrong < 3; wrong++) await coop.leader('1111')
    await coop.leader(told)
    for (let wrong = 0; wrong < 2; wrong++) await coop.leader('1111')
    expect(await coop.leader('khong dong y')).toContain('consent-refused.held')
    await coop.leader(told)
    expect(await coop.leader('dy')).toContain('send-alert.locked')
  })

  it('typed right begins the count anew', async () => {
    const coop = await openCoop()
    for (let n = 0; n < 3; n++) {
      await coop.leader(told)
      for (let wrong = 0; wrong < 2; wrong++) expect(await coop.leader('1111')).toContain('ask.code_again')
      expect(await coop.leader('4172')).toContain('send-alert.sent')
    }
  })
})

describe('a correction', () => {
  const outcomes = {
    p0: 'queued',
    p1: 'errored',
    p2: 'wired',
    p3: 'sent',
    p4: 'delivered',
    p5: 'read',
    p6: 'uncertain',
    p7: 'failed',
    p8: 'stopped',
    p9: 'expired',
    p10: 'cancelled',
  } as const

  it('goes to exactly those who got it or may have; what is not yet sent is taken back', async () => {
    const coop = await openCoop()
    await coop.members(11)
    await send(coop)
    const first = await coop.last()
    const settled = Object.entries(outcomes).map(([personId, status]) =>
      update('outbox', { onceKey: onceKey(first, personId.replace('p', 'u')) }, { status }),
    )
    await coop.store.commit({ writes: settled })
    await coop.members(0)
    await coop.store.commit({
      writes: [
        insert('people', {
          id: 'new',
          role: 'farmer',
          cooperativeId: COOPERATIVE_ID,
          locale: 'vi',
          consent: 'agreed',
          createdAt: coop.now(),
        }),
        insert('urns', {
          id: 'new',
          scheme: 'tel',
          hash: 'h',
          address: coop.store.keys.seal('tel:+84981999999'),
          channel: 'simulator',
          createdAt: 0,
        }),
        insert('personUrns', { personId: 'new', urnId: 'new', createdAt: 0 }),
      ],
    })
    await coop.sweepAll()
    expect(await coop.leader('sua gia 14k')).toContain('"new_code":"4172"')
    expect(await coop.leader('4172')).toContain('amend-alert.sent')
    await coop.sweepAll()
    for (const { status } of await coop.rows(first)) expect(['queued', 'errored']).not.toContain(status)
    const told = people(await coop.rows()).filter((id) => id?.startsWith('p'))
    expect(told).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'])
    const before = await coop.rows(first)
    const takenBack = before.filter(({ reason }) => reason === 'corrected').map(({ personId }) => personId)
    expect(takenBack.filter((id) => id?.startsWith('p')).sort()).toEqual(['p0', 'p1'])
  })

  it('of one half on its way reaches everyone it was for, once, and nobody the wrong price after it', async () => {
    const coop = await openCoop()
    await coop.members(900)
    await send(coop)
    const first = await coop.last()
    const lateSlice = await continueBroadcasts(coop.store.db, coop.now(), { newId: coop.newId, revision: 'r1' })
    expect(await coop.leader('sua gia 14k')).toContain('"messages":901')
    expect(await coop.leader('4172')).toContain('amend-alert.sent')
    expect((await coop.store.commit({ writes: lateSlice })).type).toBe('conflict')
    await coop.sweepAll()
    const rows = await coop.rows()
    expect(new Set(people(rows)).size).toBe(901)
    expect(rows).toHaveLength(901)
    for (const { status } of await coop.rows(first)) expect(status).toBe('cancelled')
  })

  it('leaves what is being sent right now to who has it in hand', async () => {
    const coop = await openCoop()
    await coop.members(1)
    await send(coop)
    const first = await coop.last()
    const key = { onceKey: onceKey(first, 'u0') }
    await coop.store.commit({
      writes: [update('outbox', key, { leaseUntil: coop.now() + 10 * HOUR, fence: 1, attempts: 1 })],
    })
    await coop.leader('sua gia 14k')
    await coop.leader('4172')
    await coop.sweepAll()
    const statusOf = async () => (await coop.rows(first)).find(({ personId }) => personId === 'p0')?.status
    expect(await statusOf()).toBe('queued')
    expect(people(await coop.rows())).toContain('p0')
  })
})
