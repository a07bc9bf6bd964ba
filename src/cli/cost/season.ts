import { type Costs, FREE_WINDOW_MS, farmerPrice, partPrice, WRITABLE_MS } from '../../conversation/costs.ts'
import { OPERATORS, type Operator } from '../../conversation/operators.ts'
import type { Plan } from './plan.ts'
import type { Measured, Talk, Talks } from './talks.ts'

/** What one purpose costs in the season, over all households; whole numbers. */
export interface Line {
  purpose: 'reports' | 'prices' | 'trainings' | 'tips' | 'fees' | 'total'
  /** Messages to households, whatever their way. */
  messages: number
  smsOnly: { parts: number; vnd: number; farmersVnd: number }
  ladder: { zalo: number; parts: number; vnd: number; farmersVnd: number }
}

export interface Season {
  lines: Line[]
  /** Of what we start on Zalo: within 48 hours of their last text, and after these within 7 days; of 1. */
  free: number
  charged: number
  /** What one SMS part costs, over all operators by their shares. */
  partVnd: number
}

/** What one household takes part in, on average: how often a text of so many parts comes up. */
interface Volume {
  times: number
  parts: number
}
interface Use {
  purpose: Exclude<Line['purpose'], 'fees' | 'total'>
  written: Volume[]
  answered: Volume[]
  started: Volume[]
}

const DAYS_A_WEEK = 7
const DAYS_A_MONTH = 30.4
const DAY_MS = 24 * 60 * 60_000
/** Days in which Zalo takes our texts freely, and at all. */
const FREE_DAYS = FREE_WINDOW_MS / DAY_MS
const WRITABLE_DAYS = WRITABLE_MS / DAY_MS

/** What a season costs by SMS alone and by the ladder, as sums expected over all households. Pure. */
export function seasonOf(plan: Plan, talks: Talks, costs: Costs): Season {
  const uses = usesOf(plan, talks)
  const partVnd = meanPart(plan, costs)
  const { free, charged } = windowsOf(plan, uses)
  const way = { plan, costs, partVnd, free, charged }
  const lines = uses.map((use) => lineOf(use, way))
  lines.push(feesOf(plan, costs))
  return { lines: [...lines, totalOf(lines)], free, charged, partVnd }
}

function usesOf({ reports, weeks, trainings, tips, asked, answers }: Plan, talks: Talks): Use[] {
  const mixed = (purpose: Use['purpose'], parts: readonly [times: number, talks: readonly Talk[]][]): Use => {
    const of = (pick: (talk: Talk) => readonly Measured[]): Volume[] =>
      parts.flatMap(([times, list]) =>
        list.flatMap((talk) => pick(talk).map((one) => ({ times: times / list.length, parts: one.parts }))),
      )
    return {
      purpose,
      written: of(({ written }) => written),
      answered: of(({ answered }) => answered),
      started: of(({ started }) => started),
    }
  }
  return [
    mixed('reports', [
      [reports * (1 - asked), talks.whole],
      [reports * asked, talks.asked],
    ]),
    mixed('prices', [[weeks, talks.price]]),
    mixed('trainings', [
      [trainings * answers, talks.answering],
      [trainings * (1 - answers), talks.silent],
    ]),
    mixed('tips', [[tips, talks.tip]]),
  ]
}

/** Over the operators by their shares; who is with none of these costs as an operator that can't be told. */
function meanPart({ sms, operators }: Plan, costs: Costs): number {
  const shareOf = (operator: Operator) => operators[operator] ?? 0
  const known = OPERATORS.reduce((sum, each) => sum + shareOf(each) * partPrice(costs, sms, each).vnd, 0)
  const rest = Math.max(0, 1 - OPERATORS.reduce((sum, each) => sum + shareOf(each), 0))
  return known + rest * partPrice(costs, sms, null).vnd
}

/** Where the plan does not say: each text of theirs opens Zalo for its days, and they write evenly over the season. */
function windowsOf(plan: Plan, uses: readonly Use[]): { free: number; charged: number } {
  const texts = uses.flatMap(({ written }) => written).reduce((sum, { times }) => sum + times, 0)
  const openFor = (days: number) => (texts === 0 ? 0 : Math.min(1, (texts * days) / (plan.weeks * DAYS_A_WEEK)))
  const free = plan.free ?? Math.min(openFor(FREE_DAYS), 1 - (plan.charged ?? 0))
  return { free, charged: plan.charged ?? Math.max(0, openFor(WRITABLE_DAYS) - free) }
}

