import type { ActionInput } from '../conversation/world.ts'
import { insert, type NewRow, type Write } from '../store/writes.ts'

/** The trace of a correction: what a kept record held before and holds after, by the message that asked for it. */
export const recordChange = (
  change: Pick<NewRow<'changes'>, 'record' | 'recordId' | 'before' | 'after'>,
  { messageId, now }: Pick<ActionInput, 'messageId' | 'now'>,
  { newId }: { newId(): string },
): Write => insert('changes', { id: newId(), ...change, messageId, at: now })
