import type { FactRule } from '../explain-rules.ts'
import { smallNumberAt } from '../numbers/small-numbers.ts'
import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import type { DateReading } from '../types.ts'
import { joined, jointAt } from './apposition.ts'
import { type PartOfDay, partOfDayAt } from './clock.ts'
import {
  bareDayAt,
  borrowing,
  daysInFiguresAt,
  listedDaysAt,
  mentionOf,
  periodsOf,
  rangesOf,
  skipUntil,
} from './date-ranges.ts'
import { impossibleDayAt } from './impossible-days.ts'
import { marketDayAt } from './markets.ts'
import type { Mention } from './mentions.ts'
import { countedAt, distanceAt, weekdayAt } from './named-days.ts'
import { numberedMonthAt, type Periods, periodAt } from './periods.ts'
import { isPriced, type Said, saidAt } from './said-dates.ts'
import { isMeasured } from './said-years.ts'

/** Days found at one place of a text, without a time: all that may be meant; none where its form is a day's, but there is no such day. */
export interface Days {
  days: DateReading[]
  to: number
  /** The part of the day said with them. */
  part?: PartOfDay
  /** Whether that part may as well be another word. */
  isPartDoubtful?: true
  /** What gave them. */
  rule: FactRule
}

const from = phraseLexicon('từ, từ ngày, từ hôm, bắt đầu từ')

/** Reads a day or a range of days, however it is named. Of two ways of reading it the longer one. */
export function daysAt(scan: Scan, at: number, isBehindClock: boolean): Days | null {
  const opened = matchAt(from, scan.tokens, at)
  const start = opened !== null && scan.tokens[at]?.fold === 'tu' && opened.to > at + 1 ? at + 1 : (opened?.to ?? at)
  const isOpened = opened !== null
  const part = partOfDayAt(scan, start)
  const figures = daysInFiguresAt(scan, part?.to ?? start, isOpened || part !== null)
  if (figures !== null) return periodDays(figures, 'day-range')
  const first = countedPeriodAt(scan, start) ?? mentionAt(scan, start, isOpened, isBehindClock) ?? periodAt(scan, start)
  const found =
    rangeAt(scan, start, first, isOpened) ??
    (first &&
      ('periods' in first ? periodDays(first, 'period') : orPicked(scan, part?.to ?? start, mentionDays(first), first)))
  const pair = dayPairAt(scan, part?.to ?? start, isOpened)
  if (pair === null || (found !== null && found.to > pair.to)) return found
  // "5-7" is the fifth of July or the days from the fifth to the seventh.
  const days = found?.to === pair.to ? found.days : []
  return { days: [...days, ...periodDays(pair, 'day-range').days], to: pair.to, rule: 'day-range' }
}

function periodDays({ periods, to }: Periods, rule: FactRule): Days {
  return { days: periods.map(({ from: begin, to: end }) => ({ from: begin, to: end })), to, rule }
}

function mentionDays(mention: Mention): Days {
  const { days, to, part, isPartDoubtful, rule = ruleOf(mention) } = mention
  return {
    days: days.map((date) => ({ date })),
    to,
    rule,
    ...(part && { part }),
    ...(isPartDoubtful && { isPartDoubtful }),
  }
}

/** Without accents `hai thang 9` is the second of September as well as hái tháng 9, picked in that month. */
function orPicked(scan: Scan, at: number, days: Days, { said, rule }: Mention): Days {
  const isHai = scan.tokens[at]?.fold === 'hai' && said?.day === 2 && said.month !== undefined
  const picked = isHai && !scan.accented && rule === undefined ? numberedMonthAt(scan, at + 1) : null
  return picked === null ? days : { ...days, days: [...days.days, ...periodDays(picked, 'period').days] }
}

const byRule = { weekday: 'weekday', distance: 'near-day', market: 'market-day' } as const

function ruleOf({ by, said }: Mention): FactRule {
  if (by !== 'date') return byRule[by]
  return said?.calendar === 'lunar' || said?.calendar === 'open' ? 'lunar-day' : 'date-said'
}

/** One day, named once or twice over (`thứ 5, 26/11`). */
function mentionAt(scan: Scan, at: number, isOpened: boolean, isBehindClock: boolean): Mention | null {
  const first = onceAt(scan, at, isOpened, isBehindClock)
  if (first === null || first.days.length === 0) return first
  const joint = jointAt(scan, first.to)
  const second = onceAt(scan, joint.to, joint.isStrong, false) ?? onceAt(scan, first.to, false, false)
  const both = second === null || second.days.length === 0 ? null : joined(first, second, joint.isStrong)
  return both === null ? first : { ...both, rule: 'day-twice' }
}

function onceAt(scan: Scan, at: number, isOpened: boolean, isBehindClock: boolean): Mention | null {
  return (
    marketDayAt(scan, at) ??
    listedDaysAt(scan, at) ??
    weekdayAt(scan, at, isOpened || isBehindClock) ??
    distanceAt(scan, at, isOpened || isBehindClock) ??
    countedDayAt(scan, at) ??
    numberedAt(scan, at, isOpened)
  )
}

function countedDayAt(scan: Scan, at: number): Mention | null {
  const counted = countedAt(scan, at)
  return counted === null || 'periods' in counted ? null : counted
}

function countedPeriodAt(scan: Scan, at: number): Periods | null {
  const counted = countedAt(scan, at)
  return counted !== null && 'periods' in counted ? counted : null
}

