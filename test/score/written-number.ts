/** How the written side marks decimals: Vietnamese by a comma; the answers of NeMo's inverse tests by a dot. */
export type Decimal = ',' | '.'

/** A number as a written side has it: digits, grouped or not, with decimals, and nothing else. Matches no groups. */
const DIGITS: Record<Decimal, string> = {
  ',': String.raw`(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:,\d{3}){2,}|\d+)(?:,\d+)?(?!\d)`,
  '.': String.raw`\d+(?:\.\d+)?(?!\d)`,
}

const SCALES: Record<string, number> = {
  nghìn: 1e3,
  ngàn: 1e3,
  k: 1e3,
  vạn: 1e4,
  triệu: 1e6,
  tr: 1e6,
  tỷ: 1e9,
  tỉ: 1e9,
  t: 1e9,
}

/** A number with its scale (`1tr5`, `0,2 triệu`) or a fraction, as the source of a regular expression without groups, for {@link amountOf}. */
export function amountPattern(decimal: Decimal): string {
  return String.raw`(?<![\p{L}\d.,/])-?${unsignedPattern(decimal)}`
}

/** {@link amountPattern} without a sign, wherever it stands: the far end of a range. */
export function unsignedPattern(decimal: Decimal): string {
  const scale = String.raw`(?: ?(?:${Object.keys(SCALES).join('|')})(?:\d(?!\d))?(?!\p{L}))`
  return String.raw`(?:\d+\/\d+|${DIGITS[decimal]}${scale}{0,2})`
}

/** The value of what {@link amountPattern} matched. */
export function amountOf(written: string, decimal: Decimal): number {
  const sign = written.startsWith('-') ? -1 : 1
  const [, over, under] = /^-?(\d+)\/(\d+)$/.exec(written) ?? []
  if (over !== undefined) return (sign * Number(over)) / Number(under)
  const digits = new RegExp(DIGITS[decimal], 'u').exec(written)?.[0] ?? ''
  let value = plainValue(digits, decimal)
  let scale = 1
  for (const [, word = '', tail] of written
    .slice(written.indexOf(digits) + digits.length)
    .matchAll(/(\p{L}+)(\d)?/gu)) {
    scale *= SCALES[word] ?? Number.NaN
    // 1tr2: the digit behind the scale is a tenth of it.
    if (tail !== undefined) value += Number(tail) / 10
  }
  return sign * tidy(value * scale)
}

/** All numbers in a written text. */
export function writtenNumbers(text: string, decimal: Decimal): number[] {
  const pattern = new RegExp(amountPattern(decimal), 'gu')
  return [...text.matchAll(pattern)].map(([written]) => amountOf(written, decimal))
}

/** The one fraction or mixed number that is the whole text (`-12 1/4`, with a closing `nha`), or null. */
export function writtenFraction(text: string): number | null {
  const [, minus, whole = '0', over, under] = /^(-)?(?:(\d+) )?(\d+)\/(\d+)(?: nha)?$/.exec(text) ?? []
  if (over === undefined) return null
  return (minus === undefined ? 1 : -1) * (Number(whole) + Number(over) / Number(under))
}

function plainValue(digits: string, decimal: Decimal): number {
  if (decimal === '.') return Number(digits)
  // Commas in two or more groups are English thousands: 11,085,306.
  if (/^\d{1,3}(,\d{3}){2,}$/.test(digits)) return Number(digits.replaceAll(',', ''))
  return Number(digits.replace(/[. ]/g, '').replace(',', '.'))
}

/** Takes the last digits of a floating-point product off: 0.2 million is 200,000. */
const tidy = (value: number): number => Number(value.toPrecision(15))
