import { eq, isNull } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { instantOf } from '../../src/conversation/calendar.ts'
import { isNear, priceAmended, pricesKept } from '../../src/farm/prices/alerts.ts'
import { outbox } from '../../src/store/schema/outbox.ts'
import { people, urns } from '../../src/store/schema/people.ts'
import { priceSubscriptions } from '../../src/store/schema/prices.ts'
import { insert, type Row, update } from '../../src/store/writes.ts'
import { keep, openRig, price, program, type Rig } from './rig.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const CAST = { person: { commune: '02725' }, people: { officer: { role: 'officer', commune: '02725' } } }

/** Keeps prices as every entry does, with the alerts they bring. */
async function enter(rig: Rig, ...rows: Row<'prices'>[]): Promise<void> {
  const { stage } = rig
  const alerts = await pricesKept(rows, { db: stage.store.db, now: stage.now(), newId: stage.newId, program })
  await rig.commit([...keep(...rows), ...alerts])
}

const alerts = async (rig: Rig) =>
  (await rig.sentTo('farmer')).filter((row) => row.class === 'service').map(({ texts }) => rig.words(texts))

describe('who is told of a price', () => {
  test.each([
    { name: 'at the threshold', dk: 'dk gung 18k', rows: [price({ priceVnd: 18_000 })], told: 1 },
    { name: 'under the threshold', dk: 'dk gung 18k', rows: [price({ priceVnd: 17_999 })], told: 0 },
    { name: 'another form', dk: 'dk gung 18k', rows: [price({ form: 'dry', priceVnd: 110_000 })], told: 0 },
    { name: 'another crop', dk: 'dk ngo', rows: [price({ priceVnd: 18_000 })], told: 0 },
    { name: 'another unit', dk: 'dk gung 18k', rows: [price({ unit: 'bao', priceVnd: 900_000 })], told: 0 },
    { name: 'a rise', dk: 'dk gung', rows: [price({ day: '2026-11-15' }), price({ priceVnd: 14_600 })], told: 1 },
    { name: 'a fall', dk: 'dk gung', rows: [price({ day: '2026-11-15' }), price({ priceVnd: 14_400 })], told: 0 },
    { name: 'the same', dk: 'dk gung', rows: [price({ day: '2026-11-15' }), price()], told: 0 },
    { name: 'the first price ever is no rise', dk: 'dk gung', rows: [price()], told: 0 },
    {
      name: 'two prices in one file: one alert, the higher',
      dk: 'dk gung 14k',
      rows: [price({ place: null, priceVnd: 15_000 }), price({ priceVnd: 16_000 })],
      told: 1,
    },
    { name: 'a price of last month', dk: 'dk gung 14k', rows: [price({ day: '2026-10-22' })], told: 0 },
    { name: 'a held price', dk: 'dk gung 14k', rows: [price({ status: 'held' })], told: 0 },
    {
      name: 'an older day than the newest of the file',
      dk: 'dk gung 18k',
      rows: [price({ day: '2026-11-21', priceVnd: 18_500 }), price({ priceVnd: 15_000 })],
      told: 0,
    },
  ])('$name: $told', async ({ dk, rows, told }) => {
    const rig = await openRig(CAST)
    await rig.says('farmer', dk)
    await enter(rig, ...rows)
    expect(await alerts(rig)).toHaveLength(told)
  })

  test('the higher of two is the one told, and can be ended by the word it names', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 14k')
    await enter(rig, price({ place: '02725', priceVnd: 15_000 }), price({ place: null, priceVnd: 16_000 }))
    expect(await alerts(rig)).toEqual([
      'Gung trau tuoi 22/11: 16.000 d/kg, tu 14.000 tro len nhu nha minh hen. Muon thoi: nhan HUY GUNG.',
    ])
    await rig.says('farmer', 'huy gung')
    rig.stage.pass(DAY_MS)
    await enter(rig, price({ day: '2026-11-23', priceVnd: 17_000 }))
    expect(await alerts(rig)).toHaveLength(1)
  })

  test('once a day; the same figure not again the next day; again when it fell and came back', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 18k')
    await enter(rig, price({ priceVnd: 18_500 }))
    await enter(rig, price({ priceVnd: 19_000 }))
    expect(await alerts(rig)).toHaveLength(1)
    rig.stage.pass(DAY_MS)
    await enter(rig, price({ day: '2026-11-23', priceVnd: 18_500 }))
    expect(await alerts(rig)).toHaveLength(1)
    await enter(rig, price({ day: '2026-11-23', priceVnd: 17_000 }))
    rig.stage.pass(DAY_MS)
    await enter(rig, price({ day: '2026-11-24', priceVnd: 18_500 }))
    expect(await alerts(rig)).toHaveLength(2)
  })

  test('two who enter at once make one alert', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 14k')
    await Promise.all([enter(rig, price({ priceVnd: 15_000 })), enter(rig, price({ priceVnd: 16_000 }))])
    expect(await alerts(rig)).toHaveLength(1)
  })

  test.each([
    ['who stopped', 'urns', { stoppedAt: 1 }],
    ['who took consent back', 'people', { consent: 'refused' }],
    ['who was erased', 'people', { erasedAt: 1 }],
  ] as const)('nobody %s', async (_, table, set) => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 14k')
    const [sub] = await rig.stage.store.db.select().from(priceSubscriptions)
    if (table === 'urns') await rig.commit([update('urns', { id: sub?.urnId ?? '' }, set)])
    else await rig.commit([update('people', { id: sub?.personId ?? '' }, set)])
    expect(await rig.stage.store.db.select().from(table === 'urns' ? urns : people)).not.toHaveLength(0)
    await enter(rig, price())
    expect(await alerts(rig)).toEqual([])
  })

  test('a new DK takes the place of the old', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 14k')
    await rig.says('farmer', 'dk gung 20k')
    const { db } = rig.stage.store
    expect(await db.select().from(priceSubscriptions).where(isNull(priceSubscriptions.endedAt))).toMatchObject([
      { thresholdVnd: 20_000, form: 'fresh' },
    ])
  })
})

