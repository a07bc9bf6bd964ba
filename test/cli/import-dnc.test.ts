import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allDoNotCall, isDoNotCall } from '../../src/store/queries/do-not-call.ts'
import { makeSeeded, type Place } from './helpers.ts'
import { csv, MAI } from './people-table.ts'

const MAI_PHONE = '+84912345678'
const STRANGER = '+84981000001'
const OTHER = '+84981000002'
const list = (...phones: string[]) => `phone\n${phones.join('\n')}\n`
const listed = (place: Place, ...phones: string[]) =>
  place.look(({ db, keys }) => Promise.all(phones.map((phone) => isDoNotCall(db, keys.hash(`tel:${phone}`)))))

describe('import dnc', () => {
  it('keeps hashes of numbers, of strangers too, and of nobody the number', async () => {
    const place = await makeSeeded()
    await place.run('import', 'people', place.file('p.csv', csv(MAI)))
    const ran = await place.run('import', 'dnc', place.file('dnc.csv', list('0912345678', '+84 981 000 001')))
    expect(ran.out).toContain('Đã nhập 2 dòng')
    expect(await listed(place, MAI_PHONE, STRANGER, OTHER)).toEqual([true, true, false])
    expect(readFileSync(join(place.dir, 'mua.db')).includes('981000001')).toBe(false)
  })

  it('a file is the whole list of its name: what is not in it is taken off', async () => {
    const place = await makeSeeded()
    await place.run('import', 'dnc', place.file('a.csv', list(MAI_PHONE, STRANGER)))
    const again = await place.run('import', 'dnc', place.file('a.csv', list(MAI_PHONE, STRANGER)))
    expect(again.out).toContain('Đã nhập 0 dòng; 2 dòng không có gì mới')
    const ran = await place.run('import', 'dnc', place.file('b.csv', list(STRANGER, OTHER)))
    expect(ran.out).toContain('Đã nhập 2 dòng; 1 dòng không có gì mới: thêm 1, gỡ 1 số khỏi danh sách «dnc».')
    expect(await listed(place, MAI_PHONE, STRANGER, OTHER)).toEqual([false, true, true])
  })

  it('refuses a file that takes off over a tenth and at least 20 numbers, unless someone has looked', async () => {
    const place = await makeSeeded()
    const all = Array.from({ length: 200 }, (_, at) => `+8498100${String(at).padStart(4, '0')}`)
    const first = all[0] ?? ''
    const take = (count: number, ...more: string[]) =>
      place.run('import', 'dnc', place.file('dnc.csv', list(...all.slice(200 - count))), ...more)
    await place.run('import', 'dnc', place.file('other.csv', list(...all)), '--list', 'vncert')
    await take(200)
    const short = await take(179)
    expect(short.code).toBe(1)
    expect(short.err).toContain('tệp này gỡ 21 trong 200 số khỏi danh sách «dnc»')
    expect(short.err).toContain('--accept-removals')
    expect((await take(180)).out).toContain('thêm 0, gỡ 20 số')
    expect((await take(170)).out).toContain('thêm 0, gỡ 10 số')
    const looked = await take(1, '--accept-removals')
    expect(looked.out).toContain('thêm 0, gỡ 169 số khỏi danh sách «dnc»')
    await place.run('import', 'dnc', place.file('end.csv', list(OTHER)), '--list', 'vncert', '--accept-removals')
    expect(await listed(place, first, all[199] ?? '')).toEqual([false, true])
    const stray = await place.run('import', 'people', place.file('p.csv', csv(MAI)), '--accept-removals')
    expect(stray.err).toContain('--accept-removals')
  })

  it('a number of two lists stays until it is off both', async () => {
    const place = await makeSeeded()
    await place.run('import', 'dnc', place.file('a.csv', list(MAI_PHONE, STRANGER)))
    await place.run('import', 'dnc', place.file('b.csv', list(MAI_PHONE)), '--list', 'vncert')
    await place.run('import', 'dnc', place.file('c.csv', list(STRANGER)))
    expect(await listed(place, MAI_PHONE, STRANGER)).toEqual([true, true])
    await place.run('import', 'dnc', place.file('d.csv', list(OTHER)), '--list', 'vncert')
    expect(await listed(place, MAI_PHONE, STRANGER, OTHER)).toEqual([false, true, true])
  })

  it('says which lines hold no mobile number, and takes nothing then', async () => {
    const place = await makeSeeded()
    const ran = await place.run(
      'import',
      'dnc',
      place.file('dnc.csv', 'Số điện thoại\n0912345678\n12345\n02143831234\n'),
    )
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('dnc.csv:3: Số điện thoại: "12345" không phải số di động.')
    expect(ran.err).not.toContain(':4:')
    expect(await place.look(({ db }) => allDoNotCall(db))).toEqual([])
  })

  it('leaves out landlines, and refuses a list without numbers or a strange name', async () => {
    const place = await makeSeeded()
    const ran = await place.run('import', 'dnc', place.file('a.csv', list('0912345678', '02143831234')))
    expect(ran.out).toContain('a.csv:3: "02143831234" là số máy bàn')
    const none = await place.run('import', 'dnc', place.file('b.csv', list('02143831234')))
    expect(none.err).toContain('danh sách không có số nào')
    const named = await place.run('import', 'dnc', place.file('a.csv', list('0912345678')), '--list', 'A B')
    expect(named.err).toContain('tên danh sách chỉ có chữ thường')
    const stray = await place.run('import', 'people', place.file('p.csv', csv(MAI)), '--list', 'a')
    expect(stray.err).toContain('--list')
    expect(await listed(place, MAI_PHONE)).toEqual([true])
  })

  it('rehash keeps the numbers we know, and tells how many of the others are lost', async () => {
    const place = await makeSeeded()
    await place.run('import', 'people', place.file('p.csv', csv(MAI)))
    await place.run('import', 'dnc', place.file('dnc.csv', list(MAI_PHONE, STRANGER)))
    const ran = await place.run('rehash')
    expect(ran.err).toContain('1 numbers of Do-Not-Call lists')
    expect(await listed(place, MAI_PHONE, STRANGER)).toEqual([true, false])
  })
})
