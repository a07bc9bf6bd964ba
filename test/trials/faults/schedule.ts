import { setTimeout as realSleep } from 'node:timers/promises'
import type { Program } from '../../../src/conversation/types.ts'
import { createBullDispatcher } from '../../../src/delivery/bullmq/dispatcher.ts'
import type { Delivery } from '../../../src/delivery/context.ts'
import type { Dispatcher } from '../../../src/delivery/dispatcher.ts'
import { createEmbeddedDispatcher } from '../../../src/delivery/embedded.ts'
import { nextDueAt } from '../../../src/store/queries/due-outbox.ts'
import { loadOutbox } from '../../../src/store/queries/outbox.ts'
import { openSqliteStore, type SqliteStore } from '../../../src/store/sqlite.ts'
import type { Row } from '../../../src/store/writes.ts'
import { KEY, NOW, program, TEXTS } from '../../delivery/fixtures.ts'
import { seeded } from '../../seeded.ts'
import { openTimeline, type Timeline } from '../../timeline.ts'
import type { Adapter, Provider } from './adapter.ts'
import { judge } from './judge.ts'
import { messageWrite, type Plan, personWrites, planOf } from './plan.ts'
import { makeReports } from './reports.ts'
import { makeWire } from './wire.ts'

export interface ScheduleOptions {
  adapter: Adapter
  seed: number
  /** null: the embedded dispatcher, in a time that stands still; else BullMQ's. */
  redisUrl: string | null
}

export interface Played {
  seed: number
  rows: Row<'outbox'>[]
  /** Rows that the provider had more than once. */
  twice: number
  /** Of the uncertain, those that the provider had. */
  uncertainTaken: number
  /** Where the outbox and the provider's record disagree, or a message went twice that may not. */
  wrong: string[]
  /** Requests by what became of them. */
  fates: ReadonlyMap<string, number>
  kills: number
}

/** Where time does not stand still: what a channel waits for an answer, and the longest that anything here takes. */
const REAL_TIMEOUT_MS = 80
const REAL_WAIT_MS = 40
/** How often the outbox is looked at, at first, and at last where nothing happens. */
const POLL_MS = 250
const REAL_POLL_MS = 2000
const MOST_POLL_MS = 60_000
const MOST_STEPS = 100_000

/** Plays one schedule of faults to its end. */
export async function play({ adapter, seed, redisUrl }: ScheduleOptions): Promise<Played> {
  const isHeld = redisUrl === null
  const time = openTimeline(NOW, isHeld)
  const store = await openSqliteStore({ file: ':memory:', key: KEY, clock: time.now })
  const random = seeded(seed)
  const plan = planOf(random, adapter)
  const fates = new Map<string, number>()
  const pending = { count: 0 }
  let kills = 0
  let requests = 0
  const sleep = (ms: number) => (isHeld ? time.sleep(ms) : realSleep(Math.min(ms, REAL_WAIT_MS)).then(() => undefined))
  const wire = makeWire(
    {
      ...{ random: seeded(seed + 1), time, sleep },
      badness: plan.badness,
      // Waited for step by step, an hour is long where steps take time.
      limited: isHeld
        ? plan.limited
        : { from: plan.limited.from, to: Math.min(plan.limited.to, plan.limited.from + 120_000) },
      isSpared: adapter.isSpared ?? (() => false),
      refusals: () => provider.refusals,
      onHad: () => reports.look(),
      onWay: () => {
        if (plan.kills.has(++requests)) crew.kill()
      },
    },
    fates,
  )
  const provider = await adapter.open(
    { now: time.now, wire, ...(isHeld ? {} : { timeoutMs: REAL_TIMEOUT_MS }) },
    plan.people,
  )
  const watched = watch(store, provider, time)
  const delivery = deliveryOf(watched, adapter.program ?? program(TEXTS), time, seeded(seed + 2), sleep)
  const reports = makeReports({
    provider: () => provider,
    delivery: () => delivery,
    time,
    random: seeded(seed + 3),
    pending,
  })
  const crew = makeCrew(delivery, plan, redisUrl, `faults-${adapter.type}-${seed}`, () => (kills += 1))
  await store.commit({ writes: personWrites(store, adapter, plan.people) })
  for (const message of plan.messages) {
    pending.count += 1
    time.later(message.inMs, async () => {
      await store.commit({ writes: [messageWrite(message, time.now())] })
      pending.count -= 1
      crew.wake()
    })
  }
  const isOver = await playOut(store, time, crew, pending, isHeld)
  await crew.stop(isHeld ? time : null)
  time.release()
  const rows = await Promise.all(plan.messages.map(({ id }) => loadOutbox(store.db, id)))
  await provider.close()
  await store.close()
  const found = rows.filter((row) => row !== undefined)
  return { ...verdict(found, provider, reports.told, adapter, isOver), seed, rows: found, fates, kills }
}

