import { asc, eq, sql } from 'drizzle-orm'
import { attachments, messages } from '../schema/messages.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, limited, prepared, text } from './prepared.ts'

const wanted = prepared((db) =>
  db
    .select()
    .from(attachments)
    .where(sql`${attachments.status} = 'wanted' and ${attachments.nextTryAt} <= ${integer('now')}`)
    .orderBy(limited(asc(attachments.nextTryAt), integer('limit')))
    .prepare(),
)

/** What is to be fetched by now (epoch ms), the longest due first. */
export const wantedAttachments = async (db: Db, now: number, limit: number): Promise<Row<'attachments'>[]> =>
  wanted(db).all({ now, limit })

const channel = prepared((db) =>
  db
    .select({ channel: messages.channel })
    .from(messages)
    .where(eq(messages.id, text('id')))
    .prepare(),
)

/** The channel a message came by. */
export const channelOfMessage = async (db: Db, id: string): Promise<string | undefined> =>
  (await channel(db).get({ id }))?.channel

const ofPerson = prepared((db) =>
  db
    .select({ id: attachments.id })
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageId))
    .where(eq(messages.personId, text('personId')))
    .prepare(),
)

/** What came with any message of a person. */
export const attachmentIdsOf = async (db: Db, personId: string): Promise<string[]> =>
  (await ofPerson(db).all({ personId })).map(({ id }) => id)
