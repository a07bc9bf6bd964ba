import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'
import { table } from './table.ts'

type Slots = ReturnType<typeof readReport>['slots']
type Case = [text: string, slots: Slots, rest?: string]
const maize = { crop: { crop: 'maize' } }
const rice = { crop: { crop: 'rice_paddy' } }
const kg = (value: number): Slots => ({ quantity: { kg: value } })

function reports(cases: readonly Case[]): void {
  it.each(cases)('%s', (text, slots, rest) => {
    const report = readReport(text, contextWith({}))
    expect(report.slots).toEqual(slots)
    if (rest !== undefined) expect(report.rest).toBe(rest)
  })
}

describe('what stands with a crop and its amount', () => {
  reports([
    ['lua tuoi 5 ta', { ...rice, ...kg(500) }, ''],
    ['ngo giong NK66 3 ta', { ...maize, ...kg(300) }, ''],
    ['lua moi bao 45 can duoc 12 bao', { ...rice, ...kg(540) }],
    ['hoi 50 can kho', { crop: { crop: 'star_anise', form: 'dry' }, ...kg(50) }],
    ['hoi 50 can kho ban', { crop: { crop: 'star_anise' }, ...kg(50) }],
    ['npk 5-10-3 50kg', kg(50), 'npk 5-10-3'],
    ['trau 5 bao', { quantity: { count: 5, unit: 'bao' } }, 'trau'],
  ])
})

describe('a text that tells no harvest', () => {
  reports([
    ['VCB: tai khoan 0123 +2,000,000 VND luc 10:20. So du 5,000,000 VND', {}],
    ['cho vay 50 trieu lai suat 1% lien he 0912345678', {}],
    ['cho vay 3 ta ngo', { ...maize, ...kg(300) }],
  ])
})

describe('a unit with a slip of a key', () => {
  reports([
    ['ngo 45 cn', { ...maize, ...kg(45) }, ''],
    ['ngo 25 kgg', { ...maize, ...kg(25) }],
    ['ngo 2 soa 3 ta', { ...maize, ...kg(300), area: { m2: 720 } }],
    ['ngo 3 ta 2 soa', { ...maize, ...kg(300), area: { m2: 720 } }],
    ['lua 5 boa', { ...rice, quantity: { count: 5, unit: 'bao' } }],
    ['ngo 3 taa', { ...maize, ...kg(300) }],
    ['ngo 3 tq', { ...maize, ...kg(300) }],
    ['lua 3 tah', { ...rice, quantity: { ask: [{ kg: 300 }, { kg: 3000 }] } }],
    // A word of its own, a syllable, people, a month, several kinds of unit at once, no crop and nothing asked.
    ['ngo 2 mua', {}, 'ngo 2 mua'],
    ['gung 3 lan', {}, 'gung 3 lan'],
    ['ngo 5 ng', {}, 'ngo 5 ng'],
    ['ngo 3 th', {}, 'ngo 3 th'],
    [
      'lon 45 cno',
      { ...{ crop: { ask: [{ crop: 'black_pig' }, { crop: 'pig' }] } }, quantity: { count: 45, unit: 'con' } },
    ],
    ['hop 3 tah', {}, 'hop 3 tah'],
  ])
})

describe('a short crop name with a slip of a key', () => {
  reports([
    ['ngp 3 ta', { ...maize, ...kg(300) }, ''],
    ['nog 3 ta', { ...maize, ...kg(300) }],
    ['3 ta ngi', { ...maize, ...kg(300) }],
    // Letters that stand for something, a syllable, nothing beside it.
    ['htx 3 ta', kg(300), 'htx'],
    ['gap 3 ta', kg(300), 'gap'],
    ['ngp', {}, 'ngp'],
  ])
})

describe('money that is no price', () => {
  reports([
    ['ban 5 bao lua duoc 2 trieu', { ...rice, quantity: { count: 5, unit: 'bao' } }, 'ban 2 trieu'],
    ['ban 3 ta ngo duoc 7k', { ...maize, ...kg(300), price: { vnd: 7000 } }],
    ['ngo 3 ta gia 70k', { ...maize, ...kg(300), price: { vnd: 70_000 } }],
  ])
})

