import { compileLexicon, type Lexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isCapital, isExpected, type Scan } from '../text/scan.ts'
import type { Token } from '../text/tokens.ts'
import { isWholeAnswer } from './crop-signs.ts'

const levels = compileLexicon<string>(
  Object.entries({
    xã: ['xã', 'x'],
    phường: ['phường', 'p', 'ph'],
    'thị trấn': ['thị trấn', 'tt', 'nông trường', 'thị trấn nông trường', 'tt nông trường'],
  }).flatMap(([level, words]) => words.map((word) => [word, level] as const)),
)
const regionLevels = compileLexicon<string>(
  Object.entries({
    tỉnh: ['tỉnh'],
    huyện: ['huyện', 'h'],
    'thị xã': ['thị xã', 'tx'],
    'thành phố': ['thành phố', 'tp'],
  }).flatMap(([level, words]) => words.map((word) => [word, level] as const)),
)

/** A word that says what kind of unit follows (`xã`, `tt.`), and the index behind it; `word` is null where there is none. */
export interface Level {
  word: string | null
  to: number
}

/** The level word of a commune at token `at`, if one stands there. */
export function skipLevel(tokens: readonly Token[], at: number): Level {
  return skip(levels, tokens, at)
}

/** The level word of a district or province at token `at`, if one stands there. */
export function skipRegionLevel(tokens: readonly Token[], at: number): Level {
  return skip(regionLevels, tokens, at)
}

function skip(words: typeof levels, tokens: readonly Token[], at: number): Level {
  const match = matchAt(words, tokens, at)
  if (match === null) return { word: null, to: at }
  return { word: match.values[0], to: tokens[match.to]?.fold === '.' ? match.to + 1 : match.to }
}

const atWords = phraseLexicon('ở, tại, chợ, phiên, chợ phiên, về, lên, xuống, sang, quê, địa chỉ')
/** Without its accents this is thước and thuốc. */
const accentedAtWords = phraseLexicon('thuộc')
/** Behind these a name is a village's, a road's or a school's, and no commune's. Unaccented bản is bán (sell) as often, and ban begins many a name. */
const otherThings = phraseLexicon('thôn, xóm, làng, tổ, khu, đội, ấp, đường, phố, sông, suối, trường, hồ, núi')
const accentedOtherThings = phraseLexicon('bản')
/** Phrases with a name in them that is none, or that may be none. */
const otherPhrases = phraseLexicon(
  'nhà văn hóa, văn hóa xã, văn hóa thôn, trung tâm xã, trung tâm huyện, trung tâm thu mua, bạc hà',
)
/** Behind these a name is a person's. */
const persons = phraseLexicon('anh, chị, ông, bà, bác, chú, cô, em, cháu, tên, tên là, nhà anh, nhà chị')
/** Names of families; unless they are sure, they are one only with a capital: ngô, lê and mã are other words. */
const surnames = compileLexicon<'sure' | 'doubtful'>([
  ...'nguyễn, trần, phạm, hoàng, đặng, bùi, nông, triệu, giàng, sùng, thào, phùng, đoàn, chảo, hạng, cháng, thị, văn'
    .split(', ')
    .map((word) => [word, 'sure'] as const),
  ...'lê, vũ, võ, đỗ, hồ, ngô, dương, lý, bàn, vàng, lù, hầu, lục, hà, bế, đinh, hứa, tẩn, phàn, mã, lương, đàm, mông, lồ, tráng, vừ'
    .split(', ')
    .map((word) => [word, 'doubtful'] as const),
])

function isBehindSurname(scan: Scan, at: number): boolean {
  const match = matchAt(surnames, scan.tokens, at - 1)
  return match !== null && (match.values.includes('sure') || isCapital(scan, scan.tokens[at - 1]))
}

/** Names that say something else even with their accents: freedom, dragon fruit, a centre, a province. */
const commonNames =
  phraseLexicon(`tự do, độc lập, thống nhất, dân chủ, thắng lợi, thể dục, hạnh phúc, thành công, thanh long, trung tâm, đồng tâm, liên minh, hợp thành, bình minh, bình dương,
  bình thuận, vĩnh yên, quang minh, an bình, hồng hà, đại đồng, minh tâm, phúc lợi, an lạc, tân tiến, thịnh vượng, bắc hà`)
/** Syllables of everyday words: an unaccented name made of nothing else is most often no name (`ban qua`, `nam muoi`, `5 bao lac`). */
const everyday = new Set(
  `an ai ap ba bac ban bang bao bat be bien binh bo bon bu ca cai cam can canh cao cau chi chu chua co con cong coc cu cuc cung dai dam dan dang dao dap dat de den det
  di dinh do doai doc don dong du duc dung duong ga gia giang giao gio ha hai han hang hanh hau hien ho hoa hoi hong hop hot hu hung huong it ke khanh khe kho khong kien kim
  ky la lac lai lam lan lang lanh lao lau le len lien lieu linh lo loan loi long lu luc luong ly ma mai man mat mau me mi minh mo mon mong mu mua muoi my na nam nao
  nghe nghia ngo ngoc ngoi ngon nhi nhiep nho noi non nong nu nuoc ong pha phai phan phat phi pho phoi phong phu phuc phung phuong qua quan quang que quy quyet
  ra rang rau ru sa sai san sang sao sau sen si sinh so soc son song suoi ta tai tam tan tang tao tau te tha thac thach thai tham than thang thanh thao the thi thinh tho thoi
  thom thon thong thu thuan thuc thuong thuy tien tiep tin tinh to toan tong tra trai tram tri trinh trong tru truc trung truong tu tuan tuc tung tuong tuy tuyen va van vang ve vi vien
  viet vinh vo voi vu vua vui vuon xa xe xuan xuong y yen`.split(/\s+/),
)

