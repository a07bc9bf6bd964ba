import { revisionByHash } from '../store/queries/revisions.ts'
import type { Store } from '../store/store.ts'
import { insert } from '../store/writes.ts'

export interface Publication {
  files: Record<string, string>
  hash: string
  author: string
  note: string
  endTalks?: boolean
}

/** Publishes scripts that were checked before: the same files are one revision, however often they are published. */
export async function publish(
  { store, newId, clock }: { store: Store; newId(): string; clock(): number },
  { files, hash, author, note, endTalks = false }: Publication,
): Promise<void> {
  const now = clock()
  const known = await revisionByHash(store.db, hash)
  const revisionId = known?.id ?? newId()
  const result = await store.commit({
    writes: [
      ...(known ? [] : [insert('revisions', { id: revisionId, hash, files, createdAt: now })]),
      insert('publications', { id: newId(), revisionId, author, note, endTalks, at: now }),
    ],
  })
  if (result.type !== 'committed') throw new Error(`the scripts could not be published: ${result.type}`)
}
