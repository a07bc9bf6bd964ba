import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { makePrivate } from './private-file.ts'
import { StoreError } from './sqlite-errors.ts'

/** Forces a file or folder to disk. */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/**
 * Writes a consistent, compacted copy of an open database to a new file, whole or not at all. One read of the whole database,
 * during which this process does nothing else (others go on): meant for a command, not for a server.
 * Throws StoreError where `target` exists.
 */
export function copyDatabase(client: Database, target: string): void {
  if (existsSync(target)) throw new StoreError(`${target} exists already: name a new file for the backup.`)
  const part = `${target}.part`
  rmSync(part, { force: true })
  try {
    // SQLite takes an empty file as it is, and would make one that everyone may read.
    makePrivate(part)
    client.prepare('vacuum into ?').run(part)
    syncPath(part)
    renameSync(part, target)
    syncPath(dirname(target))
  } finally {
    rmSync(part, { force: true })
  }
}
