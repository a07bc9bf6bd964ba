import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'

const dateOf = (text: string) => readReport(text, contextWith({})).slots.date

describe('nay at the head is today', () => {
  const today = { date: '2026-11-22' }
  it.each([
    'nay thu 2 ta ngo',
    'nay be dc 2 sao ngo 3 ta',
    'Nay nhà em gặt 3 tạ lúa',
    'bc nay thu 2 ta ngo',
    'em nay thu 2 tạ ngô',
    'dạ nay được 2 tạ ngô',
    'nay chủ nhật thu 2 tạ ngô',
    'nay 22/11 thu 2 ta ngo',
    'sang nay thu 2 ta ngo',
    'chiều nay bẻ 2 tạ ngô',
    'nay 5 bao lua',
    'nay thu ngo con 5 bao',
    'toi nay thu 2 ta ngo',
    '3 tạ ngô hôm nay',
  ])('%s', (text) => {
    expect(dateOf(text)).toEqual(today)
  })
  it.each([
    'năm nay thu 2 tạ ngô',
    'nam nay thu 2 ta ngo',
    'vu nay thu 2 ta ngo',
    'vụ này thu 2 tạ ngô',
    'vu ngo nay thu 2 ta',
    'dao nay thu 2 ta ngo',
    'hien nay thu 2 ta ngo',
    'này thu 2 tạ ngô',
    'nay mai thu 2 ta ngo',
    '3 hôm nay thu 2 tạ ngô',
    'ba hôm nay thu 2 tạ ngô',
    'đào gừng hai hôm nay được 6 tạ',
    'tới nay được 5 tạ ngô',
    'nay còn 3 tạ ngô chưa bán',
    'nay nhà còn 5 bao ngô bán 7k',
    'nay nha em con 5 bao ngo',
  ])('but not in %s', (text) => {
    expect(dateOf(text)).toBeUndefined()
  })
  it.each(['nay em xin báo hôm qua thu 2 tạ ngô', 'nay bao hom qua thu 2 ta ngo'])('nor in %s', (text) => {
    expect(dateOf(text)).toEqual({ date: '2026-11-21' })
  })
  it('of several crops it is of all', () => {
    const { slots, more = [] } = readReport('nay ngo 3 ta, lua 2 ta', contextWith({}))
    expect([slots, ...more.map((other) => other.slots)].map(({ date }) => date)).toEqual([today, today])
  })
})

describe('tới nay ends today', () => {
  it.each([
    ['tu thang 9 toi nay ngo 3 ta', { from: '2026-09-01', to: '2026-11-22' }],
    ['từ tháng 9 tới nay ngô 3 tạ', { from: '2026-09-01', to: '2026-11-22' }],
    ['từ 5/9 tới nay ngô 3 tạ', { from: '2026-09-05', to: '2026-11-22' }],
    ['thứ 6 tới nay ngô 3 tạ', { from: '2026-11-20', to: '2026-11-22' }],
    ['ba hom qua thu 3 ta ngo', { date: '2026-11-21' }],
  ])('%s', (text, date) => {
    expect(dateOf(text)).toEqual(date)
  })
})

describe('tháng sau of a harvest behind', () => {
  const months = (...numbers: number[]) =>
    numbers.map((month) => ({
      from: `2026-${`0${month}`.slice(-2)}-01`,
      to: month === 6 ? '2026-06-30' : '2026-12-31',
    }))
  it.each([
    ['tháng sau thu 3 tạ ngô', { ask: months(6, 12) }],
    ['ngày 5 tháng sau thu 3 tạ ngô', { ask: [{ date: '2026-12-05' }, { date: '2026-06-05' }] }],
    [
      'đầu tháng sau thu 3 tạ ngô',
      {
        ask: [
          { from: '2026-06-01', to: '2026-06-10' },
          { from: '2026-12-01', to: '2026-12-10' },
        ],
      },
    ],
    ['thang sau thu 3 ta ngo', { ask: months(6, 12) }],
    ['thang sau nam 2025 thu 3 ta ngo', { from: '2025-06-01', to: '2025-06-30' }],
    ['tháng sáu thu 3 tạ ngô', months(6)[0]],
    ['tháng sau năm ngoái thu 3 tạ ngô', { from: '2025-06-01', to: '2025-06-30' }],
    ['tháng trước thu 3 tạ ngô', { from: '2026-10-01', to: '2026-10-31' }],
  ])('%s', (text, expected) => {
    expect(dateOf(text)).toEqual(expected)
  })
  it('ahead it is the next month', () => {
    const { slots } = readReport('tháng sau thu 3 tạ ngô', contextWith({ tense: 'future' }))
    expect(slots.date).toEqual(months(12)[0])
  })
})
