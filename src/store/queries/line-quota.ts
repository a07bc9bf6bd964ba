import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { outbox } from '../schema/outbox.ts'
import type { Db } from '../store.ts'
import { integer, prepared, text } from './prepared.ts'

const sent = prepared((db) =>
  db
    .select({ at: sql<number>`${outbox.leftAt}`, parts: sql<number>`coalesce(${outbox.parts}, 1)` })
    .from(outbox)
    .where(and(eq(outbox.channel, text('channel')), eq(outbox.line, text('line')), gt(outbox.leftAt, integer('since'))))
    .orderBy(asc(outbox.leftAt))
    .prepare(),
)

/** What one line has sent since then (epoch ms), or may have: when, and in how many parts, oldest first. */
export const sentByLine = async (
  db: Db,
  channel: string,
  line: string,
  since: number,
): Promise<{ at: number; parts: number }[]> => sent(db).all({ channel, line, since })
