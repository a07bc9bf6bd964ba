import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Member, readNameAlone, readNames } from '../../src/language/names/member-names.ts'

const names = [
  'Vàng Thị Mẩy',
  'Giàng A Páo',
  'Lý Seo Chứ',
  'Tẩn Láo Tả',
  'Chảo Thị Nhậy',
  'Lò Văn Bảy',
  'Sùng Thị Lê',
  'Má A Hồi',
]
const members: Member[] = [...names, 'Seo', null].map((name) => ({ id: name ?? '', name }))
const withMore = (...more: string[]): Member[] => [...members, ...more.map((name) => ({ id: name, name }))]

type Named = [said: string, ...people: string[]]
const told = (text: string, among: readonly Member[] = members): Named[] =>
  readNames(text, among).map(({ readings, said, start, end }) => {
    expect(text.slice(start, end)).toBe(said)
    return [said, ...readings.map(({ person }) => person)]
  })

const may = 'Vàng Thị Mẩy'
const pao = 'Giàng A Páo'
const cases: [text: string, ...named: Named[]][] = [
  ['chi may bao 3 ta ngo', ['may', may]],
  ['bc ho anh pao 5 bao lua', ['pao', pao]],
  ['nha ba seo thu 2 ta gung', ['seo', 'Seo']],
  ['nhà bà Seo thu 2 tạ gừng', ['Seo', 'Seo']],
  ['a pao', ['a pao', pao]],
  ['A Páo 3 tạ ngô', ['A Páo', pao]],
  ['giang a pao 3 ta ngo', ['giang a pao', pao]],
  ['3 ta ngo cua giàng a pao', ['giàng a pao', pao]],
  ['GIANG A PAO: NGO 3 TA', ['GIANG A PAO', pao]],
  ['Vàng Thị Mẩy 2 sào lúa', ['Vàng Thị Mẩy', may]],
  ['vang thi mẩy 2 sao lua', ['vang thi mẩy', may]],
  ['Va\u0300ng Thi\u0323 Ma\u0309\u0302y 2 sao', ['Va\u0300ng Thi\u0323 Ma\u0309\u0302y', may]],
  ['thi may duoc 5 bao', ['thi may', may]],
  ['c. may 3 ta, a. pao 5 ta', ['may', may], ['pao', pao]],
  ['c may 3 ta', ['may', may]],
  ['chị Mẩy 3 tạ, anh Páo 5 tạ', ['Mẩy', may], ['Páo', pao]],
  ['chị mẩy với chồng là anh páo', ['mẩy', may], ['páo', pao]],
  ['vo anh chu ban 3 ta', ['chu', 'Lý Seo Chứ']],
  ['vk pao ban 3 ta', ['pao', pao]],
  ['anh Tả 3 tạ lúa', ['Tả', 'Tẩn Láo Tả']],
  ['anh ta 3 ta lua', ['ta', 'Tẩn Láo Tả']],
  ['lao ta 3 ta', ['lao ta', 'Tẩn Láo Tả']],
  ['ông Bảy 2 bao ngô', ['Bảy', 'Lò Văn Bảy']],
  ['ong bay bao 3 ta', ['bay', 'Lò Văn Bảy']],
  ['ong bay 2 bao ngo', ['bay', 'Lò Văn Bảy']],
  ['chị Lê bán 2 tạ lê', ['Lê', 'Sùng Thị Lê']],
  ['chi le nay ban 2 ta', ['le', 'Sùng Thị Lê']],
  ['anh hoi ban 2 ta hoi', ['hoi', 'Má A Hồi']],
  ['chi nhayy 3 ta', ['nhayy', 'Chảo Thị Nhậy']],
  ['chao thi nhyay 3 ta', ['chao thi nhyay', 'Chảo Thị Nhậy']],
  ['nhậy', ['nhậy', 'Chảo Thị Nhậy']],
  ['em là páo ạ', ['páo', pao]],
  // Family and given word, the words between left out; an everyday word needs its accents, capitals or an opening.
  ['Vàng Mẩy 3 tạ ngô', ['Vàng Mẩy', may]],
  ['bao cho vang may 3 ta ngo', ['vang may', may]],
  ['nha Vang May 3 ta', ['Vang May', may]],
  ['giang pao 3 ta', ['giang pao', pao]],
  ['Ly Chu ban 2 ta', ['Ly Chu', 'Lý Seo Chứ']],
  ['vang may 3 ta'],
  ['3 tan ta lua'],
  ['Vàng Páo 3 tạ'],
  ['da chau pao day a', ['pao', pao]],
  ['co may bao 3 ta', ['may', may]],
  ['nha co may thu 3 ta', ['may', may]],
  ['Páo', ['Páo', pao]],
  ['Mẩy ạ', ['Mẩy', may]],
  ['ngô Thị Mẩy 3 tạ, lúa A Páo 2 tạ', ['Thị Mẩy', may], ['A Páo', pao]],
  ['Bà Thị Mẩy 3 tạ', ['Thị Mẩy', may]],
]

