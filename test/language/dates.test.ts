import { describe, expect, it } from 'vitest'
import { read } from '../../src/language/read.ts'
import { contextWith } from './context.ts'

type Case = [text: string, expected: unknown]

describe('days behind, read on Sunday 22 November 2026', () => {
  const cases: Case[] = [
    ['hôm nay', { date: '2026-11-22' }],
    ['hom nay', { date: '2026-11-22' }],
    ['hqua', { date: '2026-11-21' }],
    ['hom qua', { date: '2026-11-21' }],
    ['chieu qua', { date: '2026-11-21' }],
    ['hôm kia', { date: '2026-11-20' }],
    ['hom kia', { date: '2026-11-20' }],
    ['sáng nay', { date: '2026-11-22' }],
    ['20/11', { date: '2026-11-20' }],
    ['２０／１１', { date: '2026-11-20' }],
    ['20-11', { date: '2026-11-20' }],
    ['20.11', { date: '2026-11-20' }],
    ['20-11-2026', { date: '2026-11-20' }],
    ['20.11.2026', { date: '2026-11-20' }],
    ['20/11/25', { date: '2025-11-20' }],
    ['25/11', { ask: [{ date: '2025-11-25' }, { date: '2026-11-25' }] }],
    ['25/12', { ask: [{ date: '2025-12-25' }, { date: '2026-12-25' }] }],
    ['25/3', { date: '2026-03-25' }],
    ['25/12 năm ngoái', { date: '2025-12-25' }],
    ['29/2/2024', { date: '2024-02-29' }],
    ['ngày 20', { date: '2026-11-20' }],
    ['ngay 25', { date: '2026-10-25' }],
    ['ngày 31', { date: '2026-10-31' }],
    ['ngày 5 tháng 10', { date: '2026-10-05' }],
    ['hai mươi tháng mười một', { date: '2026-11-20' }],
    ['thứ 5', { date: '2026-11-19' }],
    ['thu nam', { date: '2026-11-19' }],
    ['thứ 5 tuần trước', { date: '2026-11-12' }],
    ['chủ nhật tuần trước', { date: '2026-11-15' }],
    ['chủ nhật', { ask: [{ date: '2026-11-22' }, { date: '2026-11-15' }] }],
    ['3 ngày trước', { date: '2026-11-19' }],
    ['cách đây 3 ngày', { date: '2026-11-19' }],
    ['tuần trước', { from: '2026-11-09', to: '2026-11-15' }],
    ['giữa tháng', { from: '2026-11-11', to: '2026-11-20' }],
    ['cuối tháng 10', { from: '2026-10-21', to: '2026-10-31' }],
    ['tháng trước', { from: '2026-10-01', to: '2026-10-31' }],
    ['20-22/11', { from: '2026-11-20', to: '2026-11-22' }],
    ['từ 18/11 đến 20/11', { from: '2026-11-18', to: '2026-11-20' }],
    ['mùng 5', { date: '2026-11-13' }],
    ['mung 5', { date: '2026-11-13' }],
    ['rằm', { date: '2026-10-24' }],
    ['rằm tháng 9', { date: '2026-10-24' }],
    ['5/10 âm', { date: '2026-11-13' }],
    ['ngày 5 tháng 10 âm lịch', { date: '2026-11-13' }],
    ['mùng 8 tháng 3 dương', { date: '2026-03-08' }],
    ['mùng 8 tháng 3', { ask: [{ date: '2026-04-24' }, { date: '2026-03-08' }] }],
    ['mùng 2 tết', { date: '2026-02-18' }],
    ['2026-11-20', { date: '2026-11-20' }],
    ['hôm nay 22/11', { date: '2026-11-22' }],
    ['thứ sáu, ngày 20/11', { date: '2026-11-20' }],
    ['ngày 20 tháng trước', { date: '2026-10-20' }],
    ['20 tháng 11, 2025', { date: '2025-11-20' }],
    ['20/10 (âm)', { ask: [{ date: '2025-12-09' }, { date: '2026-11-28' }] }],
    ['2 tuần trước', { date: '2026-11-08' }],
    ['cách đây 1 tháng', { from: '2026-10-01', to: '2026-10-31' }],
    ['tháng 9 âm', { from: '2026-10-10', to: '2026-11-08' }],
    ['tháng chín năm ngoái', { from: '2025-09-01', to: '2025-09-30' }],
    ['09/2026', { from: '2026-09-01', to: '2026-09-30' }],
    ['28 tết', { date: '2026-02-15' }],
    ['15, 16/10', null],
    ['năm nay', null],
    ['20/11 den 25/11', { from: '2026-11-20', to: '2026-11-25' }],
    ['20-25/11', { from: '2026-11-20', to: '2026-11-25' }],
    ['25/12 - 5/1/2026', { from: '2025-12-25', to: '2026-01-05' }],
    [
      '20/12 den 25/12',
      {
        ask: [
          { from: '2025-12-20', to: '2025-12-25' },
          { from: '2026-12-20', to: '2026-12-25' },
        ],
      },
    ],
    ['20/11 den 18/11', { ask: [{ date: '2026-11-20' }, { date: '2026-11-18' }] }],
    ['20/11 den 31/11', null],
    ['31/11', null],
    ['31/11 hom qua', null],
    ['15/13', null],
    ['ngay 32', null],
    ['ngay 20 thang 13', null],
    ['31 thang 11', null],
    ['29/2', null],
    ['năm ngoái', null],
    ['vụ trước', null],
    ['32/11', null],
    ['29/2/2026', null],
    ['3 ta', null],
    ['thu 5 bao', null],
  ]
  it.each(cases)('%s', (text, expected) => {
    expect(read(text, 'date', contextWith())).toEqual(expected)
  })
})

