import { desc } from 'drizzle-orm'
import { messages } from '../schema/messages.ts'
import type { Db } from '../store.ts'
import { insert, updateOne, type Write } from '../writes.ts'
import { limited, prepared } from './prepared.ts'
import { loadSetting } from './settings.ts'

/** The row of settings that tells until when what came in could be kept, and whom to ask for what did not. */
export const INBOUND_MARK = 'inbound'

/** As it stands; undefined: never written. */
export async function inboundMark(db: Db): Promise<{ value: unknown } | undefined> {
  const value = await loadSetting(db, INBOUND_MARK)
  return value === undefined ? undefined : { value }
}

/** Writes it, if it still is as it was read. */
export const markInbound = (before: { value: unknown } | undefined, value: unknown): Write =>
  before === undefined
    ? insert('settings', { name: INBOUND_MARK, value })
    : updateOne('settings', { name: INBOUND_MARK, value: before.value }, { value })

const last = prepared((db) =>
  db
    .select({ receivedAt: messages.receivedAt })
    .from(messages)
    .orderBy(limited(desc(messages.id), 1))
    .prepare(),
)

/** When the last message was kept (epoch ms), by whatever channel; undefined: none was. */
export const lastKeptAt = async (db: Db): Promise<number | undefined> => (await last(db).get())?.receivedAt
