import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { ensurePrivate } from './private-file.ts'
import { BUSY_TIMEOUT_MS } from './sqlite-commits.ts'
import { isBusy, StoreError } from './sqlite-errors.ts'

/** The log shrinks back to this after a burst. */
const WAL_BYTES = 64 * 1024 * 1024

/** What is deleted is overwritten with zeros, on freed pages too: `FAST` leaves those as they were. */
const OVERWRITES = 'secure_delete = ON'

/** Only the service's own user may read what farmers write. */
function prepareFile(file: string): void {
  if (file === ':memory:') return
  mkdirSync(dirname(file), { recursive: true })
  ensurePrivate(file)
}

/**
 * Opens a file (made, folder too, where it is not there) with what every connection of ours needs.
 * Foreign keys are off: there are none, and records outlive their people. Throws SqliteError.
 */
export function connect(file: string): Database.Database {
  prepareFile(file)
  const client = new Database(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    client.pragma('journal_mode = WAL')
    client.pragma('synchronous = FULL')
    client.pragma('foreign_keys = OFF')
    client.pragma(OVERWRITES)
    client.pragma(`journal_size_limit = ${WAL_BYTES}`)
    return client
  } catch (error) {
    client.close()
    throw error
  }
}

/**
 * Opens an existing file so that no other process has it open, nor can open it until this connection is closed.
 * Throws StoreError where one has.
 */
export function connectAlone(file: string): Database.Database {
  if (!existsSync(file)) throw new StoreError(`There is no database ${file}.`)
  const client = new Database(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    // In WAL mode the lock is taken with the first access after it, and by nobody while another is connected.
    client.pragma('locking_mode = EXCLUSIVE')
    client.pragma('journal_mode = WAL')
    client.exec('begin immediate; commit')
    client.pragma('synchronous = FULL')
    client.pragma(OVERWRITES)
    return client
  } catch (cause) {
    client.close()
    if (!isBusy(cause)) throw cause
    throw new StoreError(`The database ${file} is in use: stop Mùa (serve, worker, chat) first.`, { cause })
  }
}
