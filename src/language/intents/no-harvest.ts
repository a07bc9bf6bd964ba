import { type Lexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { type Token, tokenize } from '../text/tokens.ts'
import type { Fact } from '../types.ts'

const eachOf = (openings: string, words: string): string =>
  openings
    .split(',')
    .flatMap((opening) => words.split(',').map((word) => `${opening.trim()} ${word.trim()}`))
    .join(', ')

const REAPING = 'thu, gặt, bẻ, dỡ, đào, nhổ, hái, cắt, bới, tuốt, chặt'

/** To come, not so, another's, or asked: whatever else is said. With accents or without. */
const never = phraseLexicon(
  `dự kiến, dự tính, dự định, sắp, sắp sửa, sẽ, chuẩn bị, sang năm, năm sau, năm tới, vụ sau, vụ tới, tuần sau, tuần tới, tháng sau, tháng tới,
  hôm nữa, ngày nữa, tuần nữa, tháng nữa, bao giờ, bao lâu, bao nhiêu, khi nào, lúc nào, hôm nào, thế nào, làm sao, có nên,
  hàng xóm, người khác, người ta, nhà khác, nhà bên, thôn khác, cả xóm, cả thôn, cả xã,
  không được, không thu, không gặt, không đạt, không đủ, ko được, ko thu, chẳng được, chả được, mai mới, mai sẽ,
  ${eachOf('định, mai, chưa', REAPING)}, chưa được, chưa có, chưa tới, chưa đến, chưa đủ, chưa chín`,
)
/** The same, but without their accents they are other words: "huy" is a name. */
const neverAccented = phraseLexicon('huỷ, hủy, xoá, xóa, cả bản, bản khác')
/** What was lost, put on a field, borrowed, bought or given; not where what was brought in is said besides. */
const elsewhere = phraseLexicon(
  `cháy, trộm, chuột, bị mất, mất trộm, mất hết, mất trắng, trôi mất, cuốn trôi, lũ cuốn, lũ quét, nước cuốn, bị cuốn, cuốn mất, cuốn đi, sạt lở, lở vùi, vùi lấp, bị vùi, vùi mất, gãy đổ, bão đổ, gió đổ, bị hỏng, hỏng hết, hỏng mất, bị hư, hư hết, bị mốc, mốc hết, bị úng, bị ngập, ngập hết, thiệt hại, chết, lụt,
  gieo, phun, phân bón, phân đạm, phân lân, phân chuồng, phân gà, phân npk, bón phân, bón đạm, bón lân, bón thúc, bón lót, kali, npk, urê, ure,
  thuốc sâu, thuốc trừ, thuốc cỏ, hỗ trợ, trợ cấp, cứu trợ, cấp phát, được cấp, cho vay, đi vay, vay của, trả nợ, còn nợ, mua giống, mua của, mua thêm`,
)
const elsewhereAccented = phraseLexicon(
  'đổ hết, đổ mất, hư, mốc, úng, ngập, bón, cấy, vãi, rắc, thối, hỏng, trôi, vay, nợ, mượn, mua, trồng, đạm, giống',
)
const ANIMALS = 'gà, lợn, heo, vịt, ngan, ngỗng, trâu, bò, bê, nghé, dê, ngựa, cá, gia súc'
/** What was eaten, fed, brewed, milled, lent or bought: not where it is a part of an amount told before, with one of its own. */
const spent = phraseLexicon(
  `nấu rượu, nấu cơm, nấu cám, nấu xôi, nấu chè, nấu cháo, nấu bánh, ủ rượu, ủ men, ủ chua, đồ xôi, gói bánh, làm bánh, làm đậu, ép dầu,
  xay, xay xát, say xát, xát, nghiền, ăn hết, ăn mất, dùng hết, chăn nuôi, làm thức ăn, ${eachOf('cho, nuôi, chăn', ANIMALS)},
  cho mượn, vay mượn, đi mượn, đi mua, mua về, trả lại, đổi lấy, đem đổi, mang đổi, đong gạo, đong thóc, đong ngô`,
)
const spentAccented = phraseLexicon('nấu, đong, biếu, tặng')
/** Words that say so only right before the amount: "mai" is a name elsewhere, unaccented "mua" is mùa too, "ban" is bản, "no" is nó. */
const beforeAmount = phraseLexicon('mai, mất, hỏng, bón, vay, nợ, mượn, mua, bán, không có')
/** The same also where the crop stands between: `mua gao 2 ta`. */
const beforeCrop = phraseLexicon('mua, vay, mượn, mất, hỏng, nấu, xay, nghiền')
const opensHarvest = phraseLexicon(
  `${REAPING}, được, dc, đc, thu được, gặt được, thu về, còn, còn được, chỉ còn, mới được, đạt, tổng, tất cả`,
)
/** Unaccented only at the beginning, as a command: elsewhere it may be a name. */
const cancelling = phraseLexicon('huỷ, xoá, bỏ báo cáo')
/** `16-16-8`: what is in a sack of fertilizer. */
const FORMULA = /(?<![\d/.-])\d{1,2}\s?-\s?\d{1,2}\s?-\s?\d{1,2}(?![\d/.-])/
const between = phraseLexicon('khoảng, tầm, chừng, gần, hơn, độ, ước, đi, hết, cả, những, tới, đến, thêm, về, mới')
const address = phraseLexicon('anh, chị, cô, chú, bác, ông, bà, em, cháu, thị, a, c, e')

const beforeSeason = phraseLexicon('vụ, lúa, ngô, cả, đầu, cuối, giữa, mất, được, hết, xong')
const behindSeason = phraseLexicon('thu, vụ, này, xuân, màng, mưa, khô')

interface Placed {
  tokens: readonly Token[]
  /** Where amounts stand. */
  amounts: ReadonlySet<number>
  /** Where crops stand. */
  crops: ReadonlySet<number>
}

/**
 * Whether a text that tells a crop and an amount may be of something else than what the sender brought in: a plan, a question, a loss, what was sown, spread,
 * borrowed or bought, another's harvest, or its denial. Words only: whoever asks decides.
 * @param facts what was read in the text; their own words ("mật ong", "lúa mùa") say nothing of the kind
 */
export function tellsNoHarvest(text: string, facts: readonly Fact[]): boolean {
  const placed = placeFacts(text, facts)
  const { tokens } = placed
  if (tokens.some((_, at) => matches(never, tokens, at) || matches(neverAccented, tokens, at, true))) return true
  if (isCancelling(placed)) return true
  if (isHarvestTold(placed)) return false
  return (
    FORMULA.test(
      tokens
        .map(({ fold }) => fold)
        .join(' ')
        .replace(/ ?- ?/g, '-'),
    ) ||
    tokens.some((_, at) => matches(elsewhere, tokens, at) || matches(elsewhereAccented, tokens, at, true)) ||
    tokens.some((_, at) => isSpent(placed, at)) ||
    tokens.some((_, at) => leadsToAmount(placed, beforeAmount, at) || leadsToAmount(placed, beforeCrop, at, true))
  )
}

/** The text with a mark for each fact, the marks of amounts known. */
function placeFacts(text: string, facts: readonly Fact[]): Placed {
  let left = ''
  let at = 0
  const [amountStarts, cropStarts] = [new Set<number>(), new Set<number>()]
  for (const { type, start, end } of [...facts].sort((a, b) => a.start - b.start)) {
    if (start < at) continue
    left += `${text.slice(at, start)} `
    if (type === 'mass' || type === 'count' || type === 'volume') amountStarts.add(left.length)
    if (type === 'crop') cropStarts.add(left.length)
    left += '; '
    at = end
  }
  const tokens = tokenize(left + text.slice(at))
  const marksAt = (starts: ReadonlySet<number>) =>
    new Set(tokens.flatMap(({ kind, start }, index) => (kind === 'mark' && starts.has(start) ? [index] : [])))
  return { tokens, amounts: marksAt(amountStarts), crops: marksAt(cropStarts) }
}

/** `nấu rượu hết 50 cân gạo`, `3 ta ngo cho ga`; of `ngô 3 tạ, cho gà 50 cân` three tạ were brought in all the same. */
function isSpent({ tokens, amounts }: Placed, at: number): boolean {
  if (!matches(spent, tokens, at) && !matches(spentAccented, tokens, at, true)) return false
  const isToldBefore = [...amounts].some((amount) => amount < at)
  return !isToldBefore || !tokens.some(({ kind }, index) => index > at && (kind === 'figure' || amounts.has(index)))
}

const matches = (lexicon: Lexicon<unknown>, tokens: readonly Token[], at: number, strict = false): boolean =>
  matchAt(lexicon, tokens, at, strict) !== null && !isOtherWord(tokens, at)

/** "Chị Mai gặt", "vu mua", "mua thu hoach": a name, and mùa. */
function isOtherWord(tokens: readonly Token[], at: number): boolean {
  const key = tokens[at]?.key
  if (key === 'mai') return matchAt(address, tokens, at - 1) !== null
  return (
    key === 'mua' && (matchAt(beforeSeason, tokens, at - 1) !== null || matchAt(behindSeason, tokens, at + 1) !== null)
  )
}

/** Whether a phrase stands at `at` and an amount behind it, with no more than a small word between, or a crop besides. */
function leadsToAmount(
  { tokens, amounts, crops }: Placed,
  lexicon: Lexicon<unknown>,
  at: number,
  overCrop = false,
): boolean {
  let to = matches(lexicon, tokens, at) ? (matchAt(lexicon, tokens, at)?.to ?? null) : null
  while (to !== null && !amounts.has(to))
    to = overCrop && crops.has(to) ? to + 1 : (matchAt(between, tokens, to)?.to ?? null)
  return to !== null
}

/** Whether an amount is said to have been brought in: "gieo 2 sào, được 3 tạ". */
const isHarvestTold = (placed: Placed): boolean =>
  placed.tokens.some(({ kind }, at) => kind === 'word' && leadsToAmount(placed, opensHarvest, at))

/** "Huỷ ngô 3 tạ", with or without the word for a report before it. */
function isCancelling({ tokens }: Placed): boolean {
  const words = tokens.filter(({ kind, fold }) => kind === 'word' && !['bc', 'bao', 'cao', 'a', 'da'].includes(fold))
  return matchAt(cancelling, words, 0) !== null
}
