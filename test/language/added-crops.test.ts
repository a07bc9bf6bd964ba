import { describe, expect, it } from 'vitest'
import { read } from '../../src/language/read.ts'
import { readReport } from '../../src/language/report.ts'
import { unaccent } from '../../src/language/text/fold.ts'
import type { Crop, CropBook } from '../../src/language/types.ts'
import { contextWith, crops } from './context.ts'

/** The shipped crops and one that staff added, by its one word. */
function withAdded(word: string): CropBook {
  const crop: Crop = {
    key: 'added',
    name: { vi: word },
    soldBy: 'mass',
    words: [word, `cây ${word}`],
    yieldKgPerHa: [5000, 20_000],
    forms: { fresh: { name: { vi: `${word} tươi` }, words: ['tươi'] } },
  }
  return new Map([...crops, [crop.key, crop]])
}
const contextOf = (word: string) => contextWith({ crops: withAdded(word) })
const slotsOf = (text: string, word: string) => readReport(text, contextOf(word)).slots

describe('a crop that staff added by a word that is a common one without accents', () => {
  it.each([
    ['nấm', 'ngo 3 ta nam ngoai 5 ta'],
    ['nấm', 'ngo kho nam ngoai 5 ta'],
    ['tỏi', 'toi 2 ta'],
    ['tỏi', 'toi be 3 ta'],
    ['tỏi', 'gia dinh toi tuoi 2 sao'],
    ['vải', 'vai 3 ta'],
    ['cam', 'cam on can bo'],
    ['cam', 'cho lon an cam 3 bao'],
    ['hồng', 'ngo bi hong 3 ta'],
    ['hồng', 'chi hong 3 ta'],
    ['mơ', 'hom nay mo cua'],
    ['nhãn', 'nhan 500k'],
    ['khế', 'ruong o khe 3 sao'],
    ['bưởi', 'buoi sang 3 ta'],
    ['sấu', 'sau 2 ta'],
  ])('%s is not meant in: %s', (word, text) => {
    const { crop } = slotsOf(text, word)
    expect(JSON.stringify(crop ?? null)).not.toContain('added')
  })

  it.each([
    ['cam', 'cam 3 ta'],
    ['cam', 'nha em cam 3 ta'],
    ['cam', 'ban cam 3 ta'],
    ['cam', 'gia cay cam'],
    ['tỏi', 'tỏi 2 tạ'],
    ['tỏi', 'cay toi 2 ta'],
    ['nấm', 'thu nấm 3 tạ'],
    ['nhãn', 'nhan 3 ta'],
    ['nhãn', 'ban nhan 20k'],
    ['khế', 'khế 3 sào'],
    ['bơ', 'bơ 3 tạ'],
  ])('%s is meant in: %s', (word, text) => {
    expect(slotsOf(text, word).crop).toMatchObject({ crop: 'added' })
  })

  it.each(['nấm', 'tỏi', 'cam', 'hồng', 'mơ'])('%s alone answers the question for a crop', (word) => {
    const context = { ...contextOf(word), expect: ['crop' as const] }
    expect(read(unaccent(word), 'crop', context)).toEqual({ crop: 'added' })
    expect(read('cam on', 'crop', context)).toBeNull()
  })

  it('leaves the numbers and reports beside it as they are', () => {
    expect(slotsOf('toi 2 ta', 'tỏi').quantity).toEqual({ kg: 200 })
    expect(slotsOf('nam ngoai ngo 5 ta', 'nấm')).toEqual(readReport('nam ngoai ngo 5 ta', contextWith()).slots)
  })
})
