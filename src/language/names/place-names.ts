import { compileLexicon, type Lexicon, matchAt, phrasesOf } from '../text/lexicon.ts'
import { compileMixed, type MixedLexicon, matchMixed } from '../text/mixed-sounds.ts'
import { madeOnceFor } from '../text/remember.ts'
import type { Scan } from '../text/scan.ts'
import { compileSlips, matchSlipped, type SlipIndex } from '../text/slips.ts'
import type { Place, PlaceBook } from '../types.ts'
import { skipRegionLevel } from './place-signs.ts'

/** A name as one place bears or bore it. */
export interface PlaceName {
  code: string
  level: string
  /** Districts and provinces it lies or lay in, with their level: `huyện Bảo Lạc`, `tỉnh Cao Bằng`. */
  regions: ReadonlySet<string>
  /** Whether it bore the name before, and not today. */
  isFormer?: true
}

interface Compiled {
  names: Lexicon<PlaceName>
  mixed: MixedLexicon<PlaceName>
  slips: SlipIndex
  /** Names of two words or more written as one: `sapa`, `simacai`. */
  joined: ReadonlyMap<string, readonly PlaceName[]>
  /** Names of regions without their level, and what bears them; those of two words or more also written as one. */
  regions: Lexicon<string>
  joinedRegions: ReadonlyMap<string, readonly string[]>
}

const regionLevel = /^(?:tỉnh|huyện|thị xã|thành phố) /u

const compile = madeOnceFor((book: PlaceBook): Compiled => {
  const entries = [...book.values()].flatMap(namesOf)
  const regions = new Set(entries.flatMap(([, name]) => [...name.regions]))
  const names = compileLexicon(entries)
  const regionNames = compileLexicon([...regions].map((region) => [region.replace(regionLevel, ''), region] as const))
  return {
    names,
    mixed: compileMixed(names),
    slips: compileSlips(names),
    joined: joinedNames(names),
    regions: regionNames,
    joinedRegions: joinedNames(regionNames),
  }
})

function joinedNames<T>(names: Lexicon<T>): Map<string, T[]> {
  const joined = new Map<string, T[]>()
  for (const { words, value } of phrasesOf(names)) {
    const one = words.map(({ fold }) => fold).join('')
    if (words.length > 1 && one.length > 3) joined.set(one, [...(joined.get(one) ?? []), value])
  }
  return joined
}

/** The level of a name that is a market's. */
export const MARKET = 'chợ'

function namesOf(place: Place): [string, PlaceName][] {
  const { code, level, province } = place
  const today: [string, PlaceName] = [
    place.name,
    { code, level, regions: new Set([`tỉnh ${province}`, ...place.formerRegions]) },
  ]
  const former = place.formerNames.map(({ name, level, regions }): [string, PlaceName] => [
    name,
    { code, level, regions: new Set([`tỉnh ${province}`, ...regions]), isFormer: true },
  ])
  const markets = place.markets.map((name): [string, PlaceName] => [name, { ...today[1], level: MARKET }])
  return [today, ...former, ...markets].flatMap(([name, bearer]): [string, PlaceName][] => {
    const other = withI(name)
    return other === name
      ? [[name, bearer]]
      : [
          [name, bearer],
          [other, bearer],
        ]
  })
}

/** Y Tý as Y Tí: after h, k, l, m, s and t many write i for y. */
function withI(name: string): string {
  return name
    .normalize('NFD')
    .replace(/(?<=[hklmst]|qu)y(?=[\u0300-\u0323]*(?: |$))/giu, 'i')
    .normalize('NFC')
}

/** A name found: all that bear it, and the index of the token after it. */
export interface NameMatch {
  names: readonly [PlaceName, ...PlaceName[]]
  to: number
  /** Typed with just these accents. */
  exact: boolean
  repair?: 'slip' | 'mixed-sounds'
}

/** The name of a commune at token `at`: as it is typed, else with sounds mixed up that northern speech mixes (`xi ma cai`), else with one slip of a key. */
export function matchName(scan: Scan, at: number): NameMatch | null {
  const { names, mixed, slips, joined } = compile(scan.context.places)
  const typed = matchAt(names, scan.tokens, at)
  if (typed !== null) return { names: typed.values, to: typed.to, exact: typed.exact }
  const token = scan.tokens[at]
  const [asOne, ...others] = token?.slipped === true ? (joined.get(token.fold) ?? []) : []
  if (asOne !== undefined) return { names: [asOne, ...others], to: at + 1, exact: true }
  const sounding = matchMixed(mixed, scan.tokens, at, 2)
  const meant = sounding ?? matchSlipped(names, slips, scan.tokens, at, 2)
  return meant && { names: meant.values, to: meant.to, exact: true, repair: sounding ? 'mixed-sounds' : 'slip' }
}

/** The regions said beside a place, and the index of the token after them. */
export interface Told {
  regions: readonly string[]
  from: number
  to: number
}

/** `, huyện Bảo Lạc`, `Cao Bằng`, `huyện Trạm Tấu tỉnh Lào Cai` behind a name. Without a level word only where one of the name's bearers lies there. */
export function readRegion(scan: Scan, at: number, names: readonly PlaceName[]): Told | null {
  const first = regionAt(scan, at, names)
  if (first === null) return null
  return { ...first, from: at, to: regionAt(scan, first.to, names)?.to ?? first.to }
}

function regionAt(scan: Scan, at: number, names: readonly PlaceName[]): Told | null {
  const mark = scan.tokens[at]?.fold ?? ''
  const start = mark === ',' || mark === '-' || mark === '(' ? at + 1 : at
  const level = skipRegionLevel(scan.tokens, start)
  const match = regionNameAt(scan, level.to)
  if (match === null) return null
  const regions = match.values.filter((region) => level.word === null || region.startsWith(`${level.word} `))
  const isTold = level.word !== null || regions.some((region) => names.some((name) => name.regions.has(region)))
  return isTold && regions.length > 0 ? { regions, from: start, to: match.to } : null
}

function regionNameAt(scan: Scan, at: number): { values: readonly string[]; to: number } | null {
  const { regions, joinedRegions } = compile(scan.context.places)
  const asOne = scan.tokens[at]?.slipped === true ? joinedRegions.get(scan.tokens[at]?.fold ?? '') : undefined
  return matchAt(regions, scan.tokens, at) ?? (asOne === undefined ? null : { values: asOne, to: at + 1 })
}

/** `huyện Bảo Lạc, ` before a name: four words and a mark at most. */
export function regionBefore(scan: Scan, at: number): Told | null {
  const end = scan.tokens[at - 1]?.fold === ',' ? at - 1 : at
  for (let from = end - 2; from >= Math.max(0, end - 6); from--) {
    if (skipRegionLevel(scan.tokens, from).word === null) continue
    const told = regionAt(scan, from, [])
    if (told?.to === end) return told
  }
  return null
}
