import { isCommonWord, isReadersWord } from '../text/common-words.ts'
import { skipFiller } from '../text/fillers.ts'
import { compileLexicon, type Lexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isCapital, isExpected, type Scan } from '../text/scan.ts'
import { isSyllable } from '../text/syllables.ts'
import { families } from './name-signs.ts'

const phrases = (list: string): string[] => list.split(',').map((phrase) => phrase.trim())

/** How much a word before a crop shows: that it is told of, that one is meant, or that one is meant where it is no everyday word. */
export type Opener = 'telling' | 'plain' | 'weak'

/** Words right before a crop that show one is meant; those that ask or do something tell it from a place of the same letters (giá hồi, Gia Hội). */
const openers = compileLexicon<Opener>([
  ...phrases('giá, bán, mua, trồng, thu, thu hoạch, gặt, cấy, nhổ, gieo, nuôi, bẻ, hái').map(
    (word) => [word, 'telling'] as const,
  ),
  ...phrases('cây, giống, vụ, con, củ, quả, hạt').map((word) => [word, 'plain'] as const),
  ...phrases('dỡ, đào, cho, vườn, nương, ruộng, đồi, phun, bón, tưới, sâu, bệnh, lá, rễ, gốc, thân').map(
    (word) => [word, 'weak'] as const,
  ),
])

/** The word before a crop that shows that it is one, at most two tokens long. */
export function openerBefore(scan: Scan, from: number): Opener | null {
  for (const back of [1, 2]) {
    const match = matchAt(openers, scan.tokens, from - back)
    if (match !== null && match.to === from) return match.values.includes('telling') ? 'telling' : match.values[0]
  }
  return null
}

/** Units and money that a figure stands right behind (`tr2`): no variety is called so. */
const noVarieties = new Set(['k', 'kg', 'tr', 'm', 'ha', 'km', 'l', 't', 'n', 'd', 'h'])

/** The index behind the code of a variety at token `at` (`LVN10`, `BC15`, `TH3-3`): letters that are no syllable, figures right behind them. */
export function skipVariety(scan: Scan, at: number): number {
  const { tokens } = scan
  const letters = tokens[at]
  const isCode = letters?.kind === 'word' && letters.fold.length <= 4 && !noVarieties.has(letters.fold)
  const isNoWord = isCode && (!isSyllable(letters.fold) || isCapital(scan, letters))
  if (!isNoWord || tokens[at + 1]?.kind !== 'figure' || tokens[at + 1]?.glued !== true) return at
  const dash = tokens[at + 2]
  const isDashed =
    dash?.fold === '-' && dash.glued && tokens[at + 3]?.kind === 'figure' && tokens[at + 3]?.glued === true
  return isDashed ? at + 4 : at + 2
}

/** Unaccented words of the shipped crops that are everyday words besides (hỏi, bỏ, để, mất, trả): alone they are a crop only as the whole answer to a question for one. */
const openWords = new Set(
  'hoi que le man de lon bo trau nghe dao do dong be che tra mat mon truc mien san lac bap ot rau nep'.split(' '),
)

/** Whether an unaccented word may be another word than a crop's as well as not. */
export const isOpenWord = (word: string): boolean => openWords.has(word) || isCommonWord(word) || isReadersWord(word)

/** Words behind which a common word is what it is every day: where, what befell a crop, somebody's name. */
const notBeforeCrop = new Set('o tai ve bi anh chi ong ba bac chu co di den'.split(' '))

/**
 * Whether the word at token `at`, a crop's that staff added, may be one beside a weight or an area for all that it is a common word without accents (`cam`: cảm,
 * cám, cầm): nothing before it says that it is not.
 */
export const mayBeAdded = (scan: Scan, at: number): boolean => !notBeforeCrop.has(scan.tokens[at - 1]?.fold ?? '')

/**
 * Everyday phrases with a word in them that without accents, or even with them, is a crop's: officials, asking, losing, leaving, names of people, and crops that
 * the list does not have. What they cover is no crop.
 */
