import { smallNumberAt } from '../numbers/small-numbers.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'

/** A time of the day: all it may be, and the index of the token after it. */
export interface Clock {
  times: [Time, ...Time[]]
  to: number
}
/** `HH:MM` of the day named, or of the day after where a night goes over midnight (12 giờ đêm). */
interface Time {
  time: string
  isNextDay?: true
}
export type PartOfDay = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night' | 'pm'

const partWords: Record<PartOfDay, string[]> = {
  morning: ['sáng', 'buổi sáng', 'sáng sớm', 'rạng sáng', 'am'],
  noon: ['trưa', 'buổi trưa'],
  afternoon: ['chiều', 'buổi chiều', 'xế chiều', 'chiều tối'],
  evening: ['tối', 'buổi tối'],
  night: ['đêm', 'ban đêm', 'khuya', 'đêm khuya'],
  pm: ['pm'],
}
const partsOfDay: PartOfDay[] = ['morning', 'noon', 'afternoon', 'evening', 'night', 'pm']
const parts = compileLexicon(partsOfDay.flatMap((part) => partWords[part].map((word) => [word, part] as const)))
const openings = phraseLexicon('lúc, vào lúc, hồi, vào hồi, khoảng, lúc khoảng, tầm, đúng, từ, vào')
const hourWords = phraseLexicon('giờ, h, g, :')
const minuteWords = phraseLexicon('phút, p, ph')
const secondWords = phraseLexicon('giây, s')
const half = phraseLexicon('rưỡi, rưởi')
const lacking = phraseLexicon('kém, kém khoảng')
const until = phraseLexicon('-, –, đến, tới, đến lúc')
/** A clock of elsewhere. */
const zones = new Set(['gmt', 'utc', 'cst', 'pst', 'est', 'jst'])
/** What may stand behind minutes without their word: `8 giờ 30 sáng`, `7 giờ 30 tại nhà văn hóa`, but not `8 giờ 30 người`. */
const behindMinutes = new Set(
  'sang trua chieu toi dem ngay thu chu cn mai nay hom ram mung tai o nha den kem'.split(' '),
)

/** The part of the day (`sáng`, `buổi chiều`) named at a token, and the index of the token after it. */
export function partOfDayAt(scan: Scan, at: number): { part: PartOfDay; to: number } | null {
  const match = matchAt(parts, scan.tokens, at)
  return match && { part: match.values[0], to: match.to }
}

/**
 * Reads a time of the day: `8h`, `8h30`, `8:30`, `2 giờ chiều`, `7h kém 15`, `bảy giờ rưỡi tối`, `sáng 8h`, `12:30:20` (the seconds are dropped), and of `8h-10h` its
 * beginning. One to five without a part of the day may be night or afternoon: both, unless it is written as clocks show it (`03:30`).
 * @param said the part of the day named elsewhere (`chiều thứ 4 lúc 2h`)
 */
export function clockAt(scan: Scan, at: number, said?: PartOfDay): Clock | null {
  const opened = matchAt(openings, scan.tokens, at)?.to ?? at
  // "tam gio" without accents is tám giờ as well as tầm giờ.
  return openedAt(scan, at, opened, said) ?? (opened > at ? openedAt(scan, at, at, said) : null)
}

function openedAt(scan: Scan, at: number, opened: number, said: PartOfDay | undefined): Clock | null {
  const lead = partOfDayAt(scan, opened)
  const start = lead?.to ?? opened
  const before = scan.tokens[start - 1]
  if (scan.tokens[start]?.glued === true && (before?.fold === 'h' || before?.fold === ':')) return null
  const first = faceAt(scan, start)
  const bare = first === null ? bareHour(scan, start) : null
  const last = endOf(scan, first ?? bare)
  const face = first ?? (bare !== null && last !== null && bare.hour < last.hour ? bare : null)
  if (face === null || zones.has(scan.tokens[face.to]?.fold ?? '')) return null
  const behind = partOfDayAt(scan, face.to)
  // "bay gio" without accents is bây giờ, now, and "sau gio" after hours.
  const isNow =
    ['bay', 'sau'].includes(scan.tokens[start]?.key ?? '') &&
    scan.tokens[start + 1]?.key === 'gio' &&
    face.to === start + 2
  if (isNow && behind === null && lead === null && start === at) return null
  const part = behind?.part ?? lead?.part ?? said
  const times = timesOf(face, part, last)
  const [one, ...others] = times
  return one === undefined ? null : { times: [one, ...others], to: last?.to ?? behind?.to ?? face.to }
}

/** What a clock shows: minutes may be negative where it lacks some (kém). */
interface Face {
  hour: number
  minute: number
  to: number
  /** Whether it is written as a clock of 24 hours shows it: `03:30`, `12:30:20`. */
  is24?: true
}

function faceAt(scan: Scan, at: number): Face | null {
  const hour = smallNumberAt(scan, at, 0, 24)
  if (hour === null) return null
  const sign = scan.tokens[hour.to]
  if (sign?.fold === ':') return digitalAt(scan, at, hour.value)
  const word = matchAt(hourWords, scan.tokens, hour.to)
  if (word === null) {
    const halved = matchAt(half, scan.tokens, hour.to)
    const isClock = halved !== null && partOfDayAt(scan, halved.to) !== null
    return isClock ? { hour: hour.value, minute: 30, to: halved.to } : null
  }
  if (sign?.fold === 'g' && !sign.glued) return null
  const minute = minuteAt(scan, word.to)
  if (minute === null) return null
  const is24 = scan.tokens[at]?.fold.startsWith('0') === true && !hour.spelled
  return { hour: hour.value, minute: minute.value, to: minute.to, ...(is24 && { is24: true as const }) }
}

