import {
  type Amount,
  BUDGET_NOTICE,
  broadcastName,
  fits,
  type Limit,
  monthName,
  nextMonthAt,
} from '../conversation/budget.ts'
import { type Costs, priceOf } from '../conversation/costs.ts'
import { loadSpending } from '../store/queries/spending.ts'
import type { Db } from '../store/store.ts'
import { increase, insertNew, type Row, type Write } from '../store/writes.ts'
import { spreadMs } from './hours.ts'
import { BUDGET_RECHECK_MS } from './limits.ts'
import type { Rendered } from './render.ts'

type Charged = Pick<Row<'outbox'>, 'class' | 'urnId' | 'ticketId' | 'onceKey' | 'broadcastId'>

/** What one attempt costs, by the price tables. */
export const chargeOf = (
  costs: Costs,
  channel: string,
  { address, urn: { lastInboundAt } }: { address: string; urn: Pick<Row<'urns'>, 'lastInboundAt'> },
  { parts, templateVnd }: Pick<Rendered, 'parts' | 'templateVnd'>,
  now: number,
): Amount => ({
  vnd: priceOf(costs, {
    ...{ channel, to: address, parts, lastInboundAt, now },
    template: { vnd: (address.startsWith('zalo:') ? templateVnd?.user : templateVnd?.phone) ?? null },
  }).vnd,
  parts: parts ?? 0,
})

/** What is never held back, though it counts: what somebody asked for, and the word that the budget is used up. */
const isBeyondBudget = ({ class: each, ticketId, onceKey }: Charged): boolean =>
  each === 'reply' || ticketId !== null || (onceKey?.startsWith(BUDGET_NOTICE) ?? false)

/** The rows of `spending` that an attempt at an instant counts in, each with its limit. */
function accounts(row: Charged, { budget }: Costs, at: number): { name: string; limit: Limit | null }[] {
  const isFree = isBeyondBudget(row)
  const month = { name: monthName(at), limit: isFree ? null : budget.month }
  if (row.broadcastId === null) return [month]
  return [month, { name: broadcastName(row.broadcastId), limit: isFree ? null : budget.broadcast }]
}

/** Until when it waits for a budget: the next month, or sooner, since money may come back. null: it may go. */
export async function waitsForBudget(
  db: Db,
  costs: Costs,
  row: Charged,
  charge: Amount,
  now: number,
): Promise<number | null> {
  for (const { name, limit } of accounts(row, costs, now)) {
    if (limit === null || fits(limit, await loadSpending(db, name), charge)) continue
    return Math.min(now + BUDGET_RECHECK_MS, nextMonthAt(now)) + spreadMs(row.urnId)
  }
  return null
}

/** Counts an attempt in the commit of its lease: a conflict where another has used up what was left, in this process or any other. */
export const chargeWrites = (row: Charged, costs: Costs, charge: Amount, now: number): Write[] =>
  accounts(row, costs, now).flatMap(({ name, limit }) => [
    insertNew('spending', { name }),
    increase('spending', { name }, { ...charge }, mostOf(limit, charge)),
  ])

/** What costs nothing is no reason to wait. */
function mostOf(limit: Limit | null, charge: Amount): Partial<Row<'spending'>> | undefined {
  const most = {
    ...(limit?.vnd == null || charge.vnd === 0 ? {} : { vnd: limit.vnd }),
    ...(limit?.parts == null || charge.parts === 0 ? {} : { parts: limit.parts }),
  }
  return Object.keys(most).length > 0 ? most : undefined
}

/** Corrects what was counted for an attempt that was leased at an instant. */
export const correctionWrites = (row: Charged, by: Amount, leasedAt: number): Write[] =>
  by.vnd === 0 && by.parts === 0
    ? []
    : [monthName(leasedAt), ...(row.broadcastId === null ? [] : [broadcastName(row.broadcastId)])].flatMap((name) => [
        insertNew('spending', { name }),
        increase('spending', { name }, { ...by }),
      ])

type Counted = Charged & Pick<Row<'outbox'>, 'costVnd' | 'parts'>

/** Whether an earlier attempt of this very row may have left too, so that it may be paid for twice; a row that stands in for another is one message. */
export const mayBeTwice = ({ possibleDouble, rungOf }: Pick<Row<'outbox'>, 'possibleDouble' | 'rungOf'>): boolean =>
  possibleDouble && rungOf === null

/** What an attempt leaves in the row's cost where it surely did not leave: that of an earlier one which may have. null: nothing. */
export const keptVnd = (before: Pick<Row<'outbox'>, 'possibleDouble' | 'rungOf' | 'costVnd'>): number | null =>
  mayBeTwice(before) ? before.costVnd : null

/** Gives back what was counted for the last attempt, which surely did not leave, beyond what stays. */
export const refundWrites = (row: Counted, stays: number | null, leasedAt: number): Write[] =>
  row.costVnd === null
    ? []
    : correctionWrites(row, { vnd: (stays ?? 0) - row.costVnd, parts: -(row.parts ?? 0) }, leasedAt)