const otherPhrases =
  phraseLexicon(`cảm ơn, cám ơn, cam kết, cam đoan, gia cầm, cán bộ, bỏ đi, bỏ qua, bỏ ra, bỏ hết, bỏ việc, bỏ hoang, bỏ học, bộ đội, bố mẹ, bố em, bố cháu, bố tôi, bố con, bộ phận, toàn bộ, nội bộ, cục bộ, tiến bộ, nhu bo, như bò,
  phân bò, phân gà, phân lợn, phân trâu, phân trâu bò, phân dê, phun thuốc, xịt thuốc, pha thuốc, uống thuốc, thuốc sâu, cám lợn, cám gà, thức ăn lợn, thức ăn gà, thịt bò, thịt lợn, thịt gà, thịt trâu, thịt dê,
  mất mùa, bị mất, mất trắng, mất tiền, mất sóng, mất ngủ, mất điện, mất nước, mất hết, mất rồi, mất công, mất giá, mặt trời, trước mặt, có mặt, gặp mặt, tiền mặt, bí mật,
  hỏi giá, hỏi xem, hỏi thăm, cho hỏi, xin hỏi, muốn hỏi, cần hỏi, hỏi cán bộ, hỏi lại, hỏi về, hỏi thuốc, hỏi chút, hỏi tí, hỏi tý, hỏi ý, hỏi ai, hỏi han, hỏi vợ, hỏi chồng,
  câu hỏi, em hỏi, cháu hỏi, tôi hỏi, hội nghị, hội trường, hội chợ, hội họp, hội thi, hội viên, chi hội, hội phụ nữ, hội nông dân, hội thảo, lễ hội, cơ hội, xã hội, hơi nhiều, hơi ít, hơi xấu, hơi đắt, hơi rẻ, hơi mệt, hơi chậm,
  hồi đó, hồi trước, hồi nãy, hồi xưa, hồi đầu, hồi tháng, hồi sáng, hồi chiều, hồi tối, phục hồi, mồ hôi, trả lời, trả tiền, trả nợ, trả lại, chế biến, chế độ, chê ít, chê đắt,
  quê tôi, quê em, quê cháu, quê mình, quê nhà, quê hương, quê ở, về quê, ở quê, nhà quê, lễ tết, ngày lễ, nghỉ lễ, dịp lễ, tỷ lệ, tỉ lệ, lệ phí, lẻ tẻ, số lẻ,
  mặn quá, mặn lắm, hơi mặn, canh mặn, nước mặn, nhập mặn, may mắn, lãng mạn, để mai, để đó, để lại, để tôi, để em, để cháu, để bán, để ăn, để làm, để hỏi, để xem, để dành, để cho, để giống,
  dễ bán, dễ trồng, dễ quá, dễ thương, đề nghị, vấn đề, đề án, chủ đề, mới đẻ, sắp đẻ, đẻ con, đê điều, nghe máy, nghe nói, nghe thấy, nghe đài, nghe loa, nghe tin, nghe điện, nghe rõ,
  nghe gì, không nghe, đã nghe, nghe em, nghe anh, nghe bác, nghề nông, nghề gì, làm nghề, nghệ thuật, nghệ an, nghệ sĩ, lớn hơn, lớn lắm, to lớn, lớn nhỏ, lớn lên, lớn quá, người lớn,
  loại lớn, lon bia, lon gạo, lon nước, lộn xộn, do đó, đó là, ở đó, chỗ đó, hôm đó, ngày đó, từ đó, độ ẩm, dạo này, lý do, do dịch, do mưa, do sâu, do vậy, do trời, nhiệt độ, nồng độ,
  mức độ, tốc độ, đồ lừa đảo, lừa đảo, đồ ngu, đồ dùng, đồ ăn, đổ nước, đổ đi, màu đỏ, lá đỏ, đào ao, đào hố, đào giếng, đào tạo, đào đất, lãnh đạo, chỉ đạo, đạo đức, con dao, dân tộc dao,
  người dao, đi dạo, trực tiếp, trực ban, trung trực, miễn phí, miền bắc, miền núi, miền nam, sản lượng, sản xuất, sản phẩm, nông sản, thủy sản, tài sản, sàn nhà, nhà sàn, sân phơi,
  liên lạc, lạc đường, bảo lạc, bắp chân, bắp tay, bắp chuối, râu tóc, đông người, đồng ý, đồng bào, mùa đông, vụ đông, hợp đồng, cộng đồng, hội đồng, lao động, hoạt động, đồng chí,
  ngoài đồng, ra đồng, cánh đồng, đồng ruộng, đồng bằng, trâu bò cày, làm sao, môn học, mỗi món, thạch an, thạch cao, dê cụ, lê thị, lê văn, ngô thị, ngô văn, đào thị, đào văn, đỗ thị, đỗ văn,
  khoai lang, khoai tây, khoai từ, sắn dây, đậu xanh, đậu đen, đậu đỏ, đỗ xanh, đỗ đen, đỗ đỏ, đậu ván, bò khai, ngô đồng, lúa mì, lúa mạch, bò sát, gà rán, trà sữa, trà đá, chè đỗ, mật độ, mật khẩu,
  lô đề, đánh đề, số đề, ghi đề, con đề, xổ số, mắc mật, mác mật, gừng gió, gừng đen, chè dây, chè vằng, chè đắng,
  rau thai, nếp sống, lê lợi, lê lai, lê chung`)
