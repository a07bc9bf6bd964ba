import Database from 'better-sqlite3'
import { ensurePrivate } from './private-file.ts'
import { isBusy } from './sqlite-errors.ts'

/** A file that this process alone may use. */
export interface FileLock {
  release(): void
}

/**
 * Locks `file` for this process until released: by an empty SQLite file beside it, `<file>.lock`, held open in a
 * transaction. The system itself takes such a lock away from a process that dies, however it dies.
 * null: another process holds it, or this one does. Throws SqliteError or a system error where the folder can't be written.
 */
export function lockFile(file: string): FileLock | null {
  const path = `${file}.lock`
  ensurePrivate(path)
  const client = new Database(path, { timeout: 0 })
  try {
    // Nothing is ever written, so that a full disk is no hindrance.
    client.pragma('journal_mode = memory')
    client.exec('begin exclusive')
    return { release: () => client.close() }
  } catch (error) {
    client.close()
    if (isBusy(error)) return null
    throw error
  }
}
