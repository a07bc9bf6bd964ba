import { cropAt } from '../names/crops.ts'
import { placeAt } from '../names/places.ts'
import { type Amount, distinct, range, times } from '../numbers/amounts.ts'
import { type NumberPhrase, numberPhraseAt, skipRangeSign } from '../numbers/number-phrase.ts'
import { isOrdinal } from '../numbers/ordinals.ts'
import { skipFiller } from '../text/fillers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import { rememberedAt } from '../text/remember.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import { factor, isContainerName, unitAt } from '../units/units.ts'
import { skipDong } from './currencies.ts'
import { type Basis, opensBasis } from './price-basis.ts'
import { isLikely, likelyVnd } from './price-bounds.ts'

/** A sum of money as it was said, whatever it is for. */
export interface Sum {
  amounts: [Amount, ...Amount[]]
  to: number
  /** Whether only money can be meant: then `15k kg` is a price too. */
  sure: boolean
  /** Whether neither scale nor currency was said: thousands may be left out (`gừng 15`). */
  bare?: true
  /** Whether so many thousands of the unit behind it might be an amount, and are its price (`giá 7 nghìn cân`). */
  isOfUnit?: true
  /** Whether it was said in leaves (`5 cành`). */
  leaves?: true
}

const priceWords = phraseLexicon('giá, được giá, giá bán, giá mua')

/** How far behind `giá` its figure may stand: `gia gung trau tuoi 15`. */
const PRICE_REACH_TOKENS = 6

/** Reads a sum or a range of sums at token `at`: `15k`, `1tr5`, `15.000 đ`, `50.000đ - 100.000đ`, and a bare `15` behind `giá` or where money was asked for. */
export function sumAt(scan: Scan, at: number): Sum | null {
  const low = oneSumAt(scan, at)
  const start = low === null ? null : skipRangeSign(scan, low.to)
  const high = start === null ? null : oneSumAt(scan, start)
  if (low === null || high === null || low.amounts.length > 1 || high.amounts.length > 1) return low
  const [from, to] = [low.amounts[0].value, high.amounts[0].value]
  return from < to ? { ...high, amounts: [range(from, to)] } : low
}

function oneSumAt(scan: Scan, at: number): Sum | null {
  const phrase = numberPhraseAt(scan, at)
  const isAsked = isExpected(scan, 'money')
  if (phrase === null || (phrase.implicit && (phrase.to - at < 2 || (phrase.scale < 1e3 && !isAsked)))) return null
  const dong = skipDong(scan, phrase.to)
  const amounts: Sum['amounts'] = phrase.doubtfulMark ? [phrase.amounts[0]] : phrase.amounts
  if (dong !== null && !isCanna(scan, phrase.to)) return { amounts, to: dong, sure: true }
  if (scan.context.expect?.[0] === 'number') return null
  const isPriced = isBehindPriceWord(scan, at)
  if (phrase.scale >= 1e3) {
    const isOfUnit = !phrase.slang && unitAt(scan, phrase.to) !== null && (isPriced || isPriceOfUnit(scan, phrase))
    const sure = phrase.slang || isPriced || isAsked || isOfUnit
    if (!sure && unitAt(scan, phrase.to) !== null) return null
    return { amounts, to: phrase.to, sure, ...(isOfUnit && { isOfUnit }) }
  }
  const leaves = leavesAt(scan, phrase)
  if (leaves !== null) return leaves
  if (!(isPriced || isAsked) || unitAt(scan, phrase.to) !== null) return null
  return bareSum(scan, phrase, isPriced)
}

/**
 * `gừng 15 nghìn cân`, `gà 150 nghìn con`: nobody counts so many thousands, and the crop costs that much. With a crop behind the unit it is an amount all the same
 * (`7 nghìn cân ngô`), and where one was asked for.
 */
function isPriceOfUnit(scan: Scan, { amounts: [said], to }: NumberPhrase): boolean {
  const unit = unitAt(scan, to)
  const [of] = unit?.units ?? []
  if (unit === null || of === undefined || of.type === 'area' || isExpected(scan, of.type)) return false
  if (of.type === 'count' && isContainerName(of.name)) return false
  const per = of.type === 'mass' ? 'kg' : of.type === 'volume' ? 'l' : of.name
  const bounds = likelyVnd(scan, per)
  const isAmount = cropAt(scan, skipFiller(scan, unit.to) ?? unit.to) !== null
  return bounds !== null && !isAmount && isLikely(times(said, 1 / factor(of)), bounds)
}

