import { fold } from '../text/fold.ts'
import { compileLexicon, matchAt } from '../text/lexicon.ts'
import { isExpected, type Scan } from '../text/scan.ts'
import { daysInMonth, fromDay, toDay } from './calendar.ts'
import type { Period, Periods } from './periods.ts'
import { yearBehind } from './said-years.ts'
import { whenAt } from './when.ts'

/** A season by what is brought in then: for each crop the first and last month of its harvest. */
type Season = Readonly<Record<string, readonly [first: number, last: number]>>

/** Rice that was sown in spring; the Séng Cù of the hills ripens at its end. */
const springRice: Season = { rice_paddy: [5, 6], seng_cu: [6, 6] }
/**
 * Seasons of the northern hills with their months of harvest, as the farming calendar of Cao Bằng and Lào Cai has them (unconfirmed, and some weeks later in the
 * highest fields). For vụ đông and vụ hè thu it has none.
 */
const seasons = compileLexicon<Season>([
  ['vụ chiêm', springRice],
  ['vụ chiêm xuân', springRice],
  ['vụ đông xuân', springRice],
  ['vụ xuân', { ...springRice, maize: [6, 7] }],
  ['vụ mùa', { rice_paddy: [9, 10], seng_cu: [9, 10] }],
])
/** Words that make it another thing: vụ mua bán, vụ xuân hè. */
const others = new Set('ban sam chung he'.split(' '))
/** How long a part of a season is, nobody has told. */
const parts = new Set('dau giua cuoi nua het qua'.split(' '))
/** Of crops that are not told apart where none is named: Séng Cù is rice. */
const varieties = new Set(['seng_cu'])
/** A season before this one may be the last but one, or the last. */
const isBefore = new Set(['truoc', 'trc'])

/**
 * Reads a season as the months of its harvest: `vụ mùa năm ngoái`, `vu chiem vua roi`. Its year is the last one begun, or ahead the next one that is not over,
 * unless it is said. Of a season that two crops have at other times both, where no crop is named; nothing for a crop that has none.
 */
export function seasonAt(scan: Scan, at: number): Periods | null {
  if (scan.tokens[at]?.fold !== 'vu') return null
  const match = matchAt(seasons, scan.tokens, at)
  if (match === null || others.has(scan.tokens[match.to]?.fold ?? '')) return null
  if (parts.has(scan.tokens[at - 1]?.fold ?? '')) return null
  const year = yearBehind(scan, match.to)
  const when = year === null ? whenAt(scan, match.to) : null
  if (!match.exact && year === null && when === null && !isExpected(scan, 'date') && !isOfCrop(scan, at, match))
    return null
  const periods = monthsOf(scan, match.values[0]).flatMap((months) =>
    year === null ? near(scan, months, match.to) : [monthsIn(year.year, months)],
  )
  const [first, ...more] = periods
  return first === undefined ? null : { periods: [first, ...more], to: year?.to ?? when?.to ?? match.to }
}

/** Words of address and of reporting that a report begins with. */
const beginnings = new Set('bc cao bao da a nha em toi minh chau'.split(' '))

/** Words of who brought it in, and how. */
const behindSeason = new Set('thu gat be duoc dc nha em toi minh chau'.split(' '))

/**
 * Without accents `vu mua` may be about buying, and `vu xuan` a name: it is a season beside a crop that is brought in then, right behind it (`lua vu xuan 5 ta`) or at
 * the head of what is told (`vu mua lua 3 ta`, `vu mua gat 3 ta lua`).
 */
function isOfCrop(scan: Scan, at: number, { values, to }: { values: readonly Season[]; to: number }): boolean {
  const crop = scan.crop === undefined ? undefined : scan.context.crops.get(scan.crop)
  if (crop === undefined || !values.some((season) => crop.key in season)) return false
  const isNamed = (index: number, place: 0 | -1) =>
    crop.words.some((word) => fold(word).split(' ').at(place) === scan.tokens[index]?.fold)
  if (isNamed(at - 1, -1)) return true
  let start = at
  while (beginnings.has(scan.tokens[start - 1]?.fold ?? '')) start--
  const before = scan.tokens[start - 1]
  const isHead = before === undefined || before.kind === 'mark'
  const next = scan.tokens[to]
  return isHead && (isNamed(to, 0) || next?.kind === 'figure' || behindSeason.has(next?.fold ?? ''))
}

function monthsOf(scan: Scan, season: Season): (readonly [number, number])[] {
  const own = scan.crop === undefined ? undefined : season[scan.crop]
  if (scan.crop !== undefined) return own === undefined ? [] : [own]
  return Object.entries(season).flatMap(([crop, months]) => (varieties.has(crop) ? [] : [months]))
}

/** The season meant among those of the years around this one. */
function near(scan: Scan, months: readonly [number, number], at: number): Period[] {
  const { day: today } = scan.context.now
  const { year } = fromDay(today)
  const all = [-2, -1, 0, 1, 2].map((shift) => monthsIn(year + shift, months))
  const when = whenAt(scan, at)?.when ?? scan.context.tense
  const begun = all.filter(({ from }) => from <= today)
  if (when === 'this') return [monthsIn(year, months)]
  if (when === 'future') return all.filter(({ to }) => to >= today).slice(0, 1)
  return isBefore.has(scan.tokens[at]?.fold ?? '') ? begun.slice(-2).toReversed() : begun.slice(-1)
}

function monthsIn(year: number, [first, last]: readonly [number, number]): Period {
  return {
    from: toDay({ year, month: first, day: 1 }) ?? '',
    to: toDay({ year, month: last, day: daysInMonth(year, last) }) ?? '',
  }
}
