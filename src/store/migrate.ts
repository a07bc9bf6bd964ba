import { fileURLToPath } from 'node:url'
import type { Database } from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { StoreError } from './sqlite-errors.ts'

/** Beside this file, in the sources as in the build. */
const FOLDER = fileURLToPath(new URL('./migrations/sqlite', import.meta.url))

/** The table that drizzle's own migrator keeps, so that drizzle's tools agree with us on what was applied. */
const LEDGER = `create table if not exists "__drizzle_migrations" (id serial primary key, hash text not null, created_at numeric)`

/** Instants of the migrations applied to this database, oldest first; empty for a new one. */
function appliedMigrations(client: Database): number[] {
  const isThere = client.prepare(`select 1 from sqlite_master where name = '__drizzle_migrations'`).get()
  if (isThere === undefined) return []
  const rows = client.prepare('select created_at from "__drizzle_migrations" order by created_at').pluck().all()
  return rows.map(Number)
}

/** Throws StoreError for a database that holds a migration this program does not have. */
export function refuseNewer(client: Database, file: string): void {
  const known = new Set(readMigrationFiles({ migrationsFolder: FOLDER }).map((migration) => migration.folderMillis))
  if (appliedMigrations(client).every((applied) => known.has(applied))) return
  throw new StoreError(
    `The database ${file} was made by a newer version of Mùa than this one: start the newer version, or restore a backup made before it.`,
  )
}

/**
 * Brings the database to this program's table list, in one transaction; two processes that start at once do it once.
 * Throws StoreError for a newer database, SqliteError where it can't be written.
 */
export function migrate(client: Database, file: string): void {
  refuseNewer(client, file)
  const migrations = readMigrationFiles({ migrationsFolder: FOLDER })
  if (appliedMigrations(client).length === migrations.length) return
  client
    .transaction(() => {
      client.exec(LEDGER)
      const applied = new Set(appliedMigrations(client))
      for (const migration of migrations) {
        if (applied.has(migration.folderMillis)) continue
        for (const statement of migration.sql) client.exec(statement)
        client
          .prepare('insert into "__drizzle_migrations" (hash, created_at) values (?, ?)')
          .run(migration.hash, migration.folderMillis)
      }
    })
    .immediate()
}
