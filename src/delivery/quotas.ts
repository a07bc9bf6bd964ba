import type { Channel } from '../channels/channel.ts'
import { sentByLine } from '../store/queries/line-quota.ts'
import type { MessageClass } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import { QUOTA_RECHECK_MS, QUOTA_SPREAD_MS, STARTED_SHARE } from './limits.ts'
import { isUrgent } from './pacing.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** `free`: the parts are counted until `release`, which may be told twice; by then the outbox counts them. `full`: to be asked again then (epoch ms). */
type Room = { type: 'free'; release(): void } | { type: 'full'; until: number }

/**
 * Keeps each line within what it may send in any hour and any day. The outbox knows what it has sent, so that a restart forgets nothing; several processes
 * may each let one through at the same instant. What we start leaves a quarter to answers.
 */
export interface Quotas {
  /** Asks for room for so many parts. `line`: null where the provider chooses, which is not counted. */
  enter(channel: Channel, line: string | null, parts: number, each: MessageClass): Promise<Room>
}

export function makeQuotas({ store, clock, random }: Pick<Delivery, 'store' | 'clock' | 'random'>): Quotas {
  /** Parts let through whose lease is not on disk yet, by line. */
  const underWay = new Map<string, number>()
  let last: Promise<unknown> = Promise.resolve()
  /** One after another: who looks must see what all before were given. */
  const inTurn = <T>(task: () => T | Promise<T>): Promise<T> => {
    const done = last.then(task)
    last = done.catch(() => undefined)
    return done
  }
  const count = (key: string, parts: number) => underWay.set(key, (underWay.get(key) ?? 0) + parts)

  async function look(channel: Channel, line: string, parts: number, each: MessageClass): Promise<Room> {
    const key = `${channel.type} ${line}`
    const now = clock()
    const sent = await sentByLine(store.db, channel.type, line, now - DAY_MS)
    const share = isUrgent(each) ? 1 : STARTED_SHARE
    const untils = [
      { windowMs: HOUR_MS, most: channel.lines?.perHour ?? null },
      { windowMs: DAY_MS, most: channel.lines?.perDay ?? null },
    ].flatMap(({ windowMs, most }) => {
      // What is longer than all it may send still goes, alone.
      const limit = most === null ? Number.POSITIVE_INFINITY : Math.max(Math.ceil(most * share), parts)
      return freeAt(sent, { now, windowMs, most: limit - parts - (underWay.get(key) ?? 0) }) ?? []
    })
    if (untils.length > 0) {
      const spreadMs = isUrgent(each) ? 0 : Math.floor(random() * QUOTA_SPREAD_MS)
      return { type: 'full', until: Math.max(...untils) + spreadMs }
    }
    count(key, parts)
    let isHeld = true
    const release = () => {
      if (isHeld) void inTurn(() => count(key, -parts))
      isHeld = false
    }
    return { type: 'free', release }
  }

  return {
    enter: async (channel, line, parts, each) => {
      const { perHour = null, perDay = null } = channel.lines ?? {}
      if (line === null || (perHour === null && perDay === null)) return UNCOUNTED
      return inTurn(() => look(channel, line, parts, each))
    },
  }
}

const UNCOUNTED: Room = { type: 'free', release: () => undefined }

interface Sent {
  at: number
  parts: number
}

/** When at most `most` parts of what was sent (oldest first) lie in the window that ends then; null: now. */
function freeAt(sent: readonly Sent[], wanted: { now: number; windowMs: number; most: number }): number | null {
  const { now, windowMs, most } = wanted
  const within = sent.filter(({ at }) => at > now - windowMs)
  let used = within.reduce((sum, { parts }) => sum + parts, 0)
  if (used <= most) return null
  for (const { at, parts } of within) {
    used -= parts
    if (used <= most) return at + windowMs
  }
  return now + QUOTA_RECHECK_MS
}
