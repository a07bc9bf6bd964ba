import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm'
import { outbox, statusEvents } from '../schema/outbox.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, limited, prepared, text } from './prepared.ts'

// Written out, not bound: only so does the engine use the index over open rows alone.
export const isOpen = sql`${outbox.status} in ('queued', 'errored')`

const byId = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(eq(outbox.id, text('id')))
    .prepare(),
)

export const loadOutbox = async (db: Db, id: string): Promise<Row<'outbox'> | undefined> => byId(db).get({ id })

const byExternalId = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(and(eq(outbox.channel, text('channel')), eq(outbox.externalId, text('externalId'))))
    .orderBy(asc(outbox.id))
    .prepare(),
)

export const outboxByExternalId = async (db: Db, channel: string, externalId: string): Promise<Row<'outbox'>[]> =>
  byExternalId(db).all({ channel, externalId })

const openRows = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(and(isOpen, eq(outbox.urnId, text('urnId'))))
    .orderBy(asc(outbox.id))
    .prepare(),
)

/** What is not yet sent to one URN, oldest first. */
export const openOutbox = async (db: Db, urnId: string): Promise<Row<'outbox'>[]> => openRows(db).all({ urnId })

const recent = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(eq(outbox.urnId, text('urnId')))
    .orderBy(limited(desc(outbox.id), integer('limit')))
    .prepare(),
)

/** Newest first, whatever their status. */
export const recentOutbox = async (db: Db, urnId: string, limit: number): Promise<Row<'outbox'>[]> =>
  recent(db).all({ urnId, limit })

const naming = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.urnId, text('urnId')),
        sql`(instr(${outbox.texts}, ${text('name')}) > 0 or instr(${outbox.choices}, ${text('name')}) > 0)`,
      ),
    )
    .orderBy(asc(outbox.id))
    .prepare(),
)

/** What was written to a URN and bears a name, spelled just so, whatever its status. */
export const outboxNaming = async (db: Db, urnId: string, name: string): Promise<Row<'outbox'>[]> =>
  naming(db).all({ urnId, name: JSON.stringify(name) })

const orphans = prepared((db) =>
  db
    .select()
    .from(statusEvents)
    .where(
      and(
        eq(statusEvents.channel, text('channel')),
        eq(statusEvents.externalId, text('externalId')),
        isNull(statusEvents.outboxId),
      ),
    )
    .orderBy(asc(statusEvents.id))
    .prepare(),
)

/** Reports about a provider's id that no message of ours bore when they came, in the order they came. */
export const orphanStatuses = async (db: Db, channel: string, externalId: string): Promise<Row<'statusEvents'>[]> =>
  orphans(db).all({ channel, externalId })

const reports = prepared((db) =>
  db
    .select()
    .from(statusEvents)
    .where(eq(statusEvents.outboxId, text('outboxId')))
    .orderBy(asc(statusEvents.id))
    .prepare(),
)

/** What its provider reported of a message, in the order it came. */
export const reportsOf = async (db: Db, outboxId: string): Promise<Row<'statusEvents'>[]> =>
  reports(db).all({ outboxId })

const started = prepared((db) =>
  db
    .select({ at: outbox.leftAt })
    .from(outbox)
    .where(
      and(
        eq(outbox.urnId, text('urnId')),
        inArray(outbox.class, ['reminder', 'broadcast']),
        inArray(outbox.status, ['wired', 'sent', 'delivered', 'read', 'uncertain']),
        gte(outbox.leftAt, integer('since')),
      ),
    )
    .prepare(),
)

/** When reminders and broadcasts left for a URN, or may have, since an instant (epoch ms). */
export const startedSince = async (db: Db, urnId: string, since: number): Promise<number[]> =>
  started(db)
    .all({ urnId, since })
    .flatMap(({ at }) => at ?? [])

const advertised = prepared((db) =>
  db
    .select({ at: outbox.leftAt })
    .from(outbox)
    .where(
      and(
        eq(outbox.urnId, text('urnId')),
        ne(outbox.id, text('but')),
        eq(outbox.advertising, true),
        // What failed has not arrived; what is tried again may have.
        inArray(outbox.status, ['queued', 'errored', 'wired', 'sent', 'delivered', 'read', 'uncertain']),
        gte(outbox.leftAt, integer('since')),
      ),
    )
    .prepare(),
)

