import { dueOutbox } from '../store/queries/due-outbox.ts'
import { findUrn } from '../store/queries/people.ts'
import type { Row } from '../store/writes.ts'
import { asideMs } from './attempt.ts'
import { makeClimber } from './climb.ts'
import { deliver } from './deliver.ts'
import { makeDesk } from './desk.ts'
import type { Dispatcher, DispatcherOptions } from './dispatcher.ts'
import { channelFigures } from './figures.ts'
import { CONCURRENCY, GATHER_MS, GRACE_MS, POLL_MS, RESERVED_FOR_REPLIES } from './limits.ts'
import { createPacing, isUrgent } from './pacing.ts'

/** Sends in this process, by looking into the outbox itself. */
export function createEmbeddedDispatcher(options: DispatcherOptions): Dispatcher {
  const { store, clock, log } = options
  const { concurrency = CONCURRENCY, pollMs = POLL_MS } = options
  const { graceMs = GRACE_MS, gatherMs = GATHER_MS, only } = options
  const desk = makeDesk(options, createPacing(options.pace ?? {}, clock))
  const { holds, leaseMs } = desk
  const climb = only === undefined ? makeClimber(desk) : async () => undefined
  const reserved = Math.min(RESERVED_FOR_REPLIES, Math.floor(concurrency / 4))
  /** Rows being handled, by URN: one at a time each. */
  const active = new Map<string, Promise<void>>()
  const inHand = new Set<string>()
  const stuckUntil = new Map<string, number>()
  let timers: NodeJS.Timeout[] = []
  let isRunning = false
  let isScheduled = false
  /** Woken while picking: what came meanwhile may not have been seen. */
  let isWoken = false
  let turn = 0
  let picking: Promise<void> | null = null

  const begin = (row: Row<'outbox'>): void => {
    const done = deliver(desk, row, () => undefined).then((written) => {
      if (written !== 'done') stuckUntil.set(row.id, clock() + asideMs(written, options.random()))
      active.delete(row.urnId)
      inHand.delete(row.id)
      wake()
    })
    active.set(row.urnId, done)
    inHand.add(row.id)
  }

  /** What of the rows that are due is taken into hand: one for each URN, some slots kept for replies. */
  const choose = (due: readonly Row<'outbox'>[], free: number): Row<'outbox'>[] => {
    const chosen = new Map<string, Row<'outbox'>>()
    for (const row of due) {
      const left = free - chosen.size - (isUrgent(row.class) ? 0 : reserved)
      const isBusy = active.has(row.urnId) || chosen.has(row.urnId)
      if (left > 0 && !isBusy && !stuckUntil.has(row.id)) chosen.set(row.urnId, row)
    }
    return [...chosen.values()]
  }

  const dueRows = async (now: number, limit: number): Promise<Row<'outbox'>[]> => {
    const except = [...inHand, ...stuckUntil.keys()]
    if (only === undefined)
      return dueOutbox(store.db, { now, limit, except, turn: turn++, paused: await desk.pauses.classes() })
    const known = await findUrn(store.db, store.keys.hash(only))
    return known === undefined ? [] : dueOutbox(store.db, { now, limit, except, urnId: known.urn.id })
  }

  /** Takes into hand what is due, as far as slots are free. Every row that is done with wakes us again. */
  const pick = async (): Promise<void> => {
    const now = clock()
    await climb()
    for (const [id, until] of stuckUntil) if (until <= now) stuckUntil.delete(id)
    const free = concurrency - active.size
    if (free === 0) return
    // Those in hand may not be leased yet: what waits for its account's turn must not keep a reply from being seen.
    for (const row of choose(await dueRows(now, concurrency), free)) begin(row)
  }

  const run = (): void => {
    isScheduled = false
    if (!isRunning) return
    if (picking !== null) {
      isWoken = true
      return
    }
    picking = pick()
      .catch((error: unknown) => log.error({ error: String(error) }, 'outbox_not_read'))
      .finally(() => {
        picking = null
        if (isWoken) wake()
        isWoken = false
      })
  }

  const wake = (): void => {
    if (!isRunning || isScheduled) return
    isScheduled = true
    setTimeout(run, gatherMs)
  }

  const settled = async (): Promise<void> => {
    while (isScheduled || picking !== null || active.size > 0) {
      await Promise.all([picking, ...active.values()])
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  return {
    start() {
      if (isRunning) return
      isRunning = true
      timers = [setInterval(wake, pollMs), setInterval(() => void holds.renew(), leaseMs / 3)]
      wake()
    },
    async stop() {
      isRunning = false
      clearInterval(timers[0])
      let timer: NodeJS.Timeout | undefined
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs)
      })
      await Promise.race([Promise.all([picking, ...active.values()]), grace])
      clearTimeout(timer)
      clearInterval(timers[1])
      holds.abandon()
    },
    wake,
    resting: desk.rests.resting,
    channelFigures: () => channelFigures(desk),
    leads: () => true,
    async idle() {
      wake()
      await settled()
    },
  }
}
