import { desc, eq, sql } from 'drizzle-orm'
import { publications, revisions } from '../schema/talks.ts'
import type { Db } from '../store.ts'
import type { Row } from '../writes.ts'
import { integer, limited, prepared, text } from './prepared.ts'

export interface Published {
  publication: Row<'publications'>
  revision: Row<'revisions'>
}

const newest = prepared((db) =>
  db
    .select()
    .from(publications)
    .orderBy(limited(desc(publications.id), 1))
    .prepare(),
)

/** The publication in force, without its files: cheap enough to look at every second. */
export const currentPublication = async (db: Db): Promise<Row<'publications'> | undefined> => newest(db).get()

const byId = prepared((db) =>
  db
    .select()
    .from(revisions)
    .where(eq(revisions.id, text('id')))
    .prepare(),
)

export const loadRevision = async (db: Db, id: string): Promise<Row<'revisions'> | undefined> => byId(db).get({ id })

/** The publication in force and its files; undefined before the first. */
export async function currentRevision(db: Db): Promise<Published | undefined> {
  const publication = await currentPublication(db)
  if (publication === undefined) return undefined
  const revision = await loadRevision(db, publication.revisionId)
  if (revision === undefined) throw new Error(`Publication ${publication.id} names a revision that is not there`)
  return { publication, revision }
}

const byHash = prepared((db) =>
  db
    .select()
    .from(revisions)
    .where(eq(revisions.hash, text('hash')))
    .prepare(),
)

/** The same scripts are one revision, however often they are published. */
export const revisionByHash = async (db: Db, hash: string): Promise<Row<'revisions'> | undefined> =>
  byHash(db).get({ hash })

const listed = prepared((db) =>
  db
    .select({ publication: publications, hash: revisions.hash })
    .from(publications)
    .innerJoin(revisions, eq(revisions.id, publications.revisionId))
    .orderBy(limited(desc(publications.id), integer('limit')))
    .prepare(),
)

/** Newest first, without files. */
export const listPublications = async (
  db: Db,
  limit: number,
): Promise<{ publication: Row<'publications'>; hash: string }[]> => listed(db).all({ limit })

/** Those whose hash begins so (hex digits), newest first, without files; two at most: one is found, two are ambiguous. */
export const revisionsByPrefix = async (db: Db, prefix: string): Promise<{ id: string; hash: string }[]> =>
  db
    .select({ id: revisions.id, hash: revisions.hash })
    .from(revisions)
    .where(sql`substr(${revisions.hash}, 1, ${prefix.length}) = ${prefix}`)
    .orderBy(desc(revisions.id))
    .limit(2)