describe('the 29th of February without its year', () => {
  const cases: [today: string, expected: unknown][] = [
    ['2024-03-05', { date: '2024-02-29' }],
    ['2025-01-05', { date: '2024-02-29' }],
    ['2025-03-05', null],
    ['2026-11-22', null],
  ]
  it.each(cases)('read on %s', (day, expected) => {
    expect(read('29/2', 'date', contextWith({ now: { day, minutes: 480 } }))).toEqual(expected)
  })
})

describe('days ahead, read on Sunday 22 November 2026', () => {
  const cases: Case[] = [
    ['mai', { date: '2026-11-23' }],
    ['ngày kia', { date: '2026-11-24' }],
    ['thứ 5', { date: '2026-11-26' }],
    ['thứ 5 tuần sau', { date: '2026-11-26' }],
    ['8h sáng thứ 5, 26/11', { date: '2026-11-26', time: '08:00' }],
    ['8h30 mai', { date: '2026-11-23', time: '08:30' }],
    ['2 gio chieu mai', { date: '2026-11-23', time: '14:00' }],
    ['thứ 5 lúc 8:30', { date: '2026-11-26', time: '08:30' }],
    ['1 giờ trưa 26/11', { date: '2026-11-26', time: '13:00' }],
    [
      '3h mai',
      {
        ask: [
          { date: '2026-11-23', time: '15:00' },
          { date: '2026-11-23', time: '03:00' },
        ],
      },
    ],
    ['thứ 4, 26/11', { ask: [{ date: '2026-11-26' }, { date: '2026-11-25' }] }],
    ['20/11', { date: '2027-11-20' }],
    ['20/11 den 25/11', { from: '2026-11-20', to: '2026-11-25' }],
    ['mai 23/11', { date: '2026-11-23' }],
    ['mai 24/11', { ask: [{ date: '2026-11-24' }, { date: '2026-11-23' }] }],
    ['mùng 1', { date: '2026-12-09' }],
    ['5 ngày nữa', { date: '2026-11-27' }],
  ]
  it.each(cases)('%s', (text, expected) => {
    expect(read(text, 'date', contextWith({ tense: 'future' }))).toEqual(expected)
  })
})
