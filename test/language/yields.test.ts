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
  // So much of each, with or without mỗi; nothing of it is torn off.
  ['lúa 4 sào, mỗi sào được 2 tạ 5', both(1000, 250)],
  ['nhà em có 3 sào ngô mỗi sào thu 2 tạ rưỡi', both(750, 250)],
  ['ngô 3 sào mỗi sào 2 tạ', both(600, 200)],
  ['lua 3 sao moi sao 2 ta', both(600, 200)],
  ['gặt 3 sào lúa, mỗi sào 4 bao, mỗi bao 45 cân', both(540, 180)],
  ['lúa 5 sào, bình quân 1 tạ 8', both(900, 180)],
  ['lúa 5 sào trung bình 1 tạ 8', both(900, 180)],
  ['lúa 5 sào năng suất 1 tạ 8', both(900, 180)],
  ['lúa 3 sào x 180kg', both(540, 180)],
  ['3 sao x 2 ta', both(600, 200)],
  ['một sào nhà em thì cũng đã được 2 tạ, có 3 sào', both(600, 200)],
  ['mỗi ha được 5 tấn 2', null],
  ['2 tạ rưỡi/sào', null],
  ['2 tạ 5 mỗi sào', null],
  ['lúa 2 tạ sào', null],
  ['lúa 2 tạ sào, cấy 3 sào', null],
  ['lua 2 ta sao, cay 3 sao', null],
  ['ngô bình quân 2 tạ', null],
  ['ngô mỗi sào 2 tạ, lúa mỗi sào 3 tạ', null],
  ['mỗi bao 45 cân, mỗi sào 4 bao, 3 sào', null],
  // The whole is told beside it.
  ['20 ha năng suất 40 tạ/ha sản lượng 80 tấn', { kg: 80_000 }],
  ['ngô năng suất 5 tạ', { kg: 500 }],
  ['ngo 3 ta sao re the', { kg: 300 }],
  ['2 sao moi gat duoc 3 ta', { kg: 300 }],
  ['lam sao duoc 2 ta, co 3 sao', { kg: 200 }],
  ['10 bao bình quân 45 cân', { kg: 450 }],
  // How much all the land gave is not said.
  ['lúa sào được 2 tạ', null],
  ['lua nuong sao duoc 2 ta', null],
  ['lúa sào nhà em thì cũng đã có được 2 tạ', null],
  ['3 sào lúa, mỗi sào nhà em thì cũng đã có được 2 tạ', both(600, 200)],
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
  ['2 tạ một chuyến, chở 3 chuyến', null],
  ['2 ta 1 chuyen, cho 3 chuyen', null],
  // So much in each is never the whole, and the whole where each is counted.
  ['3 chuyến mỗi chuyến 2 tạ', { kg: 600 }],
  ['thu 3 đợt mỗi đợt 50 cân', { kg: 150 }],
  ['2 lan moi lan 3 ta ngo', { kg: 600 }],
  ['4 chuyến mỗi chuyến 5 bao mỗi bao 50 cân', { kg: 1000 }],
  ['gà 3 lứa mỗi lứa 50 con mỗi con 2 kg', { kg: 300 }],
  ['mỗi hộ được 2 tạ rưỡi', null],
  ['mỗi đợt 3 tạ 2 gừng', null],
  ['3 chuyến hôm qua, 2 chuyến hôm nay, mỗi chuyến 2 tạ', null],
  ['mới hôm qua được 2 tạ', { kg: 200 }],
  ['moi hom qua duoc 2 ta', { kg: 200 }],
  // What so many of them brought is no yield of one.
  ['2 chuyến được 3 tạ, hôm sau 4 chuyến nữa', { kg: 300 }],
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
  ['mỗi sào 3 bao rưỡi', null],
  ['3 bao rưỡi mỗi sào', null],
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

describe('two crops of which one is told by what each sào gave', () => {
  const slotsOf = (text: string) => {
    const { slots, more } = readReport(text, contextWith({}))
    return [slots.quantity, ...(more ?? []).map((other) => other.slots.quantity)]
  }
  it('take the land told right before it', () => {
    expect(slotsOf('lúa 4 sào mỗi sào 2 tạ rưỡi, ngô 3 tạ')).toEqual([both(1000, 250), { kg: 300 }])
  })
  it('have no amount where that land is not told', () => {
    expect(slotsOf('lúa mỗi sào 2 tạ rưỡi, ngô 3 tạ')).toEqual([undefined])
    expect(slotsOf('ngô 2 chuyến mỗi chuyến 2 tạ, lúa mỗi chuyến 3 tạ')).toEqual([undefined])
  })
})

describe('the land of a yield', () => {
  it.each(['ngô 3 sào mỗi sào 2 tạ', 'lua 3 sao moi sao 2 ta'])('is read: %s', (text) => {
    expect(readReport(text, contextWith({})).slots.area).toEqual({ m2: 1080 })
  })
})
