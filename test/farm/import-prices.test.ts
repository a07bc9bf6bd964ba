import { describe, expect, test } from 'vitest'
import { IMPORTERS } from '../../src/cli/importers.ts'
import type { Cell, ImportContext, ImportPlan } from '../../src/farm/import/import.ts'
import { type PriceImportOptions, pricesImporter } from '../../src/farm/import/prices.ts'
import { prices } from '../../src/store/schema/prices.ts'
import { makeSeeded } from '../cli/helpers.ts'
import { keep, openRig, price, program, type Rig } from './rig.ts'

const contextOf = ({ stage }: Rig): ImportContext => ({
  db: stage.store.db,
  keys: stage.store.keys,
  now: stage.now(),
  newId: stage.newId,
  program,
  channel: 'simulator',
})

type File = Record<string, Cell | ''>[]

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

/** As the command plans it: by the headers of the file, blank cells left out. */
async function planFile(rig: Rig, rows: File): Promise<ImportPlan> {
  const headers = Object.keys(rows[0] ?? {})
  const table = {
    headers,
    rows: rows.map((row, index) => ({ line: index + 2, cells: headers.map((header) => row[header] || null) })),
  }
  return (await IMPORTERS.prices?.(table, contextOf(rig))) ?? expect.fail('prices can not be imported')
}

async function run(rows: File) {
  const rig = await openRig()
  const result = await planFile(rig, rows)
  if (result.type === 'planned') await rig.commit(result.writes.flat())
  return { result, kept: await rig.stage.store.db.select().from(prices), rig }
}

/** As a caller with options of its own: cells by column name. */
const planWith = (rig: Rig, options: PriceImportOptions, rows: Record<string, string>[]) =>
  pricesImporter(options).plan(
    rows.map((cells, index) => ({ line: index + 2, cells })),
    contextOf(rig),
  )

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
    ['a number cell', { ...ROW, place: 2725, price_vnd: 14500 }, KEPT],
    ['thousands by letter', { ...ROW, price_vnd: '14k5' }, KEPT],
    ['a date cell', { ...ROW, day: { day: '2026-11-20', minutes: null } }, KEPT],
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
    const { result, kept } = await run([row as File[number]])
    expect(result).toMatchObject({ type: 'planned', changed: 1, same: 0 })
    expect(kept).toMatchObject([{ ...wanted, status: 'kept' }])
  })

  test('with the source the importer was given, where the row has none', async () => {
    const { source: _, ...row } = ROW
    const plan = await planWith(await openRig(), { source: 'Sở Nông nghiệp', enteredBy: 'p1' }, [row])
    expect(plan).toMatchObject({ writes: [[{ values: { source: 'Sở Nông nghiệp', enteredBy: 'p1' } }]] })
  })
})

describe('a row is refused, and the whole file with it', () => {
  test.each([
    ['crop', 'khoai lang', /không biết cây/],
    ['crop', 'gừng, ngô', /không biết cây/],
    ['form', 'chiên', /không có dạng "chiên"/],
    ['place', 'Hà Nội', /không có xã nào/],
    ['place', '99999', /không có xã nào/],
    ['day', '31/02/2026', /không phải là ngày/],
    ['day', '20/11', /không phải là ngày/],
    ['day', '46000', /không phải là ngày/],
    ['day', '23/11/2026', /chưa tới/],
    ['price_vnd', '15.5', /không rõ giá/],
    ['price_vnd', 'cao', /không rõ giá/],
    ['price_vnd', '', /trống/],
    ['price_vnd', 15.5, /không rõ giá/],
    ['crop', '', /trống/],
    ['day', '', /trống/],
    ['price_vnd', '-5', /không rõ giá/],
    ['price_vnd', '0', /không rõ giá/],
    ['price_vnd', '14-15k', /không rõ giá/],
    ['price_vnd', '200000', /lệch xa/],
    ['price_vnd', '15', /lệch xa/],
    ['unit', 'thùng phuy to', /không rõ đơn vị/],
    ['unit', 'furlong', /không rõ đơn vị "furlong" cho gừng trâu: viết một trong kg, lạng, yến, tạ, tấn/],
    ['unit', 'bao', /không rõ đơn vị "bao"/],
    ['day', '20/11/0202', /xa quá/],
    ['source', '', /thiếu nguồn/],
  ])('%s "%s"', async (column, value, message) => {
    const { result, kept } = await run([
      { ...ROW, day: '2026-11-19' },
      { ...ROW, [column]: value },
    ])
    expect(result).toMatchObject({
      type: 'refused',
      problems: [{ line: 3, column, vi: expect.stringMatching(message), en: expect.stringMatching(/./) }],
    })
    expect(kept).toEqual([])
  })

  test('the form where it could be several', async () => {
    const { result } = await run([{ ...ROW, crop: 'seng_cu', form: '', price_vnd: '25000' }])
    expect(result).toMatchObject({ type: 'refused', problems: [{ line: 2, column: 'form' }] })
  })

  test('everything wrong is told at once, by the header as it stands in the file', async () => {
    const { result } = await run([{ Cây: 'xyz', Ngày: 'mai', Giá: 'x', Nguồn: 'Sở' }])
    const problems = result.type === 'refused' ? result.problems.map(({ column }) => column) : []
    expect(problems).toEqual(['Cây', 'Ngày', 'Giá'])
  })
})

