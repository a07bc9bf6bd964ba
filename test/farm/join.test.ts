import { describe, expect, test } from 'vitest'
import type { Speaker } from '../../src/flow-tests/given.ts'
import { farmChores } from '../../src/server/farm-chores.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { tables } from '../../src/store/schema.ts'
import { insert, update, type Write } from '../../src/store/writes.ts'
import { openRig, program, type Rig } from './rig.ts'

const CODE = '4172'
const DAY = 24 * 60 * 60 * 1000
const AT = '2026-11-22T08:00+07:00'
const LATER = '2026-11-22T10:00+07:00'
const claim = { id: 'c1', urnId: '$farmer_urn', phoneUrnId: '$second_urn', status: 'shared', at: AT }
const cast = { person: { name: 'Mẩy' }, people: { second: { name: 'Seo' } } }

/** One row of each kind that a person may have. */
const told = {
  answers: [{ id: 'a1', personId: '$farmer', flow: 'f', survey: 's', values: {}, recordedAt: AT }],
  tickets: [
    { id: 't1', number: 1, urnId: '$farmer_urn', personId: '$farmer', kind: 'asked', status: 'answered', openedAt: AT },
  ],
  ticketEntries: [{ id: 'e1', ticketId: 't1', from: 'farmer', personId: '$farmer', text: 'gung vang', at: AT }],
  messages: [
    {
      id: 'm1',
      urnId: '$farmer_urn',
      personId: '$farmer',
      channel: 'simulator',
      externalId: 'x1',
      text: 'alo',
      receivedAt: AT,
      status: 'taken',
    },
  ],
  outbox: [
    {
      id: '00',
      urnId: '$farmer_urn',
      personId: '$farmer',
      class: 'service',
      texts: [],
      locale: 'vi',
      revision: 'r1',
      status: 'sent',
      dueAt: AT,
      deadline: AT,
      createdAt: AT,
    },
  ],
  consents: [{ id: 'g1', personId: '$farmer', urnId: '$farmer_urn', kind: 'agreed', source: 'message', at: AT }],
  yields: [
    {
      id: 'y1',
      personId: '$farmer',
      crop: 'maize',
      quantityKg: 300,
      harvestedOn: '2026-11-22',
      confirmed: 'yes',
      channel: 'simulator',
      recordedAt: AT,
    },
  ],
  priceSubscriptions: [{ id: 's1', personId: '$farmer', urnId: '$farmer_urn', crop: 'maize', createdAt: AT }],
  attendances: [{ trainingId: 'g1', personId: '$farmer', answer: 'yes', channel: 'simulator', at: AT }],
}

const open = (rows: Record<string, unknown[]> = {}, given: Record<string, unknown> = cast) =>
  openRig({ ...given, rows: { phoneClaims: [claim], ...rows } })

async function personOf(rig: Rig, speaker: Speaker): Promise<string> {
  const { db, keys } = rig.stage.store
  return (await findUrn(db, keys.hash(rig.cast.urnOf(speaker))))?.people[0]?.person.id ?? ''
}
const codesTo = async (rig: Rig, speaker: Speaker) =>
  (await rig.sentTo(speaker)).filter(({ texts }) => JSON.stringify(texts).includes('phones.code'))

async function join(rig: Rig): Promise<void> {
  expect(await rig.says('farmer', 'xác nhận số điện thoại')).toContain('Da nhan ma 4 so')
  expect(await rig.says('farmer', CODE)).toContain('Da noi')
}

async function erase(rig: Rig, speaker: Speaker = 'farmer'): Promise<void> {
  await rig.says(speaker, 'xoa du lieu')
  await rig.says(speaker, 'co')
}

/** They write by one more number: that of `third`. */
async function addNumber(rig: Rig, personId: string): Promise<void> {
  const { hash, seal } = rig.stage.store.keys
  const address = rig.cast.urnOf('third')
  const urn = { id: 'u9', scheme: 'tel' as const, hash: hash(address), address: seal(address) }
  const writes = [
    insert('urns', { ...urn, channel: 'simulator', createdAt: 1 }),
    insert('personUrns', { personId, urnId: urn.id, createdAt: 1 }),
  ]
  await rig.commit(writes)
}

