import type { FactRule } from '../explain-rules.ts'
import { distinct } from '../numbers/amounts.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { remembered, rememberedAt } from '../text/remember.ts'
import { isExpected, type Scan, type Span, type Unread } from '../text/scan.ts'
import type { DateReading } from '../types.ts'
import { addDays } from './calendar.ts'
import { type Clock, clockAt } from './clock.ts'
import { mayBeginDate } from './date-openings.ts'
import { type Days, daysAt } from './day-phrases.ts'
import { gradeEnd } from './fertiliser-grades.ts'
import { impossibleDayAt } from './impossible-days.ts'

/** A day, a time or both at one place of a text. */
interface Moment {
  days: DateReading[]
  clock: Clock | null
  from: number
  to: number
  rule: FactRule
}

const joints = compileLexicon(
  [',', '(', '-', 'vào', ', vào', 'của', 'vào lúc', ', lúc'].map((word) => [word, true] as const),
)

/** Reads a day, a range of days, or a day with its hour: `20/11`, `hôm kia`, `8h sáng thứ 5, 26/11`, `rằm tháng bảy`. What is no day of the calendar is left unread. */
export function dateAt(scan: Scan, at: number): Span | Unread | null {
  const grade = gradeEnd(scan, at)
  if (grade !== null) return { type: 'unread', from: at, to: grade, rule: 'fertiliser-grade' }
  if (!mayBeginDate(scan, at)) return null
  const moment = momentAt(scan, at)
  if (moment === null) {
    const end = isInside(scan, at) ? null : impossibleDayAt(scan, at)
    return end === null ? null : { type: 'unread', from: at, to: end, rule: 'no-such-day' }
  }
  const { from, to, clock, rule } = moment
  const isBare = moment.days.length === 0
  if (isBare && clock === null) return { type: 'unread', from, to, rule: 'no-such-day' }
  if (isLimit(scan, at) || isRecurring(scan, at, to) || isOfMessage(scan, to))
    return isBare ? null : { type: 'unread', from, to, rule: 'no-one-day' }
  const readings = isBare ? timeAlone(scan, moment) : withTime(scan, moment.days, clock ?? loneClock(scan))
  const [first, ...others] = readings
  if (first === undefined) return null
  // Where a day was asked for, 14g30 is an hour rather than grams. Figures alone may be a price all the same.
  const isSaid = clock !== null || scan.tokens.slice(from, to).some((token) => token.kind === 'word')
  const bonus = isSaid && scan.context.expect?.[0] === 'date' ? { bonus: 0.3 } : {}
  return { type: 'date', readings: distinct([first, ...others]), from, to, rule, ...bonus }
}

const momentAt = rememberedAt(findMoment)

function findMoment(scan: Scan, at: number): Moment | null {
  if (!mayBeginDate(scan, at) || isInside(scan, at)) return null
  const before = clockAt(scan, at)
  const start = before === null ? at : skipJoint(scan, before.to)
  const found = daysAt(scan, start, before !== null)
  if (found === null) return before && { days: [], clock: before, from: at, to: before.to, rule: 'hour-alone' }
  const after = before === null ? clockBehind(scan, found) : null
  const clock = (before !== null && found.part !== undefined ? clockAt(scan, at, found.part) : before) ?? after
  return { days: found.days, clock, from: at, to: after?.to ?? found.to, rule: found.rule }
}

function clockBehind(scan: Scan, { to, part, isPartDoubtful }: Days): Clock | null {
  const at = skipJoint(scan, to)
  const clock = clockAt(scan, at, part)
  const bare = isPartDoubtful ? clockAt(scan, at) : null
  if (clock === null || bare === null) return clock ?? bare
  const more = bare.times.filter(({ time }) => !clock.times.some((known) => known.time === time))
  return { ...clock, times: [...clock.times, ...more] }
}

/** Whether a token is the later part of something written with marks: the 11 of 20/11. */
function isInside(scan: Scan, at: number): boolean {
  const [figure, mark, token] = [scan.tokens[at - 2], scan.tokens[at - 1], scan.tokens[at]]
  const isJoined = token?.kind === 'figure' && token.glued && mark?.glued === true && figure?.kind === 'figure'
  return isJoined && '/-.:'.includes(mark.fold)
}

function skipJoint(scan: Scan, at: number): number {
  return matchAt(joints, scan.tokens, at)?.to ?? at
}

const ordinals = new Set('tuan thang nam hom phien ngay vu lan nua qua'.split(' '))

