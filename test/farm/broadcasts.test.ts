import { describe, expect, it } from 'vitest'
import { onceKey } from '../../src/farm/alerts/audience.ts'
import { holdWrite } from '../../src/farm/alerts/hold.ts'
import { reportOf } from '../../src/farm/alerts/report.ts'
import { continueBroadcasts } from '../../src/farm/alerts/send.ts'
import { COOPERATIVE_ID } from '../../src/flow-tests/given.ts'
import { insert, type NewRow, type Row, update, type Write } from '../../src/store/writes.ts'
import { type Coop, openCoop, send } from './alerts-rig.ts'

const commit = async (coop: Coop, ...writes: Write[]) =>
  expect(await coop.store.commit({ writes })).toEqual({ type: 'committed' })

/** Who of the members made by the rig has a row, each once. */
const members = (rows: readonly Row<'outbox'>[]) => {
  const ids = rows.flatMap(({ personId }) => (personId?.startsWith('p') ? [personId] : []))
  expect(new Set(ids).size).toBe(ids.length)
  return ids.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)))
}

const consent = (coop: Coop, personId: string, kind: 'agreed' | 'refused', at = coop.now() + 1): Write =>
  insert('consents', { id: coop.newId(), personId, kind, source: 'message', at })

/** The leader corrects the price. */
const correct = async (coop: Coop, price = '14k') => {
  expect(await coop.leader(`sua gia ${price}`)).toContain('amend-alert.ask.code')
  expect(await coop.leader('4172')).toContain('amend-alert.sent')
  await coop.sweepAll()
}

const rung = (coop: Coop, of: Row<'outbox'>, over: Partial<NewRow<'outbox'>>): Write =>
  insert('outbox', { ...of, id: coop.newId(), rungOf: of.id, onceKey: `rung:${of.id}`, ...over })

/** 700 members: the slice that the turn itself writes ends before the last of them. */
async function half(over?: Parameters<Coop['members']>[1]): Promise<Coop> {
  const coop = await openCoop()
  await coop.members(700, over)
  await send(coop)
  expect((await coop.last()).status).toBe('sending')
  return coop
}
/** One that comes late in the order of ids ("p99" after "p699"), and one that comes early. */
const LATE = 'p99'
const EARLY = 'p0'

describe('who gets a broadcast', () => {
  it('stands as it was confirmed: who agrees later is not in it, who withdraws or stops later is left to the guard', async () => {
    const coop = await half((n) => (n === 98 ? { consent: 'asked' } : {}))
    await commit(
      coop,
      update('people', { id: 'p98' }, { consent: 'agreed' }),
      consent(coop, 'p98', 'agreed'),
      update('people', { id: 'p97' }, { consent: 'refused' }),
      consent(coop, 'p97', 'agreed', 1),
      consent(coop, 'p97', 'refused'),
      update('urns', { id: 'u96' }, { stoppedAt: coop.now() + 1 }),
    )
    await coop.sweepAll()
    const got = members(await coop.rows())
    expect(got).not.toContain('p98')
    expect(got).toEqual(expect.arrayContaining(['p97', 'p96', LATE]))
    expect(got).toHaveLength(699)
    const { audience, prepared } = await coop.last()
    expect([audience, prepared]).toEqual([700, 700])
  })

  it('is one of those who share a phone, though they stand in different slices', async () => {
    const coop = await openCoop()
    await coop.members(700)
    await commit(
      coop,
      insert('personUrns', { personId: LATE, urnId: 'u0', createdAt: 2 }),
      update('urns', { id: 'u0' }, { lastInboundAt: 5 }),
    )
    const preview = await coop.leader('bao gia gung 15k ban xeo den 25/11')
    expect(preview).toContain('"messages":700')
    await coop.leader('4172')
    await coop.sweepAll()
    const rows = await coop.rows()
    expect(rows.filter(({ urnId }) => urnId === 'u0').map(({ personId }) => personId)).toEqual([EARLY])
    expect(await coop.last()).toMatchObject({ status: 'sent', audience: 700, prepared: 700 })
  })

  it('is gone through once, though two processes go through it together', async () => {
    const coop = await half()
    const context = { newId: coop.newId, revision: 'r1' }
    const [one, two] = [
      await continueBroadcasts(coop.store.db, coop.now(), context),
      await continueBroadcasts(coop.store.db, coop.now(), context),
    ]
    await commit(coop, ...one)
    expect(await coop.store.commit({ writes: two })).toEqual({ type: 'conflict' })
    await coop.sweepAll()
    expect(members(await coop.rows())).toHaveLength(700)
  })
})

describe('a broadcast that is paused', () => {
  it('is prepared to its end, so that nobody moves out of its audience meanwhile, and stays paused', async () => {
    const coop = await half()
    const before = (await coop.rows()).length
    await commit(coop, holdWrite(await coop.last(), 'pause') ?? expect.unreachable())
    await coop.sweepAll()
    expect((await coop.rows()).length).toBeGreaterThan(before)
    expect(members(await coop.rows())).toHaveLength(700)
    expect((await coop.last()).status).toBe('paused')
    expect(await coop.read('kq')).toContain(`701 tin, 0 da gui, 701 dang cho (tam dung)`)
    await commit(coop, holdWrite(await coop.last(), 'resume') ?? expect.unreachable())
    await coop.sweepAll()
    expect(members(await coop.rows())).toHaveLength(700)
    expect((await coop.last()).status).toBe('sent')
  })
})

