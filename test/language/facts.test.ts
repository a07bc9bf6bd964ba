import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverOf, readFacts, tokensOf } from '../../src/language/facts.ts'
import { read } from '../../src/language/read.ts'
import { readReport } from '../../src/language/report.ts'
import type { FactType, ReadingContext } from '../../src/language/types.ts'
import { contextWith } from './context.ts'

const all: FactType[] = [
  'number',
  'money',
  'mass',
  'area',
  'count',
  'volume',
  'date',
  'crop',
  'place',
  'phone',
  'yes-no',
]
const reportTypes: FactType[] = ['crop', 'mass', 'count', 'volume', 'area', 'money', 'date', 'place']

type Slots = ReturnType<typeof readReport>['slots']

describe('a report in one text', () => {
  const cases: [text: string, slots: Slots, rest?: string][] = [
    ['bc ngo 3 ta ruoi 2 sao', { crop: { crop: 'maize' }, quantity: { kg: 350 }, area: { m2: 720 } }, 'bc'],
    ['bc ngo 3 ta 2 sao moi gat', { crop: { crop: 'maize' }, quantity: { kg: 300 }, area: { m2: 720 } }, 'bc moi'],
    ['ngo 3 ta moi sao', {}, 'ngo 3 ta moi sao'],
    ['ngo 30 can moi ngay', {}, 'ngo 30 can moi'],
    ['ngô 3 tạ rưỡi 2 sào', { crop: { crop: 'maize' }, quantity: { kg: 350 }, area: { m2: 720 } }],
    ['ngo3ta 2sao', { crop: { crop: 'maize' }, quantity: { kg: 300 }, area: { m2: 720 } }],
    ['2 sao ngo duoc 3 ta', { crop: { crop: 'maize' }, quantity: { kg: 300 }, area: { m2: 720 } }],
    ['thu 5 bao lua seng cu', { crop: { crop: 'seng_cu' }, quantity: { count: 5, unit: 'bao' } }],
    ['gao seng cu 2 ta', { crop: { crop: 'seng_cu', form: 'milled' }, quantity: { kg: 200 } }],
    ['ban 500kg gao seng cu', { crop: { crop: 'seng_cu', form: 'milled' }, quantity: { kg: 500 } }, 'ban'],
    ['thoc 3 ta', { crop: { crop: 'rice_paddy', form: 'paddy' }, quantity: { kg: 300 } }],
    ['lua 3 t', { crop: { crop: 'rice_paddy' }, quantity: { ask: [{ kg: 300 }, { kg: 3000 }] } }],
    [
      'hôm qua bán 3 tạ gừng giá 15k/kg',
      {
        crop: { crop: 'ginger' },
        quantity: { kg: 300 },
        price: { vnd: 15_000, per: 'kg' },
        date: { date: '2026-11-21' },
      },
      'bán',
    ],
    [
      'gung trau 1 tan 2, 3 sao, 20/11 o ban xeo',
      {
        crop: { crop: 'ginger' },
        quantity: { kg: 1200 },
        area: { m2: 1080 },
        date: { date: '2026-11-20' },
        place: { place: '02725' },
      },
    ],
    ['3 ta 2 sao ngo', { crop: { crop: 'maize' }, quantity: { kg: 300 }, area: { m2: 720 } }],
    ['3 ta tren 2 sao ngo', { crop: { crop: 'maize' }, quantity: { kg: 300 }, area: { m2: 720 } }],
    ['mat ong 5 lit', { crop: { crop: 'honey' }, quantity: { l: 5 } }],
    ['3 con de', { crop: { crop: 'goat' }, quantity: { count: 3, unit: 'con' } }],
    ['ngo 3 ta 5 ta', { crop: { crop: 'maize' }, quantity: { ask: [{ kg: 300 }, { kg: 500 }] } }],
    [
      'gat 12 bao thoc 50kg',
      { crop: { crop: 'rice_paddy', form: 'paddy' }, quantity: { ask: [{ kg: 600 }, { kg: 50 }] } },
    ],
    ['4 bao ngo 45 can 1 bao', { crop: { crop: 'maize' }, quantity: { kg: 180 } }],
    ['4 bao ngo, moi bao 45kg', { crop: { crop: 'maize' }, quantity: { kg: 180 } }],
    [
      'ban 10 ga 150k/kg',
      { crop: { crop: 'chicken' }, quantity: { count: 10, unit: 'con' }, price: { vnd: 150_000, per: 'kg' } },
      'ban',
    ],
    ['dong rieng 5 tan/sao', { crop: { crop: 'canna' } }, '5 tan sao'],
    ['thu hoi 50kg hoi kho', { crop: { crop: 'star_anise', form: 'dry' }, quantity: { kg: 50 } }],
    ['san 1 tan 2 gia 2 nghin ruoi', { crop: { crop: 'cassava' }, quantity: { kg: 1200 }, price: { vnd: 2500 } }],
    ['7 ta 8 lua nep', { crop: { crop: 'rice_paddy' }, quantity: { kg: 780 } }],
    ['25 kg nghe', { crop: { crop: 'turmeric' }, quantity: { kg: 25 } }],
    ['hop tai nha van hoa', {}, 'hop van hoa'],
    ['ban lien 3 ta ngo', { crop: { crop: 'maize' }, quantity: { kg: 300 } }, 'ban lien'],
    ['o ban lien ban 3 ta ngo', { crop: { crop: 'maize' }, quantity: { kg: 300 }, place: { place: '02869' } }, 'ban'],
    ['lu1a 3 taj 2 saof', { crop: { crop: 'rice_paddy' }, quantity: { kg: 300 }, area: { m2: 720 } }],
    ['thu hai ngo 3 ta', { crop: { crop: 'maize' }, quantity: { kg: 300 } }, 'hai'],
    ['lua 3 ta nam nay', { crop: { crop: 'rice_paddy' }, quantity: { kg: 300 } }],
    [
      'gung 7k2 hom qua muong hum',
      { crop: { crop: 'ginger' }, price: { vnd: 7200 }, date: { date: '2026-11-21' }, place: { place: '02728' } },
    ],
    ['gung 3 ta 20 usd', { crop: { crop: 'ginger' }, quantity: { kg: 300 } }, '20 usd'],
    ['gung 3 ta 500k/bao', { crop: { crop: 'ginger' }, quantity: { kg: 300 } }, '500k bao'],
    ...['31/11', '15/13', '29/2', '31-11-2026', '31 thang 11', 'vu truoc', 'nam ngoai'].map(
      (said): [string, Slots, string] => [
        `gung 3 ta ${said}`,
        { crop: { crop: 'ginger' }, quantity: { kg: 300 } },
        said,
      ],
    ),
    ['gung 3 ta ngay 32', { crop: { crop: 'ginger' }, quantity: { kg: 300 } }, '32'],
    ['lon den 3 con moi con 80 kg', { crop: { crop: 'black_pig' }, quantity: { kg: 240 } }],
    ['3 con lon den moi con 80 kg', { crop: { crop: 'black_pig' }, quantity: { kg: 240 } }],
    [
      '3 con lon den 2 ta',
      { crop: { crop: 'black_pig' }, quantity: { ask: [{ kg: 200 }, { count: 3, unit: 'con' }] } },
    ],
    [
      'gung 3 ta 2 sao tru bi 5 kg',
      { crop: { crop: 'ginger' }, quantity: { ask: [{ kg: 300 }, { kg: 295 }] }, area: { m2: 720 } },
    ],
    ['gung tru bi 5 kg', { crop: { crop: 'ginger' } }, 'tru bi 5 kg'],
    ['gung 15k 10kg', { crop: { crop: 'ginger' }, quantity: { kg: 10 }, price: { vnd: 15_000 } }],
    ['', {}, ''],
  ]
  it.each(cases)('%s', (text, slots, rest = '') => {
    expect(readReport(text, contextWith())).toEqual({ slots, rest })
  })
})

