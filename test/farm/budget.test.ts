import { beforeEach, describe, expect, it } from 'vitest'
import type { Urn } from '../../src/channels/channel.ts'
import type { Budget } from '../../src/conversation/budget.ts'
import { DEFAULT_COSTS } from '../../src/conversation/costs.ts'
import { render } from '../../src/delivery/render.ts'
import { budgetNotices, releaseHeld } from '../../src/farm/budget/notices.ts'
import { recentOutbox } from '../../src/store/queries/outbox.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { tables } from '../../src/store/schema.ts'
import { insert, type Row, update } from '../../src/store/writes.ts'
import { type Coop, openCoop } from './alerts-rig.ts'
import { PROGRAM } from './trainings-rig.ts'

/** A price alert beside what may be spent, and who is told when that comes to its end. */

const OFFICER: Urn = 'tel:+84912000001'
const MONTH = 'month:2026-11'
const ALERT = 'bao gia gung 15k ban xeo den 25/11'
const TEXT = '"HTX Muong Vi mua gung trau tuoi 15.000 d/kg tai Ban Xeo, het 25/11."'
const limit = (vnd: number | null, parts: number | null = null) => ({ vnd, parts })

const price = (budget: Partial<Budget>, part = 350) => {
  PROGRAM.costs = {
    ...DEFAULT_COSTS,
    sms: { simulator: { viettel: { vnd: part, isAssumed: false }, other: { vnd: 500, isAssumed: false } } },
    budget: { month: null, broadcast: null, ...budget },
  }
}
beforeEach(() => price({}))

const spend = async (coop: Coop, vnd: number, parts: number, name = MONTH) =>
  expect(await coop.store.commit({ writes: [insert('spending', { name, vnd, parts })] })).toEqual({ type: 'committed' })

/** The officer of the tests, Pao. */
async function addOfficer({ store }: Coop): Promise<void> {
  const { keys } = store
  const urn = { hash: keys.hash(OFFICER), address: keys.seal(OFFICER), channel: 'simulator' }
  const writes = [
    insert('people', { id: 'pao', name: 'Pao', role: 'officer', locale: 'vi', consent: 'agreed', createdAt: 0 }),
    insert('urns', { id: 'u-pao', scheme: 'tel', ...urn, createdAt: 0 }),
    insert('personUrns', { personId: 'pao', urnId: 'u-pao', createdAt: 0 }),
  ]
  expect(await store.commit({ writes })).toEqual({ type: 'committed' })
}

