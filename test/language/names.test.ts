import { describe, expect, it } from 'vitest'
import { parseCropBook } from '../../src/language/books/crop-book.ts'
import { parsePlaceBook } from '../../src/language/books/place-book.ts'
import { toE164 } from '../../src/language/names/e164.ts'
import { read } from '../../src/language/read.ts'
import { unaccent } from '../../src/language/text/fold.ts'
import type { FactType, ReadingContext } from '../../src/language/types.ts'
import { contextWith, crops, places } from './context.ts'

type Case = [text: string, expected: unknown, changes?: Partial<ReadingContext>]

function table(type: FactType, cases: Case[]) {
  describe(type, () => {
    it.each(cases)(`reads %s as ${type} %j`, (text, expected, changes = {}) => {
      expect(read(text, type, contextWith(changes))).toEqual(expected)
    })
  })
}

table('crop', [
  ['gung dao nay bao nhieu', { crop: 'ginger' }],
  ['đào này bao nhiêu', { crop: 'peach' }],
  ['ngô', { crop: 'maize' }],
  ['ngo', { crop: 'maize' }],
  ['Lúa', { crop: 'rice_paddy' }],
  ['thoc', { crop: 'rice_paddy', form: 'paddy' }],
  ['seng cu', { crop: 'seng_cu' }],
  ['lua seng cu', { crop: 'seng_cu' }],
  ['gạo séng cù', { crop: 'seng_cu', form: 'milled' }],
  ['gung trau kho', { crop: 'ginger', form: 'dry' }],
  ['hồi khô', { crop: 'star_anise', form: 'dry' }],
  ['lạc nhân', { crop: 'peanut', form: 'kernel' }],
  ['lac vo', { crop: 'peanut', form: 'in_shell' }],
  ['miến dong', { crop: 'canna', form: 'vermicelli' }],
  ['hat de', { crop: 'chestnut' }],
  ['dê', { crop: 'goat' }],
  ['de', { ask: [{ crop: 'chestnut' }, { crop: 'goat' }] }],
  ['con de', { crop: 'goat' }],
  ['lợn mán', { crop: 'black_pig' }],
  ['máy cày', null],
  ['gungg', { crop: 'ginger' }],
  ['bc gungg 2 ta', { crop: 'ginger' }],
  ['gugn 2 ta', { crop: 'ginger' }],
  ['luaa 2 ta', { crop: 'rice_paddy' }],
  ['nggo 3 ta', { crop: 'maize' }],
  ['bc gungg trau 2 ta', { crop: 'ginger' }],
  ['sengg cu 2 ta', { crop: 'seng_cu' }],
  ['lunn 2 ta', null],
  ['gong 2 ta', null],
])

describe('a slip', () => {
  const named = (word: string) => ({ name: { vi: word }, soldBy: 'mass', words: [word] })
  const parsed = parseCropBook({ crops: { ginger: named('gừng'), another: named('gùng'), third: named('gèng') } })
  const book = 'book' in parsed ? parsed.book : expect.fail('the book is not right')

  it.each<[string, unknown]>([
    ['gungg 2 ta', { ask: [{ crop: 'ginger' }, { crop: 'another' }] }],
    ['gnng 2 ta', { ask: [{ crop: 'ginger' }, { crop: 'another' }, { crop: 'third' }] }],
  ])('that may be two crops is asked about: %s', (text, expected) => {
    expect(read(text, 'crop', contextWith({ crops: book }))).toEqual(expected)
  })
})

table('place', [
  ['Bản Xèo', { place: '02725' }],
  ['ban xeo', { place: '02725' }],
  ['xa Muong Vi', { place: '02725' }],
  ['xã Đàm Thủy', { place: '01501' }],
  ['Đàm Thuỷ', { place: '01501' }],
  ['hanh phuc', { ask: [{ place: '01618' }, { place: '04585' }] }],
  ['xã Hạnh Phúc, tỉnh Lào Cai', { place: '04585' }],
  ['Hạnh Phúc Cao Bằng', { place: '01618' }],
  ['Hà Nội', null],
])

table('phone', [
  ['0912345678', { phone: '+84912345678' }],
  ['so em 0912 345 678', { phone: '+84912345678' }],
  ['+84 912.345.678', { phone: '+84912345678' }],
  ['01689123456', { phone: '+84389123456' }],
  ['8099', null],
  ['0206 3852 123', { phone: '+842063852123' }],
  ['(0214) 3.820.456', { phone: '+842143820456' }],
  ['may ban 02163852999, dd 0912345678', { ask: [{ phone: '+842163852999' }, { phone: '+84912345678' }] }],
  ['024 3912 3456', { phone: '+842439123456' }],
  ['+842063852123', { phone: '+842063852123' }],
  // No area has this code; a digit too few; one too many.
  ['0217 3852 123', null],
  ['0206 385 212', null],
  ['0206 3852 1234', null],
  ['0 2 0 6 3 8 5 2 1 2 3 4', null],
])