/** Phrases before which an amount shows that the crop is meant after all, where no other is told: `ban le 3 ta`. */
const unlessWeighed = phraseLexicon('bán lẻ, mua lẻ, bán dễ')

/** Without accents also a season: `thu dong ngo 3 ta`. */
const unlessAlone = phraseLexicon('thu đông')

/** What a crop or an animal is weighed or counted by, behind a figure. */
const weights = new Set('tan ta yen can kg ky ki lang bao gui ganh thung ro sot con qua'.split(' '))

/** `3 ta`, but no price (`15k`) and not what a price is for (`1 kg 15k`). */
function isWeighed(scan: Scan, at: number): boolean {
  const figure = scan.tokens[at]
  return figure?.kind === 'figure' && figure.fold !== '1' && weights.has(scan.tokens[at + 1]?.fold ?? '')
}

/**
 * Whether tokens `from` to `to` are part of an everyday phrase, two words before them at most, so that no crop is meant.
 * @param isOnlyCrop whether the text names no other crop
 */
export function isOtherPhrase(scan: Scan, from: number, to: number, isOnlyCrop: () => boolean): boolean {
  for (const back of [0, 1, 2]) {
    const start = from - back
    const other = matchAt(otherPhrases, scan.tokens, start)
    if (other !== null && other.to > (back > 0 ? from : to) && !isCounted(scan, from)) return true
    const doubtful = matchAt(unlessWeighed, scan.tokens, start)
    const season = scan.accented ? null : matchAt(unlessAlone, scan.tokens, start)
    if (season !== null && season.to === to && !isOnlyCrop()) return true
    if (doubtful !== null && doubtful.to >= to && !(isWeighed(scan, doubtful.to) && isOnlyCrop())) return true
  }
  return false
}

const counters = new Set(['con', 'bao'])
const numberWords = new Set('mot hai ba bon nam sau bay tam chin muoi chuc vai may'.split(' '))

/** An unaccented `con be` is con bé, a little girl, as often as a calf, unless calves are counted. */
export function isChild(scan: Scan, at: number): boolean {
  return scan.tokens[at]?.key === 'be' && scan.tokens[at - 1]?.fold === 'con' && !isCounted(scan, at)
}

/** `3 con dê giống`, `hai bao lạc`: behind a number con counts animals, and bao is a sack. */
function isCounted(scan: Scan, at: number): boolean {
  const number = scan.tokens[at - 2]
  return (
    counters.has(scan.tokens[at - 1]?.fold ?? '') && (number?.kind === 'figure' || numberWords.has(number?.fold ?? ''))
  )
}

const persons = phraseLexicon('anh, chị, ông, bà, bác, chú, cô, em, cháu, tên')

/** Whether the one word at token `at` is somebody's or some village's name: `chị Mận`, `anh Le`, `Hoàng Văn Sắn`, `xóm Đào`, `Nà Ngô`. */
export function isProperName(scan: Scan, at: number): boolean {
  const [person, name] = [scan.tokens[at - 1], scan.tokens[at]]
  if (!isCapital(scan, name) || person?.kind !== 'word') return false
  if (!isCapital(scan, person) && endsAt(persons, scan, at)) return true
  if (scan.tokens.every((token) => token.kind !== 'word' || isCapital(scan, token))) return false
  return endsAt(villages, scan, at) || (isCapital(scan, person) && isFullName(scan, at))
}

const endsAt = (lexicon: Lexicon<unknown>, scan: Scan, at: number): boolean =>
  matchAt(lexicon, scan.tokens, at - 1)?.to === at

/** Words that begin the name of a village, the Tày ones among them. */
const villages = phraseLexicon('thôn, xóm, làng, bản, ấp, khu, nà, khuổi, lũng, pác, cốc, nậm, phiêng')
const middleNames = phraseLexicon('văn, thị, a, seo, đức, hữu, minh')

