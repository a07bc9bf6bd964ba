import type { Channel } from '../channels/channel.ts'
import type { Row } from '../store/writes.ts'

/**
 * The channel that reaches a URN: the one it last wrote by, else another that carries texts to phones. A Zalo user is known to
 * one account alone, and their id may be somebody else's with another. What belongs to the simulator or to a demo person never
 * goes by a real channel, nor the other way round. null: none is configured.
 */
export function channelFor(
  channels: readonly Channel[],
  urn: Pick<Row<'urns'>, 'scheme' | 'channel'>,
  isDemo: boolean,
): Channel | null {
  const isSimulated = isDemo || urn.channel === 'simulator'
  const fitting = channels.filter(
    ({ form, scheme, type }) => form !== 'template' && scheme === urn.scheme && (type === 'simulator') === isSimulated,
  )
  const isAnyFit = isSimulated || urn.scheme === 'tel'
  return fitting.find((channel) => channel.type === urn.channel) ?? (isAnyFit ? fitting[0] : undefined) ?? null
}

/** The channel that advertises to a URN: of those that reach it one with a registered name, whatever they wrote by; else the one it would be, for the guard to refuse. */
export const advertisingChannel = (
  channels: readonly Channel[],
  urn: Pick<Row<'urns'>, 'scheme' | 'channel'>,
  isDemo: boolean,
): Channel | null =>
  channelFor(channelsOf({ advertising: true }, channels), urn, isDemo) ?? channelFor(channels, urn, isDemo)

/** The channels that may carry a row: of advertising those with a registered name. */
export const channelsOf = (
  { advertising }: Pick<Row<'outbox'>, 'advertising'>,
  channels: readonly Channel[],
): readonly Channel[] => (advertising ? channels.filter(({ hasBrandname }) => hasBrandname) : channels)

/** Another channel that may carry a message in the place of one that can't for now; null: there is none. */
export const standInFor = (channels: readonly Channel[], { type, scheme }: Channel): Channel | null =>
  type === 'simulator'
    ? null
    : (channels.find((other) => other.standsIn && other.scheme === scheme && other.type !== type) ?? null)
