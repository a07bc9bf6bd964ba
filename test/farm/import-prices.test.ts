import { describe, expect, test } from 'vitest'
import { importPrices, type PriceImport } from '../../src/farm/import/prices.ts'
import { prices } from '../../src/store/schema.ts'
import { keep, openRig, price, program, type Rig } from './rig.ts'

const contextOf = ({ stage }: Rig, over: Partial<PriceImport> = {}): PriceImport => ({
  db: stage.store.db,
  now: stage.now(),
  newId: stage.newId,
  program,
  enteredBy: null,
  ...over,
})

const ROW = {
  crop: 'ginger',
  form: 'fresh',
  place: '02725',
  day: '2026-11-20',
  price_vnd: '14500',
  unit: 'kg',
  source: 'Sở',
}
const KEPT = {
  crop: 'ginger',
  form: 'fresh',
  place: '02725',
  day: '2026-11-20',
  priceVnd: 14_500,
  unit: 'kg',
  source: 'Sở',
}

async function run(rows: Record<string, string>[], over: Partial<PriceImport> = {}) {
  const rig = await openRig()
  const result = await importPrices(rows, contextOf(rig, over))
  if (result.type === 'read') await rig.commit(result.writes)
  return { result, kept: await rig.stage.store.db.select().from(prices), rig }
}

describe('a row is read', () => {
  test.each([
    ['by outside names', ROW, KEPT],
    [
      'by Vietnamese names, as typed in Excel',
      {
        Cây: 'Gừng trâu',
        Dạng: 'tươi',
        Xã: 'Bản Xèo',
        Ngày: '20/11/2026',
        'Giá (đ/kg)': '14.500',
        'Đơn vị': 'kg',
        Nguồn: 'Sở',
      },
      KEPT,
    ],
    [
      'without accents',
      { cay: 'gung', dang: 'tuoi', noi: 'ban xeo', ngay: '20-11-2026', gia: '14,500 đ', 'don vi': 'đ/kg', nguon: 'Sở' },
      KEPT,
    ],
    ['a former name of the place', { ...ROW, place: 'Mường Vi' }, KEPT],
    ['a code that lost its zero', { ...ROW, place: '2725' }, KEPT],
    ['the form inside the crop', { ...ROW, crop: 'gừng tươi', form: '' }, KEPT],
    ['the form by its figure', { ...ROW, form: '' }, KEPT],
    ['a number as spreadsheets write it', { ...ROW, price_vnd: '14500.0' }, KEPT],
    ['thousands by letter', { ...ROW, price_vnd: '14k5' }, KEPT],
    ['a moment as spreadsheets write it', { ...ROW, day: '2026-11-20T00:00:00.000Z' }, KEPT],
    ['a price a tạ', { ...ROW, price_vnd: '1.450.000', unit: 'đ/tạ' }, KEPT],
    ['no unit: the one the crop is sold by', { ...ROW, unit: '' }, KEPT],
    ['no place: of the whole region', { ...ROW, place: '' }, { ...KEPT, place: null }],
    [
      'sold by the piece',
      { ...ROW, crop: 'trâu', form: '', price_vnd: '25000000', unit: '' },
      { crop: 'buffalo', form: 'live', unit: 'con', priceVnd: 25_000_000 },
    ],
    ['a column for oneself', { ...ROW, 'Ghi chú': 'chợ phiên' }, KEPT],
  ])('%s', async (_, row, wanted) => {
    const { result, kept } = await run([row as Record<string, string>])
    expect(result).toMatchObject({ type: 'read', prices: 1, skipped: 0 })
    expect(kept).toMatchObject([{ ...wanted, status: 'kept' }])
  })

  test('with the source of the file where the row has none', async () => {
    const { kept } = await run([{ ...ROW, source: '' }], { source: 'Sở Nông nghiệp' })
    expect(kept).toMatchObject([{ source: 'Sở Nông nghiệp' }])
  })
})

