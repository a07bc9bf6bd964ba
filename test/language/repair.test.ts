import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFacts } from '../../src/language/facts.ts'
import { read } from '../../src/language/read.ts'
import { fold, foldWithMap, repair } from '../../src/language/text/fold.ts'
import { contextWith } from './context.ts'

const soft = '\u00ad'
const joiner = '\u200d'

describe('texts of old phones and keyboards', () => {
  const cases: [text: string, repaired: string | null, why: string][] = [
    ['gýÌng', 'gừng', 'Windows-1258: ư and a grave of its own'],
    ['gýÌng 3 taò', 'gừng 3 tạ', 'Windows-1258: a dot of its own'],
    ['ngô 3 tạ', null, 'Vietnamese as it is'],
    ['gi¸ ng«', 'giá ngô', 'TCVN3'],
    ['l\u00f3a nÕp', 'lúa nếp', 'TCVN3: a lower ó is ú there'],
    ['giaù ngoâ', 'giá ngô', 'VNI for Windows'],
    ['ñaäu töông', 'đậu tương', 'VNI for Windows: ñ is đ'],
    ['café', null, 'no charset makes it Vietnamese'],
    ['15 ngìn 1 kí', null, 'one odd word is a slip: nghìn'],
    ['3 × 4 = 12 m²', null, 'signs are no words'],
    ['Hoà An', null, 'Vietnamese as it is'],
    ['gia1 gu7ng2', 'giá gừng', 'a digit inside one word shows that all are marks'],
    ['ngo6 3 ta', 'ngô 3 ta', 'a figure follows: the 6 is none'],
    ['gia1 ngo6', 'giá ngô', 'both become words of a farmer'],
    ['ta5', null, 'tạ, or 5 tạ'],
    ['3 ta5 sao2', null, 'a figure stands before'],
    ['ngo6 ta', null, '6 tạ of maize'],
    ['GIAS NGOO', 'GIÁ NGÔ', 'capitals stay'],
    ['Banr Xeof', 'Bản Xèo', 'capitals stay'],
    ['giaas', 'giá', 'a vowel struck twice'],
    ['cuufw quyst', 'cừu quýt', 'ưu bears its horn on the first u'],
    ['this taxi momo xoong', null, 'words of other languages, and xoong'],
    ['thwowngf ddwowcj', 'thường được', 'w behind a consonant is ư'],
    ['chatf', null, 'no word ends in a stop with a huyền'],
  ]
  it.each(cases)('%s → %s', (text, repaired) => {
    expect(repair(text)).toBe(repaired)
  })
})

describe('what nobody sees and what is held down', () => {
  const cases: [text: string, folded: string][] = [
    [`g${soft}ừ${joiner}ng`, 'gung'],
    ['\ufeffgiá\u200b ngô', 'gia ngo'],
    ['15\u200b.000', '15.000'],
    ['alooooo', 'alo'],
    ['bác ơiiiii', 'bac oi'],
    ['ÔIIII', 'oi'],
    ['kkk www cccd', 'kkk www cccd'],
    ['quý III', 'quy iii'],
    ['1000', '1000'],
    ['ÐÚNG', 'dung'],
    ['gi¸ ng«', 'gia ngo'],
  ]
  it.each(cases)('%j → %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('knows the way back to what was typed', () => {
    const text = `a${soft}loooo GỪNG`
    const folded = foldWithMap(text)
    expect(folded.text).toBe('alo gung')
    expect(text.slice(folded.at[4], folded.at[8])).toBe('GỪNG')
    expect(folded.at).toHaveLength(folded.text.length + 1)
  })

  it.each([
    ['bc gýÌng 3 taò', 'gýÌng'],
    [`bc g${soft}ừng 3 tạ`, `g${soft}ừng`],
    ['bc gừnggggg 3 tạ', 'gừnggggg'],
    ['bc gungs 2 ta gung', 'gung'],
  ])('%j: a fact quotes %j', (text, said) => {
    const { facts } = readFacts(text, ['crop'], contextWith())
    expect(facts.map((fact) => fact.said)).toEqual([said])
  })

  it('folds to the same whatever was folded already', () => {
    const latin = fc.string({ unit: fc.integer({ min: 32, max: 0x1ef9 }).map((code) => String.fromCodePoint(code)) })
    fc.assert(
      fc.property(latin, (text) => fold(fold(text)) === fold(text)),
      { numRuns: 2000 },
    )
  })

  it('never fails', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'aàngôxu 0123ÌÞ¸«ùô.,') }),
    )
    fc.assert(fc.property(text, (one) => repair(one) === null || fold(one) !== undefined))
  })
})

describe('shortenings', () => {
  it.each([
    ['hnay thu 3 ta', { date: '2026-11-22' }],
    ['hqua', { date: '2026-11-21' }],
    ['hum qua', { date: '2026-11-21' }],
  ])('%s is %j', (text, expected) => {
    expect(read(text, 'date', contextWith())).toEqual(expected)
  })

  it('leaves a k behind a figure to money', () => {
    expect(read('15k', 'money', contextWith())).toEqual({ vnd: 15_000 })
    expect(read('muoi lam k', 'money', contextWith())).toEqual({ vnd: 15_000 })
  })

  it('keeps what was typed in the rest', () => {
    expect(readFacts('ngo 3 ta bn tien', ['crop', 'mass'], contextWith()).rest).toBe('bn tien')
  })
})
