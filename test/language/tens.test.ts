import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'
import { table } from './table.ts'

table('mass', [
  ['hai trăm năm chục cân', { kg: 250 }],
  ['1 trăm 2 chục cân', { kg: 120 }],
  ['trăm hai chục cân', { kg: 120 }],
  ['ba chục hai cân', { kg: 32 }],
  ['hai chục lăm cân', { kg: 25 }],
  ['hai chuc nam can', { kg: 25 }],
  ['15 chục cân', { kg: 150 }],
  ['một tạ hai ngô', { kg: 120 }],
  ['mot ta hai sa nhan', { ask: [{ kg: 120 }, { kg: 100 }] }],
  ['1 tạ hai gừng', { kg: 120 }],
  ['một tạ hai chục', { kg: 120 }],
  ['một tấn hai tạ ba chục', { kg: 1230 }],
  ['1 nghìn 5 trăm cân', { kg: 1500 }],
  ['2 nghìn 5 trăm kg', { kg: 2500 }],
  ['3 mươi 5 cân', { kg: 35 }],
  ['2 muoi can', { kg: 20 }],
  // Five tạ or six: no part of one.
  ['5/6 ta', null],
  ['3/4 ta', { kg: 75 }],
  ['3½ tạ', { kg: 350 }],
  ['2 tạ ½', { kg: 250 }],
  // Tám ba, or tầm ba.
  ['tam ba ta', { ask: [{ kg: 8300 }, { kg: 300, about: true }] }],
  ['tam muoi ta', { kg: 8000 }],
  ['mỗi lần 3 tạ', null],
  ['1 tạ rưỡi 5 cân', { kg: 155 }],
  ['2 tấn rưỡi 3 tạ', { kg: 2800 }],
  ['3 tạ + 2 tạ', { ask: [{ kg: 500 }, { kg: 300 }, { kg: 200 }] }],
  ['từ 80 đến 1 tạ', { kg: 90, min: 80, max: 100 }],
  ['tu 800 den 1 tan', { kg: 900, min: 800, max: 1000 }],
  ['1 đến 1 tấn rưỡi', { kg: 1250, min: 1000, max: 1500 }],
  ['2 đến 2 tạ 5', { kg: 225, min: 200, max: 250 }],
  ['từ 3 tạ đến 5', { kg: 400, min: 300, max: 500 }],
])

table('money', [
  ['2 trăm 5 chục nghìn', { vnd: 250_000 }],
  ['trau 3 muoi 5 trieu', { vnd: 35_000_000 }],
  ['lon 6 mươi 2 nghin', { vnd: 62_000 }],
  ['gia gung 15k5 ngay 20/11', { vnd: 15_500 }],
  ['hoc phi 1tr5 ngay 25/11', { vnd: 1_500_000 }],
  ['20 nghìn một chục', { vnd: 20_000, per: 'chục' }],
  ['gừng 15-16k5', { vnd: 15_750, min: 15_000, max: 16_500 }],
  ['gừng 15-16.500đ/kg', { vnd: 15_750, per: 'kg', min: 15_000, max: 16_500 }],
  ['gừng mười lăm đến mười sáu nghìn rưỡi', { vnd: 15_750, min: 15_000, max: 16_500 }],
  ['ban trau 20-22tr5', { vnd: 21_250_000, min: 20_000_000, max: 22_500_000 }],
  ['500-1tr', { vnd: 750_000, min: 500_000, max: 1_000_000 }],
  ['gừng 15k5-16k5', { vnd: 16_000, min: 15_500, max: 16_500 }],
  ['lua tam tam nghin', { ask: [{ vnd: 88_000 }, { vnd: 8000, about: true }] }],
])

table('number', [
  ['3 tram 5 chuc', { number: 350 }],
  ['2 mươi', { number: 20 }],
  ['3½', { number: 3.5 }],
  ['2-3 trăm rưỡi', { number: 275, min: 200, max: 350 }],
  ['2-300', { number: 250, min: 200, max: 300 }],
])

describe('a word that only looks like a tail', () => {
  const cases: [text: string, kg: number][] = [
    ['ngô 5 tạ bón 2 bao phân', 500],
    ['ngo 5 ta bon 1 ta phan', 500],
    ['lúa 3 sào 5 tạ chín rồi', 500],
    ['gừng 4 tạ tư thương mua', 400],
  ]
  it.each(cases)('%s', (text, kg) => {
    expect(readReport(text, contextWith()).slots.quantity).toEqual({ kg })
  })
  it('a little is no tenth', () => {
    expect(readReport('ngô hơn 3 tạ một ít', contextWith()).slots.quantity).toEqual({ kg: 300, about: true })
  })
})

describe('what is told beside a harvest', () => {
  const cases: [text: string, slots: object][] = [
    ['lua 5 ta, con 2 sao chua gat', { crop: { crop: 'rice_paddy' }, quantity: { kg: 500 } }],
    ['5 tạ ngô để 1 tạ cho gà ăn', { crop: { crop: 'maize' }, quantity: { kg: 500 } }],
    ['thu 3 ngày được 5 tạ ngô', { crop: { crop: 'maize' }, quantity: { kg: 500 } }],
    ['hôm qua em báo ngô 5 tạ', { crop: { crop: 'maize' }, quantity: { kg: 500 } }],
    ['hôm nay nhà em đào được 5 tạ', { quantity: { kg: 500 }, date: { date: '2026-11-22' } }],
    ['gung 3 ta tru dat con 2 ta 8', { crop: { crop: 'ginger' }, quantity: { ask: [{ kg: 300 }, { kg: 280 }] } }],
  ]
  it.each(cases)('%s', (text, slots) => {
    expect(readReport(text, contextWith()).slots).toEqual(slots)
  })
})

describe('a tail with a day behind it', () => {
  const cases: [text: string, kg: number, date: string][] = [
    ['ngô 3 tạ 2 hôm qua', 320, '2026-11-21'],
    ['ngo 3 ta 2 hom kia', 320, '2026-11-20'],
    ['ngo 2 tan 5 ngay 20/11', 2500, '2026-11-20'],
    ['ngo 3 ta 2 ngay 20', 320, '2026-11-20'],
    ['ngo 3 ta 50 hom 20', 350, '2026-11-20'],
  ]
  it.each(cases)('%s', (text, kg, date) => {
    expect(readReport(text, contextWith()).slots).toEqual({ crop: { crop: 'maize' }, quantity: { kg }, date: { date } })
  })
})

describe('a rate, or an amount torn from its figures, is no harvest', () => {
  it.each(['ngo tren 18 den 25', 'ngo 250 hom 20', 'nang suat 2 ta 1 sao, nha co 5 sao lua'])('%s', (text) => {
    expect(readReport(text, contextWith()).slots).not.toHaveProperty('quantity')
  })
})
