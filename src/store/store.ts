import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Keys } from './crypto.ts'
import type { Write } from './writes.ts'

/** What queries are built on. Every query is awaited, whatever the engine. */
export type Db = BetterSQLite3Database

/** One turn, or any other set of writes that stands or falls together. */
export interface Commit {
  /** The provider message this answers: already claimed means a redelivery, and nothing is written. */
  claim?: { channel: string; externalId: string }
  /** In order. One that expects a row and finds none makes the whole commit a conflict. */
  writes: Write[]
}

export type CommitResult =
  | { type: 'committed' }
  /** The claim exists: this message had its effect before. */
  | { type: 'duplicate' }
  /** A precondition did not hold: read again, take the turn again. */
  | { type: 'conflict' }
  /** This commit's own statement was refused (a constraint): the others of its group are not touched. */
  | { type: 'refused'; reason: string }
  /** The database could not be written: locked over the patience given, full, read-only. Nothing of it is there. */
  | { type: 'unavailable'; reason: string }

/** The database, as the service sees it. */
export interface Store {
  readonly db: Db
  readonly keys: Keys
  /**
   * Resolves when it is on disk. Commits asked for at the same time share one transaction, each alone in what becomes of it, in
   * the order asked. `withinMs`: may wait so long for one that can't, so as not to cost a sync of its own; default 0.
   */
  commit(commit: Commit, withinMs?: number): Promise<CommitResult>
  /** Whether a write gets through right now: what `/readyz` says. */
  isWritable(): Promise<boolean>
  /** Counts up whenever another process has written. */
  dataVersion(): number
  /**
   * Brings the write-ahead log into the file and empties it: until then it holds what was deleted or overwritten since.
   * While another process reads, the log stays: to be tried again later.
   */
  emptyLog(): Promise<void>
  /** Writes a consistent copy to `file` while in use. */
  backup(file: string): Promise<void>
  close(): Promise<void>
}
