import {
  type Amount,
  BUDGET_NOTICE,
  broadcastName,
  type Limit,
  monthName,
  NEARLY,
  usedShare,
} from '../../conversation/budget.ts'
import { dayOf } from '../../conversation/calendar.ts'
import type { Program, TextValue } from '../../conversation/types.ts'
import { confirmedSince } from '../../store/queries/broadcasts.ts'
import { outboxByOnceKey } from '../../store/queries/outbox.ts'
import { type KnownUrn, loadPerson } from '../../store/queries/people.ts'
import { loadSpending, waitingForBudget } from '../../store/queries/spending.ts'
import type { Db } from '../../store/store.ts'
import { insertNew, type Row, update, type Write } from '../../store/writes.ts'
import { outgoing } from '../outgoing.ts'

/** A broadcast is watched for so long: its messages are of no use any more. */
const WATCHED_MS = 48 * 60 * 60 * 1000
/** Messages moved in one commit (design.md §3). */
const MAX_WRITES = 500
/** What may have to wait for a budget. */
const HELD = ['service', 'reminder', 'broadcast'] as const

interface Watched {
  name: string
  limit: Limit
  /** What its text says of it: a month, or whose broadcast and when. */
  values: Record<string, TextValue>
  isHeldUp(row: { broadcastId: string | null }): boolean
}

export interface NoticeContext {
  program: Pick<Program, 'costs' | 'revision'>
  /** Who is told; undefined: nobody is named. */
  officer: KnownUrn | undefined
  newId(): string
}

/** Tells the person in charge of each budget of which 80 % is used, and of each that holds something up: once each. Safe to repeat; ends by giving nothing. */
export async function budgetNotices(db: Db, now: number, context: NoticeContext): Promise<Write[]> {
  const writes: Write[] = []
  for (const each of await watched(db, now, context.program.costs.budget)) {
    const spent = await loadSpending(db, each.name)
    const share = usedShare(each.limit, spent)
    if (share < NEARLY) continue
    const isUsedUp = share >= 1 || (await isHeldUp(db, now, each))
    writes.push(...(await notice(db, now, { ...each, spent, isUsedUp }, context)))
  }
  return writes
}

async function watched(db: Db, now: number, { month, broadcast }: Program['costs']['budget']): Promise<Watched[]> {
  const found: Watched[] = []
  if (month !== null)
    found.push({
      name: monthName(now),
      limit: month,
      values: { month: Number(dayOf(now).slice(5, 7)) },
      // One that waits for its own broadcast's budget says nothing of the month's.
      isHeldUp: ({ broadcastId }) => broadcastId === null || broadcast === null,
    })
  if (broadcast === null) return found
  for (const { id, authorId, confirmedAt, createdAt } of await confirmedSince(db, now - WATCHED_MS)) {
    const author = (await loadPerson(db, authorId))?.person.name ?? null
    const values = { month: null, author, begun: { at: confirmedAt ?? createdAt } }
    found.push({ name: broadcastName(id), limit: broadcast, values, isHeldUp: (row) => row.broadcastId === id })
  }
  return found
}

async function isHeldUp(db: Db, now: number, each: Watched): Promise<boolean> {
  for (const held of HELD)
    if ((await waitingForBudget(db, held, now, MAX_WRITES)).some((row) => each.isHeldUp(row))) return true
  return false
}

interface Told extends Watched {
  spent: Row<'spending'>
  isUsedUp: boolean
}

/** A budget that was raised is another one: its own 80 % is told too. */
async function notice(db: Db, now: number, told: Told, context: NoticeContext): Promise<Write[]> {
  const { name, limit, spent, isUsedUp, values } = told
  const mark: Write[] =
    spent.toldAt === null ? [insertNew('spending', { name }), update('spending', { name }, { toldAt: now })] : []
  const { officer, program, newId } = context
  if (officer === undefined) return mark
  const prefix = `${BUDGET_NOTICE}${name}:`
  const onceKey = `${prefix}${isUsedUp ? 100 : 80}:${limit.vnd ?? ''}:${limit.parts ?? ''}`
  if ((await outboxByOnceKey(db, prefix)).some((row) => row.onceKey === onceKey)) return mark
  const person = officer.people[0]?.person
  const letter = outgoing({
    id: newId(),
    now,
    class: 'service',
    urnId: officer.urn.id,
    personId: person?.id ?? null,
    locale: person?.locale ?? 'vi',
    revision: program.revision,
    texts: [{ key: isUsedUp ? 'budget.used' : 'budget.nearly', values: { ...values, ...figures(limit, spent) } }],
    onceKey,
  })
  return [...mark, letter]
}

/** Of đồng or parts, what is nearer its end. */
function figures(limit: Limit, spent: Amount): Record<string, TextValue> {
  const isOfVnd = usedShare({ ...limit, parts: null }, spent) >= usedShare({ ...limit, vnd: null }, spent)
  return {
    percent: Math.floor(usedShare(limit, spent) * 100),
    spent: isOfVnd ? { vnd: spent.vnd } : null,
    limit: isOfVnd ? { vnd: limit.vnd ?? 0 } : null,
    spent_sms: isOfVnd ? null : spent.parts,
    limit_sms: isOfVnd ? null : limit.parts,
  }
}

/** Lets what waits for a budget be looked at again now, as where one was raised: for the sweep, until it gives nothing. */
export async function releaseHeld(db: Db, now: number): Promise<Write[]> {
  for (const held of HELD) {
    const rows = await waitingForBudget(db, held, now, MAX_WRITES)
    if (rows.length > 0)
      return rows.map(({ id }) => update('outbox', { id, reason: 'budget', leaseUntil: null }, { dueAt: now }))
  }
  return []
}
