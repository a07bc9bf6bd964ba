import { cropAt, isAnimalAt } from '../names/crops.ts'
import { skipFiller } from '../text/fillers.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import type { Standing } from './number-tails.ts'

/** Words behind which a figure has a unit of its own, other than units proper: times, money, people. */
const ownUnits = new Set([
  'h',
  'gio',
  'k',
  'ka',
  'tr',
  'trieu',
  'nghin',
  'ngan',
  'd',
  'dong',
  'vnd',
  'usd',
  'nguoi',
  'ngay',
  'thang',
  'vu',
  'p',
  'x',
  'chuc',
  'chuyen',
])
/** The same, which are other words without their accents (nhá, hỏ, thưa, dam). */
const ownAccented = phraseLexicon('nhà, hộ, thửa, đám, vườn, lần, đợt, chuyến, mẻ, lứa, buổi, luống, lượt')

const currencyWords = new Set(['d', 'dong', 'vnd'])
const unitDashes = new Set(['/', '$', '-', '–', ':', '%', 'x', '×'])

/**
 * How a figure or digit word at token `at` stands behind the unit or scale before it: `3 tạ 2` against `3 tạ 2 sào`. Behind a scale a currency closes the
 * whole (`15 nghìn 500 đồng`), behind a unit it has a figure of its own.
 */
export function standingOf(scan: Scan, at: number, behindScale = false): Standing {
  const token = scan.tokens[at]
  const next = scan.tokens[at + 1]
  if (next === undefined || token === undefined) return 'tail'
  if (next.kind === 'mark') return unitDashes.has(next.fold) && isOwnBehindMark(scan, at) ? 'own' : 'tail'
  if (next.kind === 'figure') return hasUnit(scan, at + 1) ? 'tail' : 'either'
  if (behindScale && currencyWords.has(next.fold)) return 'tail'
  if (behindScale && token.kind === 'figure') {
    const unit = unitAt(scan, at + 1)?.units[0]
    if (unit !== undefined && token.glued) return gluedStanding(token.fold, next.glued)
    // "ngo 7k 3 ta": behind a k and a blank the weight is what was sold for so much.
    if (unit?.type === 'mass') return token.fold === '1' || scan.tokens[at - 1]?.key === 'k' ? 'own' : 'split'
  }
  if (token.kind === 'figure' && opensDay(scan, at + 1)) return 'tail'
  if (hasUnit(scan, at)) return 'own'
  if (token.kind === 'figure' && isForOne(scan, at + 1)) return 'tail'
  if (token.glued && token.kind === 'figure') return 'tail'
  if (token.kind === 'figure' && isHarmless(scan, at + 1)) return 'tail'
  if (token.kind === 'word' && !token.accented) return wordStanding(scan, at, behindScale)
  return token.kind === 'word' ? 'tail' : 'either'
}

const dayWords = new Set(['ngay', 'hom', 'bua', 'mung', 'mong'])
const nearDays = new Set(['qua', 'kia', 'nay', 'mai', 'truoc'])

/** `2 tấn 5 ngày 20/11`, `3 tạ 2 hôm qua`: a day begins behind the figure, which counts none. A month does only behind a figure right at its scale (`1tr5 tháng 11`). */
function opensDay(scan: Scan, at: number): boolean {
  const [token, next] = [scan.tokens[at], scan.tokens[at + 1]]
  if (token?.fold === 'thang') return next?.kind === 'figure' && scan.tokens[at - 1]?.glued === true
  return dayWords.has(token?.fold ?? '') && (next?.kind === 'figure' || nearDays.has(next?.fold ?? ''))
}

/** Digit words without accents of their own that are hardly ever other words behind a unit. */
const plainDigits = new Set(['hai', 'bon', 'tam', 'chin'])

/** Digit words that have no accent, and so are nothing else in a text that has its accents. */
const bareDigits = new Set(['hai', 'ba'])
/** Those who do the work are counted by name (`một tạ hai em làm`). */
const people = new Set('em anh chi chau minh toi me bo vo bac co chu ong thang dua nguoi'.split(' '))

/**
 * `một tạ hai ngô`: before a crop the next decimal place, since its text has accents; without any (`mot ta hai ngo`) it may be hái. Behind a unit so too before what
 * carries nothing (`một mẫu hai thu 25 tạ`), and before any other word it may be.
 */
function wordStanding(scan: Scan, at: number, behindScale: boolean): Standing {
  const fold = scan.tokens[at]?.fold ?? ''
  const isBeforeCrop = cropAt(scan, at + 1) !== null && !isAnimalAt(scan, at + 1)
  if (plainDigits.has(fold) && isBeforeCrop) return scan.accented ? 'tail' : 'either'
  const isDigit = bareDigits.has(fold) || (!scan.accented && plainDigits.has(fold))
  if (behindScale || !isDigit || people.has(scan.tokens[at + 1]?.fold ?? '') || isAnimalAt(scan, at + 1)) return 'own'
  if (skipFiller(scan, at + 1) !== null) return scan.accented ? 'tail' : 'either'
  return scan.accented ? 'either' : 'own'
}

/** Whether the word behind token `at` is a unit, or something else that a figure is told of. */
export function hasUnit(scan: Scan, at: number): boolean {
  if (ownUnits.has(scan.tokens[at + 1]?.fold ?? '') || unitAt(scan, at + 1) !== null) return true
  return matchAt(ownAccented, scan.tokens, at + 1, true) !== null
}

/** `1tr5 ta` is a price for a tạ; `15k1kg` one for a kilogram. */
function gluedStanding(digits: string, isUnitGlued: boolean): Standing {
  if (digits === '1') return isUnitGlued ? 'own' : 'either'
  return isUnitGlued ? 'either' : 'tail'
}

/** `7 nghìn 2 một cân`: the words behind the figure say what the price is for. */
function isForOne(scan: Scan, at: number): boolean {
  const opened = matchAt(each, scan.tokens, at)
  return opened !== null && unitAt(scan, opened.to) !== null
}
const each = compileLexicon<'each'>([
  ['mỗi', 'each'],
  ['một', 'each'],
])

/** Whether the word at a token never has a figure before it as its own: filler, or a crop that is no animal. */
function isHarmless(scan: Scan, at: number): boolean {
  return skipFiller(scan, at) !== null || (cropAt(scan, at) !== null && !isAnimalAt(scan, at))
}

function isOwnBehindMark(scan: Scan, at: number): boolean {
  const mark = scan.tokens[at + 1]
  // "14k5-16k"
  if ((mark?.fold === '-' || mark?.fold === '–') && scan.tokens[at]?.glued === true) return false
  if (mark?.fold === '/' && scan.tokens[at]?.glued === true) return scan.tokens[at + 2]?.kind === 'figure'
  return mark?.fold !== '/' || scan.tokens[at + 2]?.kind === 'figure'
}
