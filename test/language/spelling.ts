/** The words of numbers, for writing them out: made for these tests alone. */
const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']
const scales = ['', 'nghìn', 'triệu', 'tỷ']

/** Spells a whole number the long way, nothing cut short. */
export function spell(value: number, and = 'linh', four = 'tư'): string {
  const groups: number[] = []
  for (let left = value; left > 0; left = Math.floor(left / 1000)) groups.unshift(left % 1000)
  return groups
    .map((group, index) => ({
      text: spellGroup(group, index > 0, and, four),
      scale: scales[groups.length - 1 - index] ?? '',
    }))
    .filter(({ text }) => text !== '')
    .map(({ text, scale }) => `${text} ${scale}`.trim())
    .join(' ')
}

function spellGroup(group: number, isInner: boolean, and: string, four: string): string {
  if (group === 0) return ''
  const [hundreds, tens, units] = [Math.floor(group / 100), Math.floor(group / 10) % 10, group % 10]
  const words: string[] = []
  if (hundreds > 0 || isInner) words.push(digits[hundreds] ?? '', 'trăm')
  if (tens === 0 && units > 0 && words.length > 0) words.push(and)
  if (tens === 1) words.push('mười')
  if (tens > 1) words.push(digits[tens] ?? '', 'mươi')
  if (units > 0) words.push(unit(units, tens, four))
  return words.join(' ')
}

function unit(units: number, tens: number, four: string): string {
  if (units === 1 && tens > 1) return 'mốt'
  if (units === 4 && tens > 1) return four
  if (units === 5 && tens > 0) return 'lăm'
  return digits[units] ?? ''
}

/** The text without its accents. */
export function strip(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
}

const toneKeys = new Map([
  ['\u0301', 's'],
  ['\u0300', 'f'],
  ['\u0309', 'r'],
  ['\u0303', 'x'],
  ['\u0323', 'j'],
])

/** A word in lower case as its Telex keys stand there where the keyboard did not take them: `tạ` → `taj`, `đường` → `dduwowngf`. */
export function telex(word: string): string {
  let keys = ''
  let tone = ''
  for (const letter of word.normalize('NFC')) {
    const [base = '', ...marks] = letter === 'đ' ? ['d', 'd'] : letter.normalize('NFD')
    keys += base
    for (const mark of marks) {
      const key = toneKeys.get(mark)
      if (key === undefined) keys += letter === 'đ' ? mark : mark === '\u0302' ? base : 'w'
      else tone = key
    }
  }
  return keys + tone
}

const vniKeys = new Map([
  ['\u0301', '1'],
  ['\u0300', '2'],
  ['\u0309', '3'],
  ['\u0303', '4'],
  ['\u0323', '5'],
  ['\u0302', '6'],
  ['\u031b', '7'],
  ['\u0306', '8'],
])

/** A word in lower case as its VNI keys stand there where the keyboard did not take them, each right behind its letter or all at the end: `lúa` → `lu1a` or `lua1`. */
export function vni(word: string, isAtEnd: boolean): string {
  let keys = ''
  let held = ''
  for (const letter of word.normalize('NFC').replace(/ư(?=[ơờớởỡợ])/u, 'u')) {
    const [base = '', ...marks] = letter === 'đ' ? ['d'] : letter.normalize('NFD')
    const digits =
      letter === 'đ'
        ? '9'
        : marks
            .map((mark) => vniKeys.get(mark) ?? '')
            .sort()
            .reverse()
            .join('')
    keys += isAtEnd ? base : base + digits
    if (isAtEnd) held += digits
  }
  return keys + held
}