describe('near', () => {
  const none = new Set<string>()
  test.each([
    ['the own commune', '02725', '02725', none, true],
    ['no place in particular', null, '02725', none, true],
    ['the commune not known', '02728', null, none, true],
    ['a neighbour, the own commune without prices', '02728', '02725', none, true],
    ['a neighbour, the own commune with prices', '02728', '02725', new Set(['02725']), false],
    ['another province', '01273', '02725', none, false],
  ])('%s', (_, place, commune, priced, wanted) => {
    expect(isNear(place, commune, priced, program.places)).toBe(wanted)
  })
})

describe('a price corrected', () => {
  test('before its alert went out: the right figure goes, alone', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 18k')
    await rig.says('officer', 'gia gung 19k')
    await rig.says('officer', 'sua 18k5')
    expect(await alerts(rig)).toEqual([
      'Gung trau tuoi Ban Xeo 22/11: 18.500 d/kg, tu 18.000 tro len nhu nha minh hen. Muon thoi: nhan HUY GUNG.',
    ])
  })

  test('in its day alone: the same figure is told again, once', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 18k')
    await rig.says('officer', 'gia gung 19k')
    expect(await rig.says('officer', 'sua hom qua')).toMatch(/21\/11/)
    expect(await alerts(rig)).toEqual([expect.stringContaining('Ban Xeo 21/11: 19.000')])
  })

  test('to under the threshold before it went out: nothing goes', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 18k')
    await rig.says('officer', 'gia gung 19k')
    await rig.says('officer', 'sua 16k')
    expect(await alerts(rig)).toEqual([])
  })

  test('after it went out: those told hear the right figure', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 18k')
    await rig.says('officer', 'gia gung 19k')
    const sent = (await rig.sentTo('farmer')).find((row) => row.class === 'service')
    await rig.commit([update('outbox', { id: sent?.id ?? '' }, { status: 'sent' })])
    await rig.says('officer', 'sua 16k')
    expect((await alerts(rig)).slice(1)).toEqual([
      'Sua lai tin truoc: gung trau tuoi Ban Xeo 22/11 la 16.000 d/kg, khong phai 19.000. Mong ba con thong cam a.',
    ])
  })

  test('after it went on another way: the wrong figure goes no further, and the right one follows where it went', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 18k')
    await rig.says('officer', 'gia gung 19k')
    const sent = (await rig.sentTo('farmer')).find((row) => row.class === 'service')
    if (sent === undefined) throw new Error('no alert')
    const climbs = { at: 1, does: 'climbs', reason: 'silent', rung: 'zalo z1', attempts: 1 } as const
    const way = { ...sent, rungOf: sent.id, createdAt: rig.stage.now() }
    await rig.commit([
      update('outbox', { id: sent.id }, { status: 'wired', reason: 'climbed', leftAt: 1 }),
      insert('outbox', {
        ...{ ...way, id: rig.stage.newId(), onceKey: 'rung:1', status: 'wired', leftAt: 2, climbAt: 9e12 },
        ...{ urnId: 'other-phone', decisions: [climbs] },
      }),
      insert('outbox', { ...way, id: rig.stage.newId(), onceKey: 'rung:2', status: 'errored' }),
    ])
    await rig.says('officer', 'sua 16k')
    const rows = await rig.stage.store.db.select().from(outbox).where(eq(outbox.class, 'service'))
    expect(rows.filter(({ rungOf }) => rungOf !== null)).toMatchObject([
      { status: 'wired', climbAt: null },
      { status: 'cancelled', reason: 'corrected' },
    ])
    expect(rows.at(-1)).toMatchObject({ status: 'queued', rungOf: null, urnId: 'other-phone', decisions: [climbs] })
  })

  test('in the moment its alert leaves: it is a conflict, and taken again the right figure follows', async () => {
    const rig = await openRig(CAST)
    const { stage } = rig
    await rig.says('farmer', 'dk gung 14k')
    const wrong = price({ priceVnd: 180_000 })
    await enter(rig, wrong)
    const amended = () =>
      priceAmended(wrong, { ...wrong, priceVnd: 18_000 }, { ...stage, db: stage.store.db, now: stage.now(), program })
    const early = await amended()
    const [alert] = (await rig.sentTo('farmer')).filter((row) => row.class === 'service')
    await rig.commit([update('outbox', { id: alert?.id ?? '' }, { leaseUntil: stage.now() + 30_000, fence: 1 })])
    expect((await stage.store.commit({ writes: early })).type).toBe('conflict')
    await rig.commit(await amended())
    expect(await alerts(rig)).toEqual([
      expect.stringContaining('180.000 d/kg'),
      expect.stringMatching(/18\.000 d\/kg.*180\.000/),
    ])
  })

  test('an alert waits ten minutes for that', async () => {
    const rig = await openRig(CAST)
    await rig.says('farmer', 'dk gung 18k')
    await enter(rig, price({ priceVnd: 19_000 }))
    const sent = (await rig.sentTo('farmer')).find((row) => row.class === 'service')
    expect(sent?.dueAt).toBe(rig.stage.now() + 10 * 60 * 1000)
    expect(rig.stage.now()).toBeGreaterThan(instantOf('2026-11-22'))
  })
})
