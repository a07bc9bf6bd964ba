import type { FactRule } from '../explain-rules.ts'
import { skipFiller } from '../text/fillers.ts'
import { rememberedAt } from '../text/remember.ts'
import { isExpected, type Scan, type Span } from '../text/scan.ts'
import { MARKET, matchName, type NameMatch, type PlaceName, readRegion, regionBefore } from './place-names.ts'
import { isBehindAt, isMarketBefore, isPlaceHere, isTitled, skipLevel } from './place-signs.ts'

type PlaceSpan = Extract<Span, { type: 'place' }>

/**
 * Reads a commune or ward by its name or a former one, with xã, phường or thị trấn before it or not and the district or province beside it. A name borne by
 * several places gives them all, unless the level or the region tells.
 */
export const placeAt = rememberedAt(findPlace)

function findPlace(scan: Scan, at: number): PlaceSpan | null {
  const level = skipLevel(scan.tokens, at)
  const named = matchName(scan, level.to)
  if (named === null) return null
  const match = isMarketBefore(scan, at) ? named : withoutMarkets(named)
  if (match === null || !isPlaceHere(scan, at, level.to, match.to, match.exact)) return null
  const before = regionBefore(scan, at)
  const behind = readRegion(scan, match.to, match.names)
  const told = [before, behind].filter((one) => one !== null)
  if (told.length === 0 && level.word === null && (isTitled(scan, at, match.to) || isHalf(scan, at, match))) return null
  const ofItsLevel = ofLevel(match.names, level.word)
  const names = told.reduce((left: readonly PlaceName[], { regions }) => inRegions(left, regions), ofItsLevel)
  const [first, ...others] = new Set(names.map(({ code }) => code))
  if (first === undefined) return null
  const readings = others.map((place) => ({ place }))
  return {
    type: 'place',
    readings: [{ place: first }, ...readings],
    from: before?.from ?? at,
    to: behind?.to ?? match.to,
    rule: ruleOf(match.names, ofItsLevel, names),
    ...(match.repair && { repair: match.repair }),
    ...(isBehindAt(scan, at) && { bonus: OVER_A_CROP }),
  }
}

/** `tan sa ho`: where a place was asked for, a name of two words that only sounds like one (Xà Hồ) is none behind a word of another name. */
function isHalf(scan: Scan, at: number, match: NameMatch): boolean {
  const before = scan.tokens[at - 1]
  if (match.repair !== 'mixed-sounds' || before?.kind !== 'word' || !isExpected(scan, 'place')) return false
  const isLed = [1, 2, 3].some((back) => at >= back && skipFiller(scan, at - back) === at)
  return match.to - at === 2 && !isLed && !isBehindAt(scan, at)
}

/** `o Duong Quy`, `tai Gia Hoi`: behind a word for where the place is meant, and not the crop of the same letters. */
const OVER_A_CROP = 0.3

/** The index behind the place at token `at` where a level word or a word for where says that it is one (`xã Lý Bôn`, `ở Phong Hải`), or null. */
export function surePlaceEnd(scan: Scan, at: number): number | null {
  const place = placeAt(scan, at)
  const isSure = place !== null && (place.bonus !== undefined || skipLevel(scan.tokens, at).to > at)
  return isSure ? place.to : null
}

/** What told which place is meant, where several bear the name; else what name it is. */
function ruleOf(all: NameMatch['names'], ofItsLevel: readonly PlaceName[], left: readonly PlaceName[]): FactRule {
  if (left.length < ofItsLevel.length) return 'place-region'
  if (left.length < all.length) return 'place-level'
  if (left.every(({ level }) => level === MARKET)) return 'place-market'
  return left.every(({ isFormer }) => isFormer) ? 'place-former' : 'place'
}

/** A market of another name than its commune's is told by chợ or phiên before it: `chợ Chậu`. */
function withoutMarkets(match: NameMatch): NameMatch | null {
  const [first, ...others] = match.names.filter(({ level }) => level !== MARKET)
  return first === undefined ? null : { ...match, names: [first, ...others] }
}

/** Those of the level that was said; all where it fits none: levels changed often, and are mixed up. */
function ofLevel(names: readonly PlaceName[], level: string | null): readonly PlaceName[] {
  const same = names.filter((name) => name.level === level)
  return same.length > 0 ? same : names
}

/** Those in a region. None at all where all lie elsewhere: then a place of the same name is meant that is not in the book. */
function inRegions(names: readonly PlaceName[], regions: readonly string[]): readonly PlaceName[] {
  return names.filter((name) => regions.some((one) => name.regions.has(one)))
}
