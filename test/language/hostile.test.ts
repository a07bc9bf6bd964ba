import { afterEach, describe, expect, it, vi } from 'vitest'
import { read } from '../../src/language/read.ts'
import { readReport } from '../../src/language/report.ts'
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

/** How many things are looked through in lists while a text is read as one kind. */
function lookedThrough(text: string, kind: FactType): number {
  let count = 0
  const { some } = Array.prototype
  const spy = vi.spyOn(Array.prototype, 'some').mockImplementation(function (this: unknown[], test) {
    return some.call(this, (...each) => {
      count++
      return test(...each)
    })
  })
  read(text, kind, contextWith())
  spy.mockRestore()
  return count
}

describe('hostile texts', () => {
  afterEach(() => vi.restoreAllMocks())

  it.each(pieces)('take work by their length alone: %s', (piece) => {
    const short = lookUps(piece.repeat(20))
    const long = lookUps(piece.repeat(80))
    expect(long).toBeGreaterThan(0)
    expect(long).toBeLessThan(short * 5)
  })

  it.each<[FactType, string]>([
    ['number', '1/'],
    ['number', '1-'],
    ['yes-no', '👍 '],
  ])('are not looked through again at each word: %s of %s', (kind, piece) => {
    expect(lookedThrough(piece.repeat(400), kind)).toBeLessThan(5 * lookedThrough(piece.repeat(100), kind) + 1)
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
