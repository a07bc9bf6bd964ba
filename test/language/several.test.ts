import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'

type Slots = ReturnType<typeof readReport>['slots']
const maize: Slots = { crop: { crop: 'maize' }, quantity: { kg: 300 } }
const rice: Slots = { crop: { crop: 'rice_paddy' }, quantity: { count: 5, unit: 'bao' } }
const yesterday: Slots = { date: { date: '2026-11-21' } }

const priceOf = (crop: string, vnd: number, place?: string): Slots => ({
  crop: { crop },
  price: { vnd },
  ...(place !== undefined && { place: { place } }),
})
const perKg = (crop: string, vnd: number): Slots => ({ crop: { crop }, price: { vnd, per: 'kg' } })

describe('several reports in one text', () => {
  const cases: [text: string, ...reports: Slots[]][] = [
    ['ngo 3 ta, lua 5 bao', maize, rice],
    // The day of a sale is of what was sold.
    [
      'ngo 3 ta ban 7k/kg hom 20, lua 5 bao chua ban',
      { ...maize, price: { vnd: 7000, per: 'kg' }, date: { date: '2026-11-20' } },
      rice,
    ],
    ['ngo 3 ta lua 5 bao', maize, rice],
    ['3 ta ngo 5 bao lua', maize, rice],
    ['Ngô 3 tạ và 5 bao lúa', maize, rice],
    ['thu 3 ta ngo con lua 5 bao', maize, rice],
    ['ngo 3 ta\nlua 5 bao', maize, rice],
    ['bc ngo 3 ta; lua 5 bao; gung 2 ta', maize, rice, { crop: { crop: 'ginger' }, quantity: { kg: 200 } }],
    ['ngo 3 ta 2 sao, lua 5 bao 3 sao', { ...maize, area: { m2: 720 } }, { ...rice, area: { m2: 1080 } }],
    ['hom qua ngo 3 ta, lua 5 bao', { ...maize, ...yesterday }, { ...rice, ...yesterday }],
    ['hom qua ngo 3 ta, hom nay lua 5 bao', { ...maize, ...yesterday }, { ...rice, date: { date: '2026-11-22' } }],
    [
      'lac vo 2 ta, lac nhan 1 ta',
      { crop: { crop: 'peanut', form: 'in_shell' }, quantity: { kg: 200 } },
      { crop: { crop: 'peanut', form: 'kernel' }, quantity: { kg: 100 } },
    ],
    [
      'ban 2 ta gung 15k, 3 ta ngo 7k',
      { crop: { crop: 'ginger' }, quantity: { kg: 200 }, price: { vnd: 15_000 } },
      { ...maize, price: { vnd: 7000 } },
    ],
    ['ngo 3 ta 2 sao lua 5 bao 3 sao', { ...maize, area: { m2: 720 } }, { ...rice, area: { m2: 1080 } }],
    ['ngo 3 ta, lua 5 xyz', maize, { crop: { crop: 'rice_paddy' } }],
    ['ngo 3 ta, gung 3 ta', maize, { ...maize, crop: { crop: 'ginger' } }],
    ['ngo 7k gung 15k', priceOf('maize', 7000), priceOf('ginger', 15_000)],
    ['gia gung 15, ngo 7', priceOf('ginger', 15_000), priceOf('maize', 7000)],
    ['htx mua gung 14k san 2k', priceOf('ginger', 14_000), priceOf('cassava', 2000)],
    [
      'gung 15k hom qua, ngo 7k',
      { ...priceOf('ginger', 15_000), ...yesterday },
      { ...priceOf('maize', 7000), ...yesterday },
    ],
    ['gung 15k, ngo 7k ban xeo', priceOf('ginger', 15_000, '02725'), priceOf('maize', 7000, '02725')],
    ['nghe 8k/kg, gung 15k/kg', perKg('turmeric', 8000), perKg('ginger', 15_000)],
  ]
  it.each(cases)('%s', (text, ...reports) => {
    const { slots, more = [] } = readReport(text, contextWith({}))
    expect([slots, ...more.map((other) => other.slots)]).toEqual(reports)
  })

  it.each([
    ['whose area it is', 'ngo 3 ta 2 sao lua 5 bao'],
    ['whose amount it is', '3 ta ngo lua 5 bao'],
    ['an amount for one of them only', 'ngo, gung 2 ta'],
    ['a harvest of one and the price of another', 'ngo 3 ta, gia gung 15k'],
    ['which price is whose', 'gung ngo 15k 7k'],
    ['what was paid', 'gung 15k, tra 14k'],
    ['the same crop twice', 'ngo 3 ta, ngo 2 ta'],
  ])('is not guessed: %s', (_, text) => {
    expect(readReport(text, contextWith({})).more).toBeUndefined()
  })
})
