import { correctionOf, statusOfBroadcast } from '../store/queries/broadcasts.ts'
import { trainingsChangedSince } from '../store/queries/trainings.ts'
import type { Db } from '../store/store.ts'
import type { Row } from '../store/writes.ts'

/**
 * Whether what a message says still holds, so that it may be said once more another way: its broadcast was neither stopped nor corrected, and no training it
 * may tell of was changed since. A price that was corrected takes its alerts' next way away by itself.
 */
export async function isStillSo(
  db: Db,
  { broadcastId, trainingId, texts, createdAt }: Row<'outbox'>,
): Promise<boolean> {
  if (broadcastId !== null) {
    const status = await statusOfBroadcast(db, broadcastId)
    const isEnded = status === 'stopped' || status === 'cancelled'
    return !isEnded && (await correctionOf(db, broadcastId)) === undefined
  }
  if (trainingId === null) return true
  const changed = await trainingsChangedSince(db, createdAt)
  // One that tells of several trainings names only the first.
  const tellsSeveral = Array.isArray(texts) && texts.length > 1
  return tellsSeveral ? changed.length === 0 : !changed.includes(trainingId)
}