async function shareAgain(rig: Rig): Promise<void> {
  const { db, keys } = rig.stage.store
  const idOf = async (speaker: Speaker) => (await findUrn(db, keys.hash(rig.cast.urnOf(speaker))))?.urn.id ?? ''
  const [urnId, phoneUrnId] = [await idOf('farmer'), await idOf('second')]
  const row = { id: rig.stage.newId(), urnId, phoneUrnId, status: 'shared' as const, at: rig.stage.now() }
  await rig.commit([insert('phoneClaims', row)])
}

/** Every row of every table but `people`, by table. */
async function allRows(rig: Rig): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const [name, table] of Object.entries(tables)) rows[name] = await rig.stage.store.db.select().from(table)
  return rows
}

describe('a Zalo user joined to the farmer of a phone', () => {
  test('brings along all they told, and nothing of the former person is left', async () => {
    const rig = await open(told)
    const [own, other] = [await personOf(rig, 'farmer'), await personOf(rig, 'second')]
    await join(rig)
    const { people, ...rows } = await allRows(rig)
    for (const table of Object.keys(told))
      expect(rows[table], table).toContainEqual(expect.objectContaining({ personId: other }))
    const left = Object.entries(rows).filter(([, each]) => JSON.stringify(each).includes(own))
    expect(left).toEqual([])
    const former = people?.find((row) => JSON.stringify(row).includes(own))
    expect(former).toMatchObject({ name: null, commune: null, consent: 'none', erasedAt: expect.any(Number) })
    expect((await rig.sentTo('farmer')).at(-1)).toMatchObject({ personId: other, status: 'queued' })
  })

  test('and erased afterwards: the name told on Zalo is nowhere, and no harvest is anybody’s', async () => {
    const rig = await open(told)
    await join(rig)
    await erase(rig)
    const rows = await allRows(rig)
    expect(JSON.stringify(rows)).not.toContain('Mẩy')
    expect(rows.yields).toMatchObject([{ personId: null }])
    expect(rows.ticketEntries).toMatchObject([{ text: '', personId: null }])
    expect(rows.attendances).toEqual([])
  })

  test('goes on correcting the harvest just reported', async () => {
    const rig = await open()
    const own = await personOf(rig, 'farmer')
    await rig.says('farmer', 'bc ngo 3 ta')
    await join(rig)
    expect(JSON.stringify((await allRows(rig)).sessions)).not.toContain(own)
    await rig.says('farmer', 'sua 4 ta')
    const yields = await rig.stage.store.db.select().from(tables.yields)
    expect(yields.filter(({ withdrawnAt }) => withdrawnAt === null)).toMatchObject([
      { quantityKg: 400, personId: await personOf(rig, 'second') },
    ])
  })

  test('where both asked for the same price and the same seat, hears of it once and sits once', async () => {
    const rig = await open({
      priceSubscriptions: [
        { id: 's1', personId: '$farmer', urnId: '$farmer_urn', crop: 'maize', createdAt: AT },
        { id: 's2', personId: '$second', urnId: '$second_urn', crop: 'maize', createdAt: AT },
        { id: 's3', personId: '$farmer', urnId: '$farmer_urn', crop: 'ginger', form: 'fresh', createdAt: AT },
        { id: 's4', personId: '$second', urnId: '$second_urn', crop: 'ginger', form: 'dried', createdAt: AT },
      ],
      attendances: [
        { trainingId: 'g1', personId: '$farmer', answer: 'no', channel: 'simulator', at: AT },
        { trainingId: 'g1', personId: '$second', answer: 'yes', channel: 'simulator', at: AT },
        { trainingId: 'g2', personId: '$farmer', answer: 'yes', channel: 'simulator', at: AT },
      ],
    })
    const other = await personOf(rig, 'second')
    await join(rig)
    const rows = await rig.stage.store.db.select().from(tables.priceSubscriptions)
    expect(rows.filter(({ endedAt }) => endedAt === null).map(({ id }) => id)).toEqual(['s2', 's3', 's4'])
    expect(await rig.stage.store.db.select().from(tables.attendances)).toMatchObject([
      { trainingId: 'g1', personId: other, answer: 'yes' },
      { trainingId: 'g2', personId: other, answer: 'yes' },
    ])
  })
})

