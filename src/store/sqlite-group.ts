import { performance } from 'node:perf_hooks'
import type { Database } from 'better-sqlite3'
import { environmentCode, isBusy } from './sqlite-errors.ts'
import { makeWriter } from './sqlite-statements.ts'
import type { Commit, CommitResult } from './store.ts'
import type { Write } from './writes.ts'

/** A transaction takes no further commit once it has run this long, so that with the sync it stays under 50 ms. */
const GROUP_MS = 25
/** Nor once it holds this many. */
const GROUP_COMMITS = 512

/** How a try at one transaction ended. */
export type GroupResult =
  /** Another connection holds the lock: nothing was tried. */
  | { type: 'busy' }
  /** For as many of the commits as were taken, from the first, what became of each. `ms`: from begin to disk. */
  | { type: 'ran'; results: CommitResult[]; ms: number }
  /** Nothing of the first `taken` is there. */
  | { type: 'unavailable'; taken: number; reason: string }

/** Whether it must change exactly one row. */
const isPrecondition = (write: Write): boolean =>
  write.type === 'increase' || (write.type === 'update' && write.expect === 'one')

/** Runs one commit inside the open transaction. Throws what made it impossible. */
function makeApply(client: Database, clock: () => number): (commit: Commit) => CommitResult {
  const write = makeWriter(client)
  return ({ claim, writes }) => {
    if (claim !== undefined) {
      const values = { channel: claim.channel, externalId: claim.externalId, at: clock() }
      if (write({ type: 'insert', table: 'claims', values, onConflict: 'ignore' }) === 0) return { type: 'duplicate' }
    }
    for (const each of writes) {
      const changes = write(each)
      if (isPrecondition(each) && changes !== 1) return { type: 'conflict' }
    }
    return { type: 'committed' }
  }
}

/** Runs one commit inside the open transaction; `refused` where a statement of its own was. Throws only what concerns the whole transaction. */
function makeTryOne(client: Database, clock: () => number): (commit: Commit) => CommitResult {
  const apply = makeApply(client, clock)
  return (commit) => {
    try {
      return apply(commit)
    } catch (error) {
      if (environmentCode(error) !== undefined || !client.inTransaction) throw error
      return { type: 'refused', reason: error instanceof Error ? error.message : String(error) }
    }
  }
}

/** Runs one commit in a savepoint of its own. Throws only what concerns the whole transaction. */
function makeInSavepoint(client: Database, tryOne: (commit: Commit) => CommitResult): (commit: Commit) => CommitResult {
  const savepoint = client.prepare('savepoint one')
  const release = client.prepare('release one')
  const undo = client.prepare('rollback to one')
  return (commit) => {
    savepoint.run()
    const result = tryOne(commit)
    if (result.type !== 'committed') undo.run()
    release.run()
    return result
  }
}

/** Whether a commit that ended so may have left something behind: a claim that was there before wrote nothing. */
const mustBeUndone = ({ type }: CommitResult): boolean => type === 'conflict' || type === 'refused'

/** After some errors the engine has rolled back by itself. Where even this fails, every further begin says so. */
function rollBack(client: Database): void {
  try {
    if (client.inTransaction) client.exec('rollback')
  } catch (error) {
    if (environmentCode(error) === undefined) throw error
  }
}

/**
 * Runs as many commits as fit, in order, in one `BEGIN IMMEDIATE … COMMIT`. Savepoints make the engine copy every page
 * that a commit touches, which costs 40 % of a turn; so it is done without, and all over again with one for each commit
 * where one of them has to be undone. After a failed sync the engine forgets the transaction, but a crash before its next
 * write may bring it back: so `unavailable` promises that nothing is seen, and whoever asks again after it must bear a
 * `claim` to have its effect once.
 */
export function makeGroupRunner(client: Database, clock: () => number): (commits: readonly Commit[]) => GroupResult {
  const tryOne = makeTryOne(client, clock)
  const inSavepoint = makeInSavepoint(client, tryOne)
  const begin = client.prepare('begin immediate')
  const end = client.prepare('commit')
  /** `again`: what to do instead, everything undone, where one commit has to be undone. */
  const run = (commits: readonly Commit[], each: typeof tryOne, again?: () => GroupResult): GroupResult => {
    const startedAt = performance.now()
    const results: CommitResult[] = []
    let taken = 0
    try {
      begin.run()
      for (const commit of commits) {
        taken++
        const result = each(commit)
        if (again !== undefined && mustBeUndone(result)) {
          rollBack(client)
          return again()
        }
        results.push(result)
        if (taken === GROUP_COMMITS || performance.now() - startedAt > GROUP_MS) break
      }
      end.run()
      return { type: 'ran', results, ms: performance.now() - startedAt }
    } catch (error) {
      if (taken === 0 && isBusy(error)) return { type: 'busy' }
      rollBack(client)
      // Without a code it is no fault of the environment but a bug here; still nothing of the group is there.
      return { type: 'unavailable', taken, reason: environmentCode(error) ?? String(error) }
    }
  }
  return (commits) => run(commits, tryOne, () => run(commits, inSavepoint))
}
