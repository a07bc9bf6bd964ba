import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { people, urns } from '../../src/store/schema/people.ts'
import { makePlace, makeSeeded, type Place } from './helpers.ts'
import { csv, HEADER, known, ledger, MAI, wroteBefore } from './people-table.ts'

const count = (place: Place) => place.look(async ({ db }) => (await db.select().from(people)).length)
describe('a list of people is taken', () => {
  const VIETNAMESE = 'Số điện thoại;Họ tên;Vai trò;Hợp tác xã;Xã;Ngôn ngữ;Đồng ý;Ngày đồng ý;Bằng chứng'
  const cases: [string, string | Buffer][] = [
    ['commas', csv(MAI)],
    ['a byte order mark and CRLF', `\uFEFF${csv(MAI).replaceAll('\n', '\r\n')}`],
    [
      'semicolons and Vietnamese headers',
      `${VIETNAMESE}\n0912 345 678;Vàng Thị Mai;nông dân;HTX Mường Vi;xã Bản Xèo;tiếng Việt;có;2026-11-20;phiếu số 12\n`,
    ],
    ['tabs', csv(MAI.replace('farmer', '').replace(',vi,', ',,')).replaceAll(',', '\t')],
    ['a sep= line', `sep=;\r\n${csv(MAI).replaceAll(',', ';')}`],
    ['quotes, blank lines, spaces', `${HEADER}\n\n${MAI.replace('Vàng Thị Mai', ' "Vàng  Thị Mai" ')}\n\n,,,,,,,,\n`],
    ['decomposed accents', csv(MAI).normalize('NFD')],
    ['a former commune, an old number', csv(MAI.replace('Bản Xèo', 'Mường Vi').replace('0912345678', '01228345678'))],
  ]
  it.each(cases)('with %s', async (_, content) => {
    const place = await makeSeeded()
    const ran = await place.run('import', 'people', place.file('bà con.csv', content))
    expect(ran).toEqual({ code: 0, out: 'Đã nhập 1 dòng; 0 dòng không có gì mới.\n', err: '' })
    const [row] = await place.look(({ db }) => db.select().from(people))
    expect(row).toMatchObject({ name: 'Vàng Thị Mai', role: 'farmer', commune: '02725', consent: 'agreed' })
    const [proof] = await ledger(place)
    expect(proof).toMatchObject({ kind: 'agreed', source: 'import', proof: 'phiếu số 12', personId: row?.id })
    expect(new Date(proof?.at ?? 0).toISOString()).toBe('2026-11-19T17:00:00.000Z')
  })

  it('from a workbook with a number, a date cell and a code that lost its zero', async () => {
    const place = await makeSeeded()
    const sheet = await writeExcelFile([
      HEADER.split(',').map((value) => ({ value })),
      [912345678, 'Vàng Thị Mai', null, 'HTX Mường Vi', 2725, null, 'có', new Date('2026-11-20'), 'phiếu 12'].map(
        (value) => (value instanceof Date ? { value, type: Date, format: 'dd/mm/yyyy' } : value),
      ),
    ]).toBuffer()
    expect(await place.run('import', 'people', place.file('ds.xlsx', sheet))).toMatchObject({ code: 0, err: '' })
    const [mai] = await known(place, '+84912345678')
    expect(mai).toMatchObject({ person: { commune: '02725' }, cooperative: { name: 'HTX Mường Vi' } })
    expect(new Date((await ledger(place))[0]?.at ?? 0).toISOString()).toBe('2026-11-19T17:00:00.000Z')
  })

  it('--dry-run writes nothing; once more writes nothing; a changed cell changes only that', async () => {
    const place = await makeSeeded()
    const file = place.file('a.csv', csv(MAI))
    expect((await place.run('import', 'people', file, '--dry-run')).out).toContain('Sẽ nhập 1 dòng')
    expect(await count(place)).toBe(0)
    await place.run('import', 'people', file)
    expect((await place.run('import', 'people', file)).out).toBe('Đã nhập 0 dòng; 1 dòng không có gì mới.\n')
    await place.run('import', 'people', place.file('b.csv', 'phone,name,role\n0912345678,vàng thị mai,leader\n'))
    const [mai, ...others] = await known(place, '+84912345678')
    expect(others).toEqual([])
    expect(mai?.person).toMatchObject({ role: 'leader', commune: '02725', consent: 'agreed', name: 'Vàng Thị Mai' })
    expect(await ledger(place)).toHaveLength(1)
  })

  it('on a database that is not there yet, or has no scripts', async () => {
    for (const before of [[], ['migrate']]) {
      const place = makePlace()
      if (before.length > 0) await place.run(...before)
      const ran = await place.run('import', 'people', place.file('a.csv', csv(MAI)))
      expect(ran).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/còn mới: .*\nĐã nhập 1 dòng/) })
      expect(await known(place, '+84912345678')).toMatchObject([{ person: { name: 'Vàng Thị Mai' } }])
    }
  })

  it('but a dry run makes no database', async () => {
    const place = makePlace()
    const ran = await place.run('import', 'people', place.file('a.csv', csv(MAI)), '--dry-run')
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('Chưa có cơ sở dữ liệu') })
    expect(existsSync(join(place.dir, 'mua.db'))).toBe(false)
  })

  it('several people share a phone, in the order of the file', async () => {
    const place = await makeSeeded()
    const rows = ['0912345678,Vàng Thị Mai,,,,,,,', '+84 912 345 678,Lù Văn Sín,,,,,,,']
    await place.run('import', 'people', place.file('a.csv', csv(...rows)))
    expect((await known(place, '+84912345678')).map(({ person }) => person.name)).toEqual([
      'Vàng Thị Mai',
      'Lù Văn Sín',
    ])
    expect(await place.look(({ db }) => db.select().from(urns))).toHaveLength(1)
  })

  it('someone who wrote before without a name becomes the one the list names', async () => {
    const place = await makeSeeded()
    await wroteBefore(place, { consent: 'none' })
    await place.run('import', 'people', place.file('a.csv', csv(MAI)))
    expect((await known(place, '+84912345678')).map(({ person }) => [person.id, person.name])).toEqual([
      ['p1', 'Vàng Thị Mai'],
    ])
  })

  it('a long file goes in slices, each row once', async () => {
    const place = await makeSeeded()
    const rows = Array.from({ length: 1203 }, (_, at) => MAI.replace('0912345678', String(912_000_000 + at)))
    const file = place.file('a.csv', csv(...rows))
    expect((await place.run('import', 'people', file)).out).toContain('Đã nhập 1203 dòng')
    expect((await place.run('import', 'people', file)).out).toContain('Đã nhập 0 dòng; 1203')
    expect(await count(place)).toBe(1203)
  })
})

