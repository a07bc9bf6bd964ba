import { fromDay, fromJulianDay, julianDay, toDay } from './calendar.ts'
import type { Day } from './types.ts'

/** A day of the Vietnamese lunar calendar. */
export interface LunarDay {
  year: number
  month: number
  day: number
  /** Whether the month is the leap month that follows the month of that number. */
  leap: boolean
}

/*
 * The method Hồ Ngọc Đức published (www.informatik.uni-leipzig.de/~duc/amlich/calrules.html) after the rules of the Vietnamese calendar and the series of
 * Meeus, "Astronomical Algorithms" (1998): a month begins on the day of the new moon, month 11 holds the winter solstice, and in a year of
 * thirteen months the first one without a principal solar term is leap. All days are days at UTC+7.
 */
const zone = 7 / 24
const synodicMonth = 29.530588853
const radians = Math.PI / 180

/** The lunar day of a solar day. */
export function toLunar(day: Day): LunarDay {
  const number = julianDay(fromDay(day))
  const count = Math.floor((number - 2_415_021.076998695) / synodicMonth)
  const next = newMoon(count + 1)
  const start = next > number ? newMoon(count) : next
  const { year: solarYear } = fromDay(day)
  const thisEleventh = eleventhMonth(solarYear)
  const isLate = thisEleventh < start || thisEleventh === start
  const from = isLate ? thisEleventh : eleventhMonth(solarYear - 1)
  const to = isLate ? eleventhMonth(solarYear + 1) : thisEleventh
  const index = Math.floor((start - from) / 29)
  const leapIndex = to - from > 365 ? leapMonthIndex(from) : null
  const isAfterLeap = leapIndex !== null && index >= leapIndex
  const month = ((index + (isAfterLeap ? 10 : 11) - 1) % 12) + 1
  const base = isLate ? solarYear + 1 : solarYear
  const year = month >= 11 && index < 4 ? base - 1 : base
  return { year, month, day: number - start + 1, leap: leapIndex === index }
}

/** The solar day of a lunar day, or null where that month has no such day or the year no such leap month. */
export function fromLunar({ year, month, day, leap }: LunarDay): Day | null {
  if (month < 1 || month > 12 || day < 1 || day > 30) return null
  const from = month < 11 ? eleventhMonth(year - 1) : eleventhMonth(year)
  const to = month < 11 ? eleventhMonth(year) : eleventhMonth(year + 1)
  const leapIndex = to - from > 365 ? leapMonthIndex(from) : null
  const regular = (month + 1) % 12
  if (leap && (leapIndex === null || leapIndex !== regular + 1)) return null
  const index = leap || (leapIndex !== null && regular >= leapIndex) ? regular + 1 : regular
  const count = Math.floor(0.5 + (from - 2_415_021.076998695) / synodicMonth)
  const start = newMoon(count + index)
  if (day > newMoon(count + index + 1) - start) return null
  return toDay(fromJulianDay(start + day - 1))
}

/** Julian day number of the day (UTC+7) of new moon number `count` since 1 January 1900. Meeus, chapter 49, short series. */
function newMoon(count: number): number {
  const known = newMoons.get(count)
  if (known !== undefined) return known
  const t = count / 1236.85
  const t2 = t * t
  const t3 = t2 * t
  const mean =
    2_415_020.75933 +
    29.53058868 * count +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * Math.sin((166.56 + 132.87 * t - 0.009173 * t2) * radians)
  const sun = (359.2242 + 29.10535608 * count - 0.0000333 * t2 - 0.00000347 * t3) * radians
  const moon = (306.0253 + 385.81691806 * count + 0.0107306 * t2 + 0.00001236 * t3) * radians
  const node = (21.2964 + 390.67050646 * count - 0.0016528 * t2 - 0.00000239 * t3) * radians
  const correction =
    (0.1734 - 0.000393 * t) * Math.sin(sun) +
    0.0021 * Math.sin(2 * sun) -
    0.4068 * Math.sin(moon) +
    0.0161 * Math.sin(2 * moon) -
    0.0004 * Math.sin(3 * moon) +
    0.0104 * Math.sin(2 * node) -
    0.0051 * Math.sin(sun + moon) -
    0.0074 * Math.sin(sun - moon) +
    0.0004 * Math.sin(2 * node + sun) -
    0.0004 * Math.sin(2 * node - sun) -
    0.0006 * Math.sin(2 * node + moon) +
    0.001 * Math.sin(2 * node - moon) +
    0.0005 * Math.sin(2 * moon + sun)
  const clockDrift =
    t < -11
      ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
      : -0.000278 + 0.000265 * t + 0.000262 * t2
  const day = Math.floor(mean + correction - clockDrift + 0.5 + zone)
  newMoons.set(count, day)
  return day
}
/** A few thousand new moons at most: the reader accepts only years of four digits near today. */
const newMoons = new Map<number, number>()

/** In which twelfth of its yearly way the sun stands at the midnight (UTC+7) that begins a day: 0 from the spring equinox, 9 from the winter solstice. */
function sunTwelfth(number: number): number {
  const t = (number - 2_451_545.5 - zone) / 36_525
  const t2 = t * t
  const anomaly = (357.5291 + 35_999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * radians
  const mean = 280.46645 + 36_000.76983 * t + 0.0003032 * t2
  const centre =
    (1.9146 - 0.004817 * t - 0.000014 * t2) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.00029 * Math.sin(3 * anomaly)
  const longitude = (((mean + centre) % 360) + 360) % 360
  return Math.floor(longitude / 30)
}

/** First day of the lunar month that holds the winter solstice of a solar year. */
function eleventhMonth(solarYear: number): number {
  const offset = julianDay({ year: solarYear, month: 12, day: 31 }) - 2_415_021
  const count = Math.floor(offset / synodicMonth)
  const start = newMoon(count)
  return sunTwelfth(start) >= 9 ? newMoon(count - 1) : start
}

/** Which month after the eleventh is leap: the first without a principal solar term. */
function leapMonthIndex(from: number): number {
  const count = Math.floor((from - 2_415_021.076998695) / synodicMonth + 0.5)
  let index = 1
  let twelfth = sunTwelfth(newMoon(count + index))
  let before: number
  do {
    before = twelfth
    index += 1
    twelfth = sunTwelfth(newMoon(count + index))
  } while (twelfth !== before && index < 14)
  return index - 1
}
