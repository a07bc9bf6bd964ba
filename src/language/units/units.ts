import { fold } from '../text/fold.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { remembered, rememberedAt } from '../text/remember.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import { accentedContainers, accentedCounts, containerSpellings, containers, counts, sets } from './count-words.ts'
import { fieldUnits } from './field-units.ts'

/** A unit as it stands in a text. Factors are to kg, m² and litre; `of` is how many things a set of them is (đôi 2, tá 12). */
export type Unit =
  | { type: 'mass'; kg: number; name: string }
  | { type: 'area'; m2: number; name: string }
  | { type: 'volume'; l: number; name: string }
  | { type: 'count'; name: string; container?: true; of?: number }

/** A unit found, with the index of the token after it. More than one: the text does not say which. */
export interface UnitSpan {
  units: [Unit, ...Unit[]]
  to: number
}

const thousandth = 0.001

/** Mass: SGK Toán 4 (1 tấn = 10 tạ = 100 yến = 1,000 kg); lạng is 100 g in Vietnam. */
const masses: [string, number][] = [
  ['tấn', 1000],
  ['tạ', 100],
  ['yến', 10],
  ['cân', 1],
  ['ký', 1],
  ['kí', 1],
  ['ki', 1],
  ['kg', 1],
  ['kgs', 1],
  ['kilo', 1],
  ['kilô', 1],
  ['ki lô', 1],
  ['kí lô', 1],
  ['ký lô', 1],
  ['ki lô gam', 1],
  ['ki lô gram', 1],
  ['kí lô gam', 1],
  ['kilogam', 1],
  ['kilogram', 1],
  ['kgam', 1],
  ['kilôgam', 1],
  ['lạng', 0.1],
  ['gam', thousandth],
  ['gram', thousandth],
  ['gr', thousandth],
  ['g', thousandth],
]
const volumes: [string, number][] = [
  ['lít', 1],
  ['lit', 1],
  ['l', 1],
  ['ml', thousandth],
  ['mi li lít', thousandth],
  ['cm3', thousandth],
  ['cm³', thousandth],
  ['xen ti mét khối', thousandth],
  ['xăng ti mét khối', thousandth],
  ['m3', 1000],
  ['m³', 1000],
  ['mét khối', 1000],
  ['m khối', 1000],
  ['cc', thousandth],
]
const squareMetres = ['m2', 'm²', 'mét vuông', 'm vuông', 'mv', 'met vuông']
const squareKilometres = ['km2', 'km²', 'ki lô mét vuông']
const hectares = ['ha', 'hecta', 'héc ta', 'hec ta', 'hec', 'héc', 'hécta']

/** `m` alone is a metre or a square metre, `t` a tạ or a tấn: each is asked about. */
const single: [string, Unit][] = [
  ['t', { type: 'mass', kg: 100, name: 'tạ' }],
  ['t', { type: 'mass', kg: 1000, name: 'tấn' }],
]

const common: [string, Unit][] = [
  ...masses.map(([word, kg]): [string, Unit] => [word, { type: 'mass', kg, name: word }]),
  ...volumes.map(([word, l]): [string, Unit] => [word, { type: 'volume', l, name: 'lít' }]),
  ...squareMetres.map((word): [string, Unit] => [word, { type: 'area', m2: 1, name: 'm2' }]),
  ...squareKilometres.map((word): [string, Unit] => [word, { type: 'area', m2: 1e6, name: 'km2' }]),
  ...hectares.map((word): [string, Unit] => [word, { type: 'area', m2: 10_000, name: 'ha' }]),
  ...counts.map((word): [string, Unit] => [word, { type: 'count', name: word }]),
  ...sets.map(([word, of]): [string, Unit] => [word, { type: 'count', name: word, of }]),
  ...containers.map((word): [string, Unit] => [word, { type: 'count', name: word, container: true }]),
  ...containerSpellings.map(([word, name]): [string, Unit] => [word, { type: 'count', name, container: true }]),
  ...single,
]

function compileUnits(saoM2: number) {
  const fields = fieldUnits(saoM2).map(([name, m2]): [string, Unit] => [name, { type: 'area', m2, name }])
  return compileLexicon([...common, ...fields])
}
const accented = compileLexicon<Unit>([
  ...accentedCounts.map((word): [string, Unit] => [word, { type: 'count', name: word }]),
  ...accentedContainers.map((word): [string, Unit] => [word, { type: 'count', name: word, container: true }]),
  ['khối', { type: 'volume', l: 1000, name: 'm3' }],
])
const lexicons = new Map<number, ReturnType<typeof compileUnits>>()

