import { unaccent } from './fold.ts'

/** Signs whose plain form depends on what stands beside them: a fraction or power must not run into the figure before it. */
const BESIDE: readonly (readonly [RegExp, string])[] = [
  [/(\d)\s*½/gu, '$1,5'],
  [/(\d)\s*¼/gu, '$1,25'],
  [/(\d)\s*¾/gu, '$1,75'],
  [/½/gu, '1/2'],
  [/¼/gu, '1/4'],
  [/¾/gu, '3/4'],
  [/(\d)(?=[⅐-⅞↉])/gu, '$1 '],
  [/(\d)(?=[²³¹⁰⁴-⁹])/gu, '$1^'],
  [/℃/gu, '°C'],
  [/℉/gu, '°F'],
  // U+02DA is a ring that keyboards give for the degree sign.
  [/(\d)\s*[°˚]/gu, '$1 do '],
  [/[°˚]/gu, ' do '],
]

/** Letters of Latin script that no decomposition makes plain: of Vietnamese in old texts, and of the languages of the uplands. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ð: 'd', Ð: 'D', ɖ: 'd', Ɖ: 'D', ƌ: 'd', Ƌ: 'D', ɗ: 'd', Ɗ: 'D', ẟ: 'd', ȡ: 'd' },
  ...{ ƀ: 'b', Ƀ: 'B', ɓ: 'b', Ɓ: 'B', ƃ: 'b', Ƃ: 'B', ƈ: 'c', Ƈ: 'C', ȼ: 'c', Ȼ: 'C', ɇ: 'e', Ɇ: 'E', ə: 'e', Ə: 'E' },
  ...{ ɛ: 'e', Ɛ: 'E', ɠ: 'g', Ɠ: 'G', ǥ: 'g', Ǥ: 'G', ħ: 'h', Ħ: 'H', ı: 'i', ɨ: 'i', Ɨ: 'I', ȷ: 'j', ɉ: 'j', Ɉ: 'J' },
  ...{ ƙ: 'k', Ƙ: 'K', ĸ: 'k', ł: 'l', Ł: 'L', ƚ: 'l', Ƚ: 'L', ɲ: 'n', Ɲ: 'N', ƞ: 'n', Ƞ: 'N', ŋ: 'ng', Ŋ: 'Ng' },
  ...{
    ɔ: 'o',
    Ɔ: 'O',
    ɵ: 'o',
    Ɵ: 'O',
    œ: 'oe',
    Œ: 'OE',
    ƥ: 'p',
    Ƥ: 'P',
    ɋ: 'q',
    Ɋ: 'Q',
    ɍ: 'r',
    Ɍ: 'R',
    ŧ: 't',
    Ŧ: 'T',
  },
  ...{ ƭ: 't', Ƭ: 'T', ʈ: 't', Ʈ: 'T', ʉ: 'u', Ʉ: 'U', ʊ: 'u', Ʊ: 'U', ʋ: 'v', Ʋ: 'V', ỽ: 'v', Ỽ: 'V', ƴ: 'y', Ƴ: 'Y' },
  ...{
    ɏ: 'y',
    Ɏ: 'Y',
    ỿ: 'y',
    Ỿ: 'Y',
    ƶ: 'z',
    Ƶ: 'Z',
    þ: 'th',
    Þ: 'Th',
    ẞ: 'ß',
    ẜ: 's',
    ẝ: 's',
    ſ: 's',
    ỻ: 'll',
    Ỻ: 'LL',
  },
}

/** Signs with one plain form wherever they stand. */
const SIGNS: Readonly<Record<string, string>> = {
  ...{
    '‚': "'",
    '‛': "'",
    '‟': '"',
    '〝': '"',
    '〞': '"',
    '〟': '"',
    '‹': "'",
    '›': "'",
    '「': '"',
    '」': '"',
    '『': '"',
    '』': '"',
  },
  ...{ '`': "'", '´': "'", ʼ: "'", ʻ: "'", ʹ: "'", '′': "'", '‵': "'", '″': '"', '‶': '"', '‴': '"', ʺ: '"' },
  ...{
    '‒': '-',
    '―': '-',
    '⸺': '-',
    '⸻': '-',
    '⁃': '-',
    '˗': '-',
    '➖': '-',
    '➕': '+',
    '➗': ':',
    '✖': 'x',
    '✕': 'x',
  },
  ...{
    '‧': '-',
    '∙': '-',
    '●': '-',
    '○': '-',
    '◦': '-',
    '▪': '-',
    '▫': '-',
    '■': '-',
    '□': '-',
    '‣': '-',
    '▶': '-',
    '►': '-',
  },
  ...{
    '➤': '-',
    '➢': '-',
    '◆': '-',
    '◇': '-',
    '♦': '-',
    '★': '*',
    '☆': '*',
    '✓': 'OK',
    '✔': 'OK',
    '✅': 'OK',
    '☑': 'OK',
  },
  ...{ '✗': 'X', '✘': 'X', '❌': 'X', '❎': 'X', '⚠': '(!)', '❗': '!', '❓': '?', '❤': '<3', '👍': 'OK', '👌': 'OK' },
  ...{ '🙂': ':)', '😊': ':)', '😀': ':)', '😄': ':)', '😁': ':)', '🙁': ':(', '😞': ':(', '😢': ':(', '😭': ':(' },
  ...{
    '→': '->',
    '➔': '->',
    '➜': '->',
    '➡': '->',
    '⇒': '=>',
    '←': '<-',
    '⬅': '<-',
    '⇐': '<=',
    '↔': '<->',
    '↑': '(+)',
    '↓': '(-)',
  },
  ...{
    '≥': '>=',
    '≧': '>=',
    '⩾': '>=',
    '≤': '<=',
    '≦': '<=',
    '⩽': '<=',
    '≠': '!=',
    '≮': '>=',
    '≯': '<=',
    '≰': '>',
    '≱': '<',
    '≈': '~',
    '∼': '~',
    '≃': '~',
    '±': '+/-',
  },
  ...{ '÷': ':', '∶': ':', '∕': '/', '⁄': '/', '∗': '*', '⁎': '*', '√': 'can ', '‰': '/1000', '‱': '/10000', '¦': '|' },
  ...{
    '©': '(c)',
    ʾ: "'",
    ʿ: "'",
    '®': '(R)',
    '™': 'TM',
    µ: 'u',
    μ: 'u',
    '¢': 'cent',
    '₭': 'kip',
    '฿': 'baht',
    '₩': 'won',
    '₽': 'rub',
  },
  ...{
    '☎': 'DT',
    '📞': 'DT',
    '📱': 'DT',
    '☏': 'DT',
    '\t': ' ',
    '\u2028': '\n',
    '\u2029': '\n',
    '\u0085': '\n',
    '\u00ad': '',
  },
}
const FORMS = new Map([...Object.entries(LETTERS), ...Object.entries(SIGNS)])

/** Nothing in it needs a plain form. */
const isPlain = (text: string): boolean => /^[\n\r -_a-~]*$/u.test(text)

/**
 * The text in letters and signs that every phone has (GSM 03.38), as far as there is a plain form: `Giá 25 °C – “rẻ” ✓` →
 * `Gia 25 do C - "re" OK`. Unicode is composed first; what has no plain form stays as it is, for the caller to leave out or refuse.
 */
export function plainForm(text: string): string {
  let plain = text.normalize('NFC')
  if (isPlain(plain)) return plain
  for (const [sign, form] of BESIDE) plain = plain.replace(sign, form)
  // Before accents go: a decomposed ≠ is an = with a mark on it.
  plain = unaccent(unaccent(signsOf(plain)).normalize('NFKC'))
  // What the compatibility forms have made may have a plain form in its turn.
  return signsOf(plain).replace(/\p{Zs}/gu, ' ')
}

const signsOf = (text: string): string => text.replace(/[^\n\r -_a-~]/gu, (char) => FORMS.get(char) ?? char)
