import { openOutbox } from '../../store/queries/outbox.ts'
import type { Db } from '../../store/store.ts'
import type { Write } from '../../store/writes.ts'
import { Draft } from './draft.ts'

/** What takes one training back out of every reminder that still waits for a phone. */
export async function retractFor(db: Db, urnId: string, trainingId: string, now: number): Promise<Write[]> {
  const draft = new Draft(now, { newId: () => '', revision: '' })
  for (const row of await openOutbox(db, urnId)) if (row.class === 'reminder') draft.retract(row, trainingId)
  return draft.writes()
}
