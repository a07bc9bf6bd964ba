/** Time that stands still while anything is left to do, and then jumps to the next timer: an hour passes as fast as its work is done. */
export interface SimulatedTime {
  /** Epoch ms. */
  now(): number
  sleep(ms: number): Promise<void>
  /** Lets time go on until this is so, looked at before each jump. Throws where no timer is left before. */
  runUntil(isOver: () => boolean): Promise<void>
  /** Lets time go on until this is done. */
  during<T>(task: Promise<T>): Promise<T>
  /** Something happened that may lead to more: time stands until nothing has for a while. */
  notice(): void
  /** Gives the timers of this process back. */
  end(): void
}

interface Timer {
  at: number
  /** Of those at one instant the first set goes first. */
  nth: number
  everyMs: number | null
  task: () => void
  unref(): Timer
}

/** Rounds of the event loop without anything new: a commit needs two to be written and told. */
const QUIET_ROUNDS = 4

const nextRound = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Takes over the timers of this process, until `end`. What waits by `node:timers/promises`, or for the network, waits by real time. */
export function simulateTime(startsAt: number): SimulatedTime {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
  const timers = new Set<Timer>()
  let now = startsAt
  let serial = 0
  let happened = 0

  const set = (task: () => void, ms: number, everyMs: number | null): Timer => {
    happened += 1
    const timer: Timer = { at: now + Math.max(0, ms), nth: ++serial, everyMs, task, unref: () => timer }
    timers.add(timer)
    return timer
  }
  const clear = (timer: Timer | undefined): void => {
    if (timer !== undefined) timers.delete(timer)
  }
  Object.assign(globalThis, {
    setTimeout: (task: () => void, ms = 0) => set(task, ms, null),
    setInterval: (task: () => void, ms = 0) => set(task, ms, ms),
    clearTimeout: clear,
    clearInterval: clear,
  })

  const quiet = async (): Promise<void> => {
    for (let rounds = 0, seen = happened; rounds < QUIET_ROUNDS; rounds++) {
      await nextRound()
      if (seen !== happened) rounds = -1
      seen = happened
    }
  }
  const jump = (): void => {
    let first: Timer | undefined
    for (const timer of timers)
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.nth < first.nth)) first = timer
    if (first === undefined) throw new Error('nothing is left that time could bring')
    now = Math.max(now, first.at)
    if (first.everyMs === null) timers.delete(first)
    else Object.assign(first, { at: now + first.everyMs, nth: ++serial })
    happened += 1
    first.task()
  }
  const runUntil = async (isOver: () => boolean): Promise<void> => {
    for (;;) {
      await quiet()
      if (isOver()) return
      jump()
    }
  }
  return {
    now: () => now,
    sleep: (ms) => new Promise((resolve) => set(resolve, ms, null)),
    runUntil,
    async during(task) {
      let isDone = false
      const done = task.finally(() => {
        isDone = true
      })
      await runUntil(() => isDone)
      return done
    },
    notice: () => {
      happened += 1
    },
    end: () => void Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval }),
  }
}
