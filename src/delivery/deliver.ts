import type { Row } from '../store/writes.ts'
import { attempt, type Delivered } from './attempt.ts'
import { uselessSince } from './climb.ts'
import type { Desk } from './desk.ts'
import type { Written } from './holds.ts'
import { look } from './look.ts'
import { dueLook, ended } from './outcome.ts'
import { isPiece } from './part-row.ts'
import { loadRecipient } from './recipient.ts'
import { bestWay } from './ways.ts'

/**
 * Takes a due row as far as it goes now, and never throws: one that can't be handled waits, and ends with its deadline.
 * `onHeld`: it is leased; what follows takes as long as the provider does.
 */
export async function deliver(desk: Desk, row: Row<'outbox'>, onHeld: () => void): Promise<Delivered> {
  const { log, metrics, clock } = desk.delivery
  try {
    return await takeOn(desk, row, onHeld)
  } catch (error) {
    log.error({ outboxId: row.id, error: String(error) }, 'delivery_threw')
    metrics?.count('mua_delivery_errors_total', { class: row.class })
    return clock() < row.deadline ? 'stuck' : giveUp(desk, row)
  }
}

/** Throws where the row or its address can't be read. */
async function takeOn(desk: Desk, row: Row<'outbox'>, onHeld: () => void): Promise<Delivered> {
  const { delivery, holds } = desk
  const number = dueLook(row)
  const useless = number === null && mayBeUseless(row) ? await uselessSince(delivery.store.db, row) : null
  if (useless !== null) return holds.write(row, ended(row, 'cancelled', { reason: useless }, delivery.clock()))
  const way = number === null ? await bestWay(desk, row, delivery.clock()) : null
  // Its address is another one now: it comes up again there, behind what waits for that.
  if (way !== null && way.urn.id !== row.urnId) return holds.write(row, { urnId: way.urn.id })
  const to = await loadRecipient(delivery, row, way?.channel)
  if (to === undefined) return holds.write(row, ended(row, 'cancelled', { reason: 'no_address' }, delivery.clock()))
  return number === null ? attempt(desk, row, to, onHeld) : look(desk, row, to, number, onHeld)
}

/** Ends a row that can't be handled and is of no use any more. */
function giveUp({ delivery, holds }: Desk, row: Row<'outbox'>): Promise<Written> {
  const isUnknown = dueLook(row) !== null
  const before = isUnknown ? { ...row, possibleDouble: true, rungOf: null } : row
  return holds.write(row, ended(before, 'failed', { code: 'unreadable' }, delivery.clock()))
}

/** It goes another way, or is a piece of one that was parted: who changes what it says does not find it. */
const mayBeUseless = ({ rungOf, reason, onceKey }: Row<'outbox'>): boolean =>
  rungOf !== null || reason === 'next_rung' || isPiece(onceKey)
