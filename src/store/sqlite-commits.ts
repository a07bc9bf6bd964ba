import { performance } from 'node:perf_hooks'
import type { Database } from 'better-sqlite3'
import { environmentCode, isBusy } from './sqlite-errors.ts'
import { makeWriter } from './sqlite-statements.ts'
import type { Commit, CommitResult } from './store.ts'

/** A transaction takes no further commit once it has run this long, so that with the sync it stays under 50 ms. */
const GROUP_MS = 25
/** Nor once it holds this many. */
const GROUP_COMMITS = 512
/** How long the engine itself may wait for another process's lock, the event loop standing still. */
export const BUSY_TIMEOUT_MS = 250
/** Between two tries from JavaScript while another process holds the lock; these don't block. */
const RETRY_MS = 20

/** What one transaction carried. `ms`: from its begin to its being on disk. */
export interface GroupInfo {
  commits: number
  ms: number
}

interface Asked {
  commit: Commit
  /** On the monotonic clock: unavailable if not begun by then. */
  deadline: number
  resolve: (result: CommitResult) => void
}
type Outcome = [Asked, CommitResult]

/** Takes commits and writes those asked for at the same time in one transaction. */
export interface Committer {
  commit(commit: Commit, patienceMs?: number): Promise<CommitResult>
  /** Resolves when nothing asked before is under way. */
  idle(): Promise<void>
}

/** Runs one commit inside the open transaction. Throws what made it impossible. */
function makeApply(client: Database): (commit: Commit, now: number) => CommitResult {
  const write = makeWriter(client)
  return ({ claim, writes }, now) => {
    if (claim !== undefined) {
      const values = { channel: claim.channel, externalId: claim.externalId, at: now }
      if (write({ type: 'insert', table: 'claims', values, onConflict: 'ignore' }) === 0) return { type: 'duplicate' }
    }
    for (const each of writes) {
      const changes = write(each)
      if (each.type === 'update' && each.expect === 'one' && changes !== 1) return { type: 'conflict' }
    }
    return { type: 'committed' }
  }
}

/**
 * `clock`: epoch ms, for claims. `onGroup`: after each transaction that is on disk. After a failed sync the
 * engine forgets the transaction, but a crash before its next write may bring it back: so `unavailable` promises that
 * nothing is seen, and whoever asks again after it must bear a `claim` to have its effect once.
 */
export function makeCommitter(
  client: Database,
  options: { clock: () => number; patienceMs: number; onGroup?: ((info: GroupInfo) => void) | undefined },
): Committer {
  const apply = makeApply(client)
  const begin = client.prepare('begin immediate')
  const end = client.prepare('commit')
  const rollback = client.prepare('rollback')
  const savepoint = client.prepare('savepoint one')
  const release = client.prepare('release one')
  const undo = client.prepare('rollback to one')
  let queue: Asked[] = []
  let waiters: (() => void)[] = []
  let isScheduled = false
  let isWaiting = false

  const inSavepoint = (commit: Commit): CommitResult => {
    savepoint.run()
    let result: CommitResult
    try {
      result = apply(commit, options.clock())
    } catch (error) {
      if (environmentCode(error) !== undefined || !client.inTransaction) throw error
      result = { type: 'refused', reason: error instanceof Error ? error.message : String(error) }
    }
    if (result.type !== 'committed') undo.run()
    release.run()
    return result
  }

  /** Fills the transaction from the queue until its time or count is reached. */
  const fill = (group: Asked[], outcomes: Outcome[], startedAt: number): void => {
    for (const asked of queue.slice(0, GROUP_COMMITS)) {
      group.push(asked)
      outcomes.push([asked, inSavepoint(asked.commit)])
      if (performance.now() - startedAt > GROUP_MS) return
    }
  }

  /** After some errors the engine has rolled back by itself. Where even this fails, every further begin says so. */
  const undoAll = (): void => {
    try {
      if (client.inTransaction) rollback.run()
    } catch (error) {
      if (environmentCode(error) === undefined) throw error
    }
  }

  const runGroup = (): void => {
    const group: Asked[] = []
    const outcomes: Outcome[] = []
    const startedAt = performance.now()
    try {
      fill(group, outcomes, startedAt)
      end.run()
    } catch (error) {
      undoAll()
      const reason = environmentCode(error)
      // Not the environment's fault: a bug here, and still nothing of the group is there.
      const result: CommitResult = { type: 'unavailable', reason: reason ?? String(error) }
      queue = queue.slice(group.length)
      for (const asked of group) asked.resolve(result)
      return
    }
    queue = queue.slice(group.length)
    for (const [asked, result] of outcomes) asked.resolve(result)
    options.onGroup?.({ commits: group.length, ms: performance.now() - startedAt })
  }

  const refuseAll = (reason: string, until = Number.POSITIVE_INFINITY): void => {
    const late = queue.filter((asked) => asked.deadline <= until)
    queue = queue.filter((asked) => asked.deadline > until)
    for (const asked of late) asked.resolve({ type: 'unavailable', reason })
  }

  const tryToBegin = (): 'begun' | 'busy' | 'refused' => {
    try {
      begin.run()
      return 'begun'
    } catch (error) {
      if (isBusy(error)) return 'busy'
      refuseAll(environmentCode(error) ?? String(error))
      return 'refused'
    }
  }

  const setWaiting = (value: boolean): void => {
    if (value === isWaiting) return
    isWaiting = value
    client.pragma(`busy_timeout = ${value ? 0 : BUSY_TIMEOUT_MS}`)
  }

  const run = (): void => {
    isScheduled = false
    if (queue.length === 0) return
    const began = tryToBegin()
    if (began === 'begun') runGroup()
    if (began === 'busy') refuseAll('SQLITE_BUSY', performance.now())
    setWaiting(began === 'busy' && queue.length > 0)
    schedule()
  }

  const schedule = (): void => {
    if (queue.length === 0) {
      for (const resolve of waiters) resolve()
      waiters = []
      return
    }
    if (isScheduled) return
    isScheduled = true
    if (isWaiting) setTimeout(run, RETRY_MS)
    else setImmediate(run)
  }

  return {
    commit: (commit, patienceMs = options.patienceMs) =>
      new Promise((resolve) => {
        queue.push({ commit, deadline: performance.now() + patienceMs, resolve })
        schedule()
      }),
    idle: () => (queue.length === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
  }
}
