import { climbingOutbox, loadOutbox } from '../store/queries/outbox.ts'
import { insertNew, type Row, update, updateOne, type Write } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import { decided } from './decisions.ts'
import type { Desk } from './desk.ts'
import { climbTime, isLaddered, type Rung, rungName } from './ladder.ts'
import { CLIMB_MS, CLIMB_ROWS } from './limits.ts'
import type { Change } from './outcome.ts'
import { tellsReceipts } from './receipts.ts'
import type { Recipient } from './recipient.ts'
import { isStillSo } from './still-so.ts'
import { waysOf } from './ways.ts'

/** The row as it goes on by its next way, this one having been closed to it (`code`: why); null: there is none. */
export async function nextWay(
  desk: Desk,
  row: Row<'outbox'>,
  { urn, channel, person }: Pick<Recipient, 'urn' | 'channel' | 'person'>,
  code: string,
  now: number,
): Promise<Change | null> {
  if (channel === null) return null
  const decisions = closing(row, { urn, channel }, code, now)
  const [next] = await waysOf(desk, { ...row, decisions }, person?.id ?? null, now)
  if (next === undefined) return null
  const fresh = { firstTriedAt: null, leftAt: null, leaseUntil: null, settledAt: null }
  return { status: 'queued', urnId: next.urn.id, reason: 'next_rung', dueAt: now, decisions, ...fresh }
}

const closing = (row: Row<'outbox'>, rung: Rung, code: string, now: number) =>
  decided(row, { at: now, does: 'climbs', reason: code || 'closed', rung: rungName(rung) })

/** When another way is tried unless a receipt comes first; null: there is none, or silence says nothing on this one. */
export async function climbAt(desk: Desk, row: Row<'outbox'>, rung: Rung, now: number): Promise<number | null> {
  if (!isLaddered(row) || !rung.channel.reports) return null
  const others = await waysOf(desk, { ...row, decisions: closing(row, rung, 'silent', now) }, row.personId, now)
  return others.length === 0 ? null : climbTime(row, now, desk.delivery.programs.current.sending)
}

/** Sends on by another way, each as a row of its own, what nobody was seen to get by half its time, and what failed on its way. Safe to repeat; looks no oftener than every 5 s. */
export function makeClimber(desk: Desk): () => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY
  return async () => {
    const { store, clock } = desk.delivery
    const now = clock()
    if (now - lookedAt < CLIMB_MS) return
    lookedAt = now
    // Changed meanwhile: it is looked at again.
    for (const row of await climbingOutbox(store.db, now, CLIMB_ROWS))
      await store.commit({ writes: await climbing(desk, row, now) })
  }
}

async function climbing(desk: Desk, row: Row<'outbox'>, now: number): Promise<Write[]> {
  const { delivery } = desk
  const asRead = (change: Change) =>
    updateOne('outbox', { id: row.id, status: row.status, climbAt: row.climbAt }, change)
  const reason = row.status === 'failed' ? (row.code ?? 'failed') : 'silent'
  const decisions = decided(row, { at: now, does: 'climbs', reason, rung: `${row.channel} ${row.urnId}` })
  const hasArrived = row.status === 'delivered' || row.status === 'read'
  const isOver = now >= row.deadline || hasArrived || !(await isStillSo(delivery.store.db, row))
  if (!isOver && row.status !== 'failed' && !(await tellsReceipts(delivery.store.db, row.channel ?? '', now))) {
    delivery.log.warn({ channel: row.channel }, 'no_receipts')
    return [asRead({ climbAt: null })]
  }
  const [next] = isOver ? [] : await waysOf(desk, { ...row, decisions }, row.personId, now)
  if (next === undefined) return [asRead({ climbAt: null })]
  const { id, personId, texts, choices, locale, revision, broadcastId, trainingId, deadline, advertising } = row
  return [
    asRead({ climbAt: null, reason: 'climbed' }),
    insertNew('outbox', {
      ...{ personId, texts, choices, locale, revision, broadcastId, trainingId, deadline, advertising },
      decisions: decisions.filter(({ does }) => does === 'climbs'),
      id: delivery.ids(),
      class: row.class,
      urnId: next.urn.id,
      rungOf: id,
      onceKey: `rung:${id}`,
      status: 'queued',
      dueAt: now,
      // What failed on its way reached nobody.
      possibleDouble: row.status !== 'failed',
      createdAt: now,
    }),
  ]
}

/** What a receipt of a message ends: the same one on its way by another rung, unless it is being sent already. */
export const stopsClimbing = ({ id }: Row<'outbox'>, now: number): Write =>
  update(
    'outbox',
    { rungOf: id, status: 'queued', leaseUntil: null, firstTriedAt: null },
    { status: 'cancelled', reason: 'arrived', settledAt: now },
  )

/** Why a message that goes another way is of no use any more: it has arrived by the way before, or what it says was changed; null: it is. */
export async function uselessSince({ store }: Delivery, row: Row<'outbox'>): Promise<'arrived' | 'changed' | null> {
  const before = row.rungOf === null ? undefined : await loadOutbox(store.db, row.rungOf)
  if (before?.status === 'delivered' || before?.status === 'read') return 'arrived'
  return (await isStillSo(store.db, row)) ? null : 'changed'
}
