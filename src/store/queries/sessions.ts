import { asc, eq, sql } from 'drizzle-orm'
import { sessions } from '../schema/talks.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, limited, prepared, text } from './prepared.ts'

const byUrn = prepared((db) =>
  db
    .select()
    .from(sessions)
    .where(eq(sessions.urnId, text('urnId')))
    .prepare(),
)

export const loadSession = async (db: Db, urnId: string): Promise<Row<'sessions'> | undefined> =>
  byUrn(db).get({ urnId })

const due = prepared((db) =>
  db
    .select()
    .from(sessions)
    .where(sql`${sessions.wakeAt} is not null and ${sessions.wakeAt} <= ${integer('now')}`)
    .orderBy(limited(asc(sessions.wakeAt), integer('limit')))
    .prepare(),
)

/** Talks that want a turn of their own by now (epoch ms), the longest overdue first. */
export const dueSessions = async (db: Db, now: number, limit: number): Promise<Row<'sessions'>[]> =>
  due(db).all({ now, limit })

const next = prepared((db) =>
  db
    .select({ at: sql<number | null>`min(${sessions.wakeAt})` })
    .from(sessions)
    .where(sql`${sessions.wakeAt} > ${integer('now')}`)
    .prepare(),
)

/** The first instant after now at which a talk wants a turn (both epoch ms); null: none does. */
export const nextWakeAt = async (db: Db, now: number): Promise<number | null> =>
  (await next(db).get({ now }))?.at ?? null
