import { NEVER_QUIET } from '../conversation/opening.ts'
import { climbingOutbox, waysTried } from '../store/queries/outbox.ts'
import { loadPerson, loadUrn } from '../store/queries/people.ts'
import type { Db } from '../store/store.ts'
import { insertNew, type Row, update, updateOne, type Write } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import { decided } from './decisions.ts'
import type { Desk } from './desk.ts'
import { climbTime, isLaddered, type Rung, rungName } from './ladder.ts'
import { CLIMB_AGAIN_MS, CLIMB_MS, CLIMB_ROWS } from './limits.ts'
import { type Change, mayHaveLeft } from './outcome.ts'
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
  if (channel === null || !(await isStillSo(desk.delivery.store.db, row))) return null
  const decisions = closing(row, { urn, channel }, code, now)
  const [next] = await waysOf(desk, { ...row, decisions }, person?.id ?? null, now)
  if (next === undefined) return null
  const fresh = { firstTriedAt: null, leftAt: null, leaseUntil: null, settledAt: null }
  const possibleDouble = row.possibleDouble || mayHaveLeft(row)
  return { status: 'queued', urnId: next.urn.id, reason: 'next_rung', dueAt: now, decisions, possibleDouble, ...fresh }
}

const closing = (row: Row<'outbox'>, rung: Rung, code: string, now: number) =>
  decided(row, { at: now, does: 'climbs', reason: code || 'closed', rung: rungName(rung) })

/** When another way is tried unless a receipt comes first; null: there is none, or silence says nothing on this one. */
export async function climbAt(desk: Desk, row: Row<'outbox'>, rung: Rung, now: number): Promise<number | null> {
  if (!isLaddered(row) || !rung.channel.reports) return null
  const others = await waysOf(desk, { ...row, decisions: closing(row, rung, 'silent', now) }, row.personId, now)
  if (others.length === 0) return null
  const person = row.personId === null ? undefined : await loadPerson(desk.delivery.store.db, row.personId)
  return climbTime(row, now, desk.delivery.programs.current.sending, person?.person ?? NEVER_QUIET)
}

/**
 * Sends on by another way, each as a row of its own, what nobody was seen to get by half its time, and what failed on its way. Safe to repeat; looks no
 * oftener than every 5 s, but goes on at once where there is more.
 */
export function makeClimber(desk: Desk): () => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY
  return async () => {
    const { store, clock } = desk.delivery
    const now = clock()
    if (now >= lookedAt && now - lookedAt < CLIMB_MS) return
    const rows = await climbingOutbox(store.db, now, CLIMB_ROWS)
    lookedAt = rows.length < CLIMB_ROWS ? now : Number.NEGATIVE_INFINITY
    await Promise.all(rows.map((row) => climb(desk, row, now)))
  }
}

/** One that can't be handled is looked at again much later, and holds up none. */
async function climb(desk: Desk, row: Row<'outbox'>, now: number): Promise<void> {
  const { store, log } = desk.delivery
  try {
    // Changed meanwhile: it is looked at again.
    await store.commit({ writes: await climbing(desk, row, now) })
  } catch (error) {
    log.error({ outboxId: row.id, error: String(error) }, 'climb_threw')
    await store.commit({ writes: [update('outbox', { id: row.id }, { climbAt: now + CLIMB_AGAIN_MS })] })
  }
}

async function climbing(desk: Desk, row: Row<'outbox'>, now: number): Promise<Write[]> {
  const { delivery } = desk
  const asRead = (change: Change) =>
    updateOne('outbox', { id: row.id, status: row.status, climbAt: row.climbAt }, change)
  const reason = row.status === 'failed' ? (row.code ?? 'failed') : 'silent'
  const decisions = decided(row, { at: now, does: 'climbs', reason, rung: `${row.channel} ${row.urnId}` })
  if (await isOver(delivery, row, now)) return [asRead({ climbAt: null })]
  if (row.status !== 'failed' && !(await tellsReceipts(delivery.store.db, row.channel ?? '', now))) {
    delivery.log.warn({ channel: row.channel }, 'no_receipts')
    return [asRead({ climbAt: null })]
  }
  const [next] = await waysOf(desk, { ...row, decisions }, row.personId, now)
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
      rungOf: row.rungOf ?? id,
      onceKey: `rung:${id}`,
      status: 'queued',
      dueAt: now,
      // What failed on its way reached nobody.
      possibleDouble: row.possibleDouble || row.status !== 'failed',
      createdAt: now,
    }),
  ]
}

/** It arrived, by this way or another; it is too late, or not so any more; or they were heard of since: they stopped this way, or wrote by it. */
async function isOver({ store }: Delivery, row: Row<'outbox'>, now: number): Promise<boolean> {
  if (now >= row.deadline || hasArrived(row)) return true
  const urn = (await loadUrn(store.db, row.urnId))?.urn
  if (urn === undefined || urn.stoppedAt !== null || (urn.lastInboundAt ?? 0) > (row.leftAt ?? now)) return true
  return (await uselessSince(store.db, row)) !== null
}

const hasArrived = ({ status }: Row<'outbox'>): boolean => status === 'delivered' || status === 'read'

/** What a receipt of a message ends: the same one by all other ways, unless it is being sent already. */
export function stopsClimbing({ id, rungOf }: Row<'outbox'>, now: number): Write[] {
  const first = rungOf ?? id
  const arrived = { status: 'cancelled', reason: 'arrived', settledAt: now } as const
  return [
    update('outbox', { id: first }, { climbAt: null }),
    update('outbox', { rungOf: first }, { climbAt: null }),
    update('outbox', { rungOf: first, status: 'queued', leaseUntil: null, firstTriedAt: null }, arrived),
  ]
}

/** Why a message that goes another way is of no use any more: it has arrived by one before, or what it says was changed; null: it is. */
export async function uselessSince(db: Db, row: Row<'outbox'>): Promise<'arrived' | 'changed' | null> {
  const ways = await waysTried(db, row.rungOf ?? row.id)
  if (ways.some((way) => way.id !== row.id && hasArrived(way))) return 'arrived'
  return (await isStillSo(db, row)) ? null : 'changed'
}
