import { isAlertAdvertising } from '../../conversation/advertising.ts'
import { dayOf } from '../../conversation/calendar.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { loadBroadcast } from '../../store/queries/broadcasts.ts'
import { priceById } from '../../store/queries/prices.ts'
import { insert, type Row, updateOne, type Write } from '../../store/writes.ts'
import { recordChange } from '../change.ts'
import type { Farm } from '../farm.ts'
import { type AlertContext, priceAmended, pricesKept } from '../prices/alerts.ts'
import type { Alert } from './alert.ts'
import { alertOf } from './alert.ts'
import { whoHears } from './audience.ts'
import { MAX_WRITES, type Progress, prepareSlice } from './send.ts'

/** What the confirming turn writes beside a broadcast: its message, session, reply, the broadcast itself. */
const OWN_WRITES = 50

/** A broadcast as it is confirmed: by its author's code, or by a second person. */
export type Begun = Row<'broadcasts'> & { confirmedAt: number }

/** What begins a broadcast: the price kept as its author's, what it corrects ended, the first messages. `begun`: what its own row holds then, which the caller writes. */
export async function begin(
  broadcast: Begun,
  author: Pick<Row<'people'>, 'id'>,
  input: Pick<ActionInput, 'now' | 'messageId' | 'program'>,
  farm: Farm,
): Promise<{ writes: Write[]; begun: Progress & { values: Alert } }> {
  const { now, program } = input
  const alert = alertOf(broadcast)
  const price = await keepPrice(alert, author.id, input, farm)
  const kept = { ...alert, priceId: price.priceId }
  const writes = [
    ...(await endCorrected(broadcast.corrects, farm)),
    ...(await withoutDoubles(price.writes, broadcast, farm)),
  ]
  const isAdvertising = isAlertAdvertising(program)
  const context = { now, newId: farm.newId, revision: program.revision, isAdvertising }
  const room = MAX_WRITES - OWN_WRITES - writes.length
  if (room < 1) return { writes, begun: { values: kept, cursor: null, prepared: 0, status: 'sending' } }
  const first = await prepareSlice(farm.db, { ...broadcast, status: 'sending', values: kept }, room, context)
  return { writes: [...writes, ...first.rows], begun: { values: kept, ...first.progress } }
}

/** Who gets the alert needs no second message of the same price for having asked to be told of it. */
async function withoutDoubles(writes: readonly Write[], broadcast: Begun, farm: Farm): Promise<Write[]> {
  const messageOf = (write: Write) => (write.type === 'insert' && write.table === 'outbox' ? write.values : null)
  const asked = writes.flatMap((write) => {
    const { personId, urnId } = messageOf(write) ?? {}
    return personId && urnId ? [{ personId, urnId }] : []
  })
  const told = asked.length === 0 ? new Set() : await whoHears(farm.db, broadcast, asked)
  return writes.filter((write) => !told.has(messageOf(write)?.personId))
}

async function keepPrice(
  alert: Alert,
  authorId: string,
  { now, messageId, program }: Pick<ActionInput, 'now' | 'messageId' | 'program'>,
  farm: Farm,
): Promise<{ priceId: string; writes: Write[] }> {
  const context: AlertContext = { db: farm.db, now, newId: farm.newId, program }
  const before = alert.priceId === null ? undefined : await priceById(farm.db, alert.priceId)
  if (before?.status === 'kept') {
    const after = { ...before, priceVnd: alert.priceVnd }
    const [was, is] = [{ priceVnd: before.priceVnd }, { priceVnd: alert.priceVnd }]
    const writes = [
      updateOne('prices', { id: before.id, ...was }, is),
      recordChange({ record: 'price', recordId: before.id, before: was, after: is }, { messageId, now }, farm),
      ...(await priceAmended(before, after, context)),
    ]
    return { priceId: before.id, writes }
  }
  const { crop, form, place, priceVnd, unit, cooperative } = alert
  const row: Row<'prices'> = {
    id: farm.newId(),
    crop,
    form,
    place,
    day: dayOf(now),
    priceVnd,
    unit,
    source: cooperative,
    enteredBy: authorId,
    status: 'kept',
    messageId,
    recordedAt: now,
  }
  return { priceId: row.id, writes: [insert('prices', row), ...(await pricesKept([row], context))] }
}

/** A corrected broadcast goes no further: from here on nothing of it is sent. A slice being written meanwhile is a conflict for one of the two. */
async function endCorrected(corrects: string | null, farm: Farm): Promise<Write[]> {
  const corrected = corrects === null ? undefined : await loadBroadcast(farm.db, corrects)
  if (!corrected || corrected.status === 'stopped' || corrected.status === 'cancelled') return []
  return [updateOne('broadcasts', { id: corrected.id, status: corrected.status }, { status: 'cancelled' })]
}
