import { z } from 'zod'
import { type BookProblem, problemsOf } from '../book.ts'
import type { FactRule } from '../explain-rules.ts'
import type { Scan, Span } from '../text/scan.ts'
import type { FormerPlace, Place, PlaceBook } from '../types.ts'
import { MARKET, matchName, type NameMatch, type PlaceName, readRegion, regionBefore } from './place-names.ts'
import { isMarketBefore, isPlaceHere, skipLevel } from './place-signs.ts'

const region = z
  .string()
  .regex(/^(?:huyện|thị xã|thành phố) \S/, 'a district is written with huyện, thị xã or thành phố')
const placeSchema = z.strictObject({
  code: z.string().regex(/^\d{5}$/, 'a commune code has five digits'),
  name: z.string().min(1),
  level: z.enum(['xã', 'phường', 'đặc khu']),
  district: region.optional(),
  formerNames: z.array(z.string().min(1)).default([]),
  markets: z.array(z.string().min(1)).default([]),
})
const bookSchema = z.strictObject({
  provinces: z.array(
    z.strictObject({
      name: z.string().min(1),
      formerProvinces: z.record(z.string().min(1), z.array(region)).default({}),
      formerDistricts: z.record(region, region).default({}),
      places: z.array(placeSchema),
    }),
  ),
})
type ProvinceEntry = z.infer<typeof bookSchema>['provinces'][number]
type PlaceEntry = z.infer<typeof placeSchema>

/** The places of `content/places.yaml`, by code, from its parsed value; or what is wrong with it. */
export function parsePlaceBook(value: unknown): { book: PlaceBook } | { problems: BookProblem[] } {
  const parsed = bookSchema.safeParse(value)
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  const book = new Map<string, Place>()
  const problems: BookProblem[] = []
  for (const [index, province] of parsed.data.provinces.entries()) {
    for (const [row, place] of province.places.entries()) {
      if (book.has(place.code)) {
        problems.push({
          path: ['provinces', index, 'places', row, 'code'],
          message: `code ${place.code} is given twice`,
        })
      }
      book.set(place.code, toPlace(place, province))
    }
  }
  return problems.length > 0 ? { problems } : { book }
}

function toPlace({ district, formerNames, ...place }: PlaceEntry, province: ProvinceEntry): Place {
  const own = regionsOf(district, province)
  return {
    ...place,
    province: province.name,
    formerRegions: own,
    formerNames: formerNames.map((name) => formerPlace(name, own, province)),
  }
}

/** `phường Sông Hiến`, `Hoàng Tung (huyện Hoà An)`: what bears no level was a xã. */
function formerPlace(written: string, own: readonly string[], province: ProvinceEntry): FormerPlace {
  const [, level, name = written, district] = /^(phường|thị trấn)? ?([^(]+?)(?: \((.+)\))?$/u.exec(written) ?? []
  return { name, level: level ?? 'xã', regions: district === undefined ? own : regionsOf(district, province) }
}

/** A district, the former province it lay in, and older districts that became part of it. */
function regionsOf(district: string | undefined, province: ProvinceEntry): string[] {
  if (district === undefined) return []
  const provinces = Object.entries(province.formerProvinces).filter(([, districts]) => districts.includes(district))
  const older = Object.entries(province.formerDistricts).filter(([, newer]) => newer === district)
  return [district, ...provinces.map(([name]) => `tỉnh ${name}`), ...older.map(([name]) => name)]
}

/**
 * Reads a commune or ward by its name or a former one, with xã, phường or thị trấn before it or not and the district or province beside it. A name borne by
 * several places gives them all, unless the level or the region tells.
 */
export function placeAt(scan: Scan, at: number): Span | null {
  const level = skipLevel(scan.tokens, at)
  const named = matchName(scan, level.to)
  if (named === null) return null
  const match = isMarketBefore(scan, at) ? named : withoutMarkets(named)
  if (match === null || !isPlaceHere(scan, at, level.to, match.to, match.exact)) return null
  const before = regionBefore(scan, at)
  const behind = readRegion(scan, match.to, match.names)
  const told = [before, behind].filter((one) => one !== null)
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
  }
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
