import type { Channel, Lookup, OutboundMessage } from '../channels/channel.ts'
import { outboxByExternalId } from '../store/queries/outbox.ts'
import { type Row, updateOne } from '../store/writes.ts'
import { attempt, type Delivered } from './attempt.ts'
import { mayBeTwice, refundWrites } from './charge.ts'
import { climbAt } from './climb.ts'
import type { Delivery } from './context.ts'
import type { Desk } from './desk.ts'
import { LOOK_WAITS_MS, SURE_LOOK } from './limits.ts'
import { isLooking, isSentAgain, nextLook, wired } from './outcome.ts'
import { messageTo, type Recipient } from './recipient.ts'
import { applyEarlier } from './statuses.ts'

/** Age of an attempt from which one look is enough. */
const SURE_MS = LOOK_WAITS_MS.slice(0, SURE_LOOK).reduce((sum, waitMs) => sum + waitMs, 0)

/**
 * A row whose last attempt has an unknown outcome (promise 3): looks at the provider until its list can be trusted. Found:
 * wired. Absent, or repeatable: sent again. Where it can't be told, a reply or service message is sent once more, marked possible double;
 * a reminder or broadcast stays uncertain. Before its deadline a row whose channel is not configured here is left alone. `number`: the look's, from 1.
 */
export async function look(
  desk: Desk,
  row: Row<'outbox'>,
  to: Recipient,
  number: number,
  onHeld: () => void,
): Promise<Delivered> {
  const { delivery, holds } = desk
  const channel = delivery.channels.find(({ type, scheme }) => type === row.channel && scheme === to.urn.scheme)
  // Another process may have that channel, and can ask; nobody after the deadline has a use for the answer.
  if (channel === undefined && delivery.clock() < row.deadline) {
    delivery.log.warn({ outboxId: row.id, channel: row.channel }, 'no_channel')
    return 'elsewhere'
  }
  const held = await holds.take(row, to.urn, {})
  if (typeof held === 'string') return held
  onHeld()
  const lookup = await find(
    delivery,
    held,
    channel,
    messageTo(to, held, { text: row.text ?? '', choices: [] }, delivery.clock()),
  )
  delivery.metrics?.count('mua_delivery_looks_total', { class: row.class, lookup: lookup?.type ?? 'impossible' })
  const now = delivery.clock()
  if (lookup?.type === 'found') {
    const climb = channel === undefined ? null : await climbAt(desk, held, { urn: to.urn, channel }, now)
    await holds.settle(held, { ...wired(lookup.externalId, now), climbAt: climb })
    await applyEarlier(delivery, row.channel ?? '', row.id, lookup.externalId)
    return 'done'
  }
  const isSure = number >= SURE_LOOK || leastAgeMs(row, now, desk.leaseMs) >= SURE_MS
  const again = async (row: Row<'outbox'>, by: Recipient): Promise<Delivered> => {
    try {
      return await attempt(desk, row, by, onHeld)
    } finally {
      // It may not go just now, or not any more: what is known of it is asked again then, and its address is free meanwhile.
      if (holds.has(held)) await holds.settle(held, nextLook(number, now) ?? { leaseUntil: null })
    }
  }
  if (lookup?.type === 'absent' && isSure) return again({ ...(await refunded(desk, held)), leftAt: null }, to)
  // It alone takes no second one under the same id: they may be reached by another channel now.
  if (lookup?.type === 'repeatable' && isSure)
    return again(await refunded(desk, held), { ...to, channel: channel ?? null })
  const next = lookup === null ? null : nextLook(number + 1, now)
  if (next === null && isSentAgain(row)) return again({ ...held, possibleDouble: true }, to)
  const uncertain = { status: 'uncertain', reason: 'unknown', leaseUntil: null, settledAt: now } as const
  const climb = channel === undefined || next !== null ? null : await climbAt(desk, held, { urn: to.urn, channel }, now)
  await holds.settle(held, next ?? { ...uncertain, climbAt: climb })
  return 'done'
}

/** As it is once the attempt that is not there, or is paid for with the next, costs nothing any more. Not written, it is counted on, and the row is as it was. */
async function refunded({ delivery }: Desk, held: Row<'outbox'>): Promise<Row<'outbox'>> {
  const { id, fence, status, costVnd } = held
  if (costVnd === null || mayBeTwice(held)) return held
  const none = { costVnd: null, isCostTold: false }
  const refund = refundWrites(held, null, held.leftAt ?? delivery.clock())
  const row = updateOne('outbox', { id, fence, status, costVnd }, none)
  const written = await delivery.store.commit({ writes: [row, ...refund] })
  return written.type === 'committed' ? { ...held, ...none } : held
}

/** A worker that died renewed its lease, if at all, after the attempt. */
const leastAgeMs = (row: Row<'outbox'>, now: number, leaseMs: number): number =>
  row.leaseUntil === null || isLooking(row) ? 0 : now - (row.leaseUntil - leaseMs)

/** null: this channel gives no way to look. */
async function find(
  { store, clock, log }: Delivery,
  row: Row<'outbox'>,
  channel: Channel | undefined,
  message: OutboundMessage,
): Promise<Lookup | null> {
  if (channel?.findSent === undefined) return null
  const { type } = channel
  // The same words to the same person may be an earlier message of ours.
  const isTaken = async (externalId: string) =>
    (await outboxByExternalId(store.db, type, externalId)).some((other) => other.id !== row.id)
  try {
    return await channel.findSent(message, row.firstTriedAt ?? clock(), isTaken)
  } catch (error) {
    log.error({ outboxId: row.id, error: String(error) }, 'look_threw')
    return { type: 'unknown' }
  }
}