function lexiconFor(saoM2: number): ReturnType<typeof compileUnits> {
  let lexicon = lexicons.get(saoM2)
  if (lexicon === undefined) {
    lexicon = compileUnits(saoM2)
    lexicons.set(saoM2, lexicon)
  }
  return lexicon
}

/** Words before which a sack is none (`bao nhiêu`, `bao giờ`), and an unaccented hom no cutting but a day (`hom qua`). */
const otherWords = new Map([
  ['bao', new Set(['nhieu', 'gio', 'lau', 'h', 'n'])],
  ['hom', new Set(['qua', 'nay', 'kia', 'truoc', 'mai', 'no', 'roi', 'vua', 'sau', 'thu'])],
])

const dayWords = new Set(['ngay', 'hom', 'mung', 'mong'])

/** Unaccented units that behind a day are other words: `ngay 13 tai ban` (at, no tải), `ngay 5 thuoc la` (tobacco, no thước), `ngay 20 bi ngo` (pumpkins, no bì). */
const otherUnaccented = new Set(['tai', 'thuoc', 'bi'])

function isBehindDay(scan: Scan, at: number): boolean {
  return dayWords.has(scan.tokens[at - 2]?.fold ?? '')
}

/** `nua tai Quy Mong`. */
function isBeforeName(scan: Scan, at: number): boolean {
  const next = scan.tokens[at + 1]
  return next?.kind === 'word' && /\p{Lu}\p{Ll}/u.test(scan.text.slice(next.start, next.end))
}

/**
 * The unit at token `at`, which stands behind a number. Without accents the nearest measure is meant (`ta` tạ, `can` cân, `sao` sào): a measure
 * of weight, area or volume comes before a thing to count.
 */
export const unitAt = rememberedAt(findUnit)

function findUnit(scan: Scan, at: number): UnitSpan | null {
  const vessel = vesselAt(scan, at)
  if (vessel !== null) return { units: [{ type: 'count', name: vessel, container: true }], to: at + 1 }
  const match = matchAt(lexiconFor(scan.context.saoM2), scan.tokens, at) ?? matchAt(accented, scan.tokens, at, true)
  if (match === null) return metreAt(scan, at) ?? shortAreaAt(scan, at)
  const next = scan.tokens[match.to]
  // "cao 2m 3 tạ": of another amount is the figure.
  const last = scan.tokens[match.to - 1]
  if (last?.kind === 'figure' && !last.glued && matchAt(lexiconFor(scan.context.saoM2), scan.tokens, match.to) !== null)
    return null
  // ki lô mét is no kilo.
  if (scan.tokens[match.to - 1]?.fold === 'lo' && next?.fold === 'met') return null
  if (otherUnaccented.has(scan.tokens[at]?.key ?? '') && isBehindDay(scan, at)) return null
  if (scan.tokens[at]?.key === 'tai' && isBeforeName(scan, at)) return null
  // "250 hom 20" is of the 20th, and no hòm.
  if (scan.tokens[at]?.key === 'hom' && next?.kind === 'figure') return null
  if (next !== undefined && otherWords.get(scan.tokens[at]?.fold ?? '')?.has(next.fold)) return null
  const measures = match.values.filter((unit) => unit.type !== 'count')
  const [first, ...others] = measures.length > 0 ? measures : match.values
  if (first === undefined) return null
  // "sot 39 do" is độ: an unaccented do is a hive's only where honey is told of.
  if (first.type === 'count' && first.name === 'đõ' && scan.tokens[at]?.key === 'do' && scan.crop !== 'honey')
    return null
  const same = others.filter((unit) => !isSameUnit(unit, first))
  return { units: [first, ...same], to: match.to }
}

const lengthWords = phraseLexicon('ngang, dài, rộng, cách, chiều cao, x, ×, *')
const metres = compileLexicon<'metre'>([
  ['m', 'metre'],
  ['mét', 'metre'],
])

/** `5000m`, `500 mét` is square metres where an area was asked for, and nothing elsewhere or in a text about lengths. */
function metreAt(scan: Scan, at: number): UnitSpan | null {
  if (!isExpected(scan, 'area') || matchAt(metres, scan.tokens, at) === null) return null
  const isArea = !scan.tokens.some((_, index) => matchAt(lengthWords, scan.tokens, index) !== null)
  return isArea ? { units: [{ type: 'area', m2: 1, name: 'm2' }], to: at + 1 } : null
}

