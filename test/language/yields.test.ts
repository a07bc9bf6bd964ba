import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'
import { table } from './table.ts'

const both = (all: number, one: number) => ({ ask: [{ kg: all }, { kg: one }] })

/** What one of land gave, where more land is told. */
table('mass', [
  ['2 tạ một sào, em làm 3 sào', both(600, 200)],
  ['ngo 2 ta 1 sao, lam 3 sao', both(600, 200)],
  ['lúa sào được 2 tạ, nhà có 4 sào', both(800, 200)],
  ['lua sao duoc 2 ta, nha co 4 sao', both(800, 200)],
  ['mỗi sào lúa được 2 tạ, có 4 sào', both(800, 200)],
  ['3 sào ngô, sào 2 tạ', both(600, 200)],
  ['trồng 3 sào ngô, 1 sào được 2 tạ', both(600, 200)],
  ['1 ha được 5 tấn, nhà có 2 ha', both(10_000, 5000)],
  ['5 tấn một hecta, em có 3 sào', both(540, 5000)],
  ['mẫu được 20 tạ, nhà có 2 mẫu', both(4000, 2000)],
  ['lúa 2 tạ rưỡi một sào, cấy 5 sào', both(1250, 250)],
  ['2 tạ trên 1 sào, làm 3 sào', both(600, 200)],
  ['2 tạ/1 sào, làm 3 sào', both(600, 200)],
  [
    'một sào 2-3 tạ, nhà 4 sào',
    {
      ask: [
        { kg: 1000, min: 800, max: 1200 },
        { kg: 250, min: 200, max: 300 },
      ],
    },
  ],
  // How much all the land gave is not said.
  ['lúa sào được 2 tạ', null],
  ['lua nuong sao duoc 2 ta', null],
  ['2 tạ/sào, làm 3 sào', null],
  // All there is, on the land told.
  ['1 sào được 2 tạ', { kg: 200 }],
  ['ngô 2 tạ 1 sào', { kg: 200 }],
  ['2 sào ngô được 2 tạ, 1 sào bỏ', { kg: 200 }],
  ['sào rưỡi ngô 3 tạ', { kg: 300 }],
  ['lam sao duoc 2 ta', { kg: 200 }],
  ['sao duoc 3 ta', { kg: 300 }],
  ['ngo mau 3 ta', { kg: 300 }],
  ['trúc sào 2 tạ', { kg: 200 }],
])
/** What one round brought, where they are counted. */
table('mass', [
  ['một đợt 2 tạ, hái 3 đợt', both(600, 200)],
  ['ngày được 20 cân, hái 5 ngày', both(100, 20)],
  ['hai 5 lan, 1 lan duoc 20 can', both(100, 20)],
  ['3 chuyến mỗi chuyến 2 tạ', null],
  ['2 tạ một chuyến, chở 3 chuyến', null],
  ['2 ta 1 chuyen, cho 3 chuyen', null],
  ['thu 3 đợt mỗi đợt 50 cân', null],
  // All of them, or one of which no others are told.
  ['3 đợt được 2 tạ', { kg: 200 }],
  ['đợt này được 2 tạ', { kg: 200 }],
  ['5 ngày được 20 cân', { kg: 20 }],
  ['ngày 20/11 được 2 tạ', { kg: 200 }],
])
table('count', [
  [
    'sào 5 bao, làm 3 sào',
    {
      ask: [
        { count: 15, unit: 'bao' },
        { count: 5, unit: 'bao' },
      ],
    },
  ],
  [
    '1 sao 5 bao, lam 3 sao',
    {
      ask: [
        { count: 15, unit: 'bao' },
        { count: 5, unit: 'bao' },
      ],
    },
  ],
  ['1 sào 5 bao', { count: 5, unit: 'bao' }],
])

describe('two harvests with their own land', () => {
  it('are no yields', () => {
    const { slots, more } = readReport('ngô 1 sào 2 tạ, lúa 3 sào 5 tạ', contextWith({}))
    expect([slots.quantity, more?.[0]?.slots.quantity]).toEqual([{ kg: 200 }, { kg: 500 }])
  })
})

describe('land that is not harvested yet', () => {
  it('has no share of the yield', () => {
    const { slots } = readReport('1 sào ngô được 2 tạ, còn 2 sào chưa gặt', contextWith({}))
    expect(slots.quantity).toEqual({ kg: 200 })
  })
})
