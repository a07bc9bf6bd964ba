import { fold } from './fold.ts'
import { compileLexicon, matchAt } from './lexicon.ts'
import { isExpected, type Scan } from './scan.ts'

/** A unit as it stands in a text. Factors are to kg, m² and litre. */
export type Unit =
  | { type: 'mass'; kg: number; name: string }
  | { type: 'area'; m2: number; name: string }
  | { type: 'volume'; l: number; name: string }
  | { type: 'count'; name: string; container?: true }

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
  ['kilogam', 1],
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
  ['cc', thousandth],
]
const squareMetres = ['m2', 'm²', 'mét vuông', 'm vuông', 'mv', 'met vuông']
const squareKilometres = ['km2', 'km²', 'ki lô mét vuông']
const hectares = ['ha', 'hecta', 'héc ta', 'hec ta', 'hec', 'héc', 'hécta']

/** Things counted one by one, and containers whose weight only the household knows. The first word is the name given back. */
const counts = [
  'con',
  'quả',
  'trái',
  'cây',
  'bó',
  'xe',
  'bắp',
  'buồng',
  'nải',
  'cành',
  'tổ',
  'đõ',
  'đôi',
  'cặp',
  'đàn',
  'mớ',
  'bầu',
  'hom',
  'công',
]
const containers = [
  'bao',
  'gùi',
  'gánh',
  'thúng',
  'bung',
  'cum',
  'cụm',
  'túi',
  'rổ',
  'sọt',
  'thùng',
  'bịch',
  'bì',
  'chai',
  'lọ',
]
const containerSpellings: [string, string][] = [
  ['bao tải', 'bao'],
  ['tải', 'bao'],
]
const containerNames: ReadonlySet<string> = new Set(containers)

/** Whether a counted unit, by the name a reading gives it, is filled and can be weighed (bao, gùi, thúng), and no piece (con, quả, cây, bó, xe). */
export const isContainerName = (unit: string): boolean => containerNames.has(unit)

const containerWords: ReadonlySet<string> = new Set(
  [...containers, ...containerSpellings.map(([word]) => word)].map(fold),
)

/** Whether a word, accents or not, is one for something that is filled and weighed. */
export const isContainerWord = (word: string): boolean => containerWords.has(fold(word))

const headNames: ReadonlySet<string> = new Set(['con', 'đôi', 'cặp'])

/** Whether a counted unit, by the name a reading gives it, is of animals: they have a number and a weight. */
export const isHeadName = (unit: string): boolean => headNames.has(unit)

/** `m` alone is a metre or a square metre, `t` a tạ or a tấn: each is asked about. */
const single: [string, Unit][] = [
  ['t', { type: 'mass', kg: 100, name: 'tạ' }],
  ['t', { type: 'mass', kg: 1000, name: 'tấn' }],
]

/** Where a text names the region itself. The southern công is told as 1,000 m² and as 1,296. */
const regionalAreas: [string, number][] = [
  ['sào Bắc Bộ', 360],
  ['mẫu Bắc Bộ', 3600],
  ['thước Bắc Bộ', 24],
  ['sào Trung Bộ', 499.95],
  ['mẫu Trung Bộ', 4999.5],
  ['thước Trung Bộ', 33.33],
  ['công Nam Bộ', 1296],
  ['công Nam Bộ', 1000],
]

/** Sào, thước and mẫu follow the region's sào (Nghị định 86/2012/NĐ-CP: 360 m² in the north): 15 thước to the sào, 10 sào to the mẫu. */
function regional(saoM2: number): [string, Unit][] {
  const named = regionalAreas.map(([word, m2]): [string, Unit] => [word, { type: 'area', m2, name: word }])
  return [
    ...named,
    ['sào', { type: 'area', m2: saoM2, name: 'sào' }],
    ['thước', { type: 'area', m2: saoM2 / 15, name: 'thước' }],
    ['mẫu', { type: 'area', m2: saoM2 * 10, name: 'mẫu' }],
  ]
}

const common: [string, Unit][] = [
  ...masses.map(([word, kg]): [string, Unit] => [word, { type: 'mass', kg, name: word }]),
  ...volumes.map(([word, l]): [string, Unit] => [word, { type: 'volume', l, name: 'lít' }]),
  ...squareMetres.map((word): [string, Unit] => [word, { type: 'area', m2: 1, name: 'm2' }]),
  ...squareKilometres.map((word): [string, Unit] => [word, { type: 'area', m2: 1e6, name: 'km2' }]),
  ...hectares.map((word): [string, Unit] => [word, { type: 'area', m2: 10_000, name: 'ha' }]),
  ...counts.map((word): [string, Unit] => [word, { type: 'count', name: word }]),
  ...containers.map((word): [string, Unit] => [word, { type: 'count', name: word, container: true }]),
  ...containerSpellings.map(([word, name]): [string, Unit] => [word, { type: 'count', name, container: true }]),
  ...single,
]

function compileUnits(saoM2: number) {
  return compileLexicon([...common, ...regional(saoM2)])
}
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

/**
 * The unit at token `at`, which stands behind a number. Without accents the nearest measure is meant (`ta` tạ, `can` cân, `sao` sào): a measure
 * of weight, area or volume comes before a thing to count.
 */
export function unitAt(scan: Scan, at: number): UnitSpan | null {
  const match = matchAt(lexiconFor(scan.context.saoM2), scan.tokens, at)
  if (match === null) return metreAt(scan, at)
  const next = scan.tokens[match.to]
  // ki lô mét is no kilo.
  if (scan.tokens[match.to - 1]?.fold === 'lo' && next?.fold === 'met') return null
  if (next !== undefined && otherWords.get(scan.tokens[at]?.fold ?? '')?.has(next.fold)) return null
  const measures = match.values.filter((unit) => unit.type !== 'count')
  const [first, ...others] = measures.length > 0 ? measures : match.values
  if (first === undefined) return null
  const same = others.filter((unit) => !isSameUnit(unit, first))
  return { units: [first, ...same], to: match.to }
}

const lengthWords = compileLexicon<'length'>(
  ['ngang', 'dài', 'rộng', 'cách', 'chiều cao', 'x', '×', '*'].map((word) => [word, 'length'] as const),
)
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
