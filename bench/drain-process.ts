import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { Queue, Worker } from 'bullmq'
import { uuidv7 } from 'uuidv7'
import type { Channel } from '../src/channels/channel.ts'
import { createBullDispatcher } from '../src/delivery/bullmq/dispatcher.ts'
import { connect, connectWorker } from '../src/delivery/bullmq/redis.ts'
import type { Delivery } from '../src/delivery/context.ts'
import { createEmbeddedDispatcher } from '../src/delivery/embedded.ts'
import { CONCURRENCY, RESERVED_FOR_REPLIES, SHARES } from '../src/delivery/limits.ts'
import { openSqliteStore } from '../src/store/sqlite.ts'
import { KEY } from '../test/trials/served.ts'
import { answer } from './children.ts'
import type { DrainDone, DrainKind } from './drain-job.ts'
import { drainProgram, START } from './drain-place.ts'

/**
 * One process of the drain, told by its parent when to begin; told again, it ends and says what it did. `rows` and `jobs` are the floors: rows of a bare table claimed
 * and settled in two commits, as many at a time as the embedded dispatcher has slots for a broadcast; jobs that do nothing, as many at a time as a worker has.
 */
const [, , kind = '', file = '', redisUrl = ''] = process.argv
let count = 0

/** A provider that takes everything at once. */
const instant: Channel = {
  ...{ type: 'twilio', form: 'sms', scheme: 'tel', routes: [] },
  acknowledge: () => ({ contentType: 'text/plain', body: '' }),
  receive: async () => ({ type: 'accepted', events: [] }),
  async send({ id }) {
    count += 1
    return { type: 'wired', externalId: `SM${id}` }
  },
}

async function openDelivery(): Promise<Delivery> {
  const beganAt = performance.now()
  const clock = () => Math.floor(START + performance.now() - beganAt)
  const program = drainProgram()
  const tell = (fields: Record<string, unknown>, event: string) => console.error(event, fields)
  return {
    store: await openSqliteStore({ file, key: KEY, clock }),
    channels: [instant],
    programs: { current: program, byRevision: () => program },
    ...{ saoM2: 360, operator: 'HTX Mường Vi', clock, ids: uuidv7, random: Math.random },
    log: { warn: tell, error: tell },
  }
}

/** Claims and settles every row of the table `jobs`, in groups. */
async function claimRows(): Promise<void> {
  const client = new Database(file)
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = FULL')
  const due = client.prepare('select id, fence from jobs where status = 0 order by due_at, id limit ?')
  const claim = client.prepare('update jobs set fence = fence + 1, lease_until = ? where id = ? and fence = ?')
  const settle = client.prepare('update jobs set status = 1, lease_until = null where id = ? and fence = ?')
  const all = (write: (row: { id: string; fence: number }) => unknown) =>
    client.transaction((rows: { id: string; fence: number }[]) => rows.forEach((row) => void write(row))).immediate
  const claimAll = all(({ id, fence }) => claim.run(START, id, fence))
  const settleAll = all(({ id, fence }) => settle.run(id, fence + 1))
  for (;;) {
    // Rows of a table made here.
    const rows = due.all(CONCURRENCY - RESERVED_FOR_REPLIES) as { id: string; fence: number }[]
    if (rows.length === 0) return
    claimAll(rows)
    settleAll(rows)
    count += rows.length
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const PREFIX = 'bench'

/** Puts so many jobs in line, as our own are put there. */
async function addJobs(total: number): Promise<void> {
  const queue = new Queue('bare', { connection: connect(redisUrl), prefix: PREFIX })
  const opts = { attempts: 1, removeOnComplete: true, removeOnFail: true }
  for (let from = 0; from < total; from += 2000) {
    const ids = Array.from({ length: Math.min(2000, total - from) }, (_, n) => from + n)
    await queue.addBulk(ids.map((n) => ({ name: 'look', data: {}, opts: { ...opts, jobId: `o${n}-1` } })))
  }
}

const nothing = async () => {
  count += 1
}

/** What begins the work, made ready before; it is told how many jobs it is to put in line itself. */
async function prepare(): Promise<(total: number) => unknown> {
  switch (kind satisfies string as DrainKind) {
    case 'rows':
      return () => void claimRows()
    case 'jobs': {
      const options = {
        connection: connectWorker(redisUrl),
        prefix: PREFIX,
        concurrency: SHARES.broadcast,
        autorun: false,
      }
      const worker = new Worker('bare', nothing, options)
      await worker.waitUntilReady()
      return (total: number) => {
        void worker.run()
        if (total > 0) void addJobs(total)
      }
    }
    case 'embedded': {
      const dispatcher = createEmbeddedDispatcher(await openDelivery())
      return () => dispatcher.start()
    }
    case 'bullmq': {
      const dispatcher = createBullDispatcher({ ...(await openDelivery()), redisUrl, prefix: PREFIX })
      await sleep(200)
      return () => dispatcher.start()
    }
  }
}

const begin = await prepare()
const done = (): DrainDone => {
  const { user, system } = process.cpuUsage()
  return { count, cpuMs: (user + system) / 1000, memoryMb: process.memoryUsage.rss() / 2 ** 20 }
}
answer<{ begin?: number }>('', (question) => {
  if (question.begin !== undefined) begin(question.begin)
  return done()
})