/** `20/11`, `đêm 17-7`, `rằm tháng bảy`. */
function numberedAt(scan: Scan, at: number, isOpened: boolean): Mention | null {
  const part = partOfDayAt(scan, at)
  const said = saidAt(scan, part?.to ?? at, isOpened || part !== null)
  return said && { ...mentionOf(scan, said), ...(part && { part: part.part }) }
}

/** `từ 20/11 đến 22/11`, `mai đến thứ 6`, `20 đến 25/11`, `đầu tháng đến nay`. Where its end is no day of the calendar, none is found in it. */
function rangeAt(scan: Scan, at: number, first: Mention | Periods | null, isOpened: boolean): Days | null {
  const bare = first === null ? bareDayAt(scan, at) : null
  const start = first?.to ?? bare?.to
  if (bare !== null && matchAt(ands, scan.tokens, bare.to) !== null) return bothOf(scan, bare)
  const sign = start === undefined ? null : skipUntil(scan, start)
  if (sign === null) return null
  const last = endAt(scan, sign, isOpened || isExpected(scan, 'date'), first)
  if (last === null) {
    const end = impossibleDayAt(scan, sign)
    return end === null ? null : { days: [], to: end, rule: 'day-range' }
  }
  if ('days' in last && last.days.length === 0) return { days: [], to: last.to, rule: 'day-range' }
  const numbered = bare ?? firstOfMonth(scan, first, last)
  const begin = numbered === null ? beginOf(scan, first, last) : bareBegin(scan, numbered, last)
  if (begin === null) return null
  const end = 'periods' in last ? asMention(last, 'to') : last
  // "thứ 5 - 26/11" is one day.
  const isDash = '-–'.includes(scan.tokens[sign - 1]?.fold ?? ' ')
  const one = isDash && begin.by !== 'date' && end.by === 'date' && 'days' in last ? joined(begin, end, true) : null
  if (one !== null) return mentionDays({ ...one, rule: 'day-twice' })
  const ranges = rangesOf(scan, begin, end)
  return ranges.length === 0 ? null : { days: ranges.map((range) => ({ ...range })), to: last.to, rule: 'day-range' }
}

/** `tu ngay mot den ngay muoi lam thang muoi hai` without accents: the first, and no ngày mốt. */
function firstOfMonth(scan: Scan, first: Mention | Periods | null, last: Mention | Periods): Said | null {
  const isMot = first !== null && 'by' in first && first.by === 'distance' && scan.tokens[first.to - 1]?.key === 'mot'
  return isMot && 'said' in last && last.said?.month !== undefined ? { day: 1, to: first.to } : null
}

const ands = phraseLexicon('và, hoặc, hay')

/** `25 và 26/11`: either day. */
function bothOf(scan: Scan, bare: Said): Days | null {
  const last = mentionAt(scan, bare.to + 1, true, false)
  if (last?.said?.month === undefined) return null
  const first = mentionOf(scan, borrowing(bare, last.said))
  return mentionDays({ ...last, days: [...first.days, ...last.days] })
}

function endAt(scan: Scan, at: number, mayBeBare: boolean, first: Mention | Periods | null): Mention | Periods | null {
  const last = mentionAt(scan, at, true, true) ?? periodAt(scan, at)
  if (last !== null) return last
  const bare = mayBeBare ? bareDayAt(scan, at) : null
  if (bare === null) return null
  const calendar = first !== null && 'said' in first ? first.said?.calendar : undefined
  return mentionOf(scan, { ...bare, ...(calendar !== undefined && { calendar }) })
}

function beginOf(scan: Scan, first: Mention | Periods | null, last: Mention | Periods): Mention | null {
  if (first === null || 'periods' in first) return first && asMention(first, 'from')
  const said = 'said' in last ? last.said : undefined
  if (first.said === undefined || said === undefined) return first
  const known = mentionOf(scan, borrowing(first.said, said))
  return known.days.length === 0 ? first : known
}

function bareBegin(scan: Scan, bare: Said, last: Mention | Periods): Mention | null {
  const said = 'said' in last ? last.said : undefined
  return said === undefined ? null : mentionOf(scan, borrowing(bare, said))
}

/** A period as the day it begins or ends with. */
function asMention({ periods, to }: Periods, side: 'from' | 'to'): Mention {
  const days = periods.map((period) => period[side])
  return { days, near: () => days.toSorted(), to, by: 'date' }
}

const dayWords = phraseLexicon('ngày, hôm')

/** `ngày 20-25`, `5-7`: days of one month. */
function dayPairAt(scan: Scan, at: number, isOpened: boolean): Periods | null {
  const named = matchAt(dayWords, scan.tokens, at)
  const start = named?.to ?? at
  const [low, dash, high, next] = scan.tokens.slice(start, start + 4)
  if (low?.kind !== 'figure' || dash?.fold !== '-' || high?.kind !== 'figure') return null
  const isMore = next?.kind === 'mark' && next.glued && scan.tokens[start + 4]?.glued === true
  if (isMore || isMeasured(scan, start + 3) || isPriced(scan, start)) return null
  if (!(isOpened || named !== null || isExpected(scan, 'date'))) return null
  if (matchAt(countedWords, scan.tokens, start + 3) !== null) return null
  const [first, last] = [smallNumberAt(scan, start, 1, 31), smallNumberAt(scan, start + 2, 1, 31)]
  if (first === null || last === null || first.value >= last.value) return null
  const [begin, end] = [first, last].map(({ value }) => mentionOf(scan, { day: value, to: start + 3 }))
  return begin && end ? periodsOf(rangesOf(scan, begin, end), start + 3) : null
}
const countedWords = phraseLexicon('tháng, thg, giờ, h, ngày, hôm, tuần, bữa, năm')
