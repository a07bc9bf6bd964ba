import { isClaimed } from '../store/queries/messages.ts'
import { nextTicketNumber } from '../store/queries/tickets.ts'
import { insert, type Row, update, updateOne, type Write } from '../store/writes.ts'
import type { Intake, IntakeOptions, Message } from './intake.ts'
import type { Known } from './known-urn.ts'
import { messageRow } from './message-row.ts'

/** A message whose turn fails is tried again after this, doubling. */
const RETRY_MS = 2000
const MAX_TRIES = 5

/** The message alone is kept; its turn is taken later, in this person's order. */
export async function keepWaiting(
  options: IntakeOptions,
  channel: string,
  message: Message,
  known: Known,
  error: string | null,
): Promise<Intake> {
  const { store, clock, newId, metrics } = options
  if (await isClaimed(store.db, channel, message.externalId)) return { type: 'duplicate' }
  const now = clock()
  const id = newId()
  const personId = known.people[0]?.person.id ?? null
  const base = messageRow(store.keys, id, known.urn.id, personId, channel, message, now, 'waiting')
  const tried = error ? [update('messages', { id }, { attempts: 1, error, nextTryAt: now + RETRY_MS })] : []
  const result = await store.commit({
    claim: { channel, externalId: message.externalId },
    writes: [...known.writes, base, ...tried],
  })
  metrics.count('mua_messages_waiting_total')
  if (result.type === 'committed') return { type: 'waiting' }
  if (result.type === 'duplicate') return result
  return { type: 'unavailable', reason: result.type === 'conflict' ? 'conflict' : result.reason }
}

/** After five tries a person has to look: a ticket opens, and the message no longer holds up those behind it. */
export async function postpone(options: IntakeOptions, row: Row<'messages'>, error: string): Promise<Intake> {
  const now = options.clock()
  const attempts = row.attempts + 1
  const isOver = attempts >= MAX_TRIES
  const set = isOver
    ? { attempts, error, status: 'failed' as const }
    : { attempts, error, nextTryAt: now + RETRY_MS * 2 ** row.attempts }
  const writes = [updateOne('messages', { id: row.id, status: 'waiting' }, set)]
  if (isOver) writes.push(...(await failureTicket(options, row, now)))
  const result = await options.store.commit({ writes })
  return result.type === 'unavailable' ? result : { type: 'waiting' }
}

/** A ticket for what could not be handled. */
export async function failureTicket(
  options: Pick<IntakeOptions, 'store' | 'newId'>,
  row: Pick<Row<'messages'>, 'urnId' | 'personId' | 'text'>,
  now: number,
): Promise<Write[]> {
  const number = await nextTicketNumber(options.store.db)
  const id = options.newId()
  return [
    insert('tickets', {
      id,
      number,
      urnId: row.urnId,
      personId: row.personId,
      kind: 'failure',
      status: 'open',
      openedAt: now,
    }),
    insert('ticketEntries', {
      id: options.newId(),
      ticketId: id,
      from: 'farmer',
      personId: row.personId,
      text: row.text,
      at: now,
    }),
  ]
}
