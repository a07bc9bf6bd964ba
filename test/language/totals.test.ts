import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'

const both = (...readings: readonly (readonly [vnd: number, per?: string])[]) => ({
  ask: readings.map(([vnd, per]) => ({ vnd, ...(per !== undefined && { per }) })),
})
const each = (vnd: number, per?: string) => ({ vnd, ...(per !== undefined && { per }) })

type Case = [text: string, price: unknown]
const prices = (cases: readonly Case[]): void =>
  it.each(cases)('%s', (text, price) => {
    expect(readReport(text, contextWith({})).slots.price).toEqual(price)
  })

describe('a sum for several that may be for one of them', () => {
  prices([
    ['5 con gà 1 triệu 2', both([240_000, 'con'], [1_200_000, 'con'])],
    ['5 con ga 1tr2', both([240_000, 'con'], [1_200_000, 'con'])],
    ['bán 3 con lợn 12 triệu', both([4_000_000, 'con'], [12_000_000, 'con'])],
    ['bán hết 3 con lợn 12 triệu', both([4_000_000, 'con'], [12_000_000, 'con'])],
    ['10 lit mat ong 2 trieu', both([200_000, 'l'], [2_000_000, 'l'])],
    ['3 chai mật ong 600k', both([200_000, 'chai'], [600_000, 'chai'])],
    ['bán 2 con trâu giá 70 triệu', both([35_000_000, 'con'], [70_000_000, 'con'])],
    ['20 con gà giống 300k', both([15_000, 'con'], [300_000, 'con'])],
    ['3 ta ngo 700k', both([2333, 'kg'], [7000, 'kg'], [700_000])],
    ['3 tạ ngô được 700k', both([2333, 'kg'], [7000, 'kg'], [700_000])],
  ])
})

describe('a sum that is said to be for all: shared out, or as it was said', () => {
  prices([
    ['2 con trâu bán được 70 triệu', both([35_000_000, 'con'], [70_000_000])],
    ['2 con trau ban duoc 70 trieu', both([35_000_000, 'con'], [70_000_000])],
    ['bán 3 con lợn tổng 12 triệu', both([4_000_000, 'con'], [12_000_000])],
    ['ban 3 con lon het 12 trieu', both([4_000_000, 'con'], [12_000_000])],
    ['3 con lợn 12 triệu cả đàn', both([4_000_000, 'con'], [12_000_000])],
    ['cả 3 con lợn 12 triệu', both([4_000_000, 'con'], [12_000_000])],
    ['ban 3 ta ngo duoc 2 trieu', both([6667, 'kg'], [2_000_000])],
    ['bán 2 tạ gừng tổng cộng 3 triệu', both([15_000, 'kg'], [3_000_000])],
    ['thu 5 tạ ngô bán 3 tạ được 2 triệu', both([6667, 'kg'], [2_000_000])],
    ['5 bao lúa mỗi bao 50 cân được 2 triệu', both([8000, 'kg'], [2_000_000])],
    ['bán 3 tạ được 2 triệu', each(2_000_000)],
    ['ngô 5 tạ giá 3 triệu', both([6000, 'kg'], [3_000_000])],
    ['bán khoảng 10 con gà được 2 triệu', { ask: [{ vnd: 200_000, per: 'con', about: true }, { vnd: 2_000_000 }] }],
    [
      'bán 10 con gà được khoảng 2 triệu',
      {
        ask: [
          { vnd: 200_000, per: 'con', about: true },
          { vnd: 2_000_000, about: true },
        ],
      },
    ],
    ['5 bao gừng 50 cân được 2 triệu', both([8000, 'kg'], [40_000, 'kg'], [2_000_000])],
  ])
})

describe('a sum of which only one can be meant', () => {
  prices([
    ['50 cân ngô 350k', both([7000, 'kg'], [350_000])],
    ['1 tấn sắn 2 triệu', both([2000, 'kg'], [2_000_000])],
    ['3 tạ ngô được 7k', each(7000)],
    ['3 ta ngo 7k', each(7000)],
    ['10 con gà 120k', each(120_000)],
    ['10 con gà được 120k', each(120_000)],
  ])
})

describe('a sum that is said to be for one', () => {
  prices([
    ['5 con gà mỗi con 240k', each(240_000, 'con')],
    ['5 con gà 240k/con', each(240_000, 'con')],
    ['5 con gà 240k một con', each(240_000, 'con')],
    ['5 con gà con 240k', each(240_000)],
    ['3 con lợn đều 4 triệu', each(4_000_000)],
    ['bán 1 con trâu 35 triệu', each(35_000_000)],
    ['10 lít mật ong 200k/lít', each(200_000, 'l')],
    ['ngo 3 ta gia 70k', each(70_000)],
  ])
})

describe('a sum for sacks and pieces of what is sold by weight', () => {
  prices([
    ['5 bao lua duoc 2 trieu', undefined],
    ['10 bắp ngô 50k', undefined],
  ])
})
