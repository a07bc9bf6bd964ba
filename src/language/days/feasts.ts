import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan } from '../text/scan.ts'

/** The day of a feast, as {@link import('./said-dates.ts').Said} has it. */
interface Feast {
  day: number
  month: number
  calendar: 'lunar' | 'solar'
  isBeforeTet?: true
}

/** Feasts of one day that everybody names; Tết is its first day. */
const feasts = compileLexicon<Feast>([
  ['tết', { day: 1, month: 1, calendar: 'lunar' }],
  ['tết nguyên đán', { day: 1, month: 1, calendar: 'lunar' }],
  ['tết âm lịch', { day: 1, month: 1, calendar: 'lunar' }],
  ['tết ta', { day: 1, month: 1, calendar: 'lunar' }],
  ['giỗ tổ', { day: 10, month: 3, calendar: 'lunar' }],
  ['giỗ tổ hùng vương', { day: 10, month: 3, calendar: 'lunar' }],
  ['tết đoan ngọ', { day: 5, month: 5, calendar: 'lunar' }],
  ['vu lan', { day: 15, month: 7, calendar: 'lunar' }],
  ['trung thu', { day: 15, month: 8, calendar: 'lunar' }],
  ['tết trung thu', { day: 15, month: 8, calendar: 'lunar' }],
  ['rằm trung thu', { day: 15, month: 8, calendar: 'lunar' }],
  ['ông công ông táo', { day: 23, month: 12, calendar: 'lunar', isBeforeTet: true }],
  ['tết ông táo', { day: 23, month: 12, calendar: 'lunar', isBeforeTet: true }],
  ['tết dương lịch', { day: 1, month: 1, calendar: 'solar' }],
  ['tết dương', { day: 1, month: 1, calendar: 'solar' }],
  ['tết tây', { day: 1, month: 1, calendar: 'solar' }],
  ['quốc khánh', { day: 2, month: 9, calendar: 'solar' }],
  ['noel', { day: 25, month: 12, calendar: 'solar' }],
  ['giáng sinh', { day: 25, month: 12, calendar: 'solar' }],
])
const openings = phraseLexicon('hôm, ngày, dịp, đúng, đêm')
/** Words that leave open how far from it: before, after, near; or make it another's: hàng tết, ăn tết, thanh minh. */
const around = new Set('truoc sau gan giap ra qua het an hang ban nghi ngoai cho vu dot sat can mua den'.split(' '))
const behind = new Set('thanh xong ra'.split(' '))

/** A feast named at a token, only where a date was asked for or a word opens it. `trước tết`, `ra tết` is no day. */
export function feastAt(scan: Scan, at: number): (Feast & { to: number }) | null {
  const opened = matchAt(openings, scan.tokens, at)?.to ?? at
  const match = matchAt(feasts, scan.tokens, opened)
  if (match === null || (opened === at && !isExpected(scan, 'date'))) return null
  if (around.has(scan.tokens[at - 1]?.fold ?? '') || behind.has(scan.tokens[match.to]?.fold ?? '')) return null
  return { ...match.values[0], to: match.to }
}