describe('a report with only some of its accents', () => {
  const cases: [text: string, slots: Slots][] = [
    ['16 bao lạc', { crop: { crop: 'peanut' }, quantity: { count: 16, unit: 'bao' } }],
    ['hai bao lac', { crop: { crop: 'peanut' }, quantity: { count: 2, unit: 'bao' } }],
    ['nam tạ ngô', { crop: { crop: 'maize' }, quantity: { kg: 500 } }],
    ['ngô, sau sao rưỡi', { crop: { crop: 'maize' }, area: { m2: 2340 } }],
    ['ngô hai mươi bay yen', { crop: { crop: 'maize' }, quantity: { kg: 270 } }],
    [
      'ngô ba sào rưỡi xã Lý Bôn chín nghìn một cân',
      { crop: { crop: 'maize' }, area: { m2: 1260 }, price: { vnd: 9000, per: 'kg' }, place: { place: '01294' } },
    ],
    [
      'ngô 2 tạ mùng nam tháng chin âm',
      { crop: { crop: 'maize' }, quantity: { kg: 200 }, date: { date: '2026-10-14' } },
    ],
    ['0,5 ha, hai mươi bay yen ngô', { crop: { crop: 'maize' }, quantity: { kg: 270 }, area: { m2: 5000 } }],
    ['dong riềng hai muoi tu nghìn rưỡi/cân', { crop: { crop: 'canna' }, price: { vnd: 24_500, per: 'kg' } }],
    ['sau nghin rưỡi/cân sắn', { crop: { crop: 'cassava' }, price: { vnd: 6500, per: 'kg' } }],
    [
      'ngô 2 tạ, ngay 13 tai Thành Công',
      { crop: { crop: 'maize' }, quantity: { kg: 200 }, date: { date: '2026-11-13' }, place: { place: '01777' } },
    ],
    ['ngày 6 dong đao 20 bao', { crop: { crop: 'canna' }, quantity: { count: 20, unit: 'bao' } }],
    [
      'o Gia Hoi rau cải 3 tạ, ngay muoi lam',
      { crop: { crop: 'veg' }, quantity: { kg: 300 }, place: { place: '04636' }, date: { date: '2026-11-15' } },
    ],
    ['chè 3 tạ o Duong Quy', { crop: { crop: 'tea' }, quantity: { kg: 300 }, place: { place: '03106' } }],
    ['sắn 2 tạ, ngày 3/11 sắn', { crop: { crop: 'cassava' }, quantity: { kg: 200 }, date: { date: '2026-11-03' } }],
    [
      'ngô 2 tạ tuan truoc nua sao',
      {
        crop: { crop: 'maize' },
        quantity: { kg: 200 },
        area: { m2: 180 },
        date: { from: '2026-11-09', to: '2026-11-15' },
      },
    ],
  ]
  it.each(cases)('%s', (text, slots) => {
    expect(readReport(text, contextWith()).slots).toEqual(slots)
  })
})

