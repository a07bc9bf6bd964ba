import type { Scan } from '../text/scan.ts'
import { unitAt } from '../units/units.ts'
import { byFold, type NumberWord } from './number-vocabulary.ts'

/** Digits that before a measure are hardly any other word. */
const plainDigits = new Set(['nam', 'bay', 'tam', 'chin'])

/**
 * Whether a word without accents that may be another word (sau, nam, tram) is a number in a text that has some accents: by the number word `before` it and by
 * what follows it.
 */
export function isNumberAmong(scan: Scan, at: number, meant: NumberWord, before: NumberWord | null): boolean {
  const next = scan.tokens[at + 1]
  switch (meant.type) {
    case 'digit':
      return meant.last ? isTens(before) || isFourthMonth(scan, at) : isDigit(scan, at, before)
    case 'hundred':
      return (
        before?.type === 'digit' ||
        before?.type === 'zero' ||
        isFigure(scan, at - 1) ||
        (before === null && next?.fold === 'ruoi')
      )
    case 'zero':
      return next !== undefined && (zeroBefore(before) ? hundreds.has(next.fold) : points.has(next.fold))
    case 'and':
      return (before?.type === 'hundred' || before?.type === 'scale') && isDigitLike(scan, at + 1)
    case 'point':
      return before !== null && isDigitLike(scan, at + 1)
    case 'scale':
      return (before !== null || isFigure(scan, at - 1)) && unitAt(scan, at + 1) !== null
    default:
      return false
  }
}

/** Words of the calendar that a digit stands behind; `thang sau` is next month as well. */
const firstTen = new Set(['mung', 'mong'])
const monthWords = new Set(['thang', 'thg'])

/** `thang tu`; "tháng tu 5 đến 10" is từ. */
function isFourthMonth(scan: Scan, at: number): boolean {
  const [before, next] = [scan.tokens[at - 1], scan.tokens[at + 1]]
  return monthWords.has(before?.fold ?? '') && next?.kind !== 'figure' && next?.fold !== 'ngay'
}

const dayWords = new Set(['ngay', 'hom'])
const hourWords = new Set(['gio', 'h'])
/** What stands behind a day, and behind a full hour. */
const behindDay = new Set(['thang', 'thg', 'den', 'toi', '-', '–', '/'])
const behindHour = new Set(['ruoi', 'kem', 'sang', 'trua', 'chieu', 'toi', 'dem'])

/** `ngày nam thang tam`, `từ ngày bay đến`, `tam gio`; "bay gio" is now and "sau gio" after hours, unless minutes or a part of the day follow. */
function isDayOrHour(scan: Scan, at: number): boolean {
  const [before, token, next, later] = [-1, 0, 1, 2].map((step) => scan.tokens[at + step])
  if (next === undefined || token === undefined) return false
  if (dayWords.has(before?.fold ?? '')) return behindDay.has(next.fold)
  if (!hourWords.has(next.fold)) return false
  const isPlain = token.fold !== 'bay' && token.fold !== 'sau'
  return isPlain || later?.kind === 'figure' || behindHour.has(later?.fold ?? '')
}

const hundreds = new Set(['tram', 'muoi'])
const points = new Set(['phay', 'cham'])

/** `hai mươi bay`, `năm trăm sau`, `nam tạ`, `sau nghin`. */
function isDigit(scan: Scan, at: number, before: NumberWord | null): boolean {
  const [token, next] = [scan.tokens[at], scan.tokens[at + 1]]
  if (isTens(before) || before?.type === 'and' || before?.type === 'point') return true
  const opener = scan.tokens[at - 1]?.fold ?? ''
  if (firstTen.has(opener) || (token?.fold !== 'sau' && monthWords.has(opener)) || isDayOrHour(scan, at)) return true
  const isClosed = next === undefined || next.kind === 'mark'
  const isTail = before?.type === 'hundred' || before?.type === 'scale'
  if (isTail && isClosed) return true
  if (next === undefined || isClosed) return false
  if (isNumberLike(next.fold)) return true
  const unit = unitAt(scan, at + 1)
  const isHalved = unit !== null && byFold.get(scan.tokens[unit.to]?.fold ?? '')?.type === 'half'
  return unit !== null && (next.accented || isTail || isHalved || plainDigits.has(token?.fold ?? ''))
}

const tens = new Set<NumberWord['type']>(['ten', 'tens', 'either', 'twenty', 'thirty'])
const isTens = (word: NumberWord | null): boolean => word !== null && tens.has(word.type)
const zeroBefore = (word: NumberWord | null): boolean => word?.type === 'scale' || word?.type === 'point'

function isFigure(scan: Scan, at: number): boolean {
  return scan.tokens[at]?.kind === 'figure'
}

function isDigitLike(scan: Scan, at: number): boolean {
  const type = byFold.get(scan.tokens[at]?.fold ?? '')?.type
  return isFigure(scan, at) || type === 'digit' || type === 'zero'
}

/** Whether a word without accents is a hundred, a scale or mươi: what stands behind a digit. */
export function isNumberLike(word: string | undefined): boolean {
  const type = word === undefined ? undefined : byFold.get(word)?.type
  return type === 'scale' || type === 'hundred' || type === 'tens' || type === 'either'
}
