import { describe, expect, it } from 'vitest'
import { readFacts } from '../../src/language/facts.ts'
import { read } from '../../src/language/read.ts'
import { contextWith } from './context.ts'

type Case = [text: string, expected: unknown]

const at = (time: string, date = '2026-11-23') => ({ date, time })

describe('hours of a day ahead, read on Sunday 22 November 2026 at eight', () => {
  const cases: Case[] = [
    ['8h sáng mai', at('08:00')],
    ['8g30 mai', at('08:30')],
    ['7h30 toi mai', at('19:30')],
    ['8 giờ rưỡi sáng mai', at('08:30')],
    ['8 rưỡi sáng mai', at('08:30')],
    ['7h kém 15 sáng mai', at('06:45')],
    ['mười sáu giờ kém mười lăm ngày mai', at('15:45')],
    ['tám giờ hai mươi ngày mai', at('08:20')],
    ['12:30:20 ngày mai', at('12:30')],
    ['1 giờ trưa mai', at('13:00')],
    ['11 giờ trưa mai', at('11:00')],
    ['12 giờ trưa mai', at('12:00')],
    ['8:30 pm ngày mai', at('20:30')],
    ['10h đêm mai', at('22:00')],
    ['03:30 ngày mai', at('03:30')],
    ['3h30 ngày mai', { ask: [at('15:30'), at('03:30')] }],
    ['24h ngày mai', at('00:00', '2026-11-24')],
    // The night a day ends with goes on into the next.
    ['12h đêm mai', { ask: [at('00:00', '2026-11-24'), at('00:00')] }],
    ['2h đêm mai', { ask: [at('02:00'), at('02:00', '2026-11-24')] }],
    ['từ 8h đến 10h ngày mai', at('08:00')],
    ['từ 2 đến 4h chiều mai', at('14:00')],
    ['từ 6h sáng đến 10h ngày mai', at('06:00')],
    ['8h-11h30 sáng mai', at('08:00')],
    ['8h - 2h chiều mai', at('08:00')],
    ['sáng mai lúc 8h', at('08:00')],
    ['chiều mai, 2h', at('14:00')],
    ['mai họp ở nhà văn hóa lúc 8h', at('08:00')],
    ['chieu thu 4 luc 2h', at('14:00', '2026-11-25')],
    ['8h ngày 26/11', at('08:00', '2026-11-26')],
    ['7 giờ 30 ngày 5/12', at('07:30', '2026-12-05')],
    ['mai 8h qua nhà em', at('08:00')],
    ['toi mai 7h di', { ask: [at('19:00'), at('07:00')] }],
    ['8h 20 bao ngày mai', at('08:00')],
    ['mai 8h hop, 10h an', at('08:00')],
    ['mai hop 8h, an 10h', { date: '2026-11-23' }],
  ]
  it.each(cases)('%s', (text, expected) => {
    expect(read(text, 'date', contextWith({ tense: 'future' }))).toEqual(expected)
  })
})

describe('a time alone where a day was asked for', () => {
  const today = '2026-11-22'
  const cases: [...Case, 'past' | 'future'][] = [
    ['7h', at('07:00', today), 'past'],
    ['14g30', at('14:30', today), 'future'],
    ['7h30', { ask: [at('07:30', today), at('07:30')] }, 'future'],
    ['3h', at('03:00', today), 'past'],
    ['3h', at('15:00', today), 'future'],
    ['12:00', at('12:00', today), 'future'],
    ['24h', null, 'future'],
    ['25:00', null, 'future'],
    ['12:61', null, 'future'],
    ['h12h12', null, 'future'],
    ['8:23 gmt', null, 'future'],
    ['5 phút', null, 'future'],
    ['3p20s', null, 'future'],
    ['làm 8 giờ', null, 'past'],
    ['trong 8 giờ', null, 'past'],
    ['8h/ngày', null, 'past'],
    ['chín rưỡi', null, 'future'],
  ]
  it.each(cases)('%s', (text, expected, tense) => {
    expect(read(text, 'date', contextWith({ tense }))).toEqual(expected)
  })

  it('goes with its day in a report too', () => {
    const { facts } = readFacts('bc ngo 3 ta luc 6h sáng hôm qua', ['date'], contextWith())
    expect(facts).toMatchObject([{ readings: [at('06:00', '2026-11-21')] }])
  })

  it('is no day in a report', () => {
    expect(readFacts('bc ngo 3 ta luc 8h', ['date'], contextWith()).facts).toEqual([])
  })
})
