import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import { tips } from '../schema/trainings.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { prepared, text } from './prepared.ts'

const ofCrop = prepared((db) =>
  db
    .select()
    .from(tips)
    .where(or(eq(tips.crop, text('crop')), isNull(tips.crop)))
    .orderBy(sql`${tips.crop} is null`, asc(tips.position), asc(tips.id))
    .prepare(),
)

/** In their order: the crop's own, then those for every crop. Drafts (no reviewer) too: the caller decides. */
export const tipsFor = async (db: Db, crop: string): Promise<Row<'tips'>[]> => ofCrop(db).all({ crop })

const ofTopic = prepared((db) =>
  db
    .select()
    .from(tips)
    .where(and(eq(tips.topic, text('topic')), or(eq(tips.crop, text('crop')), isNull(tips.crop))))
    .orderBy(sql`${tips.crop} is null`, asc(tips.position), asc(tips.id))
    .prepare(),
)

/** `crop` undefined: only those for every crop. */
export const tipsOnTopic = async (db: Db, topic: string, crop?: string): Promise<Row<'tips'>[]> =>
  ofTopic(db).all({ topic, crop: crop ?? null })

const every = prepared((db) => db.select().from(tips).orderBy(asc(tips.position), asc(tips.id)).prepare())

/** All, drafts too, in their order: a few hundred at most. */
export const allTips = async (db: Db): Promise<Row<'tips'>[]> => every(db).all()
