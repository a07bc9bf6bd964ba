import { cropAt, isAnimal } from '../names/crops.ts'
import { skipFiller } from '../text/fillers.ts'
import { remembered } from '../text/remember.ts'
import type { Scan } from '../text/scan.ts'
import { isSyllable } from '../text/syllables.ts'
import { isThumbSlip } from '../text/thumb-slips.ts'
import { factor, type Unit, type UnitSpan, unitAt } from '../units/units.ts'

/** The short words for units that farmers type, as they look without accents. Phrases and longer words are mended elsewhere or not at all. */
const shortUnits: readonly (readonly [typed: string, unit: Unit])[] = [
  ['ta', { type: 'mass', kg: 100, name: 'tạ' }],
  ['tan', { type: 'mass', kg: 1000, name: 'tấn' }],
  ['yen', { type: 'mass', kg: 10, name: 'yến' }],
  ['can', { type: 'mass', kg: 1, name: 'cân' }],
  ['ky', { type: 'mass', kg: 1, name: 'ký' }],
  ['ki', { type: 'mass', kg: 1, name: 'kí' }],
  ['kg', { type: 'mass', kg: 1, name: 'kg' }],
  ['kilo', { type: 'mass', kg: 1, name: 'kilo' }],
  ['lang', { type: 'mass', kg: 0.1, name: 'lạng' }],
  ['ha', { type: 'area', m2: 10_000, name: 'ha' }],
  ['lit', { type: 'volume', l: 1, name: 'lít' }],
  ['bao', { type: 'count', name: 'bao', container: true }],
  ['gui', { type: 'count', name: 'gùi', container: true }],
  ['thung', { type: 'count', name: 'thùng', container: true }],
  ['con', { type: 'count', name: 'con' }],
  ['cay', { type: 'count', name: 'cây' }],
]

/** Letters that are no syllable, but stand for something of their own behind a figure: people, pupils, lengths, provinces, months. */
const ownLetters = new Set('ng hs sv hv tv cm mm dm km kw th tp tx gd kd cp nv'.split(' '))
/** Words that two swapped letters make of a unit's, and that are told behind a figure too: seasons, keeping. */
const swappedWords = new Set(['mua', 'giu', 'cya'])
/** Behind these a figure is a day, a month or an hour. */
const dayWords = new Set('ngay mung mong thang thu nam luc ram hom'.split(' '))

/**
 * The unit that the word behind a figure is a slip of (`45 kgg`, `2 soa`), where a quantity was asked for or a crop is told of. More than one where it may be
 * several of a kind; null where it is a word of its own, or may be units of different kinds.
 */
export function slippedUnitAt(scan: Scan, at: number): UnitSpan | null {
  const token = scan.tokens[at]
  const figure = scan.tokens[at - 1]
  if (token?.kind !== 'word' || figure?.kind !== 'figure' || dayWords.has(scan.tokens[at - 2]?.fold ?? '')) return null
  const typed = scan.text.slice(token.start, token.end).toLowerCase()
  if (!/^[a-z]{2,6}$/.test(typed) || token.repair?.rule === 'shortening' || ownLetters.has(typed)) return null
  if (isWord(scan, at, typed) || !tellsQuantities(scan)) return null
  const near = [...shortUnits, ['sao', { type: 'area', m2: scan.context.saoM2, name: 'sào' }] as const]
  const fitting = near.filter(([word, unit]) => isThumbSlip(typed, word) && isFitting(scan, typed, word, unit))
  const [first, ...others] = fitting.map(([, unit]) => unit)
  if (first === undefined) return null
  const different = others.filter((unit) => unit.type !== first.type || factor(unit) !== factor(first))
  const isMixed = different.some(({ type }) => type !== first.type) || (first.type === 'count' && others.length > 0)
  return isMixed ? null : { units: [first, ...different], to: at + 1 }
}

function isWord(scan: Scan, at: number, typed: string): boolean {
  return unitAt(scan, at) !== null || skipFiller(scan, at) !== null || swappedWords.has(typed)
}

/** What reads as a syllable is a unit's word only by two letters swapped; con counts animals, and what was asked for is meant. */
function isFitting(scan: Scan, typed: string, word: string, unit: Unit): boolean {
  const isSwapped = typed.length === word.length && [...typed].sort().join() === [...word].sort().join()
  if (isSyllable(typed) && !isSwapped) return false
  const wanted = scan.context.expect?.[0]
  if (wanted === 'mass' || wanted === 'area' || wanted === 'volume') return unit.type === wanted
  if (unit.type !== 'count' || unit.container) return true
  const crops = cropsTold(scan)
  return crops.length === 0 || crops.some((key) => isAnimal(scan.context.crops, key) || isCounted(scan, key))
}

const isCounted = (scan: Scan, key: string): boolean => scan.context.crops.get(key)?.soldBy === 'count'

function tellsQuantities(scan: Scan): boolean {
  const asked = scan.context.expect?.[0]
  if (asked === 'mass' || asked === 'area' || asked === 'volume' || asked === 'count') return true
  return cropsTold(scan).length > 0
}

/** The crops whose names stand in a text, or the one the talk is about. */
const cropsTold = remembered((scan: Scan): string[] => {
  const said = scan.tokens.flatMap((_, at) => cropAt(scan, at)?.span.readings.map(({ crop }) => crop) ?? [])
  return scan.context.crop === undefined ? said : [...said, scan.context.crop]
})
