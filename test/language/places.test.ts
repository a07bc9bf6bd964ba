import { describe, expect, it } from 'vitest'
import { parsePlaceBook } from '../../src/language/books/place-book.ts'
import { read } from '../../src/language/read.ts'
import { readReport } from '../../src/language/report.ts'
import { unaccent } from '../../src/language/text/fold.ts'
import { contextWith, places } from './context.ts'
import { table } from './table.ts'

const ask = (...codes: string[]) => ({ ask: codes.map((place) => ({ place })) })

table('place', [
  // Former communes of Sa Pa, which became two communes; another Lao Chải lies in Mù Cang Chải.
  ['San Sả Hồ sa pa', ask('03006', '03037')],
  ['lao chai', ask('03006', '03037', '04474')],
  ['lao chai sa pa', ask('03006', '03037')],
  ['lao chai mu cang chai', { place: '04474' }],
  // Xà Hồ by its sound, with half a name left over.
  ['tan sa ho', null],
  ['sa ho', { place: '04585' }],
  // No hum qua, yesterday.
  ['ở Mường Hum quả đào khoảng hai tạ', { place: '02728' }],
  ['o muong hum qua dao 2 ta', { place: '02728' }],
  ['cô Ba 3 tạ ngô', null],
  ['Cô Ba', { place: '01327' }],
  ['em ở Cô Ba', { place: '01327' }],
  ['xã Cô Ba 3 tạ ngô', { place: '01327' }],
  ['Bac Ha', { place: '02839' }],
  ['mat ong bac ha', null],
  ['cốc ly', { place: '02890' }],
  ['cho Coc Ly', { place: '02890' }],
  ['thi tran Pac Miau', { place: '01290' }],
  ['x. Y Ty', { place: '02701' }],
  ['tt. Phố Lu', { place: '02905' }],
  ['y ti', { place: '02701' }],
  ['Nậm Chảy', { place: '02761' }],
  ['nam chay', ask('02761', '03076')],
  ['sả pả', null],
  ['mường khươg', { place: '02761' }],
  ['xã Mườg Hum', { place: '02728' }],
  ['thanh binh sapa', { place: '03046' }],
  ['thanh binh, tx sapa', { place: '03046' }],
  ['thanh binh muongkhuong', { place: '02761' }],
  ['hung dao', ask('01273', '01351', '01774')],
  ['xã Hưng Đạo huyện Bảo Lạc', { place: '01351' }],
  ['hung dao bao lac', { place: '01351' }],
  ['hưng đạo, nguyên bình, cao bằng', { place: '01774' }],
  ['huyen bao lac xa hung dao', { place: '01351' }],
  ['Hưng Đạo tp Cao Bằng', { place: '01273' }],
  ['hanh phuc yen bai', { place: '04585' }],
  ['thượng hà lào cai', { place: '02968' }],
  ['quang trung huyen tra linh', { place: '01465' }],
  ['xã Tân Lập huyện Bắc Hà', null],
  ['tram tau', ask('04585', '04606')],
  ['xa tram tau', { place: '04606' }],
  ['thi tran tram tau', { place: '04585' }],
  ['huyện Bảo Lạc', null],
  ['thi xa sa pa', null],
  ['tp lao cai', null],
  ['xi ma cai', { place: '02809' }],
  ['Chịnh Tường', { place: '02695' }],
  ['muong khuogn', { place: '02761' }],
  ['muogn khuong', { place: '02761' }],
  ['chợ Chậu', { place: '02788' }],
  ['chau', null],
  ['ban Lao Chai xa Y Ty', { place: '02701' }],
  ['Bản Xèo xa lắm', { place: '02725' }],
  ['simacai', { place: '02809' }],
  ['o sapa', { place: '03006' }],
  ['thôn 3 xã Na Hối', { place: '02839' }],
  ['nha van hoa xa Ban Xeo', { place: '02725' }],
  ['thon Ban Ho xa Y Ty', { place: '02701' }],
  ['xom Ban Ho', null],
  ['anh Kim Dong', null],
])

describe('a place in a report', () => {
  const cases: [text: string, place: unknown][] = [
    ['ban qua 3 ta man', undefined],
    ['thu nam muoi can gung', undefined],
    ['ban duoc 5 bao lac', undefined],
    ['thanh long 3 ta', undefined],
    ['trung tâm thu mua 3 tạ ngô', undefined],
    ['anh Kim Cúc 3 tạ ngô', undefined],
    ['Nguyễn Huệ 3 tạ ngô', { place: '01699' }],
    ['em Nguyễn Đức Long 3 tạ ngô', undefined],
    ['ngo 3 ta muong hum', { place: '02728' }],
    ['ngo 3 ta o bac ha', { place: '02839' }],
    ['3 ta ngo simacai', { place: '02809' }],
    ['3 ta ngo Coc Ly', { place: '02890' }],
    ['hung dao: ngo 5 ta', ask('01273', '01351', '01774')],
  ]
  it.each(cases)('%s', (text, place) => {
    expect(readReport(text, contextWith()).slots.place).toEqual(place)
  })
})

describe('the shipped places', () => {
  const names = [...places.values()].flatMap((place) => [
    { code: place.code, name: place.name, level: place.level },
    ...place.formerNames.map(({ name, level }) => ({ code: place.code, name, level })),
  ])

  it('hold what became of 480 communes, each read by its name, with and without accents', () => {
    expect(names.length).toBeGreaterThan(490)
    for (const { code, name, level } of names) {
      const codesOf = (text: string): string[] => {
        const value = read(text, 'place', contextWith())
        return value === null ? [] : 'ask' in value ? value.ask.map(({ place }) => place) : [value.place]
      }
      const accented = codesOf(`${level} ${name}`)
      const bare = codesOf(unaccent(`${level} ${name}`))
      expect(accented, name).toContain(code)
      expect(bare, name).toContain(code)
      // Accents put right never make another reading of one that was sure.
      if (bare.length === 1) expect(accented, name).toEqual(bare)
    }
  })
})

describe('a place book', () => {
  it('knows districts and provinces that are gone', () => {
    const parsed = parsePlaceBook({
      provinces: [
        {
          name: 'Lào Cai',
          formerProvinces: { 'Yên Bái': ['huyện Trạm Tấu'] },
          formerDistricts: { 'huyện Cũ': 'huyện Trạm Tấu' },
          places: [
            {
              code: '04585',
              name: 'Hạnh Phúc',
              level: 'xã',
              district: 'huyện Trạm Tấu',
              formerNames: ['thị trấn Trạm Tấu', 'Cường Thịnh (huyện Khác)'],
            },
          ],
        },
      ],
    })
    expect('book' in parsed && parsed.book.get('04585')).toMatchObject({
      formerRegions: ['huyện Trạm Tấu', 'tỉnh Yên Bái', 'huyện Cũ'],
      formerNames: [
        { name: 'Trạm Tấu', level: 'thị trấn' },
        { name: 'Cường Thịnh', level: 'xã', regions: ['huyện Khác'] },
      ],
    })
  })

  it('is refused where a district is not called one', () => {
    const place = { code: '00001', name: 'A', level: 'xã', district: 'Bảo Lạc' }
    expect(parsePlaceBook({ provinces: [{ name: 'X', places: [place] }] })).toMatchObject({
      problems: [{ path: ['provinces', 0, 'places', 0, 'district'] }],
    })
  })
})
