import { halfWidth } from './half-width.ts'
import { isAccentedSyllable } from './syllables.ts'

/** What one character of an old phone's text stands for, given the character before it; undefined: itself. */
type Charset = (char: string, before: string) => string | undefined

const grave = '\u0300'
const acute = '\u0301'
const tilde = '\u0303'
const hook = '\u0309'
const dot = '\u0323'
const roof = '\u0302'
const bowl = '\u0306'

/** Windows-1258 shown as Windows-1252: letters with marks of their own, tones behind the letter (Unicode's table CP1258). */
const windows1258 = new Map(
  Object.entries({ ã: 'ă', Ã: 'Ă', õ: 'ơ', Õ: 'Ơ', ý: 'ư', Ý: 'Ư', ð: 'đ', Ð: 'Đ', đ: 'đ', Đ: 'Đ' }).concat([
    ['Ì', grave],
    ['Ò', hook],
    ['Þ', tilde],
    ['ì', acute],
    ['ò', dot],
  ]),
)

/** VNI for Windows shown as Windows-1252: a mark behind a, e, o, u, y, ô (ơ) and ö (ư); other letters stand alone. */
const vniBehind = new Map([
  ['ù', acute],
  ['ø', grave],
  ['û', hook],
  ['õ', tilde],
  ['ï', dot],
  ['â', roof],
  ['á', roof + acute],
  ['à', roof + grave],
  ['å', roof + hook],
  ['ã', roof + tilde],
  ['ä', roof + dot],
  ['ê', bowl],
  ['é', bowl + acute],
  ['è', bowl + grave],
  ['ú', bowl + hook],
  ['ü', bowl + tilde],
  ['ë', bowl + dot],
])
const vniAlone = new Map(
  Object.entries({ ô: 'ơ', ö: 'ư', ñ: 'đ', í: 'í', ì: 'ì', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ' }).flatMap(([from, to]) => [
    [from, to] as const,
    [from.toUpperCase(), to.toUpperCase()] as const,
  ]),
)

/** TCVN 5712:1993 (VN3, "ABC"), its codes from A1 to FE shown as Latin-1. */
const tcvn3 = new Map(
  [...'¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ'].map((char, index) => [
    char,
    [...'ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ'][index] ?? char,
  ]),
)

const charsets: readonly Charset[] = [
  (char) => windows1258.get(char),
  (char, before) => {
    const mark = /[aeouyôö]/iu.test(before) ? vniBehind.get(char.toLowerCase()) : undefined
    return mark ?? vniAlone.get(char)
  },
  (char) => tcvn3.get(char),
]

/** Letters and signs of Latin-1, soft hyphen with them; letters beyond (ă, ơ, ệ) show that a text is in no old charset. */
const latin1 = /[\u00a1-\u00ff]/u
const beyond = /[\u0100-\u02af\u1e00-\u1eff]|[\u0300-\u036f]/u
const wordOf = /[A-Za-z\u00a1-\u00ff]+/gu

/**
 * A text that an old phone sent in Windows-1258, VNI or TCVN3 and that came as Latin-1: for each character what it stands for, in order. Null where the text is
 * Vietnamese as it is, or not just one of the three makes every word of it Vietnamese.
 */
export function decodeOldCharset(text: string): string[] | null {
  if (!latin1.test(text) || beyond.test(text)) return null
  const words = (text.match(wordOf) ?? []).filter((word) => latin1.test(word))
  if (words.length === 0 || words.every((word) => isVietnamese(halfWidth(word)))) return null
  // A sign alone is no word: 3 × 4, ½.
  if (!words.some((word) => /[a-z]/i.test(word))) return null
  const odd = words.filter((word) => !isVietnamese(word))
  if (odd.length < 2 && !words.some(isForeign) && !odd.some((word) => vniMarked.test(word))) return null
  const fitting = charsets.filter((charset) => words.every((word) => isVietnamese(decode(word, charset).join(''))))
  const [charset, other] = fitting
  return charset === undefined || other !== undefined ? null : decode(text, charset)
}

function decode(text: string, charset: Charset): string[] {
  return text.split('').map((char, at) => charset(char, text[at - 1] ?? '') ?? char)
}

/** Whether it has a letter that no Vietnamese word has, or a capital inside. Without one, a single odd word is a slip: "ngìn" for nghìn. */
const isForeign = (word: string): boolean =>
  /[^a-zàáâãèéêìíòóôõùúýđ]/u.test(word.toLowerCase()) ||
  (word !== word.toUpperCase() && word.slice(1) !== word.slice(1).toLowerCase())

/** A vowel with its mark behind it. */
const vniMarked = /[aeouyô][ùõâáàãêéèú]/iu

/** A capital stands at the beginning, or all are. */
const isVietnamese = (word: string): boolean =>
  isAccentedSyllable(word.toLowerCase()) &&
  (word.slice(1) === word.slice(1).toLowerCase() || word === word.toUpperCase())
