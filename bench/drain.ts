import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { openRedis } from '../test/real/redis.ts'
import { type Child, startChild } from './children.ts'
import type { DrainDone, DrainKind } from './drain-job.ts'
import { fill } from './drain-place.ts'

/**
 * `npm run bench:drain [-- --messages 100000] [--workers 1,2,4]`: how fast a broadcast leaves where the provider takes everything at once, by the embedded dispatcher and by
 * BullMQ's with so many workers, as ratios of two floors measured right before each: bare rows claimed and settled, and bare jobs that do nothing. Prints a table, keeps nothing.
 */

interface Run {
  perSecond: number
  /** Of all its processes, for each message. */
  cpuMs: number
  /** The largest of them. */
  memoryMb: number
  /** Sends beyond one for each message, or missing. */
  off: number
}

const LOOK_MS = 50
const MOST_MS = 30 * 60_000

/** Starts the processes, lets them work until `left` gives none, and ends them. */
async function measure(
  kind: DrainKind,
  { file, redisUrl, workers, total }: { file: string; redisUrl: string; workers: number; total: number },
  left: (children: readonly Child[]) => Promise<number>,
): Promise<Run> {
  const children: Child[] = []
  for (let n = 0; n < workers; n++) children.push(await startChild('drain-process', [kind, file, redisUrl]))
  const before = await Promise.all(children.map((child) => child.ask<DrainDone>({})))
  const beganAt = performance.now()
  await Promise.all(children.map((child, n) => child.ask<DrainDone>({ begin: n === 0 ? total : 0 })))
  while ((await left(children)) > 0) {
    if (performance.now() - beganAt > MOST_MS) throw new Error(`${kind} did not come to an end`)
    await sleep(LOOK_MS)
  }
  const ms = performance.now() - beganAt
  const after = await Promise.all(children.map((child) => child.ask<DrainDone>({})))
  for (const child of children) await child.stop()
  const sum = (of: (done: DrainDone) => number, all: readonly DrainDone[]) =>
    all.reduce((most, one) => most + of(one), 0)
  return {
    perSecond: (total / ms) * 1000,
    cpuMs: (sum(({ cpuMs }) => cpuMs, after) - sum(({ cpuMs }) => cpuMs, before)) / total,
    memoryMb: Math.max(...after.map(({ memoryMb }) => memoryMb)),
    off: sum(({ count }) => count, after) - total,
  }
}

const countOf = (file: string, query: string): (() => Promise<number>) => {
  const client = new Database(file, { readonly: true })
  const counted = client.prepare(query).pluck()
  return async () => Number(counted.get())
}

function makeRows(file: string, total: number): void {
  const client = new Database(file)
  client.pragma('journal_mode = WAL')
  client.exec(`create table jobs (id text primary key, fence integer not null, status integer not null, due_at integer not null, lease_until integer) strict;
    create index jobs_due on jobs (due_at, id) where status = 0`)
  const insert = client.prepare('insert into jobs values (?, 0, 0, 0, null)')
  client.transaction(() => {
    for (let n = 0; n < total; n++) insert.run(`019ab000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`)
  })()
  client.close()
}

const HEAD = ['', 'messages/s', 'rows/s', 'jobs/s', 'of rows', 'of jobs', 'cpu ms each', 'jobs cpu ms', 'MB', 'off']

function show(name: string, run: Run, rows: Run, jobs: Run): void {
  const cells = [
    run.perSecond.toFixed(0),
    rows.perSecond.toFixed(0),
    jobs.perSecond.toFixed(0),
    (run.perSecond / rows.perSecond).toFixed(3),
    (run.perSecond / jobs.perSecond).toFixed(3),
    run.cpuMs.toFixed(2),
    jobs.cpuMs.toFixed(2),
    run.memoryMb.toFixed(0),
    run.off,
  ]
  console.log(name.padEnd(20) + cells.map((cell) => String(cell).padStart(12)).join(''))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { messages: { type: 'string', default: '100000' }, workers: { type: 'string', default: '1,2,4' } },
  })
  const total = Number(values.messages)
  const dir = mkdtempSync(join(tmpdir(), 'mua-drain-'))
  const redis = await openRedis()
  let serial = 0
  const fresh = async (make: (file: string) => void): Promise<string> => {
    const file = join(dir, `${++serial}.db`)
    make(file)
    await redis.command('flushall')
    return file
  }
  const full = join(dir, 'full.db')
  const floors = async (workers: number) => {
    const rowsFile = await fresh((file) => makeRows(file, total))
    const openRows = countOf(rowsFile, 'select count(*) from jobs where status = 0')
    const rows = await measure('rows', { file: rowsFile, redisUrl: '', workers: 1, total }, openRows)
    const undone = async (children: readonly Child[]) => {
      const each = await Promise.all(children.map((child) => child.ask<DrainDone>({})))
      return total - each.reduce((sum, { count }) => sum + count, 0)
    }
    const jobs = await measure('jobs', { file: '', redisUrl: redis.url, workers, total }, undone)
    return { rows, jobs }
  }
  const subject = async (kind: 'embedded' | 'bullmq', workers: number) => {
    const file = await fresh((name) => copyFileSync(full, name))
    const open = countOf(file, `select count(*) from outbox where status in ('queued', 'errored')`)
    return measure(kind, { file, redisUrl: redis.url, workers, total }, open)
  }
  try {
    await fill(full, total)
    console.log(
      `${total} messages\n${''.padEnd(20)}${HEAD.slice(1)
        .map((cell) => cell.padStart(12))
        .join('')}`,
    )
    for (const workers of [0, ...values.workers.split(',').map(Number)]) {
      const { rows, jobs } = await floors(Math.max(1, workers))
      const run = await subject(workers === 0 ? 'embedded' : 'bullmq', Math.max(1, workers))
      show(workers === 0 ? 'embedded' : `BullMQ, ${workers} ${workers === 1 ? 'worker' : 'workers'}`, run, rows, jobs)
    }
  } finally {
    await redis.stop()
    rmSync(dir, { recursive: true })
  }
}

await main()
