import { describe, expect, it } from 'vitest'
import { read } from '../../src/language/read.ts'
import { contextWith } from './context.ts'

type Case = [text: string, expected: unknown]
const day = (date: string) => ({ date })

describe('days by the moon behind, read on Sunday 22 November 2026, day 14 of month 10', () => {
  const cases: Case[] = [
    ['rằm vừa rồi', day('2026-10-24')],
    ['rằm tháng trước', day('2026-10-24')],
    ['rằm tháng này', day('2026-11-23')],
    ['rằm tháng 7 năm ngoái', day('2025-09-06')],
    // Last year's late months are those of the last lunar year.
    ['25 thang chap nam ngoai', day('2026-02-12')],
    ['rằm tháng 11 năm ngoái', day('2026-01-03')],
    ['rằm/7', day('2026-08-27')],
    ['mung 3/9', { ask: [day('2026-10-12'), day('2026-09-03')] }],
    ['mùng một tháng một năm một chín chín chín', day('1999-01-01')],
    ['10/3', day('2026-03-10')],
    ['10/3 al', day('2026-04-26')],
    ['10/3 am', day('2026-04-26')],
    ['âm lịch 10/3', day('2026-04-26')],
    ['10/3/2026 âm', day('2026-04-26')],
    ['10/3 âm năm 2025', day('2025-04-07')],
    ['15 âm tháng 9', day('2026-10-24')],
    ['tết', day('2026-02-17')],
    ['tết năm ngoái', day('2025-01-29')],
    ['tết 2024', day('2024-02-10')],
    ['28 tết năm ngoái', day('2025-01-27')],
    ['23 tháng chạp', day('2026-02-10')],
    ['tháng chạp', { from: '2026-01-19', to: '2026-02-16' }],
    ['đầu tháng giêng', { from: '2026-02-17', to: '2026-02-26' }],
    ['tháng 6 nhuận', { from: '2025-07-25', to: '2025-08-22' }],
    ['mùng 5 tháng 6 nhuận', day('2025-07-29')],
    // The leap year has two sixth months.
    ['mùng 5 tháng 6 âm năm 2025', { ask: [day('2025-06-29'), day('2025-07-29')] }],
    // The end of a lunar year lies in the next solar one: either may be meant by its number.
    ['23 tháng chạp năm 2025', { ask: [day('2026-02-10'), day('2025-01-22')] }],
    ['trung thu', day('2026-09-25')],
    ['giỗ tổ', day('2026-04-26')],
    ['20/11 (12/10 âm)', day('2026-11-20')],
    ['mùng 3 tháng 9 tức 12/10', day('2026-10-12')],
    // The last month had 29 days, and so had every one since 2025: the eve is called the 30th all the same.
    ['30 tết', day('2026-02-16')],
    ['29 tết', day('2026-02-16')],
    ['30/12 âm năm 2026', null],
    ['tháng 6 nhuận năm 2026', null],
    ['trước tết', null],
    ['ra tết', null],
    ['3 ngày trước tết', null],
    ['hàng tết', null],
    ['chuc mung nam moi', null],
  ]
  it.each(cases)('%s', (text, expected) => {
    expect(read(text, 'date', contextWith())).toEqual(expected)
  })
})

describe('days by the moon ahead', () => {
  const cases: Case[] = [
    ['rằm', day('2026-11-23')],
    ['rằm này', day('2026-11-23')],
    ['tết', day('2027-02-06')],
    ['tết dương lịch', day('2027-01-01')],
    ['tháng 10 âm', { from: '2026-11-09', to: '2026-12-08' }],
    ['rằm tháng giêng', day('2027-02-20')],
    ['từ mùng 5 đến mùng 8', { from: '2026-12-13', to: '2026-12-16' }],
  ]
  it.each(cases)('%s', (text, expected) => {
    expect(read(text, 'date', contextWith({ tense: 'future' }))).toEqual(expected)
  })
})
