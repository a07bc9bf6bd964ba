import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { broadcasts, outbox } from '../schema/outbox.ts'
import { urns } from '../schema/people.ts'
import type { Db } from '../store.ts'
import type { MessageClass, Row } from '../writes.ts'
import { statusOfBroadcast } from './broadcasts.ts'
import { isOpen, loadOutbox, openOutbox } from './outbox.ts'
import { loadUrn } from './people.ts'
import { integer, limited, prepared, text } from './prepared.ts'

/** First in this list, first sent. */
export const CLASSES: readonly MessageClass[] = ['reply', 'service', 'reminder', 'broadcast']

const now = integer('now')
const earlier = alias(outbox, 'earlier')
/**
 * Open, of the same URN and class, and before this one. What is only due later holds nobody up, nor what belongs to a broadcast that is paused; what was
 * tried and waits for its next try does.
 */
const isAhead = sql`${earlier.urnId} = ${outbox.urnId} and ${earlier.id} < ${outbox.id} and ${earlier.class} = ${outbox.class}
  and ${earlier.status} in ('queued', 'errored') and (${earlier.dueAt} <= ${now} or ${earlier.attempts} > 0)
  and (${earlier.broadcastId} is null or ${earlier.broadcastId} is ${outbox.broadcastId} or not exists
    (select 1 from ${broadcasts} where ${broadcasts.id} = ${earlier.broadcastId} and ${broadcasts.status} = 'paused'))`
const isNext = sql`not exists (select 1 from ${outbox} as "earlier" where ${isAhead})`
const isFree = sql`(${outbox.leaseUntil} is null or ${outbox.leaseUntil} <= ${now})`
// Never two at once to one URN, whatever their class and whichever process sends.
const isAlone = sql`not exists (select 1 from ${urns} where ${urns.id} = ${outbox.urnId}
  and ${urns.sendingUntil} > ${now} and ${urns.sendingId} <> ${outbox.id})`
// Left out before anything else is asked of a row: of a large broadcast hundreds are in hand or set aside.
const isAwaited = sql`${outbox.id} not in (select value from json_each(${text('except')}))`
const isDue = and(isOpen, sql`${outbox.dueAt} <= ${now}`, isFree, isAwaited)
const isSendable = and(isDue, isAlone, isNext)
const ofClass = eq(outbox.class, text('class'))

type Condition = ReturnType<typeof and>
// In the index's own order: a large broadcast is due all at once, and must not be sorted at every look.
const sendable = (condition: Condition) =>
  prepared((db) =>
    db
      .select()
      .from(outbox)
      .where(and(isSendable, condition))
      .orderBy(asc(outbox.dueAt), limited(asc(outbox.id), integer('limit')))
      .prepare(),
  )
const due = sendable(ofClass)
const dueOfUrn = sendable(and(ofClass, eq(outbox.urnId, text('urnId'))))
const dueOfBroadcast = sendable(eq(outbox.broadcastId, text('broadcastId')))
// Written out, not bound: only so does the engine use the index over these alone.
const dueOfNone = sendable(and(sql`${outbox.class} = 'broadcast'`, isNull(outbox.broadcastId)))

/** From one broadcast to the next through the index of what is open, by its order, without reading their rows: sent ones are many. */
const openBroadcasts = prepared((db) => {
  const least = (after: ReturnType<typeof sql>) =>
    sql`select ${outbox.broadcastId} from ${outbox} where ${isOpen} and ${after}
      order by ${outbox.broadcastId}, ${outbox.dueAt}, ${outbox.id} limit 1`
  const ids = sql`with recursive ids(id) as (select * from (${least(sql`${outbox.broadcastId} is not null`)})
    union all select (${least(sql`${outbox.broadcastId} > ids.id`)}) from ids where ids.id is not null)
    select id from ids where id is not null`
  return db
    .select({ id: sql<string>`open.id`, status: broadcasts.status })
    .from(sql`(${ids}) as open`)
    .leftJoin(broadcasts, sql`${broadcasts.id} = open.id`)
    .prepare()
})

/** Broadcasts with messages that are not sent yet; status null: there is no such broadcast. */
export const broadcastsWithOpen = async (
  db: Db,
): Promise<{ id: string; status: Row<'broadcasts'>['status'] | null }[]> => openBroadcasts(db).all()

export interface Wanted {
  /** Epoch ms. */
  now: number
  limit: number
  /** Only to this one. */
  urnId?: string
  /** Which broadcast is the first of several: counts up at every look, so that each has its turn. */
  turn?: number
  /** Ids of rows that are not wanted, as they are in hand. */
  except?: readonly string[]
  /** Classes that an operator holds back: of each a few rows are looked at, for what is of no use any more. */
  paused?: readonly MessageClass[]
}

/**
 * Rows to send now: replies first, then service, reminders, broadcasts; in a class the longest due first, broadcasts in turn, and of one URN
 * and class never more than the earliest, so that order holds while one waits for its next try or under a lease.
 */
export async function dueOutbox(db: Db, wanted: Wanted): Promise<Row<'outbox'>[]> {
  const rows: Row<'outbox'>[] = []
  for (const each of CLASSES) {
    if (rows.length >= wanted.limit) break
    rows.push(...(await dueOutboxOf(db, each, { ...wanted, limit: wanted.limit - rows.length })))
  }
  return rows
}