/** `8:30`, `08:30`, `12:30:20`. */
function digitalAt(scan: Scan, at: number, hour: number): Face | null {
  const minute = scan.tokens[at + 2]
  if (minute?.kind !== 'figure' || !minute.glued || !/^[0-5]\d$/.test(minute.fold)) return null
  const second = scan.tokens[at + 3]?.fold === ':' ? scan.tokens[at + 4] : undefined
  if (second !== undefined && !/^[0-5]\d$/.test(second.fold)) return null
  const is24 = second !== undefined || scan.tokens[at]?.fold.length === 2
  const to = second === undefined ? at + 3 : at + 5
  return { hour, minute: Number(minute.fold), to, ...(is24 && { is24: true as const }) }
}

function minuteAt(scan: Scan, at: number): { value: number; to: number } | null {
  const halved = matchAt(half, scan.tokens, at)
  if (halved !== null) return { value: 30, to: halved.to }
  const less = matchAt(lacking, scan.tokens, at)
  if (less !== null) {
    const minutes = smallNumberAt(scan, less.to, 1, 59)
    return minutes && { value: -minutes.value, to: matchAt(minuteWords, scan.tokens, minutes.to)?.to ?? minutes.to }
  }
  const seconds = smallNumberAt(scan, at, 0, 59)
  const isSeconds = seconds !== null && matchAt(secondWords, scan.tokens, seconds.to) !== null
  if (isSeconds) return { value: 0, to: seconds.to + 1 }
  const token = scan.tokens[at]
  const minutes = smallNumberAt(scan, at, 0, 59)
  if (minutes === null) return token?.kind === 'figure' && token.glued ? null : { value: 0, to: at }
  const named = matchAt(minuteWords, scan.tokens, minutes.to)
  const after = scan.tokens[minutes.to]
  const isOpen = after === undefined || after.kind === 'mark' || behindMinutes.has(after.fold)
  const isDate = token?.kind === 'figure' && (token.fold.length < 2 || (after?.kind === 'mark' && after.glued))
  if (token?.glued !== true && named === null && (!isOpen || isDate)) return { value: 0, to: at }
  const to = named?.to ?? minutes.to
  const rest = smallNumberAt(scan, to, 0, 59)
  const isExact = named !== null && rest !== null && matchAt(secondWords, scan.tokens, rest.to) !== null
  return { value: minutes.value, to: isExact ? rest.to + 1 : to }
}

/** `từ 2 đến 4h chiều`, `7-11h`: the hour has its word only at the end. */
function bareHour(scan: Scan, at: number): Face | null {
  const hour = smallNumberAt(scan, at, 0, 23)
  return hour && { hour: hour.value, minute: 0, to: hour.to }
}

interface End extends Face {
  part: PartOfDay | undefined
}

/** The end of `8h-10h sáng`: it goes with the beginning. */
function endOf(scan: Scan, first: Face | null): End | null {
  const from = first === null ? undefined : (partOfDayAt(scan, first.to)?.to ?? first.to)
  const sign = from === undefined ? null : matchAt(until, scan.tokens, from)
  const face = sign === null ? null : faceAt(scan, sign.to)
  if (face === null) return null
  const part = partOfDayAt(scan, face.to)
  return { ...face, part: part?.part, to: part?.to ?? face.to }
}

function timesOf(face: Face, part: PartOfDay | undefined, last: End | null): Time[] {
  if (last === null || part !== undefined || last.part === undefined) return timesAt(face, part)
  // "8h - 2h chiều" begins in the morning: its end alone lies in the afternoon.
  const ends = timesAt(last, last.part).map(({ time }) => time)
  const shared = timesAt(face, last.part).filter(({ time }) => ends.some((end) => time < end))
  return shared.length > 0 ? shared : timesAt(face, undefined)
}

function timesAt({ hour, minute, is24 }: Face, part: PartOfDay | undefined): Time[] {
  const hours = is24 && part === undefined ? [hour] : hoursOfDay(hour, part)
  return hours.flatMap((one): Time[] => {
    const minutes = one * 60 + minute
    if (minutes < 0) return []
    const time = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
    return minutes >= 24 * 60 ? [{ time, isNextDay: true }] : [{ time }]
  })
}

/** The hours of a day a spoken hour may be; from 24 on they are the next day's. */
function hoursOfDay(hour: number, part: PartOfDay | undefined): number[] {
  if (hour > 12) return [hour]
  switch (part) {
    case undefined:
      return hour >= 1 && hour <= 5 ? [hour + 12, hour] : [hour]
    case 'morning':
      return hour < 12 ? [hour] : []
    case 'noon':
      return hour >= 10 ? [hour] : hour <= 2 ? [hour + 12] : []
    case 'afternoon':
      return hour === 12 ? [12] : hour >= 1 && hour <= 7 ? [hour + 12] : []
    case 'evening':
      return hour >= 5 && hour < 12 ? [hour + 12] : []
    case 'pm':
      return hour >= 1 && hour < 12 ? [hour + 12] : [hour]
    case 'night':
      // The night of a day may be the one it begins with or the one it ends with.
      return hour === 12 ? [24, 0] : hour >= 6 ? [hour + 12] : [hour, hour + 24]
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
