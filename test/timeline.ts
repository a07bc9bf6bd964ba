/** A clock that moves only when it is told to. */
export interface Timeline {
  /** Epoch ms. */
  now(): number
  /** In so many ms of this clock. */
  later(ms: number, task: () => unknown): void
  sleep(ms: number): Promise<void>
  /** Time does not go on before this has come to an end, but for the time that it waits in {@link wait}. */
  work<T>(task: () => Promise<T>): Promise<T>
  /** Within some work: for something that only time brings. */
  wait<T>(what: Promise<T>): Promise<T>
  /** Something has happened: others may have to react to it before time goes on. */
  move(): void
  /** Moves on to what comes next, if it comes by `until`, and does it; else to `until`. */
  advance(until: number): Promise<void>
  /** Waits until everything has reacted to what happened. */
  settle(): Promise<void>
  /** Counts what has happened so far. */
  moves(): number
  /** Gives the globals back. */
  release(): void
}

interface Alarm {
  at: number
  order: number
  task: () => unknown
  everyMs: number | null
}

/** Rounds of the event loop without any news after which nothing more is expected: a commit takes two. */
const CALM_ROUNDS = 5

/**
 * Beginning at `start` goes from one alarm to the next without waiting: what takes a day is over in a moment. `isHeld`: it takes the place of setTimeout and
 * setInterval, so that everything keeps to it and happens in the same order each time; only what stays in this process may go on meanwhile.
 */
export function openTimeline(start: number, isHeld: boolean): Timeline {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval }
  const alarms = new Map<number, Alarm>()
  let [now, order, working, moves] = [start, 0, 0, 0]

  const set = (task: () => unknown, ms: number, isRepeated: boolean) => {
    const id = ++order
    const inMs = Math.ceil(Math.max(0, Number.isFinite(ms) ? ms : 0))
    alarms.set(id, { at: now + inMs, order: id, task, everyMs: isRepeated ? Math.max(1, inMs) : null })
    return { id, ref: () => undefined, unref: () => undefined }
  }
  const clear = (timer: { id?: number } | undefined): void => {
    alarms.delete(timer?.id ?? 0)
  }
  const held = {
    setTimeout: (task: () => unknown, ms = 0) => {
      moves += 1
      return set(task, ms, false)
    },
    setInterval: (task: () => unknown, ms = 0) => set(task, ms, true),
    clearTimeout: clear,
    clearInterval: clear,
  }
  if (isHeld) Object.assign(globalThis, held)

  const first = (): Alarm | undefined => {
    let found: Alarm | undefined
    for (const alarm of alarms.values())
      if (found === undefined || alarm.at < found.at || (alarm.at === found.at && alarm.order < found.order))
        found = alarm
    return found
  }
  const later: Timeline['later'] = (ms, task) => void set(task, ms, false)
  const work: Timeline['work'] = async (task) => {
    working += 1
    try {
      return await task()
    } finally {
      working -= 1
      moves += 1
    }
  }
  const settle = async (): Promise<void> => {
    for (let calm = 0; calm < CALM_ROUNDS; ) {
      const before = moves
      await new Promise((resolve) => setImmediate(resolve))
      calm = moves === before && working === 0 ? calm + 1 : 0
    }
  }

  return {
    now: () => now,
    later,
    sleep: (ms) => new Promise((resolve) => later(ms, () => resolve())),
    work,
    async wait(what) {
      working -= 1
      try {
        return await what
      } finally {
        working += 1
        moves += 1
      }
    },
    move: () => {
      moves += 1
    },
    async advance(until) {
      const alarm = first()
      if (alarm === undefined || alarm.at > until) {
        now = Math.max(now, until)
        return
      }
      now = Math.max(now, alarm.at)
      alarms.delete(alarm.order)
      if (alarm.everyMs !== null) alarms.set(alarm.order, { ...alarm, at: now + alarm.everyMs })
      // What comes again and again is no news; what it does, may be.
      if (alarm.everyMs !== null) alarm.task()
      else await work(async () => alarm.task())
    },
    settle,
    moves: () => moves,
    release: () => void Object.assign(globalThis, real),
  }
}
