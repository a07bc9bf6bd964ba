import { table } from './table.ts'

/** The same sums as answers to the question for a price. */
table('money', [
  [
    '5 con gà 1 triệu 2',
    {
      ask: [
        { vnd: 240_000, per: 'con' },
        { vnd: 1_200_000, per: 'con' },
      ],
    },
  ],
  ['2 con trâu bán được 70 triệu', { ask: [{ vnd: 35_000_000, per: 'con' }, { vnd: 70_000_000 }] }],
  ['ban 3 ta ngo duoc 2 trieu', { ask: [{ vnd: 6667, per: 'kg' }, { vnd: 2_000_000 }] }],
  ['30 cân gừng 450k', { ask: [{ vnd: 15_000, per: 'kg' }, { vnd: 450_000 }] }],
  [
    '10 lit mat ong 2 trieu',
    {
      ask: [
        { vnd: 200_000, per: 'l' },
        { vnd: 2_000_000, per: 'l' },
      ],
    },
  ],
  [
    '5 bao 2 triệu',
    {
      ask: [
        { vnd: 400_000, per: 'bao' },
        { vnd: 2_000_000, per: 'bao' },
      ],
    },
  ],
  ['5 bao lúa được 2 triệu', null],
  ['5 con gà 240k/con', { vnd: 240_000, per: 'con' }],
  // What was bought, and is no crop.
  ['mua 2 chai thuoc 120k', { vnd: 120_000 }],
  ['ban 3 ta gung 15k', { vnd: 15_000 }],
])
