import { performance } from 'node:perf_hooks'
import type { Database } from 'better-sqlite3'
import { makeGroupRunner } from './sqlite-group.ts'
import type { Commit, CommitResult } from './store.ts'

/** How long the engine itself may wait for another process's lock, the event loop standing still. */
export const BUSY_TIMEOUT_MS = 250
/** Between two tries from JavaScript while another process holds the lock; these don't block. */
const RETRY_MS = 20
/** So many that may wait for others are company enough. */
const COMPANY = 16

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

/** `clock`: epoch ms, for claims. `onGroup`: after each transaction that is on disk. */
export interface CommitterOptions {
  clock: () => number
  patienceMs: number
  onGroup?: ((info: GroupInfo) => void) | undefined
}

/** Takes commits and writes those asked for at the same time in one transaction. Nothing here throws or rejects. */
export interface Committer {
  /**
   * `withinMs`: may wait so long for others to share the transaction with, unless there are enough; default: begins at once.
   * `patienceMs`: unavailable if not begun by then.
   */
  commit(commit: Commit, when?: { withinMs?: number; patienceMs?: number }): Promise<CommitResult>
  /** Resolves when nothing asked before is under way. */
  idle(): Promise<void>
}

export function makeCommitter(client: Database, options: CommitterOptions): Committer {
  const runGroup = makeGroupRunner(client, options.clock)
  let queue: Asked[] = []
  let waiters: (() => void)[] = []
  let isScheduled = false
  /** Begins what may wait, where nothing comes that can't; `at` on the monotonic clock. */
  let later: { timer: NodeJS.Timeout; at: number } | undefined
  let isLocked = false

  const settle = (asked: Asked[], reason: string): void => {
    for (const { resolve } of asked) resolve({ type: 'unavailable', reason })
  }

  /** Tells those whose patience is over. */
  const endure = (): void => {
    const now = performance.now()
    const late = queue.filter(({ deadline }) => deadline <= now)
    queue = queue.filter(({ deadline }) => deadline > now)
    settle(late, 'SQLITE_BUSY')
  }

  /** While another process holds the lock we wait here and not inside the engine. */
  const setLocked = (value: boolean): void => {
    if (value === isLocked) return
    isLocked = value
    client.pragma(`busy_timeout = ${value ? 0 : BUSY_TIMEOUT_MS}`)
  }

  const run = (): void => {
    isScheduled = false
    clearTimeout(later?.timer)
    later = undefined
    const result = runGroup(queue.map(({ commit }) => commit))
    switch (result.type) {
      case 'busy':
        endure()
        break
      case 'unavailable':
        // Where not even the begin went through, nobody in the queue can be served.
        settle(queue.splice(0, result.taken === 0 ? queue.length : result.taken), result.reason)
        break
      case 'ran':
        queue.splice(0, result.results.length).forEach(({ resolve }, index) => {
          const own = result.results[index]
          if (own !== undefined) resolve(own)
        })
        options.onGroup?.({ commits: result.results.length, ms: result.ms })
    }
    setLocked(result.type === 'busy' && queue.length > 0)
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
    // After everything that is ready to be read has been read: so turns of one round share a commit.
    if (isLocked) setTimeout(run, RETRY_MS)
    else setImmediate(run)
  }

  const scheduleWithin = (ms: number): void => {
    const at = performance.now() + ms
    if (later !== undefined && later.at <= at) return
    clearTimeout(later?.timer)
    later = { at, timer: setTimeout(schedule, ms) }
  }

  return {
    commit: (commit, { withinMs = 0, patienceMs = options.patienceMs } = {}) =>
      new Promise((resolve) => {
        queue.push({ commit, deadline: performance.now() + withinMs + patienceMs, resolve })
        if (withinMs === 0 || queue.length >= COMPANY) schedule()
        else scheduleWithin(withinMs)
      }),
    idle: () => (queue.length === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
  }
}
