import { describe, expect, test } from 'vitest'
import type { Speaker } from '../../src/flow-tests/given.ts'
import { farmChores } from '../../src/server/farm-chores.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { tables } from '../../src/store/schema.ts'
import { insert, type Write } from '../../src/store/writes.ts'
import { allRows, CODE, codesTo, erase, open } from './join-rig.ts'
import { program, type Rig } from './rig.ts'

const DAY = 24 * 60 * 60 * 1000

async function shareAgain(rig: Rig): Promise<void> {
  const { db, keys } = rig.stage.store
  const idOf = async (speaker: Speaker) => (await findUrn(db, keys.hash(rig.cast.urnOf(speaker))))?.urn.id ?? ''
  const [urnId, phoneUrnId] = [await idOf('farmer'), await idOf('second')]
  const row = { id: rig.stage.newId(), urnId, phoneUrnId, status: 'shared' as const, at: rig.stage.now() }
  await rig.commit([insert('phoneClaims', row)])
}

describe('no code is texted', () => {
  test('to a number that has stopped messages', async () => {
    const rig = await open()
    await rig.says('second', 'tc')
    expect(await rig.says('farmer', 'xác nhận số điện thoại')).toContain('can bo')
    expect(await codesTo(rig, 'second')).toEqual([])
    expect(await rig.stage.store.db.select().from(tables.phoneClaims)).toMatchObject([{ status: 'refused' }])
  })

  test('and a code is of no use once the number has stopped them', async () => {
    const rig = await open()
    expect(await rig.says('farmer', 'xác nhận số điện thoại')).toContain('Da nhan ma 4 so')
    await rig.says('second', 'tc')
    expect(await rig.says('farmer', CODE)).toContain('can bo')
  })
})

describe('three codes a day to one number', () => {
  test('however often whoever asks has their data erased', async () => {
    const rig = await open({ phoneClaims: [] })
    for (let round = 0; round < 4; round++) {
      await shareAgain(rig)
      const said = await rig.says('farmer', 'xác nhận số điện thoại')
      expect(said).toContain(round < 3 ? 'Da nhan ma 4 so' : 'can bo')
      await rig.says('farmer', '1111')
      await rig.says('farmer', '2222')
      await erase(rig)
      expect(await rig.stage.store.db.select().from(tables.phoneClaims)).toEqual([])
    }
    expect(await codesTo(rig, 'second')).toHaveLength(3)
  })

  test('however many ask at once', async () => {
    const rig = await open({ phoneClaims: [] })
    const { store, intake } = rig.stage
    const { db, keys } = store
    const phoneUrnId = (await findUrn(db, keys.hash(rig.cast.urnOf('second'))))?.urn.id ?? ''
    const users = Array.from({ length: 12 }, (_, n) => `zalo:12345678900${String(n).padStart(2, '0')}` as const)
    const writes = users.flatMap((user, n): Write[] => {
      const urn = { id: `u${n}`, scheme: 'zalo' as const, hash: keys.hash(user), address: keys.seal(user) }
      const person = { id: `p${n}`, role: 'farmer' as const, locale: 'vi', consent: 'none' as const, createdAt: 0 }
      return [
        insert('urns', { ...urn, channel: 'simulator', createdAt: 0 }),
        insert('people', person),
        insert('personUrns', { personId: person.id, urnId: urn.id, createdAt: 0 }),
        insert('phoneClaims', { id: `c${n}`, urnId: urn.id, phoneUrnId, status: 'shared', at: rig.stage.now() }),
      ]
    })
    await rig.commit(writes)
    const text = { type: 'message' as const, text: 'xác nhận số điện thoại', attachments: [] }
    await Promise.all(users.map((from, n) => intake.receive('simulator', { ...text, externalId: `e${n}`, from })))
    expect(await codesTo(rig, 'second')).toHaveLength(3)
    const statuses = (await db.select().from(tables.phoneClaims)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 'asked')).toHaveLength(3)
  })

  test('and as many the day after; what was counted names nobody, and is swept', async () => {
    const rig = await open({ phoneClaims: [] })
    const codes = async () => {
      for (let n = 0; n < 4; n++) {
        await shareAgain(rig)
        await rig.says('farmer', 'xác nhận số điện thoại')
        await erase(rig)
      }
      return (await codesTo(rig, 'second')).length
    }
    expect(await codes()).toBe(3)
    const { urns, phoneCodeCounts } = await allRows(rig)
    expect(phoneCodeCounts).toHaveLength(6)
    for (const { id, hash } of urns as { id: string; hash: string }[])
      for (const known of [id, hash]) expect(JSON.stringify(phoneCodeCounts)).not.toContain(known)
    rig.stage.pass(DAY)
    expect(await codes()).toBe(6)
    rig.stage.pass(DAY)
    const chores = farmChores({
      store: rig.stage.store,
      programs: { current: program, byRevision: () => program, refresh: async () => false, endTalksSince: () => false },
      settings: { officerUrn: null },
      newId: rig.stage.newId,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      onCommitted: () => undefined,
    })
    await chores.find(({ name }) => name === 'forget-phone-codes')?.run(rig.stage.now())
    expect((await allRows(rig)).phoneCodeCounts).toEqual([])
  })
})

test('a code is good for whoever it was given to, not for another on the same Zalo', async () => {
  const rig = await open({}, { person: { name: 'Mẩy', shares: ['Sử'] }, people: { second: { name: 'Seo' } } })
  await rig.says('farmer', 'xác nhận số điện thoại')
  await rig.says('farmer', 'Mẩy')
  await rig.says('farmer', 'doi nguoi')
  expect(await rig.says('farmer', 'Sử')).toContain('ma 4 so')
  expect(await codesTo(rig, 'second')).toHaveLength(1)
  expect(await rig.says('farmer', CODE)).toContain('chua noi')
  expect(await rig.stage.store.db.select().from(tables.phoneClaims)).toMatchObject([{ status: 'asked' }])
})
