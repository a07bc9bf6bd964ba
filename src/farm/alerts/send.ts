import { addDays, instantOf } from '../../conversation/calendar.ts'
import { preparingBroadcasts, untriedOutbox } from '../../store/queries/broadcasts.ts'
import { broadcastsWithOpen } from '../../store/queries/due-outbox.ts'
import type { Db } from '../../store/store.ts'
import { type Row, update, updateOne, type Write } from '../../store/writes.ts'
import { outgoing } from '../outgoing.ts'
import type { Reachable } from '../trainings/audience.ts'
import { alertOf, alertText } from './alert.ts'
import { nextSlice, OVER, onceKey } from './audience.ts'

/** Writes of one commit (design.md §3). */
export const MAX_WRITES = 500
const USEFUL_MS = 24 * 60 * 60 * 1000

export interface SendContext {
  now: number
  newId(): string
  /** The revision whose texts are sent. */
  revision: string
  /** The project says that such alerts advertise. Default: they are service. */
  isAdvertising?: boolean
}

/** Messages of a broadcast. The once-only key keeps it from reaching a phone twice. */
function alertRows(broadcast: Row<'broadcasts'>, people: readonly Reachable[], context: SendContext): Write[] {
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
      onceKey: onceKey(broadcast, urn.id),
      broadcastId: broadcast.id,
      ...(context.isAdvertising ? { advertising: true } : {}),
    }),
  )
}

/** How far a broadcast has come. */
export type Progress = Pick<Row<'broadcasts'>, 'cursor' | 'prepared' | 'status'>

/** The next messages of a broadcast, at most `room`, and how far it has come with them. */
export async function prepareSlice(
  db: Db,
  broadcast: Row<'broadcasts'>,
  room: number,
  context: SendContext,
): Promise<{ rows: Write[]; progress: Progress }> {
  const { people, cursor } = await nextSlice(db, broadcast, broadcast.cursor, room)
  const rows = alertRows(broadcast, people, context)
  const status = cursor === OVER && broadcast.status === 'sending' ? 'sent' : broadcast.status
  return { rows, progress: { cursor, prepared: broadcast.prepared + rows.length, status } }
}

/**
 * The next slice of what is under way: of broadcasts that are being prepared, a pause or not, so that their audience is soon beyond all change, and of those that were stopped or corrected what is taken back. For the sweep,
 * until it gives nothing. Goes on after a crash without a gap or a double: how far it has come stands in the same commit. At most 500 writes, to be
 * committed together; a conflict (stopped meanwhile): begin again.
 */
export async function continueBroadcasts(db: Db, now: number, context: Omit<SendContext, 'now'>): Promise<Write[]> {
  const writes = await takeBack(db, now)
  for (const broadcast of await preparingBroadcasts(db, OVER)) {
    const room = MAX_WRITES - 1 - writes.length
    if (room < 1) break
    const { rows, progress } = await prepareSlice(db, broadcast, room, { ...context, now })
    // Another process may go through the same audience: the slice of one of the two is a conflict.
    const { id, cursor, status } = broadcast
    writes.push(updateOne('broadcasts', { id, status, cursor }, progress), ...rows)
  }
  return writes
}

/** What of broadcasts that go no further is not tried yet. What was tried the dispatcher ends itself, when it knows what became of it. */
async function takeBack(db: Db, now: number): Promise<Write[]> {
  const writes: Write[] = []
  for (const { id, status } of await broadcastsWithOpen(db)) {
    if (status !== 'stopped' && status !== 'cancelled') continue
    const reason = status === 'stopped' ? 'stopped' : 'corrected'
    const rows = await untriedOutbox(db, id, MAX_WRITES - writes.length)
    // Taken into hand meanwhile, it is left to who has it.
    for (const row of rows)
      writes.push(update('outbox', { ...row, leaseUntil: null }, { status: 'cancelled', reason, settledAt: now }))
    if (writes.length >= MAX_WRITES) break
  }
  return writes
}
