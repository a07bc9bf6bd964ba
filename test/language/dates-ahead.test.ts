import { describe, expect, it } from 'vitest'
import { read } from '../../src/language/read.ts'
import { contextWith } from './context.ts'

type Case = [text: string, expected: unknown]

describe('days ahead, read on Sunday 22 November 2026', () => {
  const cases: Case[] = [
    ['mai hoac kia', { ask: [{ date: '2026-11-23' }, { date: '2026-11-24' }] }],
    ['tháng 1-2', { from: '2027-01-01', to: '2027-02-28' }],
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
    // Just missed: nobody plans for a year from now without saying so.
    ['20/11', { ask: [{ date: '2026-11-20' }, { date: '2027-11-20' }] }],
    ['14/11', { date: '2027-11-14' }],
    ['thang sau ngay 5', { ask: [{ date: '2026-12-05' }, { date: '2027-06-05' }] }],
    ['tháng sau ngày 5', { date: '2026-12-05' }],
    ['ngay kia kia', { date: '2026-11-25' }],
    ['25,26/11', { ask: [{ date: '2026-11-25' }, { date: '2026-11-26' }] }],
    ['26,25/11', null],
    ['20/11 den 25/11', { from: '2026-11-20', to: '2026-11-25' }],
    ['mai 23/11', { date: '2026-11-23' }],
    ['mai 24/11', { ask: [{ date: '2026-11-24' }, { date: '2026-11-23' }] }],
    ['mùng 1', { date: '2026-12-09' }],
    ['5 ngày nữa', { date: '2026-11-27' }],
    ['2 tuần nữa', { date: '2026-12-06' }],
    ['kia', { date: '2026-11-24' }],
    ['ngay mot', { ask: [{ date: '2026-11-24' }, { date: '2026-12-01' }] }],
    ['chủ nhật tới', { date: '2026-11-29' }],
    ['thứ 5 - 26/11', { date: '2026-11-26' }],
    ['26/11 (thứ 5)', { date: '2026-11-26' }],
    ['mai đến thứ 6', { from: '2026-11-23', to: '2026-11-27' }],
    ['thứ 2 đến thứ 6 tuần sau', { from: '2026-11-23', to: '2026-11-27' }],
    ['28 đến 2/12', { from: '2026-11-28', to: '2026-12-02' }],
    ['từ 20/11 đến cuối tháng', { from: '2026-11-20', to: '2026-11-30' }],
    ['ngày 25 này', { date: '2026-11-25' }],
    ['tháng 2 tới', { from: '2027-02-01', to: '2027-02-28' }],
    ['thang sau', { from: '2026-12-01', to: '2026-12-31' }],
  ]
  it.each(cases)('%s', (text, expected) => {
    expect(read(text, 'date', contextWith({ tense: 'future' }))).toEqual(expected)
  })
})
