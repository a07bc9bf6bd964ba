import { describe, expect, test } from 'vitest'
import { formOf, shortName } from '../../src/farm/prices/kinds.ts'
import { people } from '../../src/store/schema/people.ts'
import { prices } from '../../src/store/schema/prices.ts'
import { update } from '../../src/store/writes.ts'
import { keep, openRig, price, program } from './rig.ts'

const CUSTOMER = { person: { commune: '02725' } }

describe('what a price is answered with', () => {
  test.each([
    {
      name: 'a price of 14 days ago is fresh',
      rows: [price({ day: '2026-11-08' })],
      asked: 'gia gung',
      said: 'Gung trau tuoi Ban Xeo 08/11: 14.500 d/kg (can bo xa cho biet). Can tin khi len gia: nhan DK GUNG.',
    },
    {
      name: 'one of 15 days ago is old, and is said to be',
      rows: [price({ day: '2026-11-07' })],
      asked: 'gia gung',
      said: 'Chua co gia gung trau tuoi 2 tuan nay. Gan nhat: Ban Xeo 07/11 14.500 d/kg. Nhan CB de hoi can bo a.',
    },
    {
      name: 'an old one of another year bears its year',
      rows: [price({ day: '2025-12-01' })],
      asked: 'gia gung',
      said: 'Chua co gia gung trau tuoi 2 tuan nay. Gan nhat: Ban Xeo 01/12/2025 14.500 d/kg. Nhan CB de hoi can bo a.',
    },
    {
      name: 'the trend is against a price in force a week before, however many days older',
      rows: [price({ day: '2026-11-10', priceVnd: 13000 }), price({ day: '2026-11-21' })],
      asked: 'gia gung',
      said: 'Gung trau tuoi Ban Xeo 21/11: 14.500 d/kg (can bo xa cho biet, tuan truoc 13.000). Can tin khi len gia: nhan DK GUNG.',
    },
    {
      name: 'a price of a month before is no trend',
      rows: [price({ day: '2026-10-20', priceVnd: 13000 }), price({ day: '2026-11-21' })],
      asked: 'gia gung',
      said: 'Gung trau tuoi Ban Xeo 21/11: 14.500 d/kg (can bo xa cho biet). Can tin khi len gia: nhan DK GUNG.',
    },
    {
      name: 'the trend is of the same place and form',
      rows: [
        price({ day: '2026-11-12', place: '02728', priceVnd: 9000 }),
        price({ day: '2026-11-12', form: 'dry', priceVnd: 90000 }),
        price({ day: '2026-11-21' }),
      ],
      asked: 'gia gung tuoi ban xeo',
      said: 'Gung trau tuoi Ban Xeo 21/11: 14.500 d/kg (can bo xa cho biet). Can tin khi len gia: nhan DK GUNG.',
    },
    {
      name: 'the own commune comes before a newer price elsewhere',
      rows: [price({ day: '2026-11-15' }), price({ day: '2026-11-21', place: '02728', priceVnd: 16000 })],
      asked: 'gia gung',
      said: 'Gung trau tuoi: Ban Xeo 15/11 14.500 d/kg (can bo xa cho biet), Muong Hum 21/11 16.000. Can tin khi len gia: nhan DK GUNG.',
    },
    {
      name: 'without a price in the own commune the two newest places',
      rows: [
        price({ day: '2026-11-15', place: '02683', priceVnd: 11000 }),
        price({ day: '2026-11-20', place: '02728', priceVnd: 12000 }),
        price({ day: '2026-11-21', place: '02647', priceVnd: 13000 }),
      ],
      asked: 'gia gung',
      said: 'Gung trau tuoi: Lao Cai 21/11 13.000 d/kg (can bo xa cho biet), Muong Hum 20/11 12.000. Can tin khi len gia: nhan DK GUNG.',
    },
    {
      name: 'a place that has an old price only: the others, and the old one with its date',
      rows: [price({ day: '2026-11-01' }), price({ day: '2026-11-21', place: '02728', priceVnd: 16000 })],
      asked: 'gia gung o ban xeo',
      said: 'Ban Xeo: chua co gia gung trau 2 tuan nay (gan nhat 01/11 14.500). Gung trau tuoi Muong Hum 21/11: 16.000 d/kg (can bo xa cho biet).',
    },
    {
      name: 'a price withdrawn, held or refused is no price',
      rows: [price({ status: 'withdrawn' }), price({ status: 'held' }), price({ status: 'refused' })],
      asked: 'gia gung',
      said: 'Chua co gia gung trau a. Nhan CB de hoi can bo.',
    },
    {
      name: 'three forms: three prices, never one, and no more than one SMS part',
      rows: [
        price({ crop: 'canna', form: 'fresh', priceVnd: 1500, day: '2026-11-20' }),
        price({ crop: 'canna', form: 'starch', priceVnd: 14000, day: '2026-11-19' }),
        price({ crop: 'canna', form: 'vermicelli', priceVnd: 70000, day: '2026-11-18' }),
      ],
      asked: 'gia dong rieng',
      said: 'Cu dong rieng tuoi Ban Xeo 20/11: 1.500 d/kg. Tinh bot dong Ban Xeo 19/11: 14.000 d/kg. Mien dong Ban Xeo 18/11: 70.000 d/kg.',
    },
    {
      name: 'a day before all prices: the nearest there is',
      rows: [price({ day: '2026-11-20' })],
      asked: 'gia gung ngay 5/11',
      said: 'Chua co gia gung trau tuoi gan ngay 05/11. Gan nhat: Ban Xeo 20/11 14.500 d/kg. Nhan CB de hoi can bo a.',
    },
    {
      name: 'a day to come has no price yet: the one of today',
      rows: [price()],
      asked: 'gia gung ngay 25/11/2026',
      said: 'Gung trau tuoi Ban Xeo 22/11: 14.500 d/kg (can bo xa cho biet). Can tin khi len gia: nhan DK GUNG.',
    },
  ])('$name', async ({ rows, asked, said }) => {
    const rig = await openRig(CUSTOMER)
    await rig.commit(keep(...rows))
    const answer = await rig.says('farmer', asked)
    expect(answer).toBe(said)
    expect(answer.length).toBeLessThanOrEqual(160)
  })

  test.each([
    'cho hoi gia ngo',
    'ngo bn 1 can',
    'gia ngo the nao',
    'ngô giá bao nhiêu ạ',
    'GIA NGO',
    'em hoi gia ngo voi',
  ])('asked as %s', async (asked) => {
    const rig = await openRig(CUSTOMER)
    await rig.commit(keep(price({ crop: 'maize', form: 'grain', priceVnd: 7200 })))
    expect(await rig.says('farmer', asked)).toMatch(/^Ngo hat Ban Xeo 22\/11: 7\.200 d\/kg/)
  })

  test('after the menu the menu is not offered again', async () => {
    const rig = await openRig(CUSTOMER)
    await rig.commit(keep(price()))
    await rig.says('farmer', 'menu')
    expect(await rig.says('farmer', 'gia gung')).toMatch(/nhan DK GUNG\.$/)
  })

  test('asking keeps nothing and asks for no consent', async () => {
    const rig = await openRig({ person: { consent: 'none' } })
    await rig.commit(keep(price()))
    expect(await rig.says('farmer', 'giá gừng bao nhiêu')).toMatch(/^Gung trau tuoi Ban Xeo 22\/11: 14.500/)
  })

  test('who is told of the price already is not offered DK again', async () => {
    const rig = await openRig(CUSTOMER)
    await rig.commit(keep(price()))
    await rig.says('farmer', 'dk gung')
    expect(await rig.says('farmer', 'gia gung')).not.toMatch(/DK/)
  })

  test('a farmer who tells a price is answered, and nothing is kept', async () => {
    const rig = await openRig(CUSTOMER)
    await rig.commit(keep(price()))
    expect(await rig.says('farmer', 'gia gung 99k')).toMatch(/14.500/)
    expect(await rig.says('farmer', 'gia gung')).toMatch(/14.500/)
  })
})

