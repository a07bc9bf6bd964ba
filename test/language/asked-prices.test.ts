import { table } from './table.ts'

/** A weight with a figure behind it, as the answer to the question for a price and for a weight. */
table('money', [
  ['gừng 3 tạ 15', { vnd: 15_000 }],
  ['gung 3 ta 15', { vnd: 15_000 }],
  ['ngô 3 tạ 7', { vnd: 7000 }],
  ['3 tạ 15', { vnd: 15_000 }, { crop: 'ginger' }],
  ['giá gừng 1 tạ 15', { vnd: 15_000 }],
  ['gừng 2 tấn 15', { ask: [{ vnd: 15_000 }, { vnd: 7500, per: 'kg' }] }],
  ['2 cân 30', { vnd: 15_000, per: 'kg' }, { crop: 'ginger' }],
  // No price of ginger, in one go, with a unit of its own, or of no crop that is known.
  ['gừng 3 tạ 2', null],
  ['gừng 3ta15', null],
  ['gừng 3 tạ 15 cân', null],
  ['3 tạ 15', null],
])
table('mass', [
  ['gừng 3 tạ 15', { kg: 315 }],
  ['gung 3 ta 15', { kg: 315 }],
  ['ngô 3 tạ 7', { kg: 370 }],
])