const none = [
  'bc lúa 2 tạ',
  'lua 2 ta',
  '3 ta',
  'ba ta ngo',
  'nha ba ta ngo',
  'nhà ta thu 3 tạ',
  'nha ta thu 3 ta',
  'anh ta bảo thế ạ',
  'ta',
  'may',
  'bảy',
  'tư',
  'lê ạ',
  'hoi',
  'gia hoi bao nhieu',
  'bán 2 tạ lê',
  'may cay hong roi',
  'em co may gat khong',
  'dạ vâng a may cày hỏng rồi',
  'ban cho nha may 3 ta',
  'nhà máy mua 3 tạ',
  'chị Mây 3 tạ',
  'chị Mấy 3 tạ',
  'anh Pào 3 tạ',
  'anh Hoa 3 tạ',
  'Sùng A Páo 3 tạ',
  'sung a pao 3 ta',
  'Vàng A Páo 3 tạ',
  'vang a pao 3 ta',
  'Hồ Thị Mẩy 3 tạ',
  'Ngô Thị Mẩy 3 tạ',
  'anh Seo Páo 3 tạ',
  'anh seo pao 3 ta',
  'chi nhat 3 ta',
  'pao 3 ta ngo',
  'chi bao nhieu mot can',
  'chi may cay hong',
  'anh hoi gia gung',
  'bác bảy tạ ngô',
  'ngô 3 tạ, lúa 5 bao',
  '',
  'asdf 🌽',
]

describe('names of members', () => {
  it.each(cases)('finds them in %s', (text, ...expected) => {
    expect(told(text)).toEqual(expected)
  })

  it.each(none)('finds none in "%s"', (text) => {
    expect(told(text)).toEqual([])
  })

  it.each<[text: string, more: string[], ...named: Named[]]>([
    ['chi may 3 ta', ['Hảng Thị Mẩy'], ['may', may, 'Hảng Thị Mẩy']],
    ['thi may 3 ta', ['Hảng Thị Mẩy'], ['thi may', may, 'Hảng Thị Mẩy']],
    ['hang thi may 3 ta', ['Hảng Thị Mẩy'], ['hang thi may', 'Hảng Thị Mẩy']],
    ['vang thi may 3 ta', ['Vàng Thị Mây'], ['vang thi may', may, 'Vàng Thị Mây']],
    ['vang thi mây 3 ta', ['Vàng Thị Mây'], ['vang thi mây', 'Vàng Thị Mây']],
    ['chị Mẩy 3 tạ', ['Hảng Thị May'], ['Mẩy', may]],
    ['a pao 3 ta', ['Lý Văn Páo'], ['a pao', pao, 'Lý Văn Páo']],
    ['ly van pao 3 ta', ['Lý Văn Páo'], ['ly van pao', 'Lý Văn Páo']],
    ['anh tả 3 tạ', ['Lý A Tạ'], ['tả', 'Tẩn Láo Tả']],
    ['anh bao 3 ta', ['Lù Văn Bảo']],
    ['anh bao ban 3 ta', ['Lù Văn Bảo'], ['bao', 'Lù Văn Bảo']],
    ['anh Bảo 3 tạ', ['Lù Văn Bảo'], ['Bảo', 'Lù Văn Bảo']],
    ['chi thu 3 ta ngo', ['Lù Thị Thu']],
    ['chị Thu 3 tạ ngô', ['Lù Thị Thu'], ['Thu', 'Lù Thị Thu']],
    ['chi bao nhieu', ['Lù Văn Bảo']],
    ['chi nhayy 3 ta', ['Lý Thị Nhảy']],
    ['anh Sính 3 tạ', ['Thao Van Sinh'], ['Sính', 'Thao Van Sinh']],
    ['nhậy', ['Chảo Thị Nhậy 2'], ['nhậy', 'Chảo Thị Nhậy', 'Chảo Thị Nhậy 2']],
  ])('tells people of like names apart or gives all: %s', (text, more, ...expected) => {
    expect(told(text, withMore(...more))).toEqual(expected)
  })

  it('takes an everyday word for the name where who is texting was asked', () => {
    const person = (text: string) => readNameAlone(text, members)?.readings
    expect(person('ta')).toEqual([{ person: 'Tẩn Láo Tả' }])
    expect(person('em la may a')).toEqual([{ person: may }])
    expect(person('bc lúa 2 tạ')).toBeUndefined()
    expect(person('vợ Páo')).toBeUndefined()
  })
})

describe('hostile texts', () => {
  afterEach(() => vi.restoreAllMocks())

  const pieces = [
    'anh pao ',
    'thi ',
    'a ',
    'a. ',
    'vang thi ',
    'em ',
    'ba ta ',
    'nhayyy ',
    'nhyay ',
    '🌽',
    'Páo',
    'c.',
    '\u0301',
    'la pao ',
  ]

  it.each(pieces)('take work by their length alone and never overlap: %s', (piece) => {
    const lookUps = (text: string): number => {
      const spy = vi.spyOn(Map.prototype, 'get')
      let end = 0
      for (const fact of readNames(text, members)) {
        expect(fact.start).toBeGreaterThanOrEqual(end)
        end = fact.end
      }
      readNameAlone(text, members)
      const count = spy.mock.calls.length
      spy.mockRestore()
      return count
    }
    expect(lookUps(piece.repeat(160))).toBeLessThan(lookUps(piece.repeat(40)) * 5)
  })

  it('read nothing from members without a name', () => {
    const nameless = ['', ' ', '.', '🌽', '123'].map((name) => ({ id: 'x', name }))
    for (const piece of pieces) expect(readNames(piece.repeat(50), nameless)).toEqual([])
  })
})

it('takes no set phrase for a family and given word', () => {
  const members = withMore('Lê Thị Hoa')
  expect(told('le hoa 3 ta', members)).toEqual([['le hoa', 'Lê Thị Hoa']])
  expect(told('le hoa qua 3 ta', members)).toEqual([])
})
