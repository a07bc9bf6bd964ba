import { and, asc, count, desc, eq, gt, inArray } from 'drizzle-orm'
import { broadcasts, outbox } from '../schema/outbox.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { isOpen } from './outbox.ts'
import { integer, prepared, text } from './prepared.ts'

const byId = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(eq(broadcasts.id, text('id')))
    .prepare(),
)

export const loadBroadcast = async (db: Db, id: string): Promise<Row<'broadcasts'> | undefined> => byId(db).get({ id })

const sending = prepared((db) =>
  db.select().from(broadcasts).where(eq(broadcasts.status, 'sending')).orderBy(asc(broadcasts.id)).prepare(),
)

/** Those not yet put into the outbox as a whole, oldest first. */
export const sendingBroadcasts = async (db: Db): Promise<Row<'broadcasts'>[]> => sending(db).all()

const ofAuthor = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(and(eq(broadcasts.authorId, text('authorId')), inArray(broadcasts.status, ['sending', 'sent', 'cancelled'])))
    .orderBy(desc(broadcasts.confirmedAt), desc(broadcasts.id))
    .limit(1)
    .prepare(),
)

/** The last one this person sent, wholly or in part. */
export const lastBroadcastOf = async (db: Db, authorId: string): Promise<Row<'broadcasts'> | undefined> =>
  ofAuthor(db).get({ authorId })

const rows = prepared((db) =>
  db
    .select()
    .from(outbox)
    .where(eq(outbox.broadcastId, text('broadcastId')))
    .orderBy(asc(outbox.id))
    .prepare(),
)

/** Every message of a broadcast, whatever its status. */
export const broadcastOutbox = async (db: Db, broadcastId: string): Promise<Row<'outbox'>[]> =>
  rows(db).all({ broadcastId })

const correcting = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(
      and(eq(broadcasts.corrects, text('id')), inArray(broadcasts.status, ['sending', 'paused', 'sent', 'stopped'])),
    )
    .orderBy(asc(broadcasts.id))
    .limit(1)
    .prepare(),
)

/** The broadcast that corrected this one, sent wholly or in part; undefined: none did. */
export const correctionOf = async (db: Db, id: string): Promise<Row<'broadcasts'> | undefined> =>
  correcting(db).get({ id })

const since = prepared((db) =>
  db
    .select()
    .from(broadcasts)
    .where(
      and(
        gt(broadcasts.confirmedAt, integer('since')),
        inArray(broadcasts.status, ['prepared', 'sending', 'paused', 'sent']),
      ),
    )
    .prepare(),
)

/** Those confirmed since an instant (epoch ms) that were not ended before they were sent. */
export const confirmedSince = async (db: Db, from: number): Promise<Row<'broadcasts'>[]> =>
  since(db).all({ since: from })

const openRows = prepared((db) =>
  db
    .select({ count: count() })
    .from(outbox)
    .where(and(eq(outbox.broadcastId, text('broadcastId')), isOpen))
    .prepare(),
)

/** How many messages of a broadcast are not yet sent. */
export const openOfBroadcast = async (db: Db, broadcastId: string): Promise<number> =>
  openRows(db).get({ broadcastId })?.count ?? 0
