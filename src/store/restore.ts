import { existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { syncPath } from './backup.ts'
import type { KeyMaterial } from './crypto.ts'
import { installedHashKey, readInstallation } from './installation.ts'
import { refuseNewer } from './migrate.ts'
import { copyPrivately } from './private-file.ts'
import { INBOUND_MARK } from './queries/inbound-mark.ts'
import { connectAlone } from './sqlite-connection.ts'
import { StoreError } from './sqlite-errors.ts'

export type RestoreResult =
  /** `former`: where the database that was there is now; undefined: there was none. */
  | { type: 'restored'; former?: string }
  /** One sentence; nothing was changed. */
  | { type: 'refused'; reason: string }

/** A backup fit to serve: whole, not newer than this program, opened by these keys. Throws StoreError. */
function inspect(file: string, material: KeyMaterial): void {
  const client = new Database(file)
  try {
    if (client.pragma('integrity_check', { simple: true }) !== 'ok') throw new StoreError(`${file} is damaged.`)
    refuseNewer(client, file)
    const installation = readInstallation(client)
    if (installation === undefined) throw new StoreError(`${file} is no backup of Mùa.`)
    installedHashKey(installation, material)
  } catch (cause) {
    if (cause instanceof StoreError) throw cause
    throw new StoreError(`${file} is damaged or no backup of Mùa.`, { cause })
  } finally {
    client.close()
  }
}

/**
 * What came in after the backup had its effect once already: replies went out, alerts were sent. Asked for again it would have all that a second time, so
 * the time from the backup to now (epoch ms) counts as no absence.
 */
function forgetAbsence(file: string, now: number): void {
  const client = new Database(file)
  try {
    client
      .prepare(
        'insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
      )
      .run(INBOUND_MARK, JSON.stringify({ keptAt: now, ask: {} }))
  } finally {
    client.close()
  }
}

/** Takes the present database out of the way, whole in one file. Throws StoreError where it is in use or newer than this program. */
function setAside(file: string, former: string): void {
  const client = connectAlone(file)
  try {
    refuseNewer(client, file)
    // Out of WAL mode everything is in the one file.
    client.pragma('journal_mode = DELETE')
    renameSync(file, former)
  } finally {
    client.close()
  }
}

/**
 * Puts a backup in the place of a stopped installation's database. The former database is kept beside it.
 * `now`: epoch ms, part of the former's name.
 */
export function restoreDatabase(options: { backup: string; file: string; now: number } & KeyMaterial): RestoreResult {
  const { backup, file, now } = options
  if (!existsSync(backup)) return { type: 'refused', reason: `There is no file ${backup}.` }
  if (existsSync(`${backup}-wal`))
    return {
      type: 'refused',
      reason: `${backup} is a database in use, not a backup: make one with "mua backup <file>".`,
    }
  const fresh = `${file}.restoring`
  const former = `${file}.before-${now}`
  try {
    rmSync(fresh, { force: true })
    copyPrivately(backup, fresh)
    inspect(fresh, options)
    forgetAbsence(fresh, now)
    syncPath(fresh)
    const isThere = existsSync(file)
    if (isThere) setAside(file, former)
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
    renameSync(fresh, file)
    syncPath(dirname(file))
    return isThere ? { type: 'restored', former } : { type: 'restored' }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return { type: 'refused', reason: error.message.replaceAll(fresh, backup) }
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${fresh}${suffix}`, { force: true })
  }
}
