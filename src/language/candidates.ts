import { isEachContainer } from './amounts/each.ts'
import { withoutOddPears } from './amounts/odds.ts'
import { quantityAt } from './amounts/quantities.ts'
import { dateAt } from './days/dates.ts'
import { yesNoAt } from './intents/yes-no.ts'
import { moneyAt } from './money/money.ts'
import { type Joint, jointOf } from './names/crop-lists.ts'
import { isHarvestVerb, isOpenWord } from './names/crop-signs.ts'
import { type CropSpan, cropAt, cropBeside, isAnimal } from './names/crops.ts'
import { phoneAt } from './names/phones.ts'
import { placeAt } from './names/places.ts'
import { isPriceListed, pricesAmong } from './names/price-lists.ts'
import { numberAt } from './numbers/numbers.ts'
import { skipFiller } from './text/fillers.ts'
import type { Reader, Scan, Span, Unread } from './text/scan.ts'
import type { FactType } from './types.ts'

const measures: readonly Reader[] = [phoneAt, moneyAt, quantityAt, dateAt]

/** All that the readers find at any place of a text, crops with the amounts beside them; `crops` as {@link cropsIn} gives them. */
export function candidates(scan: Scan, crops: readonly CropSpan[], types: readonly FactType[]): (Span | Unread)[] {
  const found: (Span | Unread)[] = []
  const [wantsNumber, wantsYesNo] = [types.includes('number'), types.includes('yes-no')]
  for (let at = 0; at < scan.tokens.length; at++) {
    if (mayBeginFact(scan, at)) {
      for (const reader of measures) push(found, reader(scan, at))
      push(found, placeAt(scan, at))
      if (wantsNumber) push(found, numberAt(scan, at))
    }
    if (wantsYesNo) push(found, yesNoAt(scan, at))
  }
  if (crops.length === 0) return found
  const amounts = found.filter(isAmount)
  const prices = pricesAmong(amounts)
  const near = nearbyOf(amounts)
  const dates = new Map(found.flatMap(({ type, from, to }) => (type === 'date' ? [[from, to]] : [])))
  const shown = new Set<CropSpan>()
  for (const crop of crops) {
    const { span, sure } = crop
    const beside = near(span).filter((amount) => isBeside(scan, span, amount, dates))
    let meant: CropSpan['span'] | null = null
    for (const amount of beside) meant ??= cropBeside(scan, crop, amount, isPriceListed(scan, crop, amount, prices))
    if (meant === null && !sure) continue
    found.push(meant ?? span)
    shown.add(crop)
  }
  found.push(...listedBeside(scan, crops, shown))
  return found
}

/** `ngo voi lua 1 tan`: a name beside one that is a crop is one too; an everyday word only where its place in the list or the herd shows it. */
function listedBeside(scan: Scan, crops: readonly CropSpan[], shown: Set<CropSpan>): Span[] {
  const found: Span[] = []
  const look = (crop: CropSpan | undefined, beside: CropSpan | undefined, joint: Joint | null): void => {
    if (crop === undefined || beside === undefined || shown.has(crop) || !shown.has(beside)) return
    if (joint === null || (crop.meant.some(isOpenWord) && !isListed(scan, crop, beside, joint))) return
    shown.add(crop)
    found.push({ ...crop.span, rule: 'crop-beside-amount' })
  }
  const pairs = crops.slice(1).map((second, index): [CropSpan | undefined, CropSpan, Joint | null] => {
    const first = crops[index]
    return [first, second, first === undefined ? null : jointOf(scan, first.span, second.span)]
  })
  for (const [first, second, joint] of pairs) look(second, first, joint)
  for (const [first, second, joint] of pairs.reverse()) look(first, second, joint)
  return found
}

/** `hồi với quế`, `san, ngo`, `trau bo`: whether an everyday word is a crop by what it is joined to. */
function isListed(scan: Scan, crop: CropSpan, beside: CropSpan, joint: Joint): boolean {
  const isHeads = [crop, beside].every(({ span }) =>
    span.readings.every((reading) => isAnimal(scan.context.crops, reading.crop)),
  )
  const before = scan.tokens[Math.min(crop.span.from, beside.span.from) - 1]
  const isOpening = before === undefined || before.kind === 'mark'
  // "san lac 3 ta", "dao le 3 ta": of two everyday words one is a crop as well as the other.
  const isPair = joint === 'none' && !scan.accented && beside.meant.some(isOpenWord)
  return joint === 'word' || isHeads || isPair || (joint === 'mark' && isOpening)
}

