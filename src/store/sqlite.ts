import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { copyDatabase } from './backup.ts'
import type { KeyMaterial } from './crypto.ts'
import { unlock } from './installation.ts'
import { migrate } from './migrate.ts'
import { type CommitterOptions, type GroupInfo, makeCommitter } from './sqlite-commits.ts'
import { connect } from './sqlite-connection.ts'
import { environmentCode, isBusy, StoreError } from './sqlite-errors.ts'
import type { Store } from './store.ts'

/** The store and its connection, for what only this engine has (maintenance, pragmas); queries go through `db`. */
export interface SqliteStore extends Store {
  readonly client: Database
}

export interface SqliteOptions extends KeyMaterial {
  /** A path (its folder is made), or `:memory:`. */
  file: string
  /** Epoch ms. Default: the system's. */
  clock?: () => number
  /** How long a commit waits for another process's lock before it is `unavailable`. Default 10 s. */
  patienceMs?: number
  /** After each transaction that is on disk: for figures. */
  onCommit?: (info: GroupInfo) => void
}

const PATIENCE_MS = 10_000
/** A health check may not hang on a lock. */
const PROBE_PATIENCE_MS = 1_000

/** Does `step`, again and again while another process holds the lock, up to `patienceMs`. */
async function patiently<T>(patienceMs: number, step: () => T): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return step()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() > deadline)
        throw new StoreError('The database is locked by another process: end that one and start again.', {
          cause: error,
        })
      await sleep(50)
    }
  }
}

/**
 * The store on SQLite: opened, brought to this program's table list, unlocked.
 * Throws StoreError (one sentence) for a wrong key, a newer database, a lock held over the patience, or a file that is no database or can't be written.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<SqliteStore> {
  try {
    return await open(options)
  } catch (error) {
    const code = environmentCode(error)
    if (code === undefined) throw error
    throw new StoreError(`The database ${options.file} can't be opened or written (${code}).`, { cause: error })
  }
}

async function open(options: SqliteOptions): Promise<SqliteStore> {
  const { file, clock = Date.now, patienceMs = PATIENCE_MS } = options
  const client = await patiently(patienceMs, () => connect(file))
  try {
    await patiently(patienceMs, () => migrate(client, file))
    const keys = await patiently(patienceMs, () => unlock(client, options))
    return makeStore(client, keys, { clock, patienceMs, onGroup: options.onCommit })
  } catch (error) {
    client.close()
    throw error
  }
}

function makeStore(client: Database, keys: Store['keys'], options: CommitterOptions): SqliteStore {
  const committer = makeCommitter(client, options)
  const version = client.prepare('pragma data_version').pluck()
  const probe = () =>
    committer.commit(
      {
        writes: [
          { type: 'delete', table: 'settings', where: { name: 'probe' } },
          { type: 'insert', table: 'settings', values: { name: 'probe', value: options.clock() } },
        ],
      },
      { patienceMs: Math.min(PROBE_PATIENCE_MS, options.patienceMs) },
    )
  return {
    client,
    db: drizzle(client, { casing: 'snake_case' }),
    keys,
    commit: (commit, withinMs = 0) => committer.commit(commit, { withinMs }),
    isWritable: async () => (await probe()).type === 'committed',
    dataVersion: () => Number(version.get()),
    emptyLog: async () => {
      await committer.idle()
      client.pragma('wal_checkpoint(TRUNCATE)')
    },
    backup: async (target) => {
      await committer.idle()
      copyDatabase(client, target)
    },
    close: async () => {
      await committer.idle()
      client.close()
    },
  }
}