/** Of one class; see {@link dueOutbox}. */
export async function dueOutboxOf(db: Db, each: MessageClass, wanted: Wanted): Promise<Row<'outbox'>[]> {
  const { now, urnId, paused = [] } = wanted
  const isPaused = paused.includes(each)
  const limit = isPaused ? Math.min(wanted.limit, PAUSED_LOOK) : wanted.limit
  const except = isPaused ? NONE : JSON.stringify(wanted.except ?? [])
  if (urnId !== undefined) return dueOfUrn(db).all({ class: each, now, limit, urnId, except })
  const open = each === 'broadcast' ? await openBroadcasts(db).all() : []
  const isOne = open.length < 2 && open.every(({ status }) => status !== 'paused')
  return isOne ? due(db).all({ class: each, now, limit, except }) : inTurn(db, open, { ...wanted, limit }, except)
}

/** Of what is paused so many rows are looked at, those due longest and always the same: what is of no use any more ends, the rest waits unread. */
const PAUSED_LOOK = 8
const NONE = '[]'

/** The first of each broadcast, then the second of each, and so on: none waits behind another's thousands. */
async function inTurn(
  db: Db,
  open: Awaited<ReturnType<typeof broadcastsWithOpen>>,
  { now, limit, turn = 0 }: Wanted,
  except: string,
): Promise<Row<'outbox'>[]> {
  const groups = [await dueOfNone(db).all({ now, limit, except })]
  for (const { id, status } of open) {
    const look = status === 'paused' ? { limit: Math.min(limit, PAUSED_LOOK), except: NONE } : { limit, except }
    groups.push(await dueOfBroadcast(db).all({ now, broadcastId: id, ...look }))
  }
  const first = turn % groups.length
  const turns = [...groups.slice(first), ...groups.slice(0, first)]
  const rows: Row<'outbox'>[] = []
  for (let nth = 0; rows.length < limit && turns.some((group) => nth < group.length); nth++)
    rows.push(...turns.flatMap((group) => group[nth] ?? []))
  return rows.slice(0, limit)
}

/** Whether a row may be sent now, or when to look again (epoch ms). */
export type Standing = { type: 'next'; row: Row<'outbox'> } | { type: 'waits'; until: number } | { type: 'closed' }

/**
 * How one row stands at `at` (epoch ms) among all that is open to its URN: it goes if it is due and free, if nothing earlier of its class and nothing
 * more urgent goes before it, and if nobody is sending to that URN.
 */
export async function standingOf(db: Db, id: string, at: number): Promise<Standing> {
  const row = await loadOutbox(db, id)
  if (row === undefined || !isOpenRow(row)) return { type: 'closed' }
  const freeAt = Math.max(row.dueAt, row.leaseUntil ?? 0)
  if (freeAt > at) return { type: 'waits', until: freeAt }
  const open = await withoutPaused(db, await openOutbox(db, row.urnId), row)
  const first = firstToGo(open, at)
  if (first?.id !== id) return { type: 'waits', until: Math.max(at, aheadOf(open, row, at)?.dueAt ?? 0) }
  const urn = (await loadUrn(db, row.urnId))?.urn
  const isBusy = urn?.sendingId != null && urn.sendingId !== id && (urn.sendingUntil ?? 0) > at
  return isBusy ? { type: 'waits', until: at } : { type: 'next', row }
}

/** What belongs to another broadcast, one that is paused, holds nobody up. */
async function withoutPaused(db: Db, open: Row<'outbox'>[], row: Row<'outbox'>): Promise<Row<'outbox'>[]> {
  const others = new Set(open.flatMap(({ broadcastId }) => broadcastId ?? []))
  if (row.broadcastId !== null) others.delete(row.broadcastId)
  const paused = new Set<string>()
  for (const id of others) if ((await statusOfBroadcast(db, id)) === 'paused') paused.add(id)
  return paused.size === 0 ? open : open.filter(({ broadcastId }) => !paused.has(broadcastId ?? ''))
}

export const isOpenRow = ({ status }: Row<'outbox'>): boolean => status === 'queued' || status === 'errored'

/** Of one class, in order: what is due, or was tried and holds up the others until its next try. */
const headOf = (open: readonly Row<'outbox'>[], each: MessageClass, at: number): Row<'outbox'> | undefined =>
  open.find((row) => row.class === each && (row.dueAt <= at || row.attempts > 0))

function firstToGo(open: readonly Row<'outbox'>[], at: number): Row<'outbox'> | undefined {
  const heads = CLASSES.flatMap((each) => headOf(open, each, at) ?? [])
  return heads.find((row) => row.dueAt <= at)
}

/** What a row of the same class has to wait for. */
const aheadOf = (open: readonly Row<'outbox'>[], row: Row<'outbox'>, at: number): Row<'outbox'> | undefined => {
  const head = headOf(open, row.class, at)
  return head?.id === row.id ? undefined : head
}

const nextDue = prepared((db) =>
  db
    .select({ at: sql<number | null>`min(max(${outbox.dueAt}, coalesce(${outbox.leaseUntil}, 0)))` })
    .from(outbox)
    .where(isOpen)
    .prepare(),
)

/** When the next open row comes due (epoch ms; past: now); null: nothing is open. */
export const nextDueAt = async (db: Db): Promise<number | null> => (await nextDue(db).get())?.at ?? null
