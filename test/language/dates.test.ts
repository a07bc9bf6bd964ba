import { describe, expect, it } from 'vitest'
import { readFacts } from '../../src/language/facts.ts'
import { read } from '../../src/language/read.ts'
import type { ReadingContext } from '../../src/language/types.ts'
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
    ['hom kia kia', { date: '2026-11-19' }],
    ['thu hai thu ngo 3 ta', { date: '2026-11-16' }],
    ['thang truoc ngay 20', { date: '2026-10-20' }],
    ['15 tay', { date: '2026-11-15' }],
    ['ngày 15 tây', { date: '2026-11-15' }],
    // The grade of a fertiliser.
    ['npk 5-10-3 50kg', null],
    ['bon phan 5-10-3 20kg', null],
    ['bon phan ngay 5-10-26', { date: '2026-10-05' }],
    ['5-10-26', { date: '2026-10-05' }],
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
    // What comes again in a few days may be meant itself; what comes later is last year's.
    ['29/11', { ask: [{ date: '2025-11-29' }, { date: '2026-11-29' }] }],
    ['30/11', { date: '2025-11-30' }],
    ['hái hôm 5/12', { date: '2025-12-05' }],
    ['25/12', { date: '2025-12-25' }],
    ['rằm tháng 12', { date: '2026-02-02' }],
    ['25/3', { date: '2026-03-25' }],
    ['25/12 năm ngoái', { date: '2025-12-25' }],
    ['29/2/2024', { date: '2024-02-29' }],
    ['ngày 20', { date: '2026-11-20' }],
    ['ngay 25', { date: '2026-10-25' }],
    ['ngày 31', { date: '2026-10-31' }],
    ['ngày 5 tháng 10', { date: '2026-10-05' }],
    ['hai mươi tháng mười một', { date: '2026-11-20' }],
    // Typed with a Telex keyboard that was off, and without the key for the horn.
    ['ngay muoif lawm', { date: '2026-11-15' }],
    ['hai muoif lawm thangs 9', { date: '2026-09-25' }],
    ['thangs muoif mootj', { from: '2026-11-01', to: '2026-11-30' }],
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
    ['hai thang 9', { date: '2026-09-02' }],
    // hái, picked: in which month is left open.
    ['de hai thang 9 duoc 50kg', null],
    ['tu hai thang 9 den nam thang 9', { from: '2026-09-02', to: '2026-09-05' }],
    ['thu ngay hai thang 9', { date: '2026-09-02' }],
    ['thang 9-10', { from: '2026-09-01', to: '2026-10-31' }],
    ['tháng 9 và 10', { from: '2026-09-01', to: '2026-10-31' }],
    ['tháng 9-10 năm ngoái', { from: '2025-09-01', to: '2025-10-31' }],
    ['tháng 9 tháng 10', null],
    ['tháng 2 và 3 tạ', { from: '2026-02-01', to: '2026-02-28' }],
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
    ['20/12 den 25/12', { from: '2025-12-20', to: '2025-12-25' }],
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
    ['20/11/99', { date: '1999-11-20' }],
    ['20112026', { date: '2026-11-20' }],
    ['20 11 2026', { date: '2026-11-20' }],
    ['20 / 11', { date: '2026-11-20' }],
    ['20\\11', { date: '2026-11-20' }],
    ['đêm 17-7', { date: '2026-07-17' }],
    ['ngày 20 t11', { date: '2026-11-20' }],
    ['tháng 4 ngày 10', { date: '2026-04-10' }],
    ['hai tư tháng bảy năm hai nghìn mười ba', { date: '2013-07-24' }],
    ['ngày 24 tháng 7 năm hai không mười ba', { date: '2013-07-24' }],
    ['ngay 24 thang sau nam 2025', { date: '2025-06-24' }],
    ['Hôm nay (2/9/2021), tôi đã được đi chơi.', { date: '2021-09-02' }],
    ['hôm nay 22/11/2025', { ask: [{ date: '2025-11-22' }, { date: '2026-11-22' }] }],
    ['26/11 (thứ tư)', { date: '2025-11-26' }],
    ['hôm kìa', { date: '2026-11-19' }],
    ['kia', { date: '2026-11-20' }],
    ['t2', { date: '2026-11-16' }],
    ['sáng t6', { date: '2026-11-20' }],
    ['t5/2026', { from: '2026-05-01', to: '2026-05-31' }],
    ['đầu t5', { from: '2026-05-01', to: '2026-05-10' }],
    ['tuần trước thứ 5', { date: '2026-11-12' }],
    ['thu ba ta ngo', null],
    ['thu hai 3 ta', null],
    ['thu nam nay', null],
    ['mai mốt', null],
    ['mấy hôm trước', null],
    ['nửa tháng trước', null],
    ['2 tháng trước', { from: '2026-09-01', to: '2026-09-30' }],
    ['ngày 2 tháng trước', { date: '2026-10-02' }],
    ['3-4 ngày trước', { from: '2026-11-18', to: '2026-11-19' }],
    ['nửa đầu tháng 10', { from: '2026-10-01', to: '2026-10-15' }],
    ['cuối tuần trước', { from: '2026-11-14', to: '2026-11-15' }],
    ['02.2000', { from: '2000-02-01', to: '2000-02-29' }],
    ['02-03/2000', { from: '2000-02-01', to: '2000-03-31' }],
    ['tháng 9 - tháng 10', { from: '2026-09-01', to: '2026-10-31' }],
    ['quý II/2021', { from: '2021-04-01', to: '2021-06-30' }],
    ['quý 4', { from: '2026-10-01', to: '2026-12-31' }],
    ['quý trước', { from: '2026-07-01', to: '2026-09-30' }],
    ['năm hai nghìn linh chín', { from: '2009-01-01', to: '2009-12-31' }],
    ['27-28/02/2000', { from: '2000-02-27', to: '2000-02-28' }],
    ['16-17.10', { from: '2026-10-16', to: '2026-10-17' }],
    ['1-2 tháng 10', { from: '2026-10-01', to: '2026-10-02' }],
    ['ngày 12-15', { from: '2026-11-12', to: '2026-11-15' }],
    ['5-7', { ask: [{ date: '2026-07-05' }, { from: '2026-11-05', to: '2026-11-07' }] }],
    ['ngày 15 đến 18', { from: '2026-11-15', to: '2026-11-18' }],
    ['thứ 2 đến thứ 6', { from: '2026-11-16', to: '2026-11-20' }],
    ['từ hôm kia đến nay', { from: '2026-11-20', to: '2026-11-22' }],
    ['đầu tháng đến nay', { from: '2026-11-01', to: '2026-11-22' }],
    ['trước ngày 20/11', null],
    ['phun thuoc sau 20/11', { date: '2026-11-20' }],
    ['cách ly 7 ngày', null],
    ['phun 3 ngày trước khi thu', null],
    ['ngày 3 lần', null],
    ['mỗi ngày 5', null],
    ['3 ngay 20 kg', null],
    ['20/11, 2000 cây', { date: '2026-11-20' }],
    ['15/10/1850', null],
    ['hôm 18 sau đó bán', { date: '2026-11-18' }],
    ['hôm 18 tới bán 3 tạ', { date: '2026-11-18' }],
    ['ngày 25 tới', { date: '2026-11-25' }],
    ['3 tháng 2 lần', null],
    ['ban rau ram', null],
    ['mung 3 kg', null],
    ['quý 3 tạ', null],
    ['thứ 5 hàng tuần', null],
    ['ngày 14/4 hàng năm', null],
    ['mỗi thứ hai', null],
    ['15 và 16/10', { ask: [{ date: '2026-10-15' }, { date: '2026-10-16' }] }],
    ['bay gio', null],
    ['gia 15-16', null],
    ['2/3 dien tich', null],
    ['3 hôm nay', null],
    ['thu tu 10 den 15/11 duoc 5 ta', { from: '2026-11-10', to: '2026-11-15' }],
    ['cách đây khoảng 3 ngày', { date: '2026-11-19' }],
    ['15 vừa rồi', { date: '2026-11-15' }],
    ['hom lay', { date: '2026-11-22' }],
    ['32-33/12', null],
    ['12-13/2000', null],
    ['32/11', null],
    ['29/2/2026', null],
    ['3 ta', null],
    ['thu 5 bao', null],
  ]
  it.each(cases)('%s', (text, expected) => {
    expect(read(text, 'date', contextWith())).toEqual(expected)
  })
})

describe('a day beside figures of a report', () => {
  it.each([
    ['gung 15.500 ngay 20.11', '20.11'],
    ['ngo 350 ngay 20', 'ngay 20'],
    ['ngo 3 ta ngay 20 2 sao', 'ngay 20'],
  ])('%s', (text, said) => {
    const { facts } = readFacts(text, ['date'], contextWith())
    expect(facts).toMatchObject([{ readings: [{ date: '2026-11-20' }] }])
    expect(facts[0]?.said.endsWith(said)).toBe(true)
  })
})

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