describe('a price alert', () => {
  it('costs by whose number each is', async () => {
    const coop = await openCoop()
    // 84 of 0981… are Viettel's at 350, the leader's 0912… costs 500.
    await coop.members(84)
    expect(await coop.read(ALERT)).toBe(`Gui 85/85 thanh vien: ${TEXT} 85 SMS, 29.900 d. Gui thi nhan 4172.`)
    await coop.leader('4172')
    expect(await coop.last()).toMatchObject({ toldParts: 85, toldVnd: 29_900 })
  })

  it('to Zalo costs nothing in the free window, then as Zalo says, after a week as a template', async () => {
    const coop = await openCoop()
    await coop.members(3)
    const HOUR = 60 * 60_000
    const zalo = (hours: number) => ({
      scheme: 'zalo' as const,
      channel: 'zalo',
      lastInboundAt: coop.now() - hours * HOUR,
    })
    await coop.store.commit({
      writes: [40, 100, 24 * 8].map((hours, n) => update('urns', { id: `u${n}` }, zalo(hours))),
    })
    expect(await coop.read(ALERT)).toContain('1 SMS, 3 Zalo, 1.115 d.')
  })

  it('over the budget of a broadcast is refused before anything is sent, with what it costs and whom to ask', async () => {
    price({ broadcast: limit(5000) })
    const coop = await openCoop()
    await coop.members(20)
    await addOfficer(coop)
    expect(await coop.read(ALERT)).toBe(
      'CHUA GUI gi a. Gui 21 tin het 7.500 d (21 SMS), ma moi lan gui chi duoc chi 5.000 d. Can gui thi hoi Pao 0912000001.',
    )
    expect(await coop.leader('4172')).not.toContain('send-alert.sent')
    expect(await coop.store.db.$count(tables.broadcasts)).toBe(0)
  })

  it('over what is left of the month is refused, in parts where those are what is limited', async () => {
    price({ month: limit(null, 100) })
    const coop = await openCoop()
    await coop.members(20)
    await spend(coop, 30_000, 85)
    expect(await coop.read(ALERT)).toBe(
      'CHUA GUI gi a. Gui 21 tin het 7.500 d (21 SMS), ma thang nay chi con duoc chi 15 SMS. Can gui thi hoi can bo 0912000001.',
    )
  })

  it('is told in English to who reads English', async () => {
    price({ month: limit(5000) })
    const coop = await openCoop()
    await coop.members(20)
    await coop.store.commit({ writes: [update('people', { role: 'leader' }, { locale: 'en' })] })
    expect(await coop.read(ALERT)).toMatch(
      /^NOTHING IS SENT\. 21 messages would cost 7\.500 d \(21 SMS\), and this month has only 5\.000 d left\. To send it, ask /,
    )
  })

  it('just within what is left goes', async () => {
    price({ month: limit(8500), broadcast: limit(7500, 21) })
    const coop = await openCoop()
    await coop.members(20)
    await spend(coop, 1000, 2)
    await coop.leader(ALERT)
    expect(await coop.leader('4172')).toContain('send-alert.sent')
  })

  it('counts what others have confirmed and is not sent yet', async () => {
    price({ month: limit(8000) })
    const coop = await openCoop()
    await coop.members(20)
    await coop.leader(ALERT)
    expect(await coop.leader('4172')).toContain('send-alert.sent')
    expect(await coop.read('bao gia ngo 7k ban xeo')).toContain('ma thang nay chi con duoc chi 500 d.')
    await coop.sweepAll()
    expect((await coop.last()).status).toBe('sent')
    expect(await coop.read('bao gia ngo 7k ban xeo')).toContain('ma thang nay chi con duoc chi 500 d.')
    // Sent and counted, then only what was spent counts.
    await coop.store.commit({ writes: [update('outbox', { class: 'broadcast' }, { status: 'wired' })] })
    await spend(coop, 7000, 21)
    expect(await coop.read('bao gia ngo 7k ban xeo')).toContain('ma thang nay chi con duoc chi 1.000 d.')
  })

  it('that became too dear between the preview and the code is refused then', async () => {
    price({ month: limit(10_000) })
    const coop = await openCoop()
    await coop.members(20)
    expect(await coop.leader(ALERT)).toContain('ask.code')
    await spend(coop, 9000, 20)
    expect(await coop.leader('4172')).toContain('send-alert.over-budget')
    expect(await coop.leader('4172')).not.toContain('send-alert.sent')
  })

  it('a correction too is held to the budget', async () => {
    const coop = await openCoop()
    await coop.members(20)
    await coop.leader(ALERT)
    await coop.leader('4172')
    price({ broadcast: limit(5000) })
    expect(await coop.leader('sua gia 14k')).toContain('send-alert.over-budget')
  })

  it('approved by a second person when the money is gone is not sent, and both are told', async () => {
    price({ month: limit(20_000) })
    const coop = await openCoop()
    await coop.members(20)
    await addOfficer(coop)
    const row = { crop: 'ginger', form: 'fresh', place: '02725', day: '2026-11-15', unit: 'kg', source: 'x' }
    await coop.store.commit({
      writes: [insert('prices', { id: 'p1', ...row, priceVnd: 14_500, status: 'kept', recordedAt: 1 })],
    })
    expect(await coop.leader('bao gia gung 150k ban xeo')).toContain('send-alert.far')
    expect(await coop.leader('xin duyet')).toContain('send-alert.requested')
    await spend(coop, 19_000, 40)
    const said = { type: 'message' as const, externalId: 'd1', from: OFFICER, text: 'duyet 4172', attachments: [] }
    await coop.intake.receive('simulator', said)
    const [answer] = await recentOutbox(coop.store.db, 'u-pao', 1)
    expect(JSON.stringify(answer?.texts)).toContain('approve.over-budget')
    const leader = (await findUrn(coop.store.db, coop.store.keys.hash('tel:+84912000002'))) ?? expect.unreachable()
    const [told] = await recentOutbox(coop.store.db, leader.urn.id, 1)
    expect(JSON.stringify(told?.texts)).toContain('approvals.over-budget')
    const broadcasts = await coop.store.db.select().from(tables.broadcasts)
    expect(broadcasts.map(({ status }) => status)).toEqual(['cancelled'])
  })
})