/** A family's name before it, a middle name between or not. */
function isFullName(scan: Scan, at: number): boolean {
  const isFamily = (index: number) =>
    isCapital(scan, scan.tokens[index]) && matchAt(families, scan.tokens, index)?.to === index + 1
  return (
    isFamily(at - 1) ||
    (endsAt(middleNames, scan, at) && isCapital(scan, scan.tokens[at - 2])) ||
    (isCapital(scan, scan.tokens[at - 1]) && isFamily(at - 2))
  )
}

/** Verbs of harvest that are a crop's name besides: đào (dig), bẻ (break off), dỡ (lift). */
const verbs = new Set(['dao', 'be', 'do'])
const VERB_REACH = 7

/** Whether the word at token `at` may say how a crop was brought in. */
export const isHarvestVerb = (scan: Scan, at: number): boolean => verbs.has(scan.tokens[at]?.fold ?? '')

/** What stands behind a verb: đào được, đào xong. */
const doneWords = new Set(['duoc', 'xong', 've'])

/** Fruit that is told of beside peaches (đào) and not dug. */
const fruit = new Set(['man', 'le', 'mo', 'hong'])

/**
 * Whether the word at token `at` says what was done to the crop that follows, or to the one before it if that is no animal: `dao 2 ta dong rieng`,
 * `be dc 2 ta ngo`, `gung hom qua dao 5 ta`. No mark stands between but in a figure.
 */
export function isVerbHere(scan: Scan, at: number, isCrop: (at: number) => boolean): boolean {
  if (!isHarvestVerb(scan, at) || fruit.has(scan.tokens[at - 1]?.fold ?? '')) return false
  // "đào được 5 tạ" of what is not said: dug, more often than peaches.
  const isDone = scan.tokens[at]?.fold === 'dao' && doneWords.has(scan.tokens[at + 1]?.fold ?? '')
  if (isDone && !isExpected(scan, 'crop')) return true
  const [behind, before] = [1, -1].map((way) => nearestCrop(scan, at, way, isCrop))
  if (behind === undefined && before === undefined) return false
  // "man 5 ta dao 2 ta": beside plums peaches are told of, and no plum is dug.
  return scan.tokens[at]?.fold !== 'dao' || !fruit.has(behind ?? before ?? '')
}

/** The first word of the nearest crop one way, no mark between but in a figure. */
function nearestCrop(scan: Scan, at: number, way: number, isCrop: (at: number) => boolean): string | undefined {
  for (let next = at + way; Math.abs(next - at) <= VERB_REACH; next += way) {
    const token = scan.tokens[next]
    if (token === undefined || (token.kind === 'mark' && !isInFigure(scan, next))) return undefined
    if (!isHarvestVerb(scan, next) && isCrop(next)) return token.fold
  }
  return undefined
}

/** The mark of 20/11. */
function isInFigure(scan: Scan, at: number): boolean {
  const next = scan.tokens[at + 1]
  return scan.tokens[at - 1]?.kind === 'figure' && next?.kind === 'figure' && next.glued
}

/** More words than this answer no question for a crop alone. */
const MOST_ANSWER_TOKENS = 24

/**
 * Whether the text holds nothing but tokens `from` to `to` and words that carry nothing: an answer to a question for a crop.
 * @param skipCrop the index behind a crop at a token: others may be named beside it (`gung voi nghe`)
 */
export function isWholeAnswer(
  scan: Scan,
  from: number,
  to: number,
  skipCrop: (at: number) => number | null = () => null,
): boolean {
  if (scan.tokens.length > MOST_ANSWER_TOKENS) return false
  // "hoi gung" is to ask: with nothing between them only a crop behind another is one.
  let isLed = false
  for (let at = 0; at < scan.tokens.length; ) {
    if (at === from) at = to
    const token = scan.tokens[at]
    if (token === undefined) break
    const opener = matchAt(openers, scan.tokens, at)?.to ?? null
    const other: number | null = at === to && !isLed ? null : skipCrop(at)
    const next: number | null = token.kind === 'mark' ? at + 1 : (skipFiller(scan, at) ?? opener ?? other)
    if (next === null || (at < from && next > from)) return false
    isLed ||= next === from && next === other
    at = next
  }
  return true
}
