import { addDays, instantOf } from '../../conversation/calendar.ts'
import { broadcastOutbox, sendingBroadcasts } from '../../store/queries/broadcasts.ts'
import type { Db } from '../../store/store.ts'
import { type Row, update, updateOne, type Write } from '../../store/writes.ts'
import { outgoing } from '../outgoing.ts'
import type { Reachable } from '../trainings/audience.ts'
import { alertOf, alertText } from './alert.ts'
import { recipientsOf } from './recipients.ts'

/** Rows of one commit (design.md §3: at most 500 writes); the turn that begins a broadcast has some of its own. */
const MAX_WRITES = 500
export const FIRST_SLICE = 400
const USEFUL_MS = 24 * 60 * 60 * 1000

export interface SendContext {
  now: number
  newId(): string
  /** The revision whose texts are sent. */
  revision: string
  /** The project says that such alerts advertise. Default: they are service. */
  isAdvertising?: boolean
}

/** Messages of a broadcast. The once-only key keeps it from reaching anyone twice. */
export function alertRows(broadcast: Row<'broadcasts'>, people: readonly Reachable[], context: SendContext): Write[] {
  const alert = alertOf(broadcast)
  const sinceMs = broadcast.confirmedAt ?? context.now
  const over = alert.until === null ? Number.POSITIVE_INFINITY : instantOf(addDays(alert.until, 1))
  return people.map(({ person, urn }) =>
    outgoing({
      id: context.newId(),
      now: context.now,
      class: 'broadcast',
      urnId: urn.id,
      personId: person.id,
      locale: person.locale,
      revision: context.revision,
      texts: [alertText(alert)],
      deadline: Math.min(sinceMs + USEFUL_MS, over),
      onceKey: `${broadcast.id}:${person.id}`,
      broadcastId: broadcast.id,
      ...(context.isAdvertising ? { advertising: true } : {}),
    }),
  )
}

const isOpen = ({ status }: Row<'outbox'>): boolean => status === 'queued' || status === 'errored'

/** Takes back at once what is not yet sent of a broadcast that is corrected: two statements, whatever its size. */
export const takeBack = (broadcastId: string, now: number): Write[] =>
  (['queued', 'errored'] as const).map((status) =>
    update(
      'outbox',
      { broadcastId, status, leaseUntil: null },
      { status: 'cancelled', reason: 'corrected', settledAt: now },
    ),
  )

/**
 * The next slice of every broadcast under way: for the sweep, until it gives nothing. Goes on after a crash without a gap or a double.
 * At most 500 writes, to be committed together; a conflict (corrected meanwhile): begin again.
 */
export async function continueBroadcasts(db: Db, now: number, context: Omit<SendContext, 'now'>): Promise<Write[]> {
  const writes: Write[] = []
  for (const broadcast of await sendingBroadcasts(db)) {
    const room = MAX_WRITES - 1 - writes.length
    if (room < 1) break
    writes.push(...(await nextSlice(db, broadcast, room, { ...context, now })))
  }
  return writes
}

async function nextSlice(db: Db, broadcast: Row<'broadcasts'>, room: number, context: SendContext): Promise<Write[]> {
  const retried = await leftOver(db, broadcast)
  const takenBack = retried.slice(0, room).flatMap((row) => takenBackWrite(row, context.now) ?? [])
  const done = new Set((await broadcastOutbox(db, broadcast.id)).map(({ onceKey }) => onceKey))
  const missing = (await recipientsOf(db, broadcast)).filter(({ person }) => !done.has(`${broadcast.id}:${person.id}`))
  const rows = alertRows(broadcast, missing.slice(0, room - takenBack.length), context)
  const isOver = rows.length === missing.length && takenBack.length === retried.length
  if (!isOver && rows.length + takenBack.length === 0) return []
  const precondition = updateOne(
    'broadcasts',
    { id: broadcast.id, status: 'sending' },
    isOver ? { status: 'sent' } : {},
  )
  return [precondition, ...takenBack, ...rows]
}

/** What is still open of the corrected broadcast: it was on its way when the correction came, and is to be tried again. */
const leftOver = async (db: Db, { corrects }: Row<'broadcasts'>): Promise<Row<'outbox'>[]> =>
  corrects === null ? [] : (await broadcastOutbox(db, corrects)).filter(isOpen)

/** null: on its way right now. */
const takenBackWrite = (row: Row<'outbox'>, now: number): Write | null =>
  row.leaseUntil !== null && row.leaseUntil > now
    ? null
    : updateOne(
        'outbox',
        { id: row.id, status: row.status, fence: row.fence },
        { status: 'cancelled', reason: 'corrected', settledAt: now },
      )