interface Way {
  plan: Plan
  costs: Costs
  partVnd: number
  free: number
  charged: number
}

const sum = (volumes: readonly Volume[], of: (volume: Volume) => number): number =>
  volumes.reduce((total, volume) => total + volume.times * of(volume), 0)

function lineOf({ purpose, written, answered, started }: Use, way: Way): Line {
  const { plan, costs, partVnd } = way
  const { households, zalo: share } = plan
  const all = (perHousehold: number) => Math.round(perHousehold * households)
  const parts = sum([...answered, ...started], (volume) => volume.parts)
  const onZalo = (of: (sent: Sent) => number) =>
    sum(answered, () => of(answeredOnZalo(costs))) + sum(started, (volume) => of(startedOnZalo(volume, way)))
  const farmers = sum(written, (volume) => volume.parts) * (farmerPrice(costs, plan.code)?.vnd ?? 0)
  return {
    purpose,
    messages: all(sum([...answered, ...started], () => 1)),
    smsOnly: { parts: all(parts), vnd: all(parts * partVnd), farmersVnd: all(farmers) },
    ladder: {
      zalo: all(share * onZalo(({ zalo }) => zalo)),
      parts: all((1 - share) * parts + share * onZalo((sent) => sent.parts)),
      vnd: all((1 - share) * parts * partVnd + share * onZalo(({ vnd }) => vnd)),
      farmersVnd: all((1 - share) * farmers),
    },
  }
}

interface Sent {
  zalo: number
  parts: number
  vnd: number
}

/** They have just written: it is free. */
const answeredOnZalo = ({ zalo }: Costs): Sent => ({ zalo: 1, parts: 0, vnd: zalo.free.vnd })

/** The cheapest rung that fits, and once more by SMS where no receipt comes. */
function startedOnZalo({ parts }: Volume, { plan, costs, partVnd, free, charged }: Way): Sent {
  const sms: Sent = { zalo: 0, parts, vnd: parts * partVnd }
  const byZalo = (vnd: number): Sent => ({
    zalo: 1,
    parts: plan.unread * parts,
    vnd: vnd + plan.unread * sms.vnd,
  })
  const { zalo } = costs
  const cheapest = (vnd: number): Sent => (vnd < sms.vnd ? byZalo(vnd) : sms)
  const template = Math.min(zalo.templateToUser.vnd, zalo.templateToPhone.vnd)
  const cases: [number, Sent][] = [
    [free, cheapest(zalo.free.vnd)],
    [charged, cheapest(zalo.after.vnd)],
    [1 - free - charged, cheapest(template)],
  ]
  const mean = (of: (sent: Sent) => number) => cases.reduce((total, [share, sent]) => total + share * of(sent), 0)
  return { zalo: mean(({ zalo }) => zalo), parts: mean((sent) => sent.parts), vnd: mean(({ vnd }) => vnd) }
}

/** Whole packages: one for a year is paid for a season too. */
function feesOf({ weeks }: Plan, { fees }: Costs): Line {
  const months = (weeks * DAYS_A_WEEK) / DAYS_A_MONTH
  const paid = (kinds: readonly string[]) =>
    fees
      .filter((fee) => kinds.includes(fee.for))
      .reduce((total, fee) => total + Math.ceil(months / fee.months) * fee.cost.vnd, 0)
  return {
    purpose: 'fees',
    messages: 0,
    smsOnly: { parts: 0, vnd: paid(['sms']), farmersVnd: 0 },
    ladder: { zalo: 0, parts: 0, vnd: paid(['sms', 'zalo']), farmersVnd: 0 },
  }
}

function totalOf(lines: readonly Line[]): Line {
  const total = (of: (line: Line) => number) => lines.reduce((sum, line) => sum + of(line), 0)
  return {
    purpose: 'total',
    messages: total(({ messages }) => messages),
    smsOnly: {
      parts: total(({ smsOnly }) => smsOnly.parts),
      vnd: total(({ smsOnly }) => smsOnly.vnd),
      farmersVnd: total(({ smsOnly }) => smsOnly.farmersVnd),
    },
    ladder: {
      zalo: total(({ ladder }) => ladder.zalo),
      parts: total(({ ladder }) => ladder.parts),
      vnd: total(({ ladder }) => ladder.vnd),
      farmersVnd: total(({ ladder }) => ladder.farmersVnd),
    },
  }
}