/** `trước 20/11`, `sau ngày 5`: a limit is no day. An unaccented sau may be sâu or sáu. */
function isLimit(scan: Scan, at: number): boolean {
  const word = scan.tokens[at - 1]
  const before = scan.tokens[at - 2]
  const isWord = word?.fold === 'truoc' || (word?.key === 'sau' && scan.accented)
  return isWord && before?.kind !== 'figure' && !ordinals.has(before?.fold ?? '')
}

const senders = new Set('em toi minh chau con nha anh chi da vua co'.split(' '))
const sending = new Set(['nhan', 'gui', 'bao'])

/** `hôm qua em báo ngô 5 tạ`: the day of an earlier message; "hôm qua bao nhiêu" asks, and sacks have a number before them. */
function isOfMessage(scan: Scan, from: number): boolean {
  let at = from
  while (at < from + 3 && senders.has(scan.tokens[at]?.fold ?? '')) at++
  const [word, next] = [scan.tokens[at], scan.tokens[at + 1]]
  if (at === from || !sending.has(word?.fold ?? '')) return false
  return word?.fold !== 'bao' || !['nhieu', 'gio', 'lau'].includes(next?.fold ?? '')
}

/** `thứ 5 hàng tuần`, `ngày 5 hàng tháng`, `mỗi thứ hai`: no one day. */
function isRecurring(scan: Scan, at: number, to: number): boolean {
  return scan.tokens[to]?.fold === 'hang' || matchAt(each, scan.tokens, at - 1)?.exact === true
}
const each = phraseLexicon('mỗi, hàng, hằng')

function withTime(scan: Scan, days: readonly DateReading[], clock: Clock | null): DateReading[] {
  if (clock === null) return [...days]
  const timed = days.flatMap((day): DateReading[] =>
    'date' in day
      ? clock.times.map(({ time, isNextDay }) => ({ date: isNextDay ? addDays(day.date, 1) : day.date, time }))
      : [day],
  )
  return fitting(scan, timed)
}

/** Of an hour that may be two of today's, the one that lies behind or ahead. */
function fitting(scan: Scan, readings: DateReading[]): DateReading[] {
  const { now, tense } = scan.context
  const moment = `${now.day} ${String(Math.floor(now.minutes / 60)).padStart(2, '0')}:${String(now.minutes % 60).padStart(2, '0')}`
  const fit = readings.filter((reading) => {
    if (!('date' in reading) || reading.date !== now.day) return true
    const said = `${reading.date} ${reading.time}`
    return tense === 'past' ? said <= moment : said >= moment
  })
  return fit.length > 0 ? fit : readings
}

/** Words by which hours are counted, before and behind: `trong 8 giờ`, `8 giờ đồng hồ`, `8h/ngày`. */
const lasting = new Set('trong sau suot mat het duoc them ly lam u ngam'.split(' '))
const lastingBehind = new Set('dong / mot moi lien roi nua'.split(' '))

/** `8h`, `12:00` where a day was asked for: today's, and where it lies ahead and is over tomorrow's as well. */
function timeAlone(scan: Scan, { clock, from, to }: Moment): DateReading[] {
  if (clock === null || !isExpected(scan, 'date') || surveyOf(scan).days > 0) return []
  if (lasting.has(scan.tokens[from - 1]?.fold ?? '') || lastingBehind.has(scan.tokens[to]?.fold ?? '')) return []
  const times = clock.times.filter(({ isNextDay }) => !isNextDay)
  const { day } = scan.context.now
  const today = fitting(
    scan,
    times.map(({ time }) => ({ date: day, time })),
  )
  return today.flatMap((reading) => [
    reading,
    ...(isOver(scan, reading) ? [{ ...reading, date: addDays(day, 1) }] : []),
  ])
}

function isOver(scan: Scan, reading: DateReading): boolean {
  const { now, tense } = scan.context
  const [hours = 0, minutes = 0] = 'time' in reading ? (reading.time ?? '').split(':').map(Number) : []
  return tense === 'future' && hours * 60 + minutes < now.minutes
}

/** What days and lone times a whole text names. */
interface Survey {
  days: number
  clocks: Clock[]
}

/** The one time of a text that stands apart from its one day: `mai họp ở nhà văn hóa lúc 8h`. */
function loneClock(scan: Scan): Clock | null {
  if (!isExpected(scan, 'date')) return null
  const { days, clocks } = surveyOf(scan)
  const [clock, ...others] = clocks
  return days === 1 && clock !== undefined && others.length === 0 ? clock : null
}

const surveyOf = remembered((scan): Survey => {
  const survey: Survey = { days: 0, clocks: [] }
  for (let at = 0; at < scan.tokens.length; ) {
    const moment = momentAt(scan, at)
    if (moment !== null && moment.days.length > 0) survey.days++
    else if (moment?.clock) survey.clocks.push(moment.clock)
    at = moment?.to ?? at + 1
  }
  return survey
})