describe('nobody is joined by a code, a person has to look', () => {
  test('where whoever asks has another number: what was told from there stays theirs', async () => {
    const rig = await open({ yields: told.yields })
    const own = await personOf(rig, 'farmer')
    await addNumber(rig, own)
    expect(await rig.says('farmer', 'xác nhận số điện thoại')).toContain('can bo')
    await rig.says('farmer', CODE)
    expect(await codesTo(rig, 'second')).toEqual([])
    expect(await rig.stage.store.db.select().from(tables.yields)).toMatchObject([{ personId: own }])
    expect(await rig.stage.store.db.select().from(tables.phoneClaims)).toMatchObject([{ status: 'refused' }])
    expect(await rig.stage.store.db.select().from(tables.tickets)).toHaveLength(1)
  })

  test('where they came by another number after the code was texted', async () => {
    const rig = await open()
    const own = await personOf(rig, 'farmer')
    await rig.says('farmer', 'xác nhận số điện thoại')
    await addNumber(rig, own)
    expect(await rig.says('farmer', CODE)).toContain('can bo')
    expect(await personOf(rig, 'farmer')).toBe(own)
  })

  test('where the farmer of the number writes from this very Zalo too: the two stay two', async () => {
    const rig = await open({ personUrns: [{ personId: '$second', urnId: '$farmer_urn', createdAt: LATER }] })
    const own = await personOf(rig, 'farmer')
    expect(await rig.says('farmer', 'xác nhận số điện thoại')).toContain('can bo')
    expect(await codesTo(rig, 'second')).toEqual([])
    expect((await allRows(rig)).personUrns).toContainEqual(expect.objectContaining({ personId: own }))
  })
})

test('a code for a number whose farmer was erased meanwhile proves nothing', async () => {
  const rig = await open()
  await rig.says('farmer', 'xác nhận số điện thoại')
  const own = await personOf(rig, 'farmer')
  await erase(rig, 'second')
  expect(await rig.says('farmer', CODE)).toContain('qua 10 phut')
  expect(await personOf(rig, 'farmer')).toBe(own)
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

  test('and as many the day after; what was counted is forgotten by then, and names nobody before', async () => {
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
    const chores = farmChores({
      store: rig.stage.store,
      programs: { current: program, byRevision: () => program, refresh: async () => false, endTalksSince: () => false },
      newId: rig.stage.newId,
      onCommitted: () => undefined,
    })
    await chores.find(({ name }) => name === 'forget-phone-codes')?.run(rig.stage.now())
    expect((await allRows(rig)).phoneCodeCounts).toEqual([])
    expect(await codes()).toBe(6)
  })
})

describe('a phone shared by three, of whom the one who texts is erased elsewhere', () => {
  const shared = { person: { name: 'Seo', shares: ['Mẩy', 'Sử'] } }
  async function openShared(): Promise<{ rig: Rig; gone: string }> {
    const rig = await openRig(shared)
    const gone = await personOf(rig, 'farmer')
    await rig.says('farmer', 'bc ngo 3 ta')
    await rig.says('farmer', 'Seo')
    await addNumber(rig, gone)
    return { rig, gone }
  }

  test('asks the others who is texting, and keeps their report with them', async () => {
    const { rig, gone } = await openShared()
    await erase(rig, 'third')
    const asked = await rig.says('farmer', 'bc ngo 5 ta')
    expect(asked).toContain('May')
    expect(asked).toContain('Su')
    expect(asked).not.toContain('Seo')
    await rig.says('farmer', 'Sử')
    const { yields, messages, sessions } = await allRows(rig)
    expect(yields).toMatchObject([{ personId: null }, { personId: expect.any(String) }])
    expect(JSON.stringify([messages, sessions])).not.toContain(gone)
  })

  test('files nothing under them that is texted later, whatever the session says', async () => {
    const { rig, gone } = await openShared()
    await rig.commit([update('people', { id: gone }, { erasedAt: rig.stage.now() })])
    await rig.says('farmer', 'cho toi hoi chuyen khac')
    const { messages, outbox } = await allRows(rig)
    const ids = [messages, outbox].map((rows) =>
      (rows as { personId: string | null }[]).map(({ personId }) => personId),
    )
    for (const each of ids) expect(each.at(-1)).toBe(await personOf(rig, 'farmer'))
  })
})
