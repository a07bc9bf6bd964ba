import { addDays, dayOf, instantOf } from './calendar.ts'

/** What may be spent at most; null: as much as comes up. */
export interface Limit {
  vnd: number | null
  parts: number | null
}

/** Of `content/costs.yaml`; null: none is set. */
export interface Budget {
  month: Limit | null
  broadcast: Limit | null
}

/** Đồng and SMS parts. */
export interface Amount {
  vnd: number
  parts: number
}

/** Of a budget's use, from which the person in charge is told. */
export const NEARLY = 0.8

/** How the once-only key of what tells of a budget begins: no budget holds that back. */
export const BUDGET_NOTICE = 'budget:'

/** The row of `spending` of the month that an instant lies in, in Vietnam. */
export const monthName = (at: number): string => `month:${dayOf(at).slice(0, 7)}`

/** The row of `spending` of a broadcast. */
export const broadcastName = (id: string): string => `broadcast:${id}`

/** The first instant of the next month in Vietnam. */
export function nextMonthAt(at: number): number {
  const inNext = addDays(`${dayOf(at).slice(0, 7)}-28`, 4)
  return instantOf(`${inNext.slice(0, 7)}-01`)
}

/** Whether so much more stays within a limit. What costs nothing always does, even where answers went beyond it. */
export const fits = (limit: Limit, spent: Amount, more: Amount): boolean =>
  KINDS.every((kind) => more[kind] === 0 || spent[kind] + more[kind] <= (limit[kind] ?? Number.POSITIVE_INFINITY))

/** What is left of a limit, 0 at least; null: it sets none. */
export function leftOf(limit: Limit, spent: Amount): Limit {
  const left = (kind: keyof Amount) => {
    const most = limit[kind]
    return most === null ? null : Math.max(0, most - spent[kind])
  }
  return { vnd: left('vnd'), parts: left('parts') }
}

/** How much of a limit is used, 1 being all of it: of đồng or parts, whichever is nearer its end. */
export const usedShare = (limit: Limit, spent: Amount): number =>
  Math.max(...KINDS.map((kind) => shareOf(limit[kind], spent[kind])))

const KINDS = ['vnd', 'parts'] as const

const shareOf = (most: number | null, spent: number): number => {
  if (most === null) return 0
  return most === 0 ? 1 : spent / most
}