describe('the form that was meant', () => {
  const crop = (key: string) => program.crops.get(key) ?? expect.fail(key)
  test.each([
    ['ginger', 15_000, [], { type: 'form', form: 'fresh' }],
    ['ginger', 150_000, [price()], { type: 'form', form: 'fresh' }],
    ['ginger', 100_000, [price({ form: 'dry', priceVnd: 110_000 }), price()], { type: 'form', form: 'dry' }],
    ['seng_cu', 16_000, [], { type: 'form', form: 'paddy' }],
    ['seng_cu', 40_000, [], { type: 'form', form: 'milled' }],
    ['seng_cu', 25_000, [], { type: 'unclear', forms: ['paddy', 'milled'] }],
    ['maize', 90_000, [], { type: 'form', form: 'grain' }],
    ['bamboo', 20_000, [], { type: 'form', form: null }],
  ] as const)('%s at %d', async (key, vnd, rows, wanted) => {
    const rig = await openRig()
    await rig.commit(keep(...rows))
    expect(await formOf(rig.stage.store.db, crop(key), vnd, '2026-11-22')).toEqual(wanted)
  })

  test('the name behind DK and HUY names that crop alone, without accents too', () => {
    expect(shortName(crop('ginger'), program.crops)).toBe('gừng')
    expect(shortName(crop('seng_cu'), program.crops)).toBe('Séng Cù')
    // "DK DE" may be goat as well.
    expect(shortName(crop('chestnut'), program.crops)).toBe('hạt dẻ')
  })
})

