import type { Channel, Pace } from '../channels/channel.ts'
import type { MessageClass } from '../store/writes.ts'
import { BURST_MS, HORIZON_MS, MOST_WIDENED, NARROWING } from './limits.ts'

/** When a message may go: in `waitMs`, and its parts are counted; or not yet, and to be asked again after `waitMs`. */
type Turn = { type: 'granted' | 'later'; waitMs: number }

/**
 * Keeps each account within its rate, in parts a second: a provider that is asked faster refuses, or drops. What we start is only granted what goes soon, so that a
 * reply never waits behind more of it than {@link HORIZON_MS}. An account that asks us to slow down is given its parts further apart, then nearer again.
 */
export interface Pacing {
  turn(channel: Channel, parts: number, each: MessageClass): Promise<Turn>
  /** The provider asked us to slow down. */
  widen(channel: Channel): Promise<void>
  /** The provider took a message. */
  narrow(channel: Channel): Promise<void>
  /** How much further apart than agreed its parts go now; 1: not at all. */
  widened(channel: Channel): Promise<number>
}

/** One account, whichever process keeps it: when its next part may go (epoch ms), and how much further apart than agreed its parts go now. */
interface Bucket {
  nextAt: number
  widened: number
}

/** Takes `parts` from a bucket at `now`, or says when to ask again. `perSecond`: its rate. */
function take(bucket: Bucket, now: number, parts: number, perSecond: number, isUrgent: boolean): Turn {
  const from = Math.max(bucket.nextAt, now - BURST_MS)
  const waitMs = Math.max(0, from - now)
  if (!isUrgent && waitMs > HORIZON_MS) return { type: 'later', waitMs: waitMs - HORIZON_MS }
  bucket.nextAt = from + (parts * bucket.widened * 1000) / perSecond
  return { type: 'granted', waitMs }
}

const widened = (times: number): number => Math.min(MOST_WIDENED, times * 2)
const narrowed = (times: number): number => Math.max(1, times * NARROWING)

/** What someone waits for: an answer. */
export const isUrgent = (each: MessageClass): boolean => each === 'reply' || each === 'service'

const GRANTED: Turn = { type: 'granted', waitMs: 0 }

/** For one process that sends by itself. An account without a rate is not paced. */
export function createPacing(pace: Pace, clock: () => number): Pacing {
  const buckets = new Map<Channel, Bucket>()
  const bucketOf = (channel: Channel): Bucket => {
    const bucket = buckets.get(channel) ?? { nextAt: 0, widened: 1 }
    buckets.set(channel, bucket)
    return bucket
  }
  return {
    async turn(channel, parts, each) {
      const perSecond = pace[channel.type]
      return perSecond === undefined ? GRANTED : take(bucketOf(channel), clock(), parts, perSecond, isUrgent(each))
    },
    async widen(channel) {
      const bucket = bucketOf(channel)
      bucket.widened = widened(bucket.widened)
    },
    async narrow(channel) {
      const bucket = bucketOf(channel)
      bucket.widened = narrowed(bucket.widened)
    },
    widened: async (channel) => bucketOf(channel).widened,
  }
}
