import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { expect, test } from 'vitest'
import { countParts, leftOut, smsParts, toSms, toZalo } from '../../src/conversation/parts.ts'
import { isGsm7 } from '../../src/language/text/gsm.ts'

/** Every precomposed accented letter of Vietnamese, both cases: 134. */
const BASES = {
  a: 'àáảãạăằắẳẵặâầấẩẫậ',
  e: 'èéẻẽẹêềếểễệ',
  i: 'ìíỉĩị',
  o: 'òóỏõọôồốổỗộơờớởỡợ',
  u: 'ùúủũụưừứửữự',
  y: 'ỳýỷỹỵ',
  d: 'đ',
}
const LETTERS = Object.entries(BASES).flatMap(([base, accented]) =>
  [...accented].flatMap((letter) => [
    [letter, base],
    [letter.toUpperCase(), base.toUpperCase()],
  ]),
)

const LATIN = /^[\p{Script=Latin}]$/u
/** Composed, decomposed, and each of two marks composed before the other. */
const compositionsOf = (letter: string): string[] => {
  const [base = '', ...marks] = letter.normalize('NFD')
  const orders = marks.length === 2 ? [marks, marks.toReversed()] : [marks]
  return [
    letter,
    ...orders.flatMap((each) => [base + each.join(''), (base + each[0]).normalize('NFC') + (each[1] ?? '')]),
  ]
}

test('each of the 134 accented letters loses its accents, composed or not', () => {
  expect(LETTERS).toHaveLength(134)
  for (const [letter = '', base] of LETTERS) {
    expect([letter, toSms(letter)]).toEqual([letter, base])
    expect([letter, toSms(letter.normalize('NFD'))]).toEqual([letter, base])
  }
})

test.each([
  ['Giá 15.000 ₫/kg', 'Gia 15.000 d/kg'],
  ['20–25 °C', '20-25 do C'],
  ['25°', '25 do'],
  ['25℃, 30˚C', '25 do C, 30 do C'],
  ['Ðồng bào Êđê ƀuôn', 'Dong bao Ede buon'],
  ['pH ≠ 7 ± 0,5 ✓ → bón', 'pH != 7 +/- 0,5 OK -> bon'],
  ['2 sào (720 m²), 3 m³', '2 sao (720 m2), 3 m3'],
  ['2½ tạ', '2,5 ta'],
  ['½ sào', '1/2 sao'],
  ['3¼ kg, 1¾ l', '3,25 kg, 1,75 l'],
  ['2⅓ bao', '2 1/3 bao'],
  ['10² m', '10^2 m'],
  ['3 × 4', '3 x 4'],
  ['độ ẩm ≥ 70%', 'do am >= 70%'],
  ['P₂O₅', 'P2O5'],
  ['Đợi… “rẻ” ‘quá’ — thôi', 'Doi... "re" \'qua\' - thoi'],
  ['• gừng · nghệ', '- gung - nghe'],
  ['a\tb\u00a0c\u200bd\ufeff', 'a b cd'],
  ['`gừng`', "'gung'"],
  ['Chào Thào A Páo 🌽👨‍🌾!', 'Chao Thao A Pao!'],
  ['Mã ｍｕａ １２', 'Ma mua 12'],
  ['สวัสดี gừng 姜', 'gung'],
  ['[QC] {a} €5 ~ ^|\\', '[QC] {a} €5 ~ ^|\\'],
  ['dòng 1\ndòng 2', 'dong 1\ndong 2'],
  ['1️⃣ Có', '1 Co'],
])('%s → %s', (text, sms) => {
  expect(toSms(text)).toBe(sms)
})

test('whatever comes in, an SMS is GSM-7', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...LETTERS.map(([letter]) => letter ?? '')),
      (text, letter) => {
        const sms = toSms(`${text}${letter}`)
        const oracle = new SegmentedMessage(sms)
        expect(oracle.encodingName).toBe('GSM-7')
      },
    ),
    { numRuns: 2000 },
  )
})

