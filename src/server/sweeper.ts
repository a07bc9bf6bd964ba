import type { Urn } from '../channels/channel.ts'
import { dueMessages, waitingOf } from '../store/queries/messages.ts'
import { findUrn } from '../store/queries/people.ts'
import { dueSessions, loadSession, nextWakeAt } from '../store/queries/sessions.ts'
import type { Store } from '../store/store.ts'
import type { IntakeService } from './intake.ts'
import type { Log } from './log.ts'

/** What is looked after in the background, each on its own beat. */
export interface Chore {
  name: string
  everyMs: number
  /** Of this process itself, worker or not: its scripts, its spool, the talks it holds. */
  isOwn?: true
  run(now: number): Promise<void>
  /** The first instant after `now` at which it wants to run again (both epoch ms). Absent or null: its beat will do. */
  nextAt?(now: number): Promise<number | null>
}

export interface Sweeper {
  /** `ownOnly`: without what a worker elsewhere does for all. */
  start(options?: { ownOnly: boolean }): void
  /** No new round begins; the ones under way end. */
  stop(): Promise<void>
  /** A talk wants a turn at this time (epoch ms). Whatever is told, one timer runs: for the earliest. */
  wakeAt(at: number): void
}

const MAX_DUE = 100
const WAKE_TALKS = 'wake-talks'

/** Turns that time asks for, and those of messages that waited: oldest first, one after another for each person. */
export function talkChores(store: Store, intake: IntakeService): Chore[] {
  return [
    {
      name: WAKE_TALKS,
      isOwn: true,
      everyMs: 1000,
      run: async (now) => {
        const due = await dueSessions(store.db, now, MAX_DUE)
        await Promise.all(due.map(({ urnId }) => intake.wake(urnId)))
      },
      nextAt: (now) => nextWakeAt(store.db, now),
    },
    {
      name: 'take-waiting',
      isOwn: true,
      everyMs: 1000,
      run: async (now) => {
        // A person's next message becomes the first once the one before it is taken.
        for (
          let due = await dueMessages(store.db, now, MAX_DUE);
          due.length > 0;
          due = await dueMessages(store.db, now, MAX_DUE)
        ) {
          const results = await Promise.all(due.map((row) => intake.retake(row)))
          if (!results.some(({ type }) => type === 'taken')) return
        }
      },
    },
  ]
}

/** What one address's talk alone asks for. Those of others are left to the process that serves them. */
export function ownTalkChores(store: Store, intake: IntakeService, address: Urn): Chore[] {
  const session = async () => {
    const known = await findUrn(store.db, store.keys.hash(address))
    return known && loadSession(store.db, known.urn.id)
  }
  return [
    {
      name: WAKE_TALKS,
      everyMs: 1000,
      run: async (now) => {
        const { urnId, wakeAt = null } = (await session()) ?? {}
        if (urnId !== undefined && wakeAt !== null && wakeAt <= now) await intake.wake(urnId)
      },
      nextAt: async (now) => {
        const wakeAt = (await session())?.wakeAt ?? null
        return wakeAt !== null && wakeAt > now ? wakeAt : null
      },
    },
    {
      name: 'take-waiting',
      everyMs: 1000,
      run: async (now) => {
        const known = await findUrn(store.db, store.keys.hash(address))
        for (;;) {
          const [row] = known ? await waitingOf(store.db, known.urn.id) : []
          if (!row || (row.nextTryAt ?? 0) > now || (await intake.retake(row)).type !== 'taken') return
        }
      },
    },
  ]
}

/** `leads`: whether this process does what one does for all. */
export function createSweeper(
  chores: readonly Chore[],
  clock: () => number,
  log: Log,
  leads: () => boolean = () => true,
): Sweeper {
  const beats: NodeJS.Timeout[] = []
  const alarms = new Map<string, { at: number; timer: NodeJS.Timeout }>()
  const running = new Map<string, Promise<void>>()
  let isStopped = true

  function round(chore: Chore): void {
    if (isStopped || running.has(chore.name) || (chore.isOwn !== true && !leads())) return
    const now = clock()
    const run = chore
      .run(now)
      .then(() => chore.nextAt?.(now) ?? null)
      .then((at) => at !== null && ringAt(chore, at))
      .catch((error: unknown) => log.error({ chore: chore.name, error: String(error) }, 'chore failed'))
      .then(() => void running.delete(chore.name))
    running.set(chore.name, run)
  }

  /** What lies behind the next beat is asked for again by the round of that beat. */
  function ringAt(chore: Chore, at: number): void {
    const set = alarms.get(chore.name)
    const inMs = Math.max(0, at - clock())
    if (isStopped || inMs > chore.everyMs || (set !== undefined && set.at <= at)) return
    clearTimeout(set?.timer)
    const ring = () => {
      alarms.delete(chore.name)
      // The one under way may have looked before this instant was written.
      void Promise.resolve(running.get(chore.name)).then(() => round(chore))
    }
    alarms.set(chore.name, { at, timer: setTimeout(ring, inMs) })
  }

  return {
    start({ ownOnly } = { ownOnly: false }) {
      isStopped = false
      for (const chore of chores.filter(({ isOwn }) => isOwn || !ownOnly)) {
        beats.push(setInterval(() => round(chore), chore.everyMs))
        round(chore)
      }
    },
    async stop() {
      isStopped = true
      for (const beat of beats) clearInterval(beat)
      for (const { timer } of alarms.values()) clearTimeout(timer)
      await Promise.all(running.values())
    },
    wakeAt(at) {
      const chore = chores.find(({ name }) => name === WAKE_TALKS)
      if (chore) ringAt(chore, at)
    },
  }
}
