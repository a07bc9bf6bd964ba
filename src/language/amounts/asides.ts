import { cropAt } from '../names/crops.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan, type Span } from '../text/scan.ts'

/** What is done with a part of a harvest: sold, kept, eaten, given. */
const parting = phraseLexicon(
  `bán, bán đi, bán ra, xuất, giữ, giữ lại, để, để lại, để ăn, để dành, để giống, để nhà, cất, còn, còn lại, ăn, nhà ăn, biếu, cho, làm giống`,
)
const totals = phraseLexicon('tổng, tổng cộng, tổng thu, tất cả, cả thảy')
const lastYear = phraseLexicon('năm ngoái, năm trước, năm kia, vụ trước, vụ ngoái, mùa trước, vụ năm ngoái')
/** By how much a harvest differs from another. A bare hơn before an amount is about so much. */
const differences = phraseLexicon(
  'kém, kém đi, kém mất, hụt, hụt đi, hụt mất, giảm, giảm đi, giảm mất, sụt, tăng, tăng thêm, tăng được, so với',
)
const compared = phraseLexicon('hơn, kém, thua, hụt, giảm, tăng, ít hơn, nhiều hơn, so, so với, bằng')
const thisYear = phraseLexicon('năm nay, vụ này, mùa này')

/** What is put on a field. Lân and vôi without their accents are lần and với. */
const inputs = phraseLexicon(
  'đạm, phân, phân bón, phân chuồng, phân lân, super lân, supe lân, kali, npk, urê, ure, dap',
)
const accentedInputs = phraseLexicon('lân, vôi')

const seed = phraseLexicon('giống')
/** Behind these it is seed that was harvested or sold, not sown. */
const reaping = phraseLexicon('thu, thu được, thu hoạch, gặt, được, bán, để, giữ, giữ lại')

type Amount = Extract<Span, { type: 'mass' | 'count' | 'volume' }>

const adding = phraseLexicon('thêm, cộng, cộng thêm, cộng với, và thêm, +')

/** So many words at most open an amount: `để lại được khoảng 3 tạ`. */
const MOST_OPENING_TOKENS = 5

/**
 * Sets amounts aside that are no harvest of their own: what of it was sold or kept (`thu 5 tạ ngô bán 3 tạ`), last year's beside this year's, and what was put on
 * the field (`bón 20 cân đạm`), which stays left over. Of two crops nothing is: the sale may be of the other.
 */
export function setAside(scan: Scan, spans: readonly Span[]): { spans: Span[]; used: Span[] } {
  const isAsked = (['mass', 'count', 'volume'] as const).some((type) => isExpected(scan, type))
  const own = spans.filter((span) => !isDifference(scan, span))
  const harvests = isAsked ? own : own.filter((span) => !isInput(scan, span) && !isStanding(scan, span))
  const amounts = harvests.filter(isAmount)
  if (amounts.length < 2 || cropsOf(harvests) > 1) return { spans: harvests, used: [] }
  const more = addedTo(scan, amounts)
  if (more !== null)
    return {
      spans: harvests.map((span) => more.get(span) ?? span).filter((span) => span !== amounts[1]),
      used: amounts.slice(1),
    }
  const gone = new Map([...addends(scan, amounts), ...partsOf(scan, amounts), ...ofLastYear(scan, harvests, amounts)])
  const used = [...gone].map(([span, from]) => ({ ...span, from }))
  return { spans: harvests.filter((span) => !isAmount(span) || !gone.has(span)), used }
}

const isAmount = (span: Span): span is Amount => span.type === 'mass' || span.type === 'count' || span.type === 'volume'

const cropsOf = (spans: readonly Span[]): number =>
  new Set(spans.flatMap((span) => (span.type === 'crop' ? span.readings.map(({ crop }) => crop) : []))).size

const remaining = phraseLexicon('còn, còn lại')

/** `còn 2 sào chưa gặt`: land that is not harvested yet. */
function isStanding(scan: Scan, { type, from, to }: Span): boolean {
  return type === 'area' && scan.tokens[to]?.fold === 'chua' && openedBy(scan, remaining, from, 0) !== null
}

/** `kém 1 tạ`, `hơn năm ngoái 1 tạ`: no harvest, but by how much one differs from another. */
function isDifference(scan: Scan, span: Span): boolean {
  if (!isAmount(span)) return false
  const year = openedBy(scan, lastYear, span.from, 0)
  const end = year ?? span.from
  const words = year === null ? differences : compared
  return [1, 2].some((back) => matchAt(words, scan.tokens, end - back)?.to === end)
}

