import type { Channel, SendResult } from '../channels/channel.ts'
import { HEALTH_MS, HEALTH_SENDS } from './limits.ts'

/** How the channels have done of late; each process finds out for itself. */
export interface Health {
  /** Takes note of how a send ended. What says something about the person or the message alone is not counted. */
  note(channel: Channel, result: SendResult['type'], now: number): void
  /** Most of its last sends failed, or nobody knows: another way is the better one. */
  isPoor(channel: Channel, now: number): boolean
}

const IS_GOOD: Partial<Record<SendResult['type'], boolean>> = { wired: true, errored: false, unknown: false }

export function makeHealth(): Health {
  const noted = new Map<Channel, { at: number; isGood: boolean }[]>()
  const recent = (channel: Channel, now: number) => (noted.get(channel) ?? []).filter(({ at }) => now - at < HEALTH_MS)
  return {
    note(channel, result, now) {
      const isGood = IS_GOOD[result]
      if (isGood === undefined) return
      noted.set(channel, [...recent(channel, now), { at: now, isGood }].slice(-2 * HEALTH_SENDS))
    },
    isPoor(channel, now) {
      const all = recent(channel, now)
      return all.length >= HEALTH_SENDS && all.filter(({ isGood }) => !isGood).length * 2 > all.length
    },
  }
}
