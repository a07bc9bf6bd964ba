import { insert, type Row, update, type Write } from '../store/writes.ts'
import type { Delivery } from './context.ts'

/** The provider says that this person wants no more from us: their URN is stopped and the ledger says how we know. */
export function stopContact({ ids, clock }: Delivery, row: Row<'outbox'>, code: string): Write[] {
  const now = clock()
  return [
    update('urns', { id: row.urnId, stoppedAt: null }, { stoppedAt: now }),
    insert('consents', {
      id: ids(),
      personId: row.personId,
      urnId: row.urnId,
      kind: 'stopped',
      how: 'asked',
      source: 'provider',
      proof: code,
      at: now,
    }),
  ]
}