/** When advertising other than one message left for a URN, or may have, since an instant (epoch ms). */
export const advertisedSince = async (
  db: Db,
  about: { urnId: string; but: string; since: number },
): Promise<number[]> =>
  advertised(db)
    .all(about)
    .flatMap(({ at }) => at ?? [])

const byOnceKey = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(and(gte(outbox.onceKey, text('from')), lt(outbox.onceKey, text('to'))))
    .orderBy(asc(outbox.onceKey))
    .prepare(),
)

/** Every row whose once-only key begins so, whatever its status. */
export const outboxByOnceKey = async (db: Db, prefix: string): Promise<Row<'outbox'>[]> =>
  byOnceKey(db).all({ from: prefix, to: `${prefix}\uffff` })

const aboutTrainings = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(and(eq(outbox.urnId, text('urnId')), isNotNull(outbox.trainingId)))
    .orderBy(limited(desc(outbox.id), integer('limit')))
    .prepare(),
)

/** What was written to a URN about trainings, newest first, whatever its status. */
export const trainingOutbox = async (db: Db, urnId: string, limit: number): Promise<Row<'outbox'>[]> =>
  aboutTrainings(db).all({ urnId, limit })

const nthCreated = prepared((db) =>
  db
    .select({ at: outbox.createdAt })
    .from(outbox)
    .where(eq(outbox.urnId, text('urnId')))
    .orderBy(sql`${outbox.id} desc limit 1 offset ${integer('skipped')}`)
    .prepare(),
)

/** When the nth newest message to a URN was written (epoch ms), from 1; null: there are fewer. */
export const nthOutboxAt = async (db: Db, urnId: string, number: number): Promise<number | null> =>
  (await nthCreated(db).get({ urnId, skipped: number - 1 }))?.at ?? null

const MOST_COMPARED = 200

/** When the same words left for a URN, or may have, since an instant (epoch ms), among its last 200 messages; but for one row's own. */
export const sameWordsAt = async (
  db: Db,
  { urnId, id, words, since }: { urnId: string; id: string; words: string; since: number },
): Promise<number[]> => {
  const rows = await db.all<{ at: number }>(sql`select left_at as at from
    (select id, left_at, text from outbox where urn_id = ${urnId} order by id desc limit ${MOST_COMPARED})
    where text = ${words} and left_at >= ${since} and id <> ${id}`)
  return rows.map(({ at }) => at)
}

const climbing = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(and(isNotNull(outbox.climbAt), lte(outbox.climbAt, integer('now'))))
    .orderBy(asc(outbox.climbAt), limited(asc(outbox.id), integer('limit')))
    .prepare(),
)

/** Messages that want another way now, the longest waiting first. */
export const climbingOutbox = async (db: Db, now: number, limit: number): Promise<Row<'outbox'>[]> =>
  climbing(db).all({ now, limit })

const ofChain = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(or(eq(outbox.id, text('first')), eq(outbox.rungOf, text('first'))))
    .orderBy(asc(outbox.id))
    .prepare(),
)

/** The first message and those that went other ways in its place, in the order they were made. */
export const waysTried = async (db: Db, first: string): Promise<Row<'outbox'>[]> => ofChain(db).all({ first })

const lastLeft = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.urnId, text('urnId')),
        inArray(outbox.status, ['wired', 'sent', 'delivered', 'read', 'failed', 'uncertain']),
      ),
    )
    .orderBy(limited(desc(outbox.id), integer('limit')))
    .prepare(),
)

/** The last ones to a URN of which a provider said something, or should have, newest first. */
export const lastTold = async (db: Db, urnId: string, limit: number): Promise<Row<'outbox'>[]> =>
  lastLeft(db).all({ urnId, limit })

const answers = prepared((db) =>
  db
    .select({ id: outbox.id, createdAt: outbox.createdAt })
    .from(outbox)
    .where(
      and(
        eq(outbox.urnId, text('urnId')),
        eq(outbox.class, 'reply'),
        isNull(outbox.onceKey),
        sql`${outbox.status} not in ('superseded', 'cancelled')`,
      ),
    )
    .orderBy(limited(desc(outbox.id), integer('limit')))
    .prepare(),
)

/** When the last answer to a URN was written, but for some that still wait (ids), withheld ones and those sent beside the answers; 0: there is none. */
export const lastAnswerAt = async (db: Db, urnId: string, waiting: readonly string[]): Promise<number> =>
  answers(db)
    .all({ urnId, limit: waiting.length + 1 })
    .find(({ id }) => !waiting.includes(id))?.createdAt ?? 0
