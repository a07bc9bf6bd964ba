import { afterEach, describe, expect, it, vi } from 'vitest'
import { read } from '../../src/language/read.ts'
import { readReport } from '../../src/language/report.ts'
import { findPhrase } from '../../src/language/text/words.ts'
import type { FactType } from '../../src/language/types.ts'
import { contextWith } from './context.ts'

const kinds = ['number', 'money', 'mass'] as const

/** Pieces whose repetition once made a reader walk the rest of the text from every word. */
const pieces = [
  'một ',
  'nghìn ',
  'trăm hai ',
  'hai tỷ ',
  'phẩy không ',
  '100 ',
  '1.000,',
  '3 tạ và ',
  '5 bao ngô ',
  '5 bao 50kg ',
  'mỗi bao ',
  '10x',
  '1/2 ',
  '2 cân 30k ',
  '1tr5 ta ',
  '15k-',
  'lẻ 5 ',
  '9',
  '1/',
]

function readAll(text: string): void {
  for (const kind of kinds) read(text, kind, contextWith())
  readReport(text, contextWith())
}

/** How many words are looked up while a text is read: every rule begins with a look-up. */
function lookUps(text: string): number {
  const spy = vi.spyOn(Map.prototype, 'get')
  readAll(text)
  const count = spy.mock.calls.length
  spy.mockRestore()
  return count
}

const methods = ['some', 'every', 'filter', 'find', 'findIndex', 'map', 'flatMap'] as const

/** How many things are looked through in lists while something is done. */
function lookedThrough(work: () => void): number {
  let count = 0
  for (const name of methods) {
    // The methods differ in what their callbacks give; all call them with the same arguments.
    const method = Array.prototype[name] as (this: unknown[], test: (...each: unknown[]) => unknown) => unknown
    const counted = function (this: unknown[], test: (...each: unknown[]) => unknown) {
      return method.call(this, (...each) => {
        count++
        return test(...each)
      })
    }
    vi.spyOn(Array.prototype, name).mockImplementation(counted as never)
  }
  work()
  vi.restoreAllMocks()
  return count
}

/** Pieces with a number that is another each time: what they read as must not be held against all the others. */
const numbered: ((index: number) => string)[] = [
  (index) => `${index} kg `,
  (index) => `giá ${index}k, `,
  (index) => `ngo ${index} ta `,
  (index) => `${index} bao ngô `,
  (index) => `ngô năm ngoái ${index} tạ năm nay `,
  (index) => `0912${String(index).padStart(6, '0')} `,
  () => 'giá gừng ',
  () => '3 tạ ',
]
const numberedText = (piece: (index: number) => string, count: number): string =>
  Array.from({ length: count }, (_, index) => piece(index + 1)).join('')

describe('hostile texts', () => {
  afterEach(() => vi.restoreAllMocks())

  it.each(pieces)('take work by their length alone: %s', (piece) => {
    const short = lookUps(piece.repeat(80))
    const long = lookUps(piece.repeat(320))
    expect(long).toBeGreaterThan(0)
    expect(long).toBeLessThan(short * 5)
  })

  it.each<[FactType, string]>([
    ['number', '1/'],
    ['number', '1-'],
    ['yes-no', '👍 '],
  ])('are not looked through again at each word: %s of %s', (kind, piece) => {
    const work = (count: number) => lookedThrough(() => void read(piece.repeat(count), kind, contextWith()))
    expect(work(400)).toBeLessThan(5 * work(100) + 1)
  })

  it.each(numbered.map((piece) => [piece(1), piece] as const))(
    'of ever other figures take no more work each: %s',
    (_, piece) => {
      const work = (count: number) => lookedThrough(() => readAll(numberedText(piece, count)))
      expect(work(800)).toBeLessThan(5 * work(200) + 1)
    },
  )

  it.each(['- ', 'một ', '3 tạ ', 'giá gừng 15k '])('are searched for a phrase once through: %s', (piece) => {
    const work = (count: number) => lookedThrough(() => void findPhrase(piece.repeat(count), 'lịch tập huấn'))
    expect(work(800)).toBeLessThan(5 * work(200) + 1)
  })

  it.each(pieces)('of 10,000 characters never throw: %s', (piece) => {
    expect(() => read(piece.repeat(10_000 / piece.length), 'mass', contextWith())).not.toThrow()
  })

  it.each([
    ['1'.repeat(500), null],
    ['99999999999999999999', null],
    ['10^30', null],
    ['tỷ tỷ tỷ tỷ', null],
    ['một tỷ tỷ', { number: 1e18 }],
  ])('give no number that is another one: %s', (text, expected) => {
    expect(read(text, 'number', contextWith())).toEqual(expected)
  })
})