function isInput(scan: Scan, { type, from, to }: Span): boolean {
  if (type !== 'mass' && type !== 'count' && type !== 'volume') return false
  if (scan.tokens[to]?.kind !== 'word') return false
  if (type === 'mass' && matchAt(seed, scan.tokens, to) !== null) return openedBy(scan, reaping, from, 0) === null
  const found = matchAt(inputs, scan.tokens, to) ?? matchAt(accentedInputs, scan.tokens, to, true)
  // "3 tạ, phân 2 tạ": the amount is the one behind.
  return found !== null && scan.tokens[found.to]?.kind !== 'figure' && cropAt(scan, to) === null
}

/** Amounts behind a word for a part, each less than what was told first; with where that word begins. */
function partsOf(scan: Scan, [whole, ...others]: readonly Amount[]): [Amount, number][] {
  if (whole === undefined || openedBy(scan, parting, whole.from, 0) !== null) return []
  // "5 tạ trừ bì còn 4 tạ 9", "6 tạ phơi khô còn 5 tạ": the rest may be what there is.
  const less = scan.tokens.findIndex(({ fold }, at) => at >= whole.to && lessening.has(fold))
  if (less >= 0 && others.some((span) => less < span.from)) return []
  return others.flatMap((span, index): [Amount, number][] => {
    const opened = openedBy(scan, parting, span.from, others[index - 1]?.to ?? whole.to)
    return opened !== null && isLess(span, whole) ? [[span, opened]] : []
  })
}

/** Words by which a harvest gets lighter. */
const lessening = new Set('tru phoi say hao bot sut rua'.split(' '))

/** `sáng nhổ 9 tạ, chiều thêm 3 tạ`, `3 tạ + 2 tạ`: both together, or one of them; to be asked. */
function addedTo(scan: Scan, [first, second, third]: readonly Amount[]): Map<Span, Span> | null {
  if (first?.type !== 'mass' || second?.type !== 'mass' || third !== undefined) return null
  const [one, more] = [plainValue(first), plainValue(second)]
  if (one === null || more === null || openedBy(scan, adding, second.from, first.to) === null) return null
  return new Map([[first, { ...first, readings: [{ kg: one + more }, { kg: one }, { kg: more }] }]])
}

/** Three amounts or more of which one is all the others together, told first or said to be the total: the others are its parts. */
function addends(scan: Scan, amounts: readonly Amount[]): [Amount, number][] {
  const values = amounts.map(plainValue)
  const sum = values.reduce<number>((all, value) => all + (value ?? Number.NaN), 0)
  const isOneKind = new Set(amounts.map(kindOf)).size === 1
  if (amounts.length < 3 || !isOneKind) return []
  const whole = amounts.find((span, index) => {
    const isTotal = index === 0 || openedBy(scan, totals, span.from, amounts[index - 1]?.to ?? 0) !== null
    return isTotal && Math.abs(sum - 2 * (values[index] ?? 0)) < 1e-6
  })
  return whole === undefined ? [] : amounts.filter((span) => span !== whole).map((span) => [span, span.from])
}

/** `năm ngoái 5 tạ, năm nay 3 tạ`: beside what is said to be of this year. */
function ofLastYear(scan: Scan, spans: readonly Span[], amounts: readonly Amount[]): [Amount, number][] {
  const ends = new Map<Span, number>()
  let last = 0
  for (const span of spans) {
    ends.set(span, last)
    if (span.type !== 'crop') last = span.to
  }
  const behind = (span: Amount) => ends.get(span) ?? 0
  if (!amounts.some((span) => openedBy(scan, thisYear, span.from, behind(span)) !== null)) return []
  return amounts.flatMap((span): [Amount, number][] => {
    const opened = openedBy(scan, lastYear, span.from, behind(span))
    return opened === null ? [] : [[span, opened]]
  })
}

/** Where the phrase begins that opens an amount, fillers and crops only between; null: none does. `least`: where what is before ends. */
function openedBy<T>(scan: Scan, phrase: Parameters<typeof matchAt<T>>[0], from: number, least: number): number | null {
  for (let start = from - 1; start >= Math.max(least, from - MOST_OPENING_TOKENS); start--) {
    let at: number | null = matchAt(phrase, scan.tokens, start)?.to ?? null
    while (at !== null && at < from) at = skipFiller(scan, at) ?? cropAt(scan, at)?.span.to ?? null
    if (at === from) return start
  }
  return null
}

const kindOf = (span: Amount): string => (span.type === 'count' ? span.readings[0].unit : span.type)

/** The one value of an amount; null where it is vague or may be several. */
function plainValue(span: Amount): number | null {
  const [reading, other] = span.readings
  if (other !== undefined || reading.about || reading.min !== undefined) return null
  return 'kg' in reading ? reading.kg : 'l' in reading ? reading.l : reading.count
}

function isLess(part: Amount, whole: Amount): boolean {
  const [less, more] = [plainValue(part), plainValue(whole)]
  return less !== null && more !== null && kindOf(part) === kindOf(whole) && less < more
}