describe('what is no harvest of its own', () => {
  reports([
    ['thu 5 ta ngo ban 3 ta con 2 ta', { ...maize, ...kg(500) }, ''],
    ['lua duoc 8 ta, de an 5 ta, ban 3 ta', { ...rice, ...kg(800) }],
    ['ngo 4 ta giu lai 1 ta lam giong', { ...maize, ...kg(400) }],
    ['ngô 10 bao bán 4 bao', { ...maize, quantity: { count: 10, unit: 'bao' } }, ''],
    ['ngo 5 ta ban 3 ta gia 7k', { ...maize, ...kg(500), price: { vnd: 7000 } }],
    ['ban 3 ta giu 2 ta ngo, tong thu 5 ta', { ...maize, ...kg(500) }],
    ['thu 10 ta ngo: 6 ta ban 4 ta an', { ...maize, ...kg(1000) }],
    ['nam ngoai 5 ta nam nay 3 ta ngo', { ...maize, ...kg(300) }, ''],
    ['bon 20 can dam cho ngo', maize, 'bon 20 can dam'],
    ['bon 20 can dam cho ngo thu 3 ta', { ...maize, ...kg(300) }, 'bon 20 can dam'],
    ['ngo nuong 5 can giong', maize, '5 can giong'],
    ['gieo 5 can giong ngo', maize, 'gieo 5 can giong'],
    ['thu 5 can giong ngo', { ...maize, ...kg(5) }],
    ['ngo 7k 3 ta', { ...maize, ...kg(300), price: { vnd: 7000 } }],
    ['gung do dc 7 ta', { crop: { crop: 'ginger' }, ...kg(700) }],
    ['nam nay ngo mat mua dc co 1 ta', { ...maize, ...kg(100) }],
    [
      'sang nho san 9 ta, chieu them 3 ta',
      { crop: { crop: 'cassava' }, quantity: { ask: [{ kg: 1200 }, { kg: 900 }, { kg: 300 }] } },
    ],
    ['4 nguoi do gung 2 ngay dc 1 tan 2', { crop: { crop: 'ginger' }, ...kg(1200) }],
    // More than was told first, an amount that was itself sold, another crop's, two that are no sum.
    ['ngo 3 ta ban 5 ta', { ...maize, quantity: { ask: [{ kg: 300 }, { kg: 500 }] } }],
    ['ban 5 ta ngo con 2 ta', { ...maize, quantity: { ask: [{ kg: 500 }, { kg: 200 }] } }],
    ['ngo 3 ta, phan 2 ta', { ...maize, quantity: { ask: [{ kg: 300 }, { kg: 200 }] } }],
    ['ngo 3 ta 5 ta', { ...maize, quantity: { ask: [{ kg: 300 }, { kg: 500 }] } }],
  ])
})

describe('animals with the weight of all of them', () => {
  reports([
    ['lon den 5 con tong 4 ta', { crop: { crop: 'black_pig' }, ...kg(400) }],
    ['ga 30 con tat ca 45 can', { crop: { crop: 'chicken' }, ...kg(45) }],
    [
      'lon den 5 con 4 ta',
      { crop: { crop: 'black_pig' }, quantity: { ask: [{ kg: 400 }, { count: 5, unit: 'con' }] } },
    ],
  ])
})

table('mass', [
  ['3 ta thieu 5 can', { kg: 295 }],
  ['ta hai', { kg: 120 }],
  ['ta 5 con', null],
  ['45 cn', { kg: 45 }],
  ['20 can dam', { kg: 20 }],
])

table('money', [
  ['gia tam 15 16k', { vnd: 15_500, about: true, min: 15_000, max: 16_000 }],
  ['gia tu 15 16k', { vnd: 15_500, min: 15_000, max: 16_000 }],
])
