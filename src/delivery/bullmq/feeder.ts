import type { Redis } from 'ioredis'
import { CLASSES, dueOutboxOf } from '../../store/queries/due-outbox.ts'
import type { MessageClass } from '../../store/writes.ts'
import type { Desk } from '../desk.ts'
import { ANNOUNCED_MS, FEED_LEASE_MS, WINDOW } from '../limits.ts'
import { type Announced, announce, jobIdOf, type Queues } from './queues.ts'

/** Puts in line what is due: what just came, what Redis forgot, and of a large broadcast as much as the workers need next. */
export interface Feeder {
  /** One look at the outbox, unless another process looks at present. Throws where Redis takes nothing. */
  feed(): Promise<void>
  /** Rows that were just written. Throws where Redis takes nothing; they are found by the next look. */
  add(rows: readonly Announced[]): Promise<void>
  /** A job is done with: the same may be needed again. */
  forget(jobId: string): void
  /** Whether our last look left rows in the outbox that are due: a window was full. */
  hasMore(): boolean
  /** Whether it was for us to look when we last asked. */
  leads(): boolean
  /** Leaves the looking to the others at once. */
  stop(): Promise<void>
}

/**
 * The outbox is the truth and Redis holds a window of it: the rows due longest of each class. So little of it is lost with Redis,
 * broadcasts keep their turns, and one that is stopped has few jobs to look at in vain.
 */
export function makeFeeder(
  { delivery, pauses }: Pick<Desk, 'delivery' | 'pauses'>,
  redis: Redis,
  queues: Queues,
  prefix: string,
): Feeder {
  const { store, clock, ids } = delivery
  const me = ids()
  /** Jobs put there by us lately, and until when they are believed to be there. */
  const announced = new Map<string, number>()
  let epoch: string | null = null
  let turn = 0
  let isLeader = false
  let isFull = false

  /** Whether it is for us to look: one process at a time, another soon where it dies. */
  const isOurTurn = async (): Promise<boolean> => {
    const key = `${prefix}:feeder`
    if ((await redis.set(key, me, 'PX', FEED_LEASE_MS, 'NX')) === 'OK') return true
    if ((await redis.get(key)) !== me) return false
    await redis.pexpire(key, FEED_LEASE_MS)
    return true
  }

  /** A Redis that was emptied, or another one, has none of what we put there. */
  const noticeLoss = async (): Promise<void> => {
    const key = `${prefix}:epoch`
    await redis.set(key, ids(), 'NX')
    const found = await redis.get(key)
    if (found !== epoch) announced.clear()
    epoch = found
  }

  const put = async (each: MessageClass, rows: readonly Announced[]): Promise<void> => {
    const now = clock()
    await announce(queues[each], rows, now)
    for (const row of rows) announced.set(jobIdOf(row), now + ANNOUNCED_MS)
  }

  return {
    async feed() {
      isLeader = await isOurTurn()
      if (!isLeader) return
      await noticeLoss()
      const now = clock()
      for (const [id, until] of announced) if (until <= now) announced.delete(id)
      turn++
      const paused = await pauses.classes()
      isFull = false
      for (const each of CLASSES) {
        const due = await dueOutboxOf(store.db, each, { now, limit: WINDOW, turn, paused })
        isFull ||= due.length === WINDOW
        await put(
          each,
          due.filter((row) => !announced.has(jobIdOf(row))),
        )
      }
    },
    async add(rows) {
      for (const each of CLASSES) {
        const ofClass = rows.filter((row) => row.class === each).slice(0, WINDOW)
        if (ofClass.length > 0) await put(each, ofClass)
      }
    },
    forget: (jobId) => void announced.delete(jobId),
    hasMore: () => isLeader && isFull,
    leads: () => isLeader,
    async stop() {
      isLeader = false
      if ((await redis.get(`${prefix}:feeder`)) === me) await redis.del(`${prefix}:feeder`)
    },
  }
}
