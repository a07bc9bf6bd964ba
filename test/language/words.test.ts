import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, foldWithMap, repair, unaccent } from '../../src/language/text/fold.ts'
import { isPhrase, startsWithPhrase } from '../../src/language/text/words.ts'

describe('folding', () => {
  const cases: [text: string, folded: string][] = [
    ['Giá NGÔ?', 'gia ngo'],
    ['  Đương  quy … ', 'duong quy'],
    ['gia\u0301 ngo\u0302', 'gia ngo'],
    ['15.000đ/kg', '15.000d kg'],
    ['20/11, 3-4 tạ', '20/11 3-4 ta'],
    ['500 m²', '500 m2'],
    ['Ừ 👍', 'u 👍'],
    ['"Séng Cù"', 'seng cu'],
    ['Ｇiá １５.０００', 'gia 15.000'],
    ['', ''],
  ]
  it.each(cases)('%s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('changes nothing the second time', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(text, (one) => fold(fold(one)) === fold(one)),
      { numRuns: 1000 },
    )
  })

  it('knows the way back to the original', () => {
    const text = 'Bán  Gừng: 15.000đ'
    const folded = foldWithMap(text)
    const at = folded.text.indexOf('gung')
    expect(text.slice(folded.at[at], folded.at[at + 4])).toBe('Gừng')
    expect(folded.at).toHaveLength(folded.text.length + 1)
  })
})

describe('residue of a keyboard that was off', () => {
  const cases: [text: string, repaired: string | null][] = [
    ['gias ngoo', 'giá ngô'],
    ['ddaauj tuowng', 'đậu tương'],
    ['3 taj nghifn trieeuj khoong saof', '3 tạ nghìn triệu không sào'],
    ['d9a65u lu1a trie6u5 nghi2n', 'đậu lúa triệu nghìn'],
    ['ta5 sao2 ngo3ta 15k5 1tr2 m2', null],
    ['gia ngo 3 ta', null],
    ['sms htx vnd boss sos was', null],
    ['giá ngô', null],
  ]
  it.each(cases)('%s', (text, repaired) => {
    expect(repair(text)).toBe(repaired)
  })
})

describe('text for phones without accents', () => {
  const cases: [text: string, plain: string][] = [
    ['Đã ghi: gừng trâu 1.200 kg ạ.', 'Da ghi: gung trau 1.200 kg a.'],
    ['“Giá” – 720 m² … 15.000 ₫', '"Gia" - 720 m2 ... 15.000 d'],
    ['7h30\u00a0sáng', '7h30 sang'],
    ['OK', 'OK'],
  ]
  it.each(cases)('%s', (text, plain) => {
    expect(unaccent(text)).toBe(plain)
  })
})

describe('a text that begins with a phrase', () => {
  const cases: [text: string, phrase: string, rest: string | null][] = [
    ['bc ngo 3 ta', 'bc', ' ngo 3 ta'],
    ['Báo sản lượng ngô', 'bao san luong', ' ngô'],
    ['bao san luong: ngo', 'báo sản lượng', ': ngo'],
    ['san luogn ngo', 'san luong', ' ngo'],
    ['san lượng ngo', 'sản lượng', ' ngo'],
    ['bcc ngo', 'bc', null],
    ['bán ngô', 'bản ngô', null],
    ['dung nhan tin', 'dừng', ' nhan tin'],
    ['đúng rồi', 'dừng', null],
    ['dong y', 'dừng', null],
    ['', 'bc', null],
    ['bc', '', null],
  ]
  it.each(cases)('%s / %s', (text, phrase, rest) => {
    const match = startsWithPhrase(text, phrase)
    expect(match && text.slice(match.end)).toBe(rest)
  })
})

describe('a text that is a phrase', () => {
  const cases: [text: string, phrase: string, is: boolean][] = [
    ['TC', 'tc', true],
    ['Dừng ạ.', 'dừng', true],
    ['da dung a', 'dừng', true],
    ['dạ vâng ạ', 'vâng', true],
    ['đúng', 'dừng', false],
    ['dừng', 'dung', true],
    ['dung', 'dừng', true],
    ['BAT DAU 👍', 'bắt đầu', true],
    ['bat dau tu mai', 'bắt đầu', false],
    ['menu', 'menu', true],
    ['khong di', 'khong', false],
    ['👍', 'ok', false],
  ]
  it.each(cases)('%s / %s', (text, phrase, is) => {
    expect(isPhrase(text, phrase)).toBe(is)
  })

  it('never fails', () => {
    const text = fc.string({ unit: 'binary' })
    fc.assert(fc.property(text, text, (one, other) => typeof isPhrase(one, other) === 'boolean'))
  })
})
