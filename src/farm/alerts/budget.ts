import { type Amount, type Budget, broadcastName, fits, leftOf, monthName } from '../../conversation/budget.ts'
import type { Program, TextValue } from '../../conversation/types.ts'
import { confirmedSince, openOfBroadcast } from '../../store/queries/broadcasts.ts'
import { findUrn } from '../../store/queries/people.ts'
import { loadSpending } from '../../store/queries/spending.ts'
import type { Db } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'
import type { Farm } from '../farm.ts'
import type { Cost } from './cost.ts'

/** A broadcast is of use for a day: what was confirmed before it costs nothing any more. */
const USEFUL_MS = 24 * 60 * 60 * 1000

/** What a broadcast would go beyond, and what is left there. */
export interface OverBudget {
  scope: keyof Budget
  /** null: that is not limited. */
  left: { vnd: number | null; parts: number | null }
}

/** Whether a broadcast at this cost would go beyond a budget: beside what is spent, what is confirmed and not yet sent counts too. */
export async function overBudget(
  db: Db,
  { budget }: Program['costs'],
  { vnd, sms }: Cost,
  now: number,
): Promise<OverBudget | null> {
  const cost = { vnd, parts: sms }
  if (budget.broadcast && !fits(budget.broadcast, NOTHING, cost))
    return { scope: 'broadcast', left: leftOf(budget.broadcast, NOTHING) }
  if (budget.month === null) return null
  const used = await committed(db, now)
  return fits(budget.month, used, cost) ? null : { scope: 'month', left: leftOf(budget.month, used) }
}

const NOTHING: Amount = { vnd: 0, parts: 0 }

/** What is spent this month, and what its broadcasts still are to cost by what their authors were told. */
async function committed(db: Db, now: number): Promise<Amount> {
  const { vnd, parts } = await loadSpending(db, monthName(now))
  const total = { vnd, parts }
  for (const broadcast of await confirmedSince(db, now - USEFUL_MS)) {
    const ahead = await aheadOf(db, broadcast)
    total.vnd += ahead.vnd
    total.parts += ahead.parts
  }
  return total
}

async function aheadOf(db: Db, broadcast: Row<'broadcasts'>): Promise<Amount> {
  const { id, status, audience, toldVnd, toldParts } = broadcast
  if (toldVnd === null || toldParts === null || !audience) return NOTHING
  if (status !== 'sent') {
    const spent = await loadSpending(db, broadcastName(id))
    return { vnd: Math.max(0, toldVnd - spent.vnd), parts: Math.max(0, toldParts - spent.parts) }
  }
  const share = (await openOfBroadcast(db, id)) / audience
  return { vnd: Math.ceil(toldVnd * share), parts: Math.ceil(toldParts * share) }
}

/** The refusal in the values of its text: what it would cost, what is left, whom to ask. */
export const overValues = async (
  { scope, left }: OverBudget,
  farm: Pick<Farm, 'db' | 'keys' | 'settings'>,
): Promise<Record<string, TextValue>> => ({
  of_month: scope === 'month' ? 'x' : null,
  left: left.vnd === null ? null : { vnd: left.vnd },
  left_sms: left.vnd === null ? left.parts : null,
  whom: await whomToAsk(farm),
})

/** The person in charge, with their number; else the operator. */
async function whomToAsk({ db, keys, settings: { officerUrn, operator } }: Pick<Farm, 'db' | 'keys' | 'settings'>) {
  if (officerUrn === null) return operator
  const name = (await findUrn(db, keys.hash(officerUrn)))?.people[0]?.person.name ?? null
  const phone = /^tel:\+84(\d{9})$/.exec(officerUrn)?.[1]
  return [name ?? 'cán bộ', ...(phone === undefined ? [] : [`0${phone}`])].join(' ')
}
