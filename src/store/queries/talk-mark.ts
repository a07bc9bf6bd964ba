import { sql } from 'drizzle-orm'
import type { Db } from '../store.ts'

/**
 * A string that differs once anything of this talk has changed: its session, its last messages, the states of its last texts.
 * One read by index, cheap enough to be asked several times a second.
 */
export async function talkMark(db: Db, urnId: string, limit: number): Promise<string> {
  const row = await db.get<{ mark: string }>(sql`select
    coalesce((select version from sessions where urn_id = ${urnId}), 0)
    || ' ' || coalesce((select group_concat(id || status) from
      (select id, status from messages where urn_id = ${urnId} order by id desc limit ${limit})), '')
    || ' ' || coalesce((select group_concat(id || status || due_at || coalesce(parts, '')) from
      (select id, status, due_at, parts from outbox where urn_id = ${urnId} order by id desc limit ${limit})), '') as mark`)
  return row.mark
}