/** Finds the amounts that begin or end within reach of a span, in the order given: in a long text most lie far off. */
function nearbyOf(amounts: readonly Span[]): (span: Span) => Span[] {
  if (amounts.length < 2) return () => [...amounts]
  const order = new Map(amounts.map((amount, index) => [amount, index]))
  const [byStart, byEnd] = [Map.groupBy(amounts, ({ from }) => from), Map.groupBy(amounts, ({ to }) => to)]
  return ({ from, to }) => {
    const found = new Set<Span>()
    for (let off = 0; off <= BESIDE_REACH_TOKENS; off++) {
      for (const amount of byStart.get(to + off) ?? []) found.add(amount)
      for (const amount of byEnd.get(from - off) ?? []) found.add(amount)
    }
    return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  }
}

/** A mark begins nothing but where it is a sign for about, for money or for the code of a country. */
function mayBeginFact(scan: Scan, at: number): boolean {
  const token = scan.tokens[at]
  return token?.kind !== 'mark' || /^[+~≈½¼¾\p{Sc}]/u.test(token.fold)
}

function push(spans: (Span | Unread)[], span: Span | Unread | null): void {
  if (span !== null) spans.push(span)
}

function isAmount(span: Span | Unread): span is Span {
  return span.type !== 'unread' && span.type !== 'place' && span.type !== 'yes-no' && span.type !== 'number'
}

/** Every crop that may be named in a text. */
export function cropsIn(scan: Scan): CropSpan[] {
  const found: CropSpan[] = []
  for (let at = 0; at < scan.tokens.length; at++) {
    const crop = cropAt(scan, at)
    if (crop !== null) found.push(crop)
  }
  return withoutFed(scan, withoutOddPears(scan, found))
}

const feeding = new Set(['cho', 'nuoi', 'chan'])

/** `5 tạ ngô để 1 tạ cho gà ăn`, `lợn ăn 1 tạ`: the animals that a crop is fed to are not what is told of. */
function withoutFed(scan: Scan, crops: CropSpan[]): CropSpan[] {
  const isAnimals = ({ span }: CropSpan) => span.readings.every(({ crop }) => isAnimal(scan.context.crops, crop))
  if (crops.every(isAnimals)) return crops
  return crops.filter((crop) => {
    const [before, behind] = [scan.tokens[crop.span.from - 1], scan.tokens[crop.span.to]]
    return !isAnimals(crop) || !(feeding.has(before?.fold ?? '') || behind?.fold === 'an')
  })
}

/** The one crop the text is about, if it is one. */
export function mainCrop(crops: readonly CropSpan[]): string | undefined {
  const opened = crops.filter(({ span }) => span.bonus !== undefined)
  const sure = crops.filter((crop) => crop.sure)
  const among = [opened, sure].find((some) => some.length > 0) ?? crops
  const keys = new Set(among.flatMap(({ span }) => span.readings.map((reading) => reading.crop)))
  return keys.size === 1 ? [...keys][0] : undefined
}

/** So much filler at most stands between a crop and its amount. */
const BESIDE_REACH_TOKENS = 24

/** Whether nothing but filler, days and what was done to it stand between a crop and an amount: `ngo hom qua be 3 ta`. */
function isBeside(scan: Scan, crop: Span, amount: Span, dates: ReadonlyMap<number, number>): boolean {
  if (amount.type === 'date' || amount.type === 'phone') return false
  const [from, to] = crop.to <= amount.from ? [crop.to, amount.from] : [amount.to, crop.from]
  if (to - from > BESIDE_REACH_TOKENS) return false
  let at = from
  while (at < to) {
    const isSkipped = scan.tokens[at]?.kind === 'mark' || (crop.to <= at && isHarvestVerb(scan, at))
    const next = isSkipped ? at + 1 : isEachContainer(scan, at) ? at + 2 : (dates.get(at) ?? skipFiller(scan, at))
    if (next === null) return false
    at = next
  }
  return at === to
}
