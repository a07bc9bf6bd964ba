import { setTimeout as sleep } from 'node:timers/promises'
import { loadOutbox } from '../store/queries/outbox.ts'
import type { CommitResult } from '../store/store.ts'
import { type Row, update, updateOne, type Write } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import type { Change } from './outcome.ts'
import { rankOf } from './statuses.ts'

/** `done`: the row is not as it was, by us or by someone else. `stuck`: it is, and would be picked again at once. */
export type Written = 'done' | 'stuck'

/** What gives the cost of a row, as it is now, back to its budgets: written along with a change of that cost. */
type Refund = (fresh: Row<'outbox'>) => Write[]

/** Rows under a lease of this process, and every write to a row that needs to know whose it is. */
export interface Holds {
  /** Changes a row that nobody holds, or that we hold, if it is still as we read it; someone else's change is no error. */
  write(row: Row<'outbox'>, change: Change): Promise<Written>
  /**
   * Takes the row and its address under a lease, with `change`; `still` are preconditions besides that the address is as it was read. Gives the row
   * as it is then, if it is ours: as long as the lease lasts nobody else sends to that address.
   */
  take(row: Row<'outbox'>, urn: Row<'urns'>, change: Change, still?: Write[]): Promise<Row<'outbox'> | Written>
  /**
   * Writes how it ended, however long the database is locked; a report that came first and says more stays, and then nothing is refunded. False: the row is
   * no longer ours.
   */
  settle(held: Row<'outbox'>, change: Change, extra?: Write[], refund?: Refund): Promise<boolean>
  /** Whether this very lease is still in our hands. */
  has(held: Row<'outbox'>): boolean
  /** Lengthens all leases. */
  renew(): Promise<void>
  /** From now on nothing is written: leases run out, and the next worker looks what became of them. */
  abandon(): void
}

/** Between two tries to write an answer while the database can't be written. */
const RETRY_MS = 500
/** Reports that may come between two tries to settle a row. */
const MAX_MERGES = 5

/** What is refunded rests on the cost that was read: a report may have told another meanwhile. */
const asPriced = ({ costVnd }: Row<'outbox'>, change: Change) => (change.costVnd === undefined ? {} : { costVnd })

/** What goes along with the end of an attempt. */
interface Ending {
  extra: Write[]
  refund: Refund
  merges: number
}

/** The address may be sent to again. */
const freed = ({ id, urnId }: Row<'outbox'>): Write =>
  update('urns', { id: urnId, sendingId: id }, { sendingId: null, sendingUntil: null })

/** Whether somebody is sending another message to this address. */
const isSendingAnother = ({ sendingId, sendingUntil }: Row<'urns'>, { id }: Row<'outbox'>, now: number): boolean =>
  sendingId !== null && sendingId !== id && (sendingUntil ?? 0) > now

/** `gatherMs`: a lease or a result may wait so long for another commit. */
export function makeHolds(delivery: Delivery, leaseMs: number, gatherMs: number): Holds {
  const { store, clock, log, metrics } = delivery
  const held = new Map<string, Row<'outbox'>>()
  let isAbandoned = false

  const asRead = (row: Row<'outbox'>, change: Change): Write =>
    updateOne('outbox', { id: row.id, fence: row.fence, status: row.status, ...asPriced(row, change) }, change)

  const notWritten = (row: Row<'outbox'>, written: CommitResult): Written => {
    if (written.type === 'conflict') return 'done'
    if (written.type === 'refused') log.error({ outboxId: row.id, reason: written.reason }, 'outbox_write_refused')
    return 'stuck'
  }

  /** The change that is left after what a report has told meanwhile. */
  const merged = (row: Row<'outbox'>, change: Change): Change => {
    if (rankOf(change.status ?? row.status) > rankOf(row.status)) return change
    const externalId = row.externalId ?? change.externalId
    return { leaseUntil: null, ...(externalId == null ? {} : { externalId }) }
  }

  const settle = async (row: Row<'outbox'>, change: Change, ending: Ending): Promise<boolean> => {
    for (;;) {
      if (isAbandoned) return false
      const refunds = change.costVnd === undefined ? [] : ending.refund(row)
      const writes = [asRead(row, change), freed(row), ...refunds, ...ending.extra]
      const written = await store.commit({ writes }, gatherMs)
      if (written.type === 'committed') {
        if (change.settledAt)
          metrics?.count('mua_delivery_settled_total', { class: row.class, status: change.status ?? row.status })
        return true
      }
      if (written.type === 'conflict') break
      log.error({ outboxId: row.id, reason: written.type }, 'send_result_not_written')
      if (written.type !== 'unavailable') return false
      await sleep(RETRY_MS)
    }
    const fresh = await loadOutbox(store.db, row.id)
    if (fresh?.fence === row.fence && ending.merges < MAX_MERGES)
      return settle(fresh, fresh.status === row.status ? change : merged(fresh, change), {
        ...ending,
        merges: ending.merges + 1,
      })
    metrics?.count('mua_delivery_too_late_total', { class: row.class })
    log.warn({ outboxId: row.id, fence: row.fence }, 'send_result_too_late')
    return false
  }

  return {
    async write(row, change) {
      const wasHeld = held.get(row.urnId)?.id === row.id
      held.delete(row.urnId)
      if (isAbandoned) return 'stuck'
      const written = await store.commit({ writes: [asRead(row, change), ...(wasHeld ? [freed(row)] : [])] })
      if (written.type === 'committed' && change.settledAt)
        metrics?.count('mua_delivery_settled_total', { class: row.class, status: change.status ?? row.status })
      return written.type === 'committed' ? 'done' : notWritten(row, written)
    },
    async take(row, urn, change, still = []) {
      const now = clock()
      const leaseUntil = now + leaseMs
      const lease = { ...change, fence: row.fence + 1, leaseUntil }
      if (isAbandoned) return 'stuck'
      const isOurs = held.get(urn.id)?.id === row.id
      if (!isOurs && isSendingAnother(urn, row, now)) return 'done'
      const asItWas = isOurs ? { sendingId: row.id } : { sendingId: urn.sendingId, sendingUntil: urn.sendingUntil }
      const address = updateOne(
        'urns',
        { id: urn.id, stoppedAt: urn.stoppedAt, ...asItWas },
        { sendingId: row.id, sendingUntil: leaseUntil },
      )
      const written = await store.commit({ writes: [asRead(row, lease), address, ...still] }, gatherMs)
      if (written.type !== 'committed') return notWritten(row, written)
      const taken = { ...row, ...lease }
      held.set(row.urnId, taken)
      return taken
    },
    settle(row, change, extra = [], refund = () => []) {
      held.delete(row.urnId)
      return settle(row, change, { extra, refund, merges: 0 })
    },
    has({ id, urnId, fence }) {
      const mine = held.get(urnId)
      return mine?.id === id && mine.fence === fence
    },
    async renew() {
      const leaseUntil = clock() + leaseMs
      const writes = [...held.values()].flatMap(({ id, urnId, fence }) => [
        update('outbox', { id, fence }, { leaseUntil }),
        update('urns', { id: urnId, sendingId: id }, { sendingUntil: leaseUntil }),
      ])
      if (writes.length > 0 && !isAbandoned) await store.commit({ writes })
    },
    abandon() {
      isAbandoned = true
    },
  }
}
