import { describe, expect, it } from 'vitest'
import { vagueDayIn } from '../../src/language/days/vague-days.ts'
import { readFacts } from '../../src/language/facts.ts'
import { read } from '../../src/language/read.ts'
import { readReport } from '../../src/language/report.ts'
import type { ReadingContext } from '../../src/language/types.ts'
import { contextWith } from './context.ts'

describe('a season is the months of its harvest', () => {
  const [mua2025, mua2026] = [2025, 2026].map((year) => ({ from: `${year}-09-01`, to: `${year}-10-31` }))
  const cases: [text: string, expected: unknown, changes?: Partial<ReadingContext>][] = [
    ['vụ mùa năm ngoái', mua2025],
    ['vu mua nam nay', mua2026],
    ['vu mua vua roi', mua2026],
    ['vụ mùa 2025', mua2025],
    ['vu mua truoc', { ask: [mua2026, mua2025] }],
    ['vụ mùa', mua2025, { now: { day: '2026-03-01', minutes: 480 } }],
    ['vụ mùa tới', { from: '2027-09-01', to: '2027-10-31' }, { tense: 'future' }],
    ['vu chiem vua roi', { from: '2026-05-01', to: '2026-06-30' }],
    ['vụ chiêm', { from: '2026-06-01', to: '2026-06-30' }, { crop: 'seng_cu' }],
    ['lúa vụ đông xuân năm ngoái', { from: '2025-05-01', to: '2025-06-30' }],
    ['ngô vụ xuân năm nay', { from: '2026-06-01', to: '2026-07-31' }],
    [
      'vu xuan nam nay',
      {
        ask: [
          { from: '2026-05-01', to: '2026-06-30' },
          { from: '2026-06-01', to: '2026-07-31' },
        ],
      },
    ],
    // Nobody has told when these are brought in.
    ['vụ đông', null],
    ['vu he thu vua roi', null],
    ['vụ xuân hè', null],
    ['gừng vụ mùa', null],
    ['vu mua ban', null],
    ['cuối vụ mùa', null],
  ]
  it.each(cases)('%s', (text, expected, changes = {}) => {
    expect(read(text, 'date', contextWith(changes))).toEqual(expected)
  })

  it('which without accents and nothing behind it is one only where a day is asked for', () => {
    const dates = (text: string) => readFacts(text, ['date'], contextWith()).facts
    expect(dates('nha em vu mua phan bon')).toEqual([])
    expect(dates('nhà em vụ mùa thu 5 tạ')).toHaveLength(1)
  })
})

describe('a season beside the crop that is brought in then', () => {
  const dateOf = (text: string) => readReport(text, contextWith({})).slots.date
  const [spring, autumn, maize] = [
    { from: '2026-05-01', to: '2026-06-30' },
    { from: '2026-09-01', to: '2026-10-31' },
    { from: '2026-06-01', to: '2026-07-31' },
  ]
  it.each([
    ['vụ xuân lúa 5 tạ', spring],
    ['vu xuan lua 5 ta', spring],
    ['lua vu chiem xuan 3 ta 2 sao', spring],
    ['bc vu chiem lua 3 ta', spring],
    ['vu mua lua 3 ta', autumn],
    ['vu mua gat 3 ta lua', autumn],
    ['nha em vu mua thoc 3 ta', autumn],
    ['ngo vu xuan 3 ta', maize],
    ['vu xuan 5 ta ngo', maize],
  ])('%s', (text, expected) => {
    expect(dateOf(text)).toEqual(expected)
  })
  it.each([
    ['of buying', 'nha em vu mua phan bon 3 ta lua'],
    ['a name', 'anh Vu Xuan lua 3 ta'],
    ['a crop without such a season', 'vu mua gung 3 ta'],
    ['the season that runs', 'vu nay lua 3 ta'],
    ['the rice of a season', 'lua mua 3 ta'],
  ])('but no day: %s', (_, text) => {
    expect(dateOf(text)).toBeUndefined()
  })
})

describe('a day that can only be asked for', () => {
  it.each([
    ['hôm nọ ngô 3 tạ', 'hôm nọ'],
    ['may hom truoc ngo 3 ta', 'hom truoc'],
    ['vụ mùa ngô 3 tạ', 'vụ mùa'],
    ['vu dong lac 2 ta', 'vu dong'],
    ['tuần kia thu 3 tạ ngô', 'tuần kia'],
    ['vụ này ngô 3 tạ', null],
    ['hôm nay ngô 3 tạ', null],
    ['nhà em được mùa ngô 3 tạ', null],
  ])('%s', (text, said) => {
    expect(vagueDayIn(text)).toBe(said)
  })
})