/** `2s` is sào and `2h` hectares where an area was asked for; beside a weight `3ta 2s` is so without asking. */
function shortAreaAt(scan: Scan, at: number): UnitSpan | null {
  const token = scan.tokens[at]
  const isAsked = isExpected(scan, 'area')
  const m2 =
    token?.key === 's' && (isAsked || weighs(scan)) ? scan.context.saoM2 : token?.key === 'h' && isAsked ? 10_000 : null
  const figure = scan.tokens[at - 1]
  if (m2 === null || figure?.kind !== 'figure' || (figure.glued && isAsked) || (m2 === 10_000 && isHour(scan, at)))
    return null
  return { units: [{ type: 'area', m2, name: m2 === 10_000 ? 'ha' : 'sào' }], to: at + 1 }
}

const timeWords = new Set('luc vao tu sau truoc trong sang trua chieu toi dem nua kem ruoi hom ngay mai'.split(' '))

/** More hectares than this no household tells: `14h` is an hour. */
const MOST_HECTARES = 10

function isHour(scan: Scan, at: number): boolean {
  const [before, figure, next] = [scan.tokens[at - 2], scan.tokens[at - 1], scan.tokens[at + 1]]
  if (/^0\d/.test(figure?.fold ?? '') || Number(figure?.fold.replace(',', '.')) > MOST_HECTARES) return true
  return timeWords.has(before?.fold ?? '') || timeWords.has(next?.fold ?? '') || next?.kind === 'figure'
}

/** Whether a text tells a weight in figures with its unit. */
export const weighs = remembered((scan) => {
  const lexicon = lexiconFor(scan.context.saoM2)
  const isWeight = (at: number) =>
    matchAt(lexicon, scan.tokens, at)?.values.some(({ type }) => type === 'mass') === true
  return scan.tokens.some(({ kind }, at) => kind === 'figure' && isWeight(at + 1))
})

const litres = new Set(['l', 'lit', 'ml'])

/** What litres are filled into, by its word without accents. */
const vessels = new Map([
  ['can', 'can'],
  ['binh', 'bình'],
  ['xo', 'xô'],
  ['hu', 'hũ'],
])

/** The words of a text that litres go into: `3 can 5 lít`, `2 binh x 16 lit`, and then `4 can` too. */
const filledWords = remembered(({ tokens }): ReadonlySet<string> => {
  const isLitres = (at: number) => tokens[at]?.kind === 'figure' && litres.has(tokens[at + 1]?.fold ?? '')
  const words = tokens.filter((_, at) => isLitres(at + 1) || isLitres(at + 2)).map(({ key }) => key)
  return new Set(words)
})

/** A can typed without an accent is cân, a binh the name Bình, but where litres go in. */
function vesselAt(scan: Scan, at: number): string | null {
  const key = scan.tokens[at]?.key ?? ''
  const name = vessels.get(key)
  return name !== undefined && filledWords(scan).has(key) ? name : null
}

function isSameUnit(one: Unit, other: Unit): boolean {
  return factor(one) === factor(other) && one.type === other.type && (one.type !== 'count' || one.name === other.name)
}

/** How many of the base unit (kg, m², litre, thing) one of this unit is. */
export function factor(unit: Unit): number {
  switch (unit.type) {
    case 'mass':
      return unit.kg
    case 'area':
      return unit.m2
    case 'volume':
      return unit.l
    case 'count':
      return 1
  }
}

const containerNames: ReadonlySet<string> = new Set([...containers, ...accentedContainers])

/** Whether a counted unit, by the name a reading gives it, is filled and can be weighed (bao, gùi, thúng), and no piece (con, quả, cây, bó, xe). */
export const isContainerName = (unit: string): boolean => containerNames.has(unit)

const containerWords: ReadonlyMap<string, string> = new Map([
  ...containers.map((name) => [fold(name), name] as const),
  ...containerSpellings.map(([word, name]) => [fold(word), name] as const),
])

/** The container (bao, gùi …) that a word, accents or not, is one for, by the name a reading gives it; undefined: none. */
export const containerOf = (word: string): string | undefined => containerWords.get(fold(word))

/** Whether a word, accents or not, is one for something that is filled and weighed. */
export const isContainerWord = (word: string): boolean => containerOf(word) !== undefined

const headNames: ReadonlySet<string> = new Set(['con', 'đôi', 'cặp'])

/** Whether a counted unit, by the name a reading gives it, is of animals: they have a number and a weight. */
export const isHeadName = (unit: string): boolean => headNames.has(unit)