describe('a row is refused, and the whole file with it', () => {
  test.each([
    ['crop', 'khoai lang', /không biết cây/],
    ['crop', 'gừng, ngô', /không biết cây/],
    ['form', 'chiên', /không có dạng "chiên"/],
    ['place', 'Hà Nội', /không rõ nơi/],
    ['place', '99999', /không rõ nơi/],
    ['day', '31/02/2026', /không rõ ngày/],
    ['day', '20/11', /không rõ ngày/],
    ['day', '46000', /không rõ ngày/],
    ['day', '23/11/2026', /chưa tới/],
    ['price_vnd', '15.5', /không rõ giá/],
    ['price_vnd', 'cao', /không rõ giá/],
    ['price_vnd', '', /không rõ giá/],
    ['price_vnd', '-5', /không rõ giá/],
    ['price_vnd', '0', /không rõ giá/],
    ['price_vnd', '14-15k', /không rõ giá/],
    ['price_vnd', '200000', /lệch xa/],
    ['price_vnd', '15', /lệch xa/],
    ['unit', 'thùng phuy to', /không rõ đơn vị/],
    ['source', '', /thiếu nguồn/],
  ])('%s "%s"', async (column, value, message) => {
    const { result, kept } = await run([
      { ...ROW, day: '2026-11-19' },
      { ...ROW, [column]: value },
    ])
    expect(result).toMatchObject({ type: 'refused', problems: [{ row: 3, column }] })
    expect(result.type === 'refused' && result.problems[0]?.message.vi).toMatch(message)
    expect(result.type === 'refused' && result.problems[0]?.message.en).toBeTruthy()
    expect(kept).toEqual([])
  })

  test('the form where it could be several', async () => {
    const { result } = await run([{ ...ROW, crop: 'seng_cu', form: '', price_vnd: '25000' }])
    expect(result).toMatchObject({ type: 'refused', problems: [{ row: 2, column: 'form' }] })
  })

  test('everything wrong is told at once, by the header as it stands in the file', async () => {
    const { result } = await run([{ Cây: 'xyz', Ngày: 'mai', Giá: 'x', Nguồn: 'Sở' }])
    const problems = result.type === 'refused' ? result.problems.map(({ column }) => column) : []
    expect(problems).toEqual(['Cây', 'Ngày', 'Giá'])
  })

  test.each([
    ['a column is missing', { crop: 'ginger', day: '2026-11-20' }, 'price_vnd'],
    ['a column is not known', { ...ROW, Dzạng: 'tươi' }, 'Dzạng'],
    ['a column stands twice', { ...ROW, Giá: '14500' }, 'Giá'],
  ])('%s', async (_, row, column) => {
    const { result } = await run([row as Record<string, string>])
    expect(result).toMatchObject({ type: 'refused', problems: [{ row: 1, column }] })
  })
})

describe('a file', () => {
  test('imported twice is kept once', async () => {
    const { rig } = await run([ROW, ROW])
    const again = await importPrices([ROW], contextOf(rig))
    expect(again).toMatchObject({ type: 'read', prices: 0, skipped: 1, writes: [] })
    expect(await rig.stage.store.db.select().from(prices)).toHaveLength(1)
  })

  test('with a figure far from the last is taken where someone has looked', async () => {
    const rig = await openRig()
    await rig.commit(keep(price({ day: '2026-11-15', priceVnd: 60_000 })))
    const row = { ...ROW, price_vnd: '12000' }
    expect(await importPrices([row], contextOf(rig))).toMatchObject({
      type: 'refused',
      problems: [{ column: 'price_vnd' }],
    })
    expect(await importPrices([row], contextOf(rig, { allowOutliers: true }))).toMatchObject({
      type: 'read',
      prices: 1,
    })
  })

  test('is measured by its own rows where nothing is known', async () => {
    const rows = ['14500', '14500', '100'].map((price_vnd, week) => ({
      ...ROW,
      crop: 'peanut',
      form: 'in_shell',
      price_vnd: week < 2 ? '20000' : price_vnd,
      day: `2026-11-0${week + 1}`,
    }))
    expect((await run(rows)).result).toMatchObject({ type: 'refused', problems: [{ row: 4 }] })
  })

  test('tells those who asked for it, of the newest day alone', async () => {
    const rig = await openRig({ person: { commune: '02725' } })
    await rig.says('farmer', 'dk gung')
    const rows = [14_000, 15_000, 16_000].map((vnd, index) => ({
      ...ROW,
      day: `2026-11-${20 + index}`,
      price_vnd: String(vnd),
    }))
    const result = await importPrices(rows, contextOf(rig))
    if (result.type === 'read') await rig.commit(result.writes)
    const sent = (await rig.sentTo('farmer')).filter((row) => row.class === 'service')
    expect(sent.map(({ texts }) => rig.words(texts))).toEqual([
      'Gung trau tuoi len gia: Ban Xeo 22/11 16.000 d/kg (truoc 15.000). Muon thoi: nhan HUY GUNG.',
    ])
  })

  test('of nothing but blank rows brings nothing', async () => {
    expect(
      (await run([{ ...ROW, ...Object.fromEntries(Object.keys(ROW).map((key) => [key, ' '])) }])).result,
    ).toMatchObject({
      type: 'read',
      prices: 0,
    })
  })
})
