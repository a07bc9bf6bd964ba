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

  const on = (day: number): Slots => ({ date: { date: `2026-11-${day}` } })
  const gingers: Slots = { crop: { crop: 'ginger' }, quantity: { kg: 200 } }
  const peanuts: Slots = { crop: { crop: 'peanut' }, quantity: { kg: 100 } }
  const at: Slots = { place: { place: '01339' } }
  const framed: [text: string, ...reports: Slots[]][] = [
    // Told once, at either end: of all.
    ['ngô 3 tạ, lúa 5 bao hôm qua', { ...maize, ...on(21) }, { ...rice, ...on(21) }],
    ['ngo 3 ta lua 5 bao thu hom qua', { ...maize, ...on(21) }, { ...rice, ...on(21) }],
    ['3 ta ngo 5 bao lua hom qua', { ...maize, ...on(21) }, { ...rice, ...on(21) }],
    ['ngo 3 ta, lua 5 bao, hom qua', { ...maize, ...on(21) }, { ...rice, ...on(21) }],
    ['ngô 3 tạ và lúa 5 bao đều gặt 20/11', { ...maize, ...on(20) }, { ...rice, ...on(20) }],
    ['ngô 3 tạ, lúa 5 bao ở Xuân Trường', { ...maize, ...at }, { ...rice, ...at }],
    // Of one alone: it leads that one, has its own, or is the day of a sale.
    ['ngo 3 ta, hom qua lua 5 bao', maize, { ...rice, ...on(21) }],
    ['ngô 3 tạ hôm qua, lúa 5 bao hôm nay', { ...maize, ...on(21) }, { ...rice, ...on(22) }],
    ['hom qua ngo 3 ta hom nay lua 5 bao', { ...maize, ...on(21) }, { ...rice, ...on(22) }],
    ['ngo 3 ta, lua 5 bao ban hom qua', maize, rice],
    ['ngô 3 tạ, lúa 5 bao hôm qua, gừng 2 tạ', maize, { ...rice, ...on(21) }, gingers],
    // What leads a report holds on until the next.
    [
      'hom qua ngo 3 ta, lua 5 bao, hom nay gung 2 ta, lac 1 ta',
      { ...maize, ...on(21) },
      { ...rice, ...on(21) },
      { ...gingers, ...on(22) },
      { ...peanuts, ...on(22) },
    ],
    // Told at both ends, one between them may be of either.
    [
      'ngô 3 tạ hôm kia, lúa 5 bao, gừng 2 tạ hôm qua',
      { ...maize, ...on(20) },
      { ...rice, date: { ask: [{ date: '2026-11-20' }, { date: '2026-11-21' }] } },
      { ...gingers, ...on(21) },
    ],
  ]
  it.each(framed)('%s: each on its day', (text, ...reports) => {
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
