import Database from 'better-sqlite3'

/** A broken environment, told in one sentence fit for the person who starts the service: a wrong key, a newer database. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** Primary result codes after which nothing of the transaction may be trusted to be there. https://sqlite.org/rescode.html */
const ENVIRONMENT =
  /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|PERM|AUTH|INTERRUPT)(_|$)/

/** The code when the database itself can't be written now (locked, full, read-only, broken); undefined for any other error. */
export const environmentCode = (error: unknown): string | undefined =>
  error instanceof Database.SqliteError && ENVIRONMENT.test(error.code) ? error.code : undefined

/** Whether another connection holds the lock, so that waiting may help. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)(_|$)/.test(error.code)