/** Every assigned code point that `of` matches. */
const charsOf = (of: RegExp): string[] => {
  const chars: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const char = String.fromCodePoint(code)
    if (of.test(char) && !/\p{Cn}/u.test(char)) chars.push(char)
  }
  return chars
}

test('of all of Unicode, alone or between letters, nothing is sent that is not GSM-7', () => {
  const chars = charsOf(/\P{Cn}/u)
  expect(chars.length).toBeGreaterThan(280_000)
  const bad = chars.filter((char) => !isGsm7(toSms(char)) || !isGsm7(toSms(`a${char}ế`)))
  expect(bad).toEqual([])
}, 60_000)

test.each<[string, string[]]>([
  ['Vietnamese letters, in every composition', LETTERS.flatMap(([letter = '']) => compositionsOf(letter))],
  [
    'other Latin letters, of the uplands too',
    charsOf(/[\u00c0-\u017f\u01a0\u01a1\u01af\u01b0ƀɃɓƁəƏɔƆǎǐǒǔ\u1e00-\u1eff]/u).filter((char) => LATIN.test(char)),
  ],
  ['quotation marks', charsOf(/[\p{Pi}\p{Pf}"'‚„‛‟`´′″]/u).filter((char) => !/[\u2e00-\u2e5d]/u.test(char))],
  ['dashes', charsOf(/[\p{Pd}−]/u).filter((char) => /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]/u.test(char))],
  ['blanks', charsOf(/\p{Zs}/u)],
  ['figures', charsOf(/[\u00b2\u00b3\u00b9\u2070-\u2089\u2150-\u217f\u2189\u2460-\u2473\uff10-\uff19]/u)],
])('nothing is left out of %s', (name, chars) => {
  expect(chars.length).toBeGreaterThan(5)
  expect(chars.filter((char) => leftOut(char).length > 0)).toEqual([])
  for (const char of chars) {
    const sms = toSms(`1${char}2`)
    expect([char, sms.length > 2 || name === 'blanks']).toEqual([char, true])
  }
})

test('what is left out is told: emoji, other scripts; no marks that say nothing', () => {
  expect(leftOut('Chào 🌽 สวัสดี 姜! 👨‍🌾\u200b\ufeff')).toEqual(['🌽', 'ส', 'ว', 'ด', '姜', '👨', '🌾'])
  const emoji = charsOf(/\p{Emoji_Presentation}/u)
  for (const char of emoji) expect([char, leftOut(char).length > 0 || toSms(char) !== '']).toEqual([char, true])
})

const gsm = fc.string({ unit: fc.constantFrom(...'abc 0,.@£$ñ€[]~^|{}\\\nÄ'), maxLength: 700 })
test('parts are what the reference counts, extension pairs and borders too', () => {
  fc.assert(
    fc.property(gsm, (text) => {
      expect(countParts(text)).toBe(Math.max(1, new SegmentedMessage(text, 'GSM-7').segmentsCount))
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['', 1],
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['ế'.repeat(160), 1],
  ['ế'.normalize('NFD').repeat(160), 1],
  [`${'a'.repeat(159)}€`, 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  [`${'a'.repeat(152)}€${'a'.repeat(151)}`, 2],
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
])('%.12s… takes its parts', (text, parts) => {
  expect(smsParts(text)).toBe(parts)
})

test('a text too long for any provider is cut at ten parts, and says so', () => {
  const sms = toSms('gừng [tươi] '.repeat(300))
  expect(countParts(sms)).toBe(10)
  expect(sms.endsWith('...')).toBe(true)
})

test('Zalo keeps accents, composed, and 2,000 characters', () => {
  expect(toZalo(' Giá gừng 15.000 đ 🌱 '.normalize('NFD'))).toBe('Giá gừng 15.000 đ 🌱')
  const cut = toZalo('ế'.repeat(2001))
  expect([...cut]).toHaveLength(2000)
  expect(cut.endsWith('ế…')).toBe(true)
})
