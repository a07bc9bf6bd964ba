import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProjectRules, Said, YearLog } from './year-log.ts'

/** The second reading of the rules, made from sms.md §4 alone: it shares no code with the service. */

const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** Vietnam's clock is seven hours ahead of UTC. */
const AHEAD = 7 * HOUR

/** Whole days since 1970 by Vietnam's clock, and the minute of the day. */
const dayNumber = (at: number): number => Math.floor((at + AHEAD) / DAY)
const minuteOfDay = (at: number): number => Math.floor((at + AHEAD - dayNumber(at) * DAY) / MINUTE)
const numberOfDay = (day: string): number => Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8)) / DAY

/** First days of the lunar years, from the table. */
const TETS = readFileSync(join(import.meta.dirname, '../language/lunar-months.csv'), 'utf8')
  .split('\n')
  .map((line) => line.split(','))
  .filter(([, , month, leap]) => month === '1' && leap === '0')
  .map(([first = '']) => numberOfDay(first))

/** How a number stands at an instant. */
interface Standing {
  hasAgreed: boolean
  hasStopped: boolean
  wantsAds: boolean
  isListed: boolean
  restsUntil: number
  quiet: { from: number; to: number } | null
}

const NOTHING: Standing = {
  ...{ hasAgreed: false, hasStopped: false, wantsAds: false, isListed: false },
  ...{ restsUntil: 0, quiet: null },
}

function after(before: Standing, said: Said): Standing {
  switch (said.type) {
    case 'agreed':
      return { ...before, hasAgreed: true }
    case 'refused':
      return { ...before, hasAgreed: false }
    case 'stopped':
      // Who wants nothing at all wants no advertising either.
      return { ...before, hasStopped: true, wantsAds: false }
    case 'started':
      return { ...before, hasStopped: false, restsUntil: 0 }
    case 'ads_agreed':
      return { ...before, wantsAds: true }
    case 'ads_refused':
      return { ...before, wantsAds: false }
    case 'listed':
      return { ...before, isListed: true }
    case 'unlisted':
      return { ...before, isListed: false }
    case 'rest':
      return { ...before, restsUntil: said.until }
    case 'quiet':
      return { ...before, quiet: said.hours }
    case 'asked':
      return before
  }
}

/** What counts for one number: its standings in order, what it asked, and what was started for it. */
interface Account {
  standings: { at: number; standing: Standing }[]
  askedAt: number[]
  startedAt: number[]
  advertisedAt: number[]
}

export type Ledger = ReturnType<typeof openLedger>

export interface Question {
  number: string
  at: number
  kind: 'service' | 'reminder' | 'broadcast'
  isAd: boolean
  /** When this very message left: it does not count against itself. */
  isOwn?: boolean
}

/** Everything the checker knows, by number. */
export function openLedger({ said, arrived, rules }: Pick<YearLog, 'said' | 'arrived' | 'rules'>) {
  const accounts = new Map<string, Account>()
  const of = (number: string): Account => {
    const known = accounts.get(number) ?? { standings: [], askedAt: [], startedAt: [], advertisedAt: [] }
    accounts.set(number, known)
    return known
  }
  for (const each of said.toSorted((a, b) => a.at - b.at)) {
    const { standings, askedAt } = of(each.number)
    if (each.type === 'asked') askedAt.push(each.at)
    else standings.push({ at: each.at, standing: after(standings.at(-1)?.standing ?? NOTHING, each) })
  }
  for (const { number, kind, isAd, at } of arrived.toSorted((a, b) => a.at - b.at)) {
    if (kind === 'reminder' || kind === 'broadcast') of(number).startedAt.push(at)
    if (isAd) of(number).advertisedAt.push(at)
  }
  const standingAt = (number: string, at: number): Standing =>
    of(number).standings.findLast((each) => each.at <= at)?.standing ?? NOTHING
  const rulesAt = (at: number): ProjectRules | undefined => rules.findLast(({ since }) => since <= at)
  return {
    standingAt,
    askedAt: (number: string): readonly number[] => of(number).askedAt,
    /** Nothing was said about the number, and nothing decided, between two instants. */
    isSteady: (number: string, from: number, to: number): boolean =>
      !of(number).standings.some(({ at }) => at > from && at <= to) && rulesAt(from) === rulesAt(to),
    /** Every rule that forbids such a message at this instant. */
    forbids: (question: Question): string[] => [
      ...hoursForbid(question, rulesAt(question.at)),
      ...wishesForbid(question, standingAt(question.number, question.at)),
      ...countsForbid(question, of(question.number), rulesAt(question.at)),
    ],
  }
}

function hoursForbid({ at, kind, isAd }: Question, rules: ProjectRules | undefined): string[] {
  const minute = minuteOfDay(at)
  const day = dayNumber(at)
  const wrong: string[] = []
  if (minute < 7 * 60 || minute >= 22 * 60) wrong.push(isAd ? 'advertising outside 07:00-22:00' : 'outside 07:00-22:00')
  if (!rules) return [...wrong, 'no rules']
  if (minute < rules.hours.from || minute >= rules.hours.to) wrong.push("outside the project's hours")
  if (rules.mourning.some((each) => numberOfDay(each) === day)) wrong.push('on a day of mourning')
  const isTet = TETS.some((first) => day >= first - rules.tet.before && day <= first + rules.tet.after)
  if (kind === 'broadcast' && isTet) wrong.push('a broadcast at Tet')
  return wrong
}

function wishesForbid({ at, isAd }: Question, standing: Standing): string[] {
  const { hasAgreed, hasStopped, wantsAds, isListed, restsUntil, quiet } = standing
  const minute = minuteOfDay(at)
  const isQuiet =
    quiet !== null &&
    (quiet.from <= quiet.to ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to)
  return [
    ...(hasAgreed ? [] : ['without consent']),
    ...(hasStopped ? ['after a stop'] : []),
    ...(at < restsUntil ? ['in a rest'] : []),
    ...(isQuiet ? ['in quiet hours'] : []),
    ...(isAd && !wantsAds ? ['advertising nobody agreed to'] : []),
    ...(isAd && isListed ? ['advertising to a Do-Not-Call number'] : []),
  ]
}

function countsForbid(
  { at, kind, isAd, isOwn }: Question,
  account: Account,
  rules: ProjectRules | undefined,
): string[] {
  // One that left is judged by what had left before it; one that did not must have left room for those after it too.
  const isCrowded = (times: readonly number[], span: number, most: number): boolean =>
    isOwn ? times.filter((each) => each <= at && at - each < span).length > most : mostTogether(times, at, span) >= most
  const wrong: string[] = []
  if (isAd && isCrowded(account.advertisedAt, DAY, 3)) wrong.push('a fourth advertising message in 24 hours')
  if (kind === 'service' || !rules) return wrong
  // A broadcast leaves room for one reminder.
  const most = (all: number) => Math.max(1, kind === 'broadcast' ? all - 1 : all)
  if (isCrowded(account.startedAt, DAY, most(rules.most.day))) wrong.push('over the most of a day')
  if (isCrowded(account.startedAt, 7 * DAY, most(rules.most.week))) wrong.push('over the most of a week')
  return wrong
}

/** The most that left within any span of time that holds `at` too. */
function mostTogether(times: readonly number[], at: number, span: number): number {
  const near = times.filter((each) => Math.abs(each - at) < span)
  const starts = [...near.filter((each) => each <= at), at]
  return Math.max(...starts.map((start) => near.filter((each) => each >= start && each - start < span).length))
}
