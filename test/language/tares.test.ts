import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'
import { table } from './table.ts'

/** Gross weights, and what they were packed in. */
table('mass', [
  ['cân cả bì 5 tạ 20, bì 15 cân', { kg: 505 }],
  ['cả bì 52 cân, trừ bì 2 cân', { kg: 50 }],
  ['ca bao bi 3 ta, bi het 5 can', { kg: 295 }],
  ['ngo 3 ta ca bi, bi 15 can', { kg: 285 }],
  ['52 cân cả bì, bì 2 cân', { kg: 50 }],
  ['bì 2 cân, cả bì 52 cân', { kg: 50 }],
  ['cả bao 52 cân, vỏ bao 1 cân', { kg: 51 }],
  ['cả rổ mận 30 cân, rổ 2 cân', { kg: 28 }],
  ['ngô 3 tạ chưa trừ bì, bì 5 cân', { kg: 295 }],
  ['tính cả bì 3 tạ, riêng bì 6 cân', { kg: 294 }],
  // Whatever it was weighed in.
  ['gà cân cả lồng 25 kg lồng 3kg', { kg: 22 }],
  ['gà cân cả rọ 25 kg rọ 3kg', { kg: 22 }],
  ['ga can ca long 25 kg long 3kg', { kg: 22 }],
  ['cả thúng 30 cân, thúng 2 cân', { kg: 28 }],
  ['cả gánh 50 cân, gánh 5 cân', { kg: 45 }],
  ['cả tải 52 cân, tải 1 cân', { kg: 51 }],
  ['cả bịch 5 cân, bịch 1 lạng', { kg: 4.9 }],
  ['cả bung 30 cân, bung 3 cân', { kg: 27 }],
  // Of a sack, or of all of them.
  ['lúa cả bao 52 kg, 10 bao', { ask: [{ kg: 520 }, { kg: 52 }] }],
  ['10 bao lúa cả bao 52 kg', { ask: [{ kg: 520 }, { kg: 52 }] }],
  ['10 bao lúa cả bì 52 kg', { ask: [{ kg: 520 }, { kg: 52 }] }],
  // Earth is washed off, and no container.
  ['gừng 5 tạ cả đất, rửa còn 4 tạ 5', { ask: [{ kg: 500 }, { kg: 450 }] }],
  // Nothing is left of less than what is taken off.
  ['3 tạ trừ 5 tạ', { kg: 300 }],
  // Of several sacks it may be said of one.
  ['5 bao cả bì 2 tạ 5, bì 1 cân', { ask: [{ kg: 249 }, { kg: 245 }] }],
  ['10 bao, mỗi bao cả bì 52 cân, bì 1 cân', { ask: [{ kg: 519 }, { kg: 510 }] }],
  ['5 bao cả bì 2 tạ 5, bì 1 cân/bao', { kg: 245 }],
  ['12 bao thóc cả bì 6 tạ 40, trừ bì mỗi bao 2 lạng', { kg: 637.6 }],
  ['5 bao trừ bì mỗi bao 1 cân', null],
  // Left after it, and not taken off.
  ['3 tạ trừ bì còn 2 tạ 95', { ask: [{ kg: 300 }, { kg: 295 }] }],
  ['3 ta tru bi con 2 ta 95', { ask: [{ kg: 300 }, { kg: 295 }] }],
  ['trừ bì còn 3 tạ', { kg: 300 }],
  // Nothing says which of both it is.
  ['3 tạ trừ bì 5 cân', { ask: [{ kg: 300 }, { kg: 295 }] }],
  ['3 tạ, bì 5 cân', { ask: [{ kg: 300 }, { kg: 5 }] }],
  // No tare.
  ['cả bì 52 cân', { kg: 52 }],
  ['10 bao cả bì mỗi bao 52 cân', { kg: 520 }],
  ['cả bao 52 cân, bao 48 cân', { ask: [{ kg: 52 }, { kg: 48 }] }],
  ['tất cả bao ngô 3 tạ, bao 50 cân', { ask: [{ kg: 300 }, { kg: 50 }] }],
  ['ngo 3 ta, bi 15 can', { ask: [{ kg: 300 }, { kg: 15 }] }],
  ['bao 42 bao 45 bao 38 cân', { kg: 125 }],
])

describe('a tare of each sack', () => {
  it('is no weight of them', () => {
    const { slots, rest } = readReport('5 bao trừ bì mỗi bao 1 cân', contextWith({}))
    expect([slots.quantity, rest]).toEqual([{ count: 5, unit: 'bao' }, 'trừ bì mỗi bao 1 cân'])
  })
})