/** Goes from one thing that is due to the next until nothing is open and no report is still to come. False: it did not end. */
async function playOut(
  { db }: SqliteStore,
  time: Timeline,
  crew: Crew,
  pending: { count: number },
  isHeld: boolean,
): Promise<boolean> {
  const leastMs = isHeld ? POLL_MS : REAL_POLL_MS
  let [pauseMs, moves, lookedAt] = [leastMs, 0, time.now()]
  for (let step = 0; step < MOST_STEPS; step++) {
    await (isHeld ? time.settle() : crew.idle())
    const due = await nextDueAt(db)
    if (due === null && pending.count === 0) return true
    const until = due === null ? Number.POSITIVE_INFINITY : Math.max(due, lookedAt + pauseMs)
    await time.advance(until)
    if (time.now() < until) continue
    pauseMs = time.moves() === moves ? Math.min(pauseMs * 2, MOST_POLL_MS) : leastMs
    moves = time.moves()
    lookedAt = until
    crew.wake()
  }
  return false
}

function verdict(
  rows: readonly Row<'outbox'>[],
  provider: Provider,
  told: Parameters<typeof judge>[0]['told'],
  adapter: Adapter,
  isOver: boolean,
) {
  const all = provider.taken()
  const takenOf = (row: Row<'outbox'>) =>
    all.filter(({ outboxId, text }) => (outboxId === undefined ? text === row.text : outboxId === row.id))
  const idsOf = (row: Row<'outbox'>) => new Set(all.flatMap(({ ids, text }) => (text === row.text ? ids : [])))
  const strays = all.filter((each) => !rows.some((row) => takenOf(row).includes(each)))
  return {
    twice: rows.filter((row) => takenOf(row).length > 1).length,
    uncertainTaken: rows.filter((row) => row.status === 'uncertain' && takenOf(row).length > 0).length,
    wrong: [
      ...(isOver ? [] : ['it did not end']),
      ...strays.map(() => 'the provider has a message of no row'),
      ...rows.flatMap((row) => judge({ row, taken: takenOf(row), ids: idsOf(row), told, adapter })),
    ],
  }
}

/** Time does not go on while a channel is at work or a commit under way. */
function watch(store: SqliteStore, provider: Provider, time: Timeline) {
  const { channel } = provider
  const { findSent } = channel
  const watched = {
    ...channel,
    send: (...all: Parameters<typeof channel.send>) => time.work(() => channel.send(...all)),
    ...(findSent === undefined
      ? {}
      : { findSent: (...all: Parameters<typeof findSent>) => time.work(() => findSent(...all)) }),
  }
  const commit: SqliteStore['commit'] = (...all) => time.work(() => store.commit(...all))
  return { store: { ...store, commit }, channel: watched }
}

function deliveryOf(
  { store, channel }: ReturnType<typeof watch>,
  current: Program,
  time: Timeline,
  random: () => number,
  sleep: (ms: number) => Promise<void>,
): Delivery {
  let serial = 0
  const quiet = () => undefined
  return {
    ...{ store, channels: [channel], random, sleep },
    programs: { current, byRevision: () => current },
    saoM2: 360,
    operator: 'HTX Mường Vi',
    clock: time.now,
    ids: () => `id-${String(++serial).padStart(6, '0')}`,
    log: { warn: quiet, error: quiet },
  }
}

/** The processes that send. */
interface Crew {
  wake(): void
  /** One of them dies on what it has in hand, and another takes its place. */
  kill(): void
  idle(): Promise<void>
  /** `time`: what has to go on meanwhile; null: it does by itself. */
  stop(time: Timeline | null): Promise<void>
}

function makeCrew(delivery: Delivery, plan: Plan, redisUrl: string | null, prefix: string, onKill: () => void): Crew {
  const stopping: Promise<void>[] = []
  const begin = (): Dispatcher => {
    const options = { ...delivery, pollMs: 1e9, graceMs: 0, gatherMs: 0 }
    const made =
      redisUrl === null
        ? createEmbeddedDispatcher(options)
        : createBullDispatcher({ ...options, redisUrl, prefix, feedMs: 20 })
    made.start()
    return made
  }
  const workers = Array.from({ length: plan.workers }, begin)
  let next = 0
  return {
    wake: () => {
      for (const worker of workers) worker.wake()
    },
    kill() {
      const nth = next++ % workers.length
      const dead = workers[nth]
      workers[nth] = begin()
      if (dead) stopping.push(dead.stop())
      onKill()
    },
    async idle() {
      await Promise.all(workers.map((worker) => worker.idle()))
    },
    async stop(time) {
      let isGone = false
      const gone = Promise.all([...stopping, ...workers.map((worker) => worker.stop())]).then(() => {
        isGone = true
      })
      // What is still under way then comes back to nobody.
      const until = (time?.now() ?? 0) + 10 * MOST_POLL_MS
      while (time !== null && (!isGone || time.now() < until)) {
        await time.settle()
        await time.advance(time.now() + MOST_POLL_MS)
      }
      await gone
    },
  }
}
