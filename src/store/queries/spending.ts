import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { spending } from '../schema/installation.ts'
import { outbox } from '../schema/outbox.ts'
import type { Db } from '../store.ts'
import type { MessageClass, Row } from '../writes.ts'
import { isOpen } from './outbox.ts'
import { integer, limited, prepared, text } from './prepared.ts'

const byName = prepared((db) =>
  db
    .select()
    .from(spending)
    .where(eq(spending.name, text('name')))
    .prepare(),
)

/** What was spent under a name: `month:2026-11`, `broadcast:<id>`. Nothing, where there is no row of it. */
export const loadSpending = async (db: Db, name: string): Promise<Row<'spending'>> =>
  byName(db).get({ name }) ?? { name, vnd: 0, parts: 0, toldAt: null }

const waiting = prepared((db) =>
  db
    .select({ id: outbox.id, broadcastId: outbox.broadcastId })
    .from(outbox)
    .where(
      and(
        isOpen,
        eq(outbox.class, text('class')),
        gt(outbox.dueAt, integer('now')),
        eq(outbox.reason, 'budget'),
        isNull(outbox.leaseUntil),
      ),
    )
    .orderBy(limited(asc(outbox.dueAt), integer('limit')))
    .prepare(),
)

/** Messages of a class that wait for a budget and are not to be looked at yet, soonest first. */
export const waitingForBudget = async (db: Db, each: MessageClass, now: number, limit: number) =>
  waiting(db).all({ class: each, now, limit })
