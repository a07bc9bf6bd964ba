import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'
import { table } from './table.ts'

/** A price of the unit before it, which has no number; asked for a price, and in a report. */
const bulk: [text: string, vnd: number][] = [
  ['ngô tạ 700k', 7000],
  ['ngo ta 700k', 7000],
  ['lúa tấn 8 triệu', 8000],
  ['gừng tạ 1tr5', 15_000],
  ['gung ta 1tr5', 15_000],
  ['lợn tạ 6tr5', 65_000],
  ['gừng yến 150k', 15_000],
  ['gung yen 150k', 15_000],
]
table(
  'money',
  bulk.map(([text, vnd]) => [text, { vnd, per: 'kg' }]),
)
describe('in a report', () => {
  it.each(bulk)('%s is %i for a kg', (text, vnd) => {
    expect(readReport(text, contextWith({})).slots.price).toEqual({ vnd, per: 'kg' })
  })
  it.each([
    ['gặt 5 tạ lúa thuê máy hết 500k'],
    ['ngô 5 tạ tiền giống 200k'],
    ['lúa 5 tạ tiền xe 200k'],
    ['ngô 5 tạ trả công 300k'],
  ])('what was paid for the work is no price: %s', (text) => {
    expect(readReport(text, contextWith({})).slots).not.toHaveProperty('price')
  })
})

table('money', [
  // The local kind, no tạ.
  ['gà ta 120k', { vnd: 120_000 }],
  ['ga ta 120k', { vnd: 120_000 }],
  ['gung ta 15k', { vnd: 15_000 }],
  // What a sum is for may open the next sum.
  ['bán gừng 2 tạ tổng cộng 3 triệu mỗi tạ 1tr5', { ask: [{ vnd: 15_000, per: 'kg' }, { vnd: 3_000_000 }] }],
  ['gừng 3 tạ mỗi tạ 1tr5', { vnd: 15_000, per: 'kg' }],
  ['gừng 15k 1 kg', { vnd: 15_000, per: 'kg' }],
  // Sold out is no word for the sum of all.
  ['gừng 5 tạ bán hết 15k', { vnd: 15_000 }],
  ['5 con gà bán hết 120k', { vnd: 120_000 }],
  ['5 con gà bán hết được 600k', { ask: [{ vnd: 120_000, per: 'con' }, { vnd: 600_000 }] }],
  // Two kinds of pig cost alike.
  ['bán lợn 240kg 15 triệu', { ask: [{ vnd: 62_500, per: 'kg' }, { vnd: 15_000_000 }] }],
  ['3 con lợn 240 cân được 15 triệu', { ask: [{ vnd: 62_500, per: 'kg' }, { vnd: 15_000_000 }] }],
  ['ngô 10 tạ bán nửa được 3tr5', { ask: [{ vnd: 7000, per: 'kg' }, { vnd: 3_500_000 }] }],
])
