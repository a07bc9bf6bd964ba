import { describe, expect, it } from 'vitest'
import { read } from '../../src/language/read.ts'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'

const slotsOf = (text: string) => readReport(text, contextWith({ tense: 'past' })).slots

describe('so many thousands before a unit', () => {
  it.each([
    ['ngô giá 7 nghìn cân', 7000],
    ['ngo gia 7 nghin can', 7000],
    ['gừng 15 nghìn cân', 15_000],
    ['gung 15 nghin kg', 15_000],
    ['hôm nay gừng 15 nghìn cân', 15_000],
    ['gà 120 nghìn cân', 120_000],
    ['ngô 700 nghìn tạ', 7000],
    ['gừng 1 triệu rưỡi tạ', 15_000],
    ['lúa 8 triệu tấn', 8000],
    ['gừng 150 nghìn yến', 15_000],
  ])('%s is the price of one', (text, vnd) => {
    const { price, quantity } = slotsOf(text)
    expect([price, quantity]).toEqual([{ vnd, per: 'kg' }, undefined])
  })
  it.each([
    ['gừng 15 nghìn cân bán 3 tạ', 300],
    ['bán 3 tạ gừng 15 nghìn cân', 300],
  ])('%s: beside what was sold', (text, kg) => {
    expect(slotsOf(text)).toMatchObject({ price: { vnd: 15_000, per: 'kg' }, quantity: { kg } })
  })
  it.each([
    ['7 nghìn cân ngô', 7000],
    ['thu 3 nghìn cân ngô', 3000],
    // No price of it: two thousand kilograms of ginger at 2,000 đ nobody sells.
    ['gừng 2 nghìn cân', 2000],
  ])('%s is an amount where a crop follows, or nobody pays that', (text, kg) => {
    expect(slotsOf(text).quantity).toEqual({ kg })
  })
  it('is an amount where one was asked for', () => {
    expect(read('15 nghìn cân', 'mass', contextWith({ crop: 'ginger' }))).toEqual({ kg: 15_000 })
  })
})

describe('a sum behind an unaccented ta', () => {
  it.each(['ban ngo 2 ta 1tr4', 'ban lua 2 ta 1tr6', 'ngo 3 ta 2 trieu 1'])(
    '%s is asked about: a number before it says how much was sold',
    (text) => {
      expect(slotsOf(text).price).toHaveProperty('ask')
    },
  )
  it('is the price of a tạ without one', () => {
    expect(slotsOf('gung ta 1tr5').price).toEqual({ vnd: 15_000, per: 'kg' })
  })
})

it.each([
  ['ngô 2 nương mỗi nương 3 tạ', { kg: 600 }],
  ['lúa 4 ruộng mỗi ruộng 50 cân', { kg: 200 }],
  ['10 khóm gừng mỗi khóm 2 cân', { kg: 20 }],
])('%s: %j', (text, quantity) => {
  expect(slotsOf(text).quantity).toEqual(quantity)
})