/**
 * Whether a name at tokens `start` to `to` (its level word from `at`) is meant as a place: shown by a level word, a word such as ở or chợ, or asked for; else
 * only where it can hardly be anything else.
 */
export function isPlaceHere(scan: Scan, at: number, start: number, to: number, exact: boolean): boolean {
  const { tokens } = scan
  // thị xã Sa Pa, huyện Bảo Lạc are larger than a commune.
  if ([1, 2, 3].some((back) => skipRegionLevel(tokens, start - back).to === start)) return false
  if (start > at) return true
  if (endsBefore(otherThings, tokens, at) || matchAt(accentedOtherThings, tokens, at - 1, true) !== null) return false
  if (isBehindAt(scan, at)) return true
  if (isVillageOf(scan, to)) return false
  if (isOtherPhrase(scan, at, to)) return false
  const isPerson = endsBefore(persons, tokens, at) || isBehindSurname(scan, at)
  // simacai: written as one, it is no other word.
  if (!isPerson && tokens[start]?.slipped === true && to - start === 1) return true
  if (isPerson || to - start < 2) return isExpected(scan, 'place') && !isPerson
  if (isExpected(scan, 'place') && tokens[at - 1]?.kind !== 'figure') return true
  const isCommon = matchAt(commonNames, tokens, start)?.to === to
  if (isCommon && !isWrittenAsName(scan, start, to)) return false
  // `hung dao: ngo 5 ta` begins with where.
  if (at === 0 && tokens[to]?.fold === ':') return true
  const words = tokens.slice(start, to)
  if (words.some(({ accented }) => accented)) return exact
  return isWrittenAsName(scan, start, to) || words.some(({ fold }) => !everyday.has(fold))
}

/** `trung tâm xã`, `mật ong bạc hà`; but an unaccented `bac ha` that is all of an answer to where is Bắc Hà. */
function isOtherPhrase(scan: Scan, at: number, to: number): boolean {
  return [0, 1].some((back) => {
    const end = matchAt(otherPhrases, scan.tokens, at - back)?.to ?? 0
    const isAnswer = back === 0 && end === to && isExpected(scan, 'place') && isWholeAnswer(scan, at, to)
    return end > at && !isAnswer
  })
}

/** `cô Ba 3 tạ ngô`: a word of address with its accents that begins the name of a place (Cô Ba) is a person's, unless the name is all that is said. */
export function isTitled(scan: Scan, at: number, to: number): boolean {
  if (matchAt(persons, scan.tokens, at, true)?.to !== at + 1 || scan.tokens[at]?.accented !== true) return false
  const isName = at > 0 && isCapital(scan, scan.tokens[at]) && isCapital(scan, scan.tokens[at + 1])
  return !isName && !isBehindAt(scan, at) && !(isExpected(scan, 'place') && isWholeAnswer(scan, at, to))
}

/** `ban Lao Chai xa Y Ty`: a commune behind it makes a name a village's. Among accents an xa without them is no xã. */
function isVillageOf(scan: Scan, to: number): boolean {
  const at = scan.tokens[to]?.fold === ',' ? to + 1 : to
  const level = skipLevel(scan.tokens, at)
  const isLevel = level.word !== null && (!scan.accented || scan.tokens[at]?.accented === true)
  return isLevel && scan.tokens[level.to]?.kind === 'word'
}

const marketWords = phraseLexicon('chợ, phiên, chợ phiên')

/** Whether the word right before token `at` says that a market follows. */
export function isMarketBefore(scan: Scan, at: number): boolean {
  return endsBefore(marketWords, scan.tokens, at)
}

/** Whether the word right before token `at` says where (ở, tại, về). */
export function isBehindAt(scan: Scan, at: number): boolean {
  return endsBefore(atWords, scan.tokens, at) || matchAt(accentedAtWords, scan.tokens, at - 1, true) !== null
}

function endsBefore(words: Lexicon<unknown>, tokens: readonly Token[], at: number): boolean {
  return [1, 2].some((back) => matchAt(words, tokens, at - back)?.to === at)
}

/** `Coc Ly` in a text that is not all capitals: each word begins with one, and another word of the text does not. */
function isWrittenAsName(scan: Scan, from: number, to: number): boolean {
  if (!scan.tokens.slice(from, to).every((token) => isCapital(scan, token))) return false
  return scan.tokens.some(
    (token, index) => (index < from || index >= to) && token.kind === 'word' && !isCapital(scan, token),
  )
}
