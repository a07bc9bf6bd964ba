import { describe, expect, test } from 'vitest'
import { tables } from '../../src/store/schema.ts'
import { update } from '../../src/store/writes.ts'
import { AT, addNumber, allRows, CODE, codesTo, erase, open, personOf } from './join-rig.ts'
import { openRig, type Rig } from './rig.ts'

const LATER = '2026-11-22T10:00+07:00'

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

async function join(rig: Rig): Promise<void> {
  expect(await rig.says('farmer', 'xác nhận số điện thoại')).toContain('Da nhan ma 4 so')
  expect(await rig.says('farmer', CODE)).toContain('Da noi')
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

  const consentOf = async (rig: Rig, id: string) =>
    (await rig.stage.store.db.select().from(tables.people)).find((each) => each.id === id)?.consent

  test.each([
    ['after the paper', '2026-10-01T00:00+07:00', 'refused'],
    ['before the paper', '2026-11-23T00:00+07:00', 'agreed'],
  ])('keeps to a refusal on Zalo %s', async (_, agreedAt, expected) => {
    const proof = { kind: 'agreed', source: 'import', at: agreedAt }
    const rig = await open({ consents: [{ id: 'g1', personId: '$second', urnId: '$second_urn', ...proof }] })
    const other = await personOf(rig, 'second')
    await rig.says('farmer', 'khong dong y')
    await join(rig)
    expect(await consentOf(rig, other)).toBe(expected)
    const answer = await rig.says('farmer', 'bc ngo 3 ta')
    expect(answer).toMatch(expected === 'refused' ? /Chua ghi vi chua co dong y/ : /Da ghi/)
  })

  test('keeps to a refusal on Zalo though it was asked again since', async () => {
    const rig = await open()
    const other = await personOf(rig, 'second')
    await rig.says('farmer', 'khong dong y')
    await rig.says('farmer', 'bc ngo 3 ta')
    await join(rig)
    expect(await consentOf(rig, other)).toBe('refused')
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
