import { type Expectation, type LeftOut, TODAY } from './case.ts'

/** Times that no reading has, and why. */
const OUT: [RegExp, string][] = [
  [/gmt|utc|cst|pst|est|jst/iu, 'a zone: everybody lives in one'],
  [/\d:\d+:\d|\d ?(?:s|giây)(?!\p{L})/u, 'seconds: times are read to the minute'],
  [/\d-\d/u, 'a range of hours: no kind of reading'],
  [/^24h$/u, '24 hours are a length of time as well as midnight'],
  [/^\d+ ?(?:p|phút)/u, 'a length of time: no kind of reading'],
]

const TIME = /(?<![\p{L}\d:])(\d{1,2})(?:h|g|:| giờ)(?: ?(\d{1,2})(?:p| phút)?)?(?: (chiều))?(?![\d:\p{L}])/u

/** The hour of a written text, on the day of reading; null as the value where the clock has no such hour. */
export function writtenTime(text: string): Expectation | LeftOut {
  const reason = OUT.find(([pattern]) => pattern.test(text))?.[1]
  if (reason !== undefined) return { out: reason }
  const [, hour, minute = '0', afternoon] = TIME.exec(text) ?? []
  if (hour === undefined) return { as: 'date', value: null }
  return timeReading(Number(hour) + (afternoon === undefined ? 0 : 12), Number(minute))
}

/** A time as a reading on the day of reading, null where the clock has no such hour. */
export function timeReading(hour: number, minute: number): Expectation {
  if (hour > 23 || minute > 59) return { as: 'date', value: null }
  const time = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':')
  return { as: 'date', value: { date: TODAY, time } }
}
