import type { Day } from '../types.ts'
import { fromDay, fromJulianDay, julianDay, toDay } from './calendar.ts'

/** A day of the Vietnamese lunar calendar. */
export interface LunarDay {
  year: number
  month: number
  day: number
  /** Whether the month is the leap month that follows the month of that number. */
  leap: boolean
}

/*
 * The rules of the Vietnamese calendar as Hồ Ngọc Đức published them (www.informatik.uni-leipzig.de/~duc/amlich/calrules.html): a month begins on the day of the
 * new moon, month 11 holds the winter solstice, and in a year of thirteen months the first one without a principal solar term is leap. All days are
 * days at UTC+7. New moons and the sun's place follow the short series of Meeus, "Astronomical Algorithms" (1998), chapters 25 and 49.
 *
 * All in whole numbers below 2^53, for the sines of two platforms may differ in their last digit: times in 1e-8 day, angles in 1e-8 degree, sines in 1e-7.
 * Months are counted by their new moon since 1 January 1900.
 */
const day = 1e8
const degree = 1e8
const zone = 29_166_667
const firstYear = 1801
const lastYear = 2198

/** The lunar day of a solar day from 1801 to 2198. */
export function toLunar(solar: Day): LunarDay {
  const number = julianDay(fromDay(solar))
  const month = monthOf(number)
  const { year: solarYear } = fromDay(solar)
  const eleventh = eleventhMonth(solarYear)
  const base = month >= eleventh ? solarYear + 1 : solarYear
  const first = month >= eleventh ? eleventh : eleventhMonth(solarYear - 1)
  const index = month - first
  const leapIndex = leapMonthIndex(first, base)
  const regular = leapIndex !== null && index >= leapIndex ? index - 1 : index
  const year = regular < 2 ? base - 1 : base
  return { year, month: ((regular + 10) % 12) + 1, day: number - newMoon(month) + 1, leap: index === leapIndex }
}

/** The solar day of a lunar day from 1801 to 2198, or null where that month has no such day or the year no such leap month. */
export function fromLunar({ year, month, day, leap }: LunarDay): Day | null {
  if (month < 1 || month > 12 || day < 1 || day > 30 || year < firstYear || year > lastYear) return null
  const base = month < 11 ? year : year + 1
  const first = eleventhMonth(base - 1)
  const leapIndex = leapMonthIndex(first, base)
  const regular = (month + 1) % 12
  if (leap && leapIndex !== regular + 1) return null
  const index = leap || (leapIndex !== null && regular >= leapIndex) ? regular + 1 : regular
  const start = newMoon(first + index)
  if (day > newMoon(first + index + 1) - start) return null
  return toDay(fromJulianDay(start + day - 1))
}

/** The month a day lies in. */
function monthOf(number: number): number {
  let month = Math.floor((number - 2_415_021) / 29.5306)
  while (newMoon(month + 1) <= number) month++
  while (newMoon(month) > number) month--
  return month
}

/** A few thousand at most: only years of {@link firstYear} to {@link lastYear} are looked at. */
const newMoons = new Map<number, number>()

/** Julian day number of the day (UTC+7) a month begins. */
function newMoon(month: number): number {
  const known = newMoons.get(month)
  if (known !== undefined) return known
  // The clock's drift (ΔT) is in the first three figures: 241502075933000 + 27800 and so on.
  const mean = series(month, 241_502_075_960_800, 2_953_058_846, -9426, -82) + Math.floor((5746 * month) / 1e4)
  const number = Math.floor((mean + swing(month) + day / 2 + zone) / day)
  newMoons.set(month, number)
  return number
}

/** How far a new moon lies from the mean one. */
function swing(month: number): number {
  const sun = series(month, 35_922_420_000, 2_910_535_608, -2177, -1834)
  const moon = series(month, 30_602_530_000, 38_581_691_806, 701_439, 6532)
  const node = series(month, 2_129_640_000, 39_067_050_646, -108_040, -1263)
  const sunSwing = 17_340_000 - Math.floor((31_774 * month) / 1000)
  return (
    part(33_000, series(month, 16_656_000_000, 10_742_612, -5996, 0)) +
    part(sunSwing, sun) +
    part(210_000, 2 * sun) -
    part(40_680_000, moon) +
    part(1_610_000, 2 * moon) -
    part(40_000, 3 * moon) +
    part(1_040_000, 2 * node) -
    part(510_000, sun + moon) -
    part(740_000, sun - moon) +
    part(40_000, 2 * node + sun) -
    part(40_000, 2 * node - sun) -
    part(60_000, 2 * node + moon) +
    part(100_000, 2 * node - moon) +
    part(50_000, 2 * moon + sun)
  )
}

/** `a + b·n + c·n²·1e-6 + d·n³·1e-10`. */
function series(n: number, a: number, b: number, c: number, d: number): number {
  return a + b * n + Math.floor((c * n * n) / 1e6) + Math.floor((d * n * n * n) / 1e10)
}

function part(size: number, angle: number): number {
  return Math.floor((size * sine(angle)) / 1e7)
}

/** The sine of an angle, both whole numbers, by its power series up to the eleventh: right to 1e-7. */
function sine(angle: number): number {
  const turn = 360 * degree
  const positive = ((angle % turn) + turn) % turn
  const half = positive % (turn / 2)
  const acute = half > turn / 4 ? turn / 2 - half : half
  const x = Math.floor((acute * 174_533) / 1e8)
  const square = Math.floor((x * x) / 1e7)
  let [sum, term] = [x, x]
  for (let n = 2; n <= 10; n += 2) {
    term = -Math.floor((term * square) / (1e7 * n * (n + 1)))
    sum += term
  }
  return positive < turn / 2 ? sum : -sum
}

/** In which twelfth of its yearly way the sun stands at the midnight (UTC+7) that begins a day: 0 from the spring equinox, 9 from the winter solstice. */
function sunTwelfth(number: number): number {
  // Hours since noon of 1 January 2000, and thousandths of a century.
  const hours = 24 * number - 58_837_099
  const time = Math.floor((hours * 1000) / 876_600)
  const squared = time * time
  const anomaly = 35_752_910_000 + perCentury(3_599_905_030, hours) - Math.floor((15_590 * squared) / 1e6)
  const mean = 28_046_645_000 + perCentury(3_600_076_983, hours) + Math.floor((30_320 * squared) / 1e6)
  const centre =
    part(191_460_000 - Math.floor((481_700 * time) / 1000) - Math.floor((1400 * squared) / 1e6), anomaly) +
    part(1_999_300 - Math.floor((10_100 * time) / 1000), 2 * anomaly) +
    part(29_000, 3 * anomaly)
  const longitude = (((mean + centre) % (360 * degree)) + 360 * degree) % (360 * degree)
  return Math.floor(longitude / (30 * degree))
}

/** What so many hours add at a speed in 1e-5 degree a century. */
function perCentury(speed: number, hours: number): number {
  return Math.floor((speed * hours) / 8766) * 10
}

/** The month that holds the winter solstice of a solar year. */
function eleventhMonth(solarYear: number): number {
  const month = monthOf(julianDay({ year: solarYear, month: 12, day: 31 }))
  return sunTwelfth(newMoon(month)) >= 9 ? month - 1 : month
}

/** Which month after an eleventh one is leap, or null; `solarYear` is the one in which the next eleventh month lies. */
function leapMonthIndex(first: number, solarYear: number): number | null {
  if (eleventhMonth(solarYear) - first < 13) return null
  let index = 1
  while (index < 13 && sunTwelfth(newMoon(first + index)) !== sunTwelfth(newMoon(first + index + 1))) index++
  return index
}
