import { dueMessages } from '../store/queries/messages.ts'
import { dueSessions } from '../store/queries/sessions.ts'
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
}

export interface Sweeper {
  /** `ownOnly`: without what a worker elsewhere does for all. */
  start(options?: { ownOnly: boolean }): void
  /** No new round begins; the ones under way end. */
  stop(): Promise<void>
  /** A talk wants a turn at this time (epoch ms). */
  wakeAt(at: number): void
}

const MAX_DUE = 100

/** Turns that time asks for, and those of messages that waited: oldest first, one after another for each person. */
export function talkChores(store: Store, intake: IntakeService): Chore[] {
  return [
    {
      name: 'wake-talks',
      isOwn: true,
      everyMs: 1000,
      run: async (now) => {
        const due = await dueSessions(store.db, now, MAX_DUE)
        await Promise.all(due.map(({ urnId }) => intake.wake(urnId)))
      },
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

export function createSweeper(chores: readonly Chore[], clock: () => number, log: Log): Sweeper {
  const timers = new Set<NodeJS.Timeout>()
  const running = new Map<string, Promise<void>>()
  let isStopped = true

  function round(chore: Chore): void {
    if (isStopped || running.has(chore.name)) return
    const run = chore
      .run(clock())
      .catch((error: unknown) => log.error({ chore: chore.name, error: String(error) }, 'chore failed'))
      .finally(() => running.delete(chore.name))
    running.set(chore.name, run)
  }

  return {
    start({ ownOnly } = { ownOnly: false }) {
      isStopped = false
      for (const chore of chores.filter(({ isOwn }) => isOwn || !ownOnly)) {
        timers.add(setInterval(() => round(chore), chore.everyMs))
        round(chore)
      }
    },
    async stop() {
      isStopped = true
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running.values())
    },
    wakeAt(at) {
      const chore = chores.find(({ name }) => name === 'wake-talks')
      if (!chore || isStopped) return
      const timer = setTimeout(
        () => {
          timers.delete(timer)
          round(chore)
        },
        Math.max(0, at - clock()),
      )
      timers.add(timer)
    },
  }
}