table('yes-no', [
  ['ừ', { yes: true }],
  ['uh', { yes: true }],
  ['vâng ạ', { yes: true }],
  ['vang a', { yes: true }],
  ['Đúng rồi', { yes: true }],
  ['ok em', { yes: true }],
  ['👍', { yes: true }],
  ['không', { yes: false }],
  ['ko', { yes: false }],
  ['k', { yes: false }],
  ['hong', { yes: false }],
  ['sai rồi', { yes: false }],
  ['thôi', { yes: false }],
  ['khong dung', { yes: false }],
  ['dạ không ạ', { yes: false }],
  ['dung', { ask: [{ yes: true }, { yes: false }] }],
  ['dung', { yes: true }, { expect: ['yes-no'] }],
  ['dừng', { yes: false }],
  ['không, 4 tạ', { yes: false }, { expect: ['yes-no'] }],
  ['khong sai', { yes: true }],
  ['không sai', { yes: true }, { expect: ['yes-no'] }],
  ['khong nham', { yes: true }],
  ['ko nhầm đâu', { yes: true }],
  ['da khong sai a', { yes: true }, { expect: ['yes-no'] }],
  ['khong dung', { yes: false }],
  ['khong phai', { yes: false }],
  ['dạ không đúng', { yes: false }],
  ['khong, sai roi', { yes: false }],
  ['gia ngo co tang khong', null],
  ['gia ngo co tang khong', null, { expect: ['yes-no'] }],
  ['3 ta', null],
])

describe('phone numbers', () => {
  const cases: [text: string, phone: string | null][] = [
    ['84912345678', '+84912345678'],
    ['0084912345678', '+84912345678'],
    ['+841689123456', '+84389123456'],
    ['01991234567', '+84591234567'],
    ['tel:+84912345678', '+84912345678'],
    ['0521234567', '+84521234567'],
    ['091234567', null],
    ['19001234', null],
    ['VIETTEL', null],
    ['', null],
  ]
  it.each(cases)('%s', (text, phone) => {
    expect(toE164(text)).toBe(phone)
  })
})

describe('the shipped books', () => {
  it('know every crop by its printed name, with and without accents', () => {
    expect(crops.size).toBe(34)
    for (const crop of crops.values()) {
      const name = crop.name.vi ?? ''
      expect(read(name, 'crop', contextWith())).toMatchObject({ crop: crop.key })
      const bare = read(unaccent(name), 'crop', contextWith())
      const keys = bare === null ? [] : 'ask' in bare ? bare.ask.map((reading) => reading.crop) : [bare.crop]
      expect(keys).toContain(crop.key)
    }
  })

  it('know every form by its printed name', () => {
    for (const crop of crops.values()) {
      for (const [form, { name }] of Object.entries(crop.forms)) {
        if (name.vi === crop.name.vi) continue
        expect(read(name.vi ?? '', 'crop', contextWith())).toEqual({ crop: crop.key, form })
      }
    }
  })

  it('print no word that offends', () => {
    const printed = [...crops.values()]
      .flatMap((crop) => [crop, ...Object.values(crop.forms)])
      .map(({ name }) => name.vi)
    for (const word of ['mán', 'mèo']) expect(printed.join(' ')).not.toContain(word)
  })

  it('hold all communes of the two provinces', () => {
    const provinces = [...places.values()].map((place) => place.province)
    expect(provinces.filter((name) => name === 'Cao Bằng')).toHaveLength(56)
    expect(provinces.filter((name) => name === 'Lào Cai')).toHaveLength(99)
  })
})

describe('books that are wrong', () => {
  it('are refused with the place of each problem', () => {
    const bad = { crops: { maize: { name: { en: 'maize' }, soldBy: 'sack', words: ['ngô'] } } }
    expect(parseCropBook(bad)).toMatchObject({
      problems: [{ path: ['crops', 'maize', 'name'] }, { path: ['crops', 'maize', 'soldBy'] }],
    })
    expect(parseCropBook(null)).toHaveProperty('problems')
    const twice = { code: '00001', name: 'A', level: 'xã' }
    expect(parsePlaceBook({ provinces: [{ name: 'X', places: [twice, twice] }] })).toMatchObject({
      problems: [{ path: ['provinces', 0, 'places', 1, 'code'] }],
    })
  })
})
