import { currentRevision, revisionByHash } from '../store/queries/revisions.ts'
import type { Store } from '../store/store.ts'
import { insert } from '../store/writes.ts'

export interface Publication {
  files: Record<string, string>
  /** `revisionHash(files)`. */
  hash: string
  author: string
  note: string
  /** Moves talks under way to it at once. */
  endTalks: boolean
}

export type PublishResult =
  | { type: 'published' }
  /** These very scripts are in force, and nothing is to be done. */
  | { type: 'unchanged' }
  /** Not written: the database can't be, or someone published at the same time. */
  | { type: 'unavailable'; reason: string }

/** Puts scripts in force; a server takes them up within seconds. Does not check them: the caller has. */
export async function publish(
  store: Pick<Store, 'db' | 'commit'>,
  publication: Publication,
  { now, newId }: { now: number; newId(): string },
): Promise<PublishResult> {
  const { files, hash, author, note, endTalks } = publication
  const current = await currentRevision(store.db)
  if (current?.revision.hash === hash && !endTalks) return { type: 'unchanged' }
  const known = await revisionByHash(store.db, hash)
  const revisionId = known?.id ?? newId()
  const result = await store.commit({
    writes: [
      ...(known ? [] : [insert('revisions', { id: revisionId, hash, files, createdAt: now })]),
      insert('publications', { id: newId(), revisionId, author, note, endTalks, at: now }),
    ],
  })
  if (result.type === 'committed') return { type: 'published' }
  return { type: 'unavailable', reason: 'reason' in result ? result.reason : result.type }
}
