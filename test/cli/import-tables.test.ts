import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { prices } from '../../src/store/schema/prices.ts'
import { tips, trainings } from '../../src/store/schema/trainings.ts'
import { base64, KEY, makePlace, makeSeeded } from './helpers.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS + 7 * 60 * 60 * 1000).toISOString().slice(0, 10)
const vietnamese = (day: string) => day.split('-').reverse().join('/')

describe('prices', () => {
  const HEADER = 'STT,Cây,Dạng,Xã,Ngày,Giá (đ/kg),Đơn vị,Nguồn'
  const row = (price: string, days = -1) => `1,gừng trâu,tươi,Bản Xèo,${vietnamese(inDays(days))},${price},kg,cán bộ xã`

  it('from CSV, and once more nothing', async () => {
    const place = await makeSeeded()
    const file = place.file(
      'giá.csv',
      `\uFEFF${HEADER.replaceAll(',', ';')}\r\n${row('14.500').replaceAll(',', ';')}\r\n`,
    )
    expect(await place.run('import', 'prices', file)).toEqual({
      ...{ code: 0, err: '' },
      out: 'Đã nhập 1 dòng; 0 dòng không có gì mới.\n',
    })
    expect(await place.look(({ db }) => db.select().from(prices))).toMatchObject([
      { crop: 'ginger', form: 'fresh', place: '02725', day: inDays(-1), priceVnd: 14_500, unit: 'kg', status: 'kept' },
    ])
    expect((await place.run('import', 'prices', file)).out).toContain('Đã nhập 0 dòng; 1 dòng')
  })

  it('what was exported as a workbook is what is imported', async () => {
    const place = await makeSeeded({ isDemo: true })
    const file = join(place.dir, 'giá.xlsx')
    await place.run('export', 'prices', '--out', file)
    const rows: Record<string, unknown>[] = JSON.parse((await place.run('export', 'prices', '--format', 'json')).out)
    const other = await makeSeeded()
    expect((await other.run('import', 'prices', file)).err).toBe('')
    const copied: Record<string, unknown>[] = JSON.parse((await other.run('export', 'prices', '--format', 'json')).out)
    const figures = (list: Record<string, unknown>[]) =>
      list.map((each) => JSON.stringify({ ...each, entered_by: null })).sort()
    expect(figures(copied)).toEqual(figures(rows))
    expect((await other.run('import', 'prices', file)).out).toContain('Đã nhập 0 dòng; 624')
  }, 30_000)

  const wrong: [string, string, RegExp][] = [
    [
      'an unknown crop',
      `${HEADER}\n\n${row('14.500').replace('gừng trâu', 'xoài')}`,
      /giá\.csv:3: Cây: không biết cây "xoài"/,
    ],
    ['a day to come', `${HEADER}\n${row('14.500', 3)}`, /:2: Ngày: ngày .* chưa tới/],
    ['no price', `${HEADER}\n${row('rẻ')}`, /:2: Giá \(đ\/kg\): không rõ giá "rẻ"/],
    [
      'ten times too dear',
      `${HEADER}\n${row('14.500', -3)}\n${row('145.000')}`,
      /:3: Giá \(đ\/kg\): 145000 đ\/kg lệch xa/,
    ],
    [
      'no source',
      `${HEADER}\n${row('14.500').replace('cán bộ xã', '')}`,
      /: Nguồn: thiếu nguồn: giá do ai cho biết\?\n/,
    ],
    ['a column twice', `${HEADER},Cây\n${row('14.500')},ngô`, /:1: cột "Cây" trùng với cột "Cây"/],
  ]
  it.each(wrong)('%s is told, and nothing is imported', async (_, content, expected) => {
    const place = await makeSeeded()
    const ran = await place.run('import', 'prices', place.file('giá.csv', content))
    expect(ran.err).toMatch(expected)
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(await place.look(({ db }) => db.select().from(prices))).toEqual([])
  })

  it('--accept-outliers takes what someone has looked at', async () => {
    const place = await makeSeeded()
    const file = place.file('giá.csv', `${HEADER}\n${row('14.500', -3)}\n${row('145.000')}`)
    expect((await place.run('import', 'prices', file, '--accept-outliers')).out).toContain('Đã nhập 2 dòng')
  })
})