describe('a file', () => {
  test('with prices of long ago keeps them as history, says so, and never tells them without their date', async () => {
    const { result, rig } = await run([ROW, { ...ROW, day: '2026-04-20', unit: '', price_vnd: '12000' }])
    expect(result).toMatchObject({
      changed: 2,
      notes: [{ line: 3, vi: expect.stringMatching(/^1 dòng, .*cũ hơn 31 ngày/) }],
    })
    const { rig: alone } = await run([{ ...ROW, day: '2026-04-20' }])
    await alone.says('farmer', 'gia gung')
    const [answer] = (await alone.sentTo('farmer')).map(({ texts }) => alone.words(texts))
    expect(answer).toContain('20/04')
    await rig.says('farmer', 'gia gung')
    const [fresh] = (await rig.sentTo('farmer')).map(({ texts }) => rig.words(texts))
    expect(fresh).toContain('14.500')
  })

  test('imported twice is kept once', async () => {
    const { rig } = await run([ROW, ROW])
    expect(await planFile(rig, [ROW])).toEqual({ type: 'planned', writes: [], changed: 0, same: 1, notes: [] })
    expect(await rig.stage.store.db.select().from(prices)).toHaveLength(1)
  })

  test('with a figure far from the last is taken where someone has looked', async () => {
    const rig = await openRig()
    await rig.commit(keep(price({ day: '2026-11-15', priceVnd: 60_000 })))
    const row = { ...ROW, price_vnd: '12000' }
    expect(await planFile(rig, [row])).toMatchObject({ type: 'refused', problems: [{ column: 'price_vnd' }] })
    expect(await planWith(rig, { allowOutliers: true }, [row])).toMatchObject({ type: 'planned', changed: 1 })
  })

  test('is measured by its own rows where nothing is known', async () => {
    const rows = ['14500', '14500', '100'].map((price_vnd, week) => ({
      ...ROW,
      crop: 'peanut',
      form: 'in_shell',
      price_vnd: week < 2 ? '20000' : price_vnd,
      day: `2026-11-0${week + 1}`,
    }))
    expect((await run(rows)).result).toMatchObject({ type: 'refused', problems: [{ line: 4 }] })
  })

  test('tells those who asked for it, of the newest day alone', async () => {
    const rig = await openRig({ person: { commune: '02725' } })
    await rig.says('farmer', 'dk gung')
    const rows = [14_000, 15_000, 16_000].map((vnd, index) => ({
      ...ROW,
      day: `2026-11-${20 + index}`,
      price_vnd: String(vnd),
    }))
    const plan = await planFile(rig, rows)
    if (plan.type === 'planned') await rig.commit(plan.writes.flat())
    const sent = (await rig.sentTo('farmer')).filter((row) => row.class === 'service')
    expect(sent.map(({ texts }) => rig.words(texts))).toEqual([
      'Gung trau tuoi len gia: Ban Xeo 22/11 16.000 d/kg (truoc 15.000). Muon thoi: nhan HUY GUNG.',
    ])
  })

  test('is taken by the command, and by the whole or not at all', async () => {
    const place = await makeSeeded()
    const header = 'Cây;Dạng;Xã;Ngày;Giá;Đơn vị;Nguồn'
    const good = 'gừng trâu;tươi;Bản Xèo;20/11/2026;14.500;kg;Sở'
    const wrong = place.file('sai.csv', `${header}\n${good}\nngô;;Bản Xèo;20/11/2026;7,2;kg;Sở\n`)
    expect(await place.run('import', 'prices', wrong)).toMatchObject({
      code: 1,
      err: expect.stringContaining(':3: Giá:'),
    })
    expect(await place.look(({ db }) => db.select().from(prices))).toEqual([])
    const right = place.file('giá.csv', `${header}\n${good}\n`)
    expect(await place.run('import', 'prices', right)).toMatchObject({ code: 0, err: '' })
    expect(await place.look(({ db }) => db.select().from(prices))).toMatchObject([{ ...KEPT, enteredBy: null }])
  })
})