describe('a report in lines and sentences', () => {
  const told: Slots = { crop: { crop: 'taro' }, quantity: { count: 4, unit: 'bao' }, date: { date: '2026-11-16' } }
  const cases = [
    'ngày 16. 4 bao khoai môn',
    'ngày 16\n4 bao khoai môn',
    'khoai môn\n4 bao\nngày 16\n',
    'ngày 16, 4 bao khoai môn',
  ]
  it.each(cases)('%j', (text) => {
    expect(readReport(text, contextWith()).slots).toEqual(told)
  })
})

describe('words that are other words once their accents are gone', () => {
  const cases: [text: string, crops: string[], changes?: Partial<ReadingContext>][] = [
    ['hoi gia gung', ['ginger']],
    ['hoi gia hoi', ['star_anise']],
    ['gia hoi kho', ['star_anise']],
    ['gia le bao nhieu', ['pear']],
    ['em que o ban xeo', []],
    ['nghe noi mai mua', []],
    ['ngo', ['maize']],
    ['ngo sai', []],
    ['ngo', ['maize'], { expect: ['crop'] }],
    ['ngô', ['maize']],
    ['gia ngo the nao', ['maize']],
    ['de 3 ta', ['chestnut', 'goat']],
    ['cho tôi hỏi', []],
    ['lua', ['rice_paddy'], { expect: ['crop'] }],
    ['seng cu', ['seng_cu']],
    ['tra 50k', []],
    ['traa 50k', []],
    ['traa 2 ta', ['tea']],
  ]
  it.each(cases)('%s', (text, crops, changes = {}) => {
    const { facts } = readFacts(text, ['crop'], contextWith(changes))
    const read = facts.flatMap((fact) => (fact.type === 'crop' ? fact.readings.map(({ crop }) => crop) : []))
    expect(read.toSorted()).toEqual(crops.toSorted())
  })
})