describe('a price told by an officer', () => {
  const STAFF = {
    people: { officer: { role: 'officer', name: 'Pao', commune: '02725' }, leader: { role: 'leader', name: 'May' } },
  }
  test.each([
    [
      'gia ngo 7500 muong hum hom kia',
      'Da ghi gia: ngo hat 7.500 d/kg, Muong Hum, 20/11. Neu sai, nhan SUA kem gia dung.',
    ],
    ['gia ngo 7k', 'Da ghi gia: ngo hat 7.000 d/kg, Ban Xeo, 22/11. Neu sai, nhan SUA kem gia dung.'],
    [
      'gia gung hom qua muong hum 15',
      'Da ghi gia: gung trau tuoi 15.000 d/kg, Muong Hum, 21/11. Neu sai, nhan SUA kem gia dung.',
    ],
    ['gia gung 1tr5/ta', 'Da ghi gia: gung trau tuoi 15.000 d/kg, Ban Xeo, 22/11. Neu sai, nhan SUA kem gia dung.'],
    [
      'giá mật ong bạc hà 500k 1 lít',
      'Da ghi gia: mat ong bac ha 500.000 d/lit, Ban Xeo, 22/11. Neu sai, nhan SUA kem gia dung.',
    ],
    ['gia trau 25tr', 'Da ghi gia: trau 25.000.000 d/con, Ban Xeo, 22/11. Neu sai, nhan SUA kem gia dung.'],
    [
      'gia gung 200k',
      '200.000 d/kg khac xa gia thuong thay, CHUA GHI. Nham thi nhan lai gia dung. Khong nham: nhan XIN DUYET.',
    ],
    [
      'gia gung 1k',
      '1.000 d/kg khac xa gia thuong thay, CHUA GHI. Nham thi nhan lai gia dung. Khong nham: nhan XIN DUYET.',
    ],
    ['gia gung 15k ngay 30/11/2026', 'Gia cua ngay nao a? Vi du: hom qua, 20/11.'],
  ])('%s', async (text, answer) => {
    const rig = await openRig(STAFF)
    expect(await rig.says('officer', text)).toBe(answer)
  })

  test('two figures: which of them', async () => {
    const rig = await openRig(STAFF)
    expect(await rig.says('officer', 'gia gung 14-15k')).toMatch(/1: 14\.000 d.*2: 15\.000 d/)
    expect(await rig.says('officer', '2')).toMatch(/^Da ghi gia: gung trau tuoi 15\.000 d\/kg/)
  })

  test('a leader without a commune is asked where', async () => {
    const rig = await openRig(STAFF)
    expect(await rig.says('leader', 'gia ngo 7k')).toBe('Gia o xa nao a? Vi du: Ban Xeo.')
    expect(await rig.says('leader', 'muong hum')).toMatch(/ngo hat 7\.000 d\/kg, Muong Hum, 22\/11/)
  })

  test('a correction far off waits too', async () => {
    const rig = await openRig(STAFF)
    await rig.says('officer', 'gia gung 15k')
    expect(await rig.says('officer', 'sua 150k')).toMatch(/^150\.000 d\/kg khac xa gia thuong thay, CHUA SUA/)
    expect(await rig.says('officer', '15k5')).toMatch(/^Sua lai gia: gung trau tuoi 15\.000 thanh 15\.500 d\/kg/)
  })

  test('in a report under way "sua" corrects the report, for a leader too', async () => {
    const rig = await openRig(STAFF)
    await rig.says('leader', 'bao san luong')
    await rig.says('leader', 'ngo')
    await rig.says('leader', '3 ta')
    expect(await rig.says('leader', 'sua 4 ta')).toMatch(/Tren bao nhieu dat/)
    expect(await rig.says('leader', '0')).toMatch(/^Da ghi: ngo 400 kg/)
  })

  test('while a price is in doubt "sua" still reaches the report just kept', async () => {
    const rig = await openRig(STAFF)
    await rig.says('officer', 'bc ngo 3 ta')
    await rig.says('officer', 'gia gung 200k')
    expect(await rig.says('officer', 'sua 4 ta')).toMatch(/^Sua lai: ngo 300 kg thanh 400 kg/)
  })

  test('a farmer who shares the officer’s phone enters none', async () => {
    const rig = await openRig({
      people: { officer: { role: 'officer', name: 'Pao', commune: '02725', shares: ['Vang'] } },
    })
    const { db } = rig.stage.store
    const vang = (await db.select().from(people)).find(({ name }) => name === 'Vang')
    await rig.commit([update('people', { id: vang?.id ?? '' }, { role: 'farmer' })])
    expect(await rig.says('officer', 'gia gung 15k')).toMatch(/Ai dang nhan tin/)
    expect(await rig.says('officer', '2')).toBe('Chi can bo va truong nhom hop tac xa ghi duoc gia a.')
    expect(await db.select().from(prices)).toEqual([])
  })

  test('nobody to approve: said so, and nothing is kept', async () => {
    const rig = await openRig({ people: { officer: { role: 'officer', commune: '02725' } } })
    await rig.says('officer', 'gia gung 200k')
    expect(await rig.says('officer', 'xin duyet')).toMatch(/^Chua ghi, vi chua co nguoi thu hai/)
    expect(await rig.says('farmer', 'gia gung')).toMatch(/^Chua co gia gung/)
  })
})
