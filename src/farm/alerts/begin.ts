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
import { recipientsOf } from './recipients.ts'
import { alertRows, FIRST_SLICE, takeBack } from './send.ts'

/** A broadcast as it is confirmed: by its author's code, or by a second person. */
export type Begun = Row<'broadcasts'> & { confirmedAt: number }

/** What begins a broadcast: the price kept as its author's, what it corrects taken back, the first messages. The broadcast's own row is the caller's. */
export async function begin(
  broadcast: Begun,
  author: Pick<Row<'people'>, 'id'>,
  input: Pick<ActionInput, 'now' | 'messageId' | 'program'>,
  farm: Farm,
): Promise<{ writes: Write[]; alert: Alert; size: number }> {
  const { now, program } = input
  const alert = alertOf(broadcast)
  const takenBack = broadcast.corrects === null ? [] : takeBack(broadcast.corrects, now)
  const people = await recipientsOf(farm.db, broadcast)
  const price = await keepPrice(alert, author.id, input, farm)
  const kept = { ...alert, priceId: price.priceId }
  const isAdvertising = isAlertAdvertising(program)
  const context = { now, newId: farm.newId, revision: program.revision, isAdvertising }
  const rows = alertRows({ ...broadcast, values: kept }, people.slice(0, FIRST_SLICE), context)
  const told = new Set(people.map(({ person }) => person.id))
  return {
    writes: [...takenBack, ...price.writes.filter((write) => !isDouble(write, told)), ...rows],
    alert: kept,
    size: people.length,
  }
}

/** Who gets the alert needs no second message of the same price for having asked to be told of it. */
const isDouble = (write: Write, told: ReadonlySet<string>): boolean =>
  write.type === 'insert' && write.table === 'outbox' && told.has(write.values.personId ?? '')

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

/** A corrected broadcast still under way goes no further. A slice being written meanwhile is a conflict for one of the two. */
export async function stopCorrected(corrects: string | null, farm: Farm): Promise<Write[]> {
  const corrected = corrects === null ? undefined : await loadBroadcast(farm.db, corrects)
  if (corrected?.status !== 'sending') return []
  return [updateOne('broadcasts', { id: corrected.id, status: 'sending' }, { status: 'cancelled' })]
}
