import { compileLexicon, matchAt } from './lexicon.ts'
import { numberWordAt } from './number-words.ts'
import { numeralAt } from './numerals.ts'
import type { Scan } from './scan.ts'

/** A time of the day: every `HH:MM` it may be, and the index of the token after it. */
export interface Clock {
  times: [string, ...string[]]
  to: number
}

type PartOfDay = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night'

const parts = compileLexicon<PartOfDay>([
  ['sáng', 'morning'],
  ['buổi sáng', 'morning'],
  ['sáng sớm', 'morning'],
  ['trưa', 'noon'],
  ['buổi trưa', 'noon'],
  ['chiều', 'afternoon'],
  ['buổi chiều', 'afternoon'],
  ['tối', 'evening'],
  ['buổi tối', 'evening'],
  ['đêm', 'night'],
])
const at = compileLexicon<'at'>([
  ['lúc', 'at'],
  ['vào lúc', 'at'],
])
const hours = compileLexicon<'hour'>([
  ['giờ', 'hour'],
  ['h', 'hour'],
  ['g', 'hour'],
  [':', 'hour'],
])
const minutes = compileLexicon<'minute'>([
  ['phút', 'minute'],
  ['p', 'minute'],
])

/** Reads a part of the day (`sáng`, `chiều`); gives the index of the token after it, or the same index. */
export function skipPartOfDay(scan: Scan, from: number): number {
  return matchAt(parts, scan.tokens, from)?.to ?? from
}

/** Reads a time of the day: `8h`, `8h30`, `8:30`, `2 giờ chiều`, `bảy giờ rưỡi tối`. One to five without a part of the day may be night or afternoon: both. */
export function clockAt(scan: Scan, from: number): Clock | null {
  const start = matchAt(at, scan.tokens, from)?.to ?? from
  const hour = smallNumberAt(scan, start, 24)
  if (hour === null) return null
  const sign = matchAt(hours, scan.tokens, hour.to)
  if (sign === null || (scan.tokens[hour.to]?.fold === 'g' && scan.tokens[hour.to]?.glued !== true)) return null
  const minute = minuteAt(scan, sign.to)
  if (scan.tokens[hour.to]?.fold === ':' && minute.to === sign.to) return null
  const part = matchAt(parts, scan.tokens, minute.to)
  const candidates = hoursOfDay(hour.value, part?.values[0])
  const [first, ...others] = candidates.map((one) => `${two(one)}:${two(minute.value)}`)
  if (first === undefined) return null
  return { times: [first, ...others], to: part?.to ?? minute.to }
}

function minuteAt(scan: Scan, from: number): { value: number; to: number } {
  if (numberWordAt(scan, from)?.type === 'half') return { value: 30, to: from + 1 }
  const token = scan.tokens[from]
  const found = smallNumberAt(scan, from, 59)
  if (found === null) return { value: 0, to: from }
  const named = matchAt(minutes, scan.tokens, found.to)
  if (token?.glued !== true && named === null) return { value: 0, to: from }
  return { value: found.value, to: named?.to ?? found.to }
}

function smallNumberAt(scan: Scan, from: number, most: number): { value: number; to: number } | null {
  const token = scan.tokens[from]
  if (token?.kind === 'figure') {
    const value = /^\d{1,2}$/.test(token.fold) ? Number(token.fold) : most + 1
    return value <= most ? { value, to: from + 1 } : null
  }
  const numeral = numeralAt(scan, from, { wantsMoney: false, standing: () => 'own' })
  const value = numeral?.amounts.at(-1)?.value
  return numeral === null || value === undefined || numeral.implicit || value > most || !Number.isInteger(value)
    ? null
    : { value, to: numeral.to }
}

/** The hours of a day a spoken hour may be. */
function hoursOfDay(hour: number, part: PartOfDay | undefined): number[] {
  if (hour > 23) return []
  if (hour > 12) return [hour]
  switch (part) {
    case undefined:
      return hour >= 1 && hour <= 5 ? [hour + 12, hour] : [hour]
    case 'morning':
      return hour < 12 ? [hour] : []
    case 'noon':
      return hour >= 10 ? [hour] : hour <= 2 ? [hour + 12] : []
    case 'afternoon':
      return hour === 12 ? [12] : [hour + 12]
    case 'evening':
      return hour >= 5 && hour < 12 ? [hour + 12] : []
    case 'night':
      return hour === 12 ? [0] : hour >= 6 ? [hour + 12] : [hour]
  }
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