describe('trainings', () => {
  it('from a workbook with an hour in a date cell; moved by a later file; a mistake refuses all', async () => {
    const place = await makeSeeded({ isDemo: true })
    const header = ['Tên lớp', 'Thời gian', 'Địa điểm', 'HTX', 'Số chỗ'].map((value) => ({ value }))
    const at = { value: new Date(`${inDays(9)}T13:30:00Z`), type: Date, format: 'dd/mm/yyyy hh:mm' }
    const sheet = (startsAt: object) =>
      writeExcelFile([
        header,
        ['ủ phân xanh', startsAt, 'nhà văn hoá Bản Xèo', 'htx muong vi', 30].map((cell) => cell),
      ]).toBuffer()
    const before = await place.look(({ db }) => db.select().from(trainings))
    expect((await place.run('import', 'trainings', place.file('a.xlsx', await sheet(at)))).err).toBe('')
    const added = await place.look(({ db }) => db.select().from(trainings))
    expect(added.at(-1)).toMatchObject({ title: 'ủ phân xanh', capacity: 30, status: 'planned' })
    expect(new Date(added.at(-1)?.startsAt ?? 0).toISOString()).toBe(`${inDays(9)}T06:30:00.000Z`)
    const moved = await sheet({ value: `${vietnamese(inDays(10))} 8:00` })
    expect((await place.run('import', 'trainings', place.file('b.xlsx', moved))).out).toContain('Đã nhập 1 dòng')
    const after = await place.look(({ db }) => db.select().from(trainings))
    expect(after).toHaveLength(before.length + 1)
    expect(after.find(({ title }) => title === 'ủ phân xanh')).toMatchObject({ version: 2 })
    const wrong = place.file('c.csv', 'title,starts_at,place\nVietGAP,hôm nào,nhà văn hoá\n')
    expect((await place.run('import', 'trainings', wrong)).err).toMatch(/c\.csv:2: starts_at: .*không đọc được/)
  })
})

describe('tips', () => {
  it('a review is taken in by id, and nothing else changes', async () => {
    const place = await makeSeeded()
    const [first] = await place.look(({ db }) => db.select().from(tips))
    expect(first).toMatchObject({ id: 'T01', reviewer: null })
    const row = [first?.id, first?.topic, `"${first?.vi}"`, 'KS. Hoàng Thị Lan', vietnamese(inDays(-2))].join(',')
    const file = place.file('kỹ thuật.csv', `id,chủ đề,nội dung,người duyệt,ngày duyệt\n${row}\n`)
    const count = (await place.look(({ db }) => db.select().from(tips))).length
    expect(await place.run('import', 'tips', file)).toMatchObject({ code: 0, err: '' })
    const after = await place.look(({ db }) => db.select().from(tips))
    expect(after).toHaveLength(count)
    expect(after.find(({ id }) => id === 'T01')).toMatchObject({ vi: first?.vi, reviewedOn: inDays(-2) })
  })
})

it('an empty production installation becomes usable by commands alone', async () => {
  const env = { NODE_ENV: 'production', MUA_KEY: base64(KEY), MUA_OPERATOR: 'HTX Mường Vi' }
  const place = makePlace()
  expect((await place.runWith(env, 'seed')).code).toBe(0)
  const people =
    'phone,name,role,cooperative,commune,consent,consent_on,consent_proof\n' +
    `0912345678,Lù Thị Mây,leader,HTX Mường Vi,Bản Xèo,yes,${inDays(-1)},biên bản 1\n` +
    `0912345679,Vàng Thị Seo,farmer,HTX Mường Vi,Bản Xèo,yes,${inDays(-1)},phiếu 2\n`
  const trainingsCsv = `title,starts_at,place,cooperative\nVietGAP gừng,${inDays(4)} 08:00,nhà văn hoá,HTX Mường Vi\n`
  const steps = [
    ['import', 'people', place.file('people.csv', people)],
    [
      'import',
      'prices',
      place.file(
        'prices.csv',
        `crop,form,place,day,price_vnd,unit,source\nginger,fresh,02725,${inDays(-1)},14500,kg,cán bộ xã\n`,
      ),
    ],
    ['import', 'trainings', place.file('trainings.csv', trainingsCsv)],
  ]
  for (const step of steps) expect(await place.runWith(env, ...step)).toMatchObject({ code: 0, err: '' })
  expect((await place.runWith(env, 'show', '0912345679')).out).toContain('cooperative: HTX Mường Vi')
})
