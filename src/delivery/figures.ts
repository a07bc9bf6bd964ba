import type { ChannelType } from '../channels/channel.ts'
import type { Desk } from './desk.ts'

/** How one channel does, as far as this process knows. */
export interface ChannelFigures {
  type: ChannelType
  /** Its account refuses: a person must mend it. */
  isResting: boolean
  /** Most of its last sends failed. */
  isPoor: boolean
  /** How much further apart than agreed its parts go, since its provider asked for it; 1: not at all. */
  timesWidened: number
}

export function channelFigures({ delivery, rests, health, pacing }: Desk): Promise<ChannelFigures[]> {
  const resting = rests.resting()
  const now = delivery.clock()
  return Promise.all(
    delivery.channels.map(async (channel) => ({
      type: channel.type,
      isResting: resting.includes(channel.type),
      isPoor: health.isPoor(channel, now),
      timesWidened: await pacing.widened(channel),
    })),
  )
}
