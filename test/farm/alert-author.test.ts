import { describe, expect, it } from 'vitest'
import { tables } from '../../src/store/schema.ts'
import { update, type Write } from '../../src/store/writes.ts'
import { keep, openRig, price } from './rig.ts'

const CAST = { people: { leader: { name: 'May', commune: '02725' }, officer: { name: 'Pao' } } }

/** A leader's alert ten times the last price, which the officer is asked about. */
async function waiting() {
  const rig = await openRig(CAST)
  const { store } = rig.stage
  await rig.commit(keep(price({ day: '2026-11-15' })))
  await rig.says('leader', 'bao gia gung 150k ban xeo')
  expect(await rig.says('leader', 'xin duyet')).toContain('Da gui Pao xem')
  const held = async () => (await store.db.select().from(tables.broadcasts))[0] ?? expect.unreachable()
  expect((await held()).status).toBe('held')
  const alerts = async () => (await store.db.select().from(tables.outbox)).filter((row) => row.class === 'broadcast')
  const approve = async () => rig.says('officer', `duyet ${(await store.db.select().from(tables.approvals))[0]?.code}`)
  return { rig, held, alerts, approve }
}

const cases: [string, (id: string) => Write][] = [
  ['is no leader any more', (id) => update('people', { id }, { role: 'farmer' })],
  ['leads another cooperative now', (id) => update('people', { id }, { cooperativeId: 'other' })],
  ['has refused', (id) => update('people', { id }, { consent: 'refused' })],
]

describe('an alert that a second person says yes to', () => {
  it('goes out', async () => {
    const { held, alerts, approve } = await waiting()
    expect(await approve()).toContain('Da duyet: bao gia gung')
    expect((await held()).status).toBe('sent')
    expect(await alerts()).not.toEqual([])
  })

  it.each(cases)('does not once its author %s, who is told so', async (_, change) => {
    const { rig, held, alerts, approve } = await waiting()
    await rig.commit([change((await held()).authorId)])
    expect(await approve()).toMatch(/^Nguoi xin khong con duoc bao gia/)
    expect((await held()).status).toBe('cancelled')
    expect(await alerts()).toEqual([])
    expect(rig.words((await rig.sentTo('leader')).at(-1)?.texts)).toMatch(/^Khong gui nua, viec nay da bo/)
  })

  it('does not once its author is erased, and nothing is texted to them', async () => {
    const { rig, held, alerts, approve } = await waiting()
    await rig.says('leader', 'xoa du lieu')
    await rig.says('leader', 'co')
    const before = await rig.sentTo('leader')
    expect(await approve()).toMatch(/^Nguoi xin khong con duoc bao gia/)
    expect((await held()).status).toBe('cancelled')
    expect(await alerts()).toEqual([])
    expect(await rig.sentTo('leader')).toEqual(before)
  })
})
