import type { Channel } from '../channels/channel.ts'
import { PROBE_MS, REST_MS } from './limits.ts'

interface Rest {
  until: number
  /** Rests one after another for an account that must be mended; 0: only asked to slow down. */
  level: number
  /** One message is under way to see whether it works again. */
  isProbing: boolean
}

/** Channels that may not be used for a while; each process finds out for itself. */
export interface Rests {
  /** Until when (epoch ms) rows must wait; null: send. After a rest one message is let through to see, the others wait for it. */
  enter(channel: Channel, now: number): number | null
  /** Whether its account must be mended, as far as we know: nobody would go that way who has another. */
  isResting(channel: Channel, now: number): boolean
  /** The provider asks for a pause. */
  slow(channel: Channel, until: number): void
  /** The account must be mended: gives the end of the rest, longer each time. */
  broken(channel: Channel, now: number): number
  /** The provider took a message, or refused that message alone. */
  works(channel: Channel, now: number): void
  /** Types of the channels whose account must be mended. */
  resting(): string[]
}

export function makeRests(): Rests {
  const rests = new Map<Channel, Rest>()
  return {
    enter(channel, now) {
      const rest = rests.get(channel)
      if (rest === undefined) return null
      if (now < rest.until) return rest.until
      if (rest.level === 0) rests.delete(channel)
      else rests.set(channel, { ...rest, until: now + PROBE_MS, isProbing: true })
      return null
    },
    isResting(channel, now) {
      const rest = rests.get(channel)
      return rest !== undefined && rest.level > 0 && now < rest.until
    },
    slow(channel, until) {
      const rest = rests.get(channel)
      if (rest === undefined) rests.set(channel, { until, level: 0, isProbing: false })
      else if (until > rest.until) rests.set(channel, { ...rest, until })
    },
    broken(channel, now) {
      const rest = rests.get(channel)
      const level = rest?.level ?? 0
      // Of many sends under way, the first that fails begins the rest.
      if (rest !== undefined && level > 0 && !rest.isProbing) return rest.until
      const until = now + (REST_MS[Math.min(level, REST_MS.length - 1)] ?? 0)
      rests.set(channel, { until, level: level + 1, isProbing: false })
      return until
    },
    works(channel, now) {
      const rest = rests.get(channel)
      if (rest !== undefined && (rest.level > 0 || now >= rest.until)) rests.delete(channel)
    },
    resting: () => [...rests].filter(([, { level }]) => level > 0).map(([{ type }]) => type),
  }
}
