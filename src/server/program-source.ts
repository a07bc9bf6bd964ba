import { createHash } from 'node:crypto'
import { DRAFT_MS } from '../conversation/limits.ts'
import { loadProgram } from '../conversation/load/load-program.ts'
import type { Programs } from '../conversation/turn/context.ts'
import type { Program } from '../conversation/types.ts'
import { REGISTRY } from '../farm/registry.ts'
import { currentPublication, listPublications, loadRevision } from '../store/queries/revisions.ts'
import type { Db } from '../store/store.ts'

/** The hash that names a set of scripts: SHA-256 over paths and texts, in the order of their names. */
export function revisionHash(files: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256')
  for (const path of Object.keys(files).sort()) hash.update(`${path}\0${files[path]}\0`)
  return hash.digest('hex').slice(0, 32)
}

/** Publications looked at when a process starts. */
const MAX_OLDER = 20

export interface ProgramSource extends Programs {
  /** Looks whether something newer was published; true: it was, and is in force now. */
  refresh(): Promise<boolean>
  /** The publication that asked talks under way to move on, newer than this instant. */
  endTalksSince(at: number): boolean
}

/** The published scripts, ready to run. Throws where nothing has ever been published. */
export async function openProgramSource(db: Db, clock: () => number): Promise<ProgramSource> {
  const programs = new Map<string, Program>()
  let current: Program | undefined
  let publicationId: string | undefined
  let endTalksAt = 0

  async function load(hash: string, files: Readonly<Record<string, string>>): Promise<Program> {
    const { program, problems } = loadProgram(files, hash, REGISTRY)
    if (!program) throw new Error(`revision ${hash} was published but does not load: ${problems[0]?.en ?? 'unknown'}`)
    programs.set(hash, program)
    return program
  }

  /** Talks under way may still be on what was in force within the time a talk waits. One that no longer loads: they move on. */
  async function loadOlder(): Promise<void> {
    const since = clock() - DRAFT_MS
    for (const { publication } of await listPublications(db, MAX_OLDER)) {
      const revision = await loadRevision(db, publication.revisionId)
      const program = revision && loadProgram(revision.files, revision.hash, REGISTRY).program
      if (program) programs.set(program.revision, program)
      if (publication.at < since) return
    }
  }

  async function refresh(): Promise<boolean> {
    const publication = await currentPublication(db)
    if (!publication || publication.id === publicationId) return false
    const revision = await loadRevision(db, publication.revisionId)
    if (!revision) throw new Error(`publication ${publication.id} names a revision that is not there`)
    current = programs.get(revision.hash) ?? (await load(revision.hash, revision.files))
    publicationId = publication.id
    if (publication.endTalks) endTalksAt = publication.at
    return true
  }

  await loadOlder()
  await refresh()
  return {
    refresh,
    endTalksSince: (at) => endTalksAt > at,
    get current() {
      if (!current) throw new Error('no scripts have been published: run "mua push"')
      return current
    },
    byRevision: (hash) => programs.get(hash),
  }
}