describe('what is left over', () => {
  const cases: [text: string, types: FactType[], rest: string][] = [
    ['thu duoc khoang 3 ta ngo 45', ['mass', 'crop'], '45'],
    ['ngo 3 ta 20/11', ['mass', 'crop'], '20/11'],
    ['gia1 ngo', ['number'], 'gia1 ngo'],
    ['ngo bi sau benh', reportTypes, 'ngo bi sau benh'],
    ['duoc 50%', reportTypes, '50%'],
  ]
  it.each(cases)('%s', (text, types, rest) => {
    expect(readFacts(text, types, contextWith()).rest).toBe(rest)
  })
})

const farmerWords = fc.constantFrom(
  ...'ngo lúa gừng hoi 3 1.500 1,5 20/11 ta tạ sao sào bao kg 15k 1tr5 khong dung rưỡi - / , . ta5 gia ban xeo hom qua thu 5 rằm tháng bảy 👍'.split(
    ' ',
  ),
)
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.array(farmerWords, { maxLength: 12 }).map((words) => words.join(' ')),
)

describe('what a machine wrote for many', () => {
  it.each([
    'VIETTEL: Tang 20% gia tri the nap ngay 25/11. Soan KM gui 191.',
    'Goi D5 gia 5.000d. Soan DK D5 gui 999',
    'TK 0101xxx|GD: +2,500,000VND 22/11 08:15|SD: 3,120,000VND',
    'Mã xác thực của quý khách là 482915, hết hạn sau 5 phút',
    'OTP 482915 hieu luc 3 phut',
    'Nhan qua 5 trieu tai https://qua.vn/x truoc 25/11',
  ])('%s', (text) => {
    expect(readFacts(text, reportTypes, contextWith()).facts).toEqual([])
  })

  it.each(['gui 191 kg ngo', 'tk em ban 3 ta ngo, sd 2 sao', 'xac dinh thu 3 ta ngo'])('but not %s', (text) => {
    expect(readFacts(text, reportTypes, contextWith()).facts.map(({ type }) => type)).toContain('mass')
  })
})

describe('any text whatever', () => {
  it('gives facts that stand in it, in order, without overlap', () => {
    fc.assert(
      fc.property(anyText, fc.subarray(all), (text, expect_) => {
        const { facts } = readFacts(text, all, contextWith({ expect: expect_ }))
        let end = 0
        for (const fact of facts) {
          expect(fact.start).toBeGreaterThanOrEqual(end)
          expect(fact.said).toBe(text.slice(fact.start, fact.end))
          expect(fact.said).not.toBe('')
          end = fact.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 500 },
    )
  })

  it('keeps every digit in a fact, in what was joined to one, or in the rest', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { rest } = readFacts(text, reportTypes, contextWith())
        const { scan, spans, used } = coverOf(text, reportTypes, contextWith())
        const wanted = spans.filter(({ type }) => reportTypes.includes(type))
        const at = [...tokensOf([...wanted, ...used])].toSorted((one, other) => one - other)
        const read = at.map((index) => text.slice(scan.tokens[index]?.start, scan.tokens[index]?.end))
        const digits = (part: string) => part.replaceAll(/\D/gu, '')
        expect(digits(read.join('')).length + digits(rest).length).toBe(digits(text).length)
      }),
      { numRuns: 500 },
    )
  })

  it('never gives the same reading twice to choose from', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...all), (text, type) => {
        const value = read(text, type, contextWith())
        if (value === null || !('ask' in value)) return
        const readings = value.ask.map((reading) => JSON.stringify(reading))
        expect(readings.length).toBeGreaterThan(1)
        expect(new Set(readings).size).toBe(readings.length)
      }),
      { numRuns: 300 },
    )
  })
})
