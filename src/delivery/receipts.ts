import { loadSetting } from '../store/queries/settings.ts'
import type { Db } from '../store/store.ts'
import { insertNew, update, type Write } from '../store/writes.ts'
import { RECEIPTS_MS, RECEIPTS_NOTED_MS } from './limits.ts'

/** When a channel last told that a message had arrived: an account whose receipts are switched off tells nothing by its silence. */

const nameOf = (channel: string): string => `receipt ${channel}`

const lastReceiptAt = async (db: Db, channel: string): Promise<number | null> => {
  const at = await loadSetting(db, nameOf(channel))
  return typeof at === 'number' ? at : null
}

/** Notes that one came; nothing where that was noted in the last hour. */
export async function noteReceipt(db: Db, channel: string, now: number): Promise<Write[]> {
  const last = await lastReceiptAt(db, channel)
  if (last !== null && now - last < RECEIPTS_NOTED_MS) return []
  const name = nameOf(channel)
  return [insertNew('settings', { name, value: now }), update('settings', { name }, { value: now })]
}

/** Whether it has told of any in the last week, so that silence about one means something. */
export async function tellsReceipts(db: Db, channel: string, now: number): Promise<boolean> {
  const last = await lastReceiptAt(db, channel)
  return last !== null && now - last < RECEIPTS_MS
}
