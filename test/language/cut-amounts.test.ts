import { table } from './table.ts'

/** Digit words behind a unit, with more of the text behind them. */
table('area', [
  ['lúa một mẫu hai thu 25 tạ', { m2: 4320 }],
  ['lúa một mẫu ba được 25 tạ', { m2: 4680 }],
  ['nhà có hai mẫu hai ruộng', { m2: 7920 }],
  ['lua mot mau hai thu 25 ta', { ask: [{ m2: 4320 }, { m2: 3600 }] }],
  ['mot mau ba duoc 25 ta', { ask: [{ m2: 4680 }, { m2: 3600 }] }],
  ['nhà làm một mẫu hai cấy lúa', { ask: [{ m2: 4320 }, { m2: 3600 }] }],
  ['1 mẫu hai sào rưỡi', { m2: 4500 }],
  ['một mẫu lẻ 2 sào', { m2: 4320 }],
  // Two of something else.
  ['một mẫu hai em làm', { m2: 3600 }],
  ['một mẫu hai vụ', { m2: 3600 }],
  ['một mẫu hai bác cấy', { m2: 3600 }],
])
table('mass', [
  ['ngô ba tạ hai hôm qua', { kg: 320 }],
  ['được một tạ hai thôi', { kg: 120 }],
  ['ngô ba tạ hai sào', { kg: 300 }],
  ['ngô ba tạ hai đợt', { kg: 300 }],
  ['ngô ba tạ hai vợ chồng làm', { kg: 300 }],
  ['ngo ba ta hai vo chong lam', { kg: 300 }],
])
