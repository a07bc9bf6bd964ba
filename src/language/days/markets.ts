import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { madeOnceFor } from '../text/remember.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import type { Day, Market, MarketBook } from '../types.ts'
import { addDays, fromDay, julianDay, weekdayOf } from './calendar.ts'
import { toLunar } from './lunar.ts'
import type { Mention } from './mentions.ts'
import { mondayFrom, weekShiftAt } from './periods.ts'
import { whenAt } from './when.ts'

/**
 * Whether a market is held on a day: on lunar days by their last digit (0 is the 10th, 20th and 30th), on weekdays, on days of a sign (two that lie opposite make
 * a chợ lùi, a day earlier each week), every so many days, and as staff noted exceptions.
 */
export function isMarketDay(market: Market, date: Day): boolean {
  if (market.alsoOn.includes(date)) return true
  if (market.notOn.includes(date)) return false
  if (market.weekdays.includes(weekdayOf(date)) || market.zodiacDays.includes(signOf(date))) return true
  if (market.everyDays && daysBetween(market.everyDays.from, date) % market.everyDays.days === 0) return true
  return market.lunarDigits.length > 0 && market.lunarDigits.includes(toLunar(date).day % 10)
}

/** The signs of the zodiac, by which days are called one after the other. */
const SIGNS = 12

/** The sign of a day: 7 January 2000, Julian day 2451551, was giáp tý, the first of the round. */
const signOf = (date: Day): number => (julianDay(fromDay(date)) + 1) % SIGNS

const daysBetween = (from: Day, to: Day): number => julianDay(fromDay(to)) - julianDay(fromDay(from))

const namesOf = madeOnceFor((book: MarketBook) =>
  compileLexicon(book.flatMap((market) => [market.name, ...market.otherNames].map((name) => [name, market] as const))),
)

const sessions = phraseLexicon(
  'phiên, phiên chợ, chợ phiên, hôm phiên, hôm phiên chợ, ngày phiên, ngày phiên chợ, hôm chợ phiên',
)
const marketWords = phraseLexicon('chợ, ở chợ, ở, tại chợ')
const coming = phraseLexicon('tới')
/** Markets are held in the morning. */
const overMinutes = 12 * 60

/**
 * Reads a market day: `phiên Nước Hai tới`, `phiên chợ Cốc Ly`, `chợ Cán Cấu tới`, `phiên tới chợ Bắc Hà`, `chợ Bắc Hà phiên trước`. Which market must be
 * said: what is read ends before a name that comes last, and begins behind one that comes first, for it is a place as well. A name that several
 * markets bear gives the days of each.
 */
export function marketDayAt(scan: Scan, at: number): Mention | null {
  const book = scan.context.markets
  const session = matchAt(sessions, scan.tokens, at)
  const word = session ?? marketWordAt(scan, at)
  if (book === undefined || word === null) return null
  const start = matchAt(marketWords, scan.tokens, word.to)?.to ?? word.to
  const name = matchAt(namesOf(book), scan.tokens, start)
  const when = whenAt(scan, name?.to ?? word.to) ?? comingAt(scan, name?.to ?? word.to)
  const week = name === null ? null : weekShiftAt(scan, name.to)
  if (session === null && (name === null || (when === null && week === null))) return null
  if (name !== null && week !== null) return inWeek(scan, name.values, week)
  const late = when !== null && name === null ? (nameBehind(scan, when.to, book) ?? nameBefore(scan, at, book)) : name
  if (late === null) return null
  const today = scan.context.now.day
  const near = Array.from({ length: 2 * farthestDays + 1 }, (_, index) => addDays(today, index - farthestDays)).filter(
    (date) => late.values.some((market) => isMarketDay(market, date)),
  )
  const days = late.values.flatMap((market) => daysOf(scan, near, market, when?.when))
  return { days: [...new Set(days)], near: () => near, to: when?.to ?? word.to, by: 'market' }
}

/** `chợ Mường Khương tuần sau`: every session of that week; none: there is none in it. */
function inWeek(scan: Scan, markets: readonly Market[], { shift, to }: { shift: number; to: number }): Mention {
  const monday = mondayFrom(scan, shift)
  const week = [0, 1, 2, 3, 4, 5, 6].map((off) => addDays(monday, off))
  const days = week.filter((date) => markets.some((market) => isMarketDay(market, date)))
  return { days, near: () => days, to, by: 'market' }
}

/** `phiên tới` is the one to come whatever the tense; so is an unaccented `toi` at the end of a text, where it can't be tôi. */
function comingAt(scan: Scan, at: number): { when: 'future'; to: number } | null {
  const next = scan.tokens[at + 1]
  const isEnd = next === undefined || next.kind === 'mark'
  const token = scan.tokens[at]
  const isComing = token?.fold === 'toi' && (isEnd || matchAt(coming, scan.tokens, at)?.exact === true)
  return isComing ? { when: 'future', to: at + 1 } : null
}

/** A session skipped (notOn) still has another near it. */
const farthestDays = 40

/** `chợ Cán Cấu tới`: an unaccented `cho` is to give, too. */
function marketWordAt(scan: Scan, at: number) {
  const isMarket = isExpected(scan, 'date') || scan.tokens[at]?.accented === true
  return isMarket && scan.tokens[at]?.fold === 'cho' ? matchAt(marketWords, scan.tokens, at) : null
}

function nameBehind(scan: Scan, at: number, book: MarketBook) {
  const start = matchAt(marketWords, scan.tokens, at)?.to ?? at
  return matchAt(namesOf(book), scan.tokens, start)
}

/** `chợ Bắc Hà phiên trước`. */
function nameBefore(scan: Scan, at: number, book: MarketBook) {
  const names = [1, 2, 3, 4].map((length) => matchAt(namesOf(book), scan.tokens, at - length))
  return names.find((name) => name?.to === at) ?? null
}

/** The session meant: the next or the last one; on a market day today's too, until noon if it is said to come. */
function daysOf(scan: Scan, near: readonly Day[], market: Market, when: 'past' | 'future' | 'this' | undefined): Day[] {
  const { day: today, minutes } = scan.context.now
  const days = near.filter((date) => isMarketDay(market, date))
  const isPast = when === undefined || when === 'this' ? scan.context.tense === 'past' : when === 'past'
  const isToday = days.includes(today)
  const far = isPast ? days.findLast((date) => date < today) : days.find((date) => date > today)
  if (isToday && when === 'this') return [today]
  const isOpen = isToday && (isPast ? when === undefined : minutes < overMinutes)
  return [...(isOpen ? [today] : []), far].filter((date) => date !== undefined)
}