/** `ngay 6 dong dao`: a dong without its accent that begins a crop's name of two words (dong đao, dong riềng) is that, and no đồng. */
function isCanna(scan: Scan, at: number): boolean {
  return scan.tokens[at]?.key === 'dong' && (cropAt(scan, at)?.span.to ?? 0) > at + 1
}

/** Whether `giá` stands before the figure at token `at`, or before a list of prices that it is one of. */
export const isBehindPriceWord = rememberedAt((scan: Scan, at: number): boolean => {
  for (let back = at - 1; back >= 0 && back >= at - PRICE_REACH_TOKENS; back--) {
    if (scan.tokens[back]?.kind === 'figure') return isListedBehind(scan, at, back)
    if (matchAt(priceWords, scan.tokens, back) !== null)
      return (placeAt(scan, back - 1) ?? placeAt(scan, back)) === null
  }
  return false
})

/** `giá gừng 15, nghệ 8`: behind a price of one crop the figure right behind another is its price. */
function isListedBehind(scan: Scan, at: number, earlier: number): boolean {
  return endsCrop(scan, at) && endsCrop(scan, earlier) && isBehindPriceWord(scan, earlier)
}

/** No crop's name with its form is longer. */
const MOST_NAME_TOKENS = 5

function endsCrop(scan: Scan, at: number): boolean {
  for (let from = at - 1; from >= at - MOST_NAME_TOKENS && scan.tokens[from]?.kind === 'word'; from--)
    if (cropAt(scan, from)?.span.to === at) return true
  return false
}

const branches = phraseLexicon('cành')
/** Without its accent this is là. */
const leaves = phraseLexicon('lá')

/** `5 cành`, `5 lá`: slang for a thousand, a hundred thousand or a million, by whom one asks. */
function leavesAt(scan: Scan, phrase: NumberPhrase): Sum | null {
  const match = matchAt(branches, scan.tokens, phrase.to) ?? matchAt(leaves, scan.tokens, phrase.to, true)
  if (match === null || scan.context.expect?.[0] !== 'money' || !isClosed(scan, match.to)) return null
  const [amount] = phrase.amounts
  return {
    amounts: [times(amount, 1e3), times(amount, 1e5), times(amount, 1e6)],
    to: match.to,
    sure: true,
    leaves: true,
  }
}

/** A figure with neither scale nor currency: thousands are left out by habit (`gừng 15`), and only the crop's usual price shows it. */
function bareSum(scan: Scan, phrase: NumberPhrase, isPriced: boolean): Sum | null {
  const next = scan.tokens[phrase.to]
  if (next !== undefined && next.kind !== 'word' && '-:%^'.includes(next.fold)) return null
  if (next?.fold === '/' && scan.tokens[phrase.to + 1]?.kind === 'figure') return null
  const isAlone = isClosed(scan, phrase.to) || opensBasis(scan, phrase.to)
  if (!isPriced && !isAlone && skipFiller(scan, phrase.to) === null) return null
  const [grouped] = phrase.amounts
  if (grouped.value === 0 || isOrdinal(scan, phrase.from)) return null
  if (grouped.value >= 1000)
    return { amounts: phrase.doubtfulMark ? [grouped] : phrase.amounts, to: phrase.to, sure: true, bare: true }
  return { amounts: phrase.amounts, to: phrase.to, sure: true, bare: true }
}

function isClosed(scan: Scan, at: number): boolean {
  const next = scan.tokens[at]
  return next === undefined || (next.kind === 'mark' && /^[.,;!?()"'…]$|\p{Extended_Pictographic}/u.test(next.fold))
}

/**
 * What a bare figure may mean, for one base unit: whole, in thousands or in millions, whichever the crop is usually sold for. Where nothing is known, in
 * thousands or as said.
 */
export function bareMeanings(scan: Scan, said: Sum['amounts'], basis: Basis | null): Sum['amounts'] {
  const each = said.map((amount) => times(amount, 1 / (basis?.divisor ?? 1)))
  const thousands = each.map((amount) => times(amount, 1e3))
  const bounds = likelyVnd(scan, basis?.per)
  const millions = each.map((amount) => times(amount, 1e6))
  const isWhole = said[0].value >= 1000
  const candidates = isWhole ? each : [...thousands, ...each, ...millions]
  const likely = bounds === null ? [] : candidates.filter((one) => isLikely(one, bounds))
  const [first, ...others] = likely.length > 0 ? likely : isWhole ? each : [...thousands, ...each]
  return first === undefined ? said : distinct([first, ...others])
}