describe('a wrong row is told, and nothing is imported', () => {
  const cases: [string, string, RegExp][] = [
    ['no such number', csv(MAI, '12,Lù Văn Sín,,,,,,,'), /:3: phone: "12" không phải số di động/],
    [
      'a landline',
      csv('02143842101,Lù Văn Sín,,,,,,,'),
      /:2: phone: .* là số máy bàn, không nhận được tin nhắn: cần số di động/,
    ],
    ['no number', csv(MAI, ',Lù Văn Sín,,,,,,,'), /:3: phone: thiếu số điện thoại/],
    ['no name', csv(MAI, '0912345679,,,,,,,,'), /:3: name: thiếu họ tên/],
    ['a name of digits', csv('0912345679,123,,,,,,,'), /:2: name: "123" không phải là họ tên/],
    ['an unknown role', csv('0912345679,Lù Văn Sín,vua,,,,,,'), /:2: role: "vua" phải là một trong: farmer, leader/],
    ['a leader of nothing', csv('0912345679,Lù Văn Sín,leader,,,,,,'), /:2: cooperative: vai trò leader/],
    ['an unknown commune', csv('0912345679,Lù Văn Sín,,,Hà Nội,,,,'), /:2: commune: không có xã nào tên "Hà Nội"/],
    ['an unknown language', csv('0912345679,Lù Văn Sín,,,,xx,,,'), /:2: language: "xx" phải là một trong: /],
    ['neither yes nor no', csv('0912345679,Lù Văn Sín,,,,,hm,,'), /:2: consent: "hm" phải là một trong: yes, no/],
    ['a yes without a day', csv(MAI.replace('20/11/2026', '')), /:2: consent_on: đã ghi đồng ý thì phải ghi ngày/],
    ['a yes without a proof', csv(MAI.replace('phiếu số 12', '')), /:2: consent_proof: đã ghi đồng ý thì phải ghi bằ/],
    ['a yes in the future', csv(MAI.replace('2026', '2126')), /:2: consent_on: ngày đồng ý 2126-11-20 chưa tới/],
    ['no such day', csv(MAI.replace('20/11', '31/11')), /:2: consent_on: "31\/11\/2026" không phải là ngày/],
    ['the same person twice', csv(MAI, MAI), /:3: Vàng Thị Mai, số \+84912345678 đã có ở dòng 2/],
    ['two mistakes in a row', csv('12,,,,,,,,'), /phone: .*\n.*name: thiếu/],
    ['a quote left open', csv(MAI, '0912345679,"Lù Văn'), /dòng 3: dấu ngoặc kép/],
    ['a cell under no header', csv(`${MAI},x`), /:2: ô thứ 10 không nằm dưới tên cột nào/],
    [
      'an unknown column',
      'phone,name,tuổi\n0912345679,Lù,4\n',
      /:1: không biết cột "tuổi"; các cột được nhận: phone \(số điện thoại\), .*consent_proof \(bằng chứng\)/,
    ],
    ['a column twice', 'phone,name,SĐT\n0912345679,Lù,0912345679\n', /:1: cột "SĐT" trùng với cột "phone"/],
    ['a column missing', 'name\nLù\n', /:1: thiếu cột "phone" \(hoặc "số điện thoại"\)/],
    ['nothing below the header', csv(), /tệp này chỉ có dòng tiêu đề/],
    ['nothing at all', '', /tệp này trống/],
    ['the header of its file', 'Số điện thoại,Họ tên\n12,Lù\n', /:2: Số điện thoại: "12" không phải số di động/],
  ]
  it.each(cases)('%s', async (_, content, expected) => {
    const place = await makeSeeded()
    const ran = await place.run('import', 'people', place.file('a.csv', content))
    expect(ran.err).toMatch(expected)
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(await count(place)).toBe(0)
  })

  const windows1258 = Buffer.from([...Buffer.from('phone,name\n0912345679,L'), 0xf9, ...Buffer.from(' V'), 0xe3, 0x0a])
  const files: [string, string, Buffer, RegExp][] = [
    ['an old encoding', 'a.csv', windows1258, /bảng mã cũ .*CSV UTF-8/],
    ['UTF-16', 'a.csv', Buffer.from('\uFEFFphone,name\n', 'utf16le'), /UTF-16: .*CSV UTF-8/],
    [
      'an old workbook',
      'a.xls',
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      /chỉ nhận tệp \.csv và \.xlsx, không nhận \.xls/,
    ],
    ['another spreadsheet', 'a.ods', Buffer.from('PK\x03\x04mimetype'), /không nhận \.ods: .*Save As/],
    ['a workbook called .csv', 'a.csv', Buffer.from('PK\x03\x04'), /bên trong tệp này không phải là \.csv/],
    ['a broken workbook', 'a.xlsx', Buffer.from('PK\x03\x04'), /không đọc được tệp này/],
  ]
  it.each(files)('%s', async (_, name, bytes, expected) => {
    const place = await makeSeeded()
    const ran = await place.run('import', 'people', place.file(name, bytes))
    expect(ran.err).toMatch(expected)
    expect(ran.code).toBe(1)
  })

  it('in English where that is asked for', async () => {
    const place = await makeSeeded()
    const file = place.file('a.csv', csv('12,Lù Văn Sín,,,,,,,'))
    const ran = await place.runWith({ MUA_LANG: 'en' }, 'import', 'people', file)
    expect(ran.err).toBe(`${file}:2: phone: "12" is no mobile number.\nNothing was imported.\n`)
  })

  it('a file that is not there, a kind that is not', async () => {
    const place = await makeSeeded()
    expect((await place.run('import', 'people', 'không-có.csv')).err).toBe('Không đọc được tệp không-có.csv.\n')
    expect(await place.run('import', 'cows', 'a.csv')).toMatchObject({
      code: 2,
      err: expect.stringContaining('"cows"'),
    })
  })
})

it('real people are never left to the simulator, though no link is configured yet', async () => {
  const place = await makeSeeded()
  expect((await place.run('import', 'people', place.file('p.csv', csv(MAI)))).code).toBe(0)
  expect(await place.look(({ db }) => db.select({ channel: urns.channel }).from(urns))).toEqual([
    { channel: 'smsgate' },
  ])
})
