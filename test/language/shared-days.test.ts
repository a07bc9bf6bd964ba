import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'

/** The day and the place of each report of a text, null where none is told. */
function framesOf(text: string): (string | null)[] {
  const { slots, more = [] } = readReport(text, contextWith({}))
  return [slots, ...more.map((other) => other.slots)].map(({ date, place }) =>
    date === undefined && place === undefined
      ? null
      : [date, place].flatMap((one) => (one == null ? [] : Object.values(one))).join(' '),
  )
}

describe('a day or a place told once for several crops', () => {
  const [yesterday, today] = ['2026-11-21', '2026-11-22']
  it.each([
    ['ngô 3 tạ, lúa 5 bao hôm qua', yesterday],
    ['ngô 3 tạ, lúa 5 bao thu hoạch hôm qua ạ', yesterday],
    ['ngo 3 ta, lua 5 bao, em bao ngay hom qua', yesterday],
    ['ngô 3 tạ, lúa được khoảng 5 bao hôm qua', yesterday],
    ['ngô bẻ 3 tạ, lúa 5 bao hôm qua', yesterday],
    ['Chị Mai ở Nà Lùng báo: ngô 3 tạ, lúa 5 bao hôm qua', yesterday],
    ['ngô 3 tạ, lúa 5 bao đều gặt hôm qua', yesterday],
    ['hôm qua bẻ ngô 3 tạ, lúa 5 bao', yesterday],
    ['hom nay nha em thu ngo 3 ta, lua 5 bao', today],
    ['ngô 3 tạ 7k, lúa 5 bao 8k hôm qua', yesterday],
  ])('bare at one end is of all: %s', (text, day) => {
    expect(framesOf(text)).toEqual([day, day])
  })

  it.each([
    ['ngô 3 tạ lâu rồi, lúa 5 tạ hôm qua', null, yesterday],
    ['ngô 3 tạ, lúa 5 bao gặt hôm qua', null, yesterday],
    ['ngô 3 tạ, lúa 5 bao mới gặt hôm qua', null, yesterday],
    ['ngô 3 tạ, gặt 5 bao lúa hôm qua', null, yesterday],
    ['ngo 3 ta, con lua 5 bao hom qua', null, yesterday],
    ['ngô 3 tạ, còn lúa 5 bao hôm qua', null, yesterday],
    ['ngô 3 tạ hôm qua, lúa 5 bao', yesterday, null],
    ['ngô 3 tạ, lúa 5 bao vừa thu hôm qua', null, yesterday],
    ['ngô 3 tạ, lúa 5 bao hôm qua cho gà', null, yesterday],
    ['ngô 3 tạ, lúa 5 bao bán ở Bản Xèo', null, '02725'],
    ['ngô 3 tạ, lúa 5 bao bán cho thương lái Bắc Hà', null, '02839'],
    ['ngô 3 tạ, lúa 5 bao 8k hôm qua', null, yesterday],
    ['bán hôm qua ngô 3 tạ, lúa 5 bao', yesterday, null],
  ])('by a word of one it is of that one: %s', (text, ...days) => {
    expect(framesOf(text)).toEqual(days)
  })

  it.each([
    'ngo 3 ta, lua 5 tạ, thu 7 hop',
    'ngô 3 tạ, lúa 5 tạ, tháng 12 bán',
    'ngô 3 tạ, lợn 2 con mua hôm qua',
    'ngô 3 tạ, lúa 5 tạ, hôm qua trời mưa',
    'ngô 3 tạ, lúa 5 tạ, hôm nay nắng phơi',
  ])('of another deed it is of none: %s', (text) => {
    expect(framesOf(text)).toEqual([null, null])
  })

  it('a figure that may be the day of a later one leaves them unparted', () => {
    const { slots, more, rest } = readReport('ngày 20 ngô 3 tạ, 21 lúa 2 tạ', contextWith({}))
    expect(more).toBeUndefined()
    expect(slots.crop).toEqual({ ask: [{ crop: 'maize' }, { crop: 'rice_paddy' }] })
    expect(rest).toContain('21')
    expect(framesOf('hôm qua: 1. ngô 3 tạ 2. lúa 5 bao')).toEqual([yesterday, yesterday])
  })
})

describe('what has the form of a day and is not the day of the harvest', () => {
  it.each([
    'ngô 3 tạ bán hôm qua',
    'cấy 20/6, gặt 5 tạ lúa',
    'trồng ngày 5/3 được 3 tạ ngô',
    'ngô 3 tạ, hôm qua trời mưa',
    'vừa bán hôm qua, ngô 3 tạ',
    'hôm qua đi họp, ngô 3 tạ',
    'ngày 20, 21 ngô 3 tạ',
    'ngày 20 và 21 ngô 3 tạ',
  ])('%s', (text) => {
    const { slots } = readReport(text, contextWith({}))
    expect(slots.quantity).toBeDefined()
    expect(slots.date).toBeUndefined()
  })

  it.each([
    ['bán 3 tạ ngô hôm qua', '2026-11-21'],
    ['ngô 3 tạ bán 7k/kg hôm qua', '2026-11-21'],
    ['bán hôm qua 3 tạ ngô', '2026-11-21'],
    ['hôm qua bán 3 tạ ngô', '2026-11-21'],
    ['hôm qua trời mưa thu 3 tạ ngô', '2026-11-21'],
    ['ngày 20, 3 tạ ngô', '2026-11-20'],
    ['trong ngày 20/11 được 3 tạ ngô', '2026-11-20'],
  ])('but %s', (text, date) => {
    expect(readReport(text, contextWith({})).slots.date).toEqual({ date })
  })

  it.each([
    'lúa 6 tạ bán 1/3',
    'ngô hỏng 1/3 còn 4 tạ',
    'gặt được 2/3 rồi, lúa 5 tạ',
    'bán 2/3 ngô 4 tạ',
    'ban 1/2 ngo duoc 3tr',
    'ngô được 7/10 năm ngoái 4 tạ',
    'bằng 2/3 năm ngoái',
    'chuột ăn mất 1/4 lúa còn 2 tạ',
  ])('behind a word of a part it is one: %s', (text) => {
    const { slots, rest } = readReport(text, contextWith({}))
    expect(slots.date).toBeUndefined()
    expect(rest).toMatch(/\d\/\d/)
  })

  it.each([
    ['ngô thu 2/3 được 4 tạ', '2026-03-02'],
    ['ngô được 4 tạ ngày 7/10', '2026-10-07'],
    ['ngô được ngày 7/10 4 tạ', '2026-10-07'],
    ['lúa được 3/11', '2026-11-03'],
    ['ngô hỏng 20/11', '2026-11-20'],
    ['lúa gặt được 5/10/2026', '2026-10-05'],
  ])('else a day: %s', (text, date) => {
    expect(readReport(text, contextWith({})).slots.date).toEqual({ date })
  })
})