describe('a broadcast that is stopped', () => {
  it('takes back what waits, and its correction goes to those alone who got it or may have', async () => {
    const coop = await half()
    const first = await coop.last()
    const statuses = { u0: 'delivered', u1: 'uncertain', u2: 'wired', u3: 'failed' } as const
    await commit(
      coop,
      ...Object.entries(statuses).map(([urnId, status]) =>
        update('outbox', { onceKey: onceKey(first, urnId) }, { status }),
      ),
    )
    expect(await coop.read('dung bao gia')).toBe(
      'Da dung bao gia gung trau 15.000: 2 nguoi da nhan, 1 chua ro, 697 nguoi khong gui nua. Sai gia thi nhan SUA GIA kem gia dung, gui cho nguoi da nhan a.',
    )
    const sizes = await coop.sweepAll()
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
    const rows = await coop.rows(first)
    expect(new Set(rows.map(({ status }) => status))).toEqual(
      new Set(['delivered', 'uncertain', 'wired', 'failed', 'cancelled']),
    )
    expect(new Set(rows.filter(({ status }) => status === 'cancelled').map(({ reason }) => reason))).toEqual(
      new Set(['stopped']),
    )
    expect((await coop.last()).status).toBe('stopped')
    expect(await coop.read('kq')).toContain(
      '701 tin, 2 da gui (1 toi may), 1 chua ro, 697 thoi khong gui, 1 khong duoc',
    )
    await correct(coop)
    expect(members(await coop.rows())).toEqual(['p0', 'p1', 'p2'])
  })

  it('is none any more: a slice that was being written meanwhile is a conflict', async () => {
    const coop = await half()
    const slice = await continueBroadcasts(coop.store.db, coop.now(), { newId: coop.newId, revision: 'r1' })
    await coop.leader('huy tin bao gia')
    expect((await coop.store.commit({ writes: slice })).type).toBe('conflict')
  })

  it('is done already where nothing waits any more', async () => {
    const coop = await openCoop()
    await coop.members(1)
    await send(coop)
    const { id: broadcastId } = await coop.last()
    await commit(coop, update('outbox', { broadcastId }, { status: 'wired' }))
    expect(await coop.leader('dung bao gia')).toContain('stop-alert.over')
    expect((await coop.last()).status).toBe('sent')
  })
})

describe('a correction', () => {
  it('counts who was reached by several ways once, and goes where the last of them led', async () => {
    const coop = await openCoop()
    await coop.members(5)
    await send(coop)
    const first = await coop.last()
    const row = async (urnId: string) =>
      (await coop.rows(first)).find((each) => each.urnId === urnId) ?? expect.unreachable()
    const set = (urnId: string, status: Row<'outbox'>['status']) =>
      update('outbox', { onceKey: onceKey(first, urnId) }, { status })
    await commit(
      coop,
      set('u0', 'failed'),
      set('u1', 'failed'),
      set('u2', 'wired'),
      set('u3', 'failed'),
      set('u4', 'expired'),
    )
    await commit(
      coop,
      insert('urns', {
        id: 'z0',
        scheme: 'zalo',
        hash: 'z0',
        address: coop.store.keys.seal('zalo:1'),
        channel: 'zalo',
        createdAt: 0,
      }),
      rung(coop, await row('u0'), { status: 'failed', urnId: 'z0' }),
      rung(coop, await row('u2'), { status: 'delivered', urnId: 'z0' }),
      rung(coop, await row('u3'), { status: 'failed' }),
    )
    const second =
      (await coop.rows(first)).find(({ urnId, rungOf }) => urnId === 'z0' && rungOf !== null && rungOf !== '') ??
      expect.unreachable()
    // A third way in the place of the second.
    await commit(coop, rung(coop, second, { status: 'uncertain', urnId: 'u0' }))
    const report = await reportOf(coop.store.db, first)
    expect(report).toMatchObject({ people: 6, sent: 1, arrived: 1, uncertain: 1, failed: 2, dropped: 1, waiting: 1 })
    expect(await coop.leader('sua gia 14k')).toContain('"messages":3')
    await coop.leader('4172')
    await coop.sweepAll()
    const got = (await coop.rows()).filter(({ personId }) => personId?.startsWith('p'))
    expect(got.map(({ personId, urnId }) => [personId, urnId])).toEqual([
      ['p0', 'u0'],
      ['p2', 'z0'],
    ])
  })

  it('of a correction that is still being prepared reaches everyone, once, with the last price alone', async () => {
    const coop = await half()
    const first = await coop.last()
    expect(await coop.leader('sua gia 14k')).toContain('"messages":701')
    await coop.leader('4172')
    const second = await coop.last()
    expect(second).toMatchObject({ status: 'sending', corrects: first.id })
    expect(await coop.leader('sua gia 13k')).toContain('"messages":701')
    await coop.leader('4172')
    await coop.sweepAll()
    expect(members(await coop.rows())).toHaveLength(700)
    for (const before of [first, second])
      for (const { status, reason } of await coop.rows(before))
        expect([status, reason]).toEqual(['cancelled', 'corrected'])
    expect(await coop.last()).toMatchObject({ status: 'sent', audience: 701, prepared: 701 })
  })

  it('of one that was paused reaches those who were still before it too', async () => {
    const coop = await half()
    await commit(coop, holdWrite(await coop.last(), 'pause') ?? expect.unreachable())
    await correct(coop)
    expect(members(await coop.rows())).toHaveLength(700)
  })

  it('leaves out who has moved here since', async () => {
    const coop = await openCoop()
    await coop.members(3, (n) => (n === 2 ? { cooperativeId: 'other' } : {}))
    await send(coop)
    await commit(coop, update('people', { id: 'p2' }, { cooperativeId: COOPERATIVE_ID }))
    await correct(coop)
    expect(members(await coop.rows())).toEqual(['p0', 'p1'])
  })
})