describe('the person in charge', () => {
  async function noticed(coop: Coop): Promise<string[]> {
    const officer = await findUrn(coop.store.db, coop.store.keys.hash(OFFICER))
    const context = { program: PROGRAM, officer, newId: coop.newId }
    const writes = await budgetNotices(coop.store.db, coop.now(), context)
    expect(await coop.store.commit({ writes })).toEqual({ type: 'committed' })
    // Safe to repeat: it ends by giving nothing.
    expect(await budgetNotices(coop.store.db, coop.now(), context)).toEqual([])
    const rendering = { programs: { current: PROGRAM, byRevision: () => PROGRAM }, saoM2: 360, operator: 'HTX' }
    const letters = writes.flatMap((write) => (write.table === 'outbox' && 'values' in write ? [write.values] : []))
    for (const letter of letters) expect(letter).toMatchObject({ class: 'service', urnId: 'u-pao' })
    return letters.map((letter) => render(letter as Row<'outbox'>, 'sms', { ...rendering, now: coop.now() }).text)
  }
  const spentTo = (coop: Coop, vnd: number) =>
    coop.store.commit({ writes: [update('spending', { name: MONTH }, { vnd })] })

  it('is told at 80 % and when it is used up, once each, and again of a budget that was raised', async () => {
    price({ month: limit(10_000) })
    const coop = await openCoop()
    await addOfficer(coop)
    await spend(coop, 7999, 20)
    expect(await noticed(coop)).toEqual([])
    await spentTo(coop, 8000)
    expect(await noticed(coop)).toEqual([
      'Thang 11 da dung 80% muc chi nhan tin: 8.000 d trong 10.000 d. Het muc thi tin tu gui phai cho, tin tra loi van gui.',
    ])
    await spentTo(coop, 9900)
    expect(await noticed(coop)).toEqual([])
    await spentTo(coop, 10_000)
    expect(await noticed(coop)).toEqual([
      'Thang 11 da het muc chi nhan tin: 10.000 d trong 10.000 d. Tin tu gui dang cho, tin tra loi van gui. Can gui tiep thi nang budget trong content/costs.yaml.',
    ])
    price({ month: limit(12_000) })
    expect(await noticed(coop)).toEqual([expect.stringContaining('da dung 83% muc chi')])
  })

  it('is told of parts where those come to their end first', async () => {
    price({ month: limit(100_000, 10) })
    const coop = await openCoop()
    await addOfficer(coop)
    await spend(coop, 3000, 9)
    expect(await noticed(coop)).toEqual([expect.stringContaining('da dung 90% muc chi nhan tin: 9 trong 10 SMS.')])
  })

  it('is told that it is used up when the next message does not fit any more', async () => {
    price({ month: limit(10_000) })
    const coop = await openCoop()
    await addOfficer(coop)
    await spend(coop, 9800, 20)
    await coop.members(1)
    const row = { texts: [], locale: 'vi', revision: 'r1', createdAt: 1, deadline: coop.now() + 1e9 }
    await coop.store.commit({
      writes: [
        insert('outbox', {
          ...{ id: 'w', urnId: 'u0', class: 'reminder', status: 'queued', reason: 'budget', ...row },
          dueAt: coop.now() + 1000,
        }),
      ],
    })
    expect(await noticed(coop)).toEqual([expect.stringContaining('da het muc chi nhan tin: 9.800 d trong 10.000 d.')])
  })

  it('is told of a broadcast by whose it is', async () => {
    const coop = await openCoop()
    await coop.members(20)
    await addOfficer(coop)
    await coop.leader(ALERT)
    await coop.leader('4172')
    price({ broadcast: limit(9000) })
    const { id } = await coop.last()
    await spend(coop, 7500, 21, `broadcast:${id}`)
    expect(await noticed(coop)).toEqual([
      'Lan gui cua May 9h sang chu nhat, 22/11 da dung 83% muc chi nhan tin: 7.500 d trong 9.000 d. Het muc thi tin tu gui phai cho, tin tra loi van gui.',
    ])
  })

  it('who is nobody leaves the mark that it was to be told', async () => {
    price({ month: limit(10_000) })
    const coop = await openCoop()
    await spend(coop, 9000, 20)
    expect(await noticed(coop)).toEqual([])
    expect(await coop.store.db.select().from(tables.spending)).toMatchObject([{ name: MONTH, toldAt: coop.now() }])
  })
})

it('what waits for a budget is let go when asked, in slices, and nothing else', async () => {
  const coop = await openCoop()
  await coop.members(700)
  const later = coop.now() + 1e7
  const row = {
    texts: [],
    locale: 'vi',
    revision: 'r1',
    createdAt: 1,
    deadline: later,
    dueAt: later,
    class: 'broadcast',
  } as const
  for (const half of [0, 350])
    await coop.store.commit({
      writes: Array.from({ length: 350 }, (_, n) =>
        insert('outbox', { ...row, id: `o${half + n}`, urnId: `u${half + n}`, status: 'queued', reason: 'budget' }),
      ),
    })
  const other = { ...row, urnId: 'u1', status: 'queued' } as const
  await coop.store.commit({ writes: [insert('outbox', { ...other, id: 'x', reason: 'night' })] })
  const sizes: number[] = []
  for (let writes = await releaseHeld(coop.store.db, coop.now()); writes.length > 0; ) {
    sizes.push(writes.length)
    await coop.store.commit({ writes })
    writes = await releaseHeld(coop.store.db, coop.now())
  }
  expect(sizes).toEqual([500, 200])
  expect((await recentOutbox(coop.store.db, 'u1', 2)).map(({ id, dueAt }) => [id, dueAt])).toEqual([
    ['x', later],
    ['o1', coop.now()],
  ])
})
