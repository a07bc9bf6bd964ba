import type { ActionInput } from '../../conversation/world.ts'
import { insert, type Row, type Write } from '../../store/writes.ts'
import type { Farm } from '../farm.ts'

/** A row of the ledger: who, what, by which text of theirs. */
export function ledger(
  kind: Row<'consents'>['kind'],
  input: Pick<ActionInput, 'now' | 'messageId'> & { person: { id: string } | null },
  farm: Pick<Farm, 'newId' | 'urn'>,
  proof: string | null,
): Write {
  return insert('consents', {
    id: farm.newId(),
    personId: input.person?.id ?? null,
    urnId: farm.urn.id,
    kind,
    how: 'asked',
    proof,
    source: 'message',
    messageId: input.messageId,
    at: input.now,
  })
}
