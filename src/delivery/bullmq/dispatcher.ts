import { setTimeout as sleep } from 'node:timers/promises'
import { DelayedError, type Job, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { CLASSES, dueOutbox, isOpenRow, standingOf } from '../../store/queries/due-outbox.ts'
import { loadOutbox } from '../../store/queries/outbox.ts'
import type { MessageClass, Row, Write } from '../../store/writes.ts'
import { asideMs, type Delivered } from '../attempt.ts'
import { makeClimber } from '../climb.ts'
import { deliver } from '../deliver.ts'
import { makeDesk } from '../desk.ts'
import type { Dispatcher, DispatcherOptions } from '../dispatcher.ts'
import { channelFigures } from '../figures.ts'
import { BUSY_MS, FEED_MS, GRACE_MS, NO_CHANNEL_MS, SHARES, WINDOW } from '../limits.ts'
import type { Change } from '../outcome.ts'
import { makeFeeder } from './feeder.ts'
import { createSharedPacing } from './pacing.ts'
import { type Announced, jobIdOf, openQueues, type Queues, rowIdOf } from './queues.ts'
import { connect, connectWorker, findTrouble, type RedisTrouble, TROUBLES, troubleOf } from './redis.ts'

/** Between two looks whether nothing is left to do. */
const IDLE_MS = 5

export interface BullOptions extends Omit<DispatcherOptions, 'only' | 'concurrency' | 'pollMs'> {
  redisUrl: string
  /** Of every key: two installations on one Redis never meet. */
  prefix: string
  feedMs?: number
}

/**
 * Sends with any number of other processes, each told by BullMQ which row to look at. The outbox is the truth: a job that is
 * lost, doubled or late changes nothing, and what Redis forgot is put in line again.
 */
export function createBullDispatcher(options: BullOptions): Dispatcher {
  const { store, clock, log, redisUrl, prefix } = options
  const { graceMs = GRACE_MS, feedMs = FEED_MS } = options
  const redis = connect(redisUrl)
  const desk = makeDesk(options, createSharedPacing(redis, prefix, options.pace ?? {}))
  const { holds, leaseMs } = desk
  const climb = makeClimber(desk)
  const queues = openQueues(redis, prefix, (error) => notice(error))
  const feeder = makeFeeder(desk, redis, queues, prefix)
  const active = new Set<Promise<void>>()
  /** Rows that could not be handled, and until when they are left alone. */
  const asleep = new Map<string, number>()
  const connections: Redis[] = []
  let isRunning = false
  let workers: Worker[] = []
  let timers: NodeJS.Timeout[] = []
  let trouble: RedisTrouble | null = null
  let feeding: Promise<void> | null = null

  /** Says once that Redis is in trouble, and once that it is not. */
  const notice = (error: unknown): void => become(error === null ? null : troubleOf(error), error)
  const become = (next: RedisTrouble | null, error: unknown = null): void => {
    if (next === trouble) return
    trouble = next
    if (next === null) log.warn({}, 'redis_back')
    else log.error({ trouble: TROUBLES[next], ...(error === null ? {} : { error: String(error) }) }, 'redis_trouble')
  }
  redis.on('error', notice)

  const feed = (): Promise<void> => {
    feeding ??= (async () => {
      try {
        const found = await findTrouble(redis)
        if (found !== 'old' && found !== 'replica') await feeder.feed()
        if (feeder.leads()) await climb()
        become(found)
      } catch (error) {
        notice(error)
      }
      feeding = null
    })()
    return feeding
  }

  /** What becomes of a job whose row was looked at: it is done with, or looks again later. */
  const again = async (job: Job, token: string | undefined, row: Announced, waitMs: number): Promise<void> => {
    if (jobIdOf(row) !== job.id) return feeder.add([{ ...row, dueAt: clock() + waitMs }])
    await job.moveToDelayed(Date.now() + waitMs, token)
    throw new DelayedError()
  }

  const handle = async (job: Job, token?: string): Promise<void> => {
    const id = rowIdOf(job)
    const standing = await standingOf(store.db, id, clock())
    const delivered = standing.type === 'next' ? await deliver(desk, standing.row, () => undefined) : 'done'
    if (standing.type === 'next') await setAside(standing.row, delivered)
    const row = await loadOutbox(store.db, id)
    if (row === undefined || !isOpenRow(row)) return
    const now = clock()
    const until = Math.max(
      row.dueAt,
      row.leaseUntil ?? 0,
      asleep.get(id) ?? 0,
      standing.type === 'waits' ? standing.until : 0,
    )
    await again(job, token, row, Math.max(BUSY_MS, until - now))
  }

  /** A row that could not be handled must not hold up the others. */
  const setAside = async (row: Row<'outbox'>, delivered: Delivered): Promise<void> => {
    if (delivered === 'done') asleep.delete(row.id)
    else asleep.set(row.id, clock() + asideMs(delivered, options.random()))
    // Another process may have its channel.
    if (delivered === 'elsewhere') await holds.write(row, noChannel(row, clock()))
  }

  const handled = (job: Job, token?: string): Promise<void> => {
    const done = handle(job, token)
    const settled = done
      .then(() => feeder.forget(job.id ?? ''))
      .catch(() => undefined)
      .then(() => void active.delete(settled))
    active.add(settled)
    return done
  }

  const isAwake = ({ id }: Row<'outbox'>): boolean => (asleep.get(id) ?? 0) <= clock()

  const settled = async (): Promise<void> => {
    while (active.size > 0) await Promise.all(active)
  }

  const employ = (each: MessageClass): Worker => {
    const connection = connectWorker(redisUrl)
    connection.on('error', () => undefined)
    connections.push(connection)
    const worker = new Worker(each, handled, {
      connection,
      prefix,
      concurrency: SHARES[each],
      // A job whose worker died is looked at again about when the lease on its row has run out, not half a minute later.
      lockDuration: leaseMs,
      stalledInterval: leaseMs / 2,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    })
    // What is wrong, the next look at Redis tells.
    worker.on('error', () => void feed())
    // The line is empty: the rest of a large broadcast follows at once. What comes by itself is added where it is written.
    worker.on('drained', () => {
      if (feeder.hasMore()) void feed()
    })
    return worker
  }

  return {
    start() {
      if (isRunning) return
      isRunning = true
      workers = CLASSES.map(employ)
      timers = [setInterval(() => void holds.renew(), leaseMs / 3), setInterval(() => void feed(), feedMs)]
      void feed()
    },
    async stop() {
      isRunning = false
      for (const timer of timers.slice(1)) clearInterval(timer)
      await Promise.all(workers.map((worker) => worker.pause(true)))
      await Promise.race([settled(), sleep(graceMs)])
      clearInterval(timers[0])
      holds.abandon()
      await feeder.stop().catch(notice)
      await Promise.all(workers.map((worker) => worker.close(true)))
      await Promise.all(CLASSES.map((each) => queues[each].close()))
      for (const connection of [redis, ...connections]) connection.disconnect()
    },
    wake(writes = []) {
      const rows = writes.flatMap(queuedIn)
      if (rows.length > 0 && trouble === null) feeder.add(rows).catch(notice)
    },
    resting: desk.rests.resting,
    channelFigures: () => channelFigures(desk),
    trouble: () => (trouble === null ? null : TROUBLES[trouble]),
    // Without Redis nobody knows of the others: what is done for all is safe to be done twice.
    leads: () => trouble !== null || feeder.leads(),
    async idle() {
      while (isRunning) {
        await feed()
        await settled()
        const due = await dueOutbox(store.db, { now: clock(), limit: WINDOW })
        const waiting = due.filter(isAwake)
        if (waiting.length === 0 && active.size === 0) return
        await bringForward(queues, waiting, isAwake).catch(notice)
        await sleep(IDLE_MS)
      }
    },
  }
}

const noChannel = ({ deadline }: Row<'outbox'>, now: number): Change => ({
  dueAt: Math.min(now + NO_CHANNEL_MS, deadline),
})

/** A clock that was moved makes rows due whose jobs still wait by the clock of Redis. */
async function bringForward(
  queues: Queues,
  due: readonly Row<'outbox'>[],
  isAwake: (row: Row<'outbox'>) => boolean,
): Promise<void> {
  for (const row of due) {
    const job = await queues[row.class].getJob(jobIdOf(row))
    // It may have been looked at meanwhile.
    if (job !== undefined && (await job.isDelayed()) && isAwake(row)) await job.promote().catch(() => undefined)
  }
}

/** Rows that a commit put into the outbox. */
const queuedIn = (write: Write): Announced[] =>
  write.type === 'insert' && write.table === 'outbox' && write.values.status === 'queued'
    ? [{ ...write.values, attempts: write.values.attempts ?? 0 }]
    : []
