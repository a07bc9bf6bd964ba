import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'
import { table } from './table.ts'

const both = (all: number, one: number) => ({ ask: [{ kg: all }, { kg: one }] })

/** What one of several holds, behind their name said again. */
table('mass', [
  ['12 bao thoc bao 40 can', { kg: 480 }],
  ['12 bao thóc bao 40 cân', { kg: 480 }],
  ['5 bao ngo bao 45kg', { kg: 225 }],
  ['thoc 12 bao bao 40 can', { kg: 480 }],
  ['4 gùi ngô lai gùi nặng 30 cân', { kg: 120 }],
  ['12 bao thóc bao được 40 cân', { kg: 480 }],
  ['12 bao thóc, bao 40 cân', both(480, 40)],
  // Sack by sack, another container, or more than one holds.
  ['2 bao ngô bao 40 cân bao 50 cân', { kg: 90 }],
  ['12 bao thóc 40 cân', both(480, 40)],
  ['12 bao thóc gùi 40 cân', { kg: 40 }],
  ['1 bao thóc bao 40 cân', { kg: 40 }],
  ['12 bao thóc bao 300 cân', { kg: 300 }],
])
table('volume', [['3 thùng mật ong thùng 20 lít', { l: 60 }]])

/** What is left over beside full ones. */
table('mass', [
  ['3 bao mỗi bao 50 cân lẻ 15 cân', { kg: 165 }],
  ['3 bao moi bao 50 can le 15 can', both(165, 150)],
  ['3 bao ngô mỗi bao 50 cân, lẻ 15 cân', { kg: 165 }],
  ['3 bao mỗi bao 50 cân dư 15 cân', { kg: 165 }],
  ['3 bao 50 cân lẻ 15 cân', both(165, 65)],
  ['2 bao 40 cân 1 bao 30 cân lẻ 5 cân', { kg: 115 }],
  ['1 bao lẻ 20 cân', { kg: 70 }, { containerKg: { bao: 50 } }],
  ['ngo 3 bao le 15 can', both(165, 150), { containerKg: { bao: 50 } }],
  // Unaccented it may be another word (đủ, thua), and what weighs a sack or more is not left over.
  ['3 bao moi bao 50 can du 15 can', both(165, 150)],
  ['lua 12 bao moi bao 50kg du 6 ta', { kg: 600 }],
  ['lua 12 bao moi bao 50kg la du 4 ta', both(600, 400)],
  ['lua 10 bao moi bao 50kg thua 20kg so vu truoc', both(520, 500)],
  ['lua 10 bao moi bao 50kg le ra 5 ta', { kg: 500 }],
  ['lúa 10 bao mỗi bao 50 kg lẻ ra 5 tạ', { kg: 500 }],
  ['3 bao mỗi bao 50 cân dư 60 cân', both(210, 150)],
  // Sold by retail.
  ['bán lẻ 20 cân', { kg: 20 }],
  ['lúa 10 bao mỗi bao 50kg bán lẻ 20 cân', both(500, 20)],
  ['lua 10 bao moi bao 50kg ban le 20 can', both(500, 20)],
  ['10 bao lua moi bao 50 can, le 1 bao 30 can', both(530, 500)],
  // What a sack holds is not known.
  ['lúa 10 bao 50 lẻ 20 kg', null],
  ['1 bao lẻ 20 cân', null],
  ['5 bao le 15 can', null],
  ['3 tạ lẻ 15 cân', { kg: 315 }],
  ['3 sọt lê 60 cân', both(180, 60)],
])

describe('a le without its accent', () => {
  it.each([
    ['1 bao le 20 can', undefined],
    ['ngo 1 bao le 20 can', { crop: 'maize' }],
    ['3 bao ngo le 15 can', { crop: 'maize' }],
    ['3 bao moi bao 50 can le 15 can', undefined],
    ['3 sot le 60 can', { crop: 'pear' }],
    ['5 bao lê 200 cân', { crop: 'pear' }],
    ['le 20 can', { crop: 'pear' }],
    ['20 can le', { crop: 'pear' }],
    ['10 bao lua moi bao 50 can, le 1 bao 30 can', { crop: 'rice_paddy' }],
    ['10 bao ngo 50kg, le 30kg', { crop: 'maize' }],
    ['ban le 5kg 20k', undefined],
    ['bán lê 5kg 20k', { crop: 'pear' }],
    ['le 2 sot 60 can', { crop: 'pear' }],
    ['mua le 20kg', { crop: 'pear' }],
  ])('is no pear between sacks and a weight: %s', (text, crop) => {
    expect(readReport(text, contextWith({})).slots.crop).toEqual(crop)
  })
  it('is no harvest behind what could not be read', () => {
    expect(readReport('lúa 10 bao 50 lẻ 20 kg', contextWith({})).slots).toEqual({ crop: { crop: 'rice_paddy' } })
  })
  it('leaves sacks and kilograms to be asked about', () => {
    const { quantity } = readReport('1 bao le 20 can', contextWith({})).slots
    expect(quantity).toEqual({ ask: [{ kg: 20 }, { count: 1, unit: 'bao' }] })
  })
})
